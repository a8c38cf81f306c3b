"""Which companies were opened on this computer last, and when. Kept as JSON in the settings."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from crm_desktop.core.settings import Settings

MOST = 8
_STALE = timedelta(hours=1)
"""So old may a time be before it is written again: a script may open a company every second."""


class Recent(NamedTuple):
    """A file's path or a server's address; `opened_at` in UTC, None where that is not known."""

    address: str
    opened_at: datetime | None = None
    company: str = ""
    """What the company and, where nobody else was asked for, who works there are called: shown while it is being opened."""
    person: str = ""

    @property
    def name(self) -> str:
        return self.address.rpartition("/")[2] if is_server(self.address) else Path(self.address).name

    def is_gone(self) -> bool:
        """Nobody can tell of a server without asking it."""
        return not is_server(self.address) and not Path(self.address).is_file()


def is_server(address: str) -> bool:
    return "://" in address


def recent_stores(settings: Settings) -> list[Recent]:
    """The last one first. What cannot be read is as if nothing had been opened but the last store."""
    try:
        found = [_read(*kept[:4]) for kept in json.loads(settings.recent)]
    except (ValueError, TypeError, OverflowError, OSError):
        found = []
    if settings.last_store and settings.last_store not in {each.address for each in found}:
        found.insert(0, Recent(settings.last_store))
    return found[:MOST]


def known(settings: Settings, address: str) -> Recent | None:
    """What is remembered of this one."""
    return next((each for each in recent_stores(settings) if each.address == address), None)


def is_remembered(settings: Settings, wanted: Recent, now: datetime) -> bool:
    """It is the last one, was a moment ago, and is called what it was."""
    first = next(iter(recent_stores(settings)), None)
    if settings.last_store != wanted.address or first is None or first.opened_at is None:
        return False
    return _named(wanted, settings)[2:] == first[2:] and first.address == wanted.address and now - first.opened_at < _STALE


def remembering(settings: Settings, wanted: Recent, now: datetime) -> str:
    """What the settings keep once this one was opened. Names that are not given stay what they were."""
    others = [each for each in recent_stores(settings) if each.address != wanted.address]
    return _dumped([_named(wanted, settings)._replace(opened_at=now), *others][:MOST])


def forgetting(settings: Settings, address: str) -> str:
    return _dumped([each for each in recent_stores(settings) if each.address != address])


def _named(wanted: Recent, settings: Settings) -> Recent:
    before = known(settings, wanted.address) or wanted
    return wanted._replace(company=wanted.company or before.company, person=wanted.person or before.person)


def _read(address: object, at: object, company: object = "", person: object = "") -> Recent:
    return Recent(str(address), datetime.fromtimestamp(int(str(at)), UTC) if at else None, str(company), str(person))


def _dumped(stores: list[Recent]) -> str:
    kept = [[each.address, int(each.opened_at.timestamp()) if each.opened_at else 0, each.company, each.person] for each in stores]
    return json.dumps(kept, ensure_ascii=False)
