"""Invoices and credit notes on paper."""

from pathlib import Path

from reportlab.platypus import Flowable, Spacer

from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_trade import InvoiceKind, InvoiceState
from crm_desktop.queries.documents import Account, InvoicePaper
from crm_desktop.reports.documents.account import owed_word, with_account
from crm_desktop.reports.documents.amounts import Amounts
from crm_desktop.reports.documents.data import Documents, Head
from crm_desktop.reports.documents.envelope import address_lines
from crm_desktop.reports.documents.items import Sums, items_table, totals
from crm_desktop.reports.documents.letter import Letter, draw_letters
from crm_desktop.reports.page import Heading
from crm_desktop.reports.printing import Tile
from crm_desktop.reports.text import BODY, STRONG, Text
from crm_desktop.reports.tiles import SHORT, Tiles


def draw_pages(data: Documents, path: Path) -> None:
    title = _("Credit notes") if data.document == "credit-note" else _("Invoices")
    draw_letters(path, data.head, [_letter(data.head, paper) for paper in data.papers], title)


def _letter(head: Head, paper: InvoicePaper) -> Letter:
    formats, is_note = head.formats, paper.kind == InvoiceKind.CREDIT_NOTE
    issued_on = formats.day(paper.issued_on)
    title = _("Credit note {number}") if is_note else _("Invoice {number}")
    facts = (
        (_("Credit note") if is_note else _("Invoice"), paper.number),
        (_("Date"), issued_on),
        (_("Order"), paper.order),
        (_("Customer"), paper.customer),
        (_("Payment due"), formats.day(paper.due_on) if paper.due_on and not is_note and not _is_void(paper) else ""),
        (_("Your contact"), paper.staff),
    )
    to = (paper.name or _("Erased ({number})").format(number=paper.customer), *address_lines(paper.address, head.locale, paper.name))
    sender = head.sender._replace(tax_id=paper.tax_id)
    return Letter(title.format(number=paper.number), issued_on, to, facts, _story(head, paper), sender)


def _story(head: Head, paper: InvoicePaper) -> list[Flowable]:
    amounts, is_note = Amounts(head.formats, paper.currency), paper.kind == InvoiceKind.CREDIT_NOTE
    story: list[Flowable] = [Heading(_("Credit note") if is_note else _("Invoice"), bookmark=False)]
    story += [Text(sentence, STRONG, after=2) for sentence in _corrections(paper, amounts)]
    story += [Spacer(0, 6), Tiles(_tiles(paper, amounts), height=SHORT, after=4)]
    if paper.items:
        story.append(items_table(paper.items, amounts))
    sums = Sums(paper.goods, paper.discount, paper.shipping_charge, paper.tax, paper.total, paper.shares, paper.prices_include_tax)
    block = [totals(sums, amounts, _("Credited") if is_note else "")]
    if paper.account is None or is_note or _is_void(paper):
        return story + block
    return story + with_account([block], paper.account, amounts, _request(paper, paper.account, amounts))


def _corrections(paper: InvoicePaper, amounts: Amounts) -> list[str]:
    """What the reader must know before the figures."""
    day = amounts.formats.day
    if paper.corrects is not None:
        sentence = _("This corrects invoice {number} of {day}. Reason: {reason}")
        return [sentence.format(number=paper.corrects.number, day=day(paper.corrects.issued_on), reason=paper.reason)]
    if _is_void(paper):
        named = ", ".join(_("{number} of {day}").format(number=note.number, day=day(note.issued_on)) for note in paper.notes)
        return [_("This invoice is void: credit note {notes} corrected all of it. Nothing of it is to be paid.").format(notes=named)]
    return [
        _("Credit note {number} of {day} corrected part of this invoice: {amount}.").format(
            number=note.number, day=day(note.issued_on), amount=amounts.money(note.total)
        )
        for note in paper.notes
    ]


def _tiles(paper: InvoicePaper, amounts: Amounts) -> list[Tile]:
    if paper.kind == InvoiceKind.CREDIT_NOTE:
        return [Tile(_("Credited"), amounts.money(paper.total))]
    tiles = [Tile(_("Invoice total"), amounts.money(paper.total))]
    if _is_void(paper):
        return [*tiles, Tile(_("To pay"), amounts.money(paper.total - paper.total))]
    if paper.due_on:
        tiles.append(Tile(_("Due"), amounts.formats.day(paper.due_on)))
    if paper.account is not None:
        word = owed_word(paper.account)
        name = word if paper.account.total == paper.total else _("{what}, whole order").format(what=word)
        tiles.append(Tile(name, amounts.money(abs(paper.account.owed))))
    return tiles


def _request(paper: InvoicePaper, account: Account, amounts: Amounts) -> Flowable:
    if account.owed <= 0:
        return Text(_("Thank you for your payment."), BODY)
    if paper.due_on is None:
        return Text(_("Please name {number} when you pay.").format(number=paper.number), BODY)
    return Text(_("Please pay by {day} and name {number}.").format(day=amounts.formats.day(paper.due_on), number=paper.number), BODY)


def _is_void(paper: InvoicePaper) -> bool:
    return paper.state == InvoiceState.VOID
