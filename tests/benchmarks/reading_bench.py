"""What reading costs beside plain SQL: a page, `list`, each key pressed in a search. The store holds a sample company."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from crm_desktop.core.text import search_words
from crm_desktop.data.database import current, fetch, is_server
from crm_desktop.data.models import Customer, Interaction
from crm_desktop.data.search import BY_MODEL, find
from crm_desktop.queries import listing, values
from crm_desktop.queries.conditions import conditions
from crm_desktop.queries.customers import customer_ids, customer_rows
from crm_desktop.queries.listing import Question, count, records, records_sql
from crm_desktop.queries.subjects import CUSTOMERS
from tests.benchmarks.measuring import Measured, compare

PAGE = 200
RAW_PAGE = """
SELECT id, number, name, vip, status, place, order_count, spent, last_contact_at,
    (SELECT contact.name FROM contact WHERE contact.id =
        (SELECT MIN(first.id) FROM contact AS first WHERE first.customer_id = customer.id AND first.active)),
    (SELECT COUNT(*) FROM follow_up WHERE follow_up.customer_id = customer.id AND follow_up.state = 'open'),
    (SELECT MIN(due_at) FROM follow_up WHERE follow_up.customer_id = customer.id AND follow_up.state = 'open')
FROM customer WHERE (sort_key, id) >= (?, ?) ORDER BY sort_key, id LIMIT ?"""
TYPED = ("f", "fe", "fen", "fenn", "fenne", "conor", "conor k", "łód", "ξαν", "0171", "392")
NOTES = ("pa", "parc", "broken", "glass carafe", "tomorrow noon")


def raw(text: str, params: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    cursor = current().cursor()
    cursor.execute(text.replace("?", current().param), params)
    return cursor.fetchall()  # type: ignore[no-any-return]


def page(rounds: int = 100) -> Iterator[Measured]:
    """Rows for the screen, for ids that the list holds already, half-way down."""
    ids = customer_ids()
    some = ids[len(ids) // 2 :][:PAGE]
    ((sort_key,),) = fetch(f"SELECT sort_key FROM customer WHERE id = {int(some[0])}")
    yield compare(
        f"page of {PAGE} customers, half-way down",
        "the same page by raw SQL",
        lambda _round: raw(RAW_PAGE, (sort_key, some[0], PAGE)),
        lambda _round: customer_rows(some),
        rounds=rounds,
        budget=1.5,
    )


def list_customers(rounds: int = 50) -> Iterator[Measured]:
    """What `list customers --limit 200` asks of the store, and what it takes until its rows are Python values."""
    question = Question(CUSTOMERS, limit=PAGE)
    columns = [column for name in CUSTOMERS.main if (column := CUSTOMERS.column(name))]
    text, params = records_sql(question, columns, conditions(CUSTOMERS, (), values.ground().zone))

    def floor(_round: int) -> None:
        raw(text, params)

    def ours(_round: int) -> None:
        count(question)
        list(records(question, columns))

    def in_the_store(number: int) -> float:
        spent.clear()
        ours(number)
        return sum(spent)

    name, floor_name = f"list customers --limit {PAGE}", "its query by raw SQL"
    with _store_timed() as spent:
        yield compare(f"{name}, in the store", floor_name, floor, in_the_store, rounds=rounds, budget=1.5)
    yield compare(f"{name}, as Python values", floor_name, floor, ours, rounds=rounds)


@contextmanager
def _store_timed() -> Iterator[list[float]]:
    """Collects the seconds of each call that the list makes to the store."""
    spent: list[float] = []

    def timed_fetch(*asked: Any) -> list[tuple[Any, ...]]:
        start = perf_counter()
        found = fetch(*asked)
        spent.append(perf_counter() - start)
        return found

    def timed_stream(*asked: Any) -> Iterator[tuple[Any, ...]]:
        return iter(timed_fetch(*asked))

    kept = {module: {name: vars(module)[name] for name in ("fetch", "stream") if name in vars(module)} for module in (listing, values)}
    timed = {"fetch": timed_fetch, "stream": timed_stream}
    try:
        for module, names in kept.items():
            for name in names:
                setattr(module, name, timed[name])
        yield spent
    finally:
        for module, names in kept.items():
            for name, function in names.items():
                setattr(module, name, function)


def search(rounds: int = 200) -> Iterator[Measured]:
    """One text a round, the same for both."""
    for model, typed, most in ((Customer, TYPED, 20), (Interaction, NOTES, 100)):
        text = _raw_search(model)

        def floor(number: int, text: str = text, typed: tuple[str, ...] = typed) -> None:
            raw(text, (_sought(typed[number % len(typed)]), 50))

        def ours(number: int, model: type[Any] = model, typed: tuple[str, ...] = typed) -> None:
            find(model, typed[number % len(typed)])

        name = f"key pressed in search of {model.__name__.lower()}s"
        yield compare(name, "raw full-text SQL", floor, ours, rounds=rounds, budget=1.5, most_p95=most / 1000)


def _raw_search(model: type[Any]) -> str:
    table = BY_MODEL[model].table
    if is_server():
        return f"SELECT id FROM {table} WHERE words @@ ?::tsquery ORDER BY id DESC LIMIT ?"
    return f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid DESC LIMIT ?"


def _sought(word: str) -> str:
    return " & ".join(f"{w}:*" for w in search_words(word)) if is_server() else " ".join(f'"{w}"*' for w in search_words(word))
