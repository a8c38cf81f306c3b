"""Kill a program in the middle of a day's work, again and again, and look whether anything it acknowledged is lost.

Not on Windows, which cannot fork.
"""

import os
import random
import shutil
import signal
import time
from contextlib import closing
from functools import partial
from pathlib import Path

from crm_desktop.core.changes import Change
from crm_desktop.data.database import SETTINGS, LocalStore, fetch
from crm_desktop.data.lock import state_folder
from crm_desktop.data.opening import opened
from tests.torture import daily_work
from tests.torture.shop import KEY, Tally, found, unsound

LINES = 3
HALF = f"""SELECT COUNT(*) FROM sales_order
WHERE line_count <> {LINES} OR (SELECT COUNT(*) FROM order_line WHERE order_id = sales_order.id) <> {LINES}"""
LOOK_EVERY = 50
"""Rounds on one store: it stays as small as a new company's, so that each round is short."""
IN_A_JOURNAL = {"journal_mode": "delete", "synchronous": 3}
"""The other way SQLite has of keeping a store whole. No store of ours is kept so: it shows that nothing rests on the log alone."""


def trial(key: bytes | None, settings: dict[str, int | str], folder: Path, rounds: int, seed: int) -> Tally:
    acknowledged, harm, left, chance = 0, [], rounds, random.Random(seed)
    usual = dict(SETTINGS)
    found(folder / "template.crm", key)
    SETTINGS.update(settings)
    try:
        while left > 0:
            path = folder / f"{left}" / "shop.crm"
            path.parent.mkdir()
            shutil.copy(folder / "template.crm", path)
            told, problems = _rounds_of_one(path, key, min(left, LOOK_EVERY), chance)
            acknowledged, left = acknowledged + told, left - LOOK_EVERY
            harm += problems
            shutil.rmtree(path.parent)
    finally:
        SETTINGS.update(usual)
    harm += [] if acknowledged else ["nothing was ever saved"]
    return Tally(rounds, f"{acknowledged:,} operations were acknowledged", tuple(harm))


def _rounds_of_one(path: Path, key: bytes | None, rounds: int, chance: random.Random) -> tuple[int, list[str]]:
    acknowledged: set[int] = set()
    for _round in range(rounds):
        acknowledged |= _one_round(path, key, chance)
    _let_go(path, key)
    with opened(path, key):
        there = {row[0] for row in fetch("SELECT id FROM operation")}
        ((half,),) = fetch(HALF)
        problems = unsound()
    lost = len(acknowledged - there)
    problems += [f"{lost} acknowledged operations are lost"] if lost else []
    return len(acknowledged), problems + ([f"{half} orders are half there"] if half else [])


def _one_round(path: Path, key: bytes | None, chance: random.Random) -> set[int]:
    """Operations that were acknowledged before the program was killed. Its opening looks the store through, as after any crash."""
    after, seed = chance.uniform(0.005, 0.12), chance.random()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work_until_killed(path, key, writing, seed)
    os.close(writing)
    with os.fdopen(reading, "rb") as acknowledgements:
        first = acknowledgements.read(8)
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
        told = first + acknowledgements.read()
    os.waitpid(child, 0)
    return {int.from_bytes(told[place : place + 8], "big") for place in range(0, len(told) // 8 * 8, 8)}


def _work_until_killed(path: Path, key: bytes | None, acknowledge: int, seed: float) -> None:
    def tell(change: Change) -> None:
        os.write(acknowledge, change.operation.to_bytes(8, "big"))

    try:
        _let_go(path, key)
        with opened(path, key):
            daily_work.work(random.Random(seed), tell)
    finally:
        os._exit(1)


def _let_go(path: Path, key: bytes | None) -> None:
    """Let SQLite take back what a journal holds: a store that is looked at without a byte written to it has a log, or nothing."""
    if path.with_name(f"{path.name}-journal").exists():
        store = LocalStore(path, key)
        store.connect()
        with closing(store):
            store.execute_sql("SELECT COUNT(*) FROM sqlite_master").fetchall()


def every_start_is_silent(folder: Path, rounds: int, seed: int) -> Tally:
    """A window's program is killed, and the next one starts: nobody is kept out by what it left, and nothing is asked."""
    chance, harm, path = random.Random(seed), [], folder / "shop.crm"
    found(path)
    for number in range(rounds):
        child = os.fork()
        if child == 0:
            _sit_there(path)
        marks = state_folder(path)
        while not list(marks.glob("window-*")):
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.05))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        try:
            with opened(path, window=True):
                pass
        except Exception as error:
            harm.append(f"round {number}: {error}")
        harm += [f"round {number}: {left.name} stayed" for left in marks.glob("window-*")]
    return Tally(rounds, "killed, and started again", tuple(harm))


def _sit_there(path: Path) -> None:
    try:
        with opened(path, window=True):
            time.sleep(60)
    finally:
        os._exit(1)


TRIALS = {
    "killed": partial(trial, None, {}),
    "killed-encrypted": partial(trial, KEY, {}),
    "killed-journal": partial(trial, None, IN_A_JOURNAL),
}
