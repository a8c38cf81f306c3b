"""Writes what was invented into the store, table by table, in one operation, never holding more than a block of rows."""

import json
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count, islice
from typing import Any

from crm_desktop.core.dates import NEVER
from crm_desktop.core.kinds import PHONES, AddressKind, ChannelKind, CustomerKind
from crm_desktop.core.money import PLACES
from crm_desktop.core.tag_names import tag_key
from crm_desktop.data.bulk import Bulk
from crm_desktop.data.history import BLOCK
from crm_desktop.data.models import (
    Address,
    Channel,
    Consent,
    Contact,
    ContactPoint,
    ContactReason,
    Customer,
    FollowUp,
    FollowUpAttempt,
    Interaction,
    Order,
    OrderLine,
    Product,
    ProductCategory,
    Record,
    Reminder,
    Shipment,
    ShipmentLine,
    Staff,
    StockMovement,
    Tag,
)
from crm_desktop.data.numbering import next_numbers
from crm_desktop.sample.agreeing import Agreed
from crm_desktop.sample.desk import Contacted
from crm_desktop.sample.people import Invented, Point
from crm_desktop.sample.promises import Promised
from crm_desktop.sample.stock import Movement
from crm_desktop.sample.trade import TAX_PERCENT, Good, Sale
from crm_desktop.services.company import REASONS
from crm_desktop.services.customers import normal_value

CENT = 10 ** (PLACES - 2)
ONE = 10**PLACES
_LAST = 4


class Filling:
    """What was inserted is known by its place in the list it came from. `told` hears how many rows were written."""

    def __init__(self, bulk: Bulk, zone: str, currency: str, told: Callable[[int], None]) -> None:
        self._bulk, self.zone, self.currency, self._told = bulk, zone, currency, told
        self._staff = [row.id for row in Staff.select(Staff.id).order_by(Staff.id)]
        self._channels = {row.kind: row.id for row in Channel.select().order_by(Channel.position.desc())}
        reasons = [row.id for row in ContactReason.select(ContactReason.id).order_by(ContactReason.position)]
        self._reasons = {name: row_id for (name, _kind), row_id in zip(REASONS, reasons, strict=True)}
        self._interactions: array[int] = array("q")
        self._numbers: dict[tuple[str, str], str] = {}

    def insert(self, model: type[Record], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> "array[int]":
        """Their ids, in the order of the rows."""
        ids, coming = array("q"), iter(rows)
        while some := list(islice(coming, BLOCK)):
            ids.extend(self._bulk.insert_many(model, columns, some))
            self._told(len(some))
        return ids

    def products(self, goods: Sequence[Good]) -> None:
        names = list(dict.fromkeys(good.category.name for good in goods))
        ids = self.insert(ProductCategory, ("name",), [(name,) for name in names])
        categories = dict(zip(names, ids, strict=True))
        self.goods = self.insert(
            Product,
            ("sku", "name", "category_id", "unit", "price", "tax_rate", "cost", "warranty_months"),
            (
                (
                    good.sku, good.name, categories[good.category.name], "piece", good.item.price * CENT, TAX_PERCENT * ONE,
                    good.cost * CENT, good.item.months,
                )
                for good in goods
            ),
        )  # fmt: skip

    def customers(self, invented: Sequence[Invented]) -> None:
        columns = (
            "number", "kind", "name", "salutation", "first_name", "last_name", "language", "preferred_channel", "vip", "account_owner_id",
            "quick_facts", "status", "customer_since", "birthday", "custom",
        )  # fmt: skip
        numbers = next_numbers(Customer, len(invented))
        rows = (self._customer_row(*each) for each in zip(numbers, invented, strict=True))
        self._customers = self.insert(Customer, columns, rows)
        self._places = [customer.places[0].text() for customer in invented]
        self._people(invented)
        self._addresses(invented)
        tagged = ((self._customers[place], tag) for place, customer in enumerate(invented) for tag in customer.tags)
        tags = (("customer", row_id, tag, tag_key(tag)) for row_id, tag in tagged)
        self.insert(Tag, ("entity_table", "row_id", "name", "key"), tags)

    def _customer_row(self, number: str, customer: Invented) -> tuple[Any, ...]:
        person = customer.person
        names = (person.salutation, person.first, person.last) if person else ("", "", "")
        owner = self._staff[0] if customer.vip else None
        since = customer.since if customer.buys else NEVER
        return (
            number, customer.kind, customer.name, *names, customer.language, customer.preferred, customer.vip, owner,
            customer.quick_facts, customer.status, since.isoformat(), customer.birthday, customer.custom,
        )  # fmt: skip

    def _people(self, invented: Sequence[Invented]) -> None:
        """Contacts of companies, and everybody's phones and mail."""
        colleagues = [(place, each) for place, customer in enumerate(invented) for each in customer.colleagues]
        rows = ((self._customers[place], each.person.name, each.role, each.person.salutation, each.birthday) for place, each in colleagues)
        ids = self.insert(Contact, ("customer_id", "name", "role", "salutation", "birthday"), rows)
        self._contacts: dict[int, list[int]] = {}
        for row_id, (place, _each) in zip(ids, colleagues, strict=True):
            self._contacts.setdefault(place, []).append(row_id)
        columns = ("customer_id", "contact_id", "kind", "value", "normal", "label", "main")
        own = (self._point(place, None, point, customer) for place, customer in enumerate(invented) for point in customer.points)
        self.insert(ContactPoint, columns, own)
        theirs = (
            self._point(place, row_id, point, invented[place])
            for row_id, (place, each) in zip(ids, colleagues, strict=True)
            for point in each.points
        )
        self.insert(ContactPoint, columns, theirs)

    def _point(self, place: int, contact: int | None, point: Point, customer: Invented) -> tuple[Any, ...]:
        label = "work" if customer.kind == CustomerKind.COMPANY else "home"
        normal = self._normal(point, customer.places[0].country)
        return self._customers[place], contact, point.kind, point.value, normal, label, point.main

    def _normal(self, point: Point, country: str) -> str:
        """Of numbers that differ in their last digits only one is looked at: that takes longer than all the rest of a customer."""
        first, last = point.value[:-_LAST], point.value[-_LAST:]
        if point.kind not in PHONES or not last.isdigit():
            return normal_value(point.kind, point.value, country)
        if (country, first) not in self._numbers:
            normal = normal_value(point.kind, point.value, country)
            if not normal.endswith(last):
                return normal
            self._numbers[country, first] = normal[:-_LAST]
        return self._numbers[country, first] + last

    def _addresses(self, invented: Sequence[Invented]) -> None:
        rows = (
            (self._customers[place], kind, where.lines, where.city, where.region, where.postal_code, where.country)
            for place, customer in enumerate(invented)
            for where, kind in zip(customer.places, (AddressKind.BILLING, AddressKind.SHIPPING), strict=False)
        )
        self.insert(Address, ("customer_id", "kind", "lines", "city", "region", "postal_code", "country"), rows)

    def consents(self, agreed: Iterable[Agreed]) -> None:
        columns = (
            "customer_id", "purpose", "channel", "lawful_basis", "text_version", "source", "evidence", "given_at", "withdrawn_at",
            "withdrawal", "noted_by_id", "withdrawn_by_id",
        )  # fmt: skip
        rows = (
            (
                self._customers[each.customer], each.purpose, each.channel, "Consent", each.words, each.source, each.evidence, each.at,
                each.until, each.how, self._staff[each.staff], self._staff[each.staff] if each.until else None,
            )
            for each in agreed
        )  # fmt: skip
        self.insert(Consent, columns, rows)

    def orders(self, sales: Sequence[Sale], goods: Sequence[Good]) -> None:
        """With their lines. `sales` have their numbers."""
        columns = (
            "number", "customer_id", "contact_id", "staff_id", "channel_id", "ordered_at", "currency", "billing_address",
            "shipping_address", "due_on", "carrier", "discount", "shipping_charge", "tax", "note", "state", "cancel_reason", "cancelled_at",
            "completed_at",
        )  # fmt: skip
        rows = (
            (
                sale.number, self._customers[sale.customer], self.contact(sale.customer, sale.contact), self.member(sale.staff),
                self.channel(sale.channel), sale.at, self.currency, self.address(sale.customer), self.address(sale.customer),
                sale.due_on.isoformat(), sale.carrier, sale.coupon * CENT, sale.shipping * CENT, sale.tax * CENT, sale.note, sale.state,
                sale.cancel_reason, sale.cancelled_at, sale.completed_at,
            )
            for sale in sales
        )  # fmt: skip
        self.sales = self.insert(Order, columns, rows)
        self._lines(sales, goods)

    def _lines(self, sales: Sequence[Sale], goods: Sequence[Good]) -> None:
        columns = (
            "order_id", "position", "product_id", "sku", "name", "quantity", "unit_price", "discount_percent", "tax_rate", "gross", "total",
        )  # fmt: skip
        rows = (
            (
                self.sales[sale.place], position, self.goods[line.good], goods[line.good].sku, goods[line.good].name, line.quantity * ONE,
                line.price * CENT, line.discount * ONE, TAX_PERCENT * ONE if sale.tax else 0, line.gross * CENT, line.total * CENT,
            )
            for sale in sales
            for position, line in zip(count(1), sale.lines, strict=False)
        )  # fmt: skip
        self._line_ids = self.insert(OrderLine, columns, rows)
        self._first_lines = array("q", [0])
        for sale in sales:
            self._first_lines.append(self._first_lines[-1] + len(sale.lines))

    def line(self, sale: Sale, place: int) -> int:
        return self._line_ids[self._first_lines[sale.place] + place]

    def parcels(self, sales: Sequence[Sale]) -> None:
        columns = ("order_id", "carrier", "tracking", "link", "shipped_on", "delivered_on", "status")
        rows = (
            (
                self.sales[sale.place], each.carrier, each.tracking, each.link, each.shipped_on.isoformat(),
                each.delivered_on.isoformat(), each.status,
            )
            for sale in sales for each in sale.parcels
        )  # fmt: skip
        ids = iter(self.insert(Shipment, columns, rows))
        lines = (
            (shipment, self.line(sale, packed.line), self.goods[sale.lines[packed.line].good], packed.quantity * ONE)
            for sale in sales
            for each, shipment in zip(sale.parcels, ids, strict=False)
            for packed in each.packed
        )
        self.insert(ShipmentLine, ("shipment_id", "order_line_id", "product_id", "quantity"), lines)

    def stock(self, moved: Iterable[Movement]) -> None:
        rows = (
            (
                self.goods[each.good], None if each.sale is None else self.sales[each.sale], each.kind, each.quantity * ONE,
                each.on.isoformat(), each.note,
            )
            for each in moved
        )  # fmt: skip
        self.insert(StockMovement, ("product_id", "order_id", "kind", "quantity", "moved_on", "note"), rows)

    def interactions(self, contacts: Sequence[Contacted], cases: Mapping[int, int]) -> "array[int]":
        """The next ones, and their ids. `cases`: those that some of them are about, by place."""
        columns = (
            "number", "customer_id", "contact_id", "caller", "channel_id", "direction", "reason_id", "summary", "notes", "staff_id",
            "started_at", "ended_at", "holds", "wrap_up_ended_at", "outcome", "verified", "mood_before", "mood_after", "order_id",
            "case_id",
        )  # fmt: skip
        rows = (
            (
                number, self.customer(each.customer), self.contact(each.customer, each.contact), each.caller,
                self.channel(each.channel),
                each.direction, self._reasons.get(each.reason), each.summary, each.notes, self.member(each.staff), each.at, each.ended,
                json.dumps(each.holds) if each.holds else "[]", each.wrap_up, each.outcome, each.verified, each.mood_before,
                each.mood_after, self.sale(each.sale), cases.get(place),
            )
            for place, (number, each) in enumerate(zip(next_numbers(Interaction, len(contacts)), contacts, strict=True))
        )  # fmt: skip
        ids = self.insert(Interaction, columns, rows)
        self._interactions.extend(ids)
        return ids

    def follow_ups(self, promised: Sequence[Promised]) -> None:
        columns = (
            "number", "title", "customer_id", "contact_id", "interaction_id", "order_id", "channel_id", "promise", "due_on", "due_time",
            "zone", "priority", "owner_id", "recurrence", "state", "outcome", "completed_at",
        )  # fmt: skip
        rows = (
            (
                number, each.title, self.customer(each.customer), self.contact(each.customer, each.contact),
                None if each.contacted is None else self._interactions[each.contacted], self.sale(each.sale), self.channel(each.channel),
                each.promise, each.due_on.isoformat(), each.due_time, self.zone, each.priority, self.member(each.owner), each.recurrence,
                each.state, each.outcome, each.completed_at,
            )
            for number, each in zip(next_numbers(FollowUp, len(promised)), promised, strict=True)
        )  # fmt: skip
        ids = self.insert(FollowUp, columns, rows)
        made = list(zip(ids, promised, strict=True))
        tries = ((row_id, each.at, self.member(each.staff), each.result) for row_id, promise in made for each in promise.tries)
        self.insert(FollowUpAttempt, ("follow_up_id", "at", "staff_id", "result"), tries)
        reminders = (
            (row_id, each.at, each.snoozed_until, each.shown_at, each.cancelled) for row_id, promise in made for each in promise.reminders
        )
        self.insert(Reminder, ("follow_up_id", "at", "snoozed_until", "shown_at", "cancelled"), reminders)

    def reason(self, name: str) -> int | None:
        return self._reasons.get(name)

    def customer(self, place: int | None) -> int | None:
        return None if place is None else self._customers[place]

    def address(self, customer: int) -> str:
        """As an order keeps it."""
        return self._places[customer]

    def channel(self, kind: ChannelKind) -> int:
        return self._channels[kind]

    def member(self, place: int | None) -> int | None:
        return None if place is None else self._staff[place]

    def contact(self, customer: int | None, place: int | None) -> int | None:
        return None if customer is None or place is None else self._contacts[customer][place]

    def sale(self, place: int | None) -> int | None:
        return None if place is None else self.sales[place]
