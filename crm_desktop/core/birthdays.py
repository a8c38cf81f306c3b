"""Days that come again each year, as address books write them: with a year or without."""

import re
from datetime import date

_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?", re.ASCII)
_NO_YEAR = re.compile(r"--(\d{2})-?(\d{2})(?:T.*)?", re.ASCII)
_LEAP = 2000


def as_birthday(written: str) -> str:
    """`YYYY-MM-DD`, or `--MM-DD` where the year is not known; empty where it is no such day."""
    text = written.strip()
    if found := _DAY.fullmatch(text):
        year, month, day = map(int, found.groups())
        return date(year, month, day).isoformat() if _is_day(year, month, day) else ""
    if found := _NO_YEAR.fullmatch(text):
        return f"--{found[1]}-{found[2]}" if _is_day(_LEAP, int(found[1]), int(found[2])) else ""
    return ""


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        return bool(date(year, month, day))
    except ValueError:
        return False


def birthday_of(day: str, month: int, year: str) -> str:
    """Of three fields, as it is stored; empty where all are. Raises ValueError where they are no day, or only half of one."""
    if not (day.strip() or month or year.strip()):
        return ""
    if not (day.strip().isdecimal() and month and (not year.strip() or year.strip().isdecimal())):
        raise ValueError("no day")
    written = f"{year.strip().zfill(4) if year.strip() else '-'}-{month:02}-{int(day):02}"
    found = as_birthday(written)
    if not found:
        raise ValueError(f"{written} is no day")
    return found
