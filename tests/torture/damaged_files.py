"""A store cut anywhere, or with one bit turned: it is refused, no byte of it is changed, and nobody works on what is not there."""

import os
import random
from contextlib import closing
from pathlib import Path

from sqlcipher3 import dbapi2

from crm_desktop.core.errors import StoreRefused
from crm_desktop.data.lock import Holding, Use, checked_file, held, state_folder
from crm_desktop.data.opening import looked_through, opened
from tests.torture.shop import KEY, KEYS, Tally, found, print_of, rows

PAGE, SMALL_PAGE = 4096, 512
LOOK_EVERY = 500
"""So often it is opened as people do, and each byte compared; else the file's time shows whether anything was written."""
OPENED = "it was opened"


def cut(folder: Path, rounds: int, seed: int) -> Tally:
    """At every length where something begins or ends, and at others drawn among all lengths; plain and encrypted in turn."""
    chance, harm, kinds = random.Random(seed), [], list(KEYS)
    whole = {kind: _made(folder / kind, KEYS[kind]) for kind in kinds}
    for number in range(rounds):
        kind = kinds[number % 2]
        size = len(whole[kind])
        edges = (0, 1, 15, 16, 99, 100, 511, 512, 4095, 4096, 4097, size // 2, size - 4096, size - 1)
        length = edges[number // 2] if number // 2 < len(edges) else chance.randrange(size)
        harm += [
            f"{kind}, {length} bytes of {size}: {each}" for each in _refused(folder / kind / "shop.crm", whole[kind][:length], KEYS[kind])
        ]
    return Tally(rounds, "plain and encrypted", tuple(harm))


def cut_everywhere(folder: Path, rounds: int, seed: int) -> Tally:
    """A small store at each of its lengths, the longest first; with fewer rounds than bytes, at as many lengths as evenly lie there.

    Its lock is held all the time, but for every so many lengths: taking it costs ten times as much as looking at the file.
    """
    path, harm = folder / "shop.crm", list[str]()
    found(path)
    _with_small_pages(path)
    whole = path.read_bytes()
    lengths = range(len(whole) - 1, -1, -max(1, len(whole) // rounds))
    for start in range(0, len(lengths), LOOK_EVERY):
        first, *others = lengths[start : start + LOOK_EVERY]
        harm += [f"{first} bytes: {each}" for each in _refused(path, whole[:first], None)]
        with held(path, Use.COMMAND) as holding:
            for length in others:
                harm += [f"{length} bytes: {each}" for each in _cut_to(path, length, holding)]
    return Tally(len(lengths), f"of {len(whole):,} bytes in pages of {SMALL_PAGE}", tuple(harm))


def _cut_to(path: Path, length: int, holding: Holding) -> list[str]:
    os.truncate(path, length)
    checked_file(path).unlink(missing_ok=True)
    before = path.stat()
    try:
        looked_through(path, None, holding)
        told = [OPENED]
    except StoreRefused:
        told = []
    after = path.stat()
    is_same = (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    return told if is_same else [*told, "the file was changed"]


def _with_small_pages(path: Path) -> None:
    """As few bytes as its tables can have."""
    with closing(dbapi2.connect(path, isolation_level=None)) as connection:
        for statement in ("journal_mode = delete", f"page_size = {SMALL_PAGE}"):
            connection.execute(f"PRAGMA {statement}")
        connection.execute("VACUUM")
        connection.execute("PRAGMA journal_mode = wal")


def turned(folder: Path, rounds: int, seed: int) -> Tally:
    """One bit of an encrypted store, anywhere."""
    chance, harm = random.Random(seed), []
    whole = _made(folder / "encrypted", KEY)
    for _round in range(rounds):
        place, bit = chance.randrange(len(whole)), chance.randrange(8)
        content = bytearray(whole)
        content[place] ^= 1 << bit
        harm += [f"bit {bit} of byte {place}: {each}" for each in _refused(folder / "encrypted" / "shop.crm", bytes(content), KEY)]
    return Tally(rounds, "encrypted", tuple(harm))


def spoilt(folder: Path, rounds: int, seed: int) -> Tally:
    """A page of a plain store is empty, is another one, or is rubbish, after a crash. What SQLite cannot notice must not matter."""
    chance, harm, path = random.Random(seed), [], folder / "plain" / "shop.crm"
    whole = _made(path.parent, None)
    right, pages = rows(path), len(whole) // PAGE
    for _round in range(rounds):
        place, other = chance.randrange(1, pages), chance.randrange(pages)
        page = chance.choice((bytes(PAGE), whole[other * PAGE : (other + 1) * PAGE], chance.randbytes(PAGE)))
        told = _refused(path, whole[: place * PAGE] + page + whole[(place + 1) * PAGE :], None, crashed=True)
        harm += [f"page {place} of {pages}: {each}" for each in told if each != OPENED or rows(path) != right]
    return Tally(rounds, "plain", tuple(harm))


def _made(folder: Path, key: bytes | None) -> bytes:
    folder.mkdir()
    found(folder / "shop.crm", key)
    assert rows(folder / "shop.crm", key)
    return (folder / "shop.crm").read_bytes()


def _refused(path: Path, content: bytes, key: bytes | None, *, crashed: bool = False) -> list[str]:
    path.write_bytes(content)
    checked_file(path).unlink(missing_ok=True)  # it is looked through whenever the last look is too long ago
    if crashed:
        (state_folder(path) / "window-0123456789abcdef.lock").touch()
    before = print_of(path)
    try:
        with opened(path, key):
            return [OPENED]
    except StoreRefused:
        return [] if print_of(path) == before else ["the file was changed"]
