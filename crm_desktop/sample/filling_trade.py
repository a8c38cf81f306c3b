"""Writes what follows an order: vouchers, returns, invoices, payments; and what was agreed and planned."""

import json
from array import array
from collections.abc import Iterable, Sequence
from typing import Any

from crm_desktop.core.kinds_of_trade import Flow, InvoiceKind, ShipmentStatus
from crm_desktop.data.models import (
    Agreement,
    Appointment,
    AppointmentReminder,
    Attendee,
    Invoice,
    InvoiceLine,
    NamedReturnReason,
    Payment,
    Repair,
    ReturnLine,
    ReturnRequest,
    Shipment,
    ShipmentLine,
    SupplierReturn,
    Voucher,
)
from crm_desktop.data.numbering import next_numbers
from crm_desktop.sample.agreed import Agreed, Planned
from crm_desktop.sample.filling import CENT, ONE, Filling
from crm_desktop.sample.invoices import Billed
from crm_desktop.sample.payments import Paid
from crm_desktop.sample.people import Invented
from crm_desktop.sample.returns import Returned
from crm_desktop.sample.trade import Good
from crm_desktop.sample.vouchers import Given
from crm_desktop.services.invoices import CREDIT_NOTES

_REMIND_BEFORE = 15


class TradeFilling:
    """After orders and their lines. `place` of each thing is set here where others refer to it."""

    def __init__(self, filling: Filling, goods: Sequence[Good], tax_id: str) -> None:
        self._filling, self._goods, self._tax_id = filling, goods, tax_id

    def vouchers(self, given: Sequence[Given]) -> None:
        columns = ("code", "customer_id", "kind", "amount", "percent", "currency", "reason", "given_at", "expires_on", "staff_id")
        rows = (
            (
                each.code, self._filling.customer(each.customer), each.kind, each.amount * CENT, each.percent * ONE,
                self._filling.currency, each.reason, each.at, each.expires_on.isoformat(), self._filling.member(each.staff),
            )
            for each in given
        )  # fmt: skip
        self._vouchers = self._filling.insert(Voucher, columns, rows)
        for place, each in enumerate(given):
            each.place = place

    def returns(self, returns: Sequence[Returned]) -> None:
        """With their parcels and lines. They have their numbers and places."""
        columns = (
            "number", "customer_id", "order_id", "channel_id", "responsible_id", "requested_at", "deadline", "currency", "state",
            "window_reason", "state_reason", "received_at", "settled_at",
        )  # fmt: skip
        filling = self._filling
        rows = (
            (
                each.number, filling.customer(each.sale.customer), filling.sales[each.sale.place], filling.channel(each.channel),
                filling.member(each.staff), each.requested_at, each.deadline.isoformat(), filling.currency, each.state,
                each.window_reason, each.state_reason, each.received_at, each.settled_at,
            )
            for each in returns
        )  # fmt: skip
        self._returns = filling.insert(ReturnRequest, columns, rows)
        self._inward([each for each in returns if each.tracking])
        self._return_lines(returns)

    def _inward(self, returns: Sequence[Returned]) -> None:
        filling = self._filling
        columns = ("order_id", "return_id", "direction", "carrier", "tracking", "link", "shipped_on", "delivered_on", "status")
        rows = (
            (
                filling.sales[each.sale.place], self._returns[each.place], Flow.IN, each.carrier, each.tracking, each.link,
                each.sent_on.isoformat(), each.arrived_on.isoformat(),
                ShipmentStatus.IN_TRANSIT if each.received_at is None else ShipmentStatus.DELIVERED,
            )
            for each in returns
        )  # fmt: skip
        ids = filling.insert(Shipment, columns, rows)
        lines = (
            (shipment, filling.line(each.sale, line.line), self._product(each, line.line), line.quantity * ONE)
            for shipment, each in zip(ids, returns, strict=True)
            for line in each.lines
        )
        filling.insert(ShipmentLine, ("shipment_id", "order_line_id", "product_id", "quantity"), lines)

    def _return_lines(self, returns: Sequence[Returned]) -> None:
        filling = self._filling
        columns = (
            "return_id", "order_line_id", "product_id", "name", "quantity", "reason", "note", "condition", "disposition", "resolution",
            "value", "resolution_note", "settled_at", "settled_by_id", "replacement_id", "voucher_id", "chosen_reason_id",
        )  # fmt: skip
        chosen = {row.kind: row.id for row in NamedReturnReason.select().order_by(NamedReturnReason.position.desc())}
        lines = [(each, line) for each in returns for line in each.lines]
        rows = (
            (
                self._returns[each.place], filling.line(each.sale, line.line), self._product(each, line.line),
                self._goods[each.sale.lines[line.line].good].name, line.quantity * ONE, line.reason, line.note, line.condition or "",
                line.disposition or "", line.resolution, line.value * CENT, line.resolution_note, line.settled_at,
                None if line.settled_at is None else filling.member(each.staff),
                None if line.again is None else filling.sales[line.again.place],
                None if line.voucher is None else self._vouchers[line.voucher.place], chosen.get(line.reason),
            )
            for each, line in lines
        )  # fmt: skip
        self._lines = filling.insert(ReturnLine, columns, rows)
        for place, (_each, line) in enumerate(lines):
            line.place = place
        repairs = (
            (self._lines[line.place], fixed.fault, fixed.state, fixed.parts * CENT, fixed.labour * CENT, fixed.warranty)
            for _each, line in lines
            if (fixed := line.repair) is not None
        )
        filling.insert(Repair, ("return_line_id", "fault", "state", "parts", "labour", "warranty"), repairs)
        onward = (
            (self._lines[line.place], sent.supplier, sent.state, sent.sent_on.isoformat(), sent.credit * CENT)
            for _each, line in lines
            if (sent := line.onward) is not None
        )
        filling.insert(SupplierReturn, ("return_line_id", "supplier", "state", "sent_on", "credit"), onward)

    def _product(self, returned: Returned, line: int) -> int:
        return self._filling.goods[returned.sale.lines[line].good]

    def invoices(self, billed: Sequence[Billed], buyers: Sequence[Invented]) -> None:
        """All invoices before the credit notes that correct them."""
        first = [each for each in billed if each.kind == InvoiceKind.INVOICE]
        notes = [each for each in billed if each.kind == InvoiceKind.CREDIT_NOTE]
        for place, each in enumerate(first):
            each.place = place
        self._invoices = self._documents(first, next_numbers(Invoice, len(first)), buyers)
        self._documents(notes, next_numbers(Invoice, len(notes), CREDIT_NOTES), buyers)

    def _documents(self, billed: Sequence[Billed], numbers: Sequence[str], buyers: Sequence[Invented]) -> "array[int]":
        filling = self._filling
        columns = (
            "number", "kind", "order_id", "customer_id", "corrects_id", "issued_on", "due_on", "currency", "name", "address", "tax_id",
            "reason", "goods", "discount", "shipping_charge", "net", "tax", "total", "taxes", "staff_id",
        )  # fmt: skip
        rows = (
            (
                number, each.kind, filling.sales[each.sale.place], filling.customer(each.sale.customer),
                None if each.corrects is None else self._invoices[each.corrects.place], each.on.isoformat(),
                each.due_on.isoformat(), filling.currency, buyers[each.sale.customer].name, filling.address(each.sale.customer),
                self._tax_id, each.reason, each.goods * CENT, each.discount * CENT, each.shipping * CENT, each.net * CENT,
                each.tax * CENT, (each.net + each.tax) * CENT, json.dumps([[each.rate * ONE, each.net * CENT, each.tax * CENT]]),
                filling.member(0 if each.sale.staff is None else each.sale.staff),
            )
            for number, each in zip(numbers, billed, strict=True)
        )  # fmt: skip
        ids = filling.insert(Invoice, columns, rows)
        self._document_lines(zip(ids, billed, strict=True))
        return ids

    def _document_lines(self, billed: Iterable[tuple[int, Billed]]) -> None:
        filling = self._filling
        columns = (
            "invoice_id", "order_line_id", "position", "sku", "name", "quantity", "unit_price", "discount_percent", "tax_rate", "total",
        )  # fmt: skip
        filling.insert(InvoiceLine, columns, (self._document_line(row_id, each, *unit) for row_id, each in billed for unit in each.units))

    def _document_line(self, document: int, billed: Billed, place: int, quantity: int, total: int) -> tuple[Any, ...]:
        line = billed.sale.lines[place]
        good = self._goods[line.good]
        return (
            document, self._filling.line(billed.sale, place), place + 1, good.sku, good.name, quantity * ONE, line.price * CENT,
            line.discount * ONE, billed.rate * ONE, total * CENT,
        )  # fmt: skip

    def payments(self, paid: Iterable[Paid]) -> None:
        filling = self._filling
        columns = (
            "order_id", "customer_id", "direction", "amount", "allowance", "currency", "method", "reference", "reason", "received_at",
            "status", "return_line_id", "voucher_id", "staff_id",
        )  # fmt: skip
        rows = (
            (
                filling.sales[each.sale.place], filling.customer(each.sale.customer), each.direction, each.amount * CENT,
                each.allowance * CENT, filling.currency, each.method, each.reference, each.reason, each.at, each.status,
                None if each.line is None else self._lines[each.line.place],
                None if each.voucher is None else self._vouchers[each.voucher.place], filling.member(each.staff),
            )
            for each in paid
        )  # fmt: skip
        filling.insert(Payment, columns, rows)

    def agreements(self, agreed: Iterable[Agreed]) -> None:
        columns = (
            "customer_id",
            "name",
            "starts_on",
            "ends_on",
            "renews_on",
            "renewal_months",
            "price",
            "currency",
            "state",
            "stop_reason",
        )
        rows = (
            (
                self._filling.customer(each.customer), each.name, each.starts_on.isoformat(), each.ends_on.isoformat(),
                each.renews_on.isoformat(), each.months, each.price * CENT, self._filling.currency, each.state, each.stop_reason,
            )
            for each in agreed
        )  # fmt: skip
        self._filling.insert(Agreement, columns, rows)

    def appointments(self, planned: Sequence[Planned]) -> None:
        filling = self._filling
        columns = (
            "title", "customer_id", "place", "link", "starts_on", "starts_time", "zone", "minutes", "recurrence", "remind_before", "state",
            "state_reason", "uid", "owner_id",
        )  # fmt: skip
        rows = (
            (
                each.title, filling.customer(each.customer), each.place, each.link, each.starts_on.isoformat(), each.starts_time,
                filling.zone, each.minutes, each.recurrence, None if each.remind_at is None else _REMIND_BEFORE, each.state,
                each.state_reason, each.uid, filling.member(each.owner),
            )
            for each in planned
        )  # fmt: skip
        ids = filling.insert(Appointment, columns, rows)
        made = list(zip(ids, planned, strict=True))
        asked = (
            (
                row_id, filling.contact(each.customer, each.contact), None if each.contact is not None else filling.customer(each.customer),
                each.answer,
            )
            for row_id, each in made
        )  # fmt: skip
        filling.insert(Attendee, ("appointment_id", "contact_id", "customer_id", "answer"), asked)
        reminders = ((row_id, each.remind_at) for row_id, each in made if each.remind_at is not None)
        filling.insert(AppointmentReminder, ("appointment_id", "at"), reminders)
