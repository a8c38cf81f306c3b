"""Whether a caller is who they say: what they answer, compared with what is known of the customer. Nobody need see what is known."""

import re
from collections.abc import Iterable
from enum import StrEnum

from crm_desktop.core.phones import digits_of
from crm_desktop.core.text import fold


class CheckKind(StrEnum):
    """What is asked. `other` is judged by whoever asks."""

    CUSTOMER_NUMBER = "customer_number"
    ORDER_NUMBER = "order_number"
    POSTAL_CODE = "postal_code"
    PHONE = "phone"
    EMAIL = "email"
    BIRTHDAY = "birthday"
    OTHER = "other"


_LETTERS = re.compile(r"[^\w]+|_")
_PHONE_END = 6
"""Digits that have to agree at the end of a phone number: countries and first zeros are said or left out."""
_CENTURY = 100


def answers(kind: CheckKind, said: str, known: Iterable[str]) -> bool:
    """Whether what was said is one of what is known. Of what nobody knows nothing is right."""
    said = said.strip()
    return bool(said) and any(_same(kind, said, value) for value in known if value.strip())


def _same(kind: CheckKind, said: str, known: str) -> bool:
    if kind == CheckKind.PHONE:
        ours, theirs = digits_of(known)[-_PHONE_END:], digits_of(said)[-_PHONE_END:]
        return len(theirs) == _PHONE_END and ours == theirs
    if kind == CheckKind.EMAIL:
        return said.casefold() == known.strip().casefold()
    if kind == CheckKind.BIRTHDAY:
        return _same_day(said, known)
    if kind in (CheckKind.CUSTOMER_NUMBER, CheckKind.ORDER_NUMBER):
        return _plain(said) == _plain(known) or _number(said) == _number(known) != ""
    return _plain(said) == _plain(known)


def _plain(text: str) -> str:
    return _LETTERS.sub("", fold(text))


def _number(text: str) -> str:
    """Without the letters before it, which nobody says aloud; empty where letters stand within it."""
    found = re.fullmatch(r"\D*(\d+)", text.strip())
    return found[1].lstrip("0") if found else ""


def _same_day(said: str, known: str) -> bool:
    """`known` is YYYY-MM-DD or --MM-DD; said in whatever order, with the year where it is known."""
    wanted, given = ([int(part) for part in re.findall(r"\d+", text)] for text in (known, said))
    if len(wanted) == 3 and len(given) == 3:
        return sorted(given) in (sorted(wanted), sorted([wanted[0] % _CENTURY, *wanted[1:]]))
    return len(wanted) == 2 and sorted(given[:2]) == sorted(wanted) and len(given) >= 2
