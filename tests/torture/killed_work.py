"""The program is killed at any moment of something long: afterwards all is as before, or all is done. Never anything between."""

import random
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from crm_desktop.data.database import fetch
from crm_desktop.data.manifest import default_folder, newest_verified
from crm_desktop.data.opening import opened
from crm_desktop.exchange.importing import run_import
from crm_desktop.services.backups import back_up, backups, restore_backup
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.customers import CustomerInput, add_customer
from crm_desktop.services.erasing import erase_customer
from crm_desktop.services.orders import cancel_order
from tests.torture.shop import CANARY, Tally, count, everything_open, found, killed, rows, seconds_of, turns, unsound

IMPORTED = 400
ROWS = "rows"
"""What was in the store before."""
MAPPING = """
source = "another program"
[[file]]
path = "customers.csv"
[file.customer]
id = "Nr"
number = "Nr"
name = "Name"
"""


class Work(NamedTuple):
    """`prepare` makes the folder's store, and writes what is in it to ROWS where it needs a key; `do` is what is killed.

    `look` says what is neither as before nor done.
    """

    prepare: Callable[[Path], None]
    do: Callable[[Path], None]
    look: Callable[[Path], list[str]]


def _with_store(folder: Path) -> None:
    found(folder / "shop.crm")


def _with_backup(folder: Path) -> None:
    _with_store(folder)
    with opened(folder / "shop.crm"):
        back_up(FOUNDER)


def _with_later_work(folder: Path) -> None:
    _with_backup(folder)
    with opened(folder / "shop.crm"):
        add_customer(CustomerInput("Later"), FOUNDER)


def _with_files(folder: Path) -> None:
    _with_store(folder)
    lines = [f"X-{number},Customer {number}" for number in range(IMPORTED)]
    (folder / "customers.csv").write_text("\n".join(["Nr,Name", *lines]) + "\n", encoding="utf-8")
    (folder / "shop.toml").write_text(MAPPING, encoding="utf-8")


def _with_canary(folder: Path) -> None:
    _with_store(folder)
    with opened(folder / "shop.crm"):
        cancel_order(2, "she goes", FOUNDER)


def _back_up(folder: Path) -> None:
    with opened(folder / "shop.crm"):
        back_up(FOUNDER)


def _restore(folder: Path) -> None:
    newest = newest_verified(default_folder(folder / "shop.crm"), "shop")
    assert newest is not None
    restore_backup(folder / "shop.crm", newest.path, FOUNDER)


def _import(folder: Path) -> None:
    with opened(folder / "shop.crm"):
        run_import(folder / "shop.toml", None, by=FOUNDER)


def _erase(folder: Path) -> None:
    with opened(folder / "shop.crm"):
        erase_customer(2, FOUNDER)


def _every_backup_is_whole(folder: Path) -> list[str]:
    kept = [each for each in backups(folder / "shop.crm") if each.verified]
    store = _backed_up(folder / "shop.crm")
    harm = [] if kept else ["no verified backup is left"]
    return harm + [f"{each.path.name} counts as verified and differs" for each in kept if _backed_up(each.path) != store]


def _backed_up(path: Path) -> dict[str, Any]:
    """Without the line that says that a backup was made, which only the store has."""
    return {name: table for name, table in rows(path).items() if name not in ("access_log", "sqlite_sequence")}


def _old_or_restored(folder: Path) -> list[str]:
    with opened(folder / "shop.crm"):
        there = [name for (name,) in fetch("SELECT name FROM customer ORDER BY id")]
        broken = _unless_as_before(folder)
    old = ["Ada", CANARY, "Bob"]
    return broken + ([] if there in (old, [*old, "Later"]) else [f"customers are {there}"])


def _all_or_none_came_in(folder: Path) -> list[str]:
    with opened(folder / "shop.crm"):
        there, broken = count("customer") - 3, _unless_as_before(folder)
    return broken + ([] if there in (0, IMPORTED) else [f"{there} of {IMPORTED} came in"])


def _there_or_gone(folder: Path) -> list[str]:
    with opened(folder / "shop.crm"):
        ((name,),) = fetch("SELECT name FROM customer WHERE id = 2")
        broken = _unless_as_before(folder)
    left = CANARY.split()[1].encode() in (folder / "shop.crm").read_bytes()
    return broken + (["erased, and still readable in the file"] if left and name != CANARY else [])


def _unless_as_before(folder: Path) -> list[str]:
    """What is wrong with the open store. The same rows are as sound as they were."""
    return [] if repr(everything_open()) == (folder / ROWS).read_text() else unsound()


WORKS = {
    "backup": Work(_with_backup, _back_up, _every_backup_is_whole),
    "restore": Work(_with_later_work, _restore, _old_or_restored),
    "import": Work(_with_files, _import, _all_or_none_came_in),
    "erasure": Work(_with_canary, _erase, _there_or_gone),
}


def trial(work: Work, folder: Path, rounds: int, seed: int) -> Tally:
    chance, template, harm, ended, done = random.Random(seed), folder / "template", [], 0, 0
    template.mkdir()
    work.prepare(template)
    if not (template / ROWS).exists():
        (template / ROWS).write_text(repr(rows(template / "shop.crm")))
    long = seconds_of(partial(work.do, _copy(template, folder / "whole")))
    harm += [f"not even killed: {each}" for each in work.look(folder / "whole")]
    for number in turns(rounds):
        place = _copy(template, folder / f"round{number}")
        after = chance.uniform(0, long)
        ended += not killed(partial(work.do, place), after)
        done += 1
        harm += [f"killed after {after:.3f} s: {each}" for each in work.look(place)]
        shutil.rmtree(place)
    return Tally(done, f"{done - ended} killed on the way, the others had ended", tuple(harm))


def _copy(template: Path, place: Path) -> Path:
    shutil.copytree(template, place)
    return place


TRIALS: dict[str, Callable[[Path, int, int], Tally]] = {name: partial(trial, work) for name, work in WORKS.items()}
