"""Where a command works: which store, and who does it."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.store_files import is_plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm_desktop.core.actors import Actor

KEY_FILE = "CRM_DESKTOP_KEY_FILE"
SERVERS = ("postgresql://", "postgres://")
_KEY_DIGITS = 64
_SMALLEST = 512


class Desk(NamedTuple):
    """What stands before the command's name: `--store` and `--as`."""

    store: str | None
    login: str | None

    def address_or_none(self) -> str | None:
        """The store asked for, or the one opened last."""
        from crm_desktop.core.settings import load_settings

        return self.store or load_settings().last_store or None

    def address(self) -> Path | str:
        """Raises UserError where there is none."""
        found = self.address_or_none()
        if found is None:
            raise UserError(_("No store was opened here before. Say which one with --store, or make one with “new” or “demo”."))
        return place_of(found)

    @contextmanager
    def opened(self) -> Iterator[Actor]:
        """The store is open and this person acts."""
        from crm_desktop.data.opening import opened
        from crm_desktop.queries.actors import actor_of

        address = self.address()
        with opened(address, key_of(address)):
            actor = actor_of(self.login)
            remember(address)
            yield actor


@contextmanager
def new_store(address: Path | str) -> Iterator[None]:
    """An empty store, open. Unless all goes well, nothing of it stays; a server's database is made by its administrator."""
    from crm_desktop.data.database import create_file
    from crm_desktop.data.opening import opened

    key = key_file()
    if isinstance(address, Path):
        create_file(address, key)
    try:
        with opened(address, key):
            yield
    except BaseException:
        if isinstance(address, Path):
            remove_store(address)
        raise
    remember(address)


def remove_store(path: Path) -> None:
    """The file and what belongs to it."""
    import shutil

    from crm_desktop.core.store_files import state_folder

    for part in (path, *(path.with_name(f"{path.name}{ending}") for ending in ("-wal", "-shm"))):
        part.unlink(missing_ok=True)
    shutil.rmtree(state_folder(path), ignore_errors=True)


def place_of(address: str) -> Path | str:
    """A path, or a server's address. Raises UserError for an address that makes no sense."""
    return checked_server(address) if address.startswith(SERVERS) else Path(address)


def remember(address: Path | str, company: str = "", person: str = "") -> None:
    """What opens without --store next time, and stands first among what was opened last. `company` and `person`: what they are called."""
    from crm_desktop.core.dates import utc_now
    from crm_desktop.core.recent_stores import Recent, is_remembered, remembering
    from crm_desktop.core.settings import change_settings, load_settings

    wanted = Recent(whole(address), company=company, person=person)
    settings, now = load_settings(), utc_now()
    if not is_remembered(settings, wanted, now):
        change_settings(last_store=wanted.address, recent=remembering(settings, wanted, now))


def whole(address: Path | str) -> str:
    """The same from wherever it is asked for."""
    return str(address if isinstance(address, str) else address.absolute())


def checked_server(address: str) -> str:
    """Raises UserError for an address that shows a password to everybody on this computer."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(address)
        known = (parts.port, parts.hostname)
    except ValueError:
        known = (None, None)
        parts = urlsplit(SERVERS[0])
    if not known[1] or not parts.path.strip("/"):
        raise UserError(
            _("“{address}” is not the address of a server. Write it as postgresql://user@host/database.").format(address=address)
        )
    if parts.password is not None:
        raise UserError(_("Leave the password out of the address: others can see it there. Put it into ~/.pgpass or PGPASSWORD."))
    return address


def key_of(address: Path | str) -> bytes | None:
    """An encrypted store's key, from the file that CRM_DESKTOP_KEY_FILE names, or asked for. Never an argument: others can see those."""
    if isinstance(address, str) or not _may_be_encrypted(address):
        return None
    if (key := key_file()) is not None:
        return key
    if not _may_ask():
        raise UserError(
            _("{path} is encrypted, damaged or no company at all. If it is encrypted, let {variable} name the file with its key.").format(
                path=address, variable=KEY_FILE
            )
        )
    import click

    return _key(click.prompt(_("Key of this store, in hexadecimal"), hide_input=True))


def key_file() -> bytes | None:
    """The key in the file that CRM_DESKTOP_KEY_FILE names; None where it names none."""
    named = os.environ.get(KEY_FILE)
    if not named:
        return None
    try:
        return _key(Path(named).read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        sentence = _("{path}, which {variable} names, cannot be read. Nothing was changed.")
        raise UserError(sentence.format(path=named, variable=KEY_FILE)) from error


def _may_ask() -> bool:
    return sys.stdin.isatty()


def _may_be_encrypted(path: Path) -> bool:
    """It does not begin as a plain file does. Read before SQLite opens it: closing it later would drop SQLite's locks."""
    return path.is_file() and path.stat().st_size >= _SMALLEST and not is_plain(path)


def _key(text: str) -> bytes:
    digits = "".join(text.split())
    try:
        if len(digits) == _KEY_DIGITS:
            return bytes.fromhex(digits)
    except ValueError:
        pass
    raise UserError(_("A key is {count} hexadecimal digits; this is something else. Nothing was changed.").format(count=_KEY_DIGITS))
