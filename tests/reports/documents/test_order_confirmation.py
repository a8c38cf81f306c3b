import json
import pickle
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

import pytest
from pypdf import PdfReader

from crm_desktop.core.errors import UserError
from crm_desktop.core.kinds import OrderState
from crm_desktop.data.models import Company, Order
from crm_desktop.reports import tables
from crm_desktop.reports.documents import order_confirmation
from crm_desktop.reports.documents.data import figures
from crm_desktop.reports.documents.order_confirmation import OrderConfirmationParameters, collect
from crm_desktop.services.orders import LineInput, OrderInput, cancel_order, place_order
from tests.reports.documents.conftest import ORDERED, pages_of


def cents(amount):
    return Decimal(amount).quantize(Decimal("0.01"), ROUND_HALF_UP)


def german(amount):
    return f"{amount:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")


def test_every_sum_follows_from_the_lines(sold, print_order):
    lamps, books = cents(Decimal("149.90") * 2 * Decimal("0.9")), cents(Decimal("24.95") * Decimal("1.5"))
    goods = lamps + books
    # 0.10 less for all: what falls on the books is rounded, and the lamps have the rest.
    books_net = books + cents(Decimal("-0.10") * books / goods)
    lamps_net = lamps + Decimal("-0.10") - (books_net - books)
    taxes = cents(books_net * 7 / 100), cents(lamps_net * 19 / 100)
    total = goods - 5 + Decimal("4.90") + sum(taxes)

    (text,) = pages_of(print_order(sold.number))

    for amount in (lamps, books, goods, books_net, lamps_net, *taxes, sum(taxes), total, total - 100):
        assert german(amount) in text, amount
    assert f"Total {german(total)} €" in text and f"Still to pay {german(total - 100)} €" in text
    assert "Prices do not include tax" in text


def test_it_says_who_what_and_when(sold, print_order):
    (text,) = pages_of(print_order(sold.number))

    for words in ("Müller & Søn GmbH", "Lange Reihe 7 50667 Köln", "SO-00001", "CU-00001", "5 Oct 2026", "4 Nov 2026", "Partly paid"):
        assert words in text, words
    for words in ("Goods lamp", "Goods book 1,5 24,95 7 %", "10 % 19 %", "Bank transfer, 5 Oct 2026 -100,00", "Nancy Davolio"):
        assert words in text, words


def test_prices_with_tax_say_so_and_what_it_is(house, sold, print_order):
    Company.update(prices_include_tax=True).execute()
    Order.update(tax=0).execute()
    (text,) = pages_of(print_order(sold.number))

    assert "Prices include tax." in text and "Tax rate" in text
    goods, shares = collect(OrderConfirmationParameters((sold.number,))).papers[0].order, None
    shares = collect(OrderConfirmationParameters((sold.number,))).papers[0].shares
    assert sum(share.net + share.tax for share in shares) == goods.goods - goods.discount + goods.shipping_charge


def test_a_tax_that_somebody_stated_is_not_split_by_rates(sold, print_order):
    Order.update(tax=Decimal(1)).execute()
    (text,) = pages_of(print_order(sold.number))

    assert "Tax 1,00" in text and "Tax rate" not in text


@pytest.mark.parametrize(("locale", "paper", "amount"), [("en_US", "letter", "€361.02"), ("de_DE", "a4", "361,02 €")])
def test_the_formats_are_the_companys(sold, print_order, locale, paper, amount):
    Company.update(locale=locale, paper=paper).execute()
    path = print_order(sold.number)

    assert amount in pages_of(path)[0].replace("\u00a0", " ")
    assert round(PdfReader(path).pages[0].mediabox.width) == {"letter": 612, "a4": 595}[paper]


@pytest.mark.parametrize(("currency", "price"), [("JPY", "24.95"), ("KWD", "24.950")])
def test_a_currency_shows_its_own_digits_and_no_digit_is_lost(buyer, lamp_and_book, nancy, print_order, currency, price):
    line = LineInput(lamp_and_book[1].id, Decimal(2))
    place_order(OrderInput(buyer.id, (line,), ordered_at=ORDERED, currency=currency), nancy)
    Company.update(locale="en_US").execute()
    (text,) = pages_of(print_order("SO-00001"))

    assert price in text and {"JPY": "¥54", "KWD": "KWD 53.393"}[currency] in text


def test_a_delivery_elsewhere_is_said(buyer, lamp_and_book, nancy, print_order):
    order = OrderInput(buyer.id, (LineInput(lamp_and_book[0].id, Decimal(1)),), ordered_at=ORDERED)
    place_order(order, nancy)
    assert "Delivery address" not in pages_of(print_order("SO-00001"))[0]
    Order.update(shipping_address="Lager Süd\nAm Kai 3\n20359 Hamburg").execute()
    assert "Delivery address Lager Süd Am Kai 3 20359 Hamburg" in pages_of(print_order("SO-00001"))[0]


def test_many_lines_carry_their_sum_and_no_row_is_split(buyer, lamp_and_book, nancy, print_order):
    lamp, book = lamp_and_book
    lines = tuple(LineInput((lamp, book)[n % 2].id, Decimal(1), unit_price=Decimal(n)) for n in range(120))
    place_order(OrderInput(buyer.id, lines, ordered_at=ORDERED), nancy)
    pages = pages_of(print_order("SO-00001"))

    assert len(pages) > 3
    counts = []
    for page, following in pairwise(pages):
        carried = page.partition("Carried forward ")[2].split()[0]
        assert following.partition("Brought forward ")[2].split()[0] == carried
        counts.append(page.count("Goods lamp") + page.count("Goods book"))
        assert carried == german(Decimal(sum(range(sum(counts)))))
        assert "Description" in following
    assert "Carried forward" not in pages[-1]


def test_hundreds_of_lines_are_laid_out_once_each(sold, tmp_path, monkeypatch):
    """Whatever a page needs beside its own rows must not grow with the order."""
    laid = []
    original = tables._Sheet._laid
    monkeypatch.setattr(tables._Sheet, "_laid", lambda self, cells, style: (laid.append(1), original(self, cells, style))[1])
    data = collect(OrderConfirmationParameters((sold.number,), "en"))
    paper = data.papers[0]
    items = tuple(paper.order.items[0]._replace(position=n) for n in range(1, 601))
    order_confirmation.draw(replace(data, papers=(replace(paper, order=paper.order._replace(items=items)),)), tmp_path / "long.pdf")

    pages = len(PdfReader(tmp_path / "long.pdf").pages)
    assert pages > 14
    assert len(laid) < 600 + 6 * pages + 30


def test_a_file_is_bookmarked_by_its_papers_and_their_parts(sold, print_order):
    title, parts = PdfReader(print_order(sold.number)).outline

    assert title.title == "Order confirmation SO-00001" and [part.title for part in parts] == ["Payments"]


def test_an_order_is_confirmed_as_its_cancellation_when_it_is_cancelled(buyer, lamp_and_book, nancy, print_order):
    place_order(OrderInput(buyer.id, (LineInput(lamp_and_book[0].id, Decimal(1)),), ordered_at=ORDERED), nancy)
    cancel_order(Order.get().id, "a note between us", nancy)
    (text,) = pages_of(print_order("SO-00001"))

    assert "Order cancelled" in text and "Nothing left to pay" in text and "between us" not in text


def test_refusals_are_plain_sentences(sold, nancy, erase):
    for wanted, words in (((), "Say what to print"), (("SO-9",), "no order “SO-9”")):
        with pytest.raises(UserError, match=words):
            collect(OrderConfirmationParameters(wanted))
    with pytest.raises(UserError, match="a4 or letter"):
        collect(OrderConfirmationParameters((sold.number,), paper="a3"))
    Order.update(state=OrderState.DRAFT).execute()
    with pytest.raises(UserError, match="is a draft"):
        collect(OrderConfirmationParameters((sold.number,)))


def test_nothing_goes_to_somebody_who_was_erased(sold, erase):
    erase(sold.customer_id)
    with pytest.raises(UserError, match="CU-00001 was erased"):
        collect(OrderConfirmationParameters((sold.number,)))


def test_the_same_order_is_the_same_file_and_any_process_can_draw_it(sold, print_order, tmp_path):
    first = print_order(sold.number).read_bytes()
    data = pickle.loads(pickle.dumps(collect(OrderConfirmationParameters((sold.number,), "en"))))
    order_confirmation.draw(data, tmp_path / "again.pdf")

    assert (tmp_path / "again.pdf").read_bytes() == first


def test_the_file_of_figures_holds_what_is_printed(sold):
    told = json.loads(json.dumps(figures(collect(OrderConfirmationParameters((sold.number,))))))
    (order,) = [each["order"] for each in told["documents"]]

    assert (told["document"], order["number"], order["total"], order["account"]["owed"]) == (
        "order-confirmation",
        "SO-00001",
        "361.02",
        "261.02",
    )
    assert [item["quantity"] for item in order["items"]] == ["2", "1.5"]
    assert order["due_on"] == date(2026, 11, 4).isoformat()


def test_markup_in_a_name_is_text(sold, print_order):
    from crm_desktop.data.models import OrderLine

    OrderLine.update(name='<b>x</b> <img src="file:///etc/passwd"/> 😀').execute()
    assert "<b>x</b> <img" in pages_of(print_order(sold.number))[0]
