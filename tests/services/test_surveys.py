"""Surveys: written, asked, answered and declined; a low score makes somebody get in touch."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crm_desktop.core.actors import Role
from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import EditConflict, NotAllowed, UserError
from crm_desktop.core.kinds import Shelf
from crm_desktop.core.survey_kinds import QuestionKind, SurveyChannel, SurveyKind, SurveyState
from crm_desktop.data.audit import verify_chain
from crm_desktop.data.database import fetch
from crm_desktop.data.models import FollowUp, Survey, SurveyAnswer, SurveyQuestion, SurveyResponse
from crm_desktop.data.search import find
from crm_desktop.queries.figures import Scope
from crm_desktop.queries.surveys import Asked, answered_ids, asked, product_feedback, scores, scores_by
from crm_desktop.services.erasing import erase_customer
from crm_desktop.services.history import undo
from crm_desktop.services.merging import merge_customers
from crm_desktop.services.shelves import put_on_shelf
from crm_desktop.services.survey_responses import (
    AnswerInput,
    AnswersInput,
    AskedInput,
    answer_survey,
    ask_survey,
    decline_survey,
)
from crm_desktop.services.surveys import (
    QuestionInput,
    SurveyInput,
    add_survey,
    change_survey,
    copy_survey,
    set_survey_state,
)

ALWAYS = Scope(0, 4_000_000_000)
QUESTIONS = (
    QuestionInput("What went well?", QuestionKind.TEXT),
    QuestionInput("Who helped you?", QuestionKind.CHOICE, options=("One person", "Several")),
    QuestionInput("What matters to you?", QuestionKind.SEVERAL, options=("Speed", "Price", "Care")),
    QuestionInput("How easy was the form?", QuestionKind.SCALE, lowest=1, highest=7),
    QuestionInput("How were we?", QuestionKind.MATRIX, options=("Bad", "Good"), items=("On the phone", "By e-mail")),
    QuestionInput("When did the parcel come?", QuestionKind.DATE),
)


@pytest.fixture
def make_survey(store, nancy):
    def make(name="After a contact", kind=SurveyKind.CSAT, opened=True, **fields):
        wanted = SurveyInput(name, kind, **{"question": "How satisfied are you?" if kind != SurveyKind.OWN else "", **fields})
        (row_id,) = add_survey(wanted, nancy).of(Entity.SURVEY)
        if opened:
            set_survey_state(row_id, 1, SurveyState.OPEN, nancy)
        return Survey.get_by_id(row_id)

    return make


@pytest.fixture
def ask(nancy):
    def ask(survey, by=nancy, **fields):
        (row_id,) = ask_survey(AskedInput(survey.id, **fields), by).of(Entity.SURVEY_RESPONSE)
        return SurveyResponse.get_by_id(row_id)

    return ask


def question(survey, kind):
    return SurveyQuestion.get(survey=survey, kind=kind)


def test_a_survey_is_a_draft_until_it_is_opened(make_survey, ask):
    survey = make_survey(opened=False)

    with pytest.raises(NotAllowed, match="not open"):
        ask(survey)
    assert Survey.get().state == SurveyState.DRAFT


def test_what_a_call_says_about_itself_need_not_be_said(make_survey, ask, make_interaction, make_order, nancy):
    order = make_order()
    call = make_interaction(order.customer, order_id=order.id)

    response = ask(make_survey(), interaction_id=call.id)

    assert (response.number, response.customer_id, response.order_id) == ("SV-00001", order.customer_id, order.id)
    assert (response.staff_id, response.asked_by_id, response.state) == (nancy.id, nancy.id, "asked")


def test_the_same_call_is_asked_about_once(make_survey, ask, make_interaction):
    survey, call = make_survey(), make_interaction()
    ask(survey, interaction_id=call.id)

    with pytest.raises(NotAllowed, match="SV-00001"):
        ask(survey, interaction_id=call.id)


def test_an_answer_about_two_customers_is_refused(make_survey, ask, make_interaction, make_customer):
    call = make_interaction(make_customer("Ada"))
    with pytest.raises(UserError, match="two customers"):
        ask(make_survey(), interaction_id=call.id, customer_id=make_customer("Bob").id)


@pytest.mark.parametrize(
    ("kind", "score", "is_low"),
    [("csat", 2, True), ("csat", 3, False), ("ces", 3, True), ("ces", 4, False), ("nps", 6, True), ("nps", 0, True), ("nps", 7, False)],
)
def test_a_low_score_makes_a_follow_up_in_the_same_operation(make_survey, ask, make_customer, nancy, kind, score, is_low):
    customer = make_customer()

    response = ask(make_survey(kind=SurveyKind(kind)), customer_id=customer.id, score=score, comment="Nobody called back.")

    assert (response.state, response.score, response.answered_at is not None) == ("answered", score, True)
    assert [row.customer_id for row in FollowUp.select()] == [customer.id] * is_low
    if is_low:
        made = FollowUp.get()
        assert (response.follow_up_id, made.priority, made.owner_id, made.promise) == (made.id, "high", nancy.id, "Nobody called back.")
        assert response.number in made.title


def test_what_counts_as_low_and_who_follows_up_is_the_companys_to_say(make_survey, ask, owner):
    survey = make_survey(low_score=4, follow_up_owner_id=owner.id, follow_up_days=3)

    ask(survey, score=4)

    assert FollowUp.get().owner_id == owner.id
    ask(make_survey("Quiet", follow_up=False), score=1)
    assert FollowUp.select().count() == 1


def test_answers_come_in_afterwards_by_number(make_survey, ask, nancy):
    response = ask(make_survey(), channel=SurveyChannel.PAPER)

    answer_survey(response.id, response.version, AnswersInput(5, "Thank you"), nancy)

    response = SurveyResponse.get_by_id(response.id)
    assert (response.state, response.score, response.comment, response.entered_by_id) == ("answered", 5, "Thank you", nancy.id)


def test_a_corrected_score_makes_one_follow_up_only(make_survey, ask, nancy):
    response = ask(make_survey(), score=5)
    for score in (1, 2):
        response = SurveyResponse.get_by_id(response.id)
        answer_survey(response.id, response.version, AnswersInput(score), nancy)

    assert FollowUp.select().count() == 1


def test_every_kind_of_question_is_answered(make_survey, ask):
    survey = make_survey(kind=SurveyKind.OWN, questions=QUESTIONS)
    given = (
        AnswerInput(question(survey, "text").id, "The parcel was quick."),
        AnswerInput(question(survey, "choice").id, "Several"),
        AnswerInput(question(survey, "several").id, "Speed"),
        AnswerInput(question(survey, "several").id, "Care"),
        AnswerInput(question(survey, "scale").id, "7"),
        AnswerInput(question(survey, "matrix").id, "Good", "On the phone"),
        AnswerInput(question(survey, "date").id, "2026-01-05"),
    )

    ask(survey, answers=given)

    rows = sorted((row.item, row.value, row.text) for row in SurveyAnswer.select())
    assert rows == [
        ("", "", "The parcel was quick."), ("", "2026-01-05", ""), ("", "7", ""), ("", "Care", ""), ("", "Several", ""), ("", "Speed", ""),
        ("On the phone", "Good", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "value", "item"),
    [("choice", "Nobody", ""), ("several", "Luck", ""), ("scale", "8", ""), ("scale", "many", ""), ("matrix", "Good", "By fax"),
     ("matrix", "Fair", "On the phone"), ("date", "5.1.2026", "")],
)  # fmt: skip
def test_an_answer_that_cannot_be_is_refused_and_nothing_kept(make_survey, ask, kind, value, item):
    survey = make_survey(kind=SurveyKind.OWN, questions=QUESTIONS)
    with pytest.raises(UserError):
        ask(survey, answers=(AnswerInput(question(survey, kind).id, value, item),))
    assert not SurveyResponse.select().exists()


@pytest.mark.parametrize("score", [0, 6, -1])
def test_a_score_off_the_scale_is_refused(make_survey, ask, score):
    with pytest.raises(UserError, match="1 to 5"):
        ask(make_survey(), score=score)


def test_what_must_be_answered_must(make_survey, ask):
    survey = make_survey(questions=(QuestionInput("Why?", required=True),))
    with pytest.raises(UserError, match="Why"):
        ask(survey, score=3)


def test_questions_stay_once_somebody_was_asked_and_a_copy_may_change(make_survey, ask, nancy):
    survey = make_survey(questions=(QuestionInput("Why?"),))
    ask(survey, score=3)
    wanted = SurveyInput("After a contact", question="How satisfied are you?", questions=(QuestionInput("Really?"),))

    with pytest.raises(NotAllowed, match="copy"):
        change_survey(survey.id, survey.version, wanted, nancy)
    with pytest.raises(NotAllowed, match="close"):
        set_survey_state(survey.id, survey.version, SurveyState.DRAFT, nancy)
    (copied,) = copy_survey(survey.id, nancy).of(Entity.SURVEY)
    change_survey(copied, 1, replace(wanted, name="Anew"), nancy)

    assert (Survey.get_by_id(copied).name, Survey.get_by_id(copied).state) == ("Anew", "draft")
    assert [row.text for row in SurveyQuestion.select().where(SurveyQuestion.survey == survey)] == ["Why?"]


def test_name_and_low_score_change_any_time(make_survey, ask, nancy):
    survey = make_survey()
    ask(survey, score=3)
    change_survey(survey.id, survey.version, SurveyInput("New name", question="How satisfied are you?", low_score=3), nancy)
    assert (Survey.get().name, Survey.get().low_score) == ("New name", 3)


def test_who_would_not_answer_is_counted(make_survey, ask, nancy):
    survey = make_survey()
    waiting = ask(survey)
    ask(survey, declined=True)
    ask(survey, score=5)
    decline_survey(waiting.id, waiting.version, nancy)

    assert asked(ALWAYS) == {SurveyKind.CSAT: Asked(3, 1, 2)}
    with pytest.raises(NotAllowed, match="does not wait"):
        decline_survey(waiting.id, SurveyResponse.get_by_id(waiting.id).version, nancy)


def test_figures_add_up_by_kind_person_and_product(make_survey, ask, make_product, owner, nancy):
    csat, nps = make_survey(), make_survey("Recommend", SurveyKind.NPS)
    hammer = make_product("P-7")
    for score in (1, 4, 5, 5):
        ask(csat, score=score, staff_id=nancy.id, product_id=hammer.id)
    for score in (0, 6, 7, 9, 10):
        ask(nps, score=score, staff_id=owner.id)

    found = scores(ALWAYS)

    assert (found[SurveyKind.CSAT].answered, found[SurveyKind.CSAT].good, found[SurveyKind.CSAT].total) == (4, 3, 15)
    assert (found[SurveyKind.NPS].good, found[SurveyKind.NPS].detractors, found[SurveyKind.NPS].answered) == (2, 2, 5)
    assert scores_by("staff_id", ALWAYS)[nancy.id] == {SurveyKind.CSAT: found[SurveyKind.CSAT]}
    assert scores(Scope(0, 4_000_000_000, (owner.id,))) == {SurveyKind.NPS: found[SurveyKind.NPS]}
    assert [(each.sku, each.low, each.scores[SurveyKind.CSAT].answered) for each in product_feedback(ALWAYS)] == [("P-7", 1, 4)]
    assert len(answered_ids(ALWAYS, SurveyKind.CSAT, 4, 5)) == 3
    assert scores(Scope(0, 1)) == {}


def test_nobody_is_written_to_who_asked_not_to_be(make_survey, ask, make_customer):
    customer = make_customer(do_not_contact="email")
    with pytest.raises(NotAllowed, match="asked not to be written"):
        ask(make_survey(), customer_id=customer.id, channel=SurveyChannel.EMAIL)


def test_undo_takes_back_score_answers_and_follow_up(make_survey, nancy):
    survey = make_survey(questions=(QuestionInput("Why?"),))
    wanted = AskedInput(survey.id, score=1, answers=(AnswerInput(question(survey, "text").id, "Late"),))
    done = ask_survey(wanted, nancy)

    undo(done.operation, nancy)

    assert [model.select().count() for model in (SurveyResponse, SurveyAnswer, FollowUp)] == [0, 0, 0]
    assert verify_chain() == []


def test_what_they_wrote_is_found_and_erased_with_them(make_survey, ask, make_customer, owner):
    customer = make_customer("Ada")
    survey = make_survey(questions=(QuestionInput("Why?"), QuestionInput("Who?", QuestionKind.CHOICE, options=("A", "B"))))
    response = ask(
        survey, customer_id=customer.id, score=4, comment="Parsifal",
        answers=(AnswerInput(question(survey, "text").id, "Lohengrin"), AnswerInput(question(survey, "choice").id, "A")),
    )  # fmt: skip
    assert [find(SurveyResponse, word) for word in ("parsifal", "lohengrin", response.number)] == [[response.id]] * 3

    erase_customer(customer.id, owner)

    response = SurveyResponse.get_by_id(response.id)
    assert (response.comment, response.score) == ("", 4)
    assert sorted((row.text, row.value) for row in SurveyAnswer.select()) == [("", ""), ("", "A")]
    assert find(SurveyResponse, "lohengrin") == []
    history = str(fetch("SELECT before, after FROM audit_entry"))
    assert "Lohengrin" not in history and "Parsifal" not in history


def test_surveys_go_with_a_customer_who_is_merged(make_survey, ask, make_customer, nancy):
    kept, other = make_customer("Ada"), make_customer("Ada L")
    response = ask(make_survey(), customer_id=other.id, score=5)

    merge_customers(kept.id, kept.version, other.id, other.version, {}, nancy)

    assert SurveyResponse.get_by_id(response.id).customer_id == kept.id


def test_whoever_answers_the_phone_asks_and_a_supervisor_writes_surveys(make_survey, store, owner, nancy):
    rob = type(nancy)(nancy.id, "rob", Role.REPRESENTATIVE)
    survey = make_survey()
    ask_survey(AskedInput(survey.id, score=5), rob)
    with pytest.raises(NotAllowed):
        add_survey(SurveyInput("Mine", question="?"), rob)


def test_two_who_enter_the_same_sheet_hear_of_each_other(make_survey, ask, nancy, owner):
    response = ask(make_survey())
    answer_survey(response.id, response.version, AnswersInput(4), owner)
    with pytest.raises(EditConflict):
        answer_survey(response.id, response.version, AnswersInput(3), nancy)


def test_a_moment_that_lies_ahead_is_refused(make_survey, ask, nancy):
    survey = make_survey()
    with pytest.raises(UserError, match="ahead"):
        ask(survey, asked_at=utc_now() + timedelta(days=2))
    response = ask(survey, asked_at=datetime(2026, 1, 5, tzinfo=UTC))
    with pytest.raises(UserError, match="after"):
        answer_survey(response.id, response.version, AnswersInput(4), nancy, datetime(2025, 1, 5, tzinfo=UTC))


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (SurveyInput(" ", question="?"), "name"),
        (SurveyInput("A"), "question"),
        (SurveyInput("A", SurveyKind.OWN), "question"),
        (SurveyInput("A", question="?", low_score=5), "low score"),
        (SurveyInput("A", question="?", follow_up_days=-1), "year"),
        (SurveyInput("A", question="?", questions=(QuestionInput("B", QuestionKind.CHOICE, options=("x", "x")),)), "two answers"),
        (SurveyInput("A", question="?", questions=(QuestionInput("B", QuestionKind.MATRIX, options=("x", "y")),)), "one by one"),
        (SurveyInput("A", question="?", questions=(QuestionInput("B", QuestionKind.SCALE, lowest=1, highest=40),)), "steps"),
        (SurveyInput("A", question="?", questions=(QuestionInput(" "),)), "its words"),
    ],
)
def test_a_survey_that_cannot_be_asked_is_refused(store, nancy, wanted, why):
    with pytest.raises(UserError, match=why):
        add_survey(wanted, nancy)
    assert not Survey.select().exists()


def test_what_is_asked_about_may_lie_in_the_archive(make_survey, ask, make_interaction, nancy):
    call = make_interaction()
    put_on_shelf(Entity.INTERACTION, call.id, call.version, Shelf.ARCHIVE, nancy)
    assert ask(make_survey(), interaction_id=call.id).interaction_id == call.id
