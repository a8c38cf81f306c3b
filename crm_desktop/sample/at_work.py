"""What else is to be seen at the sample company's desk, few rows whatever the size.

Cases that wait, ticked checklists, colleagues named in notes, ways through scripts, searches without a hit, and a questionnaire of its own
with every kind of question.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import NamedTuple

from crm_desktop.core.actors import FOUNDER, Actor
from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import utc_now, zone_of
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Outcome
from crm_desktop.core.kinds_of_service import CaseEventKind, CaseKind, CaseStatusKind
from crm_desktop.core.rights import Right
from crm_desktop.core.script_flow import ScriptStep, step_called
from crm_desktop.core.survey_kinds import QuestionKind, SurveyChannel, SurveyKind, SurveyState
from crm_desktop.data.database import write
from crm_desktop.data.history import operation
from crm_desktop.data.models import (
    CaseCheck,
    CasePayment,
    CaseStatus,
    ChecklistItem,
    Interaction,
    Mention,
    MissedSearch,
    Payment,
    Script,
    Staff,
    SupportCase,
    SurveyQuestion,
)
from crm_desktop.sample.chance import Chance
from crm_desktop.sample.colleagues import COMPANY
from crm_desktop.sample.rhythm import MORNING
from crm_desktop.services.case_events import happened, put_status
from crm_desktop.services.case_steps import named_in
from crm_desktop.services.escalation_rules import escalate_due
from crm_desktop.services.scripts import PathInput, Walked, new_path, steps_of
from crm_desktop.services.survey_responses import AnswerInput, AskedInput, ask_survey
from crm_desktop.services.surveys import QuestionInput, SurveyInput, add_survey, set_survey_state

_MOVED = (
    ("In progress", "Looking for the parcel with the carrier."),
    ("Waiting for the customer", "Asked for a photo of the label."),
    ("Waiting for somebody else", "The supplier looks for the certificate."),
)
_NAMED = ("@tomasz may we replace all of it, or half?", "@ciara you know them: would you call on Monday?")
_SEARCHED = ("gift wrapping", "pallet return", "voucher used twice", "invoice in another currency", "vase as a lamp", "gift wrapping")
_TICKED, _WALKED, _LONGEST_WAY = 12, 18, 20
_SHOPS = SurveyInput(
    "Shops and restaurants",
    SurveyKind.OWN,
    intro="A few questions about your next season.",
    thanks="Thank you, we plan by that.",
    questions=(
        QuestionInput("What do you order for?", QuestionKind.CHOICE, required=True, options=("A shop", "A restaurant", "A hotel")),
        QuestionInput("What do you miss?", QuestionKind.SEVERAL, options=("Larger cartons", "Spare parts", "A catalogue on paper")),
        QuestionInput("How well do we pack?", QuestionKind.SCALE, lowest=1, highest=10),
        QuestionInput("How are we", QuestionKind.MATRIX, options=("Good", "Fair", "Poor"), items=("on the phone", "by e-mail")),
        QuestionInput("When does your season begin?", QuestionKind.DATE),
        QuestionInput("What else should we know?"),
    ),
)


class _Said(NamedTuple):
    """To each question in turn; `days` until the season begins."""

    what: tuple[str, ...]
    missed: tuple[str, ...]
    packed: tuple[str, ...]
    judged: tuple[str, ...]
    days: int
    words: str


_ANSWERS = (
    _Said(("A shop",), ("Larger cartons", "Spare parts"), ("9",), ("Good", "Fair"), 92, "Labels that come off, please."),
    _Said(("A restaurant",), ("Spare parts",), ("7",), ("Good", "Good"), 140, ""),
)


def carry_on(until: date) -> None:
    """Each step is an operation of its own, by whoever does such things there."""
    end, now = datetime.combine(until, MORNING, zone_of(COMPANY.zone)), utc_now()
    end = now if now < end < now + timedelta(days=1) else end
    random = Chance(f"at work {until}")
    _move(end)
    _tick(end)
    _name(end)
    _dispute()
    _walk(random, end)
    _search(random, end)
    _ask_the_shops(end)
    escalate_due(end)


def _open(end: datetime) -> list[SupportCase]:
    """The oldest first; without a problem and its incidents."""
    known = SupportCase.select().where(
        SupportCase.state == CaseStatusKind.OPEN, SupportCase.merged_into.is_null(), SupportCase.parent.is_null(),
        SupportCase.customer.is_null(False), SupportCase.last_event_at < end - timedelta(minutes=30),
    )  # fmt: skip
    return list(known.order_by(SupportCase.opened_at, SupportCase.id))


def _move(end: datetime) -> None:
    for case, (name, note) in zip(_open(end), _MOVED, strict=False):
        status, by = CaseStatus.get(name=name), _of(case)
        with operation(N_("Case {number} is {status} now"), by, may=Right.HANDLE_CASES) as done:
            put_status(case, status, by, done, note, case.last_event_at + timedelta(minutes=15))
            done.save(case)
            done.numbers.update(number=case.number, status=status.name)


def _tick(end: datetime) -> None:
    """All of it where a complaint is solved, the first of it where one is open."""
    items = list(ChecklistItem.select().where(ChecklistItem.kind == CaseKind.COMPLAINT).order_by(ChecklistItem.position, ChecklistItem.id))
    complaints = SupportCase.select().where(SupportCase.kind == CaseKind.COMPLAINT, SupportCase.opened_at < end - timedelta(hours=1))
    for case in complaints.order_by(SupportCase.opened_at.desc(), SupportCase.id).limit(_TICKED):
        ticked, by = items if case.state == CaseStatusKind.DONE else items[:1], _of(case)
        with operation(N_("Ticked the checklist of case {number}"), by, may=Right.HANDLE_CASES) as done:
            at = case.opened_at + timedelta(minutes=10)
            done.insert(*(CaseCheck(case=case, item=item, at=at, staff=by.id) for item in ticked))
            done.numbers["number"] = case.number


def _name(end: datetime) -> None:
    for case, note in zip(reversed(_open(end)), _NAMED, strict=False):
        by = _of(case)
        with operation(N_("Wrote a note on case {number}"), by, may=Right.HANDLE_CASES) as done:
            at = min(case.last_event_at + timedelta(minutes=20), end)
            event = happened(case, CaseEventKind.NOTE, by, done, note=note, at=at)
            done.insert(*(Mention(case_event=event, staff=staff_id) for staff_id in sorted(named_in(note))))
            done.numbers["number"] = case.number


def _dispute() -> None:
    """What was paid is what they argue about."""
    disputes = SupportCase.select().where(SupportCase.kind == CaseKind.BILLING_DISPUTE, SupportCase.order.is_null(False))
    for case in disputes.order_by(SupportCase.opened_at.desc(), SupportCase.id):
        paid = list(Payment.select().where(Payment.order == case.order_id, Payment.direction == "in").order_by(Payment.id).limit(2))
        if paid:
            with operation(N_("Changed case {number}"), _of(case), may=Right.HANDLE_CASES) as done:
                done.insert(*(CasePayment(case=case, payment=payment) for payment in paid))
                done.numbers["number"] = case.number
            return


def _walk(random: Random, end: datetime) -> None:
    for script in Script.select().where(Script.reason.is_null(False)).order_by(Script.id):
        about = Interaction.select().where(
            Interaction.reason == script.reason_id, Interaction.direction == "in", Interaction.staff.is_null(False),
            Interaction.outcome == Outcome.RESOLVED, Interaction.ended_at < end,
        )  # fmt: skip
        for call in about.order_by(Interaction.started_at.desc(), Interaction.id).limit(_WALKED // 3):
            by = Staff.get_by_id(call.staff_id).actor()
            with operation(N_("Logged how {number} went"), by, may=Right.LOG_INTERACTIONS) as done:
                new_path(call, PathInput(script.id, tuple(_way(random, steps_of(script.id), call.started_at))), done)
                done.numbers["number"] = call.number


def _way(random: Random, flow: tuple[ScriptStep, ...], at: datetime) -> Iterator[Walked]:
    step: ScriptStep | None = flow[0]
    for place in range(_LONGEST_WAY):
        if step is None:
            return
        answer = random.choice(step.answers) if step.answers else ""
        yield Walked(step.name, answer, at + timedelta(seconds=25 * place))
        following = step.next(answer)
        step = step_called(flow, following) if following else None


def _search(random: Random, end: datetime) -> None:
    staff = [row.id for row in Staff.select().where(Staff.active).order_by(Staff.id)]
    with write():
        for place, words in enumerate(_SEARCHED):
            MissedSearch.create(at=end - timedelta(days=4 * place + 1, hours=1), staff_id=random.choice(staff), words=words)


def _ask_the_shops(end: datetime) -> None:
    """Two sheets came back, one is still out."""
    (survey_id,) = add_survey(_SHOPS, FOUNDER).of(Entity.SURVEY)
    set_survey_state(survey_id, 1, SurveyState.OPEN, FOUNDER)
    questions = list(SurveyQuestion.select().where(SurveyQuestion.survey == survey_id).order_by(SurveyQuestion.position))
    customers = list(dict.fromkeys(row.customer_id for row in _open(end)))[:3]
    for place, customer_id in enumerate(customers):
        at = end - timedelta(days=9 - place)
        answers = tuple(_answers(questions, _ANSWERS[place], at.date())) if place < len(_ANSWERS) else ()
        ask_survey(AskedInput(survey_id, SurveyChannel.PAPER, customer_id, asked_at=at, answers=answers), FOUNDER)


def _answers(questions: list[SurveyQuestion], said: _Said, day: date) -> Iterator[AnswerInput]:
    begins = (day + timedelta(days=said.days)).isoformat()
    given = (said.what, said.missed, said.packed, said.judged, (begins,), (said.words,) if said.words else ())
    for question, values in zip(questions, given, strict=True):
        items = json.loads(question.items) if question.kind == QuestionKind.MATRIX else [""] * len(values)
        for value, item in zip(values, items, strict=True):
            yield AnswerInput(question.id, value, item)


def _of(case: SupportCase) -> Actor:
    return Staff.get_by_id(case.assignee_id).actor() if case.assignee_id else FOUNDER
