"""Lengths of time as people write them: 30 min, 2 h, 1 h 30 min, 1:30."""

import re

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _

_HOURS_AND_MINUTES = re.compile(r"(?:(\d{1,5})\s*h(?:ours?)?)?\s*(?:(\d{1,6})\s*(?:m|min|minutes?)?\.?)?", re.ASCII | re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,5}):(\d{2})", re.ASCII)


def read_minutes(text: str) -> int | None:
    """None for nothing; a number alone is minutes. Raises UserError for what cannot be read."""
    text = text.strip()
    if not text:
        return None
    found = _CLOCK.fullmatch(text) or _HOURS_AND_MINUTES.fullmatch(text)
    if found is None or not any(found.groups()) or (":" in text and int(found[2]) > 59):
        raise UserError(_("“{text}” is no length of time. Write it as 30 min or 2 h.").format(text=text))
    return int(found[1] or 0) * 60 + int(found[2] or 0)


def minutes_text(minutes: int | None) -> str:
    """As it is read; empty for None."""
    if minutes is None:
        return ""
    hours, rest = divmod(minutes, 60)
    return " ".join(filter(None, (f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else "")))
