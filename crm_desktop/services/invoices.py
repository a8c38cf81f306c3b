"""Invoices and the credit notes that correct them: snapshots with gapless numbers, which nothing changes any more."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.currencies import digits_of
from crm_desktop.core.dates import NEVER, local_day, utc_now, zone_of
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import OrderState
from crm_desktop.core.kinds_of_trade import InvoiceKind
from crm_desktop.core.money import ZERO, from_store, rounded, to_store
from crm_desktop.core.rights import Right
from crm_desktop.core.tax import TaxShare, tax_per_rate
from crm_desktop.core.text import clean_line
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import Company, Invoice, InvoiceLine, Order, OrderLine
from crm_desktop.data.numbering import next_number
from crm_desktop.services.orders import standing_invoice

CREDIT_NOTES = "credit_note"
"""Their own series of numbers."""


class Amounts(NamedTuple):
    """What a document adds up to. Total = net + tax of all shares."""

    goods: Decimal
    discount: Decimal
    shipping_charge: Decimal
    shares: tuple[TaxShare, ...]

    def fill(self, invoice: Invoice) -> None:
        invoice.goods, invoice.discount, invoice.shipping_charge = self.goods, self.discount, self.shipping_charge
        invoice.net = sum((share.net for share in self.shares), ZERO)
        invoice.tax = sum((share.tax for share in self.shares), ZERO)
        invoice.total = invoice.net + invoice.tax
        invoice.taxes = json.dumps([[to_store(value) for value in share] for share in self.shares])


def issue_invoice(order_id: int, by: Actor, issued_on: date | None = None, due_on: date = NEVER, key: str | None = None) -> Change:
    """All of an order. Cannot be undone; a credit note corrects it. Raises NotAllowed while another invoice of it stands."""
    with operation(N_("Issued invoice {number}"), by, may=Right.INVOICE, key=key, final=True) as done:
        order, company = Order.get_by_id(order_id), Company.the()
        _check_order(order)
        lines = list(OrderLine.select().where(OrderLine.order == order).order_by(OrderLine.position, OrderLine.id))
        amounts = _amounts_of(order, lines, company)
        invoice = Invoice(
            number=next_number(Invoice), kind=InvoiceKind.INVOICE, order=order, customer=order.customer_id,
            issued_on=issued_on or _today(company), due_on=order.due_on if due_on == NEVER else due_on, currency=order.currency,
            name=order.customer.legal_name or order.customer.name, address=order.billing_address, tax_id=company.tax_id,
            prices_include_tax=company.prices_include_tax, staff=by.id,
        )  # fmt: skip
        amounts.fill(invoice)
        if invoice.total != order.total:
            raise NotAllowed(
                _("The tax of order {number} does not follow from its lines' rates. Nothing was issued; correct the order first.").format(
                    number=order.number
                )
            )
        done.insert(invoice)
        done.insert(
            *(
                InvoiceLine(
                    invoice=invoice, order_line=line, position=line.position, sku=line.sku, name=line.name, quantity=line.quantity,
                    unit_price=line.unit_price, discount_percent=line.discount_percent, tax_rate=line.tax_rate, total=line.total,
                ) for line in lines
            )
        )  # fmt: skip
        done.numbers["number"] = invoice.number
    return done.change


def issue_credit_note(
    invoice_id: int, reason: str, by: Actor, take: Mapping[int, Decimal] | None = None, issued_on: date | None = None,
    key: str | None = None,
) -> Change:  # fmt: skip
    """Corrects an invoice: all that is left of it, or units by its lines; the last one comes to what is left, to the cent.

    Cannot be undone. Raises UserError for more units than the invoice states and no credit note took.
    """
    reason = clean_line(reason)
    if not reason:
        raise UserError(_("Say why the invoice is corrected. Nothing was issued."))
    with operation(N_("Issued credit note {number} for invoice {invoice}"), by, may=Right.INVOICE, key=key, final=True) as done:
        invoice = Invoice.get_by_id(invoice_id)
        if invoice.kind != InvoiceKind.INVOICE:
            raise NotAllowed(_("A credit note cannot be corrected. Nothing was issued; issue an invoice anew."))
        earlier = list(Invoice.select().where(Invoice.corrects == invoice))
        left = _left(invoice, earlier)
        units = _units(invoice, left, take)
        note = _note(invoice, reason, by, issued_on)
        if all(units.get(line_id, ZERO) == quantity for line_id, (_line, quantity) in left.items()):
            _rest(invoice, earlier).fill(note)
        else:
            _part(invoice, [(left[line_id][0], quantity) for line_id, quantity in units.items()]).fill(note)
        if note.total > invoice.total - invoice.credited or not note.total:
            raise NotAllowed(_("Nothing of invoice {number} is left to correct. Nothing was issued.").format(number=invoice.number))
        _insert_note(note, [(left[line_id][0], quantity) for line_id, quantity in units.items()], done)
        done.numbers.update(number=note.number, invoice=invoice.number)
    return done.change


def tax_shares(invoice: Invoice) -> tuple[TaxShare, ...]:
    return tuple(TaxShare(*(from_store(units) for units in share)) for share in json.loads(invoice.taxes))


def _check_order(order: Order) -> None:
    if order.state not in (OrderState.OPEN, OrderState.COMPLETED):
        raise NotAllowed(_("Order {number} is {state}. Nothing was issued.").format(number=order.number, state=_(order.state)))
    standing = standing_invoice(order)
    if standing is not None:
        raise NotAllowed(
            _("Invoice {invoice} of order {number} is out already. Nothing was issued; correct it with a credit note first.").format(
                invoice=standing.number, number=order.number
            )
        )


def _amounts_of(order: Order, lines: Sequence[OrderLine], company: Company) -> Amounts:
    extra = order.shipping_charge - order.discount
    rates = [(line.tax_rate, line.total) for line in lines]
    shares = tax_per_rate(rates, extra, included=company.prices_include_tax, digits=digits_of(order.currency))
    return Amounts(order.goods, order.discount, order.shipping_charge, shares)


def _left(invoice: Invoice, earlier: Sequence[Invoice]) -> dict[int, tuple[InvoiceLine, Decimal]]:
    """By the invoice's lines: the units that no credit note took."""
    lines = list(InvoiceLine.select().where(InvoiceLine.invoice == invoice).order_by(InvoiceLine.position, InvoiceLine.id))
    left = {line.id: line.quantity for line in lines}
    by_place = {line.position: line.id for line in lines}
    for credited in InvoiceLine.select().where(InvoiceLine.invoice.in_([note.id for note in earlier])):
        left[by_place[credited.position]] -= credited.quantity
    return {line.id: (line, left[line.id]) for line in lines}


def _units(invoice: Invoice, left: Mapping[int, tuple[InvoiceLine, Decimal]], take: Mapping[int, Decimal] | None) -> dict[int, Decimal]:
    if take is None:
        return {line_id: quantity for line_id, (_line, quantity) in left.items() if quantity}
    if not take or any(line_id not in left or not 0 < quantity <= left[line_id][1] for line_id, quantity in take.items()):
        raise UserError(_("A credit note takes units that stand on invoice {number} and were not credited yet. Nothing was issued.").format(
            number=invoice.number
        ))  # fmt: skip
    return dict(take)


def _note(invoice: Invoice, reason: str, by: Actor, issued_on: date | None) -> Invoice:
    note = Invoice(
        number=next_number(Invoice, CREDIT_NOTES), kind=InvoiceKind.CREDIT_NOTE, order=invoice.order_id, customer=invoice.customer_id,
        corrects=invoice, issued_on=issued_on or _today(Company.the()), reason=reason, staff=by.id,
    )  # fmt: skip
    for name in ("currency", "name", "address", "tax_id", "prices_include_tax"):
        setattr(note, name, getattr(invoice, name))
    return note


def _part(invoice: Invoice, parts: Sequence[tuple[InvoiceLine, Decimal]]) -> Amounts:
    """The units' share of the discount goes with them; shipping stays until all is corrected."""
    digits = digits_of(invoice.currency)
    totals = [(line.tax_rate, _total_of(line, quantity, digits)) for line, quantity in parts]
    goods = sum((total for _rate, total in totals), ZERO)
    discount = rounded(invoice.discount * goods / invoice.goods, digits) if invoice.goods else ZERO
    return Amounts(goods, discount, ZERO, tax_per_rate(totals, -discount, included=invoice.prices_include_tax, digits=digits))


def _rest(invoice: Invoice, earlier: Sequence[Invoice]) -> Amounts:
    shares = {share.rate: share for share in tax_shares(invoice)}
    for note in earlier:
        for share in tax_shares(note):
            before = shares[share.rate]
            shares[share.rate] = TaxShare(share.rate, before.net - share.net, before.tax - share.tax)
    goods, discount, shipping = (
        getattr(invoice, name) - sum((getattr(note, name) for note in earlier), ZERO) for name in ("goods", "discount", "shipping_charge")
    )
    return Amounts(goods, discount, shipping, tuple(shares.values()))


def _insert_note(note: Invoice, parts: Sequence[tuple[InvoiceLine, Decimal]], done: Done) -> None:
    done.insert(note)
    lines = []
    for line, quantity in parts:
        copy = InvoiceLine(invoice=note, quantity=quantity, total=_total_of(line, quantity, digits_of(note.currency)))
        for name in ("order_line_id", "position", "sku", "name", "unit_price", "discount_percent", "tax_rate"):
            setattr(copy, name, getattr(line, name))
        lines.append(copy)
    done.insert(*lines)


def _total_of(line: InvoiceLine, quantity: Decimal, digits: int) -> Decimal:
    return line.total if quantity == line.quantity else rounded(line.total * quantity / line.quantity, digits)


def _today(company: Company) -> date:
    return local_day(utc_now(), zone_of(company.zone))
