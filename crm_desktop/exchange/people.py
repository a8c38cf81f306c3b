"""A person or a company as an address book knows them, whatever kind of file said so."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import PointKind
from crm_desktop.core.text import fold
from crm_desktop.exchange.card_pictures import Picture
from crm_desktop.exchange.rejects import BadValue
from crm_desktop.exchange.values import plain, read_text
from crm_desktop.services.incoming import Place

_CALLED = (PointKind.PHONE, PointKind.MOBILE)
_NOT_FIRST = frozenset({"pager", "assistant", "callback", "telex", "isdn", "radio", "tty", "car", "video"})
"""Phones that are the main one only where there is no other."""
_COMPARED = (*_CALLED, PointKind.FAX, PointKind.EMAIL)
_LONGEST_COMPARED = 2_000
"""Bytes: PostgreSQL takes no more than 2,704 into an index."""
LONGEST_KEY = 200
REVISED = "revised"
"""The further field that says when a card was changed last."""


@dataclass(frozen=True, slots=True)
class PersonPoint:
    """`main`: whoever made the file prefers it."""

    kind: PointKind
    value: str
    label: str = ""
    main: bool = False


@dataclass(frozen=True, slots=True)
class PersonAddress:
    lines: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    label: str = ""
    main: bool = False

    @property
    def is_home(self) -> bool:
        return "home" in self.label.casefold().split(", ")

    def content(self) -> tuple[str, ...]:
        return self.lines, self.city, self.region, self.postal_code, self.country


@dataclass(slots=True)
class Person:
    """`custom` holds what has no column of its own. `birthday` is empty, `YYYY-MM-DD` or `--MM-DD`. A company has no `company`.

    `uid` is what their system knows them by, where it says so.
    """

    place: Place
    uid: str = ""
    name: str = ""
    is_company: bool = False
    salutation: str = ""
    first_name: str = ""
    last_name: str = ""
    company: str = ""
    department: str = ""
    role: str = ""
    birthday: str = ""
    language: str = ""
    notes: str = ""
    points: list[PersonPoint] = field(default_factory=list)
    addresses: list[PersonAddress] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list, repr=False)
    custom: dict[str, str] = field(default_factory=dict)
    _further: dict[str, dict[str, None]] = field(default_factory=dict, repr=False)
    _places: dict[tuple[str, str], int] = field(default_factory=dict, repr=False)

    def add_custom(self, name: str, value: str) -> None:
        """Several values of one name stand side by side, once the person is finished."""
        if value:
            self._further.setdefault(name, {})[value] = None

    def add_point(self, point: PersonPoint) -> None:
        """The same number under two labels is one number."""
        place = self._places.setdefault((point.kind, point.value), len(self.points))
        if place == len(self.points):
            self.points.append(point)
        else:
            known = self.points[place]
            self.points[place] = replace(known, label=joined_labels((known.label, point.label)), main=known.main or point.main)

    def finish(self) -> None:
        """Give a name where none is stated, and one main phone, e-mail and address. Raises BadValue where nobody can be told."""
        self.custom = {name: ", ".join(values) for name, values in self._further.items()}
        first, last, middle, suffix = self.first_name, self.last_name, self.custom.get("middle_name", ""), self.custom.get("suffix", "")
        written = " ".join(filter(None, (self.salutation, first, middle, last, suffix)))
        values = [point.value for kinds in ((PointKind.EMAIL,), _CALLED, tuple(PointKind)) for point in self.points if point.kind in kinds]
        self.name = next(filter(None, (self.name, written, self.custom.get("nickname", ""), self.company, *values)), "")
        if not self.name:
            raise BadValue(_("There is no name, phone or e-mail: nobody can be told from this."))
        if self.company and plain(self.company) == plain(self.name) and not self.is_company:
            self.is_company = not (first or last)
            self.name = self.name if self.is_company else written
        if self.is_company:
            self.company = ""
        for text in (self.name, self.company, *(point.value for point in self.points if point.kind in _COMPARED), *self._towns()):
            _demand_short(text)
        self.points = _with_main(self.points)
        self.addresses.sort(key=lambda address: not address.main)

    def _towns(self) -> Iterable[str]:
        return (f"{address.city}, {address.country}" for address in self.addresses)

    def said(self) -> dict[str, object]:
        """All that is known, but where it stands."""
        return {name: getattr(self, name) for name in self.__slots__ if name != "place" and name[0] != "_"}

    def identity(self) -> str:
        """What the source knows them by, or else a digest of their name and first e-mail or phone: the same in every export."""
        if key := self.uid.strip().removeprefix("urn:uuid:"):
            return key if len(key) <= LONGEST_KEY else digest(key)
        reached = next((point.value for kind in (PointKind.EMAIL, *_CALLED) for point in self.points if point.kind == kind), "")
        return digest(f"{fold(self.name)}\x1f{fold(reached)}")


def _demand_short(text: str) -> None:
    """What is compared and sorted by lies in an index, whose entries have a limit."""
    if len(text) > _LONGEST_COMPARED // 4 and len(fold(text).encode()) > _LONGEST_COMPARED:
        raise BadValue(_("“{text}…” is longer than a name, a number or a town can be.").format(text=text[:40]))


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def joined_labels(labels: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(filter(None, labels)))


def line(text: str) -> str:
    """A name or a title. Raises BadValue for what is no text."""
    return read_text(text).strip().replace("\n", " ")


def lines(*texts: str) -> str:
    """An address as it stands on a letter: what is filled, line by line."""
    return "\n".join(part for text in texts for written in read_text(text).split("\n") if (part := written.strip()))


def _with_main(points: Sequence[PersonPoint]) -> list[PersonPoint]:
    chosen: set[int] = set()
    for kinds in (_CALLED, (PointKind.EMAIL,)):
        places = [place for place, point in enumerate(points) if point.kind in kinds]
        if places:
            usual = [place for place in places if not _NOT_FIRST.intersection(points[place].label.split(", "))]
            chosen.add(next((place for place in places if points[place].main), (usual or places)[0]))
    return [replace(point, main=place in chosen) for place, point in enumerate(points)]
