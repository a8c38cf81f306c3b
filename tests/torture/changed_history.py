"""A row of the history is changed, taken out, put elsewhere or added behind the program's back: each is found."""

import random
from collections.abc import Iterator
from pathlib import Path

from crm_desktop.data.audit import verify_chain
from crm_desktop.data.database import execute, fetch, taken_back
from crm_desktop.data.opening import opened
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.customers import CustomerInput, add_customer
from tests.torture.shop import Tally, found

MOST = 10_000
"""Rows of the history."""
TAMPERINGS = {
    "changed": 'UPDATE audit_entry SET after = \'{{"name":"Eve"}}\' WHERE id = {row}',
    "given to another record": "UPDATE audit_entry SET row_id = row_id + 1 WHERE id = {row}",
    "said to be erased": "UPDATE audit_entry SET before = '', after = '', salt = '' WHERE id = {row}",
    "taken out": "DELETE FROM audit_entry WHERE id = {row}",
    "told twice": "INSERT INTO audit_entry SELECT (SELECT MAX(id) + 1 FROM audit_entry), {columns} FROM audit_entry WHERE id = {row}",
    "put elsewhere": "UPDATE audit_entry SET operation_id = operation_id + 1 WHERE id = {row}",
    "another's": "UPDATE operation SET staff_id = staff_id + 1 WHERE id = (SELECT operation_id FROM audit_entry WHERE id = {row})",
    "at another time": "UPDATE operation SET at = at - 1 WHERE id = (SELECT operation_id FROM audit_entry WHERE id = {row})",
}


def trial(folder: Path, rounds: int, seed: int) -> Tally:
    """`rounds` rows, and all ways for each; nothing of it is saved. Blocks are left out: the deep look compares them with their rows."""
    chance, harm, path = random.Random(seed), [], folder / "shop.crm"
    found(path)
    with opened(path):
        for number in range(min(MOST, 10 * rounds)):
            add_customer(CustomerInput(f"Customer {number}"), FOUNDER)
        harm += [f"untouched, and {each}" for each in verify_chain()]
        ids = [row for (row,) in fetch("SELECT id FROM audit_entry WHERE kind <> 'block' ORDER BY id")]
        columns = ", ".join(name for (name,) in fetch("SELECT name FROM pragma_table_info('audit_entry') WHERE name <> 'id'"))
        for _round in range(rounds):
            row = chance.choice(ids[:-1])
            harm += [f"row {row} was {way}, and nothing was told" for way in _untold(row, columns)]
    return Tally(rounds * len(TAMPERINGS), f"{len(ids):,} rows, {rounds:,} of them in {len(TAMPERINGS)} ways", tuple(harm))


def _untold(row: int, columns: str) -> Iterator[str]:
    for way, statement in TAMPERINGS.items():
        with taken_back():
            assert execute(statement.format(row=row, columns=columns)) == 1
            is_told = bool(verify_chain())
        if not is_told:
            yield way
