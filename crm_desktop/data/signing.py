"""The end of the history, signed: at each clean exit and in each backup. Who rewrites the history from its start cannot sign it again.

The key is made of the data key, where the store is protected; else it lies in this computer's settings, not beside the store. What other
computers signed cannot be judged here, and is passed over.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from crm_desktop.core.i18n import _
from crm_desktop.core.paths import settings_file
from crm_desktop.core.read_json import read_json
from crm_desktop.core.store_files import state_folder
from crm_desktop.data import durable

MOST = 100
"""Records that are kept beside a store: its last end, and restores, which are few."""
_KEY_BYTES = 32


class What(StrEnum):
    END = "end"
    BEGUN = "begun"
    """From here on the history may be another: a restore put an older one in its place, or the file is new."""


@dataclass(frozen=True, slots=True)
class Signed:
    """`by` names the key and tells nothing of it; `at` is UTC as in ISO 8601."""

    what: str
    sequence: int
    link: str
    at: str
    by: str
    seal: str

    @classmethod
    def from_stated(cls, stated: Any) -> "Signed":
        """Raises ValueError for what is none of ours."""
        try:
            return cls(**{**stated, "sequence": int(stated["sequence"])})
        except (TypeError, KeyError) as error:
            raise ValueError("signed") from error

    def when(self) -> str:
        return f"{datetime.fromisoformat(self.at).astimezone():%Y-%m-%d %H:%M}"


def sign(key: bytes, what: What, sequence: int, link: str) -> Signed:
    at = datetime.now(UTC).isoformat()  # with its fraction: a backup may be made in the second after a restore
    return Signed(what, sequence, link, at, _name(key), _seal(key, what, sequence, link, at))


def is_genuine(key: bytes, signed: Signed) -> bool:
    return hmac.compare_digest(_seal(key, signed.what, signed.sequence, signed.link, signed.at), signed.seal)


def key_for(store_key: bytes | None) -> bytes:
    """What signs this store's history."""
    if store_key is not None:
        return hmac.new(store_key, b"crm-desktop chain", hashlib.sha256).digest()
    file = settings_file().with_name("signing.key")
    try:
        key = bytes.fromhex(file.read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        key = b""
    if len(key) != _KEY_BYTES:
        key = os.urandom(_KEY_BYTES)
        durable.make_folder(file.parent)
        durable.write_text(file, key.hex())
    return key


def sign_here(sequence: int, link: str) -> Signed | None:
    """An end of a history that leaves the store without its key. None where the settings cannot hold a key to sign with."""
    try:
        return sign(key_for(None), What.END, sequence, link)
    except OSError:
        return None


class Judged(StrEnum):
    GENUINE = "genuine"
    FALSE = "false"
    """Signed on this computer, and not of this end."""
    UNKNOWN = "unknown"
    """Not signed, or on another computer."""


def judged_here(signed: Signed | None, sequence: int, link: str) -> Judged:
    try:
        key = key_for(None)
    except OSError:
        return Judged.UNKNOWN
    if signed is None or signed.by != _name(key):
        return Judged.UNKNOWN
    same = (signed.what, signed.sequence, signed.link) == (What.END, sequence, link)
    return Judged.GENUINE if same and is_genuine(key, signed) else Judged.FALSE


def note(store: Path, store_key: bytes | None, what: What, sequence: int, link: str) -> None:
    """Keep the newest end, and every beginning. Written only when something is new: most programs only read."""
    kept = [each for each in records(store) if What.BEGUN in (each.what, what)]
    last = next((each for each in records(store) if each.what == What.END), None)
    key = key_for(store_key)
    if what == What.END and last is not None and (last.sequence, last.link, last.by) == (sequence, link, _name(key)):
        return
    made = [*kept, sign(key, what, sequence, link)][-MOST:]
    folder = state_folder(store)
    folder.mkdir(mode=0o700, exist_ok=True)
    durable.write_text(signed_file(store), json.dumps([asdict(each) for each in made], indent=1))


def begin(store: Path, store_key: bytes | None) -> None:
    """A new file in the place of one that is gone: what was signed of that, here or in backups of the same name, is another's."""
    if state_folder(store).exists() or store.with_name(f"{store.stem} backups").exists():
        note(store, store_key, What.BEGUN, 0, "")


def records(store: Path) -> list[Signed]:
    """Nothing where nothing was signed yet, or where nobody can read it any more."""
    try:
        return [Signed.from_stated(stated) for stated in read_json(signed_file(store).read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        return []


def problems(key: bytes, found: Iterable[Signed], link_at: Callable[[int], str | None]) -> Iterator[str]:
    """Where the history, whose link at a sequence can be asked for, is not the one that was signed: each such end must still be in it."""
    own = [each for each in found if each.by == _name(key)]
    for each in own:
        if not is_genuine(key, each):
            yield _("what was signed on {moment} was changed afterwards").format(moment=each.when())
    genuine = [each for each in own if is_genuine(key, each)]
    begun = [each for each in genuine if each.what == What.BEGUN]
    ends = sorted((each for each in genuine if each.what == What.END and not _is_void(each, begun)), key=lambda each: each.sequence)
    good = 0
    for each in ends:
        link = link_at(each.sequence)
        if link == each.link:
            good = each.sequence
            continue
        if link is None:
            text = _("operation {number}, which was the last one on {moment}, is not there any more")
        else:
            text = _("history was rewritten after operation {good}: operation {number} is not the one that was signed on {moment}")
        yield text.format(number=each.sequence, moment=each.when(), good=good)
        return


def _is_void(end: Signed, begun: list[Signed]) -> bool:
    return any(each.at >= end.at and each.sequence < end.sequence for each in begun)


def signed_file(store: Path) -> Path:
    return state_folder(store) / "signed.json"


def _name(key: bytes) -> str:
    return hashlib.sha256(b"crm-desktop signer" + key).hexdigest()[:16]


def _seal(key: bytes, *parts: object) -> str:
    return hmac.new(key, json.dumps([str(part) for part in parts]).encode(), hashlib.sha256).hexdigest()
