"""Two programs write to one store at once: every save counts, numbers are given once, and nobody is told to come again."""

from functools import partial
from pathlib import Path

from crm_desktop.data.database import fetch
from crm_desktop.data.opening import opened
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.orders import place_order
from tests.torture.shop import KEYS, Tally, count, found, unsound, wait_for, wanted, work_begun

WRITERS = 2


def trial(folder: Path, rounds: int, seed: int) -> Tally:
    """`rounds` orders in all, half of them on an encrypted store. They stand in line by themselves; the seed draws nothing."""
    harm = []
    each = max(1, rounds // WRITERS // len(KEYS))
    for kind, key in KEYS.items():
        path = folder / f"{kind}-{seed}.crm"
        found(path, key)
        children = [work_begun(partial(_write, path, key, each)) for _writer in range(WRITERS)]
        for child in children:
            wait_for(child)
        with opened(path, key):
            harm += [f"{kind}: {problem}" for problem in unsound()]
            placed, numbers = count("sales_order"), fetch("SELECT COUNT(DISTINCT number) FROM sales_order")
        if (placed, numbers) != (3 + WRITERS * each, [(placed,)]):
            harm.append(f"{kind}: {placed - 3} orders of {WRITERS * each} are there, under {numbers[0][0]} numbers")
    return Tally(each * WRITERS * len(KEYS), f"by {WRITERS} programs, plain and encrypted", tuple(harm))


def _write(path: Path, key: bytes | None, orders: int) -> None:
    with opened(path, key):
        for _order in range(orders):
            place_order(wanted(lines=1), FOUNDER)
