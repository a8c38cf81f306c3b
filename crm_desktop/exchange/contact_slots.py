"""Which row each phone and address of an address book is: the store's rows have keys of their own, the book's have none."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from crm_desktop.queries.imported_contacts import ADDRESS, POINT, Part, addresses_of, points_of
from crm_desktop.services.import_matching import edited_since

Values = tuple[str, ...]


class Slots:
    """Gives keys to values whose last is their label.

    A row keeps its key where the book still says the same, whatever somebody made of it here; else the first of its kind that is left over
    becomes the new value. So a changed number changes, the order in the book does not matter, and nothing comes in twice.
    """

    def __init__(self, table: str, columns: Sequence[str], parts: Iterable[Part], kind: Callable[[Values], Any]) -> None:
        known = list(parts)
        edited = edited_since(table, [part.id for part in known])
        self._kind = kind
        self._stored: defaultdict[str, dict[str, Values]] = defaultdict(dict)
        self._last: Counter[str] = Counter()
        for part in known:
            left = edited.get(part.id, {})
            as_they_came = tuple(left.get(name, value) for name, value in zip(columns, part.values, strict=True))
            self._stored[part.owner][part.key] = as_they_came
            self._last[part.owner] = max(self._last[part.owner], part.number)

    def keys(self, owner: str, rows: Sequence[Values]) -> list[str]:
        """One for each row, in its order."""
        left = dict(self._stored.get(owner, {}))
        found: dict[int, str] = {}
        for alike in (_whole, _without_label, self._kind):
            free: defaultdict[Any, list[str]] = defaultdict(list)
            for key in reversed(left):
                free[alike(left[key])].append(key)
            for place, row in enumerate(rows):
                if place not in found and free[alike(row)]:
                    found[place] = free[alike(row)].pop()
                    del left[found[place]]
        return [found.get(place) or self._next(owner) for place in range(len(rows))]

    def as_they_came(self) -> Iterable[tuple[str, Values]]:
        """Owners and values of all rows that are here."""
        return ((owner, values) for owner, parts in self._stored.items() for values in parts.values())

    def _next(self, owner: str) -> str:
        self._last[owner] += 1
        return f"{owner}#{self._last[owner]}"


def point_slots(source: str) -> Slots:
    return Slots("contact_point", POINT, points_of(source), lambda values: (values[0], values[-1]))


class AddressSlots(Slots):
    """An address that two people of one company state is the company's once; whoever stated it first keeps it."""

    def __init__(self, source: str, stating: Iterable[tuple[str, Values]]) -> None:
        """`stating` are the owners and contents of the book that is read now."""
        parts = addresses_of(source)
        super().__init__("address", ADDRESS, parts, lambda values: values[-1])
        now = set(stating)
        moving = {owner for owner, _content in now}
        self._holders: dict[tuple[str, Values], str] = {}
        for part in parts:
            content = self._stored[part.owner][part.key][:-1]
            if part.owner not in moving or (part.owner, content) in now:
                self._holders.setdefault((part.customer, content), part.owner)
        self._countries: dict[str, str] = {}
        for part in parts:
            if len(part.values[4]) == 2:
                self._countries.setdefault(part.customer, part.values[4])
        self._billed = {part.customer: part.owner for part in reversed(parts) if part.kind == "billing"}

    def holds(self, customer: str, owner: str, content: Values) -> bool:
        return self._holders.setdefault((customer, content), owner) == owner

    def country(self, customer: str) -> str:
        """Of the first address that came in before; empty where none did, or none names its country."""
        return self._countries.get(customer, "")

    def bills(self, customer: str, owner: str) -> bool:
        """Whether the owner's first address is where this customer's bills go."""
        return self._billed.setdefault(customer, owner) == owner


def _whole(values: Values) -> Values:
    return values


def _without_label(values: Values) -> Values:
    return values[:-1]
