"""The torture chamber: what may happen to a store happens to one, again and again. It ends with 1 where anything was lost.

`python -m tests.torture [--rounds N | --short] [--minutes N] [--seed N] [TRIAL ...]`: N rounds of each, or as many as stand beside it here.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from math import inf
from pathlib import Path
from typing import NamedTuple

from tests.server import fast_place
from tests.torture import (
    backups,
    changed_history,
    damaged_files,
    full_disk,
    hostile_pictures,
    kill_rounds,
    killed_keys,
    killed_scripts,
    killed_work,
    naughty,
    power_cuts,
    rules,
    two_writers,
    wrong_clocks,
)
from tests.torture.killed_scripts import NUMBER as SCRIPTS
from tests.torture.shop import Tally, give, is_stopped, stop


class Trial(NamedTuple):
    """`short` rounds are enough for every change of the program; `rounds` for a release."""

    fault: str
    run: Callable[[Path, int, int], Tally]
    rounds: int
    short: int
    forks: bool = True


EVERY = 1_000_000_000
TRIALS = {
    "killed": Trial("the program is killed in a day's work", kill_rounds.TRIALS["killed"], 1_000, 5),
    "killed-encrypted": Trial("the same, encrypted", kill_rounds.TRIALS["killed-encrypted"], 1_000, 5),
    "killed-journal": Trial("the same, with a journal in place of the log", kill_rounds.TRIALS["killed-journal"], 1_000, 3),
    "silent-starts": Trial("the window's program is killed, and the next one starts", kill_rounds.every_start_is_silent, 100, 3),
    **{
        f"killed-{name.replace(' ', '-')}": Trial(f"the program is killed in a long work: {name}", run, 300, 3)
        for name, run in {**killed_work.TRIALS, **killed_keys.TRIALS}.items()
    },
    "killed-scripts": Trial("the program is killed while a script brings a store up to date", killed_scripts.trial, SCRIPTS * 300, SCRIPTS),
    "restore-drill": Trial("yesterday's backup is brought back", backups.drill, 50, 1, forks=False),
    "backup-under-load": Trial("a backup is taken while another program saves", backups.under_load, 200, 3),
    "backup-full-disk": Trial("the disk fills up while a backup is written", backups.full_disk, 20, 3, forks=False),
    "two-writers": Trial("two programs save to one store at once", two_writers.trial, 1_000, 20),
    "full-disk": Trial("the disk is full, or fails, at a statement of a service", full_disk.trial, 3_000, 22, forks=False),
    "cut": Trial("a store's file is cut off", damaged_files.cut, 2_000, 20, forks=False),
    "cut-everywhere": Trial("a small store's file is cut off at every byte", damaged_files.cut_everywhere, EVERY, 100, forks=False),
    "spoilt": Trial("a page of a plain store is spoilt", damaged_files.spoilt, 1_000, 5, forks=False),
    "turned": Trial("one bit of an encrypted store is turned", damaged_files.turned, 1_500, 5, forks=False),
    "wrong-clocks": Trial("the clock jumps while people work", wrong_clocks.trial, 100, 2, forks=False),
    "changed-history": Trial("a row of the history is changed behind the program's back", changed_history.trial, 1_000, 5, forks=False),
    "hostile-pictures": Trial("a PDF or picture of somebody else is looked at", hostile_pictures.trial, 24, 4, forks=False),
    "naughty": Trial("people write strings that break programs, everywhere", naughty.trial, EVERY, 30, forks=False),
    "rules": Trial("the tests that are marked `torture`, in full", rules.trial, 2, 1, forks=False),
    "power-cuts": Trial("the power goes while it is written", power_cuts.trial, 2_000, 10, forks=False),
}


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="torture")
    parser.add_argument("--rounds", type=int, help="of each trial")
    parser.add_argument("--short", action="store_true", help="a few rounds of each trial, in less than a minute")
    parser.add_argument("--minutes", type=float, help="that a trial of kills has at most; what it did until then counts")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("trials", nargs="*", metavar="TRIAL", help=", ".join(TRIALS))
    asked = parser.parse_args(words)
    if unknown := [name for name in asked.trials if name not in TRIALS]:
        parser.error(f"there is no trial {unknown[0]}")
    harm = []
    signal.signal(signal.SIGTERM, stop)
    print("| fault | rounds | of them | lost, half or broken | trial | s | of the processor |\n|---|---:|---|---:|---|---:|---:|")
    for name in asked.trials or TRIALS:
        trial = TRIALS[name]
        if is_stopped():
            break
        if trial.forks and not hasattr(os, "fork"):
            print(f"| {trial.fault} | 0 | this system cannot fork | | `{name}` | | |")
            continue
        give(asked.minutes or inf)
        since, worked = time.monotonic(), _worked()
        with tempfile.TemporaryDirectory(prefix="crm-torture-", dir=fast_place()) as folder:
            tally = trial.run(Path(folder), asked.rounds or (trial.short if asked.short else trial.rounds), asked.seed)
        took = f"{time.monotonic() - since:.0f} | {_worked() - worked:.0f}"
        print(f"| {trial.fault} | {tally.rounds:,} | {tally.told} | {len(tally.harm)} | `{name}` | {took} |", flush=True)
        harm += [f"{name}: {each}" for each in tally.harm]
    print(*harm, sep="\n", file=sys.stderr, end="\n" if harm else "")
    return int(bool(harm))


def _worked() -> float:
    """Seconds of the processor so far, with those of children that ended."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
