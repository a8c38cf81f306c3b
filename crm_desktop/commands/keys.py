"""How a command gets the key of a protected store: asked for on a terminal, or read from a file. Never an argument: others see those."""

import os
import sys
from pathlib import Path

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.store_files import is_plain

KEY_FILE = "CRM_DESKTOP_KEY_FILE"
PASSPHRASE_FILE = "CRM_DESKTOP_PASSPHRASE_FILE"  # noqa: S105 - its name, no passphrase
_KEY_DIGITS = 64
_SMALLEST = 512


def key_of(address: Path | str, passphrase_file: str | None = None) -> bytes | None:
    """The key of a store or backup; None where it needs none.

    By its passphrase, where it has one; else the key itself, from the file that CRM_DESKTOP_KEY_FILE names.
    """
    if isinstance(address, str) or not _may_be_encrypted(address):
        return None
    from crm_desktop.services.protection import is_protected

    if is_protected(address):
        return _unlocked(address, passphrase_file)
    if (key := raw_key()) is not None:
        return key
    if not may_ask():
        raise UserError(
            _("{path} is encrypted, damaged or no company at all. If it is encrypted, let {variable} name the file with its key.").format(
                path=address, variable=KEY_FILE
            )
        )
    import click

    return _key(click.prompt(_("Key of this store, in hexadecimal"), hide_input=True))


def raw_key() -> bytes | None:
    """The key in the file that CRM_DESKTOP_KEY_FILE names; None where it names none."""
    named = os.environ.get(KEY_FILE)
    return _key(first_line(named, KEY_FILE)) if named else None


def given_passphrase(passphrase_file: str | None) -> str | None:
    """What stands in the file that was named, by option or environment; None where none was."""
    named = passphrase_file or os.environ.get(PASSPHRASE_FILE)
    return first_line(named, PASSPHRASE_FILE) if named else None


def new_passphrase(passphrase_file: str | None, *, from_environment: bool = True) -> str:
    """From the file, or typed twice."""
    if passphrase_file or from_environment:
        given = given_passphrase(passphrase_file)
        if given is not None:
            return given
    demand_terminal()
    import click

    typed: str = click.prompt(_("New passphrase"), hide_input=True, confirmation_prompt=_("The same again"))
    return typed


def demand_terminal() -> None:
    if not may_ask():
        raise UserError(
            _(
                "A passphrase is needed, and nobody can be asked. Name a file that holds it with --passphrase-file, or in {variable}."
            ).format(variable=PASSPHRASE_FILE)
        )


def may_ask() -> bool:
    return sys.stdin.isatty()


def _unlocked(path: Path, passphrase_file: str | None) -> bytes:
    from crm_desktop.services.protection import unlock, unlock_remembered

    if (given := given_passphrase(passphrase_file)) is not None:
        return unlock(path, given)
    if (key := unlock_remembered(path)) is not None:
        return key
    demand_terminal()
    import click

    return unlock(path, click.prompt(_("Passphrase of {file}").format(file=path.name), hide_input=True))


def first_line(named: str, said_by: str) -> str:
    """Of a file that holds a secret. Raises UserError where it cannot be read."""
    try:
        return Path(named).read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
    except (OSError, ValueError) as error:
        sentence = _("{path}, which {variable} names, cannot be read. Nothing was changed.")
        raise UserError(sentence.format(path=named, variable=said_by)) from error


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
