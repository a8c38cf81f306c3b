"""Passwords as they are kept: argon2id, 64 MiB, three passes. One takes about 0.2 seconds, also for somebody who is not there."""

from functools import cache
from typing import TYPE_CHECKING

from crm_desktop.core.passphrases import normal

if TYPE_CHECKING:
    from argon2 import PasswordHasher


def hashed(password: str) -> str:
    return _hasher().hash(normal(password))


def is_right(kept: str, password: str) -> bool:
    """As slow where nothing is kept: nobody learns from the time whether a login exists."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(kept or _of_nobody(), normal(password)) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    return _hasher().check_needs_rehash(kept)


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=4)


@cache
def _of_nobody() -> str:
    return hashed("nobody has this password")
