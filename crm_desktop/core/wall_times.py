"""A time of day as people type it."""

import re

_TIME = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))?\s*(am|pm|h|uhr)?", re.ASCII | re.IGNORECASE)


def read_wall_time(text: str) -> str | None:
    """`HH:MM`: of 9, 9:30, 9.30, 930, 9am, 14 Uhr. None for what is no time."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half in ("am", "pm"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None
