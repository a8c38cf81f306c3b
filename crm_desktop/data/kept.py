"""What was counted of a stretch of time, kept so that it need not be counted again. Outside history, as everything derived.

Whoever looks at figures counts the stretches that are not kept, and has them kept. An operation forgets, in its own transaction, those that
it reached (`stale`). So what is kept is right, whatever undo, merge or import did; a stretch of another time zone is another stretch.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from crm_desktop.core import case_totals
from crm_desktop.core.kept_counts import Counted, Stretch, Subject
from crm_desktop.core.rising import By
from crm_desktop.data import at_risk, case_courses, contact_days, trade_sums
from crm_desktop.data.contact_months import by_reason, came_again
from crm_desktop.data.database import database, execute, execute_many, fetch, reading

BY_WAY = {
    By.ALL: Subject.REASONS,
    By.PRODUCT: Subject.REASONS_BY_PRODUCT,
    By.CARRIER: Subject.REASONS_BY_CARRIER,
    By.CHANNEL: Subject.REASONS_BY_CHANNEL,
    By.REGION: Subject.REASONS_BY_REGION,
}
_COUNT: Mapping[Subject, Callable[[int, int], Any]] = {
    **{subject: partial(by_reason, way) for way, subject in BY_WAY.items()},
    Subject.CAME_AGAIN: came_again,
    Subject.CASES: lambda start, end: case_totals.told(case_courses.totals(start, end)),
    Subject.CONTACTS: contact_days.told,
    Subject.CONTACTS_BY_CHANNEL: contact_days.told_by_channel,
    Subject.CONTACTS_WITH_KNOWLEDGE: lambda start, end: contact_days.with_knowledge(contact_days.WITHIN, (start, end)),
    Subject.TRADE: trade_sums.told,
    Subject.ACTIVE_CUSTOMERS: trade_sums.active_customers,
    Subject.CUSTOMERS_AT_RISK: at_risk.how_many,
}
"""Numbers and texts in lists, in one order: the same count is the same text."""
_KNOWN = "SELECT starts_at, ends_at, told FROM kept_count WHERE subject = ? AND starts_at >= ? AND starts_at <= ?"
_KEEP = """INSERT INTO kept_count (subject, starts_at, ends_at, told) VALUES (?, ?, ?, ?)
ON CONFLICT (subject, starts_at, ends_at) DO UPDATE SET told = excluded.told"""


class Told(NamedTuple):
    """What is known of each stretch, and what had to be counted for it."""

    found: list[Any]
    fresh: tuple[Counted, ...]


def told_of(subject: Subject, stretches: Sequence[Stretch]) -> Told:
    if not stretches:
        return Told([], ())
    starts = [start for start, _end in stretches]
    known = {row[:2]: row[2] for row in _rows(_KNOWN, (subject, min(starts), max(starts)))}
    fresh = {each: _counted(subject, each) for each in stretches if each not in known}
    found = [json.loads(known[each] if each in known else fresh[each].told) for each in stretches]
    return Told(found, tuple(fresh.values()))


def is_kept(subject: Subject, stretch: Stretch) -> bool:
    return bool(_rows("SELECT 1 FROM kept_count WHERE subject = ? AND starts_at = ? AND ends_at = ?", (subject, *stretch)))


def _counted(subject: Subject, stretch: Stretch) -> Counted:
    with reading():
        return Counted(subject, *stretch, _count(subject, *stretch), newest_operation())


def newest_operation() -> int:
    return int(fetch("SELECT sequence FROM chain_head WHERE id = 1")[0][0])


def _count(subject: Subject, start: int, end: int) -> str:
    return json.dumps(_COUNT[subject](start, end), ensure_ascii=False, separators=(",", ":"))


def keep(counted: Iterable[Counted], sequence: int) -> None:
    """Of those what no operation came after. `sequence` is the newest, and none comes meanwhile: the caller holds the chain's end."""
    execute_many(_KEEP, [each[:4] for each in counted if each.sequence == sequence])


def forget_all() -> None:
    execute("DELETE FROM kept_count")


def rebuild() -> int:
    """How many kept counts were wrong; they are right again."""
    kept = [(Subject(row[0]), *row[1:]) for row in fetch("SELECT subject, starts_at, ends_at, told FROM kept_count")]
    right = [(subject, start, end, _count(subject, start, end)) for subject, start, end, _told in kept]
    wrong = [row for row, was in zip(right, kept, strict=True) if row != was]
    execute_many(_KEEP, wrong)
    return len(wrong)


def _rows(text: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    return fetch(text.replace("?", database.param), params)
