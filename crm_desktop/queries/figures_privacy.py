"""Counts of data protection: incidents, requests, consents, erasures, and customers nobody can reach."""

from datetime import date
from itertools import pairwise
from typing import NamedTuple

from crm_desktop.core.kinds import CustomerStatus, PointKind
from crm_desktop.core.privacy import BACKED_UP, FAILED_BACKUP, HOURS, RequestOutcome, Risk
from crm_desktop.core.read_json import kept_object
from crm_desktop.queries.figures import Scope
from crm_desktop.queries.lists import rows_of

_SECONDS = HOURS * 3_600
_MERGED = "Merged customer {other} into {number}"
"""The label under which `services.merging` writes it down."""
_REACHED = ", ".join(f"'{kind}'" for kind in (PointKind.PHONE, PointKind.MOBILE, PointKind.EMAIL))


class Told(NamedTuple):
    """`due`: those of which the authority had to be told by now, or was."""

    found: int
    due: int
    in_time: int


class Asked(NamedTuple):
    """`due`: those that fell due and are answered, or late."""

    received: int
    due: int
    in_time: int
    open: int


class IncidentLine(NamedTuple):
    """`told_at` 0: the authority was not told."""

    id: int
    found_at: int
    persons: int
    risk: str
    told_at: int


class RequestLine(NamedTuple):
    """`customer` is a number; empty: they are none."""

    id: int
    kind: str
    customer: str
    due_on: date


def has_privacy() -> bool:
    """Whether anything of it was ever written down."""
    tables = "incident", "privacy_request", "consent", "retention_run"
    backed_up = f"SELECT 1 FROM access_log WHERE action IN ('{BACKED_UP}', '{FAILED_BACKUP}') LIMIT 1"
    return any(rows_of(f"SELECT 1 FROM {table} LIMIT 1") for table in tables) or bool(rows_of(backed_up))


def told_of(scope: Scope, until: int) -> Told:
    had_to = f"(reported_at IS NOT NULL OR risk <> '{Risk.NONE}' AND found_at + {_SECONDS} <= ?)"
    text = f"""SELECT COUNT(*), COALESCE(SUM(CASE WHEN {had_to} THEN 1 ELSE 0 END), 0),
    COALESCE(SUM(CASE WHEN reported_at <= found_at + {_SECONDS} THEN 1 ELSE 0 END), 0)
FROM incident WHERE found_at >= ? AND found_at < ?"""
    ((found, due, in_time),) = rows_of(text, (until, scope.start, scope.end))
    return Told(int(found), int(due), int(in_time))


def asked_in(first: date, last: date, today: date) -> Asked:
    """`today` is the day that the data goes to."""
    text = f"""SELECT COALESCE(SUM(CASE WHEN asked_on >= ? AND asked_on <= ? THEN 1 ELSE 0 END), 0),
    COALESCE(SUM(CASE WHEN due_on >= ? AND due_on <= ? AND (outcome <> '{RequestOutcome.OPEN}' OR due_on < ?) THEN 1 ELSE 0 END), 0),
    COALESCE(SUM(CASE WHEN due_on >= ? AND due_on <= ? AND answered_on <= due_on THEN 1 ELSE 0 END), 0),
    COALESCE(SUM(CASE WHEN asked_on <= ? AND answered_on > ? THEN 1 ELSE 0 END), 0)
FROM privacy_request"""
    start, end = first.isoformat(), last.isoformat()
    ((received, due, in_time, still_open),) = rows_of(text, (start, end, start, end, today.isoformat(), start, end, end, end))
    return Asked(int(received), int(due), int(in_time), int(still_open))


def consents(scope: Scope) -> tuple[int, int]:
    """Given, and withdrawn or refused."""
    given = "SELECT COUNT(*) FROM consent WHERE given_at >= ? AND given_at < ? AND (withdrawn_at IS NULL OR withdrawn_at <> given_at)"
    gone = "SELECT COUNT(*) FROM consent WHERE withdrawn_at >= ? AND withdrawn_at < ?"
    return tuple(int(rows_of(text, (scope.start, scope.end))[0][0]) for text in (given, gone))  # type: ignore[return-value]


def erased(scope: Scope) -> tuple[int, int]:
    """Persons, and records that went by a rule."""
    rows = rows_of("SELECT result FROM retention_run WHERE at >= ? AND at < ?", (scope.start, scope.end))
    results = [kept_object(row[0]) for row in rows]
    return sum("customer" in each for each in results), sum(rule["gone"] for each in results for rule in each.get("rules", ()))


def noted(action: str, scope: Scope) -> int:
    """How often the access log says this."""
    text = "SELECT COUNT(*) FROM access_log WHERE action = ? AND at >= ? AND at < ?"
    return int(rows_of(text, (action, scope.start, scope.end))[0][0])


def oldest_backup(scope: Scope, until: int) -> int | None:
    """Seconds; None before the first backup. Up to the moment that the data goes to."""
    before = rows_of("SELECT MAX(at) FROM access_log WHERE action = ? AND at < ?", (BACKED_UP, scope.start))
    within = rows_of("SELECT at FROM access_log WHERE action = ? AND at >= ? AND at < ? ORDER BY at", (BACKED_UP, scope.start, scope.end))
    moments = [int(at) for (at,) in (*before, *within) if at is not None]
    if not moments:
        return None
    last = max(moments[-1], min(scope.end, until))
    return max(later - earlier for earlier, later in pairwise((*moments, last)))


def merged(scope: Scope) -> int:
    """Merges that stand: never undone, or done again as often."""
    stands = "(SELECT COUNT(*) FROM operation AS later WHERE later.root_id = merge.id) & 1 = 0"
    text = f"SELECT COUNT(*) FROM operation AS merge WHERE merge.label = ? AND merge.at >= ? AND merge.at < ? AND {stands}"
    return int(rows_of(text, (_MERGED, scope.start, scope.end))[0][0])


def unreachable() -> int:
    text = f"""SELECT COUNT(*) FROM customer WHERE status = '{CustomerStatus.ACTIVE}' AND shelf = '' AND merged_into_id IS NULL
AND NOT EXISTS (SELECT 1 FROM contact_point AS point WHERE point.customer_id = customer.id AND point.kind IN ({_REACHED}))"""
    return int(rows_of(text)[0][0])


def incident_lines(scope: Scope, limit: int) -> list[IncidentLine]:
    text = "SELECT id, found_at, persons, risk, COALESCE(reported_at, 0) FROM incident WHERE found_at >= ? AND found_at < ?"
    return [IncidentLine(*row) for row in rows_of(f"{text} ORDER BY found_at, id LIMIT {limit:d}", (scope.start, scope.end))]


def open_requests(last: date, limit: int) -> list[RequestLine]:
    """Open at the end of this day, the most urgent first."""
    text = """SELECT asked.id, asked.kind, COALESCE(customer.number, ''), asked.due_on FROM privacy_request AS asked
LEFT JOIN customer ON customer.id = asked.customer_id WHERE asked.asked_on <= ? AND asked.answered_on > ?"""
    rows = rows_of(f"{text} ORDER BY asked.due_on, asked.id LIMIT {limit:d}", (last.isoformat(), last.isoformat()))
    return [RequestLine(row[0], row[1], row[2], date.fromisoformat(row[3])) for row in rows]
