"""When somebody wants to be reminded again: the four that are offered everywhere."""

from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from crm_desktop.core.dates import due_moment

_MORNING = time(9)


class Snooze(StrEnum):
    MINUTES = "5 minutes"
    HOUR = "1 hour"
    TOMORROW = "tomorrow"
    MONDAY = "next monday"


def snoozed_until(choice: Snooze, now: datetime, zone: ZoneInfo) -> datetime:
    """In UTC; mornings are nine o'clock of this zone."""
    if choice == Snooze.MINUTES:
        return now + timedelta(minutes=5)
    if choice == Snooze.HOUR:
        return now + timedelta(hours=1)
    today = now.astimezone(zone).date()
    days = 1 if choice == Snooze.TOMORROW else 7 - today.weekday()
    return due_moment(today + timedelta(days), f"{_MORNING:%H:%M}", zone)
