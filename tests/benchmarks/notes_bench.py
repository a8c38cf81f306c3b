"""One more note on a case of ten thousand: python -m tests.benchmarks.notes_bench

Beside the bare rows that hold it: the event, the case's own and its place in the search index.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

from crm_desktop.core.changes import Entity
from crm_desktop.core.kinds_of_service import CaseEventKind
from crm_desktop.core.rights import Right
from crm_desktop.data.database import create_file, execute_many, is_server, open_store, write
from crm_desktop.data.history import operation
from crm_desktop.data.models import CaseEvent
from crm_desktop.services.case_steps import note_case
from crm_desktop.services.cases import CaseInput, open_case
from crm_desktop.services.company import FOUNDER, CompanyInput, found_company
from tests.benchmarks.measuring import Measured, compare, told

NOTES = 10_000
_KNOWN, _LENGTH = 5_000, 15
"""Different words in all notes, and words of each."""
_EVENT = "INSERT INTO case_event (version, created_at, updated_at, case_id, at, kind, note) VALUES (1, 0, 0, ?, ?, 'note', ?)"
_ON_SQLITE = "INSERT OR REPLACE INTO support_case_search (rowid, words) VALUES (?, ?)"
_ON_SERVER = "UPDATE support_case_search SET words = array_to_tsvector(%s) WHERE id = %s"


def one_more(notes: int = NOTES, rounds: int = 40) -> Iterator[Measured]:
    random = Random(1)
    words = [f"w{number:x}" for number in range(_KNOWN)]
    full, empty = (next(iter(open_case(CaseInput(subject), FOUNDER).of(Entity.CASE))) for subject in ("Many notes", "None"))
    with operation("Filled for a benchmark", FOUNDER, may=Right.IMPORT) as done:
        rows = [(full, 1_700_000_000 + number, CaseEventKind.NOTE.value, _text(random, words)) for number in range(notes)]
        done.insert_many(CaseEvent, ("case_id", "at", "kind", "note"), rows)

    def bare(number: int) -> None:
        with write():
            execute_many(_EVENT, [(empty, 1_700_000_000 + number, "noted")])
            execute_many("UPDATE support_case SET version = version + 1 WHERE id = ?", [(empty,)])
            if is_server():
                execute_many(_ON_SERVER, [(words, empty)])
            else:
                execute_many(_ON_SQLITE, [(empty, " ".join(words))])

    for name, case in ((f"one more note on a case of {notes:,}", full), ("a note on a case that has few", empty)):
        yield compare(
            name, f"an event and {_KNOWN:,} words of the search index", bare,
            lambda number, case=case: note_case(case, f"{_text(random, words)} A-{number}", FOUNDER),
            rounds=rounds,
        )  # fmt: skip


def _text(random: Random, words: list[str]) -> str:
    return " ".join(random.choices(words, k=_LENGTH))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        create_file(Path(folder) / "cases")
        with open_store(Path(folder) / "cases").connection_context():
            found_company(CompanyInput("Bench", "EUR", "Europe/Berlin"))
            for each in one_more():
                print(told(each))


if __name__ == "__main__":
    main()
