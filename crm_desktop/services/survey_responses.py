"""Surveys asked, declined and answered. A low score makes somebody get in touch."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any, NamedTuple

from crm_desktop.core.actors import Actor
from crm_desktop.core.cards import clean_note
from crm_desktop.core.changes import Change
from crm_desktop.core.dates import local_day, utc_now, zone_of
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import ChannelKind, Priority
from crm_desktop.core.rights import Right
from crm_desktop.core.survey_kinds import (
    NO_SCORE,
    SCALES,
    QuestionKind,
    ResponseState,
    SurveyChannel,
    SurveyKind,
    SurveyState,
)
from crm_desktop.core.text import clean_line
from crm_desktop.core.typed import read_day, read_integer
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import (
    Company,
    Contact,
    Customer,
    Interaction,
    Order,
    Product,
    Staff,
    SupportCase,
    Survey,
    SurveyAnswer,
    SurveyQuestion,
    SurveyResponse,
)
from crm_desktop.data.numbering import next_number
from crm_desktop.services.consents import demand_consent
from crm_desktop.services.follow_ups import FollowUpInput, new_follow_up
from crm_desktop.services.surveys import standing_survey

_UNWANTED = {SurveyChannel.EMAIL: ChannelKind.EMAIL, SurveyChannel.PAPER: ChannelKind.LETTER}
_ASKED_BY = _UNWANTED | {
    SurveyChannel.PHONE: ChannelKind.PHONE, SurveyChannel.IN_PERSON: ChannelKind.IN_PERSON, SurveyChannel.WEB: ChannelKind.WEB,
    SurveyChannel.OTHER: ChannelKind.OTHER,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AnswerInput:
    """To one question; of several choices one each, of a matrix one for each line (`item`). A day is written `2026-11-21`."""

    survey_question_id: int
    value: str
    item: str = ""


@dataclass(frozen=True, slots=True)
class AnswersInput:
    score: int | None = None
    comment: str = ""
    answers: tuple[AnswerInput, ...] = ()

    @property
    def is_empty(self) -> bool:
        return self.score is None and not self.comment and not self.answers


@dataclass(frozen=True, slots=True)
class AskedInput:
    """Whom, how and about what. What a call or a case says about itself (customer, contact, order, product, who had it) need not be said.

    `asked_at` None: now. With a score, a comment or answers it is answered at once; `declined`: they would not.
    """

    survey_id: int
    channel: SurveyChannel = SurveyChannel.PHONE
    customer_id: int | None = None
    contact_id: int | None = None
    interaction_id: int | None = None
    case_id: int | None = None
    order_id: int | None = None
    product_id: int | None = None
    staff_id: int | None = None
    asked_at: datetime | None = None
    declined: bool = False
    score: int | None = None
    comment: str = ""
    answers: tuple[AnswerInput, ...] = ()

    @property
    def answered(self) -> AnswersInput:
        return AnswersInput(self.score, self.comment, self.answers)


def ask_survey(wanted: AskedInput, by: Actor, key: str | None = None) -> Change:
    """Raises NotAllowed unless the survey is open, and where the same call, case or order was asked about with it before."""
    with operation(_label(wanted), by, may=Right.ASK_SURVEYS, key=key) as done:
        done.numbers["number"] = new_response(wanted, by, done).number
    return done.change


def ask_surveys(wanted: tuple[AskedInput, ...], by: Actor, key: str | None = None) -> Change:
    """One sheet to print for each."""
    with operation(N_("Asked {count} surveys"), by, may=Right.ASK_SURVEYS, key=key) as done:
        done.numbers["count"] = len([new_response(each, by, done) for each in wanted])
    return done.change


def new_response(wanted: AskedInput, by: Actor, done: Done) -> SurveyResponse:
    """Within an operation that is under way."""
    survey = standing_survey(wanted.survey_id)
    if survey.state != SurveyState.OPEN:
        raise NotAllowed(_("The survey “{name}” is not open. Nothing was saved; open it first.").format(name=survey.name))
    wanted = _linked(wanted)
    _demand_wanted(wanted, survey)
    _demand_first(survey, wanted)
    now = utc_now()
    response = SurveyResponse(
        number=next_number(SurveyResponse), survey=survey, customer=wanted.customer_id, contact=wanted.contact_id,
        interaction=wanted.interaction_id, case=wanted.case_id, order=wanted.order_id, product=wanted.product_id, staff=wanted.staff_id,
        channel=wanted.channel, asked_at=wanted.asked_at or now, asked_by=by.id,
    )  # fmt: skip
    if response.asked_at > now:
        raise UserError(_("This moment lies ahead. Nothing was saved; say when it was asked."))
    given = wanted.answered
    if wanted.declined and not given.is_empty:
        raise UserError(_("Either they declined or they answered. Nothing was saved."))
    if wanted.declined:
        response.state, response.declined_at, response.entered_by_id = ResponseState.DECLINED, response.asked_at, by.id
    rows = [] if wanted.declined or given.is_empty else _take(response, survey, given, response.asked_at, by, done)
    done.insert(response)
    done.insert(*(row.of(response) for row in rows))
    return response


def answer_survey(
    response_id: int, version: int, wanted: AnswersInput, by: Actor, answered_at: datetime | None = None, key: str | None = None
) -> Change:
    """What they said, or said anew. A low score makes a follow-up in the same operation, unless one was made before."""
    with operation(N_("Entered the answers of survey {number}"), by, may=Right.ASK_SURVEYS, key=key) as done:
        response = _standing(response_id, version)
        at = answered_at or response.answered_at or utc_now()
        if not response.asked_at <= at <= utc_now():
            raise UserError(_("Answers come after a survey was asked, and not ahead of time. Nothing was saved; check the day."))
        if wanted.is_empty:
            raise UserError(_("Nothing was answered. Nothing was saved; give a score or an answer."))
        rows = _take(response, response.survey, wanted, at, by, done)
        done.save(response)
        fresh = {_what(answer): answer for answer in (row.of(response) for row in rows)}
        for stored in SurveyAnswer.select().where(SurveyAnswer.response == response):
            if fresh.pop(_what(stored), None) is None:
                done.delete(stored)
        done.insert(*fresh.values())
        done.numbers["number"] = response.number
    return done.change


def decline_survey(response_id: int, version: int, by: Actor, key: str | None = None) -> Change:
    """They would not answer. Raises NotAllowed once they did."""
    with operation(N_("Survey {number} was declined"), by, may=Right.ASK_SURVEYS, key=key) as done:
        response = _standing(response_id, version)
        if response.state != ResponseState.ASKED:
            raise NotAllowed(_("Survey {number} does not wait for an answer. Nothing was changed.").format(number=response.number))
        response.state, response.declined_at, response.entered_by_id = ResponseState.DECLINED, utc_now(), by.id
        done.save(response)
        done.numbers["number"] = response.number
    return done.change


def _label(wanted: AskedInput) -> str:
    if wanted.declined:
        return N_("Survey {number} was declined")
    return N_("Asked survey {number}") if wanted.answered.is_empty else N_("Asked survey {number}, and it was answered")


def _standing(response_id: int, version: int) -> SurveyResponse:
    response = SurveyResponse.get_or_none(id=response_id)
    if response is None:
        raise UserError(_("This survey is not there any more. Nothing was changed."))
    response.version = version
    return response


class _Row(NamedTuple):
    """An answer that waits for its response's id."""

    question: SurveyQuestion
    item: str
    value: str
    text: str

    def of(self, response: SurveyResponse) -> SurveyAnswer:
        return SurveyAnswer(response=response, question=self.question, item=self.item, value=self.value, text=self.text)


def _take(response: SurveyResponse, survey: Survey, given: AnswersInput, at: datetime, by: Actor, done: Done) -> list[_Row]:
    """Put score and comment on the response, make the follow-up of a low score, and give the answers to be written."""
    scale = SCALES.get(SurveyKind(survey.kind))
    if given.score is not None and (scale is None or not scale.lowest <= given.score <= scale.highest):
        raise UserError(_score_refused(survey))
    rows = list(_checked_answers(survey, given.answers))
    response.state, response.answered_at, response.declined_at, response.entered_by_id = ResponseState.ANSWERED, at, None, by.id
    response.score, response.comment = NO_SCORE if given.score is None else given.score, clean_note(given.comment)
    if _is_low(survey, response.score) and response.follow_up_id is None:
        response.follow_up = new_follow_up(_follow_up(response, survey, by), by, done)
    return rows


def _score_refused(survey: Survey) -> str:
    scale = SCALES.get(SurveyKind(survey.kind))
    if scale is None:
        return _("“{name}” asks for no score. Nothing was saved.").format(name=survey.name)
    return _("“{name}” asks for a score from {lowest} to {highest}. Nothing was saved.").format(
        name=survey.name, lowest=scale.lowest, highest=scale.highest
    )


def _is_low(survey: Survey, score: int) -> bool:
    return bool(survey.follow_up and survey.low_score is not None and NO_SCORE < score <= survey.low_score)


def _follow_up(response: SurveyResponse, survey: Survey, by: Actor) -> FollowUpInput:
    scale = SCALES[SurveyKind(survey.kind)]
    heard = local_day(response.answered_at or utc_now(), zone_of(Company.the().zone))
    return FollowUpInput(
        _("Low score: {score} of {highest} in “{survey}” ({number})").format(
            score=response.score, highest=scale.highest, survey=survey.name, number=response.number
        ),
        due_on=heard + timedelta(days=survey.follow_up_days), customer_id=response.customer_id, contact_id=response.contact_id,
        interaction_id=response.interaction_id, order_id=response.order_id, case_id=response.case_id,
        promise=response.comment, priority=Priority.HIGH, owner_id=survey.follow_up_owner_id or by.id,
    )  # fmt: skip


def _checked_answers(survey: Survey, given: tuple[AnswerInput, ...]) -> Iterator[_Row]:
    questions = {row.id: row for row in SurveyQuestion.select().where(SurveyQuestion.survey == survey)}
    by_question: defaultdict[int, list[AnswerInput]] = defaultdict(list)
    for answer in given:
        if answer.survey_question_id not in questions:
            raise UserError(_("This question is not part of “{name}”. Nothing was saved.").format(name=survey.name))
        if clean_line(answer.value):
            by_question[answer.survey_question_id].append(answer)
    for question in questions.values():
        answers = by_question.get(question.id, [])
        if question.required and not answers:
            raise UserError(_("“{question}” needs an answer. Nothing was saved.").format(question=question.text))
        if question.kind in (QuestionKind.SEVERAL, QuestionKind.MATRIX):
            if len({(answer.item, answer.value if question.kind == QuestionKind.SEVERAL else "") for answer in answers}) < len(answers):
                raise UserError(_("“{question}” is answered twice. Nothing was saved.").format(question=question.text))
        elif len(answers) > 1:
            raise UserError(_("“{question}” has one answer. Nothing was saved; give only one.").format(question=question.text))
        yield from (_row(question, answer) for answer in answers)


def _row(question: SurveyQuestion, answer: AnswerInput) -> _Row:
    kind, item = QuestionKind(question.kind), clean_line(answer.item)
    if kind == QuestionKind.TEXT:
        return _Row(question, "", "", clean_note(answer.value))
    if kind == QuestionKind.MATRIX and item not in question.lines:
        raise _not_among(question, item, question.lines)
    return _Row(question, item if kind == QuestionKind.MATRIX else "", _value(question, kind, clean_line(answer.value)), "")


def _value(question: SurveyQuestion, kind: QuestionKind, value: str) -> str:
    if kind == QuestionKind.DATE:
        day: date = read_day(value)
        return day.isoformat()
    if kind == QuestionKind.SCALE:
        number = read_integer(value)
        if not question.lowest <= number <= question.highest:
            raise _not_among(question, value, (f"{question.lowest} – {question.highest}",))
        return str(number)
    if value not in question.choices:
        raise _not_among(question, value, question.choices)
    return value


def _not_among(question: SurveyQuestion, value: str, there: tuple[str, ...]) -> UserError:
    return UserError(
        _("“{value}” is no answer to “{question}”. Nothing was saved; choose among: {there}.").format(
            value=value, question=question.text, there=", ".join(there)
        )
    )


def _what(answer: SurveyAnswer) -> tuple[int, str, str, str]:
    return answer.question_id, answer.item, answer.value, answer.text


_LINKS = (
    ("customer_id", Customer), ("contact_id", Contact), ("interaction_id", Interaction), ("case_id", SupportCase), ("order_id", Order),
    ("product_id", Product), ("staff_id", Staff),
)  # fmt: skip


def _linked(wanted: AskedInput) -> AskedInput:
    """With what the case, the call and the order say. Raises UserError for what is gone, or is another customer's."""
    found: dict[str, Any] = {}
    for name, model in _LINKS:
        row_id = getattr(wanted, name)
        found[name] = None if row_id is None else model.get_or_none(id=row_id)
        if row_id is not None and found[name] is None:
            raise UserError(_("What this survey is about is not there any more. Nothing was saved; choose anew."))
    case, call, order = found["case_id"], found["interaction_id"], found["order_id"]
    whose = {row.customer_id for row in (case, call, order) if row is not None and row.customer_id is not None}
    if len(whose | ({wanted.customer_id} - {None})) > 1:
        raise UserError(_("This is about two customers. Nothing was saved; choose what belongs together."))
    values: dict[str, Any] = {}
    for name, _model in _LINKS[:2] + _LINKS[4:]:
        sources = chain((wanted,), (row for row in (case, call, order) if row is not None))
        values[name] = next((value for row in sources if (value := _told(row, name)) is not None), None)
    return replace(wanted, **values)


def _told(row: object, name: str) -> int | None:
    """Whom a case is about is who has it."""
    if name == "staff_id" and isinstance(row, SupportCase):
        return row.assignee_id
    value: int | None = getattr(row, name, None)
    return value


def _demand_wanted(wanted: AskedInput, survey: Survey) -> None:
    """Nobody is written to who asked not to be, or asked what they did not agree to; who answered did."""
    if wanted.declined or not wanted.answered.is_empty:
        return
    demand_consent(survey.purpose, wanted.customer_id, _ASKED_BY[wanted.channel])
    kind = _UNWANTED.get(wanted.channel)
    if kind is None or wanted.customer_id is None:
        return
    customer = Customer.get_by_id(wanted.customer_id)
    if kind in customer.do_not_contact.split(","):
        raise NotAllowed(
            _("Customer {number} asked not to be written to this way. Nothing was saved; ask by another.").format(number=customer.number)
        )


def _demand_first(survey: Survey, wanted: AskedInput) -> None:
    for column, row_id in (
        (SurveyResponse.interaction, wanted.interaction_id),
        (SurveyResponse.case, wanted.case_id),
    ):
        earlier = None if row_id is None else SurveyResponse.select().where(SurveyResponse.survey == survey, column == row_id).first()
        if earlier is not None:
            raise NotAllowed(
                _("They were asked about this already: survey {number}. Nothing was saved; enter the answers there.").format(
                    number=earlier.number
                )
            )
