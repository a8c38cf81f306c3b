"""The program is killed while a company is put under a key, freed of it, or given another: old or new opens it, with every row."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

from crm_desktop.core.errors import StoreRefused, UserError
from crm_desktop.core.store_files import is_plain, key_file
from crm_desktop.data import keys
from crm_desktop.data.opening import opened
from crm_desktop.services.backups import backups
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.protection import (
    NewProtection,
    change_passphrase,
    new_protection,
    new_recovery,
    protect,
    unlock,
    unlock_by_recovery,
    unprotect,
    use_recovery,
)
from tests.torture.killed_work import Work, trial
from tests.torture.shop import CANARY, Tally, found, print_of, rows

PHRASE = "three small dogs"
CHANGES = 40
"""Of a passphrase, in one work: each takes no longer than writing a small file."""
ROWS, PRINT, TOLD, SHEETS = "rows", "print", "told", "sheets"
STAYS = {"shop.crm", "shop.crm.key", "shop.crm.lock", "shop backups", ROWS, PRINT, TOLD}


@contextmanager
def _quick_stretching() -> Iterator[None]:
    """What a guess costs is not what is tried here."""
    usual = keys.Stretching
    keys.Stretching = partial(usual, memory=64, time=1, lanes=1)  # type: ignore[assignment,misc]
    try:
        yield
    finally:
        keys.Stretching = usual  # type: ignore[misc]


@cache
def _protection() -> NewProtection:
    return new_protection(PHRASE)


def _plain(folder: Path) -> None:
    found(folder / "shop.crm")
    (folder / ROWS).write_text(repr(rows(folder / "shop.crm")))


def _protected(folder: Path) -> None:
    _plain(folder)
    protect(folder / "shop.crm", _protection(), FOUNDER)
    (folder / PRINT).write_text(print_of(folder / "shop.crm"))


def _protect(folder: Path) -> None:
    protect(folder / "shop.crm", _protection(), FOUNDER)


def _unprotect(folder: Path) -> None:
    unprotect(folder / "shop.crm", _protection().key, FOUNDER)


def _change_passphrase(folder: Path) -> None:
    for number in range(1, CHANGES + 1):
        change_passphrase(folder / "shop.crm", _protection().key, _phrase(number), FOUNDER)
        with (folder / TOLD).open("ab") as told:
            told.write(b".")


def _change_recovery_key(folder: Path) -> None:
    """Each new sheet is printed before it counts."""
    path = folder / "shop.crm"
    for _number in range(CHANGES):
        new = new_recovery(path, _protection().key)
        with (folder / SHEETS).open("a") as sheets:
            sheets.write(f"{new.sheet_words()}\n")
        use_recovery(path, new, FOUNDER)
        with (folder / TOLD).open("ab") as told:
            told.write(b".")


def _phrase(number: int) -> str:
    return f"{PHRASE} {number}" if number else PHRASE


def _plain_or_protected(folder: Path) -> list[str]:
    """As somebody does who knows the passphrase: it is asked for where the company wants one. The same rows are as sound as they were."""
    path = folder / "shop.crm"
    try:
        with opened(path):
            key, harm = None, list[str]()
    except StoreRefused:
        key = unlock(path, PHRASE)
        with opened(path, key):
            pass
        harm = [] if unlock_by_recovery(path, _protection().sheet_words()) == key else ["the recovery key opens another store"]
    harm += ["a key lies beside a plain store"] if key is None and key_file(path).exists() else []
    harm += [f"{each.name} stayed" for each in folder.iterdir() if each.name not in STAYS]
    harm += [] if repr(rows(path, key)) == (folder / ROWS).read_text() else ["its rows are others"]
    return harm + _bad_backups(folder)


def _plain_or_unreadable(folder: Path) -> list[str]:
    harm = _plain_or_protected(folder)
    return harm if is_plain(folder / "shop.crm") else harm + list(_readable(folder))


def _readable(folder: Path) -> Iterator[str]:
    word = CANARY.split()[1].encode()
    return (f"{each.name} can be read by anybody" for each in folder.rglob("*") if each.is_file() and word in each.read_bytes())


def _bad_backups(folder: Path) -> list[str]:
    """Each that counts as verified holds the same rows, and opens with the passphrase where it has one."""
    harm = []
    for each in backups(folder / "shop.crm"):
        key = unlock(each.path, PHRASE) if each.manifest is not None and each.manifest.encrypted else None
        if each.verified and repr(rows(each.path, key)) != (folder / ROWS).read_text():
            harm.append(f"{each.path.name} counts as verified and differs")
    return harm


def _last_or_next_passphrase(folder: Path) -> list[str]:
    path = folder / "shop.crm"
    told = _told(folder)
    opening = [number for number in (told, told + 1) if _opens(unlock, path, _phrase(number))]
    harm = [] if len(opening) == 1 else [f"after {told} changes were told, it opens with {opening}"]
    harm += [] if print_of(path) == (folder / PRINT).read_text() else ["the store itself was changed"]
    harm += [] if unlock_by_recovery(path, _protection().sheet_words()) == _protection().key else ["the recovery key opens another store"]
    with opened(path, _protection().key):
        pass
    return harm


def _last_or_next_sheet(folder: Path) -> list[str]:
    path = folder / "shop.crm"
    told = _told(folder)
    printed = (folder / SHEETS).read_text().splitlines() if (folder / SHEETS).exists() else []
    sheets = [_protection().sheet_words(), *printed]
    opening = [number for number, words in enumerate(sheets) if _opens(unlock_by_recovery, path, words)]
    harm = [] if opening in ([told], [told + 1]) else [f"after {told} changes were told, it opens with {opening}"]
    harm += [] if print_of(path) == (folder / PRINT).read_text() else ["the store itself was changed"]
    return harm + ([] if _opens(unlock, path, PHRASE) else ["the passphrase does not open it any more"])


def _opens(way: Callable[[Path, str], bytes], path: Path, words: str) -> bool:
    try:
        return way(path, words) == _protection().key
    except UserError:
        return False


def _told(folder: Path) -> int:
    return (folder / TOLD).stat().st_size if (folder / TOLD).exists() else 0


WORKS = {
    "protect": Work(_plain, _protect, _plain_or_unreadable),
    "unprotect": Work(_protected, _unprotect, _plain_or_protected),
    "another recovery key": Work(_protected, _change_recovery_key, _last_or_next_sheet),
    "another passphrase": Work(_protected, _change_passphrase, _last_or_next_passphrase),
}


def _trial(work: Work, folder: Path, rounds: int, seed: int) -> Tally:
    with _quick_stretching():
        _protection()  # once for all children
        return trial(work, folder, rounds, seed)


TRIALS: dict[str, Callable[[Path, int, int], Tally]] = {name: partial(_trial, work) for name, work in WORKS.items()}
