"""Phone numbers and e-mail addresses as they are compared; as they were written they stay what people see."""

import re
from typing import NamedTuple

_NOT_DIGITS = re.compile(r"\D+")


def normal_phone(written: str, country: str = "") -> str:
    """E.164 where the number is valid in the country (two letters) or international; otherwise its digits."""
    import phonenumbers

    try:
        number = phonenumbers.parse(written, country.upper() or None)
    except phonenumbers.NumberParseException:
        return digits_of(written)
    if not phonenumbers.is_possible_number(number):
        return digits_of(written)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def normal_email(written: str) -> str:
    return written.strip().casefold()


def digits_of(text: str) -> str:
    return "".join(c for c in _NOT_DIGITS.sub("", text) if c.isascii())


def spellings(written: str, normal: str) -> set[str]:
    """The digit strings people may type for one number: as written, with the country's code, and with a zero instead of it."""
    found = {digits_of(written), digits_of(normal)}
    if normal.startswith("+"):
        found.add("0" + _national(normal[1:]))
    return found - {""}


def _national(digits: str) -> str:
    """Of E.164, what follows the country's code: no code begins another. Parsing the number anew takes fifty times as long."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    lengths = (length for length in (1, 2, 3) if int(digits[:length]) in COUNTRY_CODE_TO_REGION_CODE)
    return digits[next(lengths, 0) :]


class PhoneSense(NamedTuple):
    """What a number means in a country. `shown` is how the world writes it; empty where it is no number that can be called."""

    normal: str
    shown: str
    region: str


def phone_sense(written: str, country: str = "") -> PhoneSense:
    import phonenumbers

    normal = normal_phone(written, country)
    if not normal.startswith("+"):
        return PhoneSense(normal, "", "")
    number = phonenumbers.parse(normal)
    if not phonenumbers.is_valid_number(number):
        return PhoneSense(normal, "", "")
    shown = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return PhoneSense(normal, shown, phonenumbers.region_code_for_number(number) or "")


_EMAIL = re.compile(r"[^\s@<>(),;:]+@[^\s@<>(),;:.]+(?:\.[^\s@<>(),;:.]+)+")


def is_email(written: str) -> bool:
    """Whether it looks like an address that mail can reach; only sending would tell."""
    return _EMAIL.fullmatch(written.strip()) is not None
