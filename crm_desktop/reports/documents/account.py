"""What has become of an order's money: what it comes to, what came off, what was paid, and what is left."""

from reportlab.platypus import Flowable, KeepTogether, Spacer

from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_trade import PaymentMethod
from crm_desktop.core.money import ZERO
from crm_desktop.queries.documents import Account, PaymentMade
from crm_desktop.reports.documents.amounts import Amounts
from crm_desktop.reports.documents.terms import PAYMENT_METHODS
from crm_desktop.reports.page import Heading
from crm_desktop.reports.tables import Column, Table, number

Block = list[Flowable]
"""Stands on one page."""


def with_account(blocks: list[Block], account: Account, amounts: Amounts, *below: Flowable) -> list[Flowable]:
    """The blocks, then the account, where anything happened yet, and what stands `below` it: that is never alone on a page."""
    if account.is_cancelled or account.notes or account.taken_off or account.payments:
        blocks = [*blocks, [Heading(_("Payments"), 1), _account_table(account, amounts)]]
    *before, last = blocks
    return [*map(KeepTogether, before), KeepTogether([*last, Spacer(0, 14), *below])]


def _account_table(account: Account, amounts: Amounts) -> Flowable:
    """The rows add up to the last one."""
    rows = [(_("Order {number}").format(number=account.order), amounts.plain(account.total))]
    if account.is_cancelled:
        rows.append((_("Cancelled"), amounts.plain(-account.total)))
    rows += [(_("Credit note {number}").format(number=note.number), amounts.plain(-note.total)) for note in account.notes]
    if account.taken_off:
        rows.append((_("For returned goods and allowances"), amounts.plain(-account.taken_off)))
    rows += [(_payment(payment, amounts), amounts.plain(-payment.amount)) for payment in account.payments]
    total = (owed_word(account), amounts.money(abs(account.owed)))
    return Table([Column("", weight=1), number("")], rows, lambda row: row, total=total)


def owed_word(account: Account) -> str:
    if account.owed == ZERO:
        return _("Nothing left to pay")
    return _("Still to pay") if account.owed > 0 else _("You get back")


def _payment(payment: PaymentMade, amounts: Amounts) -> str:
    method = _(PAYMENT_METHODS[PaymentMethod(payment.method)])
    if payment.amount < 0:
        method = _("Refund: {method}").format(method=method)
    day = amounts.formats.day(payment.received_at.astimezone(amounts.formats.zone).date())
    return _("{method}, {day}").format(method=method, day=day)
