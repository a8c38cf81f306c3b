"""Reads for the list of cases: ids in order, and the rows on screen."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from crm_desktop.core.dates import FAR, utc_now
from crm_desktop.core.kinds import Shelf
from crm_desktop.core.kinds_of_service import CaseKind, CaseStatusKind
from crm_desktop.data.finding import find
from crm_desktop.queries.lateness import BREACHED, SOON
from crm_desktop.queries.lists import FOUND, at, ids_of, in_order, rows_by_ids, rows_of

OPEN = (CaseStatusKind.OPEN, CaseStatusKind.WAITING_CUSTOMER, CaseStatusKind.WAITING_OTHER)
"""Something is still to come of these."""


class CaseRow(NamedTuple):
    """`customer` is the caller where nobody known asked."""

    id: int
    number: str
    subject: str
    customer_id: int | None
    customer: str
    kind: str
    priority: str
    status: str
    state: str
    assignee_id: int | None
    assignee: str
    team: str
    opened_at: datetime
    last_event_at: datetime
    reopened: int
    merged_into: str
    lateness: "Lateness | None" = None


class CaseSort(StrEnum):
    OPENED = "opened_at"
    LATEST = "last_event_at"
    URGENCY = "urgency"


SORTS = {sort.value: sort.value for sort in CaseSort}


class Lateness(StrEnum):
    """Of what was promised: its time is over, or four fifths of it are."""

    LATE = "late"
    NEARLY = "nearly"


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """`states` empty: all. `assignee_id` 0: nobody's; None: anybody's. Merged ones are only found by their words."""

    states: tuple[CaseStatusKind, ...] = ()
    assignee_id: int | None = None
    team_id: int | None = None
    kind: CaseKind | None = None
    shelf: Shelf = Shelf.DESK
    text: str = ""
    lateness: Lateness | None = None


_LATENESS = {Lateness.LATE: BREACHED, Lateness.NEARLY: SOON}
ALL = CaseFilter()
_ROWS = """
SELECT asked.id, asked.number, asked.subject, asked.customer_id, COALESCE(customer.name, asked.caller), asked.kind, asked.priority,
    status.name, asked.state, asked.assignee_id, COALESCE(staff.name, ''), COALESCE(team.name, ''), asked.opened_at,
    asked.last_event_at, asked.reopened, COALESCE(kept.number, ''), asked.next_due_at, asked.next_warn_at
FROM support_case AS asked JOIN case_status AS status ON status.id = asked.status_id
LEFT JOIN customer ON customer.id = asked.customer_id LEFT JOIN staff ON staff.id = asked.assignee_id
LEFT JOIN team ON team.id = asked.team_id LEFT JOIN support_case AS kept ON kept.id = asked.merged_into_id WHERE asked.id IN ({ids})"""


def case_ids(wanted: CaseFilter = ALL, sort: CaseSort = CaseSort.OPENED, downwards: bool = True) -> "array[int]":
    """Every matching case; with a text, at most a thousand."""
    if wanted.text.strip():
        return _found(wanted, sort, downwards)
    where, params = _where(wanted)
    return ids_of(_ids_text(where, sort, downwards), params)


def first_cases(wanted: CaseFilter, limit: int, sort: CaseSort = CaseSort.OPENED, downwards: bool = True) -> list[CaseRow]:
    if wanted.text.strip():
        ids = _found(wanted, sort, downwards)[:limit]
    else:
        where, params = _where(wanted)
        ids = ids_of(_ids_text(where, sort, downwards) + " LIMIT ?", (*params, limit))
    return in_order(ids, case_rows(ids))


def case_rows(ids: Sequence[int]) -> dict[int, CaseRow]:
    now = int(utc_now().timestamp())
    return {
        row[0]: CaseRow._make((*row[:12], at(row[12]), at(row[13]), *row[14:-2], _lateness(row[-2], row[-1], now)))
        for row in rows_by_ids(_ROWS, ids)
    }


def _lateness(due: int, warn: int, now: int) -> Lateness | None:
    if due < now:
        return Lateness.LATE
    return Lateness.NEARLY if warn <= now and due < FAR else None


def open_cases(staff_id: int | None = None) -> int:
    """How many wait for a next step of this person, or of anybody."""
    where, params = _where(CaseFilter(OPEN, staff_id))
    return int(rows_of(f"SELECT COUNT(*) FROM support_case AS asked WHERE {where}", params)[0][0])


def due_to_close(today: date) -> bool:
    """Whether a solved case closes on this day or should have before."""
    return bool(rows_of("SELECT 1 FROM support_case WHERE closes_on <> '9999-12-31' AND closes_on <= ? LIMIT 1", (today.isoformat(),)))


class WaitingForUs(NamedTuple):
    open: int
    urgent: int


def waiting_for_us(staff_id: int) -> WaitingForUs:
    """This person's cases whose next step is ours."""
    text = """SELECT COUNT(*), COUNT(CASE WHEN urgency = 0 THEN 1 END) FROM support_case
    WHERE state = 'open' AND assignee_id = ? AND merged_into_id IS NULL AND shelf = ''"""
    return WaitingForUs(*rows_of(text, (staff_id,))[0])


def _where(wanted: CaseFilter, *, merged: bool = False) -> tuple[str, tuple[Any, ...]]:
    shelved = wanted.shelf != Shelf.DESK
    parts: list[str]
    params: list[Any]
    parts, params = (["shelf <> '' AND shelf = ?"], [str(wanted.shelf)]) if shelved else (["shelf = ''"], [])
    if not shelved and not merged:
        parts.append("merged_into_id IS NULL")
    given: list[tuple[str, Any]] = [("team_id", wanted.team_id), ("kind", wanted.kind), ("assignee_id", wanted.assignee_id or None)]
    if wanted.states:
        parts.append(f"state IN ({', '.join('?' * len(wanted.states))})")
        params += [str(state) for state in wanted.states]
    if wanted.lateness is not None:
        late = _LATENESS[wanted.lateness]
        parts.append(late)
        params += [int(utc_now().timestamp())] * late.count("?")
    if wanted.assignee_id == 0:
        parts.append("assignee_id IS NULL")
    for column, value in given:
        if value is not None:
            parts.append(f"{column} = ?")
            params.append(value)
    return " AND ".join(parts), tuple(params)


@cache
def _ids_text(where: str, sort: CaseSort, downwards: bool) -> str:
    order = "DESC" if downwards else "ASC"
    return f"SELECT id FROM support_case AS asked WHERE {where} ORDER BY {sort} {order}, id {order}"


def _found(wanted: CaseFilter, sort: CaseSort, downwards: bool) -> "array[int]":
    """By the case's words, and by its customer's."""
    ids = set(find("support_case", wanted.text, FOUND))
    of_customers = rows_by_ids("SELECT id FROM support_case WHERE customer_id IN ({ids})", find("customer", wanted.text, 50))
    ids.update(row[0] for row in of_customers)
    where, params = _where(wanted, merged=True)
    marks = ", ".join("?" * len(ids))
    found = (
        rows_of(f"SELECT {sort}, id FROM support_case AS asked WHERE {where} AND id IN ({marks})", (*params, *sorted(ids))) if ids else []
    )
    return array("q", (row_id for _key, row_id in sorted(found, reverse=downwards)[:FOUND]))
