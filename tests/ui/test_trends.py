from datetime import UTC, datetime, timedelta

import pytest

from crm_desktop.core.dates import utc_now
from crm_desktop.data.models import ContactReason, Interaction
from crm_desktop.queries.interactions import interaction_ids
from crm_desktop.queries.trends import earlier_month
from crm_desktop.ui.desk import Place
from crm_desktop.ui.pages import PAGES


@pytest.fixture
def busy(make_customer, make_product, make_order, make_interaction):
    """Damaged lamps once in each of four months, and eight times in the one after; Ada came for the same twice within a week."""
    reason, ada = ContactReason.get(name="Damaged goods"), make_customer("Ada Ltd")
    order = make_order(ada, make_product("L-1"))
    this = earlier_month(utc_now().date(), 2)
    for month, times in ((5, 1), (4, 1), (3, 1), (1, 1), (0, 8)):
        first = earlier_month(this, month)
        for day in range(times):
            at = datetime(first.year, first.month, 1 + 3 * day, 9, tzinfo=UTC)
            make_interaction(ada, reason_id=reason.id, started_at=at, ended_at=at + timedelta(minutes=4), order_id=order.id)
    return ada


@pytest.fixture
def asked(desk):
    """Which pages were asked to show what."""
    found = []
    desk.doors.wanted.connect(found.append)
    return found


@pytest.fixture
def page(desk, busy, qtbot, settle):
    page = next(card for card in PAGES if card.name == "trends").made(desk)
    page.resize(1080, 740)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    settle()
    yield page
    settle()


def texts(model, row=0):
    cells = [model.shown(row, column) for column in range(model.columnCount())]
    return [cell.text or cell.chips[0].text for cell in cells]


def test_a_rise_stands_with_its_numbers_and_opens_the_contacts(page, desk, asked):
    assert page.month.currentText() == desk.formats.month(earlier_month(utc_now().date(), 2)), "the month of the newest contact"
    reason, now, usual, times, chance = texts(page.model)
    assert (reason, now, chance) == ("Damaged goods", "8", "less than 0.1%")
    assert 0.7 < float(usual) < 1.1 and times.endswith("×")
    assert "corrected for the 1 " in page.how.text()

    page.list.choose_first()
    page.list.opened.emit(page.list.chosen())
    (wanted,) = asked
    assert (wanted.page, wanted.called, len(interaction_ids(wanted.only))) == ("interaction", "Damaged goods", 8)


def test_reasons_are_looked_at_by_product_and_against_other_months(page, settle):
    page.way.setCurrentIndex(1)
    page.way.activated.emit(0)
    settle()
    assert page.model.shown(0, 0).second == "Product L-1"
    page.month.setCurrentIndex(5)
    page.month.activated.emit(0)
    settle()
    assert page.model.rowCount() == 0 and "nothing usual" in page.empty.why.text()


def test_who_comes_again_and_who_is_at_risk_are_counted_named_and_opened(page, busy, asked):
    assert (page.repeat.value.text(), page.lost.value.text()) == ("88%", "1")
    assert page.repeat.note.text().startswith("7 of 8")
    page.repeat.click()
    page.again.opened.emit(2_000)
    assert [len(interaction_ids(wanted.only)) for wanted in asked] == [7, 7]
    page.lost.click()
    assert (asked[-1].page, asked[-1].called, list(asked[-1].only.ids())) == ("customer", "Customers at risk", [busy.id])
    page.risk.opened.emit(3_000)
    assert asked[-1] == Place("customer", busy.id)
    assert page.model.shown(0, 0) and texts(page.risk_model) == ["Ada Ltd", "9 complaints"]


def test_an_empty_company_is_told_what_will_stand_there(desk, store, qtbot, settle):
    assert not Interaction.select().exists()
    page = next(card for card in PAGES if card.name == "trends").made(desk)
    qtbot.addWidget(page)
    page.show()
    settle()
    assert "No customer has contacted you yet" in page.empty.why.text()
    assert not any(box.isVisible() for box in (page.month, page.months, page.way))
    page.repeat.click()
    settle()
