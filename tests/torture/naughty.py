"""Naughty strings everywhere: on every page and in every dialog of the window, typed into every field, on every paper, out and back.

They stand in a sample company wherever people's words stand, so a new page, dialog, paper or list is tried by itself. Each string must be
there as it was written, or be refused in a sentence: it is never markup, never a formula, and nothing ends as a bug.

`python -m tests.torture.naughty FOLDER ROUNDS SEED` is one trial, in a process of its own, since a window that dies takes it along.
"""

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from tests.torture.shop import Tally

AT_ONCE, WITH_SERVER = 240, 100
"""Strings that one company is full of; from how many on a server has its turn too."""
UNTIL = date(2026, 5, 13)
LINES = frozenset({"address", "body", "comment", "description", "instruction", "note", "notes", "reply", "signature", "text"})
"""What may have several lines."""
WORDS = LINES | {"caller", "city", "company", "department", "first_name", "last_name", "name", "reference", "role", "subject", "summary",
    "title", "wish", "file_name", "line1", "line2", "street", "legal_name", "state_reason", "reason_text", "place", "promise"}  # fmt: skip
NO_WORDS = frozenset({"custom", "number", "uid", "key", "code", "kind", "sha256", "media_type", "search", "phonetic"})


def trial(folder: Path, rounds: int, seed: int) -> Tally:
    """One round is one string. A store on a server has its turn too where one is installed and there are many strings."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "CRM_DESKTOP_CONFIG": str(folder), "CRM_DESKTOP_LOGS": str(folder)}
    command = [sys.executable, "-X", "faulthandler", "-m", "tests.torture.naughty", str(folder), str(rounds), str(seed)]
    done = subprocess.run(command, env=env, check=False, capture_output=True, text=True, encoding="utf-8", errors="replace")
    if done.returncode:
        return Tally(rounds, "the window's program ended by itself", (done.stderr[-10_000:],))
    tried, told, harm = json.loads(done.stdout.strip().rpartition("\n")[2])
    return Tally(tried, told, tuple(harm))


def strings() -> list[str]:
    from tests.commands.test_naughty_strings import OWN, REAL, is_refused

    more = json.loads(REAL.read_text(encoding="utf-8")) if REAL.exists() else []
    every = (text.replace("\r\n", "\n") for text in (*OWN, *more))
    return [text for text in dict.fromkeys(every) if text.strip() and not is_refused(text)]


def fill(texts: list[str]) -> int:
    """Wherever words of people stand in the open store, one of these stands there now; how many places."""
    from crm_desktop.data.database import database, execute, write
    from crm_desktop.data.models import RECORDS

    turn, places = count(), 0
    with write():
        for model in RECORDS:
            names = [name for name in model._meta.fields if _holds_words(model, name)]
            for (row_id,) in model.select(model.id).tuples() if names else ():
                values = [_spelt(name, texts[next(turn) % len(texts)], row_id, model) for name in names]
                columns = ", ".join(f'"{model._meta.fields[name].column_name}" = {database.param}' for name in names)
                execute(f'UPDATE "{model._meta.table_name}" SET {columns} WHERE id = {database.param}', (*values, row_id))
                places += len(names)
    return places


def _holds_words(model: Any, name: str) -> bool:
    from peewee import CharField, TextField

    field = model._meta.fields[name]
    if type(field) not in (CharField, TextField) or name in NO_WORDS or name in model.derived:
        return False
    return name in WORDS and (model._meta.table_name, name) != ("staff", "role")


def _spelt(name: str, text: str, row_id: int, model: Any) -> str:
    """As a service would keep it; what must be there once gets a number."""
    spelt = text.strip() if name in LINES else " ".join(text.split())
    return f"{spelt} {row_id}" if model._meta.fields[name].unique or name in ("name", "title") else spelt


def _batches(rounds: int, seed: int) -> Iterator[list[str]]:
    every = strings()
    random.Random(seed).shuffle(every)
    wanted = every[:rounds]
    for start in range(0, len(wanted), AT_ONCE):
        yield wanted[start : start + AT_ONCE]


@contextmanager
def _stores(folder: Path) -> Iterator[Callable[[str], str]]:
    """Gives the address of a fresh sample company on an engine."""
    import shutil

    from crm_desktop.data.database import create_file
    from crm_desktop.data.opening import opened
    from crm_desktop.sample.company import make_sample
    from tests.server import Server

    sample = folder / "sample.crm"
    create_file(sample)
    with opened(sample):
        make_sample("small", 1, UNTIL)
    turn = count(1)
    with ExitStack() as held:
        server = held.enter_context(Server()) if Server.installed() else None

        def fresh(engine: str) -> str:
            if engine == "server":
                return server.new_store(_sample) if server else ""
            return str(shutil.copy(sample, folder / f"{next(turn)}.crm"))

        yield fresh


def _sample() -> None:
    from crm_desktop.sample.company import make_sample

    make_sample("small", 1, UNTIL)


def main(words: list[str]) -> None:
    folder, rounds, seed = Path(words[0]), int(words[1]), int(words[2])
    from PySide6.QtWidgets import QApplication

    from crm_desktop.ui.look import Look
    from crm_desktop.ui.rubbish import collect_by_hand
    from tests.torture.naughty_papers import papers, tables
    from tests.torture.naughty_window import window

    app = QApplication(["naughty"])
    collect_by_hand()  # as the program does: a worker that clears away what the window held takes the window along
    look = Look(app)
    assert look
    harm: list[str] = []
    seen: dict[str, int] = {}
    tried = 0
    with _stores(folder) as fresh:
        for number, texts in enumerate(_batches(rounds, seed)):
            tried += len(texts)
            for engine in ("file", "server") if number == 0 and rounds >= WITH_SERVER else ("file",):
                address = fresh(engine)
                for part in (window, papers, tables) if address else ():
                    found, done = part(address, texts, folder / f"{number}-{engine}-{part.__name__}", app)
                    harm += [f"{engine}, {part.__name__}: {each}" for each in found]
                    for name, times in done.items():
                        seen[name] = seen.get(name, 0) + times
                    print(f"{number} {engine} {part.__name__}: {done} {len(found)}", *found[:40], sep="\n  ", file=sys.stderr, flush=True)
    told = ", ".join(f"{times:,} {name}" for name, times in seen.items())
    print("\n" + json.dumps([tried, told, harm]))


if __name__ == "__main__":
    main(sys.argv[1:])
