import pytest
from PySide6.QtWidgets import QWidget

from crm_desktop.core.retention import Kept
from crm_desktop.data.database import execute
from crm_desktop.data.models import Customer
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.retention import set_retention
from crm_desktop.ui.dialogs.letting_go import LettingGoDialog


@pytest.fixture
def parent(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def going(desk, owner, parent, make_customer, monkeypatch):
    """Two persons are due, who go one after the other."""
    object.__setattr__(desk, "by", owner)
    monkeypatch.setattr("crm_desktop.services.retention.MOST_PERSONS", 1)
    set_retention(Kept.LEADS, 24, FOUNDER)
    for name in ("Ada", "Bob"):
        execute(f"UPDATE customer SET created_at = 0, customer_since = '9999-12-31' WHERE id = {make_customer(name).id}")
    dialog = LettingGoDialog(desk, parent)
    dialog.tell(["2 persons"], [])
    dialog.open()
    return dialog


def statuses():
    return [row.status for row in Customer.select().order_by(Customer.id)]


def test_it_goes_on_until_nothing_is_due(going, settle):
    going.do.click()
    assert going.bar.isVisible()
    settle()
    assert statuses() == ["anonymised", "anonymised"]


def test_it_stops_between_two_steps_and_keeps_the_rest(going, settle):
    going.do.click()
    assert going.cancel.text() == "&Stop"
    going.cancel.click()
    assert going.isVisible() and "stops after this step" in going.message.text()
    settle()
    assert statuses() == ["anonymised", "active"]
