"""iCalendar as lines: a file's bytes become components and their properties. What they mean is told in `calendar_reading`.

A component that cannot be read is refused whole, with the reason; the others are not touched by it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.exchange.encodings import is_known, unmistakable

MOST_BYTES = 100_000_000
_BEGINNING = re.compile(rb"BEGIN:VCALENDAR", re.IGNORECASE)
_BREAK = re.compile(rb"\r\n|\r|\n")
# A backslash is a letter like others in parameters; the library's own reader takes it for an escape.
_PARAMETER = re.compile(r';\s*([A-Za-z0-9-]+)\s*=((?:"[^"]*"|[^";:])*)')
_LINE = re.compile(r'\s*([A-Za-z0-9-]+)\s*((?:;\s*[A-Za-z0-9-]+\s*=(?:"[^"]*"|[^";:])*)*):(.*)', re.DOTALL)
_MARK = b"\xef\xbb\xbf"


class Property(NamedTuple):
    """One line, unfolded. Names are in capitals; `raw` is what stands behind the colon."""

    name: str
    parameters: dict[str, str]
    raw: str
    line: int


@dataclass(slots=True)
class Component:
    """`problem` says why it cannot come in."""

    kind: str
    line: int
    properties: list[Property] = field(default_factory=list)
    parts: list["Component"] = field(default_factory=list)
    problem: str = ""

    def all(self, name: str) -> list[Property]:
        return [item for item in self.properties if item.name == name]

    def first(self, name: str) -> Property | None:
        """The first that says something."""
        return next((item for item in self.properties if item.name == name and item.raw.strip()), None)

    def raw(self, name: str) -> str:
        found = self.first(name)
        return "" if found is None else found.raw.strip()

    def text(self) -> str:
        """As a file writes it, for a reader of its own."""
        lines = [
            f"{item.name}{''.join(f';{key}={value}' for key, value in item.parameters.items())}:{item.raw}" for item in self.properties
        ]
        return "\r\n".join([f"BEGIN:{self.kind}", *lines, *(part.text().rstrip() for part in self.parts), f"END:{self.kind}"]) + "\r\n"


def read_calendars(path: Path, encoding: str = "") -> tuple[list[Component], str]:
    """The calendars in a file, and how its bytes were read. Raises UserError where it holds none, or not in these letters."""
    if encoding and not is_known(encoding):
        raise UserError(_("There is no encoding “{name}”. Nothing was imported.").format(name=encoding))
    content = _content(path)
    found = unmistakable(content[:4096])
    if found and found != "utf-8-sig":
        content = content.decode(found, "replace").encode()
    content = content.removeprefix(_MARK)
    if not _BEGINNING.search(content):
        raise UserError(_("{file} holds no calendar. Nothing was imported; choose an .ics file.").format(file=path.name))
    read_as = "utf-8" if found else encoding or "utf-8"
    return _calendars(content, read_as), found or read_as


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UserError(_("{file} is too large for a calendar. Nothing was imported; export less of it.").format(file=path.name))
        return path.read_bytes()
    except OSError as error:
        raise UserError(_("{file} cannot be read: {error}. Nothing was imported.").format(file=path, error=error.strerror)) from error


def _unfolded(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Lines with the number of their first one. They are put together before they become letters: some programs fold within one."""
    number, pending = 0, b""
    for count, line in enumerate(_BREAK.split(content), start=1):
        if line[:1] in (b" ", b"\t") and number:
            pending += line[1:]
            continue
        if pending:
            yield number, pending
        number, pending = count, line
    if pending:
        yield number, pending


def _calendars(content: bytes, encoding: str) -> list[Component]:
    calendars: list[Component] = []
    stack: list[Component] = []
    for number, line in _unfolded(content):
        name, _colon, kind = line.strip().partition(b":")
        if name.upper() == b"BEGIN":
            made = Component(kind.strip().upper().decode("ascii", "replace"), number)
            (stack[-1].parts if stack else calendars).append(made)
            stack.append(made)
        elif name.upper() == b"END":
            _close(stack, kind.strip().upper().decode("ascii", "replace"))
        elif stack and line.strip():
            _add(stack[-1], number, line, encoding)
    for unfinished in stack:
        unfinished.problem = unfinished.problem or _("It does not end: the file is cut.")
    return calendars


def _close(stack: list[Component], kind: str) -> None:
    """What is still open within it was cut."""
    if kind not in [each.kind for each in stack]:
        if stack:
            stack[-1].problem = _("It does not end where it should.")
        return
    while (last := stack.pop()).kind != kind:
        last.problem = _("It does not end: the file is cut.")


def _add(component: Component, number: int, line: bytes, encoding: str) -> None:
    from icalendar.parser import rfc_6868_unescape

    try:
        found = _LINE.fullmatch(line.decode(encoding))
    except UnicodeDecodeError:
        component.problem = _("Line {line} holds letters that are not {encoding}.").format(line=number, encoding=encoding)
        return
    if found is None:
        component.problem = _("Line {line} cannot be read.").format(line=number)
        return
    name, parameters, raw = found.groups()
    known = {key.upper(): rfc_6868_unescape(value.replace('"', "")) for key, value in _PARAMETER.findall(parameters)}
    component.properties.append(Property(name.upper(), known, raw, number))
