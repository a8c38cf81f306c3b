"""Address books as tables: Google's, Outlook's, Thunderbird's, and any whose columns are called like theirs."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from crm_desktop.core.birthdays import as_birthday
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import PointKind
from crm_desktop.exchange.contact_columns import is_german, meaning, says_nothing, tell_people
from crm_desktop.exchange.countries import country_code
from crm_desktop.exchange.moments import DateOrder, day_reader, told_order
from crm_desktop.exchange.people import Person, PersonAddress, PersonPoint, line, lines
from crm_desktop.exchange.rejects import BadValue
from crm_desktop.exchange.tables import Reading, Row
from crm_desktop.exchange.tables_apart import open_table
from crm_desktop.exchange.values import plain, read_text
from crm_desktop.services.incoming import Place

_NUMBERED = re.compile(r"(e-mail|phone|address|website|relation|event|custom field|organization|im) (\d{1,3}) - (.+)")
_SEVERAL = " ::: "
_KINDS = {
    "phone": PointKind.PHONE, "mobile": PointKind.MOBILE, "fax": PointKind.FAX, "email": PointKind.EMAIL, "web": PointKind.WEB,
    "messenger": PointKind.MESSENGER,
}  # fmt: skip
_PHONE_TYPES = {
    "mobile": (PointKind.MOBILE, ""), "work mobile": (PointKind.MOBILE, "work"), "home fax": (PointKind.FAX, "home"),
    "work fax": (PointKind.FAX, "work"), "other fax": (PointKind.FAX, ""), "fax": (PointKind.FAX, ""),
}  # fmt: skip
_LINES = frozenset({"name", "first_name", "last_name", "salutation", "company", "department", "role", "language"})
_TYPES = {"other": "", "home page": "homepage", "homepage": "homepage"}
_ADDRESS_PARTS = ("extended address", "street", "po box")
_NO_DAY = re.compile(r"0{1,4}[-/.]0{1,2}[-/.]0{1,4}")
_DAYS = frozenset({"birthday", "day:anniversary"})


class PeopleTable:
    """One file, row by row. `stated` is the order of day and month where somebody said so. Raises UserError for a table of something else.

    Where nobody did, the file's own dates tell it, or its language.
    """

    def __init__(self, path: Path, encoding: str, stated: str) -> None:
        self._table = open_table(path, Reading(encoding or None))
        header = [plain(name) for name in self._table.header]
        self._header, self._plain = self._table.header, header
        self._meanings = meaning(header)
        self._groups = _groups(header)
        if not self._groups and not any(tell_people(self._meanings)):
            self._table.close()
            raise UserError(
                _(
                    "No column of {file} is one by which people are known, such as a name or an e-mail: {columns}. Nothing was imported."
                ).format(file=path.name, columns=", ".join(self._table.header[:10]))
            )
        self._order = stated or (DateOrder.DAY_FIRST if is_german(header) else self._told_order())

    @property
    def name(self) -> str:
        return self._table.name

    @property
    def facts(self) -> tuple[str, ...]:
        return self._table.facts

    @property
    def doubt(self) -> str:
        return self._table.doubt

    def share_read(self) -> float:
        return self._table.share_read()

    def people(self) -> Iterator[tuple[Place, Person | BadValue]]:
        """Each row's person, or why it cannot come in."""
        with closing(self._table):
            for row in self._table.rows():
                if row.problem or any(cell.strip() for cell in row.cells):
                    place = Place(self._table.name, row.line)
                    try:
                        yield place, self._person(place, row)
                    except BadValue as error:
                        yield place, error

    def _person(self, place: Place, row: Row) -> Person:
        if row.problem:
            raise BadValue(row.problem)
        if len(row.cells) != len(self._header):
            raise BadValue(_("{cells} cells stand under {headers} headers.").format(cells=len(row.cells), headers=len(self._header)))
        reader = _RowReader(Person(place), self._order)
        numbered = {number for columns in self._groups.values() for number in columns.values()}
        for number, text in enumerate(row.cells):
            if number not in numbered and text.strip() and not says_nothing(self._plain[number], text):
                reader.take(self._meanings[number], self._header[number], text)
        for (what, _number), columns in self._groups.items():
            reader.take_group(what, {name: row.cells[number] for name, number in columns.items()})
        return reader.finish()

    def _told_order(self) -> str:
        """What all dates of the file agree on; empty where they tell nothing, or two things."""
        places = [number for number, what in enumerate(self._meanings) if what in _DAYS]
        told = {told_order(row.cells[number]) for row in self._table.rows() for number in places if len(row.cells) == len(self._header)}
        clear = told - {""}
        return clear.pop() if len(clear) == 1 else ""


class _RowReader:
    """Fills a person from a row's cells."""

    def __init__(self, person: Person, order: str) -> None:
        self.person = person
        self._order = order
        self._born: dict[str, str] = {}
        self._places: dict[str, defaultdict[str, list[str]]] = {}

    def take(self, what: str, header: str, text: str) -> None:
        kind, _colon, detail = what.partition(":")
        if kind in _KINDS:
            self.person.add_point(PersonPoint(_KINDS[kind], line(text), detail))
        elif kind in _LINES:
            setattr(self.person, kind, line(text))
        elif kind in _TAKERS:
            _TAKERS[kind](self, detail, text)
        else:
            self.person.add_custom(header or "column", read_text(text).strip())

    def address_part(self, detail: str, text: str) -> None:
        label, _colon, part = detail.partition(":")
        self._places.setdefault(label, defaultdict(list))[part].append(text)

    def tags(self, between: str, text: str) -> None:
        self.person.tags += [tag for written in text.split(between or _SEVERAL) if (tag := line(written).removeprefix("* "))]

    def custom(self, name: str, text: str) -> None:
        self.person.add_custom(name, line(text))

    def born(self, part: str, text: str) -> None:
        self._born[part] = text.strip()

    def birthday(self, _detail: str, text: str) -> None:
        self.person.birthday = self._birthday(text)

    def day(self, name: str, text: str) -> None:
        self.person.add_custom(name, self._day(text))

    def notes(self, _detail: str, text: str) -> None:
        self.person.notes = read_text(text)

    def take_group(self, what: str, cells: Mapping[str, str]) -> None:
        """Google numbers what there may be several of. A star marks the main one."""
        filled = {name: text.strip() for name, text in cells.items() if text.strip()}
        kind = filled.pop("type", "") or filled.pop("label", "")
        main = kind.startswith("*")
        label = kind.removeprefix("*").strip()
        if what == "address":
            self._google_address(filled, label, main=main)
        elif what == "organization":
            self._organization(filled)
        elif (value := filled.get("value")) is not None:
            self._google_value(what, line(value), label, filled.get("service", ""), main=main)

    def finish(self) -> Person:
        for label, parts in self._places.items():
            self._add_address(parts, label, main=False)
        if self._born:
            self.person.birthday = _born(self._born)
        self.person.finish()
        return self.person

    def _google_value(self, what: str, value: str, label: str, service: str, *, main: bool) -> None:
        kinds = {"e-mail": PointKind.EMAIL, "website": PointKind.WEB, "im": PointKind.MESSENGER}
        known = label.casefold()
        if what == "phone" and known in _PHONE_TYPES:
            kind, shown = _PHONE_TYPES[known]
        else:
            kind, shown = kinds.get(what, PointKind.PHONE), _TYPES.get(known, known if known in _USUAL else label)
        if what in ("phone", *kinds):
            for each in value.split(_SEVERAL):
                self.person.add_point(PersonPoint(kind, line(each), line(service.lower() or shown), main))
        elif what == "event":
            self.person.add_custom(known if known == "anniversary" else f"date {label}".strip(), self._day(value))
        elif what == "relation":
            self.person.add_custom(known if known in _RELATIONS else f"related {label}".strip(), value)
        else:
            self.person.add_custom(line(label) or "custom", value)

    def _google_address(self, filled: Mapping[str, str], label: str, *, main: bool) -> None:
        names = {"city": "city", "region": "region", "postal code": "code", "country": "country", "street": "street", "po box": "box"}
        parts = {names.get(name, name): [text] for name, text in filled.items() if name != "formatted"}
        if not parts and "formatted" in filled:
            parts = {"street": [filled["formatted"]]}
        if parts:
            self._add_address(parts, _TYPES.get(label.casefold(), label.casefold() if label.casefold() in _USUAL else label), main=main)

    def _add_address(self, parts: Mapping[str, Sequence[str]], label: str, *, main: bool) -> None:
        def said(name: str) -> str:
            return line(" ".join(parts.get(name, ())))

        written = lines(*parts.get("extended address", ()), *parts.get("street", ()), *parts.get("box", ()))
        made = PersonAddress(written, said("city"), said("region"), said("code"), country_code(said("country")), line(label), main)
        self.person.addresses.append(made)

    def _organization(self, filled: Mapping[str, str]) -> None:
        """The first is the company; of further ones, and of what else is said of it, everything is kept."""
        person, said = self.person, dict(filled)
        if not person.company:
            person.company, person.role = line(said.pop("name", "")), line(said.pop("title", ""))
            person.department = line(said.pop("department", ""))
        for name, text in said.items():
            person.add_custom(f"organization {name}", line(text))

    def _birthday(self, text: str) -> str:
        if _NO_DAY.fullmatch(text.strip()):
            return ""
        found = as_birthday(text)
        if found:
            return found
        try:
            return str(day_reader(self._order)(text))
        except BadValue as error:
            reason = _("The birthday “{text}” cannot be read with certainty: {reason} --dates DMY or MDY says which comes first.")
            raise BadValue(reason.format(text=text.strip()[:40], reason=error.reason)) from error

    def _day(self, text: str) -> str:
        """A day that only goes beside the rest is kept as it was written where it cannot be told."""
        if _NO_DAY.fullmatch(text.strip()):
            return ""
        try:
            return as_birthday(text) or str(day_reader(self._order)(text))
        except BadValue:
            return line(text)


_TAKERS: Mapping[str, Callable[[_RowReader, str, str], None]] = {
    "address": _RowReader.address_part,
    "tags": _RowReader.tags,
    "custom": _RowReader.custom,
    "born": _RowReader.born,
    "birthday": _RowReader.birthday,
    "day": _RowReader.day,
    "notes": _RowReader.notes,
}
_USUAL = frozenset({"home", "work", "main", "pager", "profile", "blog", "ftp", "reservations"})
_RELATIONS = frozenset(
    {"spouse", "child", "mother", "father", "parent", "brother", "sister", "friend", "relative", "manager", "assistant", "partner"}
)  # fmt: skip


def _groups(header: Sequence[str]) -> dict[tuple[str, int], dict[str, int]]:
    """Places of the numbered columns, by what they are and their number."""
    found: dict[tuple[str, int], dict[str, int]] = {}
    for place, name in enumerate(header):
        if numbered := _NUMBERED.fullmatch(name):
            found.setdefault((numbered[1], int(numbered[2])), {})[numbered[3]] = place
    return found


def _born(parts: Mapping[str, str]) -> str:
    """A birthday in three columns; the year may be missing."""
    year, month, day = (parts.get(name, "") for name in ("year", "month", "day"))
    if not all(part.isascii() and part.isdigit() for part in (year or "0", month, day)):
        raise BadValue(_("The birthday {year}/{month}/{day} is no day.").format(year=year[:9], month=month[:9], day=day[:9]))
    written = f"{year.zfill(4) if year else '-'}-{month.zfill(2)}-{day.zfill(2)}"
    if found := as_birthday(written):
        return found
    raise BadValue(_("The birthday {year}/{month}/{day} is no day.").format(year=year[:9], month=month[:9], day=day[:9]))
