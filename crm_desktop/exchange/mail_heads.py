"""What the head of an e-mail says, however it was written: encoded words, raw bytes, addresses, dates and Message-IDs.

The standard library's own reading of these stops at what spam and old programs write; here nothing raises.
"""

import base64
import binascii
import quopri
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import NamedTuple

from crm_desktop.core.phones import is_email, normal_email
from crm_desktop.exchange.people import LONGEST_KEY, digest

_WORD = re.compile(r"=\?([^?\s*]*)(?:\*[^?]*)?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(?==\?)")
_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_IN_BRACKETS = re.compile(r"<([^<>\s]+)>")
_MOST_REFERENCES = 100
_LONGEST_LINE = 1_000
_LONGEST_HEAD = 100_000
_OLDEST, _NEWEST = 1970, 2200
_OTHER_NAMES = {
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "shift_jis": "cp932", "x-sjis": "cp932", "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949", "iso-8859-1": "cp1252", "us-ascii": "utf-8", "iso-8859-8-i": "iso-8859-8", "unicode-1-1-utf-7": "utf-7",
}  # fmt: skip
"""Programs that state the narrow one mean the wide one."""


class Mailbox(NamedTuple):
    """`name` may be empty; so may `email`, where what stands there is no address."""

    name: str
    email: str

    @property
    def normal(self) -> str:
        return normal_email(self.email)

    def text(self) -> str:
        return f"{self.name} <{self.email}>" if self.name and self.email else self.name or self.email


def text_of(content: bytes, charset: str) -> tuple[str, bool]:
    """And whether it could be read as stated; otherwise it is read as it is likeliest."""
    stated = charset.strip().strip("\"'").casefold()
    for name in filter(None, (_OTHER_NAMES.get(stated, stated), "utf-8")):
        try:
            return content.decode(name), name != "utf-8" or stated in ("", "utf-8", "utf8", "us-ascii")
        except (UnicodeError, LookupError, ValueError):
            continue  # no such encoding, or other letters than it has
    return content.decode("cp1252", "replace"), not stated


def clean_mail_text(text: str) -> str:
    """Without the control characters that no note may have."""
    return _REFUSED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def head_of(message: Message, name: str) -> str:
    """The first line of that name as people read it, on one line; empty where there is none."""
    return next(heads_of(message, name), "")


def heads_of(message: Message, name: str) -> Iterator[str]:
    for found, value in message.raw_items():
        if found.casefold() == name.casefold():
            yield " ".join(clean_mail_text(readable(str(value)[:_LONGEST_HEAD])).split())


def readable(written: str) -> str:
    """Encoded words decoded, and raw bytes taken as UTF-8 or as western letters."""
    return _decoded(_BETWEEN_WORDS.sub(r"\1", as_letters(written)))


def as_letters(written: str) -> str:
    """Bytes that stand in a head as they are."""
    if any("\udc80" <= letter <= "\udcff" for letter in written):
        return text_of(written.encode("utf-8", "surrogateescape"), "")[0]
    return written


def mailboxes_of(message: Message, name: str) -> list[Mailbox]:
    """Everybody in these lines, each once."""
    found: dict[str, Mailbox] = {}
    for written, address in _addresses(list(_raw(message, name))):
        box = _mailbox(written, address)
        if box.text():
            found.setdefault(box.normal or box.name, box)
    return list(found.values())


def _addresses(lines: list[str]) -> list[tuple[str, str]]:
    try:
        return getaddresses(lines, strict=False)
    except RecursionError:  # comments within comments, thousands of them: nobody is called so
        return [(line, "") for line in lines]


def message_ids(message: Message, name: str) -> list[str]:
    """Those in brackets, or else words with an at sign: without brackets, the first and the latest where there are too many."""
    found: dict[str, None] = {}
    for written in heads_of(message, name):
        for one in _IN_BRACKETS.findall(written) or (word for word in written.split() if "@" in word):
            found[short_id(one)] = None
    ids = list(found)
    return ids if len(ids) <= _MOST_REFERENCES else [ids[0], *ids[1 - _MOST_REFERENCES :]]


def short_id(written: str) -> str:
    """An index holds no longer entries."""
    plain = written.strip("<> \t")
    return plain if len(plain.encode()) <= LONGEST_KEY else digest(plain)


def sent_at(message: Message, stamp: str = "") -> datetime | None:
    """By its own date, or by the last server that passed it on, or by the line that parts it from others. None where none can be read."""
    passed_on = [line.rpartition(";")[2] for line in heads_of(message, "Received")]
    for written in (*heads_of(message, "Date"), *heads_of(message, "Delivery-Date"), *passed_on, stamp):
        found = _moment(written)
        if found is not None:
            return found
    return None


def _decoded(written: str) -> str:
    """Neighbours in one charset are decoded together: some programs part a letter's bytes."""
    read: list[str] = []
    waiting, charset, end = b"", "", 0
    for found in _WORD.finditer(written):
        if waiting and (found.start() != end or found[1].casefold() != charset):
            read.append(text_of(waiting, charset)[0])
            waiting = b""
        read.append(written[end : found.start()])
        charset, end = found[1].casefold(), found.end()
        waiting += _bytes_of(found[2], found[3])
    return "".join((*read, text_of(waiting, charset)[0] if waiting else "", written[end:]))


def _bytes_of(way: str, written: str) -> bytes:
    content = written.encode("utf-8", "surrogateescape")
    if way in "qQ":
        return quopri.decodestring(content, header=True)
    try:
        return base64.b64decode(content + b"=" * (-len(content) % 4), validate=True)
    except binascii.Error:
        return content


def _raw(message: Message, name: str) -> Iterator[str]:
    """Encoded words stay closed until addresses are parted: a comma may stand in a name."""
    for found, value in message.raw_items():
        if found.casefold() == name.casefold():
            yield clean_mail_text(as_letters(str(value)[:_LONGEST_HEAD])).replace("\n", " ")


def _mailbox(written: str, address: str) -> Mailbox:
    name, email = _line(written), _line(address).strip("<>'\"")
    if not is_email(email):
        name, email = name or email, ""
    return Mailbox("" if normal_email(name) == normal_email(email) else name, email)


def _line(written: str) -> str:
    return " ".join(clean_mail_text(readable(written)).split())[:_LONGEST_LINE].strip("'\" ")


def _moment(written: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(written.strip())
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if _OLDEST <= found.year < _NEWEST else None


def joined(boxes: Sequence[Mailbox]) -> str:
    return ", ".join(box.text() for box in boxes)
