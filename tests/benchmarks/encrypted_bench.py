"""The same store encrypted beside plain, at any size: python -m tests.benchmarks.encrypted_bench STORE"""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from decimal import Decimal
from functools import partial
from pathlib import Path

from crm_desktop.data.database import Guarded, current, database, fetch, open_store, passphrase_of
from crm_desktop.data.models import Customer, Interaction, Product
from crm_desktop.data.search import find
from crm_desktop.queries import timeline
from crm_desktop.queries.customers import customer_ids, customer_rows
from crm_desktop.queries.narrowed import narrowed_ids, values_of
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.orders import LineInput, OrderInput, place_order
from tests.benchmarks import lists_bench, reading_bench
from tests.benchmarks.measuring import Measured, compare, told

BUDGET = 1.3
PLAIN = "the same in a plain store"
_LINES = 10


def measure(store: Path, folder: Path, key: bytes, rounds: int = 1) -> Iterator[Measured]:
    """Both are copies of this plain store, made for it in the folder. `rounds` is how often the usual number of them."""
    stores = _open(_copied(store, folder)), _open(_encrypted(store, folder / "encrypted.crm", key), key)
    try:
        for name, work, times in _works():
            yield _beside(name, work, stores, max(times * rounds, 1))
    finally:
        for each in stores:
            each.close()


def _open(path: Path, key: bytes | None = None) -> Guarded:
    store = open_store(path, key)
    store.connect()
    return store


def _beside(name: str, work: Callable[[int], object], stores: tuple[Guarded, Guarded], rounds: int) -> Measured:
    def within(store: Guarded, number: int) -> None:
        database.initialize(store)
        work(number)

    return compare(name, PLAIN, partial(within, stores[0]), partial(within, stores[1]), rounds=rounds, budget=BUDGET)


def _works() -> Iterator[tuple[str, Callable[[int], object], int]]:
    """What is done, and how often, to whichever store is the open one."""
    for look in lists_bench.usual():
        yield f"{look.wanted.subject.name}: first rows, encrypted", partial(_first_rows, look), 15
    ids = customer_ids()
    some = ids[len(ids) // 2 :][: reading_bench.PAGE]
    yield f"customers: page of {len(some)}, encrypted", lambda _round: customer_rows(some), 60
    for model, typed in ((Customer, reading_bench.TYPED), (Interaction, reading_bench.NOTES)):
        name = f"{model.__name__.lower()}s: key pressed in search, encrypted"
        yield name, lambda number, model=model, typed=typed: find(model, typed[number % len(typed)]), 100
    buying = [row[0] for row in fetch("SELECT id FROM customer WHERE order_count > 1 ORDER BY id LIMIT 500")]
    yield "a usual customer with everything, encrypted", lambda number: timeline.first_entries(buying[number % len(buying)], 200), 60
    customer, product = Customer.select().first(), Product.select().first()
    wanted = OrderInput(customer.id, tuple(LineInput(product.id, Decimal(1)) for _line in range(_LINES)))
    yield f"save of an order of {_LINES} lines, encrypted", lambda _round: place_order(wanted, FOUNDER), 40


def _first_rows(look: lists_bench.Look, _round: int) -> None:
    subject = look.wanted.subject
    columns = [column for name in subject.main if (column := subject.column(name))]
    values_of(subject, columns, list(narrowed_ids(look.wanted, look.limit)))


def _copied(store: Path, folder: Path) -> Path:
    copy = folder / "plain.crm"
    shutil.copyfile(store, copy)
    copy.chmod(0o600)
    return copy


def _encrypted(store: Path, path: Path, key: bytes) -> Path:
    with open_store(store).connection_context(), closing(current().cursor()) as cursor:
        cursor.execute("ATTACH DATABASE ? AS rewritten KEY ?", (str(path), passphrase_of(key)))
        for (name,) in cursor.execute("PRAGMA main.application_id").fetchall():
            cursor.execute("SELECT sqlcipher_export('rewritten')")
            cursor.execute(f"PRAGMA rewritten.application_id = {int(name)}")
        cursor.execute("DETACH DATABASE rewritten")
    path.chmod(0o600)
    return path


def main(path: str) -> None:
    with tempfile.TemporaryDirectory(dir=Path(path).parent) as folder:
        for each in measure(Path(path), Path(folder), bytes(range(32))):
            print(told(each), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
