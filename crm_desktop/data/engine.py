"""What the database engine of this installation is and can do, without a store."""

from contextlib import closing
from typing import NamedTuple

from sqlcipher3 import dbapi2


class Engine(NamedTuple):
    sqlite: tuple[int, ...]
    cipher: str
    full_text: bool


def engine() -> Engine:
    """Of every local store; a server has its own."""
    with closing(dbapi2.connect(":memory:")) as memory:
        options = {row[0] for row in memory.execute("PRAGMA compile_options")}
        ((cipher,),) = memory.execute("PRAGMA cipher_version").fetchall() or [("",)]
    return Engine(tuple(dbapi2.sqlite_version_info), cipher, "ENABLE_FTS5" in options)
