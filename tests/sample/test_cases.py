"""The cases of the sample company: each told by its events, none of which contradicts another."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

import hypothesis
from hypothesis import strategies as st

from crm_desktop.core.kinds_of_escalation import EscalationTrigger
from crm_desktop.core.kinds_of_service import CaseKind, CaseStatusKind, Remedy
from crm_desktop.core.survey_kinds import QuestionKind, SurveyKind
from crm_desktop.data.models import (
    Approval,
    Attachment,
    CaseCheck,
    CaseEvent,
    CasePayment,
    CaseRemedy,
    Escalation,
    Interaction,
    KnowledgeUse,
    MailMessage,
    Mention,
    MissedSearch,
    Payment,
    Script,
    ScriptPath,
    SupportCase,
    Survey,
    SurveyQuestion,
    SurveyResponse,
)
from crm_desktop.queries.attachments import read_attachment
from crm_desktop.queries.mails import thread_of
from crm_desktop.sample.office import hours_before, in_hours
from crm_desktop.services.escalation_rules import due_escalations


def test_there_are_cases_of_several_kinds_solved_and_open(sample):
    cases = list(SupportCase.select())
    assert len(cases) >= 20
    assert {case.kind for case in cases} >= {CaseKind.COMPLAINT, CaseKind.TECHNICAL}
    assert {case.state for case in cases} >= {CaseStatusKind.OPEN, CaseStatusKind.DONE}
    assert any(case.remedy for case in cases)


def test_complaints_were_made_good_by_real_things(sample):
    made = {kind: list(CaseRemedy.select().where(CaseRemedy.kind == kind)) for kind in Remedy}
    assert all(made[kind] for kind in set(Remedy) - {Remedy.NONE})
    for given in made[Remedy.REFUND]:
        assert (given.payment.direction, given.payment.amount) == ("out", given.cost) and given.payment.order_id == given.case.order_id
    for given in made[Remedy.COUPON] + made[Remedy.CREDIT] + made[Remedy.DISCOUNT]:
        assert (given.voucher.customer_id, given.voucher.case_id) == (given.case.customer_id, given.case_id)
    for given in made[Remedy.REPLACEMENT]:
        assert (given.order.customer_id, given.order.goods) == (given.case.customer_id, 0) and given.cost > 0
    for given in made[Remedy.EXCHANGE]:
        back = given.case.return_request
        assert (back.order_id, back.customer_id, back.requested_at) == (given.case.order_id, given.case.customer_id, given.at)
    events = {(event.case_id, event.at) for event in CaseEvent.select().where(CaseEvent.kind == "remedy")}
    assert events == {(given.case_id, given.at) for given in CaseRemedy.select()}


def test_one_case_was_merged_one_split_and_one_problem_has_incidents(sample):
    merged = SupportCase.get(SupportCase.merged_into.is_null(False))
    assert merged.state == CaseStatusKind.DONE and merged.merged_into.customer_id == merged.customer_id
    split = SupportCase.get(SupportCase.split_from.is_null(False))
    assert CaseEvent.select().where(CaseEvent.case == split, CaseEvent.kind == "note").exists()
    (problem,) = {case.parent_id for case in SupportCase.select() if case.parent_id}
    assert SupportCase.select().where(SupportCase.parent == problem).count() == 3


def test_a_case_is_where_its_last_event_says_and_answered_when_its_first_answer_was(sample):
    """Recomputed in plain Python from the events alone."""
    events = defaultdict(list)
    for event in CaseEvent.select().order_by(CaseEvent.at, CaseEvent.id):
        events[event.case_id].append(event)
    for case in SupportCase.select():
        mine = events[case.id]
        assert mine[0].kind == "opened" and mine[0].at == case.opened_at
        assert [event.state for event in mine if event.state][-1] == case.state
        answers = [event.at for event in mine if event.kind == "answered"]
        assert case.first_response_at == (answers[0] if answers else None)
        assert case.reopened == sum(event.kind == "reopened" for event in mine)
        assert case.last_event_at == mine[-1].at


def test_each_case_came_with_a_contact_that_is_about_it(sample):
    for event in CaseEvent.select().where(CaseEvent.interaction.is_null(False)):
        assert Interaction.get_by_id(event.interaction_id).case_id == event.case_id


def test_a_dispute_is_about_an_invoice_and_a_coupon_was_used(sample):
    disputed = SupportCase.get(SupportCase.invoice.is_null(False))
    assert (disputed.kind, disputed.order_id, disputed.customer_id) == (
        CaseKind.BILLING_DISPUTE, disputed.invoice.order_id, disputed.invoice.customer_id
    )  # fmt: skip
    (used,) = (given for given in CaseRemedy.select() if given.voucher_id and given.voucher.percent and given.voucher.uses)
    paid = Payment.get(Payment.voucher == used.voucher)
    assert paid.customer_id == used.case.customer_id and used.case.remedy_cost >= paid.amount > 0


def test_its_e_mails_answer_one_another_and_one_brings_a_photo(sample):
    threads = [thread_of(row.interaction_id) for row in MailMessage.select() if row.subject and not row.subject.startswith("Re: ")]
    assert sorted(map(len, threads)) == [1, 2, 3, 3]
    assert {row.direction for thread in threads for row in thread} == {"in", "out"}
    for thread in threads:
        assert [row.message_id for row in thread[:-1]] == list(thread[-1].references)
        talks = [Interaction.get_by_id(row.interaction_id) for row in thread]
        assert len({talk.case_id for talk in talks}) == len({talk.customer_id for talk in talks}) == 1
        assert {talk.channel.kind for talk in talks} == {"email"}
    (photo,) = Attachment.select().where(Attachment.entity_table == "interaction")
    assert photo.media_type == "image/png" and read_attachment(photo.id).content.startswith(b"\x89PNG")
    assert KnowledgeUse.select().where(KnowledgeUse.article.is_null(False), KnowledgeUse.used_in == "email").exists()


def test_cases_wait_in_every_status_and_their_checklists_mentions_and_payments_are_there(sample):
    waiting = {case.state for case in SupportCase.select()}
    assert waiting == set(CaseStatusKind)
    assert all(check.item.kind == check.case.kind and check.at >= check.case.opened_at for check in CaseCheck.select())
    assert CaseCheck.select().count() > 12
    assert {mention.staff.login for mention in Mention.select()} == {"tomasz", "ciara"}
    assert all(about.payment.order_id == about.case.order_id for about in CasePayment.select()) and CasePayment.select().exists()


def test_calls_followed_scripts_and_some_looked_for_what_nobody_wrote(sample):
    paths = list(ScriptPath.select())
    assert {path.script_id for path in paths} == {script.id for script in Script.select()} and all(path.ended for path in paths)
    assert MissedSearch.select().count() == 6


def test_a_questionnaire_of_its_own_has_every_kind_of_question_and_came_back_on_paper(sample):
    asked = SurveyQuestion.select().join(Survey).where(Survey.kind == SurveyKind.OWN)
    assert {question.kind for question in asked} == set(QuestionKind)
    states = [each.state for each in SurveyResponse.select().join(Survey).where(Survey.kind == SurveyKind.OWN).order_by(SurveyResponse.id)]
    assert states == ["answered", "answered", "asked"]


def test_a_rule_asked_for_help_as_it_would_have_that_morning_and_finds_nothing_more_to_do(sample):
    asked = list(Escalation.select().where(Escalation.trigger != EscalationTrigger.HAND))
    assert EscalationTrigger.RESOLUTION_BREACH in {each.trigger for each in asked}
    assert all(each.at >= each.case.opened_at for each in asked)
    assert due_escalations(max(each.at for each in asked)) == []


def test_nobody_asks_decides_or_gives_back_at_night(sample):
    staff = {row.at for row in CaseEvent.select().where(CaseEvent.staff.is_null(False), CaseEvent.interaction.is_null())}
    by_rule = {row.at for row in Escalation.select().where(Escalation.trigger != EscalationTrigger.HAND)}
    moments = staff | {row.at for kind in (Approval, Escalation, CaseRemedy) for row in kind.select()}
    moments |= {row.decided_at for row in Approval.select().where(Approval.decided_at.is_null(False))}
    came = {row.opened_at for row in SupportCase.select()}
    assert [at for at in moments - came - by_rule if in_hours(at) != at] == []


@hypothesis.given(st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)), st.integers(1, 60))
def test_hours_of_work_are_counted_back_and_a_night_waits_for_the_morning(end, hours):
    begun = hours_before(end, hours)
    assert begun <= end - timedelta(hours=hours)
    assert in_hours(begun) == begun
    assert in_hours(end) >= end and in_hours(in_hours(end)) == in_hours(end)
