"""Hours of a week, as people write them."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _

WEEKDAYS = range(7)
_BETWEEN = re.compile(r"\s*[-–—]\s*|\s+to\s+")
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?", re.ASCII)


class Hours(NamedTuple):
    """One range of one weekday (0 is Monday), `HH:MM`."""

    weekday: int
    opens: str
    closes: str


def read_hours(weekday: int, text: str) -> list[Hours]:
    """`9-12, 13:30–17` as ranges; nothing for a day off. Raises UserError for what cannot be read, ends before it begins, or overlaps."""
    found = [_range(weekday, part) for part in re.split(r"[,;]", text) if part.strip()]
    demand_apart(found)
    return found


def hours_text(hours: list[Hours]) -> str:
    return ", ".join(f"{each.opens}–{each.closes}" for each in sorted(hours))


def demand_apart(hours: Sequence[Hours]) -> None:
    """Raises UserError for hours that end before they begin, or overlap."""
    for each in hours:
        if each.weekday not in WEEKDAYS or not each.opens or not each.closes or each.opens >= each.closes:
            raise UserError(_("Hours begin before they end: {hours}. Nothing was saved.").format(hours=f"{each.opens}–{each.closes}"))
    for one, following in pairwise(sorted(hours)):
        if one.weekday == following.weekday and following.opens < one.closes:
            raise UserError(_("Two times of one day overlap. Nothing was saved."))


def _range(weekday: int, text: str) -> Hours:
    ends = [_TIME.fullmatch(end) for end in _BETWEEN.split(text.strip())]
    times = [f"{int(found[1]):02}:{found[2] or '00'}" for found in ends if found is not None]
    if len(ends) != 2 or len(times) != 2 or any(time > "23:59" or time[3:] > "59" for time in times):
        raise UserError(_("“{text}” are no hours. Write them as 9:00–17:00.").format(text=text.strip()))
    return Hours(weekday, *times)
