"""Backups: taken while others write, on a disk that fills up, and brought back. Each is what it was taken of, to the last row."""

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from crm_desktop.core.errors import UserError
from crm_desktop.data import durable
from crm_desktop.data.backup import verify_backup
from crm_desktop.data.contents import Table
from crm_desktop.data.database import fetch
from crm_desktop.data.manifest import Backup
from crm_desktop.data.opening import opened
from crm_desktop.services.backups import back_up, restore_backup
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.orders import place_order
from tests.torture import daily_work
from tests.torture.kill_rounds import HALF, LINES
from tests.torture.shop import KEYS, Tally, count, everything_open, found, rows, turns, wait_for, wanted, work_begun

A_SECOND = 200
"""Commits that the other program makes, where the computer is fast enough."""
DISK = 16
"""Megabytes of the small disk."""


def under_load(folder: Path, rounds: int, seed: int) -> Tally:
    """Another program commits meanwhile, and rests while a backup is brought back: the store shall not outgrow the trial."""
    path, harm, done = folder / f"shop-{seed}.crm", [], 0
    found(path)
    child = work_begun(partial(_write, path))
    try:
        os.kill(child, signal.SIGSTOP)
        for number in turns(rounds):
            done += 1
            made = _beside_the_other(path, folder / "backups", child)
            harm += [f"backup {number}: {each}" for each in _brought_back(made, folder / f"back{number}", None)]
            made.path.unlink()
    finally:
        os.kill(child, signal.SIGKILL)
        wait_for(child)
    with opened(path):
        committed = count("sales_order") - 3
    harm += [] if committed >= done else [f"the other program committed only {committed} times"]
    return Tally(done, f"{committed:,} orders were committed meanwhile; each backup was restored", tuple(harm))


def _write(path: Path) -> None:
    with opened(path):
        while True:
            since = time.monotonic()
            place_order(wanted(lines=LINES), FOUNDER)
            time.sleep(max(0.0, 1 / A_SECOND - (time.monotonic() - since)))


def _beside_the_other(path: Path, folder: Path, child: int) -> Backup:
    os.kill(child, signal.SIGCONT)
    try:
        with opened(path):
            before = count("operation")
            while count("operation") == before:
                time.sleep(0.001)
            return back_up(FOUNDER, folder)
    finally:
        os.kill(child, signal.SIGSTOP)


def _brought_back(made: Backup, folder: Path, key: bytes | None) -> list[str]:
    assert made.manifest is not None
    folder.mkdir()
    restore_backup(folder / "shop.crm", made.path, FOUNDER, key)
    harm = [] if made.verified else ["it does not count as verified"]
    harm += _differing(rows(folder / "shop.crm", key), made.manifest.seen.tables)
    with opened(folder / "shop.crm", key):
        harm += [f"{half} orders are half there" for (half,) in fetch(HALF) if half]
    shutil.rmtree(folder)
    return harm


def _differing(found: dict[str, Table], wanted: dict[str, Table]) -> list[str]:
    return [f"{name} is not as it was" for name in sorted(found.keys() | wanted.keys()) if found.get(name) != wanted.get(name)]


def drill(folder: Path, rounds: int, seed: int) -> Tally:
    """A day's work, a backup, another day's work, and the first day's evening is brought back in the store's place."""
    harm, tables = [], 0
    for number in range(rounds):
        for kind, key in KEYS.items():
            path, chance = folder / f"{kind}{number}" / "shop.crm", random.Random(seed + number)
            path.parent.mkdir()
            found(path, key)
            with opened(path, key):
                daily_work.work(chance, lambda _change: None, at_most=20)
                evening, made = everything_open(), back_up(FOUNDER)
                daily_work.work(chance, lambda _change: None, at_most=20)
            restore_backup(path, made.path, FOUNDER, key)
            harm += [f"{kind}, day {number}: {each}" for each in _differing(rows(path, key), evening)]
            tables = len(evening)
            shutil.rmtree(path.parent)
    return Tally(rounds, f"plain and encrypted, each of {tables} tables compared", tuple(harm))


def full_disk(folder: Path, rounds: int, seed: int) -> Tally:
    """The disk of the backups is full after so many bytes, drawn among all that a backup needs. Only root mounts a small disk."""
    chance, path, stick, harm = random.Random(seed), folder / "shop.crm", folder / "stick", list[str]()
    found(path)
    with _small_disk(stick) as is_there:
        if not is_there:
            return Tally(0, "no disk can be mounted here")
        with opened(path):
            good = back_up(FOUNDER, stick)
            before = {each.name: each.read_bytes() for each in stick.iterdir()}
            for _round in range(rounds):
                room = chance.randrange(good.size)
                harm += [f"{room} bytes of {good.size}: {each}" for each in _backed_up_with(room, stick)]
                (stick / "full").unlink()
                if {each.name: each.read_bytes() for each in stick.iterdir()} != before:
                    harm.append(f"{room} bytes of {good.size}: the folder is not as it was")
        harm += [] if verify_backup(good.path, None).verified else ["the good backup does not verify any more"]
    return Tally(rounds, "the good backup stayed byte for byte, and each time it was told", tuple(harm))


def _backed_up_with(room: int, stick: Path) -> list[str]:
    """Room enough is asked for before; here it vanishes meanwhile."""
    free = shutil.disk_usage(stick).free
    with (stick / "full").open("wb", buffering=0) as file:
        file.write(bytes(max(0, free - room)))
    asked, durable.demand_room = durable.demand_room, lambda _folder, _size: None
    try:
        back_up(FOUNDER, stick)
    except UserError as error:
        return [] if "full" in str(error) else [f"told in other words: {error}"]
    finally:
        durable.demand_room = asked
    return ["a backup was made where there was no room"]


@contextmanager
def _small_disk(place: Path) -> Iterator[bool]:
    place.mkdir()
    order = ["mount", "-t", "tmpfs", "-o", f"size={DISK}m", "tmpfs", str(place)]
    is_there = hasattr(os, "geteuid") and os.geteuid() == 0 and not subprocess.run(order, check=False, capture_output=True).returncode
    try:
        yield is_there
    finally:
        if is_there:
            subprocess.run(["umount", "-l", str(place)], check=True)
