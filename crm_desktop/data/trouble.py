"""Trouble that no code is to blame for, in plain words: a full disk, a file in use, a server that is gone."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from peewee import PeeweeException

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.read_json import STRANGE

_FULL = N_("The disk is full. Nothing was half saved; make room and try again.")
_NO_WRITING = N_("The company's file or its folder may not be written to. Nothing was changed; ask for the right to write there.")
_SERVER_GONE = N_("The server does not answer. Nothing was half saved; check the network and try again.")
_DAMAGED = N_("The company's file is damaged. Nothing was changed; close the program, and restore the newest backup.")

_BY_WORDS = (
    ("disk is full", _FULL),
    ("readonly database", _NO_WRITING),
    ("unable to open database file", N_("The company's file cannot be opened. Nothing was changed; look whether its disk is there.")),
    ("database is locked", N_("Somebody else is saving something long. Nothing was saved; try again in a moment.")),
    ("disk i/o error", N_("The disk reports an error. Nothing was half saved; check the disk, and look for the newest backup.")),
    ("disk image is malformed", _DAMAGED),
    ("file is not a database", _DAMAGED),
    ("malformed json", STRANGE),
    ("invalid input syntax for type json", STRANGE),
    ("could not extend file", _FULL),
    ("no space left on device", _FULL),
    ("exceeds btree version", N_("A number, name or e-mail is far too long to be looked up by. Nothing was saved; shorten it.")),
    ("index row requires", N_("A number, name or e-mail is far too long to be looked up by. Nothing was saved; shorten it.")),
    ("canceling statement due to", N_("The server was too busy to answer in time. Nothing was saved; try again in a moment.")),
    ("server closed the connection", _SERVER_GONE),
    ("terminating connection", _SERVER_GONE),
    ("the connection is closed", _SERVER_GONE),
    ("connection failed", _SERVER_GONE),
    ("connection timeout", _SERVER_GONE),
)
_BY_NUMBER = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: _FULL,
    errno.EACCES: N_("{name}: reading or writing here is not permitted. Nothing was changed; choose another place, or ask for the right."),
    errno.EROFS: N_("{name}: nothing can be written here, the disk is read-only. Nothing was changed; choose another place."),
    errno.ENOENT: N_("{name}: there is nothing of that name. Nothing was changed; check the path."),
    errno.ENOTDIR: N_("{name}: a folder of this path is a file. Nothing was changed; check the path."),
    errno.EISDIR: N_("{name} is a folder, not a file. Nothing was changed; check the path."),
    errno.ENAMETOOLONG: N_("{name}: this path is too long. Nothing was changed; choose a shorter one."),
}
_BY_NUMBER[errno.EPERM] = _BY_NUMBER[errno.EACCES]


def plain(error: BaseException) -> UserError | None:
    """The sentence for a person, or None where the error is a bug."""
    if isinstance(error, OSError):
        name = error.filename if isinstance(error.filename, str) else _("This place")
        sentence = _BY_NUMBER.get(error.errno or 0, N_("{name} cannot be used: {why}. Nothing was changed."))
        return UserError(_(sentence).format(name=name, why=error.strerror or str(error)))
    if isinstance(error, PeeweeException):
        said = str(error).casefold()
        return next((UserError(_(sentence)) for words, sentence in _BY_WORDS if words in said), None)
    return None


@contextmanager
def in_plain_words(wanted: type[UserError] = UserError) -> Iterator[None]:
    """Raise what `plain` says, as `wanted`, for the errors it knows; all others pass."""
    try:
        yield
    except Exception as error:
        found = plain(error)
        if found is None:
            raise
        raise wanted(str(found)) from error
