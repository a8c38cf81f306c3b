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
        found = [Recent(str(address), datetime.fromtimestamp(int(at), UTC) if at else None) for address, at in json.loads(settings.recent)]
    except (ValueError, TypeError, OverflowError, OSError):
        found = []
    if settings.last_store and settings.last_store not in {each.address for each in found}:
        found.insert(0, Recent(settings.last_store))
    return found[:MOST]


def is_remembered(settings: Settings, address: str, now: datetime) -> bool:
    """It is the last one, and was a moment ago."""
    first = next(iter(recent_stores(settings)), None)
    return bool(
        settings.last_store == address and first and first.address == address and first.opened_at and now - first.opened_at < _STALE
    )


def remembering(settings: Settings, address: str, now: datetime) -> str:
    """What the settings keep once this one was opened."""
    others = [each for each in recent_stores(settings) if each.address != address]
    return _dumped([Recent(address, now), *others][:MOST])


def forgetting(settings: Settings, address: str) -> str:
    return _dumped([each for each in recent_stores(settings) if each.address != address])


def _dumped(stores: list[Recent]) -> str:
    return json.dumps([[each.address, int(each.opened_at.timestamp()) if each.opened_at else 0] for each in stores], ensure_ascii=False)
