"""Files of mails: one mail in each .eml, many in an .mbox, which is read line by line however large it is."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _

MOST_BYTES = 60_000_000
"""Mail servers take half of it; what is larger is passed over without being held."""
_PARTING = re.compile(
    rb"From .*?((?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +)?"
    rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d{1,2} +\d\d:\d\d(?::\d\d)?.*)"
)
_QUOTED = re.compile(rb">+From ")
_STAMP = re.compile(r"(?:\w{3},? +)?(\w{3}) +(\d{1,2}) +(\d\d:\d\d(?::\d\d)?)(?: +([A-Z]{3,4}|[+-]\d{4}))? +(\d{4})(?: +([+-]\d{4}))?")


class RawMail(NamedTuple):
    """`line` is where it begins; `start` and `end` are its bytes. `content` is None where it is too large. `stamp`: see `read_mail`."""

    path: Path
    line: int
    start: int
    end: int
    stamp: str
    content: bytes | None


def mails_of(path: Path) -> Iterator[RawMail]:
    """Raises UserError for a file that is not there or holds no mail."""
    try:
        with path.open("rb") as file:
            begins = file.read(5)
        if begins == b"From " and path.suffix.lower() != ".eml":
            yield from _parted(path)
        elif path.suffix.lower() == ".eml":
            yield _only(path)
        elif path.stat().st_size:
            raise UserError(_("{file} holds no mails: it does not begin as an .mbox does. Nothing was imported.").format(file=path.name))
    except OSError as error:
        raise UserError(_("{file} cannot be read: {error}. Nothing was imported.").format(file=path, error=error.strerror)) from error


def read_again(path: Path, start: int, end: int) -> bytes:
    """A mail's bytes as they were when it was read first. Raises UserError where the file is not there any more."""
    try:
        with path.open("rb") as file:
            file.seek(start)
            return _unquoted(file.read(end - start))
    except OSError as error:
        raise UserError(_("{file} cannot be read: {error}. Nothing was imported.").format(file=path, error=error.strerror)) from error


def _only(path: Path) -> RawMail:
    size = path.stat().st_size
    content = path.read_bytes() if size <= MOST_BYTES else None
    start = 0
    if content is not None and content.startswith(b"From ") and b"\n" in content:
        start = content.index(b"\n") + 1  # some programs leave the parting line in
    return RawMail(path, 1, start, size, "", None if content is None else content[start:])


def _parted(path: Path) -> Iterator[RawMail]:
    mail: _Open | None = None
    place, blank = 0, True
    with path.open("rb") as file:
        for number, written in enumerate(file, start=1):
            parts = _PARTING.match(written) if blank and written.startswith(b"From ") else None
            if mail is None or parts is not None:
                if mail is not None:
                    yield mail.whole(path, place)
                mail = _Open(number, place + len(written), "" if parts is None else _stamp(parts[1]))
            else:
                mail.add(written)
            place += len(written)
            blank = not written.strip()
    if mail is not None:
        yield mail.whole(path, place)


class _Open:
    """A mail of which more may follow. What is too large is counted and not held."""

    def __init__(self, line: int, start: int, stamp: str) -> None:
        self._line, self._start, self._stamp = line, start, stamp
        self._held: list[bytes] = []
        self._size = 0

    def add(self, written: bytes) -> None:
        self._size += len(written)
        if self._size <= MOST_BYTES:
            self._held.append(written)
        else:
            self._held.clear()

    def whole(self, path: Path, end: int) -> RawMail:
        content = _unquoted(b"".join(self._held)) if self._size <= MOST_BYTES else None
        return RawMail(path, self._line, self._start, end, self._stamp, content)


def _unquoted(content: bytes) -> bytes:
    """An angle bracket was put in front of lines that would have parted the mail."""
    if b">From " not in content:
        return content
    return b"".join(line[1:] if _QUOTED.match(line) else line for line in content.splitlines(keepends=True))


def _stamp(written: bytes) -> str:
    """In the words of a mail's own date."""
    found = _STAMP.match(written.decode("ascii", "replace"))
    return f"{found[2]} {found[1]} {found[5]} {found[3]} {found[6] or found[4] or '+0000'}" if found else ""
