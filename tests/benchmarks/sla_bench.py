"""When 100,000 open cases fall due, counted anew after their policy changed: `python -m tests.benchmarks.sla_bench [CASES]`."""

import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

from crm_desktop.core.dates import utc_now
from crm_desktop.core.kinds import Priority
from crm_desktop.core.kinds_of_service import CaseEventKind, CaseStatusKind
from crm_desktop.core.working_hours import Hours
from crm_desktop.data.database import create_file, execute, execute_many, fetch, open_store, write
from crm_desktop.data.models import CaseStatus
from crm_desktop.data.sla_dues import set_dues
from crm_desktop.queries.settings import week_hours
from crm_desktop.services.company import FOUNDER, CompanyInput, found_company
from crm_desktop.services.sla import STANDARD, SlaInput, TargetInput, add_sla
from crm_desktop.services.working_hours import add_holiday, set_hours
from tests.benchmarks.measuring import Measured, compare, told

CASES = 100_000
_DAYS = 90
_READ = "SELECT id, kind, priority, opened_at, state, first_response_at, resolved_at FROM support_case"
_WRITE = """UPDATE support_case SET sla_id = ?, response_due_at = ?, resolution_due_at = ?, next_due_at = ?, next_warn_at = ?,
response_took = ? WHERE id = ?"""
_CASE = """INSERT INTO support_case (version, created_at, updated_at, number, kind, subject, status_id, priority, opened_at)
VALUES (1, 0, 0, ?, 'question', 'Broken', ?, ?, ?)"""
_EVENT = "INSERT INTO case_event (version, created_at, updated_at, case_id, at, kind, state) VALUES (1, 0, 0, ?, ?, ?, ?)"


def due_times(count: int = CASES, rounds: int = 3) -> Iterator[Measured]:
    """Two ranges a day, a lunch break, holidays, holds; beside reading the same cases and writing six numbers into each."""
    _fill(count)
    ids = [row[0] for row in fetch("SELECT id FROM support_case")]
    assert len(ids) == count

    def raw(number: int) -> None:
        with write():
            rows = fetch(_READ)
            execute_many(_WRITE, [(number, row[3], row[3], row[3], row[3], number, row[0]) for row in rows])

    def ours(number: int) -> None:
        with write():
            execute(f"UPDATE sla_target SET response_minutes = response_minutes + {1 if number % 2 else -1}")
            set_dues(ids)

    yield compare(f"due times of {count:,} open cases", "read them, write six numbers each", raw, ours, rounds=rounds, most=5)


def _fill(count: int) -> None:
    week = [Hours(day, opens, closes) for day in range(5) for opens, closes in (("09:00", "12:30"), ("13:00", "17:00"))]
    set_hours(week_hours(), week, FOUNDER)
    add_holiday(date(2026, 12, 25), "Christmas", FOUNDER)
    targets = tuple(TargetInput(priority, response, resolution) for priority, response, resolution in STANDARD)
    add_sla(SlaInput("All", fallback=True, targets=targets), FOUNDER)
    random, now = Random(1), int(utc_now().timestamp())
    status = {row.kind: row.id for row in CaseStatus.select()}
    priorities, opened = tuple(Priority), [now - random.randrange(_DAYS * 86_400) for _case in range(count)]
    rows = [(f"B-{place}", status[CaseStatusKind.OPEN], random.choice(priorities), at) for place, at in enumerate(opened)]
    with write():
        execute_many(_CASE, rows)
        happened = []
        for case_id, at in fetch("SELECT id, opened_at FROM support_case"):
            happened.append((case_id, at, CaseEventKind.OPENED, CaseStatusKind.OPEN))
            if case_id % 2:
                happened.append((case_id, at + 3_600, CaseEventKind.STATUS, CaseStatusKind.WAITING_CUSTOMER))
                happened.append((case_id, at + 90_000, CaseEventKind.STATUS, CaseStatusKind.OPEN))
        execute_many(_EVENT, happened)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    with tempfile.TemporaryDirectory() as folder:
        create_file(Path(folder) / "cases")
        with open_store(Path(folder) / "cases").connection_context():
            found_company(CompanyInput("Bench", "EUR", "Europe/Berlin"))
            for each in due_times(count):
                print(told(each))


if __name__ == "__main__":
    main()
