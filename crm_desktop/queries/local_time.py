"""Years, months and days of stored moments, counted in the company's zone by the database."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.data.database import is_server

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ON_SQLITE = {"year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d"}
_ON_SERVER = {"year": "YYYY", "month": "YYYY-MM", "day": "YYYY-MM-DD"}


class Step(NamedTuple):
    """From this second on (UTC) the zone's clocks are so many seconds ahead of UTC."""

    since: int
    offset: int


def period_sql(moment: str, period: str, first: int, last: int, zone: ZoneInfo) -> str:
    """SQL of the period that a moment between `first` and `last` lies in: 1997, 1997-08 or 1997-08-31.

    Neither engine is asked for the zone: SQLite knows none, and a server's may be older than ours.
    """
    local = f"({moment}) + {_offset_sql(moment, list(_steps(first, last, zone)))}"
    if is_server():
        return f"to_char(to_timestamp({local}) AT TIME ZONE 'UTC', '{_ON_SERVER[period]}')"
    return f"strftime('{_ON_SQLITE[period]}', {local}, 'unixepoch')"


def _offset_sql(moment: str, steps: list[Step]) -> str:
    if len(steps) == 1:
        return str(steps[0].offset)
    cases = " ".join(f"WHEN ({moment}) < {following.since} THEN {step.offset}" for step, following in pairwise(steps))
    return f"CASE {cases} ELSE {steps[-1].offset} END"


def _steps(first: int, last: int, zone: ZoneInfo) -> Iterator[Step]:
    """The clock changes from the first second to the last, each found to the second."""
    offset = _offset(first, zone)
    yield Step(first, offset)
    for day in range(first, last, 86_400):
        end = min(day + 86_400, last)
        if _offset(end, zone) != offset:
            changed = _change(day, end, zone)
            offset = _offset(end, zone)
            yield Step(changed, offset)


def _change(before: int, after: int, zone: ZoneInfo) -> int:
    """The first second with the offset that holds at `after`."""
    wanted = _offset(after, zone)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(middle, zone) == wanted:
            after = middle
        else:
            before = middle
    return after


def _offset(second: int, zone: ZoneInfo) -> int:
    offset = (_EPOCH + timedelta(seconds=second)).astimezone(zone).utcoffset()
    assert offset is not None
    return int(offset.total_seconds())
