"""Where a command works: which store, and who does it."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm_desktop.core.actors import Actor
    from crm_desktop.services.protection import NewProtection

SERVERS = ("postgresql://", "postgres://")


class Desk(NamedTuple):
    """What stands before the command's name: `--store`, `--as`, `--passphrase-file` and `--password-file`."""

    store: str | None
    login: str | None
    passphrase_file: str | None = None
    password_file: str | None = None

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
        address = self.address()
        with self.opened_with(address, self.key_of(address)) as actor:
            yield actor

    @contextmanager
    def opened_with(self, address: Path | str, key: bytes | None) -> Iterator[Actor]:
        """The same for somebody who needs the key for more than this."""
        from crm_desktop.commands.progress import look_bar
        from crm_desktop.commands.signing_in import actor
        from crm_desktop.core.store_files import due_file
        from crm_desktop.data.opening import opened

        with ExitStack() as inside:
            with look_bar(address) as watched:
                inside.enter_context(opened(address, key, watched=watched))
            if isinstance(address, Path) and due_file(address.resolve()).exists():
                from crm_desktop.services.erasing_again import erase_again  # seldom: a restore was broken off

                erase_again()
            by = actor(self.login, self.password_file)
            remember(address, forgets=key is not None)
            yield by

    def file(self, named: str | None) -> Path:
        """The company's file that a command names, or else `--store`. Raises UserError for a server, which has no such file."""
        address = Path(named) if named else self.address()
        if isinstance(address, str):
            raise UserError(_("This is a server's company: its administrator protects it. Nothing was changed."))
        return address

    def key_of(self, address: Path | str) -> bytes | None:
        """Of a store or a backup; None where it needs none."""
        from crm_desktop.commands.keys import key_of

        return key_of(address, self.passphrase_file)


@contextmanager
def new_store(address: Path | str, protection: NewProtection | None = None) -> Iterator[None]:
    """An empty store, open. Unless all goes well, nothing of it stays; a server's database is made by its administrator."""
    from crm_desktop.commands.keys import raw_key
    from crm_desktop.data.database import create_file
    from crm_desktop.data.opening import opened

    key = protection.key if protection is not None else raw_key()
    if isinstance(address, Path) and protection is not None:
        from crm_desktop.services.protection import create_protected

        create_protected(address, protection)
    elif isinstance(address, Path):
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

    for part in (path, *(path.with_name(f"{path.name}{ending}") for ending in ("-wal", "-shm", ".key"))):
        part.unlink(missing_ok=True)
    shutil.rmtree(state_folder(path), ignore_errors=True)


def place_of(address: str) -> Path | str:
    """A path, or a server's address. Raises UserError for an address that makes no sense."""
    return checked_server(address) if address.startswith(SERVERS) else Path(address)


def remember(address: Path | str, company: str = "", person: str = "", *, forgets: bool = False) -> None:
    """What opens without --store next time, and stands first among what was opened last. `company` and `person`: what they are called.

    `forgets`: it is protected, so its names stand in no file that anybody can read.
    """
    from crm_desktop.core.dates import utc_now
    from crm_desktop.core.recent_stores import Recent, forgetting, is_remembered, known, remembering
    from crm_desktop.core.settings import change_settings, load_settings

    wanted = Recent(whole(address), company=company, person=person)
    settings, now = load_settings(), utc_now()
    if forgets and (before := known(settings, wanted.address)) is not None and (before.company or before.person):
        settings = change_settings(recent=forgetting(settings, wanted.address))
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
