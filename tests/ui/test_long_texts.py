"""Another language may need twice the room, or run from right to left."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from crm_desktop.core import i18n
from crm_desktop.core.changes import Entity
from crm_desktop.core.kinds import Priority
from crm_desktop.core.kinds_of_service import CaseKind, Remedy
from crm_desktop.services.case_steps import note_case
from crm_desktop.services.cases import CaseInput, open_case
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.complaints import RemedyInput, give_remedy
from crm_desktop.ui.pages import PAGES
from tests.ui.cut import cut
from tests.ui.twice import Twice

pytestmark = pytest.mark.usefixtures("dressed")


@pytest.fixture
def twice(monkeypatch):
    monkeypatch.setattr(i18n, "_catalogue", Twice())


@pytest.fixture
def leftwards(qapp):
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.fixture
def filled(make_customer, make_order, make_interaction, make_follow_up, store):
    customer = make_customer("Zwölfboxkämpfer jagen Viktor quer über den großen Sylter Deich GmbH & Co. KG")
    make_order(customer)
    make_interaction(customer, summary="Asked", notes="a word " * 80)
    make_follow_up("Call back", customer_id=customer.id)
    wanted = CaseInput("The boxes that came yesterday were all crushed", CaseKind.COMPLAINT, customer.id, priority=Priority.URGENT)
    (case_id,) = open_case(wanted, FOUNDER).of(Entity.CASE)
    give_remedy(case_id, RemedyInput(Remedy.COUPON, Decimal(5)), FOUNDER)
    note_case(case_id, "@nancy, the carrier again", FOUNDER)


def test_texts_twice_as_long_have_room(twice, filled, window, settle):
    for page in PAGES:
        made = window.show_page(page.name)
        made.start()
        settle()
        assert cut(window) == [], page.name
        assert window.minimumSizeHint().width() <= 1280 and window.minimumSizeHint().height() <= 800, page.name


def test_from_right_to_left_the_rail_stands_on_the_right(leftwards, filled, window, settle):
    for page in PAGES:
        window.show_page(page.name)
        settle()
        assert cut(window) == [], page.name
    assert window.rail.x() > window.width() / 2
    assert window.show_page("follow_up").reading.title.text() == "Call back"
