"""Writes what was invented into the store, table by table, in one operation."""

import json
from collections.abc import Sequence
from itertools import count
from typing import Any

from crm_desktop.core.dates import NEVER
from crm_desktop.core.kinds import AddressKind, CustomerKind
from crm_desktop.core.money import PLACES
from crm_desktop.data.history import Done
from crm_desktop.data.models import (
    Address,
    Channel,
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
    Reminder,
    Staff,
    StockMovement,
)
from crm_desktop.data.numbering import next_numbers
from crm_desktop.sample.desk import Contacted
from crm_desktop.sample.people import Invented, Point
from crm_desktop.sample.promises import Promised
from crm_desktop.sample.trade import TAX_PERCENT, Good, Movement, Sale
from crm_desktop.services.company import REASONS
from crm_desktop.services.customers import normal_value
from crm_desktop.services.shipments import ship_as_stated

_CENT = 10 ** (PLACES - 2)
_ONE = 10**PLACES


class Filling:
    """`part` is called after each table. What was inserted is known by its place in the list it came from."""

    def __init__(self, done: Done, zone: str, currency: str) -> None:
        self._done, self._zone, self._currency = done, zone, currency
        self._staff = [row.id for row in Staff.select(Staff.id).order_by(Staff.id)]
        self._channels = {row.kind: row.id for row in Channel.select().order_by(Channel.position.desc())}
        reasons = [row.id for row in ContactReason.select(ContactReason.id).order_by(ContactReason.position)]
        self._reasons = {name: row_id for (name, _kind), row_id in zip(REASONS, reasons, strict=True)}

    def products(self, goods: Sequence[Good]) -> None:
        names = list(dict.fromkeys(good.category.name for good in goods))
        ids = self._done.insert_many(ProductCategory, ("name",), [(name,) for name in names])
        categories = dict(zip(names, ids, strict=True))
        columns = ("sku", "name", "category_id", "unit", "price", "tax_rate", "cost", "warranty_months")
        self._goods = self._done.insert_many(
            Product,
            columns,
            [
                (
                    good.sku, good.name, categories[good.category.name], "piece", good.item.price * _CENT, TAX_PERCENT * _ONE,
                    good.cost * _CENT, good.item.months,
                )
                for good in goods
            ],
        )  # fmt: skip

    def customers(self, invented: Sequence[Invented]) -> None:
        columns = (
            "number", "kind", "name", "salutation", "first_name", "last_name", "language", "preferred_channel", "vip", "account_owner_id",
            "quick_facts", "status", "customer_since",
        )  # fmt: skip
        rows = []
        for number, customer in zip(next_numbers(Customer, len(invented)), invented, strict=True):
            person = customer.person
            names = (person.salutation, person.first, person.last) if person else ("", "", "")
            owner = self._staff[0] if customer.vip else None
            since = customer.since if customer.buys else NEVER
            rows.append(
                (
                    number, customer.kind, customer.name, *names, customer.language, customer.preferred, customer.vip, owner,
                    customer.quick_facts, customer.status, since.isoformat(),
                )
            )  # fmt: skip
        self._customers = self._done.insert_many(Customer, columns, rows)
        self._places = [place.text() for place in (customer.places[0] for customer in invented)]
        self._people(invented)
        self._addresses(invented)

    def _people(self, invented: Sequence[Invented]) -> None:
        """Contacts of companies, and everybody's phones and mail."""
        colleagues = [(place, each) for place, customer in enumerate(invented) for each in customer.colleagues]
        rows = [(self._customers[place], each.person.name, each.role, each.person.salutation) for place, each in colleagues]
        ids = self._done.insert_many(Contact, ("customer_id", "name", "role", "salutation"), rows)
        self._contacts: dict[int, list[int]] = {}
        points = [self._point(place, None, point, invented) for place, customer in enumerate(invented) for point in customer.points]
        for row_id, (place, each) in zip(ids, colleagues, strict=True):
            self._contacts.setdefault(place, []).append(row_id)
            points += [self._point(place, row_id, point, invented) for point in each.points]
        self._done.insert_many(ContactPoint, ("customer_id", "contact_id", "kind", "value", "normal", "label", "main"), points)

    def _point(self, place: int, contact: int | None, point: Point, invented: Sequence[Invented]) -> tuple[Any, ...]:
        country = invented[place].places[0].country
        label = "work" if invented[place].kind == CustomerKind.COMPANY else "home"
        normal = normal_value(point.kind, point.value, country)
        return self._customers[place], contact, point.kind, point.value, normal, label, point.main

    def _addresses(self, invented: Sequence[Invented]) -> None:
        rows = [
            (self._customers[place], kind, where.lines, where.city, where.region, where.postal_code, where.country)
            for place, customer in enumerate(invented)
            for where, kind in zip(customer.places, (AddressKind.BILLING, AddressKind.SHIPPING), strict=False)
        ]
        self._done.insert_many(Address, ("customer_id", "kind", "lines", "city", "region", "postal_code", "country"), rows)

    def orders(self, sales: Sequence[Sale], goods: Sequence[Good]) -> None:
        """`sales` have their numbers."""
        columns = (
            "number", "customer_id", "contact_id", "staff_id", "channel_id", "ordered_at", "currency", "billing_address",
            "shipping_address",
            "shipped_on", "carrier", "discount", "shipping_charge", "tax", "note", "state", "cancel_reason", "cancelled_at",
        )  # fmt: skip
        rows = [
            (
                sale.number, self._customers[sale.customer], self._contact(sale.customer, sale.contact), self._member(sale.staff),
                self._channels[sale.channel], sale.at, self._currency, self._places[sale.customer], self._places[sale.customer],
                sale.shipped_on.isoformat(), sale.carrier, sale.coupon * _CENT, sale.shipping * _CENT, sale.tax * _CENT, sale.note,
                sale.state,
                sale.cancel_reason, sale.cancelled_at,
            )
            for sale in sales
        ]  # fmt: skip
        self._sales = self._done.insert_many(Order, columns, rows)
        self._lines(sales, goods)

    def _lines(self, sales: Sequence[Sale], goods: Sequence[Good]) -> None:
        columns = (
            "order_id", "position", "product_id", "sku", "name", "quantity", "unit_price", "discount_percent", "tax_rate", "gross", "total",
        )  # fmt: skip
        lines = [
            (
                self._sales[place], position, self._goods[line.good], goods[line.good].sku, goods[line.good].name, line.quantity * _ONE,
                line.price * _CENT, line.discount * _ONE, TAX_PERCENT * _ONE if sale.tax else 0, line.gross * _CENT, line.total * _CENT,
            )
            for place, sale in enumerate(sales)
            for position, line in zip(count(1), sale.lines, strict=False)
        ]  # fmt: skip
        self._done.insert_many(OrderLine, columns, lines)
        ship_as_stated(self._done, self._sales)

    def stock(self, moved: Sequence[Movement]) -> None:
        rows = [
            (
                self._goods[each.good], None if each.sale is None else self._sales[each.sale], each.kind, each.quantity * _ONE,
                each.on.isoformat(), each.note,
            )
            for each in moved
        ]  # fmt: skip
        self._done.insert_many(StockMovement, ("product_id", "order_id", "kind", "quantity", "moved_on", "note"), rows)

    def interactions(self, contacts: Sequence[Contacted]) -> None:
        columns = (
            "number", "customer_id", "contact_id", "caller", "channel_id", "direction", "reason_id", "summary", "notes", "staff_id",
            "started_at", "ended_at", "holds", "wrap_up_ended_at", "outcome", "verified", "mood_before", "mood_after", "order_id",
        )  # fmt: skip
        rows = [
            (
                number, self._customer(each.customer), self._contact(each.customer, each.contact), each.caller,
                self._channels[each.channel],
                each.direction, self._reasons.get(each.reason), each.summary, each.notes, self._member(each.staff), each.at, each.ended,
                json.dumps(each.holds), each.wrap_up, each.outcome, each.verified, each.mood_before, each.mood_after, self._sale(each.sale),
            )
            for number, each in zip(next_numbers(Interaction, len(contacts)), contacts, strict=True)
        ]  # fmt: skip
        self._interactions = self._done.insert_many(Interaction, columns, rows)

    def follow_ups(self, promised: Sequence[Promised]) -> None:
        columns = (
            "number", "title", "customer_id", "contact_id", "interaction_id", "order_id", "channel_id", "promise", "due_on", "due_time",
            "zone", "priority", "owner_id", "recurrence", "state", "outcome", "completed_at",
        )  # fmt: skip
        rows = [
            (
                number, each.title, self._customer(each.customer), self._contact(each.customer, each.contact),
                None if each.contacted is None else self._interactions[each.contacted], self._sale(each.sale), self._channels[each.channel],
                each.promise, each.due_on.isoformat(), each.due_time, self._zone, each.priority, self._member(each.owner), each.recurrence,
                each.state, each.outcome, each.completed_at,
            )
            for number, each in zip(next_numbers(FollowUp, len(promised)), promised, strict=True)
        ]  # fmt: skip
        ids = self._done.insert_many(FollowUp, columns, rows)
        tries = [
            (row_id, each.at, self._member(each.staff), each.result)
            for row_id, made in zip(ids, promised, strict=True)
            for each in made.tries
        ]
        self._done.insert_many(FollowUpAttempt, ("follow_up_id", "at", "staff_id", "result"), tries)
        reminders = [
            (row_id, each.at, each.snoozed_until, each.shown_at, each.cancelled)
            for row_id, made in zip(ids, promised, strict=True)
            for each in made.reminders
        ]
        self._done.insert_many(Reminder, ("follow_up_id", "at", "snoozed_until", "shown_at", "cancelled"), reminders)

    def _customer(self, place: int | None) -> int | None:
        return None if place is None else self._customers[place]

    def _contact(self, customer: int | None, place: int | None) -> int | None:
        return None if customer is None or place is None else self._contacts[customer][place]

    def _sale(self, place: int | None) -> int | None:
        return None if place is None else self._sales[place]

    def _member(self, place: int | None) -> int | None:
        return None if place is None else self._staff[place]
