"""Calendars, read in the process for foreign files: events become appointments there."""

from pathlib import Path

from crm_desktop.exchange.calendar_reading import Read, read_file
from crm_desktop.exchange.opened import Opened
from crm_desktop.exchange.packing import packed


def opened_calendar(path: str, encoding: str, zone: str) -> Opened:
    """How its bytes were read, how many events there are, and all of them."""
    read = Read()
    return Opened([*read_file(Path(path), encoding, zone, read), packed(read)])


OPENERS = {"calendar": opened_calendar}
