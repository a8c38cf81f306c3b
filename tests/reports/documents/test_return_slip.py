from decimal import Decimal

import pytest
from reportlab.graphics.barcode import qr

from crm_desktop.core.errors import UserError
from crm_desktop.core.kinds_of_trade import ReturnReason, ReturnState
from crm_desktop.data.models import Company, OrderLine, ReturnRequest
from crm_desktop.reports.documents import return_slip
from crm_desktop.services.returns import ReturnInput, ReturnLineInput, approve_return, request_return
from crm_desktop.services.shipments import ShipmentInput, ship
from tests.reports.documents.conftest import ORDERED, pages_of, placed


@pytest.fixture
def asked(sold, nancy):
    """One of two lamps and half a book come back."""
    lamp, book = OrderLine.select().order_by(OrderLine.position)
    ship(sold.id, sold.version, ShipmentInput(shipped_on=ORDERED.date()), nancy)
    lines = (
        ReturnLineInput(Decimal(1), ReturnReason.DAMAGED_IN_TRANSIT, lamp.id, note="between us"),
        ReturnLineInput(Decimal("0.5"), ReturnReason.UNWANTED, book.id),
    )
    request_return(ReturnInput(lines, sold.id, requested_at=ORDERED), nancy)
    return ReturnRequest.get()


@pytest.fixture
def approved(asked, nancy):
    approve_return(asked.id, asked.version, nancy, ORDERED.date().replace(day=30))
    return ReturnRequest.get()


@pytest.fixture
def print_slip(tmp_path):
    def made(*numbers, **options):
        wanted = return_slip.ReturnSlipParameters(numbers, **{"language": "en", **options})
        return_slip.draw(return_slip.collect(wanted), tmp_path / "slip.pdf")
        return tmp_path / "slip.pdf"

    return made


def test_it_says_what_comes_back_why_until_when_and_where_to(approved, print_slip):
    (text,) = pages_of(print_slip("RMA-00001"))

    for words in ("lamp Goods lamp 1 Damaged in transit", "book Goods book 0,5 ", "by 30 Oct 2026", "SO-00001", "Cut here"):
        assert words in text, words
    assert "From Müller & Søn GmbH Lange Reihe 7 50667 Köln" in text
    assert "To Hafenhandel GmbH Speicherstraße 14 20457 Hamburg" in text
    assert "between us" not in text


def test_the_code_holds_the_number_and_nothing_else(approved, print_slip, monkeypatch):
    held = []
    original = qr.QrCode.__init__
    monkeypatch.setattr(qr.QrCode, "__init__", lambda self, value, **options: (held.append(value), original(self, value, **options))[1])
    print_slip("RMA-00001")

    assert held == ["RMA-00001", "RMA-00001"]


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_label_lies_at_the_foot_below_the_cut(approved, print_slip, paper):
    height = {"a4": 842, "letter": 792}[paper]
    where = {text: y for text, _x, y in placed(print_slip("RMA-00001", paper=paper))}

    last = max(y for text, y in where.items() if "Goods book" in text)
    assert last < where["Cut here"] < where["From"] < where["To"] < height - 76
    assert where["Cut here"] > height - 76 - 220


def test_many_lines_push_the_label_to_a_page_of_its_own(approved, print_slip):
    from crm_desktop.data.models import ReturnLine

    rows = [{"return_request": approved, "name": f"Thing {n}", "quantity": Decimal(1), "reason": ReturnReason.OTHER} for n in range(60)]
    ReturnLine.insert_many(rows).execute()
    pages = pages_of(print_slip("RMA-00001"))

    assert "Cut here" in pages[-1] and not any("Cut here" in page for page in pages[:-1])
    assert sum(page.count("Thing ") for page in pages) == 60


@pytest.mark.parametrize(
    ("state", "word"), [(ReturnState.REQUESTED, "not approved yet"), (ReturnState.DECLINED, "declined"), (ReturnState.EXPIRED, "expired")]
)
def test_nothing_is_sent_in_on_a_return_that_is_not_approved(asked, state, word):
    ReturnRequest.update(state=state).execute()
    with pytest.raises(UserError, match=f"RMA-00001 is {word}"):
        return_slip.collect(return_slip.ReturnSlipParameters(("RMA-00001",)))


def test_refusals_are_plain_sentences(approved, erase):
    wanted = return_slip.ReturnSlipParameters(("RMA-00001",))
    with pytest.raises(UserError, match="no return “RMA-7”"):
        return_slip.collect(return_slip.ReturnSlipParameters(("RMA-7",)))
    erase(approved.customer_id)
    with pytest.raises(UserError, match="was erased"):
        return_slip.collect(wanted)
    Company.update(address="").execute()
    with pytest.raises(UserError, match="has no address"):
        return_slip.collect(wanted)


def test_the_same_return_is_the_same_file(approved, print_slip):
    assert print_slip("RMA-00001").read_bytes() == print_slip("RMA-00001").read_bytes()
