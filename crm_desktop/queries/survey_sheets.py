"""Reads for the list of surveys that were asked, for one of them with its answers, and for what can be asked."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import NamedTuple

from crm_desktop.core.read_json import kept_list
from crm_desktop.core.survey_kinds import NO_SCORE, ResponseState, SurveyState
from crm_desktop.data.finding import find
from crm_desktop.queries.lists import FOUND, at, ids_of, in_order, moment, rows_by_ids, rows_of


class ResponseRow(NamedTuple):
    """`about` is the number of the call, case or order. `low`: the score calls for somebody to get in touch."""

    id: int
    number: str
    survey: str
    kind: str
    customer_id: int | None
    customer: str
    about: str
    channel: str
    state: str
    asked_at: datetime
    score: int
    low: bool


@dataclass(frozen=True, slots=True)
class ResponseFilter:
    """`state` empty: all. `low`: only those with a low score."""

    state: str = ""
    text: str = ""
    low: bool = False


class QuestionRow(NamedTuple):
    id: int
    kind: str
    text: str
    required: bool
    options: tuple[str, ...]
    items: tuple[str, ...]
    lowest: int
    highest: int


class AnswerRow(NamedTuple):
    question_id: int
    item: str
    value: str
    text: str


class SurveySheet(NamedTuple):
    """What is asked. `asked`, `answered` and `declined` are how often."""

    id: int
    version: int
    name: str
    kind: str
    state: str
    language: str
    question: str
    intro: str
    thanks: str
    follow_up: bool
    low_score: int | None
    follow_up_days: int
    follow_up_owner_id: int | None
    purpose: str
    asked: int
    answered: int
    declined: int
    questions: tuple[QuestionRow, ...]


class ResponseSheet(NamedTuple):
    """One survey that was asked, with what was answered."""

    id: int
    version: int
    number: str
    survey: SurveySheet
    customer_id: int | None
    customer: str
    interaction_id: int | None
    interaction: str
    case_id: int | None
    case: str
    order_id: int | None
    order: str
    product: str
    staff: str
    channel: str
    state: str
    asked_at: datetime
    answered_at: datetime | None
    score: int
    comment: str
    follow_up_id: int | None
    follow_up: str
    answers: tuple[AnswerRow, ...]

    @property
    def is_low(self) -> bool:
        low = self.survey.low_score
        return low is not None and NO_SCORE < self.score <= low


ALL = ResponseFilter()
_LOW = "asked.score > -1 AND asked.score <= COALESCE(survey.low_score, -1)"
_ROWS = f"""
SELECT asked.id, asked.number, survey.name, survey.kind, asked.customer_id, COALESCE(customer.name, ''),
    COALESCE(support_case.number, held.number, placed.number, ''), asked.channel, asked.state, asked.asked_at, asked.score,
    CASE WHEN {_LOW} THEN 1 ELSE 0 END
FROM survey_response AS asked JOIN survey ON survey.id = asked.survey_id LEFT JOIN customer ON customer.id = asked.customer_id
LEFT JOIN interaction AS held ON held.id = asked.interaction_id LEFT JOIN support_case ON support_case.id = asked.case_id
LEFT JOIN sales_order AS placed ON placed.id = asked.order_id WHERE asked.id IN ({{ids}})"""
_COUNT = "(SELECT COUNT(*) FROM survey_response AS asked WHERE asked.survey_id = survey.id{})"
_SURVEYS = f"""
SELECT id, version, name, kind, state, language, question, intro, thanks, follow_up, low_score, follow_up_days, follow_up_owner_id, purpose,
    {_COUNT.format("")}, {_COUNT.format(f" AND asked.state = '{ResponseState.ANSWERED}'")},
    {_COUNT.format(f" AND asked.state = '{ResponseState.DECLINED}'")}
FROM survey {{}}"""
_QUESTIONS = """SELECT survey_id, id, kind, text, required, options, items, lowest, highest FROM survey_question
WHERE survey_id IN ({ids}) ORDER BY survey_id, position, id"""
_SHEET = """
SELECT asked.id, asked.version, asked.number, asked.survey_id, asked.customer_id, COALESCE(customer.name, ''), asked.interaction_id,
    COALESCE(held.number, ''), asked.case_id, COALESCE(support_case.number, ''), asked.order_id, COALESCE(placed.number, ''),
    COALESCE(product.name, ''), COALESCE(staff.name, ''), asked.channel, asked.state, asked.asked_at, asked.answered_at, asked.score,
    asked.comment, asked.follow_up_id, COALESCE(follow_up.number, '')
FROM survey_response AS asked LEFT JOIN customer ON customer.id = asked.customer_id
LEFT JOIN interaction AS held ON held.id = asked.interaction_id LEFT JOIN support_case ON support_case.id = asked.case_id
LEFT JOIN sales_order AS placed ON placed.id = asked.order_id LEFT JOIN product ON product.id = asked.product_id
LEFT JOIN staff ON staff.id = asked.staff_id LEFT JOIN follow_up ON follow_up.id = asked.follow_up_id WHERE asked.{} = ?"""
_SORTS = {"asked": "asked_at", "score": "score"}


def response_ids(wanted: ResponseFilter = ALL, sort: str = "asked", downwards: bool = True) -> "array[int]":
    """Every survey that was asked, the latest first unless said otherwise; with a text, at most a thousand."""
    if wanted.text.strip():
        return _found(wanted, sort, downwards)
    return ids_of(_ids_text(bool(wanted.state), wanted.low, sort, downwards), _params(wanted))


def first_responses(wanted: ResponseFilter, sort: str, downwards: bool, limit: int) -> list[ResponseRow]:
    if wanted.text.strip():
        ids = _found(wanted, sort, downwards)[:limit]
    else:
        ids = ids_of(_ids_text(bool(wanted.state), wanted.low, sort, downwards) + " LIMIT ?", (*_params(wanted), limit))
    return in_order(ids, response_rows(ids))


def response_rows(ids: Sequence[int]) -> dict[int, ResponseRow]:
    return {row[0]: ResponseRow._make((*row[:9], at(row[9]), row[10], bool(row[11]))) for row in rows_by_ids(_ROWS, ids)}


def waiting_responses() -> int:
    """Asked on paper or by e-mail, and neither answered nor declined yet."""
    return int(rows_of("SELECT COUNT(*) FROM survey_response WHERE state = ?", (ResponseState.ASKED,))[0][0])


def response_sheet(response_id: int) -> ResponseSheet | None:
    return _sheet("id", response_id)


def response_of_number(number: str) -> ResponseSheet | None:
    """As it stands on a printed sheet."""
    return _sheet("number", number.strip().upper()) or _sheet("number", number.strip())


def surveys(state: SurveyState | None = None) -> list[SurveySheet]:
    """Open ones first, then by name."""
    where = "WHERE state = ?" if state else ""
    return _surveys(f"{where} ORDER BY CASE state WHEN 'open' THEN 0 WHEN 'draft' THEN 1 ELSE 2 END, name, id", (state,) if state else ())


def survey_sheet(survey_id: int) -> SurveySheet | None:
    return next(iter(_surveys("WHERE id = ?", (survey_id,))), None)


def _surveys(where: str, params: Sequence[object]) -> list[SurveySheet]:
    rows = rows_of(_SURVEYS.format(where), params)
    asked: dict[int, list[QuestionRow]] = {row[0]: [] for row in rows}
    for survey_id, row_id, kind, text, required, options, items, lowest, highest in rows_by_ids(_QUESTIONS, list(asked)):
        choices, lines = tuple(kept_list(options)), tuple(kept_list(items))
        asked[survey_id].append(QuestionRow(row_id, kind, text, bool(required), choices, lines, lowest, highest))
    return [SurveySheet._make((*row[:9], bool(row[9]), *row[10:], tuple(asked[row[0]]))) for row in rows]


def _sheet(column: str, value: int | str) -> ResponseSheet | None:
    for row in rows_of(_SHEET.format(column), (value,)):
        survey = survey_sheet(row[3])
        assert survey is not None
        answers = rows_of("SELECT question_id, item, value, text FROM survey_answer WHERE response_id = ? ORDER BY id", (row[0],))
        told = tuple(AnswerRow._make(answer) for answer in answers)
        return ResponseSheet._make((*row[:3], survey, *row[4:16], at(row[16]), moment(row[17]), *row[18:], told))
    return None


def _params(wanted: ResponseFilter) -> tuple[str, ...]:
    return (wanted.state,) if wanted.state else ()


@cache
def _ids_text(state: bool, low: bool, sort: str, downwards: bool) -> str:
    order, column = "DESC" if downwards else "ASC", _SORTS[sort]
    source = "survey_response AS asked" + (" JOIN survey ON survey.id = asked.survey_id" if low else "")
    where = " AND ".join(filter(None, ("asked.state = ?" if state else "", _LOW if low else "")))
    return f"SELECT asked.id FROM {source} {f'WHERE {where} ' if where else ''}ORDER BY asked.{column} {order}, asked.id {order}"


def _found(wanted: ResponseFilter, sort: str, downwards: bool) -> "array[int]":
    """By what they wrote and its number, and by the customer's words."""
    ids = set(find("survey_response", wanted.text, FOUND))
    ids.update(
        row[0] for row in rows_by_ids("SELECT id FROM survey_response WHERE customer_id IN ({ids})", find("customer", wanted.text, 50))
    )
    rows = [
        row for row in response_rows(tuple(ids)).values() if (not wanted.state or row.state == wanted.state) and (row.low or not wanted.low)
    ]
    rows.sort(key=lambda row: (row.score if sort == "score" else row.asked_at, row.id), reverse=downwards)
    return array("q", (row.id for row in rows[:FOUND]))
