"""What the columns of address books are called: Google's two layouts, Outlook's two in English and German, Thunderbird's.

Headers are compared without regard to case and white space. What a column means is written `what`, or `what:label`, or
`address:label:part`.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

_PLAIN = {
    "name": "name", "display name": "name", "full name": "name", "first name": "first_name", "given name": "first_name",
    "middle name": "custom:middle_name", "additional name": "custom:middle_name", "last name": "last_name",
    "family name": "last_name", "surname": "last_name", "name prefix": "salutation", "name suffix": "custom:suffix",
    "suffix": "custom:suffix", "nickname": "custom:nickname", "maiden name": "custom:maiden_name", "gender": "custom:gender",
    "company": "company", "organization": "company", "organization name": "company", "department": "department",
    "organization department": "department", "job title": "role", "organization title": "role", "birthday": "birthday",
    "birth year": "born:year", "birth month": "born:month", "birth day": "born:day", "anniversary": "day:anniversary", "notes": "notes",
    "categories": "tags:;", "group membership": "tags", "labels": "tags", "language": "language",
    "spouse": "custom:spouse", "manager's name": "custom:manager", "assistant's name": "custom:assistant",
    "profession": "custom:profession", "occupation": "custom:profession", "referred by": "custom:referred_by",
    "primary email": "email:home", "secondary email": "email", "email": "email", "e-mail": "email", "email address": "email",
    "e-mail address": "email", "e-mail 2 address": "email", "e-mail 3 address": "email", "email home": "email:home",
    "email work": "email:work", "email other": "email", "imaddress": "messenger", "screen name": "messenger",
    "web page": "web", "personal web page": "web:home", "web page 1": "web:homepage", "web page 2": "web",
    "website blog": "web:blog", "website home page": "web:homepage", "website other": "web", "website profile": "web:profile",
    "website work": "web:work",
}  # fmt: skip
_PHONES = {
    "phone": "phone", "home phone": "phone:home", "home phone 2": "phone:home", "business phone": "phone:work",
    "business phone 2": "phone:work", "work phone": "phone:work", "mobile phone": "mobile", "mobile number": "mobile", "mobile": "mobile",
    "home mobile": "mobile", "primary phone": "phone:main", "company main phone": "phone:company", "other phone": "phone",
    "car phone": "phone:car", "radio phone": "phone:radio", "pager": "phone:pager", "pager number": "phone:pager",
    "callback": "phone:callback",
    "isdn": "phone:isdn", "telex": "phone:telex", "tty/tdd phone": "phone:tty", "phone video": "phone:video",
    "assistant's phone": "phone:assistant", "home fax": "fax:home", "business fax": "fax:work", "other fax": "fax",
    "fax number": "fax:home",
}  # fmt: skip
_PLACES = {"home": "home", "business": "work", "work": "work", "other": ""}
_PARTS = {
    "street": "street", "street 2": "street", "street 3": "street", "address": "street", "address 2": "street", "address po box": "box",
    "city": "city", "state": "region", "postal code": "code", "zip": "code", "zipcode": "code", "zip code": "code", "country": "country",
    "country/region": "country",
}  # fmt: skip
_MESSENGERS = ("aim", "icq", "jabber", "msn", "skype", "yahoo")
_COLUMNS: Mapping[str, str] = {
    **_PLAIN,
    **_PHONES,
    **{f"im {service}": f"messenger:{service}" for service in _MESSENGERS},
    **{f"{place} {part}": f"address:{_PLACES[place]}:{_PARTS[part]}" for place, part in product(_PLACES, _PARTS)},
}

_GERMAN = {
    "anrede": "title", "vorname": "first name", "weitere vornamen": "middle name", "nachname": "last name", "firma": "company",
    "abteilung": "department", "position": "job title", "e-mail-adresse": "e-mail address", "e-mail 2: adresse": "e-mail 2 address",
    "e-mail 3: adresse": "e-mail 3 address", "e-mail-typ": "e-mail type", "e-mail 2: typ": "e-mail 2 type",
    "e-mail 3: typ": "e-mail 3 type",
    "telefon geschäftlich": "business phone", "telefon geschäftlich 2": "business phone 2", "telefon (geschäftlich)": "business phone",
    "telefon privat": "home phone", "telefon (privat)": "home phone", "telefon (privat 2)": "home phone 2",
    "telefon privat 2": "home phone 2",
    "mobiltelefon": "mobile phone", "weiteres telefon": "other phone", "haupttelefon": "primary phone",
    "telefon firma": "company main phone",
    "autotelefon": "car phone", "rückmeldung": "callback", "telefon assistent": "assistant's phone", "fax geschäftlich": "business fax",
    "fax privat": "home fax", "weiteres fax": "other fax", "telefon für hörbehinderte": "tty/tdd phone", "funkruf": "radio phone",
    "webseite": "web page", "geburtstag": "birthday", "jahrestag": "anniversary", "kategorien": "categories", "notizen": "notes",
    "partner": "spouse", "name assistent": "assistant's name", "name des/der vorgesetzten": "manager's name", "beruf": "profession",
    "empfohlen von": "referred by", "sprache": "language", "geschlecht": "gender", "priorität": "priority", "privat": "private",
    "vertraulichkeit": "sensitivity", "spitzname": "nickname", "postfach geschäftlich": "business address po box",
    "postfach privat": "home address po box", "weiteres postfach": "other address po box", "region geschäftlich": "business state",
    "bundesland/kanton privat": "home state", "weiteres/r bundesland/kanton": "other state", "weitere straße": "other street",
    "weitere straße 2": "other street 2", "weitere straße 3": "other street 3", "weiterer ort": "other city",
    "weitere postleitzahl": "other postal code", "weiteres/e land/region": "other country",
    **{f"{german} {where}{number}": f"{english} {part}{number}"
       for (where, english), (german, part) in product((("geschäftlich", "business"), ("privat", "home")), (("straße", "street"),))
       for number in ("", " 2", " 3")},
    **{f"{german} {where}": f"{english} {part}"
       for (where, english), (german, part) in product(
           (("geschäftlich", "business"), ("privat", "home")),
           (("ort", "city"), ("postleitzahl", "postal code"), ("land/region", "country"), ("land", "country")))},
}  # fmt: skip
_ENGLISH = {german.casefold(): english for german, english in _GERMAN.items()}
_SAID_OF_ALL = {
    "e-mail type": ("smtp",), "e-mail 2 type": ("smtp",), "e-mail 3 type": ("smtp",), "gender": ("unspecified", "keine angabe"),
    "priority": ("normal",), "private": ("false", "aus", "falsch"), "sensitivity": ("normal",),
}  # fmt: skip
_NOBODYS = frozenset({"custom", "day", "tags", "language", "born", "notes", "address", "birthday"})


def meaning(header: Sequence[str]) -> list[str]:
    """What each column means; empty for one that address books do not have. Headers are plain."""
    english = [_ENGLISH.get(name, name) for name in header]
    found = [_COLUMNS.get(name, "") for name in english]
    if "job title" in english and "title" in english:
        found[english.index("title")] = "salutation"
    return found


def is_german(header: Sequence[str]) -> bool:
    return sum(name in _ENGLISH for name in header) > sum(name in _COLUMNS for name in header)


def says_nothing(column: str, text: str) -> bool:
    """What Outlook writes of everybody."""
    return text.strip().casefold() in _SAID_OF_ALL.get(_ENGLISH.get(column, column), ())


def tell_people(meanings: Sequence[str]) -> Iterator[str]:
    """Those of the columns by which a person can be known."""
    return (what for what in meanings if what and what.partition(":")[0] not in _NOBODYS)
