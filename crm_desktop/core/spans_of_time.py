"""Lengths of time as people write them: 30 min, 2 h, 1 h 30 min, 1:30. Window and paper show them in one way."""

import re
from decimal import Decimal
from fractions import Fraction
from math import floor

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _

_HOURS_AND_MINUTES = re.compile(r"(?:(\d{1,5})\s*h(?:ours?)?)?\s*(?:(\d{1,6})\s*(?:m|min|minutes?)?\.?)?", re.ASCII | re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,5}):(\d{2})", re.ASCII)


def read_minutes(text: str, about: str = "") -> int | None:
    """None for nothing; a number alone is minutes; `about`: the field it stands in. Raises UserError for what cannot be read."""
    text = text.strip()
    if not text:
        return None
    found = _CLOCK.fullmatch(text) or _HOURS_AND_MINUTES.fullmatch(text)
    if found is None or not any(found.groups()) or (":" in text and int(found[2]) > 59):
        raise UserError(_("“{text}” is no length of time. Write it as 30 min or 2 h.").format(text=text), about=about)
    return int(found[1] or 0) * 60 + int(found[2] or 0)


def minutes_text(minutes: int | None) -> str:
    """As it is read; empty for None."""
    if minutes is None:
        return ""
    hours, rest = divmod(minutes, 60)
    return " ".join(filter(None, (f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else "")))


def duration(seconds: int | float | Decimal | Fraction) -> str:
    """48 s, 4 min 48 s; from an hour on 1 h 5 min. Halves are rounded up."""
    whole = floor(Fraction(seconds) + Fraction(1, 2))
    if whole >= 3600:
        hours, minutes = divmod((whole + 30) // 60, 60)
        return (_("{hours} h {minutes} min") if minutes else _("{hours} h")).format(hours=hours, minutes=minutes)
    minutes, rest = divmod(whole, 60)
    if not minutes:
        return _("{seconds} s").format(seconds=rest)
    return (_("{minutes} min {seconds} s") if rest else _("{minutes} min")).format(minutes=minutes, seconds=rest)
