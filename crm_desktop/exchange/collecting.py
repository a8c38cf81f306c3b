"""Gathers the records of all files into rows by table, completes them, and notices what stands twice."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from crm_desktop.core.actors import Role
from crm_desktop.core.currencies import checked_currency, digits_of
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import CustomerKind, OrderState, PointKind
from crm_desktop.core.kinds_of_trade import Flow, ReturnReason, ShipmentStatus
from crm_desktop.core.money import PLACES, from_store, line_gross, line_total, rounded, to_store
from crm_desktop.core.survey_kinds import ResponseState, SurveyState
from crm_desktop.core.text import search_words
from crm_desktop.exchange.case_rows import CaseEvents
from crm_desktop.exchange.keys_seen import KeysSeen
from crm_desktop.exchange.knowledge_rows import complete_article, complete_template
from crm_desktop.exchange.mapping import Missing, Record, Repeated
from crm_desktop.exchange.record_reading import Made
from crm_desktop.exchange.rejects import BadField
from crm_desktop.exchange.targets import NO_DAY, REFERRED, Field, Kind, Part, Target
from crm_desktop.services.company import initials_of
from crm_desktop.services.customers import normal_value
from crm_desktop.services.incoming import Incoming, Place, Reference
from crm_desktop.services.shipments import checked_link

Values = dict[str, Any]
_OWNER_TABLES = {"customer_id": "customer", "contact_id": "contact", "product_id": "product"}
_POINTS = frozenset(kind.value for kind in PointKind)


@dataclass(slots=True)
class Context:
    """What completing a record needs beside the record."""

    currency: str
    zone: str
    country: str
    today: date
    currencies: dict[str, str] = field(default_factory=dict)
    positions: Counter[str] = field(default_factory=Counter)


class Collector:
    """All records that one rule table of the mapping finds, with their parts."""

    def __init__(self, record: Record, columns: Mapping[str, str], context: Context) -> None:
        """`columns` are the headers by field, for people to find what is wrong."""
        self.record = record
        self.target = record.target
        self.main = Incoming(
            self.target.table,
            _main_columns(record),
            self.target.name,
            _references(record),
            self.target.once | {item.column for item in _unstated(record)},
            record.match,
        )
        self.parts: list[PartRows | CaseEvents] = [
            PartRows(self.target, name, record, context) for name in self.target.parts if _fields_of(record, name)
        ]
        if self.target.name == "case":
            self.parts.append(CaseEvents(record.rules["status"].by))
        self._names = [name for name, _column in _main_fields(record)]
        self.differing: Counter[str] = Counter()
        self._columns, self._context = columns, context
        self._usual = {item.name: None if item.open else item.empty for item in _unstated(record)}
        self._complete = _COMPLETERS.get(self.target.name, _as_it_is)
        self._keys = KeysSeen()
        self._first: dict[str, tuple[int, Values]] = {}
        self._before: Values = {}
        self._differed: set[str] = set()

    def take(self, made: Iterable[Made], places: Iterable[Place]) -> Iterator[tuple[Place, BadField]]:
        """Of records that do not stand twice, each of a row of its own: where something is wrong with one, and what; the others are in.

        In one go, for there may be a million.
        """
        line_of, remember, usual, complete, context = self._keys.line_of, self._keys.add, self._usual, self._complete, self._context
        add, names = self.main.add, self._names
        for one, place in zip(made, places, strict=True):
            if one is None:
                continue
            if isinstance(one, BadField):
                yield place, one
                continue
            key, values = one
            if line := line_of(key):
                yield place, self._stands_already(key, line)
                continue
            values.update(usual)
            try:
                complete(key, values, context)
            except BadField as error:
                yield place, self._as_in_the_file(error)
                continue
            remember(key, place.line)
            add(key, list(map(values.__getitem__, names)), place)
            for part in self.parts:
                part.add(key, values, place)

    def _stands_already(self, key: str, line: int) -> BadField:
        return BadField(self._columns.get("id", ""), key, _("This stands on line {line} already.").format(line=line))

    def _as_in_the_file(self, error: BadField) -> BadField:
        return BadField(self._columns.get(error.column, error.column), error.value, error.reason)

    def admits(self, key: str, values: Values) -> bool:
        """False where the record is known from a row above. Raises BadField where it may not stand twice, or says something else."""
        if self.record.repeated is Repeated.REFUSE:
            if line := self._keys.line_of(key):
                raise self._stands_already(key, line)
            return True
        if key not in self._first:
            return True
        line, before = self._first[key]
        differing = [name for name in values if values[name] != before[name]]
        if differing and self.record.repeated is Repeated.SAME:
            raise BadField(
                self._columns.get(differing[0], differing[0]),
                key,
                _("Line {line} says something else about the same {what}.").format(line=line, what=_(self.target.name)),
            )
        if differing and key not in self._differed:
            self._differed.add(key)
            self.differing.update(differing)
        return False

    def complete(self, key: str, values: Values) -> None:
        """Raises BadField where the values do not go together."""
        self._before = {} if self.record.repeated is Repeated.REFUSE else dict(values)
        values.update(self._usual)
        try:
            self._complete(key, values, self._context)
        except BadField as error:
            raise self._as_in_the_file(error) from error

    def add(self, key: str, values: Values, place: Place) -> None:
        """What was completed just now, unless something else in its row was wrong."""
        if self.record.repeated is Repeated.REFUSE:
            self._keys.add(key, place.line)
        else:
            self._first[key] = place.line, self._before
        self.main.add(key, list(map(values.__getitem__, self._names)), place)
        for part in self.parts:
            part.add(key, values, place)

    def differing_records(self) -> int:
        return len(self._differed)

    def incoming(self) -> Iterable[Incoming]:
        yield self.main
        for part in self.parts:
            yield part.rows


class PartRows:
    """Rows of one kind that belong to the records: a phone, an address, the opening stock."""

    def __init__(self, target: Target, name: str, record: Record, context: Context) -> None:
        self._name = name
        self._part: Part = target.parts[name]
        self._fields = _fields_of(record, name)
        self._context = context
        self._is_point = name in _POINTS
        self._normal: dict[tuple[str, str], str] = {}
        self._country_field = "country" if target.name == "customer" else ""
        extra = {"contact_point": ("normal",), "stock_movement": ("moved_on",)}.get(self._part.table, ())
        owners = (self._part.owner, *(("customer_id",) if self._part.owner == "contact_id" else ()))
        self._second_owner = len(owners) > 1
        self.rows = Incoming(
            self._part.table,
            (*owners, *(item.column for item in self._fields), *self._part.constants, *extra),
            references=tuple(Reference(owner, _OWNER_TABLES.get(owner, target.table)) for owner in owners),
            once=frozenset({"moved_on"}),
        )

    def add(self, key: str, values: Values, place: Place) -> None:
        if self._part.table == "tag":
            for name in values["tags"]:
                self.rows.add(f"{key}#{name}", [key, name], place)
            return
        filled = [values.get(item.name, "") for item in self._fields]
        if not any(value != "" for value in filled):
            return
        if self._name == "contact" and not values.get("contact_name"):
            return
        owners = [key, values["customer"]] if self._second_owner else [key]
        self.rows.add(f"{key}#{self._name}", [*owners, *filled, *self._part.constants.values(), *self._computed(values)], place)

    def _computed(self, values: Values) -> list[Any]:
        if self._part.table == "stock_movement":
            return [self._context.today.isoformat()]
        if not self._is_point:
            return []
        country = values.get(self._country_field) or self._context.country
        value = values[self._name]
        pair = value, country
        if pair not in self._normal:
            self._normal[pair] = normal_value(PointKind(self._name), value, country if len(country) == 2 else "")
        return [self._normal[pair]]


def _main_fields(record: Record) -> list[tuple[str, str]]:
    """Name in the values and column in the table: what the mapping fills, then what is computed."""
    mapped = [(item.name, item.column) for item in record.target.fields if item.name in record.rules and item.column and not item.part]
    mapped += [(item.name, item.column) for item in _unstated(record)]
    names = {name for name, _column in mapped}
    custom = [("custom", "custom")] if record.has_custom else []
    return [*mapped, *custom, *((name, name) for name in record.target.computed if name not in names)]


def _unstated(record: Record) -> list[Field]:
    """Kinds and states that the mapping is silent about: a new record begins with the usual one."""
    computed = record.target.computed
    return [item for item in record.target.fields if item.kind is Kind.WORD and item.name not in (*record.rules, *computed)]


def _main_columns(record: Record) -> tuple[str, ...]:
    return tuple(column for _name, column in _main_fields(record))


def _fields_of(record: Record, part: str) -> list[Field]:
    told = {*record.rules, *_told_by_names(record)}
    return [item for item in record.target.fields if item.part == part and item.name in told]


def _told_by_names(record: Record) -> tuple[str, ...]:
    """What becomes of a person's name in the row of a company: somebody there."""
    if record.target.name != "customer" or not {"first_name", "last_name"} & record.rules.keys():
        return ()
    return ("contact_name", "contact_salutation") if "salutation" in record.rules else ("contact_name",)


def _references(record: Record) -> tuple[Reference, ...]:
    found = []
    for item in record.target.fields:
        rule = record.rules.get(item.name)
        if rule is not None and item.kind is Kind.REFERENCE:
            found.append(Reference(item.column, REFERRED[item.of].table, rule.by, rule.missing is Missing.EMPTY))
    return tuple(found)


def _as_it_is(key: str, values: Values, context: Context) -> None:
    pass


def _complete_staff(key: str, values: Values, context: Context) -> None:
    """Whoever comes from a file may not do more than a representative until the owner says so."""
    values["login"] = values.get("login") or ".".join(search_words(values["name"])) or key
    values["initials"] = values.get("initials") or initials_of(values["name"])
    values["role"] = str(Role.REPRESENTATIVE)


def _complete_product(key: str, values: Values, context: Context) -> None:
    values["sku"] = values.get("sku") or key


def _numbered(key: str, values: Values, context: Context) -> None:
    """None: the next of the company's own numbers."""
    values["number"] = values.get("number") or None


def _complete_customer(key: str, values: Values, context: Context) -> None:
    """First and last name are a person's; in the row of a company they name somebody there, unless another is named."""
    _numbered(key, values, context)
    name = " ".join(filter(None, (values.get("first_name", ""), values.get("last_name", ""))))
    if not name or values.get("kind") != CustomerKind.COMPANY or values.get("contact_name", name) not in ("", name):
        return
    values["contact_name"] = name
    if "salutation" in values:
        values["contact_salutation"] = values.get("contact_salutation") or values["salutation"]
    for own in {"first_name", "last_name", "salutation"} & values.keys():
        values[own] = ""


def _complete_order(key: str, values: Values, context: Context) -> None:
    _numbered(key, values, context)
    if values.get("currency"):
        try:
            values["currency"] = context.currencies[key] = checked_currency(values["currency"])
        except UserError as error:
            raise BadField("currency", values["currency"], _("There is no such currency.")) from error
    else:
        values["currency"] = context.currency
    if not values.get("state"):
        values["state"] = str(OrderState.OPEN if values.get("shipped_on", NO_DAY) == NO_DAY else OrderState.COMPLETED)


def _complete_line(key: str, values: Values, context: Context) -> None:
    """A stated total stays as it is, to four places; otherwise it is computed and rounded to the currency's digits."""
    order = values["order"]
    quantity: int = values["quantity"]
    price, total = values.get("unit_price"), values.get("total")
    discount = from_store(values.get("discount_percent") or 0)
    if not 0 <= discount <= 100:
        raise BadField("discount_percent", str(discount), _("A discount is between 0 and 100 percent."))
    digits = digits_of(context.currencies.get(order, context.currency))
    if price is not None:
        values["gross"] = to_store(line_gross(from_store(quantity), from_store(price), digits))
        if total is None:
            values["total"] = to_store(line_total(from_store(quantity), from_store(price), discount, digits))
    elif total is None:
        raise BadField("unit_price", "", _("A line needs a unit price or a total."))
    else:
        values["gross"], values["unit_price"] = _before_discount(quantity, total, discount)
    context.positions[order] += 1
    values["position"] = values.get("position") or context.positions[order]
    values["sku"], values["name"] = values.get("sku") or None, values.get("name") or None


def _before_discount(quantity: int, total: int, discount: Decimal) -> tuple[int, int]:
    """Gross and unit price of a line of which only the total after the discount is known."""
    if not quantity or discount == 100:
        raise BadField("total", str(from_store(total)), _("The unit price cannot be told from this line."))
    gross = rounded(from_store(total) * 100 / (100 - discount), PLACES)
    return to_store(gross), to_store(rounded(gross / from_store(quantity), PLACES))


def _complete_interaction(key: str, values: Values, context: Context) -> None:
    _numbered(key, values, context)
    minutes = values.get("minutes")
    if minutes is not None and values.get("ended_at") is None:
        values["ended_at"] = values["started_at"] + int(from_store(minutes) * 60)
    ended = values.setdefault("ended_at", None)
    if ended is not None and ended < values["started_at"]:
        raise BadField("ended_at", "", _("This ends before it begins."))


def _complete_case(key: str, values: Values, context: Context) -> None:
    """Hours count from the moment it was opened."""
    _numbered(key, values, context)
    for hours, moment in (("first_response_hours", "first_response_at"), ("resolution_hours", "resolved_at")):
        passed = values.get(hours)
        if passed is not None and passed < 0:
            raise BadField(hours, str(from_store(passed)), _("A time cannot be below zero."))
        if passed is not None and values.get(moment) is None:
            values[moment] = values["opened_at"] + int(from_store(passed) * 3600)


def _complete_survey(key: str, values: Values, context: Context) -> None:
    """Its answers came from elsewhere: nobody is asked here, or got in touch with."""
    values["state"], values["follow_up"] = str(SurveyState.CLOSED), False


def _complete_rating(key: str, values: Values, context: Context) -> None:
    values["number"], values["state"], values["asked_at"] = None, str(ResponseState.ANSWERED), values["answered_at"]


def _complete_article(key: str, values: Values, context: Context) -> None:
    complete_article(values)


def _complete_template(key: str, values: Values, context: Context) -> None:
    complete_template(values)


def _complete_follow_up(key: str, values: Values, context: Context) -> None:
    _numbered(key, values, context)
    values["zone"] = context.zone


def _complete_shipment(key: str, values: Values, context: Context) -> None:
    """Without a state of its own, what arrived is delivered, what left is on its way, and anything else still in the house."""
    left, arrived = values.get("shipped_on", NO_DAY), values.get("delivered_on", NO_DAY)
    if arrived != NO_DAY and (left == NO_DAY or arrived < left):
        raise BadField("delivered_on", arrived, _("A shipment arrives after it leaves."))
    stated = values.get("status")
    if left == NO_DAY and stated and stated != ShipmentStatus.PREPARED:
        raise BadField("shipped_on", "", _("A shipment that has left needs the day it left."))
    gone = ShipmentStatus.DELIVERED if arrived != NO_DAY else ShipmentStatus.IN_TRANSIT
    values["status"] = stated or str(ShipmentStatus.PREPARED if left == NO_DAY else gone)
    try:
        if "link" in values:
            values["link"] = checked_link(values["link"], values.get("tracking", ""))
    except UserError as error:
        raise BadField("link", values["link"], str(error)) from error


def _complete_shipment_line(key: str, values: Values, context: Context) -> None:
    if values["quantity"] <= 0:
        raise BadField("quantity", str(from_store(values["quantity"])), _("A quantity must be above zero."))


def _complete_return_line(key: str, values: Values, context: Context) -> None:
    """What an inspection or a settlement would demand of a line is demanded of one that comes in, but for the inspection itself."""
    _complete_shipment_line(key, values, context)
    if values.get("reason") == ReturnReason.OTHER and not values.get("note"):
        raise BadField("note", "", _("Say what the other reason is."))
    if (values.get("value") or 0) < 0:
        raise BadField("value", str(from_store(values["value"])), _("An amount cannot be below zero."))


def _complete_payment(key: str, values: Values, context: Context) -> None:
    """An amount below zero is money that went back, unless the mapping says which way it went."""
    amount, stated = values["amount"], values.get("direction")
    if not amount or (stated and amount < 0):
        raise BadField("amount", str(from_store(amount)), _("An amount must be above zero."))
    values["direction"], values["amount"] = stated or str(Flow.IN if amount > 0 else Flow.OUT), abs(amount)


_COMPLETERS: Mapping[str, Callable[[str, Values, Context], None]] = {
    "staff": _complete_staff,
    "product": _complete_product,
    "customer": _complete_customer,
    "order": _complete_order,
    "line": _complete_line,
    "shipment": _complete_shipment,
    "return_shipment": _complete_shipment,
    "shipment_line": _complete_shipment_line,
    "return": _numbered,
    "return_line": _complete_return_line,
    "payment": _complete_payment,
    "interaction": _complete_interaction,
    "case": _complete_case,
    "survey": _complete_survey,
    "rating": _complete_rating,
    "follow_up": _complete_follow_up,
    "article": _complete_article,
    "template": _complete_template,
}
