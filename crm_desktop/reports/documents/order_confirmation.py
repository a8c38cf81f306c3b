"""The confirmation of an order: what was ordered, what it costs, what was paid and what has left; or that it is cancelled."""

from dataclasses import dataclass, field
from pathlib import Path

from crm_desktop.core.currencies import digits_of
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import OrderState
from crm_desktop.core.money import ZERO
from crm_desktop.core.tax import TaxShare, tax_per_rate
from crm_desktop.queries.documents import OrderPaper, order_paper
from crm_desktop.reports.documents.collecting import demand_known, head_of, papers_of
from crm_desktop.reports.documents.data import Documents
from crm_desktop.reports.parameters import Ask, asked

NAME = "order-confirmation"


@dataclass(frozen=True, slots=True)
class OrderConfirmationParameters:
    numbers: tuple[str, ...] = field(
        default=(), metadata=asked(Ask.NUMBERS, N_("Order"), N_("an order's number, like SO-00001"), "number", needed=True)
    )
    language: str = field(default="", metadata=asked(Ask.LANGUAGE, N_("Language"), N_("of the words on the page, like de")))
    paper: str = field(default="", metadata=asked(Ask.PAPER, N_("Paper"), N_("a4 or letter; the company's, unless said otherwise")))


@dataclass(frozen=True, slots=True)
class Confirmation:
    """`shares`: how much of the order falls under which tax rate; empty where its tax was stated otherwise."""

    order: OrderPaper
    prices_include_tax: bool
    shares: tuple[TaxShare, ...]

    @property
    def number(self) -> str:
        return self.order.number

    @property
    def currency(self) -> str:
        return self.order.currency

    @property
    def is_cancelled(self) -> bool:
        return self.order.state == OrderState.CANCELLED


def collect(wanted: OrderConfirmationParameters) -> Documents:
    """Raises UserError for an order that is not there, is a draft, or is of a customer who was erased."""
    orders = papers_of(wanted.numbers, order_paper, _("There is no order “{number}”. Nothing was printed."))
    head = head_of(wanted.language, wanted.paper, [order.recipient.language for order in orders])
    return Documents(NAME, head, tuple(_confirmation(order, included=head.prices_include_tax) for order in orders))


def draw(data: Documents, path: Path) -> None:
    """The PDF. ReportLab is not imported before this."""
    from crm_desktop.reports.documents.order_confirmation_pages import draw_pages

    draw_pages(data, path)


def _confirmation(order: OrderPaper, *, included: bool) -> Confirmation:
    if order.state == OrderState.DRAFT:
        raise UserError(_("Order {number} is a draft, so there is nothing to confirm. Nothing was printed.").format(number=order.number))
    demand_known(order.recipient)
    included = included and not order.tax
    extra = order.shipping_charge - order.discount
    rates = [(item.tax_rate, item.total) for item in order.items]
    shares = tax_per_rate(rates, extra, included=included, digits=digits_of(order.currency))
    follows = included or sum((share.tax for share in shares), ZERO) == order.tax
    return Confirmation(order, included, shares if follows else ())
