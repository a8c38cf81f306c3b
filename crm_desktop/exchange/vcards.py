"""What a vCard's properties say of a person, in all versions and the dialects of Apple, Google, Microsoft, Evolution and Android.

What has a column goes there; everything else is kept in `custom` under its own name. Of what a contact is known by every letter must be
certain, or the card stays out; a further value that cannot be read is left out alone, and reported.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from crm_desktop.core.birthdays import as_birthday
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import PointKind
from crm_desktop.exchange.card_pictures import picture_of
from crm_desktop.exchange.countries import country_code
from crm_desktop.exchange.people import REVISED, Person, PersonAddress, PersonPoint, joined_labels, line, lines
from crm_desktop.exchange.rejects import BadValue
from crm_desktop.exchange.values import read_text
from crm_desktop.exchange.vcard_lines import Card, Charset, Property, list_of, parts_of, value_of
from crm_desktop.exchange.vcard_writer import FIELD
from crm_desktop.services.incoming import Place, Refused

MOST_LINES = 1_000
MOST_TEXT = 500_000
_ABOUT_THE_FILE = frozenset({"VERSION", "PRODID", "PROFILE", "UID", "AGENT", "X-ABLABEL", "X-ABSHOWAS", "KIND", "X-MS-OL-DESIGN"})
"""Nothing about the person: of Outlook's own, how it draws the card."""
_PICTURES = frozenset({"PHOTO", "LOGO"})
_NO_LABEL = frozenset(
    {"pref", "x-pref", "voice", "internet", "x-internet", "text", "msg", "x400", "dom", "intl", "postal", "parcel", "other"}
)  # fmt: skip
_KINDS = {
    "cell": PointKind.MOBILE, "mobile": PointKind.MOBILE, "iphone": PointKind.MOBILE, "fax": PointKind.FAX,
    "homefax": PointKind.FAX, "workfax": PointKind.FAX, "otherfax": PointKind.FAX,
}  # fmt: skip
_LABELS = {
    "cell": "", "mobile": "", "fax": "", "homefax": "home", "workfax": "work", "otherfax": "", "home2": "home", "work2": "work",
    "assistantphone": "assistant", "profile": "profile", "blog": "blog", "homepage": "homepage",
}  # fmt: skip
_GOOGLES = {"PROFILE": "profile", "BLOG": "blog", "AssistantPhone": "assistant", "HomePage": "homepage"}
_APPLE = re.compile(r"_\$!<(.*)>!\$_")
_MESSENGERS = {
    "X-AIM": "aim", "X-ICQ": "icq", "X-JABBER": "jabber", "X-MSN": "msn", "X-YAHOO": "yahoo", "X-SKYPE": "skype",
    "X-SKYPE-USERNAME": "skype", "X-GTALK": "gtalk", "X-GOOGLE-TALK": "gtalk", "X-QQ": "qq", "X-GADUGADU": "gadugadu",
    "X-GROUPWISE": "groupwise", "X-MS-IMADDRESS": "",
}  # fmt: skip
_ALSO_CALLED = {
    "NICKNAME": "nickname", "ROLE": "profession", "GENDER": "gender", "X-GENDER": "gender", "X-MAIDENNAME": "maiden_name",
    "X-SPOUSE": "spouse", "X-EVOLUTION-SPOUSE": "spouse", "X-MS-SPOUSE": "spouse", "X-KADDRESSBOOK-X-SPOUSESNAME": "spouse",
    "X-MANAGER": "manager", "X-EVOLUTION-MANAGER": "manager", "X-MS-MANAGER": "manager", "X-KADDRESSBOOK-X-MANAGERSNAME": "manager",
    "X-ASSISTANT": "assistant", "X-EVOLUTION-ASSISTANT": "assistant", "X-MS-ASSISTANT": "assistant",
    "X-KADDRESSBOOK-X-ASSISTANTSNAME": "assistant", "X-PHONETIC-FIRST-NAME": "phonetic_first_name",
    "X-PHONETIC-LAST-NAME": "phonetic_last_name",
}  # fmt: skip
_ANNIVERSARIES = frozenset({"ANNIVERSARY", "X-ANNIVERSARY", "X-EVOLUTION-ANNIVERSARY", "X-MS-ANNIVERSARY", "X-KADDRESSBOOK-X-ANNIVERSARY"})
_RELATIONS = frozenset(
    {"spouse", "child", "mother", "father", "parent", "brother", "sister", "friend", "relative", "manager", "assistant", "referred_by",
     "partner", "domestic_partner", "sibling", "colleague"}
)  # fmt: skip
_SPOKEN = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})?")


class _Words:
    """The texts of one card's properties, in their letters, and what its kinds of phones and addresses are called."""

    def __init__(self, card: Card, charset: Charset) -> None:
        self._charset, self._version = charset, card.version
        self._labels = {item.group.casefold(): item for item in card.properties if item.group and item.name == "X-ABLABEL"}

    def text(self, item: Property) -> str:
        return read_text(value_of(item, self._charset, self._version)).strip()

    def note(self, item: Property) -> str:
        return read_text(value_of(item, self._charset, self._version)).strip("\n")

    def line(self, item: Property) -> str:
        return line(value_of(item, self._charset, self._version))

    def listed(self, item: Property) -> list[str]:
        return list(filter(None, map(line, list_of(item, self._charset, self._version))))

    def parts(self, item: Property, count: int) -> list[str]:
        """At least so many parts of a structured value, each a line or several."""
        found = [", ".join(filter(None, map(str.strip, part))) for part in parts_of(item, self._charset, self._version)]
        return [*found, *[""] * count][: max(count, len(found))]

    def label(self, item: Property) -> str:
        """From its types, or from Apple's label for its group."""
        own = self._labels.get(item.group.casefold()) if item.group else None
        words = [_plain_word(word) for word in item.parameters.get("TYPE", ()) if word.casefold() not in _NO_LABEL]
        if own is not None:
            written = self.line(own)
            found = _APPLE.fullmatch(written)
            words.append(_plain_word(found[1].lower()) if found else _GOOGLES.get(written, written))
        return joined_labels(words)

    def relation(self, item: Property) -> str:
        label = self.label(item)
        return label.casefold() if label.casefold() in _RELATIONS else f"related {label}".strip()


class CardReader:
    """Reads one card. `left_out` are the values that stayed out; `files` counts keys, sounds and damaged pictures, which stay out too."""

    def __init__(self, card: Card, charset: Charset) -> None:
        self.person = Person(Place(card.file, card.line))
        self.left_out: list[Refused] = []
        self.files = 0
        self._card, self._words = card, _Words(card, charset)
        self._notes: dict[str, None] = {}
        self._formatted: list[tuple[Property, str]] = []
        self._stated: set[str] = set()

    def read(self) -> Person:
        """Raises BadValue where the card cannot come in."""
        if self._card.problem:
            raise BadValue(self._card.problem)
        if (
            len(self._card.properties) > MOST_LINES
            or sum(len(item.raw) for item in self._card.properties if not item.is_binary) > MOST_TEXT
        ):
            raise BadValue(_("This card holds more than any contact has: it is damaged, or made to do harm."))
        for item in self._card.properties:
            self._take(item)
        self.person.notes = "\n\n".join(filter(None, self._notes))
        self._keep_formatted()
        self.person.finish()
        return self.person

    def _take(self, item: Property) -> None:
        read = _READERS.get(item.name)
        if item.name in _ABOUT_THE_FILE - {"UID", "KIND", "X-ABSHOWAS"}:
            return
        if item.is_binary or (item.name in _PICTURES and not item.raw.strip().lower().startswith(b"http")):
            self._file(item)
        elif read is not None and not (item.name == "ORG" and self.person.company):
            read(self, item)
        else:
            self._further(item)

    def _file(self, item: Property) -> None:
        if item.raw.strip():
            picture = picture_of(item.raw) if item.name in _PICTURES else None
            if picture is None:
                self.files += 1
            elif picture not in self.person.pictures:
                self.person.pictures.append(picture)

    def _further(self, item: Property) -> None:
        """What only goes beside the rest. Where it is no text, the contact comes in without it."""
        try:
            self._keep(item)
        except BadValue as error:
            shown = item.raw[:200].decode("utf-8", "replace")
            self.left_out.append(Refused.of(Place(self._card.file, item.line), item.name, shown, error.reason))

    def _keep(self, item: Property) -> None:
        custom = self.person.add_custom
        if item.name in _MESSENGERS:
            self._point(item, PointKind.MESSENGER, joined_labels((_MESSENGERS[item.name], self._words.label(item))))
        elif item.name in _ALSO_CALLED:
            custom(_ALSO_CALLED[item.name], ", ".join(self._words.listed(item)))
        elif item.name in _ANNIVERSARIES:
            custom("anniversary", _day_or_text(self._words.text(item)))
        elif item.name in ("X-ABRELATEDNAMES", "RELATED"):
            custom(self._words.relation(item), self._words.text(item))
        elif item.name == "X-ABDATE":
            label = self._words.label(item)
            custom("anniversary" if label.casefold() == "anniversary" else f"date {label}".strip(), _day_or_text(self._words.text(item)))
        elif item.name == FIELD:
            custom(item.first("NAME"), self._words.text(item))
        elif item.name == "REV":
            custom(REVISED, self._words.text(item))
        else:
            label = self._words.label(item) if item.group else ""
            custom(f"{item.name} {label}".strip(), self._words.text(item))

    def _point(self, item: Property, kind: PointKind, label: str | None = None) -> None:
        value = self._words.line(item)
        if value:
            self.person.add_point(PersonPoint(kind, value, self._words.label(item) if label is None else label, _is_main(item)))

    def formatted_name(self, item: Property) -> None:
        written = self._words.line(item)
        if self.person.name:
            self.person.add_custom("also_called", written if written != self.person.name else "")
        self.person.name = self.person.name or written

    def name(self, item: Property) -> None:
        person = self.person
        person.last_name, person.first_name, middle, person.salutation, suffix = map(line, self._words.parts(item, 5)[:5])
        person.add_custom("middle_name", middle)
        person.add_custom("suffix", suffix)

    def organisation(self, item: Property) -> None:
        parts = [line(part) for part in self._words.parts(item, 1)]
        self.person.company = parts[0]
        self.person.department = self.person.department or ", ".join(filter(None, parts[1:]))

    def title(self, item: Property) -> None:
        self.person.role = joined_labels((self.person.role, self._words.line(item)))

    def department(self, item: Property) -> None:
        self.person.department = self._words.line(item)

    def phone(self, item: Property) -> None:
        types = {word.casefold() for word in item.parameters.get("TYPE", ())}
        kinds = {_KINDS[word] for word in types if word in _KINDS}
        kind = next((kind for kind in (PointKind.FAX, PointKind.MOBILE) if kind in kinds), PointKind.PHONE)
        value = self._words.line(item)
        if value.casefold().startswith("tel:"):
            value = value[4:].replace(";ext=", " ext. ")
        if value:
            self.person.add_point(PersonPoint(kind, value, self._words.label(item), _is_main(item)))

    def email(self, item: Property) -> None:
        value = self._words.line(item)
        if value:
            shown = value[7:] if value.casefold().startswith("mailto:") else value
            self.person.add_point(PersonPoint(PointKind.EMAIL, shown, self._words.label(item), _is_main(item)))

    def page(self, item: Property) -> None:
        self._point(item, PointKind.WEB if item.name == "URL" else PointKind.SOCIAL)

    def messenger(self, item: Property) -> None:
        self._point(item, PointKind.MESSENGER, joined_labels((item.first("X-SERVICE-TYPE").lower(), self._words.label(item))))

    def address(self, item: Property) -> None:
        parts = box, extended, street, city, region, code, *country = self._words.parts(item, 7)
        self._stated.update(*map(_words, parts))
        made = PersonAddress(
            lines(extended, street, box),
            line(city),
            line(region),
            line(code),
            country_code(line(" ".join(country))),
            self._words.label(item),
            _is_main(item),
        )
        if any(made.content()):
            self.person.addresses.append(made)
        if written := item.first("LABEL"):
            self._formatted.append((item, written))

    def formatted_address(self, item: Property) -> None:
        self._formatted.append((item, self._words.text(item)))

    def birthday(self, item: Property) -> None:
        written = self._words.text(item)
        if item.first("X-APPLE-OMIT-YEAR") and written.startswith(item.first("X-APPLE-OMIT-YEAR")):
            written = "--" + written[len(item.first("X-APPLE-OMIT-YEAR")) :].lstrip("-")
        found = as_birthday(written)
        if found and not self.person.birthday:
            self.person.birthday = found
        elif found != self.person.birthday or not found:
            self.person.add_custom("birthday", written)

    def note(self, item: Property) -> None:
        self._notes[self._words.note(item)] = None

    def categories(self, item: Property) -> None:
        self.person.tags = list(dict.fromkeys([*self.person.tags, *self._words.listed(item)]))

    def language(self, item: Property) -> None:
        spoken = self._words.line(item)
        if not self.person.language and _SPOKEN.fullmatch(spoken):
            self.person.language = spoken
        else:
            self.person.add_custom("further_languages", spoken)

    def known_as(self, item: Property) -> None:
        self.person.uid = self.person.uid or self._words.line(item)

    def shown_as(self, item: Property) -> None:
        self.person.is_company = self._words.line(item).casefold() in ("company", "org")

    def _keep_formatted(self) -> None:
        """How an address is to be written goes beside it where it says more than its parts do."""
        known = self._stated.union(_words(f"{self.person.name} {self.person.company}"))
        for item, written in self._formatted:
            if not self.person.addresses:
                self.person.addresses.append(PersonAddress(lines(written), label=self._words.label(item)))
            elif not set(_words(written)) <= known:
                self.person.add_custom(f"address_label {self._words.label(item)}".strip(), written)


_READERS: Mapping[str, Callable[[CardReader, Property], None]] = {
    "FN": CardReader.formatted_name,
    "N": CardReader.name,
    "ORG": CardReader.organisation,
    "TITLE": CardReader.title,
    "X-DEPARTMENT": CardReader.department,
    "TEL": CardReader.phone,
    "X-MS-TEL": CardReader.phone,
    "EMAIL": CardReader.email,
    "URL": CardReader.page,
    "IMPP": CardReader.messenger,
    "X-SOCIALPROFILE": CardReader.page,
    "ADR": CardReader.address,
    "LABEL": CardReader.formatted_address,
    "BDAY": CardReader.birthday,
    "NOTE": CardReader.note,
    "CATEGORIES": CardReader.categories,
    "LANG": CardReader.language,
    "UID": CardReader.known_as,
    "X-ABSHOWAS": CardReader.shown_as,
    "KIND": CardReader.shown_as,
}


def _is_main(item: Property) -> bool:
    return item.first("PREF") == "1" or "pref" in {word.casefold() for word in item.parameters.get("TYPE", ())}


def _plain_word(word: str) -> str:
    known = word.casefold()
    if known in _LABELS:
        return _LABELS[known]
    return known if word.isupper() and "_" not in word else word


def _day_or_text(written: str) -> str:
    return as_birthday(written) or written


def _words(text: str) -> Iterator[str]:
    return (found.casefold() for found in re.findall(r"\w+", text))
