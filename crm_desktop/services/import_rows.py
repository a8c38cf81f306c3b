"""What happens to the rows of an import, table by table: recognised, refused, inserted in bulk, or changed one by one."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from crm_desktop.core.actors import Actor
from crm_desktop.core.custom_values import NOTHING
from crm_desktop.core.i18n import _
from crm_desktop.data.history import Done
from crm_desktop.data.merged import standing_ids
from crm_desktop.data.models import MODELS, Appointment, Order
from crm_desktop.data.numbering import next_numbers
from crm_desktop.services.appointment_reminders import plan_reminders
from crm_desktop.services.import_cases import checked
from crm_desktop.services.import_custom import beside_edits, brought, without_empty
from crm_desktop.services.import_erased import OF_PERSONS, erased_columns, erased_ids
from crm_desktop.services.import_hanging import HANGING
from crm_desktop.services.import_knowledge import checked_words
from crm_desktop.services.import_lasting import UNSAID, lasting
from crm_desktop.services.import_mails import log_on_cases
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
from crm_desktop.services.import_merged import bring_along, led, stored_as_led, tell_kept
from crm_desktop.services.import_shipments import Made, PartRow
from crm_desktop.services.import_trade import LINES, OWNER, PARTS, TRADE, Trade
from crm_desktop.services.incoming import Counts, Incoming, Place, Reference, Refuse, Refused, Row
from crm_desktop.services.shipments import restate_shipping, ship_as_stated

_UNIQUE = {
    "customer": "number",
    "sales_order": "number",
    "interaction": "number",
    "follow_up": "number",
    "product": "sku",
    "return_request": "number",
    "support_case": "number",
    "survey_response": "number",
}
_LISTS = {
    "channel": ("name",),
    "case_status": ("name",),
    "survey": ("name",),
    "contact_reason": ("name", "parent_id"),
    "return_reason": ("name",),
}
"""What no two rows of a list share; one that is there is recognised by it."""
_ORIGIN = ("source", "source_id", "import_run_id")


class Arrivals:
    """The state of one import while it is written: which ids the files' own keys have got here, and which rows stayed out."""

    def __init__(self, source: str, counts: defaultdict[str, Counts], out: set[Place]) -> None:
        self.refused: list[Refused] = []
        self.wrote = False
        self._source, self._counts, self._out = source, counts, out
        self._ids: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self._taken_for: set[tuple[str, str]] = set()
        self._came: defaultdict[str, set[str]] = defaultdict(set)
        self._shipped: set[int] = set()
        self._planned: set[int] = set()
        self._mails: set[int] = set()

    def begin(self, done: Done, run_id: int, by: Actor, everything: Sequence[Incoming]) -> None:
        self._done, self._run_id, self._everything, self._by = done, run_id, everything, by
        self._trade, self._merged, self._erased = Trade(self._source, by), standing_ids(), erased_ids()
        self._referred = {each.table for rows in everything for each in rows.references}

    def take(self, incoming: Incoming, told: Callable[[], object]) -> None:
        """`told` is called after each part of the rows."""
        self._count(incoming)
        self._came_before = incoming.table not in HANGING and any_of_source(incoming.table, self._source)
        self._numbered_alike = incoming.table in _UNIQUE and not any_row(incoming.table)  # every row so far by its own key
        if incoming.table in HANGING:
            self._hang(incoming)
            return
        if incoming.table == "return_request":
            self._ship_stated()  # what comes back left the house first
        for rows in incoming.in_parts() if incoming.comes_in_parts else _waves(incoming):
            self._take(incoming, rows)
            told()

    def finish(self) -> None:
        """Once all rows are in."""
        self._ship_stated()
        plan_reminders(self._planned, self._done)
        log_on_cases(self._mails, self._by, self._done)

    def _hang(self, incoming: Incoming) -> None:
        """Tags and files have no keys in their source: they are known by the record they are on, and by what they are."""
        (owner,) = incoming.references
        names, write = HANGING[incoming.table]
        places = [incoming.columns.index(name) for name in (owner.column, *names)]
        rows = [(key, list(values), where) for key, values, where in zip(incoming.keys, incoming.rows, incoming.places, strict=True)]
        rows = self._resolved(incoming, [row for row in rows if row[2] not in self._out])
        if write(self._done, owner.table, [tuple(values[place] for place in places) for _key, values, _where in rows]):
            self.wrote = True

    def _ship_stated(self) -> None:
        """What orders state about their shipping becomes shipments, unless some came for them."""
        ship_as_stated(self._done, self._shipped)
        self._shipped = set()

    def _take(self, incoming: Incoming, rows: list[Row]) -> None:
        rows = self._resolved(incoming, self._standing(incoming, rows))
        stored = _stored(incoming, rows, self._source, self._merged) if self._came_before else {}
        if stored:
            self._update(incoming, [(row, stored[row[0]]) for row in rows if row[0] in stored])
            rows = [row for row in rows if row[0] not in stored]
        if incoming.match:
            rows = self._recognised(incoming, rows)
        rows = self._unique(incoming, rows)
        if incoming.table in TRADE:
            self._take_trade(incoming, rows)
        else:
            self._insert(incoming, incoming.columns, _checked(incoming, rows, partial(self._refuse, incoming)))

    def _standing(self, incoming: Incoming, rows: list[Row]) -> list[Row]:
        """Those that are neither refused nor in already with the record they are a part of."""
        came = self._came[incoming.table]
        if not self._out and not came:
            return rows
        return [row for row in rows if row[2] not in self._out and row[0] not in came]

    def _take_trade(self, incoming: Incoming, rows: list[Row]) -> None:
        """What the services demand of payments, shipments and returns holds for those of a file."""
        refuse = partial(self._refuse, incoming)
        if incoming.table == "payment":
            self._insert(incoming, *self._trade.payments.check(incoming.columns, rows, refuse))
        elif incoming.table in OWNER:
            made = self._trade.later_lines(incoming, rows, refuse)
            self._insert_lines(incoming.table, {line.key: incoming for line in made}, made)
        else:
            table = PARTS[incoming.table]
            parts, whence = self._parts(table, {row[0] for row in rows})
            columns, kept, made = self._trade.check(incoming, rows, parts, refuse, self._leave_open)
            self._insert(incoming, columns, kept)
            ids = self._ids[incoming.table]
            self._insert_lines(table, whence, [line._replace(values=[ids[line.owner], *line.values[1:]]) for line in made])

    def _parts(self, table: str, owners: set[str]) -> tuple[dict[str, list[PartRow]], dict[str, Incoming]]:
        """The lines of these records by record, before the records are in; and which rows each came with."""
        parts: defaultdict[str, list[PartRow]] = defaultdict(list)
        whence: dict[str, Incoming] = {}
        for incoming in self._everything:
            if incoming.table != table:
                continue
            place = incoming.columns.index(OWNER[table])
            rows = [(key, list(values), where) for key, values, where in zip(incoming.keys, incoming.rows, incoming.places, strict=True)
                    if values[place] in owners]  # fmt: skip
            for row in self._resolved(incoming, self._standing(incoming, rows), OWNER[table]):
                values = dict(zip(incoming.columns, row[1], strict=True))
                parts[row[1][place]].append(PartRow(row[1][place], row, values, partial(self._refuse, incoming)))
                whence[row[0]] = incoming
        return parts, whence

    def _insert_lines(self, table: str, whence: Mapping[str, Incoming], made: Sequence[Made]) -> None:
        columns = LINES[table]
        generated = Incoming(table, columns)
        by_incoming: dict[int, tuple[Incoming, list[Row]]] = {}
        for line in made:
            incoming = generated if line.row is None else whence[line.key]
            by_incoming.setdefault(id(incoming), (incoming, []))[1].append((line.key, line.values, line.place))
            self._came[table].add(line.key)
        for incoming, rows in by_incoming.values():
            self._insert(incoming, columns, rows)

    def _leave_open(self, row: Row, column: str, value: object, reason: str) -> None:
        """It came in, and something about it could not be told."""
        self.refused.append(Refused.of(row[2], column, value, reason))

    def _resolved(self, incoming: Incoming, rows: list[Row], but: str = "") -> list[Row]:
        """Rows whose references are ids now, `but` the one in this column. Parts of a record that stays as it is here are left out."""
        for reference in incoming.references:
            if reference.column == but:
                continue
            column = incoming.columns.index(reference.column)
            if self._taken_for and not incoming.word:
                rows = [row for row in rows if (reference.table, row[1][column]) not in self._taken_for]
            said = [values[column] for _key, values, _place in rows]
            known = self._known(incoming, reference, sought := set(said) - {None, ""})
            if sought <= known.keys():
                _lead(rows, column, said, known)
                continue
            kept = []
            for row in rows:
                values = row[1]
                wanted = values[column]
                found = values[column] = known.get(wanted) if wanted else None
                if wanted and found is None and not reference.may_be_empty:
                    self._refuse(
                        incoming, row, reference.column.removesuffix("_id"), wanted, _("This is not there, or was rejected itself.")
                    )
                else:
                    kept.append(row)
            rows = kept
        return rows

    def _known(self, incoming: Incoming, reference: Reference, wanted: set[str]) -> dict[str, int]:
        """Nothing new is said of a person who was erased."""
        known = self._named(reference, wanted)
        if self._erased and reference.table == "customer" and incoming.table in OF_PERSONS:
            return {key: row_id for key, row_id in known.items() if row_id not in self._erased}
        return known

    def _named(self, reference: Reference, wanted: set[str]) -> dict[str, int]:
        if reference.by != "id":
            found = by_column(reference.table, reference.by, wanted)
            alone = {value: led(self._merged, reference.table, ids) for value, ids in found.items()}
            return {value: ids[0] for value, ids in alone.items() if len(ids) == 1}
        known = self._ids[reference.table]
        known |= {key: row.id for key, row in by_source_id(reference.table, self._source, wanted - known.keys()).items()}
        if self._merged and reference.table == "customer":
            return {key: self._merged.get(row_id, row_id) for key, row_id in known.items()}
        return known

    def _recognised(self, incoming: Incoming, rows: list[Row]) -> list[Row]:
        """Those that are not one which is known by its number or name."""
        for column in incoming.match:
            texts = {row[0]: _text_for(incoming, row, column) for row in rows}
            found = by_column(incoming.table, column, texts.values())
            left = []
            for row in rows:
                text = texts[row[0]]
                ids = led(self._merged, incoming.table, _of_same_parent(incoming, row, found.get(text, [])))
                if len(ids) > 1:
                    self._refuse(incoming, row, column, text, _("Several are called this. Use their numbers."))
                elif ids:
                    self._ids[incoming.table][row[0]] = ids[0]
                    self._taken_for.add((incoming.table, row[0]))
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
            columns = [column for column in _LISTS[incoming.table] if column in incoming.columns]
            return self._free(incoming, rows, columns, set())
        column = _UNIQUE.get(incoming.table)
        if column is None or not rows:
            return rows
        place = incoming.columns.index(column)
        given = [values[place] for _key, values, _place in rows if values[place]]
        self._numbered_alike = self._numbered_alike and all(key == values[place] for key, values, _place in rows)
        used = set() if self._numbered_alike else {(value,) for value in taken(incoming.table, column, given)}
        if used or len(set(given)) < len(given):
            rows = self._free(incoming, rows, [column], used)
        _give_numbers(incoming.table, rows, place, set(given))
        return rows

    def _free(self, incoming: Incoming, rows: list[Row], columns: list[str], used: set[tuple[Any, ...]]) -> list[Row]:
        """Rows whose values in these columns no other row has."""
        places = [incoming.columns.index(column) for column in columns]
        free = []
        for row in rows:
            own = tuple(row[1][place] for place in places)
            if own[0] and own in used:
                self._refuse(incoming, row, columns[0], own[0], _("Another record has this already."))
            else:
                used.add(own)
                free.append(row)
        return free

    def _insert(self, incoming: Incoming, columns: Sequence[str], rows: list[Row]) -> None:
        if not rows:
            return
        if incoming.table == "order_line":
            _fill_from_products(incoming, rows)
        if "custom" in columns:
            _leave_out_empty(columns.index("custom"), rows)
        for key, values, _place in rows:
            values.extend((self._source, key, self._run_id))
        ids = self._done.insert_many(MODELS[incoming.table], (*columns, *_ORIGIN), [values for _key, values, _place in rows])
        if not incoming.comes_in_parts or incoming.table in self._referred:
            self._ids[incoming.table].update(zip((row[0] for row in rows), ids, strict=True))
        self._count(incoming).new += len(rows)
        self.wrote = True
        if incoming.table == "sales_order":
            self._shipped.update(ids)
        elif incoming.table == "appointment":
            self._planned.update(ids)
        elif incoming.table == "mail_message":
            self._mails.update(values[columns.index("interaction_id")] for _key, values, _place in rows)

    def _update(self, incoming: Incoming, pairs: Sequence[tuple[Row, Stored]]) -> None:
        compared = _compared(incoming)
        names = [incoming.columns[place] for place in compared]
        self._ids[incoming.table].update((row[0], stored.id) for row, stored in pairs)
        if incoming.table in TRADE:
            _leave_unsaid(names, compared, pairs)
        if "custom" in names:
            _leave_other_fields(names.index("custom"), compared, pairs)
        differing = [(row, stored) for row, stored in pairs if tuple(row[1][place] for place in compared) != stored.values]
        self._count(incoming).same += len(pairs) - len(differing)
        edited = edited_since(incoming.table, [stored.id for _row, stored in differing])
        for row, stored in differing:
            now = dict(zip(names, stored.values, strict=True))
            new = {name: row[1][place] for name, place in zip(names, compared, strict=True) if row[1][place] != now[name]}
            by_hand = {name: left for name, left in edited.get(stored.id, {}).items() if now.get(name) != left}
            if "custom" in new and "custom" in by_hand:
                _settle_fields(now["custom"], new, by_hand)
            self._change(incoming, row, stored.id, new, by_hand)

    def _change(self, incoming: Incoming, row: Row, row_id: int, new: dict[str, Any], edited: dict[str, Any]) -> None:
        """Write what the file says anew, but for columns that a person changed here since, or that no longer change."""
        model = MODELS[incoming.table]
        if hidden := erased_columns(model, row_id, self._erased, new):
            self._leave_open(row, "", "", _("This person was erased here: nothing of it was written."))
            new = {name: value for name, value in new.items() if name not in hidden}
        edited_here = _("Somebody changed this here since: it was kept as it is.")
        kept = {name: edited_here for name in new if name in edited and new[name] != edited[name]}
        wanted = {name: value for name, value in new.items() if name not in edited}
        if wanted and incoming.table in TRADE:
            kept |= lasting(model.get_by_id(row_id), wanted)
            wanted = {name: value for name, value in wanted.items() if name not in kept}
        if wanted and incoming.table == "customer" and row_id in self._merged:
            kept |= tell_kept(self._done, self._source, row_id, self._merged[row_id], wanted)
            wanted = {name: value for name, value in wanted.items() if name not in kept}
        if wanted:
            record = model.get_by_id(row_id)
            for name, value in wanted.items():
                setattr(record, name, model._meta.columns[name].python_value(value))
            bring_along(self._merged, record)
            self._done.save(record)
            self.wrote = True
            if isinstance(record, Order):
                restate_shipping(self._done, record)
                self._shipped.add(row_id)
            elif isinstance(record, Appointment):
                self._planned.add(row_id)
        counts = self._count(incoming)
        counts.changed += bool(wanted)
        counts.kept += bool(kept or hidden)
        counts.same += not wanted and not kept and not hidden
        self.refused += [Refused.of(row[2], name, new[name], reason) for name, reason in kept.items()]

    def _refuse(self, incoming: Incoming, row: Row, column: str, value: object, reason: str) -> None:
        """A part takes nothing with it but itself; the rest of its row is in already."""
        self.refused.append(Refused.of(row[2], column, value, reason))
        self._out.add(row[2])
        self._count(incoming).rejected += 1

    def _count(self, incoming: Incoming) -> Counts:
        return self._counts[incoming.word] if incoming.word else Counts()


def _lead(rows: list[Row], column: int, said: Sequence[str | None], known: Mapping[str, int]) -> None:
    """`said` is what the rows say in this column."""
    ids: dict[str | None, int | None] = {each: known[each] if each else None for each in set(said)}
    if ids != {None: None}:
        for (_key, values, _place), row_id in zip(rows, map(ids.__getitem__, said), strict=True):
            values[column] = row_id


def _checked(incoming: Incoming, rows: list[Row], refuse: Refuse) -> list[Row]:
    for check in (checked, checked_words):
        rows = check(incoming.table, incoming.columns, rows, refuse)
    return rows


def _waves(incoming: Incoming) -> Iterator[list[Row]]:
    """Rows of a tree level by level, so that a parent is there before its children."""
    rows = list(zip(incoming.keys, map(list, incoming.rows), incoming.places, strict=True))
    own = [incoming.columns.index(item.column) for item in incoming.references if item.table == incoming.table and item.by == "id"]
    waiting = {row[0] for row in rows} if own else set()
    while waiting:
        ready = [row for row in rows if not any(row[1][place] in waiting and row[1][place] != row[0] for place in own)]
        if not ready:
            break
        yield ready
        waiting -= {row[0] for row in ready}
        rows = [row for row in rows if row[0] in waiting]
    if rows:
        yield rows


def _stored(incoming: Incoming, rows: list[Row], source: str, merged: Mapping[int, int]) -> dict[str, Stored]:
    """Those that came from this source before."""
    compared = _compared(incoming)
    columns = [incoming.columns[place] for place in compared]
    stored = by_source_id(incoming.table, source, (row[0] for row in rows), columns)
    return stored_as_led(merged, incoming, compared, stored)


def _leave_out_empty(place: int, rows: list[Row]) -> None:
    if {values[place] for _key, values, _place in rows} == {NOTHING}:
        return
    for _key, values, _place in rows:
        values[place] = without_empty(values[place])


def _leave_other_fields(spot: int, compared: Sequence[int], pairs: Sequence[tuple[Row, Stored]]) -> None:
    """Further fields that the file does not know stay as they are."""
    place = compared[spot]
    for row, stored in pairs:
        if row[1][place] != stored.values[spot]:
            row[1][place] = brought(stored.values[spot], row[1][place])


def _settle_fields(now: str, new: dict[str, Any], by_hand: dict[str, Any]) -> None:
    """Each further field for itself: what a person changed stays, and the others follow the file."""
    settled, conflict = beside_edits(now, by_hand["custom"], new["custom"])
    if conflict:
        return
    del by_hand["custom"]
    new["custom"] = settled
    if settled == now:
        del new["custom"]


def _leave_unsaid(names: Sequence[str], compared: Sequence[int], pairs: Sequence[tuple[Row, Stored]]) -> None:
    """What a file leaves empty, and what was found out when the row came in, is no change."""
    unsaid = [spot for spot, name in enumerate(names) if name in UNSAID]
    for row, stored in pairs if unsaid else ():
        for spot in unsaid:
            if row[1][compared[spot]] is None:
                row[1][compared[spot]] = stored.values[spot]


def _compared(incoming: Incoming) -> list[int]:
    return [place for place, name in enumerate(incoming.columns) if name not in incoming.once]


def _text_for(incoming: Incoming, row: Row, column: str) -> str:
    """The value of that column where the file has one, else what the file knows the record by."""
    value = row[1][incoming.columns.index(column)] if column in incoming.columns else None
    return str(value or row[0])


def _of_same_parent(incoming: Incoming, row: Row, ids: list[int]) -> list[int]:
    """Two branches of a tree may have leaves of the same name."""
    if incoming.table != "contact_reason" or not ids:
        return ids
    parent = row[1][incoming.columns.index("parent_id")] if "parent_id" in incoming.columns else None
    parents = names_of("contact_reason", ("parent_id",), ids)
    return [row_id for row_id in ids if parents[row_id] == (parent,)]


def _give_numbers(table: str, rows: list[Row], place: int, given: Collection[str]) -> None:
    """Rows without one get the next of the company's own that no row of the file has either."""
    without = [values for _key, values, _place in rows if not values[place]]
    numbers: list[str] = []
    while len(numbers) < len(without):
        numbers += [number for number in next_numbers(MODELS[table], len(without) - len(numbers)) if number not in given]
    for values, number in zip(without, numbers, strict=True):
        values[place] = number


def _give_logins(incoming: Incoming, rows: list[Row]) -> None:
    """A login that is taken gets the next free number behind it."""
    place = incoming.columns.index("login")
    used = taken("staff", "login", (values[place] for _key, values, _place in rows))
    for _key, values, _place in rows:
        login, number = values[place], 2
        while login in used or taken("staff", "login", (login,)):
            login, number = f"{values[place]}{number}", number + 1
        used.add(login)
        values[place] = login


def _fill_from_products(incoming: Incoming, rows: list[Row]) -> None:
    """Sku and name as they are now, where the line does not state its own."""
    sku, name = incoming.columns.index("sku"), incoming.columns.index("name")
    product = incoming.columns.index("product_id") if "product_id" in incoming.columns else None
    known = {} if product is None else names_of("product", ("sku", "name"), {values[product] for _k, values, _p in rows if values[product]})
    for _key, values, _place in rows:
        now = known.get(values[product], ("", "")) if product is not None else ("", "")
        values[sku] = values[sku] or now[0]
        values[name] = values[name] or now[1] or values[sku] or "–"
