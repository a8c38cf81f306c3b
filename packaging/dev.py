#!/usr/bin/env python3
"""Sets crm-desktop up in this checkout and runs it: `python3 packaging/dev.py run`, `python3 packaging/dev.py test`.

Needs nothing but Python; any from 3.8 on starts it, and it looks for a newer one by itself.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import datetime
from math import inf
from pathlib import Path
from typing import NamedTuple

from devtools import audit, checks, environment, pins, postgres, pythons, qt_libraries, tour
from devtools.console import SetUpTrouble, run, say
from devtools.pythons import Python

ROOT = Path(__file__).resolve().parents[1]
USAGE = """python3 packaging/dev.py [--python PATH] COMMAND

  run                  make the sample company, print its monthly report, open the window (or draw it, where there is no display)
  test [ARGUMENTS]     run the tests; --thorough tries slow rules with many more examples; other arguments go to pytest
  check                ruff, mypy, import contracts
  torture [ARGUMENTS]  do to stores what may happen to them, again and again, and say what was lost; --rounds N of each,
                       --minutes N at most of each, --short for the few of every change; with them the tests marked
                       `torture`, with all the steps and examples of which `test` takes a few
  fuzz [NAME …]        feed the readers of foreign files with what a fuzzer thinks of, --minutes N each; needs `pip install atheris`
  bench [NAME …]       measure, each figure beside its floor; `bench --help` tells the names
  screenshots [FOLDER] draw every page of the window into build/screenshots, or into FOLDER
  audit [ADVISORIES]   list what the program is made of, known weaknesses of it, and weak places of our code;
                       ADVISORIES is a zip of osv.dev's advisories for PyPI, for a computer that cannot ask for them
  pins [--upgrade]     write packaging/requirements*.txt anew from pyproject.toml; --upgrade takes the newest versions

The first time, what is needed is installed into .venv; after that a start takes seconds.
--python PATH          use this Python; without it the newest from 3.11 to 3.14 that is found
"""


def _run(chosen: Python, arguments: list[str]) -> int:
    python = environment.prepare(ROOT, chosen)
    qt_libraries.ensure(python)
    return tour.show(python, ROOT, datetime.now().astimezone().date())


def _test(chosen: Python, arguments: list[str]) -> int:
    python = environment.prepare(ROOT, chosen)
    qt_libraries.ensure(python)
    return checks.test(python, ROOT, arguments)


def _check(chosen: Python, arguments: list[str]) -> int:
    return checks.check(environment.prepare(ROOT, chosen), ROOT)


def _bench(chosen: Python, arguments: list[str]) -> int:
    python = environment.prepare(ROOT, chosen)
    qt_libraries.ensure(python)
    env = {**qt_libraries.offscreen(), **postgres.environment(python, ROOT)}
    return run([str(python), "-m", "tests.benchmarks.bench", *arguments], cwd=ROOT, env=env)


def _torture(chosen: Python, arguments: list[str]) -> int:
    python = environment.prepare(ROOT, chosen)
    qt_libraries.ensure(python)
    env = {**qt_libraries.offscreen(), **postgres.environment(python, ROOT)}
    return run([str(python), "-m", "tests.torture", *arguments], cwd=ROOT, env=env)


def _fuzz(chosen: Python, arguments: list[str]) -> int:
    python = environment.prepare(ROOT, chosen)
    return run([str(python), "-m", "tests.torture.fuzz", *arguments], cwd=ROOT)


def _screenshots(chosen: Python, arguments: list[str]) -> int:
    python = environment.prepare(ROOT, chosen)
    qt_libraries.ensure(python)
    folder = Path(arguments[0]).resolve() if arguments else ROOT / "build" / "screenshots"
    say(f"{len(tour.take_pictures(python, ROOT, folder))} pictures of the window: {folder}")
    return 0


def _audit(chosen: Python, arguments: list[str]) -> int:
    return audit.audit(environment.prepare(ROOT, chosen), ROOT, Path(arguments[0]) if arguments else None)


def _pins(chosen: Python, arguments: list[str]) -> int:
    pins.write(ROOT, chosen, upgrade="--upgrade" in arguments)
    return 0


class Command(NamedTuple):
    work: Callable[[Python, list[str]], int]
    most_arguments: float  # further ones are refused, not ignored


COMMANDS = {
    "run": Command(_run, 0),
    "test": Command(_test, inf),
    "check": Command(_check, 0),
    "torture": Command(_torture, inf),
    "fuzz": Command(_fuzz, inf),
    "bench": Command(_bench, inf),
    "screenshots": Command(_screenshots, 1),
    "audit": Command(_audit, 1),
    "pins": Command(_pins, 1),
}


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(usage=USAGE, add_help=False, allow_abbrev=False)
    parser.add_argument("--python")
    options, rest = parser.parse_known_args(words)
    if not rest or rest[0] in {"-h", "--help", "help"}:
        parser.print_usage()
        return 0 if rest else 2
    name, *arguments = rest
    if name not in COMMANDS:
        parser.error(f"there is no command {name}")
    if len(arguments) > COMMANDS[name].most_arguments:
        parser.error(f"{name} takes no {arguments[-1]}")
    try:
        return COMMANDS[name].work(pythons.choose(options.python), arguments)
    except SetUpTrouble as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
