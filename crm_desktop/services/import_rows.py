"""What happens to the rows of an import, table by table: recognised, refused, inserted in bulk, or changed one by one."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from crm_desktop.core.i18n import _
from crm_desktop.data.history import Done
from crm_desktop.data.models import MODELS, Order
from crm_desktop.data.numbering import next_numbers
from crm_desktop.services.import_matching import (
    Stored,
    any_of_source,
    any_row,
    by_column,
    by_source_id,
    edited_since,
    names_of,
    taken,
)
from crm_desktop.services.incoming import Counts, Incoming, Place, Reference, Refused
from crm_desktop.services.shipments import restate_shipping, ship_as_stated

_UNIQUE = {
    "customer": "number",
    "sales_order": "number",
    "interaction": "number",
    "follow_up": "number",
    "product": "sku",
}
_LISTS = {"channel": ("name",), "contact_reason": ("name", "parent_id")}
"""What no two rows of a list share; one that is there is recognised by it."""
_ORIGIN = ("source", "source_id", "import_run_id")


class Row(NamedTuple):
    key: str
    values: list[Any]
    place: Place


class Arrivals:
    """The state of one import while it is written: which ids the files' own keys have got here, and which rows stayed out."""

    def __init__(self, source: str, counts: defaultdict[str, Counts], out: set[Place]) -> None:
        self.refused: list[Refused] = []
        self.wrote = False
        self._source, self._counts, self._out = source, counts, out
        self._ids: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self._taken_for: set[tuple[str, str]] = set()
        self._shipped: set[int] = set()

    def begin(self, done: Done, run_id: int) -> None:
        self._done, self._run_id = done, run_id

    def take(self, incoming: Incoming) -> None:
        for rows in _waves(incoming):
            self._take(incoming, rows)

    def finish(self) -> None:
        """Once all rows are in: what orders state about their shipping becomes shipments."""
        ship_as_stated(self._done, self._shipped)

    def _take(self, incoming: Incoming, rows: list[Row]) -> None:
        rows = self._resolved(incoming, [row for row in rows if row.place not in self._out])
        stored = self._stored(incoming, rows)
        fresh = [row for row in rows if row.key not in stored]
        if incoming.match:
            fresh = self._recognised(incoming, fresh)
        self._update(incoming, [(row, stored[row.key]) for row in rows if row.key in stored])
        self._insert(incoming, self._unique(incoming, fresh))

    def _resolved(self, incoming: Incoming, rows: list[Row]) -> list[Row]:
        """Rows whose references are ids now. Parts of a record that stays as it is here are left out."""
        for reference in incoming.references:
            column = incoming.columns.index(reference.column)
            rows = [row for row in rows if (reference.table, row.values[column]) not in self._taken_for or incoming.word]
            known = self._known(reference, {row.values[column] for row in rows} - {None, ""})
            kept = []
            for row in rows:
                wanted = row.values[column]
                found = known.get(wanted) if wanted else None
                if wanted and found is None and not reference.may_be_empty:
                    self._refuse(
                        incoming, row, reference.column.removesuffix("_id"), wanted, _("This is not there, or was rejected itself.")
                    )
                else:
                    row.values[column] = found
                    kept.append(row)
            rows = kept
        return rows

    def _known(self, reference: Reference, wanted: set[str]) -> dict[str, int]:
        if reference.by != "id":
            found = by_column(reference.table, reference.by, wanted)
            return {value: ids[0] for value, ids in found.items() if len(ids) == 1}
        known = self._ids[reference.table]
        known |= {key: row.id for key, row in by_source_id(reference.table, self._source, wanted - known.keys()).items()}
        return known

    def _stored(self, incoming: Incoming, rows: list[Row]) -> dict[str, Stored]:
        if not any_of_source(incoming.table, self._source):
            return {}
        compared = _compared(incoming)
        return by_source_id(incoming.table, self._source, (row.key for row in rows), [incoming.columns[place] for place in compared])

    def _recognised(self, incoming: Incoming, rows: list[Row]) -> list[Row]:
        """Those that are not one which is known by its number or name."""
        for column in incoming.match:
            texts = {row.key: _text_for(incoming, row, column) for row in rows}
            found = by_column(incoming.table, column, texts.values())
            left = []
            for row in rows:
                ids = _of_same_parent(incoming, row, found.get(texts[row.key], []))
                if len(ids) > 1:
                    self._refuse(incoming, row, column, texts[row.key], _("Several are called this. Use their numbers."))
                elif ids:
                    self._ids[incoming.table][row.key] = ids[0]
                    self._taken_for.add((incoming.table, row.key))
                    self._count(incoming).same += 1
                else:
                    left.append(row)
            rows = left
        return rows

    def _unique(self, incoming: Incoming, rows: list[Row]) -> list[Row]:
        """Rows that no other stands in the way of; missing numbers and logins are given."""
        if incoming.table == "staff":
            _give_logins(incoming, rows)
        if incoming.table in _LISTS:
            places = [incoming.columns.index(column) for column in _LISTS[incoming.table] if column in incoming.columns]
            return self._free(incoming, rows, "name", places, set())
        column = _UNIQUE.get(incoming.table)
        if column is None or not rows:
            return rows
        place = incoming.columns.index(column)
        values = (row.values[place] for row in rows if row.values[place])
        used = {(value,) for value in taken(incoming.table, column, values)} if any_row(incoming.table) else set()
        free = self._free(incoming, rows, column, [place], used)
        without = [row for row in free if not row.values[place]]
        for row, number in zip(without, next_numbers(MODELS[incoming.table], len(without)) if without else (), strict=True):
            row.values[place] = number
        return free

    def _free(self, incoming: Incoming, rows: list[Row], column: str, places: list[int], used: set[tuple[Any, ...]]) -> list[Row]:
        free = []
        for row in rows:
            values = tuple(row.values[place] for place in places)
            if values[0] and values in used:
                self._refuse(incoming, row, column, values[0], _("Another record has this already."))
            else:
                used.add(values)
                free.append(row)
        return free

    def _insert(self, incoming: Incoming, rows: list[Row]) -> None:
        if not rows:
            return
        if incoming.table == "order_line":
            _fill_from_products(incoming, rows)
        columns = (*incoming.columns, *_ORIGIN)
        ids = self._done.insert_many(MODELS[incoming.table], columns, [(*row.values, self._source, row.key, self._run_id) for row in rows])
        self._ids[incoming.table].update(zip((row.key for row in rows), ids, strict=True))
        self._count(incoming).new += len(rows)
        self.wrote = True
        if incoming.table == "sales_order":
            self._shipped.update(ids)

    def _update(self, incoming: Incoming, pairs: Sequence[tuple[Row, Stored]]) -> None:
        compared = _compared(incoming)
        names = [incoming.columns[place] for place in compared]
        self._ids[incoming.table].update((row.key, stored.id) for row, stored in pairs)
        differing = [
            (
                row,
                stored,
                {
                    name: row.values[place]
                    for name, place, old in zip(names, compared, stored.values, strict=True)
                    if row.values[place] != old
                },
            )
            for row, stored in pairs
            if tuple(row.values[place] for place in compared) != stored.values
        ]
        self._count(incoming).same += len(pairs) - len(differing)
        edited = edited_since(incoming.table, [stored.id for _row, stored, _new in differing]) if differing else {}
        for row, stored, new in differing:
            now = dict(zip(names, stored.values, strict=True))
            self._change(
                incoming, row, stored.id, new, {name: left for name, left in edited.get(stored.id, {}).items() if now.get(name) != left}
            )

    def _change(self, incoming: Incoming, row: Row, row_id: int, new: dict[str, Any], edited: dict[str, Any]) -> None:
        """Write what the file says anew, but for columns that a person changed here since."""
        conflicts = [name for name in new if name in edited and new[name] != edited[name]]
        wanted = {name: value for name, value in new.items() if name not in edited}
        if wanted:
            model = MODELS[incoming.table]
            record = model.get_by_id(row_id)
            for name, value in wanted.items():
                setattr(record, name, model._meta.columns[name].python_value(value))
            self._done.save(record)
            self.wrote = True
            if isinstance(record, Order):
                restate_shipping(self._done, record)
                self._shipped.add(row_id)
        counts = self._count(incoming)
        counts.changed += bool(wanted)
        counts.kept += bool(conflicts)
        counts.same += not wanted and not conflicts
        for name in conflicts:
            self.refused.append(Refused.of(row.place, name, new[name], _("Somebody changed this here since: it was kept as it is.")))

    def _refuse(self, incoming: Incoming, row: Row, column: str, value: object, reason: str) -> None:
        """A part takes nothing with it but itself; the rest of its row is in already."""
        self.refused.append(Refused.of(row.place, column, value, reason))
        self._out.add(row.place)
        self._count(incoming).rejected += 1

    def _count(self, incoming: Incoming) -> Counts:
        return self._counts[incoming.word] if incoming.word else Counts()


def _waves(incoming: Incoming) -> Iterator[list[Row]]:
    """Rows of a tree level by level, so that a parent is there before its children."""
    rows = [Row(*row) for row in zip(incoming.keys, incoming.rows, incoming.places, strict=True)]
    own = [incoming.columns.index(item.column) for item in incoming.references if item.table == incoming.table and item.by == "id"]
    waiting = {row.key for row in rows} if own else set()
    while waiting:
        ready = [row for row in rows if not any(row.values[place] in waiting and row.values[place] != row.key for place in own)]
        if not ready:
            break
        yield ready
        waiting -= {row.key for row in ready}
        rows = [row for row in rows if row.key in waiting]
    if rows:
        yield rows


def _compared(incoming: Incoming) -> list[int]:
    return [place for place, name in enumerate(incoming.columns) if name not in incoming.once]


def _text_for(incoming: Incoming, row: Row, column: str) -> str:
    """The value of that column where the file has one, else what the file knows the record by."""
    value = row.values[incoming.columns.index(column)] if column in incoming.columns else None
    return str(value or row.key)


def _of_same_parent(incoming: Incoming, row: Row, ids: list[int]) -> list[int]:
    """Two branches of a tree may have leaves of the same name."""
    if incoming.table != "contact_reason" or not ids:
        return ids
    parent = row.values[incoming.columns.index("parent_id")] if "parent_id" in incoming.columns else None
    parents = names_of("contact_reason", ("parent_id",), ids)
    return [row_id for row_id in ids if parents[row_id] == (parent,)]


def _give_logins(incoming: Incoming, rows: list[Row]) -> None:
    """A login that is taken gets the next free number behind it."""
    place = incoming.columns.index("login")
    used = taken("staff", "login", (row.values[place] for row in rows))
    for row in rows:
        login, number = row.values[place], 2
        while login in used or taken("staff", "login", (login,)):
            login, number = f"{row.values[place]}{number}", number + 1
        used.add(login)
        row.values[place] = login


def _fill_from_products(incoming: Incoming, rows: list[Row]) -> None:
    """Sku and name as they are now, where the line does not state its own."""
    product, sku, name = (
        incoming.columns.index(column) if column in incoming.columns else None for column in ("product_id", "sku", "name")
    )
    assert sku is not None
    assert name is not None
    wanted = {} if product is None else names_of("product", ("sku", "name"), {row.values[product] for row in rows if row.values[product]})
    for row in rows:
        known = wanted.get(row.values[product], ("", "")) if product is not None else ("", "")
        row.values[sku] = row.values[sku] or known[0]
        row.values[name] = row.values[name] or known[1] or row.values[sku] or "–"
