"""Reads about invoices: what of an order waits for one, and what the next one would state."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from crm_desktop.core.currencies import digits_of
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.invoicing import Amounts, Left, part_of, whole_of
from crm_desktop.core.kinds import OrderState
from crm_desktop.core.kinds_of_trade import InvoiceKind, InvoiceState
from crm_desktop.core.money import ZERO, from_store, shown
from crm_desktop.core.read_json import kept_list
from crm_desktop.core.tax import TaxShare
from crm_desktop.queries.documents import first_address
from crm_desktop.queries.lists import rows_of


class DraftLine(NamedTuple):
    order_line_id: int
    position: int
    sku: str
    name: str
    quantity: Decimal
    unit_price: Decimal
    discount_percent: Decimal
    tax_rate: Decimal
    total: Decimal


class InvoiceDraft(NamedTuple):
    """All that an invoice will state but its number and its day."""

    order_id: int
    order: str
    customer_id: int
    name: str
    address: str
    tax_id: str
    due_on: date
    currency: str
    prices_include_tax: bool
    lines: tuple[DraftLine, ...]
    amounts: Amounts


class ToInvoice(NamedTuple):
    """A line of an order. `ready`: units that were shipped and stand on no invoice."""

    order_line_id: int
    position: int
    sku: str
    name: str
    ordered: Decimal
    shipped: Decimal
    invoiced: Decimal

    @property
    def left(self) -> Decimal:
        return self.ordered - self.invoiced

    @property
    def ready(self) -> Decimal:
        return max(min(self.shipped - self.invoiced, self.left), ZERO)


class Billed(NamedTuple):
    """An invoice or credit note that something may be about."""

    id: int
    number: str
    order_id: int | None
    issued_on: date
    total: Decimal
    currency: str


class _Placed(NamedTuple):
    id: int
    number: str
    customer_id: int
    name: str
    address: str
    state: str
    due_on: date
    currency: str
    discount: Decimal
    shipping_charge: Decimal
    total: Decimal
    tax_id: str
    included: bool


class _Line(NamedTuple):
    """As it stands in the order, and what of it stands on invoices, credit notes taken off."""

    draft: DraftLine
    shipped: Decimal
    invoiced: Decimal
    invoiced_total: Decimal

    @property
    def left(self) -> Left:
        line = self.draft
        return Left(line.order_line_id, line.tax_rate, line.quantity - self.invoiced, line.total - self.invoiced_total)


class _Issued(NamedTuple):
    """The order's invoices and credit notes. `standing`: the number of the first invoice that is not corrected whole."""

    amounts: tuple[Amounts, ...]
    standing: str
    without_lines: bool
    included: bool | None


_ORDER = """
SELECT placed.id, placed.number, placed.customer_id, COALESCE(NULLIF(customer.legal_name, ''), customer.name), placed.billing_address,
    placed.state, placed.due_on, placed.currency, placed.discount, placed.shipping_charge, placed.total, company.tax_id,
    company.prices_include_tax
FROM sales_order AS placed JOIN customer ON customer.id = placed.customer_id CROSS JOIN company WHERE placed.id = ?"""
_LINES = """
SELECT line.id, line.position, line.sku, line.name, line.quantity, line.unit_price, line.discount_percent, line.tax_rate, line.total,
    line.shipped, COALESCE(stands.units, 0), COALESCE(stands.total, 0)
FROM order_line AS line LEFT JOIN (
    SELECT billed.order_line_id, SUM(CASE WHEN invoice.kind = 'invoice' THEN billed.quantity ELSE -billed.quantity END) AS units,
        SUM(CASE WHEN invoice.kind = 'invoice' THEN billed.total ELSE -billed.total END) AS total
    FROM invoice JOIN invoice_line AS billed ON billed.invoice_id = invoice.id WHERE invoice.order_id = ? GROUP BY billed.order_line_id
) AS stands ON stands.order_line_id = line.id
WHERE line.order_id = ? ORDER BY line.position, line.id"""
_ISSUED = """
SELECT number, kind, state, prices_include_tax, goods, discount, shipping_charge, taxes,
    EXISTS (SELECT 1 FROM invoice_line WHERE invoice_line.invoice_id = invoice.id)
FROM invoice WHERE order_id = ? ORDER BY id"""

_BILLED = """
SELECT id, number, order_id, issued_on, total, currency FROM invoice WHERE customer_id = ? ORDER BY issued_on DESC, id DESC LIMIT ?"""


def invoices_to_be_about(customer_id: int, limit: int = 30) -> list[Billed]:
    """A customer's latest invoices and credit notes."""
    return [
        Billed._make((*row[:3], date.fromisoformat(row[3]), from_store(row[4]), row[5])) for row in rows_of(_BILLED, (customer_id, limit))
    ]


def id_of_invoice(number: str) -> int:
    ((row_id,),) = rows_of("SELECT id FROM invoice WHERE number = ?", (number,))
    return int(row_id)


def invoice_preview(order_id: int, take: Mapping[int, Decimal] | None = None) -> InvoiceDraft:
    """What `services.invoices.issue_invoice` would issue now: all that stands on no invoice, or units by the order's lines.

    Raises what it would raise: UserError for units that are not left, NotAllowed for an order that is not to be invoiced.
    """
    order, lines, issued = _order(order_id), _lines(order_id), _issued(order_id)
    if order.state not in (OrderState.OPEN, OrderState.COMPLETED):
        raise NotAllowed(_("Order {number} is {state}. Nothing was issued.").format(number=order.number, state=_(order.state)))
    included = order.included if issued.included is None else issued.included
    digits = digits_of(order.currency)
    whole = whole_of(
        [(line.draft.tax_rate, line.draft.total) for line in lines], order.discount, order.shipping_charge, included=included, digits=digits
    )
    if whole.total != order.total:
        raise NotAllowed(
            _("The tax of order {number} does not follow from its lines' rates. Nothing was issued; correct the order first.").format(
                number=order.number
            )
        )
    units = _everything(order, lines, issued) if take is None else _chosen(order, lines, issued, take)
    part = part_of([line.left for line in lines], whole.less(issued.amounts), units, included=included, digits=digits)
    if take is not None and part.amounts.total < 0:
        raise UserError(_("These lines come to less than nothing. Nothing was issued; take others with them."))
    drafts = tuple(
        line.draft._replace(quantity=units[line.draft.order_line_id], total=part.totals[line.draft.order_line_id])
        for line in lines
        if line.draft.order_line_id in units
    )
    return InvoiceDraft(
        order.id, order.number, order.customer_id, order.name, order.address, order.tax_id, order.due_on, order.currency, included, drafts,
        part.amounts,
    )  # fmt: skip


def lines_to_invoice(order_id: int) -> list[ToInvoice]:
    return [ToInvoice(*line.draft[:4], line.draft.quantity, line.shipped, line.invoiced) for line in _lines(order_id)]


def shipped_to_invoice(order_id: int) -> dict[int, Decimal]:
    """Units by line that left the house and stand on no invoice."""
    return {line.order_line_id: line.ready for line in lines_to_invoice(order_id) if line.ready}


def shares_of(taxes: str) -> tuple[TaxShare, ...]:
    """As an invoice stores them."""
    return tuple(TaxShare(*(from_store(units) for units in share)) for share in kept_list(taxes))


def _order(order_id: int) -> _Placed:
    for row in rows_of(_ORDER, (order_id,)):
        amounts = (from_store(units) for units in row[8:11])
        address = row[4] or first_address(row[2])  # an order that came from elsewhere may know none
        return _Placed._make((*row[:4], address, row[5], date.fromisoformat(row[6]), row[7], *amounts, row[11], bool(row[12])))
    raise UserError(_("This order is not there any more. Nothing was issued; choose another."))


def _lines(order_id: int) -> list[_Line]:
    return [_line(row) for row in rows_of(_LINES, (order_id, order_id))]


def _line(row: tuple[Any, ...]) -> _Line:
    amounts = [from_store(int(units)) for units in row[4:]]
    return _Line(DraftLine(*row[:4], *amounts[:5]), *amounts[5:])


def _issued(order_id: int) -> _Issued:
    rows = rows_of(_ISSUED, (order_id,))
    amounts = []
    for _number, kind, _state, _included, goods, discount, shipping, taxes, _has_lines in rows:
        stated = Amounts(from_store(goods), from_store(discount), from_store(shipping), shares_of(taxes))
        amounts.append(stated if kind == InvoiceKind.INVOICE else stated.negative())
    standing = [row for row in rows if row[1] == InvoiceKind.INVOICE and row[2] != InvoiceState.VOID]
    return _Issued(
        tuple(amounts),
        standing[0][0] if standing else "",
        any(not row[8] for row in standing),
        bool(standing[0][3]) if standing else None,
    )


def _everything(order: _Placed, lines: list[_Line], issued: _Issued) -> dict[int, Decimal]:
    """A line of no units, which says something or charges a fee, goes with the first."""
    found = {line.draft.order_line_id: line.left.units for line in lines if line.left.units or line.left.total or not issued.standing}
    if issued.without_lines or (issued.standing and not found):
        raise _all_out(order, issued)
    return found


def _chosen(order: _Placed, lines: list[_Line], issued: _Issued, take: Mapping[int, Decimal]) -> dict[int, Decimal]:
    if issued.without_lines:
        raise _all_out(order, issued)
    if not take:
        raise UserError(_("Nothing of order {number} was chosen. Nothing was issued; say which lines.").format(number=order.number))
    by_id = {line.draft.order_line_id: line for line in lines}
    for line_id, units in take.items():
        if line_id not in by_id:
            raise UserError(_("A line of this invoice is not one of order {number}. Nothing was issued.").format(number=order.number))
        left = by_id[line_id].left.units
        if not (0 < units <= left or left <= units < 0):
            raise UserError(
                _("{count} of “{name}” are left to invoice, so {units} cannot be. Nothing was issued.").format(
                    count=shown(left), name=by_id[line_id].draft.name, units=shown(units)
                )
            )
    return dict(take)


def _all_out(order: _Placed, issued: _Issued) -> NotAllowed:
    return NotAllowed(
        _("Invoice {invoice} of order {number} is out already. Nothing was issued; correct it with a credit note first.").format(
            invoice=issued.standing, number=order.number
        )
    )
