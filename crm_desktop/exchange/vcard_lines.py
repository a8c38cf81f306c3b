"""vCard 2.1, 3.0 and 4.0 as lines: a file's bytes become cards, and a card its properties. What they mean is told in `vcards`.

Everything is read once from front to end. A card that cannot be read in every letter is refused whole, with the reason; the others
are not touched by it.
"""

import binascii
import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.exchange.encodings import unmistakable
from crm_desktop.exchange.rejects import BadValue

MOST_BYTES = 250_000_000
LONGEST_CARD = 20_000_000
LONGEST_VALUE = 32_768
_BEGINNING = re.compile(rb"BEGIN *: *VCARD", re.IGNORECASE)
_BINARY = ("B", "BASE64")
_NAME = re.compile(rb"(?:([A-Za-z0-9_-]+)\.)?([A-Za-z0-9_-]+)")
_PARAMETER = re.compile(rb';\s*([A-Za-z0-9_-]+)(?:\s*=\s*((?:"[^"]*"|[^;:"])*))?\s*')
_BARE = {b"QUOTED-PRINTABLE": b"ENCODING", b"BASE64": b"ENCODING", b"8BIT": b"ENCODING", b"7BIT": b"ENCODING"}
_CHARSETS = ("utf-8", "utf-16", "ascii", "iso8859", "latin", "cp", "koi8", "mac", "shift", "euc", "gb", "big5", "iso2022", "hz", "tis")
_CARETS = re.compile(r"\^([n^'])")
_ESCAPE = re.compile(r"\\([nN,;:\"\\])")
_OLD_ESCAPE = re.compile(r"\\([,;:])")


class Property(NamedTuple):
    """One line of a card, unfolded. `name` and the names of `parameters` are in capitals; `raw` is what stands behind the colon."""

    group: str
    name: str
    parameters: dict[str, list[str]]
    raw: bytes
    line: int

    def first(self, parameter: str) -> str:
        return next(iter(self.parameters.get(parameter, ())), "")

    @property
    def is_binary(self) -> bool:
        return self.first("ENCODING").upper() in _BINARY

    @property
    def is_quoted_printable(self) -> bool:
        return self.first("ENCODING").upper() in ("QUOTED-PRINTABLE", "Q")


@dataclass(slots=True)
class Card:
    """`problem` says why it cannot come in; its properties are then those before it."""

    file: str
    line: int
    properties: list[Property] = field(default_factory=list)
    problem: str = ""

    @property
    def version(self) -> str:
        return next((item.raw.decode("ascii", "replace").strip() for item in self.properties if item.name == "VERSION"), "2.1")


class Charset(NamedTuple):
    """How bytes of a file are read. `certain`: its first bytes say so, and no line can say otherwise; `stated` by a person or not."""

    name: str
    certain: bool
    stated: bool


class CardFile:
    """A file of cards, read at once. Raises UserError where it is none."""

    def __init__(self, path: Path, encoding: str = "") -> None:
        if encoding and not is_charset(encoding):
            raise UserError(_("There is no encoding “{name}”. Nothing was imported.").format(name=encoding))
        self.name = path.name
        content = _content(path).removeprefix(codecs.BOM_UTF8)
        found = unmistakable(content[:4096])
        if found:
            content = _as_utf8(self.name, content, found)
        if not _BEGINNING.search(content):
            raise UserError(_("{file} holds no card. Nothing was imported; choose a .vcf file.").format(file=self.name))
        self.charset = Charset("utf-8", True, False) if found else Charset(encoding or "utf-8", False, bool(encoding))
        self.facts = (found or encoding or "utf-8",)
        self._content = content
        self._lines = content.count(b"\n") + 1

    def share_read(self, card: Card) -> float:
        """How much of the file lies before the card, from 0 to 1."""
        return min(1.0, card.line / self._lines)

    def cards(self) -> Iterator[Card]:
        """Every card, and for what stands outside cards one with a problem."""
        return _cards(self.name, self._content)


def is_charset(name: str) -> bool:
    """One that letters are written in. Python knows other things by such names, some of them slow."""
    if len(name) > 40:
        return False
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return False
    return found.startswith(_CHARSETS)


def text_of(item: Property, raw: bytes, charset: Charset) -> str:
    """The letters of a value, or of a part of it. Raises BadValue where they cannot be told with certainty."""
    if item.is_quoted_printable:
        raw = binascii.a2b_qp(raw)
    named = item.first("CHARSET").strip("\"' ")
    if named and (item.is_quoted_printable or not charset.certain):
        if not is_charset(named):
            raise BadValue(_("The charset “{name}” of line {line} is not known.").format(name=named[:40], line=item.line))
    elif item.is_quoted_printable and not charset.stated:
        named = "utf-8"
    else:
        named = charset.name
    try:
        return raw.decode(named)
    except UnicodeError as error:
        if item.first("CHARSET"):
            raise BadValue(
                _("The letters of line {line} are not in {name}, as it says.").format(name=named[:40], line=item.line)
            ) from error
        raise BadValue(
            _("Line {line} does not say in which charset its letters are. State it with --encoding, as in windows-1252.").format(
                line=item.line
            )
        ) from error


def value_of(item: Property, charset: Charset, version: str) -> str:
    """A text, without its escapes."""
    return unescaped(_short(item, text_of(item, item.raw, charset)), version)


def parts_of(item: Property, charset: Charset, version: str) -> list[list[str]]:
    """A structured value: its parts, each a list of texts. A semicolon that is written in code belongs to its part."""
    if item.is_quoted_printable:
        written = [_short(item, text_of(item, raw, charset)) for raw in re.split(rb"(?<!\\);", item.raw)]
    else:
        written = split(_short(item, text_of(item, item.raw, charset)), ";")
    return [[unescaped(text, version) for text in (split(part, ",") if version != "2.1" else [part])] for part in written]


def list_of(item: Property, charset: Charset, version: str) -> list[str]:
    """Texts that commas part."""
    return [unescaped(text, version) for text in split(_short(item, text_of(item, item.raw, charset)), ",")]


def split(text: str, mark: str) -> list[str]:
    """At the marks that no backslash stands before."""
    if "\\" not in text:
        return text.split(mark)
    found, start, place = [], 0, 0
    for token in re.finditer(rf"\\.|{re.escape(mark)}", text, re.DOTALL):
        if token[0] == mark:
            place = token.start()
            found.append(text[start:place])
            start = token.end()
    return [*found, text[start:]]


def unescaped(text: str, version: str) -> str:
    """In 2.1 a backslash is a letter but before the signs that part values."""
    if version == "2.1":
        return _OLD_ESCAPE.sub(r"\1", text)
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def _short(item: Property, text: str) -> str:
    if len(text) > LONGEST_VALUE:
        raise BadValue(_("The text of line {line} has {count} characters; {most} are the most.").format(
            line=item.line, count=len(text), most=LONGEST_VALUE))  # fmt: skip
    return text


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UserError(_("{file} is larger than 250 MB. Nothing was imported; split it into smaller files.").format(file=path.name))
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise UserError(_("There is no file {path}. Nothing was imported.").format(path=path)) from error
    except OSError as error:
        raise UserError(
            _("{path} cannot be read: {error}. Nothing was imported.").format(path=path, error=error.strerror or error)
        ) from error
    if not content.strip():
        raise UserError(_("{file} is empty. Nothing was imported; export it again.").format(file=path.name))
    return content


def _as_utf8(name: str, content: bytes, encoding: str) -> bytes:
    try:
        return content.decode(encoding).encode("utf-8")
    except UnicodeError as error:
        raise UserError(
            _("{file} begins as {encoding} and cannot be read to its end. Nothing was imported; export it again.").format(
                file=name, encoding=encoding
            )
        ) from error


class _Line(NamedTuple):
    number: int
    text: bytes


def _lines(content: bytes) -> Iterator[_Line]:
    """Some programs end a line with two carriage returns, some with nothing else."""
    text = content.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    number = start = 0
    while start <= len(text):
        end = text.find(b"\n", start)
        end = len(text) if end < 0 else end
        number += 1
        yield _Line(number, text[start:end])
        start = end + 1


def _cards(name: str, content: bytes) -> Iterator[Card]:
    card: _OpenCard | None = None
    outside = False
    for line in _lines(content):
        word = _word(line)
        if card is not None:
            if word == b"BEGIN:VCARD" and not card.begins_within():
                yield card.cut()
                card = _OpenCard(name, line)
            elif word == b"END:VCARD" and not card.ends_within():
                yield card.filled()
                card = None
            else:
                card.add(line)
        elif word == b"BEGIN:VCARD":
            card, outside = _OpenCard(name, line), False
        elif word and not outside:
            outside = True
            yield Card(name, line.number, problem=_("This stands in no card: the file is damaged here."))
    if card is not None:
        yield card.cut()


class _OpenCard:
    """Gathers lines until the card ends. Another may stand within it, as somebody's agent: that one is passed over."""

    def __init__(self, name: str, begin: _Line) -> None:
        self._card = Card(name, begin.number)
        self._lines: list[_Line] = []
        self._depth = self._size = 0

    def add(self, line: _Line) -> None:
        if not self._depth:
            self._size += len(line.text)
            if self._size <= LONGEST_CARD:
                self._lines.append(line)

    def begins_within(self) -> bool:
        within = bool(self._lines) and _word(self._lines[-1]) == b"AGENT:"
        self._depth += within
        return within

    def ends_within(self) -> bool:
        within = self._depth > 0
        self._depth -= within
        return within

    def cut(self) -> Card:
        self._card.problem = _("This card does not end: the file was cut off here.")
        return self._card

    def filled(self) -> Card:
        if self._size > LONGEST_CARD:
            self._card.problem = _("This card is larger than 20 MB.")
            return self._card
        try:
            self._card.properties += [_property(line) for line in _unfolded(self._lines) if line.text.strip()]
        except BadValue as error:
            self._card.problem = error.reason
        return self._card


def _word(line: _Line) -> bytes:
    """Enough of a line to know the beginning and the end of a card by."""
    return line.text[:40].strip().upper().replace(b" ", b"")


class _Folded:
    """A line of a card while those that continue it are gathered."""

    def __init__(self, line: _Line) -> None:
        self._number = line.number
        self._pieces = [line.text]
        self._quoted = b"QUOTED-PRINTABLE" in line.text.partition(b":")[0].upper()

    def continued(self, line: _Line, indent: int) -> bool:
        """A soft line break of quoted-printable, or a fold; False where the line begins something new."""
        if self._quoted and self._pieces[-1].endswith(b"="):
            self._pieces[-1] = self._pieces[-1][:-1]
            self._pieces.append(line.text)
            return True
        if line.text[:1] not in (b" ", b"\t"):
            return False
        self._pieces.append(line.text[indent:])
        return True

    def whole(self) -> _Line:
        return _Line(self._number, b"".join(self._pieces))


def _unfolded(lines: Sequence[_Line]) -> Iterator[_Line]:
    """A blank at its beginning continues a line. In 2.1 that blank is one of the text's own, where the line was folded."""
    indent = 0 if any(_word(line) == b"VERSION:2.1" for line in lines) else 1
    folded: _Folded | None = None
    for line in lines:
        if folded is None or not folded.continued(line, indent):
            if folded is not None:
                yield folded.whole()
            folded = _Folded(line)
    if folded is not None:
        yield folded.whole()


def _property(line: _Line) -> Property:
    text = line.text.lstrip()
    head = _NAME.match(text)
    if not head:
        raise BadValue(_("Line {line} is no line of a card.").format(line=line.number))
    place, parameters = head.end(), dict[str, list[str]]()
    while found := _PARAMETER.match(text, place):
        name, value = found[1].upper(), found[2]
        if value is None:
            name, value = _BARE.get(name, b"TYPE"), found[1]
        parameters.setdefault(name.decode(), []).extend(_parameter_values(name, value))
        place = found.end()
    if text[place : place + 1] != b":":
        raise BadValue(_("Line {line} has no colon where its value should begin: it is cut off, or damaged.").format(line=line.number))
    return Property((head[1] or b"").decode(), head[2].upper().decode(), parameters, text[place + 1 :], line.number)


def _parameter_values(name: bytes, raw: bytes) -> list[str]:
    text = raw.decode("utf-8", "replace").strip()
    if name == b"TYPE":
        return [part for word in text.replace('"', "").split(",") if (part := word.strip())]
    if text.startswith('"'):
        text = text.strip('"')
    return [_CARETS.sub(lambda found: {"n": "\n", "^": "^", "'": '"'}[found[1]], text)]
