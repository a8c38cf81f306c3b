"""How a command that did not work out ends: one plain sentence on standard error, and an exit status."""

import errno
import os
import sys

import click

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _

REFUSED = 1
PARTLY_DONE = 3


def status_of(error: Exception) -> int:
    """Says what happened where there is something to say."""
    if isinstance(error, click.ClickException):
        error.show()
        return error.exit_code
    if isinstance(error, click.Abort):
        return REFUSED
    if _reader_is_gone(error):
        _write_to_nobody()
        return REFUSED
    _say(_sentence(error))
    try:
        sys.stdout.flush()
    except OSError:
        _write_to_nobody()
    return REFUSED


def _sentence(error: Exception) -> str:
    if isinstance(error, UserError):
        return str(error)
    from crm_desktop.data.trouble import plain

    known = plain(error)
    return str(known) if known is not None else _of_a_bug(error)


def _of_a_bug(error: Exception) -> str:
    from crm_desktop.core.crash_log import write_crash

    try:
        path = write_crash(error)
    except OSError:
        return _("Something went wrong in the program, and what is known of it could not be written down. What was saved before is safe.")
    sentence = _("Something went wrong in the program. What was saved before is safe; what is known of the error was written to {path}.")
    return sentence.format(path=path)


def _reader_is_gone(error: Exception) -> bool:
    """`… | head` has seen enough. Windows says so with another number."""
    return isinstance(error, BrokenPipeError) or (os.name == "nt" and isinstance(error, OSError) and error.errno == errno.EINVAL)


def _write_to_nobody() -> None:
    """What is still in the buffer would raise the error again when the interpreter ends."""
    nobody = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nobody, sys.stdout.fileno())
    os.close(nobody)


def _say(sentence: str) -> None:
    click.echo(sentence, err=True)
