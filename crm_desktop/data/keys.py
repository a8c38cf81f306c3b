"""The key of a protected store: 32 random bytes that nobody ever sees, sealed by a passphrase and again by a recovery key.

The sealed copies lie in a small file beside the store, and in each backup's manifest. Another passphrase seals the same key anew: no byte
of the store changes, and backups from before open with the passphrase of their day, or with the recovery key.
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from crm_desktop.core.errors import StoreRefused
from crm_desktop.core.i18n import _
from crm_desktop.core.passphrases import LEAST, demand_good, normal
from crm_desktop.core.read_json import read_json
from crm_desktop.core.recovery_key import new_recovery_key
from crm_desktop.core.store_files import key_file
from crm_desktop.data import durable

KIND = "crm-desktop key"
FORM = 1
KEY_BYTES = 32
_NONCE, _SALT = 12, 16
_MEMORY, _TIME, _LANES = 65_536, 3, 4
"""Argon2id as RFC 9106 recommends second: 64 MiB, three passes."""
_MOST = {"memory": 1_048_576, "time": 16, "lanes": 16}
"""What a file may ask for: a prepared one shall not take the computer's whole memory."""
_LEAST_PER_LANE = 8
"""KiB, below which Argon2 does nothing."""


class WrongKey(StoreRefused):
    """This passphrase or recovery key does not open it. Nothing was changed, and it can be tried again."""


@dataclass(frozen=True, slots=True)
class Stretching:
    """How a passphrase becomes a key: `memory` in KiB."""

    salt: bytes
    memory: int = _MEMORY
    time: int = _TIME
    lanes: int = _LANES


@dataclass(frozen=True, slots=True)
class Keys:
    """`name` is the same for every copy of one data key, and tells nothing of it."""

    name: str
    stretching: Stretching
    by_passphrase: bytes
    by_recovery: bytes

    def to_json(self) -> str:
        return json.dumps(self.stated(), indent=1)

    def stated(self) -> dict[str, Any]:
        stretching = {**asdict(self.stretching), "salt": _text(self.stretching.salt)}
        return {
            "kind": KIND, "form": FORM, "name": self.name, "argon2id": stretching,
            "passphrase": _text(self.by_passphrase), "recovery": _text(self.by_recovery),
        }  # fmt: skip

    @classmethod
    def from_stated(cls, stated: Mapping[str, Any]) -> "Keys":
        """Raises ValueError for what is none of ours."""
        try:
            if (stated["kind"], stated["form"]) != (KIND, FORM):
                raise ValueError(stated["kind"])
            how = stated["argon2id"]
            numbers = {name: int(how[name]) for name in _MOST}
            if not all(0 < number <= _MOST[name] for name, number in numbers.items()):
                raise ValueError(numbers)
            stretching = Stretching(_bytes(how["salt"]), **numbers)
            if len(stretching.salt) < _SALT or stretching.memory < _LEAST_PER_LANE * stretching.lanes:
                raise ValueError(numbers)
            return cls(str(stated["name"]), stretching, _bytes(stated["passphrase"]), _bytes(stated["recovery"]))
        except (TypeError, KeyError) as error:
            raise ValueError(KIND) from error


def made_keys(passphrase: str) -> tuple[bytes, Keys, bytes]:
    """A new data key, what seals it, and the recovery key to be printed. Raises UserError for a passphrase that is too easy."""
    demand_good(passphrase, LEAST)
    key, recovery, stretching = secrets.token_bytes(KEY_BYTES), new_recovery_key(), Stretching(secrets.token_bytes(_SALT))
    name = name_of(key)
    by_passphrase = _seal(_stretched(passphrase, stretching), key, _about(name, "passphrase"))
    return key, Keys(name, stretching, by_passphrase, _seal(_spread(recovery), key, _about(name, "recovery"))), recovery


def by_passphrase(keys: Keys, passphrase: str) -> bytes:
    """The data key. Takes about 0.2 seconds and 64 MB. Raises WrongKey."""
    key = _unseal(_stretched(passphrase, keys.stretching), keys.by_passphrase, _about(keys.name, "passphrase"))
    if key is None:
        raise WrongKey(_("This is not the passphrase of this company. Nothing was changed; try again, or use the recovery key."))
    return key


def by_recovery(keys: Keys, recovery: bytes) -> bytes:
    """The data key. Raises WrongKey."""
    key = _unseal(_spread(recovery), keys.by_recovery, _about(keys.name, "recovery"))
    if key is None:
        raise WrongKey(_("This is the recovery key of another company. Nothing was changed; look for the sheet of this one."))
    return key


def with_passphrase(keys: Keys, key: bytes, passphrase: str) -> Keys:
    """The same data key under another passphrase; the recovery key stays what it was. Raises UserError for one that is too easy."""
    demand_good(passphrase, LEAST)
    stretching = Stretching(secrets.token_bytes(_SALT))
    return replace(
        keys, stretching=stretching, by_passphrase=_seal(_stretched(passphrase, stretching), key, _about(keys.name, "passphrase"))
    )


def with_recovery(keys: Keys, key: bytes) -> tuple[Keys, bytes]:
    """The same data key under another recovery key, which is to be printed; the passphrase stays what it was."""
    recovery = new_recovery_key()
    return replace(keys, by_recovery=_seal(_spread(recovery), key, _about(keys.name, "recovery"))), recovery


def name_of(key: bytes) -> str:
    return hmac.new(key, b"crm-desktop name", hashlib.sha256).hexdigest()[:16]


def write_keys(store: Path, keys: Keys) -> None:
    """Whole or not at all, also after a power cut."""
    durable.write_text(key_file(store), keys.to_json())


def read_keys(store: Path) -> Keys | None:
    """What seals this store's or backup's key; None where nothing lies beside it, as with one whose key its owner keeps.

    Raises StoreRefused where it cannot be read: a copy lies with each backup.
    """
    path = key_file(store)
    try:
        return Keys.from_stated(read_json(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        text = _("{path} cannot be read, and without it the company cannot be opened. Nothing was changed; its backups hold a copy.")
        raise StoreRefused(text.format(path=path)) from error


def _stretched(passphrase: str, how: Stretching) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(normal(passphrase).encode(), how.salt, how.time, how.memory, how.lanes, KEY_BYTES, Type.ID)


def _spread(recovery: bytes) -> bytes:
    """128 random bits need no stretching."""
    return hmac.new(recovery, b"crm-desktop recovery", hashlib.sha256).digest()


def _about(name: str, what: str) -> bytes:
    """Sealed along: the two copies, and those of two stores, cannot stand for each other."""
    return f"{KIND} {FORM} {name} {what}".encode()


def _seal(by: bytes, key: bytes, about: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(by).encrypt(nonce, key, about)


def _unseal(by: bytes, sealed: bytes, about: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(by).decrypt(sealed[:_NONCE], sealed[_NONCE:], about)
    except (InvalidTag, ValueError):  # a nonce that was cut short is a ValueError
        return None


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
