"""Invoices and the credit notes that correct them: snapshots with gapless numbers, which nothing changes any more."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from crm_desktop.core.actors import Actor
from crm_desktop.core.cards import clean_said
from crm_desktop.core.changes import Change
from crm_desktop.core.currencies import digits_of
from crm_desktop.core.dates import NEVER, local_day, utc_now, zone_of
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.invoicing import Amounts
from crm_desktop.core.kinds_of_trade import InvoiceKind
from crm_desktop.core.money import ZERO, rounded, to_store
from crm_desktop.core.rights import Right
from crm_desktop.core.tax import TaxShare, tax_per_rate
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import Company, Invoice, InvoiceLine
from crm_desktop.data.numbering import next_number
from crm_desktop.queries.invoices import invoice_preview, shares_of

CREDIT_NOTES = "credit_note"
"""Their own series of numbers."""


def issue_invoice(
    order_id: int, by: Actor, issued_on: date | None = None, due_on: date = NEVER, take: Mapping[int, Decimal] | None = None,
    key: str | None = None,
) -> Change:  # fmt: skip
    """All of an order that stands on no invoice yet, or units by its lines: what `queries.invoices.invoice_preview` shows.

    Cannot be undone; a credit note corrects it. Raises UserError for more units than are left, NotAllowed where nothing is.
    """
    with operation(N_("Issued invoice {number}"), by, may=Right.INVOICE, key=key, final=True) as done:
        draft = invoice_preview(order_id, take)
        invoice = Invoice(
            number=next_number(Invoice), kind=InvoiceKind.INVOICE, order=order_id, customer=draft.customer_id,
            issued_on=issued_on or _today(Company.the()), due_on=draft.due_on if due_on == NEVER else due_on, currency=draft.currency,
            name=draft.name, address=draft.address, tax_id=draft.tax_id, prices_include_tax=draft.prices_include_tax, staff=by.id,
        )  # fmt: skip
        _fill(invoice, draft.amounts)
        done.insert(invoice)
        done.insert(*(InvoiceLine(invoice=invoice, **line._asdict()) for line in draft.lines))
        done.numbers["number"] = invoice.number
    return done.change


def issue_credit_note(
    invoice_id: int, reason: str, by: Actor, take: Mapping[int, Decimal] | None = None, issued_on: date | None = None,
    key: str | None = None,
) -> Change:  # fmt: skip
    """Corrects an invoice: all that is left of it, or units by its lines; the last one comes to what is left, to the cent.

    Cannot be undone. Raises UserError for more units than the invoice states and no credit note took.
    """
    reason = clean_said(reason)
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
            _fill(note, _rest(invoice, earlier))
        else:
            _fill(note, _part(invoice, [(left[line_id][0], quantity) for line_id, quantity in units.items()]))
        if note.total > invoice.total - invoice.credited or not (units or note.total):
            raise NotAllowed(_("Nothing of invoice {number} is left to correct. Nothing was issued.").format(number=invoice.number))
        _insert_note(note, [(left[line_id][0], quantity) for line_id, quantity in units.items()], done)
        done.numbers.update(number=note.number, invoice=invoice.number)
    return done.change


def tax_shares(invoice: Invoice) -> tuple[TaxShare, ...]:
    return shares_of(invoice.taxes)


def _fill(invoice: Invoice, amounts: Amounts) -> None:
    invoice.goods, invoice.discount, invoice.shipping_charge = amounts.goods, amounts.discount, amounts.shipping_charge
    invoice.net, invoice.tax, invoice.total = amounts.net, amounts.tax, amounts.total
    invoice.taxes = json.dumps([[to_store(value) for value in share] for share in amounts.shares])


def _amounts(invoice: Invoice) -> Amounts:
    return Amounts(invoice.goods, invoice.discount, invoice.shipping_charge, tax_shares(invoice))


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
    return _amounts(invoice).less(_amounts(note) for note in earlier)


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
