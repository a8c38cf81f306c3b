"""Whom the words of a one-line entry mean: never a guess, so that what several answer to is chosen by a person."""

from typing import NamedTuple

from crm_desktop.core.text import search_words
from crm_desktop.queries.customers import FoundCustomer, find_customers
from crm_desktop.queries.lists import rows_of


class Meant(NamedTuple):
    """`contact` is the person there who was named, where only one is called so."""

    id: int
    customer: FoundCustomer
    contact_id: int | None
    contact: str


class Whom(NamedTuple):
    """`is_sure`: every word was found in one customer and in no other. `further` are the words that found nobody."""

    candidates: tuple[Meant, ...]
    further: str
    is_sure: bool


class OrderNamed(NamedTuple):
    """An order whose number stands in a text, and whose it is."""

    id: int
    number: str
    customer_id: int
    customer: str


_ORDER = """SELECT placed.id, placed.number, placed.customer_id, customer.name FROM sales_order AS placed
JOIN customer ON customer.id = placed.customer_id WHERE placed.number = ?"""
_NAMES = """SELECT customer.id, customer.number || ' ' || customer.name || ' ' || customer.legal_name FROM customer WHERE id IN ({ids})
UNION ALL SELECT customer_id, name FROM contact WHERE active AND customer_id IN ({ids})
UNION ALL SELECT customer_id, city FROM address WHERE customer_id IN ({ids})"""
_CONTACTS = "SELECT id, name FROM contact WHERE customer_id = ? AND active ORDER BY id"


def whom(text: str, limit: int = 8) -> Whom:
    """Words at the end that find nobody are left out, and then nobody is taken without asking."""
    words = text.split()
    for used in range(len(words), 0, -1):
        said = " ".join(words[:used])
        if not search_words(said):
            break
        # What an order or a note says of somebody is no name of theirs.
        found = _called([each for each in find_customers(said, limit) if not each.via], said)
        if found:
            return Whom(tuple(_meant(each, said) for each in found), " ".join(words[used:]), used == len(words) and len(found) == 1)
    return Whom((), "", is_sure=False)


def order_named(text: str) -> OrderNamed | None:
    """None where no number of an order stands in it, or several do."""
    words = dict.fromkeys(word.strip(".,;:!?()#\"'").upper() for word in text.split())
    found = [OrderNamed(*row) for word in words if any(letter.isdigit() for letter in word) for row in rows_of(_ORDER, (word,))]
    return found[0] if len(found) == 1 else None


def _called(found: list[FoundCustomer], said: str) -> list[FoundCustomer]:
    """Those of whom a word is a name or a place. Numbers and addresses of mails are never said by chance."""
    words = search_words(said)
    if not found or "@" in said or any(letter.isdigit() for letter in said):
        return found
    ids = tuple(each.id for each in found)
    own: dict[int, list[str]] = {}
    for row_id, name in rows_of(_NAMES.format(ids=", ".join("?" * len(ids))), ids * 3):
        own.setdefault(row_id, []).extend(search_words(name))
    return [each for each in found if any(name.startswith(word) for name in own.get(each.id, ()) for word in words)]


def _meant(customer: FoundCustomer, said: str) -> Meant:
    named = [(row[0], row[1]) for row in rows_of(_CONTACTS, (customer.id,)) if _is_called(row[1], said)]
    contact_id, contact = named[0] if len(named) == 1 else (None, "")
    return Meant(customer.id, customer, contact_id, contact)


def _is_called(name: str, said: str) -> bool:
    """Each word said begins a word of the name."""
    own = search_words(name)
    return all(any(word.startswith(each) for word in own) for each in search_words(said))
