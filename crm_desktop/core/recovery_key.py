"""The recovery key as people read and type it: eight groups of four signs, each of which tells by itself whether it was mistyped."""

import hashlib
import secrets

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _

BYTES = 16
GROUPS = 8
GROUP_SIGNS = 4
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no letter that looks like a digit, and no U."""
_READ_AS = str.maketrans("ILOU", "110V")


def new_recovery_key() -> bytes:
    return secrets.token_bytes(BYTES)


def written(key: bytes) -> str:
    """As it stands on the sheet: `4F7K-09QX-…`."""
    return "-".join(_group(place, key[2 * place : 2 * place + 2]) for place in range(GROUPS))


def read(text: str) -> bytes:
    """Small letters, spaces, dashes and the like do not matter. Raises UserError that says which group is wrong."""
    signs = "".join(sign for sign in text.upper().translate(_READ_AS) if sign.isalnum())
    if len(signs) != GROUPS * GROUP_SIGNS:
        raise UserError(
            _("A recovery key has {groups} groups of {signs} signs; {count} signs were typed. Nothing was changed.").format(
                groups=GROUPS, signs=GROUP_SIGNS, count=len(signs)
            )
        )
    return b"".join(_bytes(place, signs[GROUP_SIGNS * place : GROUP_SIGNS * (place + 1)]) for place in range(GROUPS))


def _group(place: int, part: bytes) -> str:
    bits = int.from_bytes(part, "big") << 4 | _check(place, part)
    return "".join(_SIGNS[bits >> shift & 31] for shift in (15, 10, 5, 0))


def _bytes(place: int, group: str) -> bytes:
    if all(sign in _SIGNS for sign in group):
        bits = 0
        for sign in group:
            bits = bits << 5 | _SIGNS.index(sign)
        part = (bits >> 4).to_bytes(2, "big")
        if bits & 15 == _check(place, part):
            return part
    text = _("Group {number} of the recovery key, “{group}”, is mistyped. Nothing was changed; compare it with the sheet.")
    raise UserError(text.format(number=place + 1, group=group))


def _check(place: int, part: bytes) -> int:
    """Knows its place, so that two groups in each other's are noticed too."""
    return hashlib.sha256(bytes([place]) + part).digest()[0] >> 4
