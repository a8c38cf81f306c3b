"""What a cell says, checked as text before anything is converted. A value that can be read two ways is refused, never guessed.

Every reader takes the cell's text and returns what the store keeps: ten-thousandths for money, `YYYY-MM-DD` for a day,
seconds for a moment. It raises BadValue with the reason.
"""

import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from crm_desktop.core.cards import mask_cards
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.money import PLACES
from crm_desktop.core.tag_names import tag_names
from crm_desktop.exchange.rejects import BadValue
from crm_desktop.exchange.tables import LONGEST_CELL, Exact

Reader = Callable[[str], Any]

_GROUPS = r" \u00a0\u2009\u202f'’"
_NUMBER = r"[+-]?(?:[1-9]\d{{0,2}}(?P<g>[{groups}])\d{{3}}(?:(?P=g)\d{{3}})*|\d+)(?:{sign}\d+)?|[+-]?{sign}\d+"
_BY_SIGN = {
    ".": re.compile(_NUMBER.format(groups="," + _GROUPS, sign=r"\."), re.ASCII),
    ",": re.compile(_NUMBER.format(groups="." + _GROUPS, sign=","), re.ASCII),
}
_NOT_PART = re.compile(f"[{_GROUPS}]")
_REFUSED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_MOST_INTEGER = 2**31 - 1
_MOST_UNITS = 2**63 - 1
_LONGEST_NUMBER = 40
_YES = frozenset({"1", "true", "yes", "y", "t", "x", "on"})
_NO = frozenset({"0", "false", "no", "n", "f", "off"})


def decimals_of(text: str) -> dict[str, Decimal]:
    """The value by decimal sign (`.` or `,`), for each sign it can be read with."""
    if len(text) > _LONGEST_NUMBER:
        return {}
    found = {}
    for sign, pattern in _BY_SIGN.items():
        if pattern.fullmatch(text):
            other = "," if sign == "." else "."
            found[sign] = Decimal(_NOT_PART.sub("", text).replace(other, "").replace(sign, "."))
    return found


def told_sign(text: str) -> str:
    """The decimal sign that this value can only have been written with; empty where it does not tell."""
    if isinstance(text, Exact):
        return ""
    readings = decimals_of(text.strip())
    return next(iter(readings)) if len(readings) == 1 else ""


def is_two_numbers(text: str) -> bool:
    """Whether this is one number with a decimal point and another with a decimal comma."""
    return not isinstance(text, Exact) and len(set(decimals_of(text.strip()).values())) > 1


def read_decimal(text: str, sign: str = "") -> Decimal:
    """`sign` is the column's decimal sign where it is known. `1.234` without one is refused: 1234 or 1.234?"""
    readings = decimals_of(text.strip())
    if not readings:
        raise BadValue(_("This is not a number."))
    if isinstance(text, Exact) and "." in readings:
        return readings["."]
    if sign:
        if sign not in readings:
            raise BadValue(_("This is not a number written with the decimal sign “{sign}”.").format(sign=sign))
        return readings[sign]
    values = set(readings.values())
    if len(values) > 1:
        raise BadValue(
            _("This can be read as {one} or as {other}. State the decimal sign in the mapping.").format(one=min(values), other=max(values))
        )
    return values.pop()


def scaled_reader(sign: str, *, places: int | None = None, times: Decimal = Decimal(1), remove: str = "") -> Reader:
    """Money, quantities and percentages as ten-thousandths. More than four places are refused unless `places` says how to round."""
    unit = None if places is None else Decimal(1).scaleb(-places)

    def read(text: str) -> int:
        amount = read_decimal(_without(text, remove), sign) * times
        if unit is not None:
            amount = amount.quantize(unit, ROUND_HALF_UP)
        units = amount.scaleb(PLACES)
        if units != units.to_integral_value():
            raise BadValue(
                _("This number has more than {places} decimal places. State how to round it in the mapping.").format(places=PLACES)
            )
        if abs(units) > _MOST_UNITS:
            raise BadValue(_("This number is too large."))
        return int(units)

    return read


def integer_reader(sign: str, *, remove: str = "") -> Reader:
    def read(text: str) -> int:
        number = read_decimal(_without(text, remove), sign)
        if number != number.to_integral_value():
            raise BadValue(_("This is not a whole number."))
        if abs(number) > _MOST_INTEGER:
            raise BadValue(_("This number is too large."))
        return int(number)

    return read


def read_bool(text: str) -> bool:
    word = text.strip().casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise BadValue(_("This is neither yes nor no. State in the mapping what the words mean."))


def word_reader(words: tuple[str, ...]) -> Reader:
    """One of the program's own words, however its letters and blanks are written."""
    known = {plain(word): word for word in words}

    def read(text: str) -> str:
        found = known.get(plain(text))
        if found is None:
            raise BadValue(
                _("This word is not known here. Known are: {words}. State in the mapping what it means.").format(words=", ".join(words))
            )
        return found

    return read


def mapped(words: Mapping[str, str], other: str | None) -> Callable[[str], str]:
    """What the mapping says a word means; `other` stands for every word it does not name."""
    known = {plain(word): meaning for word, meaning in words.items()}

    def read(text: str) -> str:
        meaning = known.get(plain(text), other)
        if meaning is None:
            raise BadValue(_("The mapping does not say what this word means."))
        return meaning

    return read


def plain(text: str) -> str:
    """Words and headers are compared without regard to case and white space."""
    return " ".join(text.split()).casefold()


def read_text(text: str) -> str:
    """As it was written; only line ends become newlines."""
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if not text.isprintable() and (bad := _REFUSED.search(text)):
        raise BadValue(_("The text contains the control character {code}.").format(code=f"U+{ord(bad.group()):04X}"))
    if len(text) > LONGEST_CELL:
        raise BadValue(_("The text has {count} characters; {most} are the most.").format(count=len(text), most=LONGEST_CELL))
    return text


def holds_refused(text: str) -> bool:
    """Whether `read_text` would refuse a character of it."""
    return _REFUSED.search(text) is not None


def read_tags(text: str) -> tuple[str, ...]:
    """Words with commas or semicolons between them."""
    try:
        return tuple(tag_names(read_text(text)))
    except UserError as error:
        raise BadValue(str(error).partition(". ")[0] + ".") from error


def note_reader(masked: Callable[[int], None]) -> Reader:
    """Free text, where card numbers are cut down to their last four digits; `masked` is told how many there were."""

    def read(text: str) -> str:
        clean, found = mask_cards(read_text(text))
        if found:
            masked(found)
        return clean

    return read


def padded(digits: int, told: Callable[[int], None]) -> Callable[[str], str]:
    """Give back the leading zeros that a spreadsheet took from a code of so many digits."""

    def read(text: str) -> str:
        code = text.strip()
        if len(code) < digits and code.isascii() and code.isdigit():
            told(1)
            return code.zfill(digits)
        return text

    return read


def _without(text: str, remove: str) -> str:
    if not remove or isinstance(text, Exact):
        return text
    return "".join(character for character in text if character not in remove)
