"""Kill a program that saves orders, again and again, and look each time whether anything it acknowledged is lost.

Not on Windows, which cannot fork.
"""

import os
import random
import signal
import time
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from crm_desktop.core.changes import Entity
from crm_desktop.data.audit import verify_chain
from crm_desktop.data.database import create_file, fetch
from crm_desktop.data.opening import opened
from crm_desktop.services.company import FOUNDER, CompanyInput, found_company
from crm_desktop.services.customers import CustomerInput, add_customer
from crm_desktop.services.orders import LineInput, OrderInput, place_order
from crm_desktop.services.products import ProductInput, add_product
from tests.torture.shop import KEYS, Tally

LINES = 3
_HALF = """SELECT COUNT(*) FROM sales_order
WHERE line_count <> 3 OR (SELECT COUNT(*) FROM order_line WHERE order_id = sales_order.id) <> 3"""


def play(folder: Path, key: bytes | None, rounds: int, seed: int) -> dict[str, int]:
    """How many orders were acknowledged, how many of them are lost, and how many orders are half there."""
    path, chance = folder / "shop.crm", random.Random(seed)
    _prepare(path, key)
    acknowledged: set[int] = set()
    for _round in range(rounds):
        acknowledged |= _one_round(path, key, chance.uniform(0.02, 0.12))
    with opened(path, key):
        there = {row[0] for row in fetch("SELECT id FROM sales_order")}
        ((half,),) = fetch(_HALF)
        broken = len(verify_chain())
    return {"acknowledged": len(acknowledged), "lost": len(acknowledged - there), "half": half, "broken": broken}


def _prepare(path: Path, key: bytes | None) -> None:
    create_file(path, key)
    with opened(path, key):
        found_company(CompanyInput("Hafenhandel", currency="EUR", zone="Europe/Berlin"))
        add_customer(CustomerInput("Ada"), FOUNDER)
        add_product(ProductInput("P-1", "Product", Decimal(1)), FOUNDER)


def _one_round(path: Path, key: bytes | None, seconds: float) -> set[int]:
    """Ids that were acknowledged before the program was killed. The next opening looks the store through."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _save_until_killed(path, key, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as acknowledgements:
        first = acknowledgements.read(8)
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        told = first + acknowledgements.read()
    os.waitpid(child, 0)
    return {int.from_bytes(told[place : place + 8], "big") for place in range(0, len(told) // 8 * 8, 8)}


def _save_until_killed(path: Path, key: bytes | None, acknowledge: int) -> None:
    try:
        with opened(path, key):
            wanted = OrderInput(1, (LineInput(1, Decimal(1)),) * LINES, ordered_at=datetime(2026, 1, 5, tzinfo=UTC))
            while True:
                (row_id,) = place_order(wanted, FOUNDER).of(Entity.ORDER)
                os.write(acknowledge, row_id.to_bytes(8, "big"))
    finally:
        os._exit(1)


def trial(folder: Path, rounds: int, seed: int) -> Tally:
    """Half of the rounds on a plain, half on an encrypted store."""
    acknowledged, harm = 0, []
    for kind, key in KEYS.items():
        (folder / kind).mkdir()
        found = play(folder / kind, key, max(1, rounds // len(KEYS)), seed)
        acknowledged += found["acknowledged"]
        harm += [f"{kind}: {found[name]} {name}" for name in ("lost", "half", "broken") if found[name]]
        harm += [] if found["acknowledged"] else [f"{kind}: nothing was ever saved"]
    return Tally(rounds, f"{acknowledged:,} saves were acknowledged", tuple(harm))
