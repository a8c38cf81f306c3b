"""People as cards that every address book reads: version 3.0, UTF-8, folded at 75 octets, without pictures.

3.0 is what Outlook, Google, Apple, Android and Thunderbird all read; 4.0 is not. What is written here is read back the same by `vcards`;
what no property stands for goes under `FIELD`, which other programs pass over.
"""

from collections.abc import Iterator, Sequence

from crm_desktop.core.birthdays import as_birthday
from crm_desktop.core.kinds import PointKind
from crm_desktop.exchange.people import REVISED, Person, PersonAddress, PersonPoint

FIELD = "X-CRM-DESKTOP-FIELD"
_OCTETS = 75
_NAMES = {
    "nickname": "NICKNAME", "profession": "ROLE", "gender": "X-GENDER", "maiden_name": "X-MAIDENNAME", "spouse": "X-SPOUSE",
    "manager": "X-MANAGER", "assistant": "X-ASSISTANT", "anniversary": "X-ANNIVERSARY", REVISED: "REV",
    "phonetic_first_name": "X-PHONETIC-FIRST-NAME", "phonetic_last_name": "X-PHONETIC-LAST-NAME",
}  # fmt: skip
_IN_NAME = frozenset({"middle_name", "suffix"})
_SIMPLE = frozenset(
    {"home", "work", "main", "pager", "car", "video", "assistant", "callback", "isdn", "telex", "radio", "tty", "company", "homepage",
     "profile", "blog", "school", "aim", "icq", "jabber", "msn", "skype", "yahoo", "gtalk", "xmpp", "twitter", "facebook", "linkedin"}
)  # fmt: skip
"""Labels that stand as a type; any other stands beside its line, as Apple and Google write it."""
_PHONES = {PointKind.PHONE: "VOICE", PointKind.MOBILE: "CELL", PointKind.FAX: "FAX"}
_SIGNS = str.maketrans({"\\": r"\\", "\n": r"\n", ",": r"\,", ";": r"\;"})
_CARETS = str.maketrans({"^": "^^", "\n": "^n", '"': "^'"})


def card_of(person: Person) -> str:
    """Lines that end as cards' lines end."""
    return "".join(map(_folded, _Card(person).lines()))


class _Card:
    def __init__(self, person: Person) -> None:
        self._person = person
        self._groups = 0

    def lines(self) -> Iterator[str]:
        person = self._person
        yield from ("BEGIN:VCARD", "VERSION:3.0", f"FN:{_text(person.name)}")
        middle, suffix = person.custom.get("middle_name", ""), person.custom.get("suffix", "")
        yield "N:" + ";".join(map(_text, (person.last_name, person.first_name, middle, person.salutation, suffix)))
        yield from self._work()
        for point in person.points:
            yield from self._point(point)
        for address in person.addresses:
            yield from self._address(address)
        simple = {"BDAY": person.birthday, "LANG": person.language, "NOTE": person.notes}
        yield from (f"{name}:{_text(value)}" for name, value in simple.items() if value)
        if person.tags:
            yield "CATEGORIES:" + ",".join(map(_text, person.tags))
        yield from (_custom(name, value) for name, value in person.custom.items() if name not in _IN_NAME)
        if person.uid:
            yield f"UID:{_text(person.uid)}"
        yield "END:VCARD"

    def _work(self) -> Iterator[str]:
        company = self._person.name if self._person.is_company else self._person.company
        if company or self._person.department:
            yield "ORG:" + ";".join(map(_text, (company, *filter(None, (self._person.department,)))))
        if self._person.role:
            yield f"TITLE:{_text(self._person.role)}"
        if self._person.is_company:
            yield "X-ABShowAs:COMPANY"

    def _point(self, point: PersonPoint) -> Iterator[str]:
        value = _text(point.value)
        if point.kind in _PHONES:
            return self._labelled("TEL", (_PHONES[point.kind],), point.label, value, main=point.main)
        if point.kind == PointKind.EMAIL:
            return self._labelled("EMAIL", ("INTERNET",), point.label, value, main=point.main)
        name = {PointKind.WEB: "URL", PointKind.SOCIAL: "X-SOCIALPROFILE"}.get(point.kind, "IMPP")
        return self._labelled(name, (), point.label, value, main=point.main)

    def _address(self, address: PersonAddress) -> Iterator[str]:
        parts = ("", "", address.lines, address.city, address.region, address.postal_code, address.country)
        return self._labelled("ADR", (), address.label, ";".join(map(_text, parts)), main=address.main)

    def _labelled(self, name: str, types: Sequence[str], label: str, value: str, *, main: bool) -> Iterator[str]:
        words = label.split(", ") if label else []
        simple = set(words) <= _SIMPLE and len(set(words)) == len(words)
        shown = [*types, *(word.upper() for word in words if simple), *(["PREF"] if main else [])]
        head = name + (f";TYPE={','.join(shown)}" if shown else "")
        if simple:
            yield f"{head}:{value}"
            return
        self._groups += 1
        yield f"item{self._groups}.{head}:{value}"
        yield f"item{self._groups}.X-ABLabel:{_text(label)}"


def _custom(name: str, value: str) -> str:
    known = _NAMES.get(name)
    if known and "\n" not in value and (name != "anniversary" or as_birthday(value) in ("", value)):
        return f"{known}:{_text(value)}"
    return f'{FIELD};NAME="{name.translate(_CARETS)}":{_text(value)}'


def _text(text: str) -> str:
    return text.translate(_SIGNS)


def _folded(line: str) -> str:
    """No letter is cut in two."""
    octets = line.encode("utf-8")
    pieces, start, room = [], 0, _OCTETS
    while start < len(octets):
        end = min(start + room, len(octets))
        while end < len(octets) and octets[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(octets[start:end])
        start, room = end, _OCTETS - 1
    return b"\r\n ".join(pieces).decode("utf-8") + "\r\n"
