"""The confirmation of an order on paper."""

from pathlib import Path

from reportlab.platypus import Flowable

from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_trade import PaymentState, ShipmentStatus
from crm_desktop.reports.documents.account import Block, owed_word, with_account
from crm_desktop.reports.documents.amounts import Amounts
from crm_desktop.reports.documents.data import Documents, Head
from crm_desktop.reports.documents.envelope import address_lines, envelope_lines, is_elsewhere
from crm_desktop.reports.documents.items import Sums, items_table, totals
from crm_desktop.reports.documents.letter import Letter, draw_letters
from crm_desktop.reports.documents.order_confirmation import Confirmation
from crm_desktop.reports.documents.terms import PAYMENT_STATES, SHIPMENT_STATUSES
from crm_desktop.reports.page import Heading
from crm_desktop.reports.printing import Tile
from crm_desktop.reports.tables import Column, Table
from crm_desktop.reports.text import BODY, Text
from crm_desktop.reports.tiles import SHORT, Tiles


def draw_pages(data: Documents, path: Path) -> None:
    draw_letters(path, data.head, [_letter(data.head, paper) for paper in data.papers], _("Order confirmations"))


def _letter(head: Head, paper: Confirmation) -> Letter:
    order, formats = paper.order, head.formats
    ordered_on = formats.day(order.ordered_at.astimezone(formats.zone).date())
    facts = (
        (_("Order"), order.number),
        (_("Date"), ordered_on),
        (_("Customer"), order.recipient.number),
        (_("Payment due"), formats.day(order.due_on) if order.due_on and order.account.owed > 0 else ""),
        (_("Payment"), "" if paper.is_cancelled else _(PAYMENT_STATES[PaymentState(order.payment_state)])),
        (_("Your contact"), order.staff),
    )
    title = _("Cancellation of order {number}") if paper.is_cancelled else _("Order confirmation {number}")
    return Letter(title.format(number=order.number), ordered_on, envelope_lines(order.recipient, head.locale), facts, _story(head, paper))


def _story(head: Head, paper: Confirmation) -> list[Flowable]:
    order, formats = paper.order, head.formats
    amounts = Amounts(formats, order.currency)
    words = _("Order cancelled") if paper.is_cancelled else _("Order confirmation")
    story: list[Flowable] = [Heading(words, bookmark=False), Text(_greeting(head, paper), BODY, after=10)]
    story += [Tiles(_tiles(paper, amounts), height=SHORT, after=4), items_table(order.items, amounts)]
    sums = Sums(order.goods, order.discount, order.shipping_charge, order.tax, order.total, paper.shares, paper.prices_include_tax)
    blocks = [[totals(sums, amounts)], *_delivery(head, paper)]
    return story + with_account(blocks, order.account, amounts, Text(_closing(head, paper), BODY))


def _greeting(head: Head, paper: Confirmation) -> str:
    day = head.formats.day(paper.order.ordered_at.astimezone(head.formats.zone).date())
    if paper.is_cancelled:
        return _("The order of {day} was cancelled. This is what it was.").format(day=day)
    return _("Thank you for your order of {day}. This is what we have noted; please tell us soon if anything is wrong.").format(day=day)


def _tiles(paper: Confirmation, amounts: Amounts) -> list[Tile]:
    account = paper.order.account
    return [
        Tile(_("Order total"), amounts.money(account.total)),
        Tile(_("Paid"), amounts.money(account.paid - account.refunded)),
        Tile(owed_word(account), amounts.money(abs(account.owed))),
    ]


def _delivery(head: Head, paper: Confirmation) -> list[Block]:
    order = paper.order
    blocks: list[Block] = []
    if is_elsewhere(order.shipping_address, order.recipient, head.locale) and not paper.is_cancelled:
        lines = address_lines(order.shipping_address, head.locale)
        blocks.append([Heading(_("Delivery address"), 1), Text("\n".join(lines), BODY)])
    if order.parcels:
        blocks.append([Heading(_("Parcels"), 1), _parcels(head, paper)])
    return blocks


def _parcels(head: Head, paper: Confirmation) -> Flowable:
    columns = [Column(_("Sent on")), Column(_("Carrier"), weight=1), Column(_("Tracking number"), weight=1.4), Column(_("State"))]
    rows = [
        (
            head.formats.day(parcel.shipped_on) if parcel.shipped_on else "",
            parcel.carrier,
            parcel.tracking,
            _(SHIPMENT_STATUSES[ShipmentStatus(parcel.status)]),
        )
        for parcel in paper.order.parcels
    ]
    return Table(columns, rows, lambda row: row)


def _closing(head: Head, paper: Confirmation) -> str:
    return "\n".join((_("Kind regards"), paper.order.staff or head.sender.name))
