"""What was brought in before: from where, how much, and whether it was taken out again."""

from datetime import datetime
from typing import NamedTuple

from crm_desktop.core.read_json import kept_object
from crm_desktop.queries.lists import at, rows_of


class BroughtIn(NamedTuple):
    """`has_changed`: it wrote something that can be taken out."""

    id: int
    at: datetime
    source: str
    files: tuple[str, ...]
    new: int
    is_undone: bool
    has_changed: bool


_RUNS = """
SELECT run.id, run.at, run.source, run.files, run.counts, run.undone_by_id IS NOT NULL, run.operation_id IS NOT NULL
FROM import_run AS run ORDER BY run.id DESC LIMIT ?"""


def brought_in(limit: int = 5) -> list[BroughtIn]:
    """The latest first."""
    return [
        BroughtIn(row[0], at(row[1]), row[2], tuple(kept_object(row[3])), _new(row[4]), bool(row[5]), bool(row[6]))
        for row in rows_of(_RUNS, (limit,))
    ]


def _new(counts: str) -> int:
    return sum(int(each.get("new", 0)) for each in kept_object(counts).values())
