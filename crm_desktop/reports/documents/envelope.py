"""An address as it is written on an envelope: the name, the person, the lines; the country in capitals, and only where it is abroad."""

from collections.abc import Sequence

from crm_desktop.core.formats import locale_of
from crm_desktop.core.text import search_words
from crm_desktop.queries.documents import Recipient


def envelope_lines(recipient: Recipient, locale: str) -> tuple[str, ...]:
    """`locale` is the sender's."""
    return tuple(line for line in (recipient.name, *_person(recipient), *address_lines(recipient.address, locale, recipient.name)) if line)


def address_lines(address: str, locale: str, name: str = "") -> list[str]:
    """Without the name where an imported address begins with it. Without a locale nothing is known of what is abroad."""
    found = [line.strip() for line in address.split("\n") if line.strip()]
    if found and name and found[0].casefold() == name.casefold():
        found = found[1:]
    return _with_country(found, locale)


def is_elsewhere(address: str, recipient: Recipient, locale: str) -> bool:
    """Two spellings of one address, as systems write them, are the same place."""
    there, here = (set(search_words(" ".join(address_lines(each, locale, recipient.name)))) for each in (address, recipient.address))
    return bool(there) and there != here


def _person(recipient: Recipient) -> Sequence[str]:
    return (recipient.contact,) if recipient.contact != recipient.name else ()


def _with_country(found: list[str], locale: str) -> list[str]:
    if not found or not locale:
        return found
    code = _country_code(found[-1], locale)
    if not code:
        return found
    if code == locale_of(locale).territory:
        return found[:-1]
    return [*found[:-1], _country_name(code, locale).upper()]


def _country_code(line: str, locale: str) -> str:
    """Two letters, or a country's name in English or the sender's language; empty for anything else."""
    if len(line) == 2:
        return line.upper() if line.upper() in locale_of("en").territories else ""
    for language in ("en", locale):
        for code, name in locale_of(language).territories.items():
            if len(code) == 2 and str(name).casefold() == line.casefold():
                return str(code)
    return ""


def _country_name(code: str, locale: str) -> str:
    return str(locale_of(locale).territories.get(code) or locale_of("en").territories[code])
