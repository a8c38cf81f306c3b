"""What the open store is kept in: the engine, and how far its tables have come. For About, and for whoever helps by phone."""

from typing import NamedTuple

from crm_desktop.data.database import current, fetch, is_server
from crm_desktop.data.migrate import applied


class StoreVersions(NamedTuple):
    """`engine` as it calls itself; `schema` is the last script that made the store's tables."""

    engine: str
    schema: str


def store_versions() -> StoreVersions:
    return StoreVersions(_engine(), next(reversed(applied(current())), ""))


def _engine() -> str:
    if is_server():
        ((version,),) = fetch("SHOW server_version")
        return f"PostgreSQL {version}"
    ((version,),) = fetch("SELECT sqlite_version()")
    ((cipher,),) = fetch("PRAGMA cipher_version") or [("",)]
    return f"SQLite {version}, SQLCipher {cipher}"
