"""Pages follow the role: nobody is offered what would only refuse them."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from crm_desktop.core.actors import Actor, Role
from crm_desktop.core.rights import RIGHTS
from crm_desktop.data.models import Order
from crm_desktop.queries.desk import company_facts
from crm_desktop.services.orders import ship_order
from crm_desktop.services.payments import PaymentInput, record_payment
from crm_desktop.ui.desk import Desk, Doors
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.pages import PAGES
from crm_desktop.ui.pages.customer_actions import CustomerActions
from crm_desktop.ui.pages.settings_all import SECTIONS
from tests.conftest import DAY

F2, NONE = Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier
FOR_LEADERS = {"figures", "trends", "import"}


@pytest.fixture(params=Role, ids=str)
def role(request):
    return request.param


@pytest.fixture
def desk(jobs, nancy, role, failures):
    doors = Doors()
    yield Desk(jobs, Actor(nancy.id, nancy.login, role), Formats(company_facts()), doors)
    doors.deleteLater()


@pytest.fixture
def lived(make_customer, make_order, make_product, make_interaction, make_follow_up, nancy):
    """One of each: a customer with an order that was shipped and paid, a call and a follow-up."""
    ada = make_customer("Ada")
    order = make_order(ada, make_product("L-1", on_hand=9))
    record_payment(PaymentInput(order.id, Decimal(10)), nancy)
    ship_order(order.id, Order.get_by_id(order.id).version, DAY, "Post", nancy)
    make_interaction(ada, outcome="missed", order_id=order.id)
    make_follow_up(customer_id=ada.id)


def offered(window):
    return {each.page.name for each in window.rail.buttons.values() if each.isVisible()}


def test_each_role_is_shown_its_pages_and_what_it_may_add(window, role, press, settle):
    reports = role != Role.REPRESENTATIVE
    assert {"customer", "order", "follow_up", "settings", "reports"} <= offered(window)
    assert bool(offered(window) & {"figures", "trends"}) == reports
    assert window.commands["page.import"].isVisible() == (role in (Role.OWNER, Role.SUPERVISOR))
    assert window.new.isVisible() == window.header.page_buttons["page.log"].isVisible() == (role != Role.AUDITOR)
    assert window.commands["new.product"].isVisible() == (role in (Role.OWNER, Role.SUPERVISOR))
    named = {command.key for command in window._commands()}
    assert ("page.trends" in named) == reports

    press(F2, NONE)
    settle()
    assert (window.current_page().name == "log") == (role != Role.AUDITOR)


def test_a_representative_has_no_settings_of_the_company(desk, role, qtbot, settle):
    page = next(card for card in PAGES if card.name == "settings").made(desk)
    qtbot.addWidget(page)
    settle()
    shown = {item.text() for item in page._items()}
    mine = {section.title for section in SECTIONS if section.right is None or section.right in RIGHTS[role]}
    if role == Role.REPRESENTATIVE:
        assert shown == mine and "Company" not in mine
    else:
        assert shown == {section.title for section in SECTIONS}, "a supervisor and an auditor look at what only the owner changes"


READS = {
    "Addresses, people, consent, money, further fields", "Agreements and vouchers", "Articles", "Calendar files and paper", "Customer",
    "Documents", "Documents: photos, letters, signed papers", "Earlier (Page Up)", "Everything that happened, the latest first", "Filter",
    "History: who changed what, and when", "Later (Page Down)", "More", "More to do with this list", "Not found", "Order", "Orders",
    "Print", "Questionnaires …", "Return", "Returns", "Saved views", "Scorecards …", "Scripts",
    "Show as", "Templates", "The list to work from, on paper",
    "Today", "Trainings …",
}  # fmt: skip
"""Buttons that open, show or print something."""
FIGURES = {"today", "figures", "trends", "reports", "settings"}
"""Pages whose buttons are figures that open their rows, papers to print, or about this computer alone."""


@pytest.mark.parametrize("role", [Role.AUDITOR], ids=str)
def test_an_auditor_reads_every_page_and_sees_no_button_that_writes(lived, window, desk, settle):
    seen = {}
    for card in PAGES:
        if not card.is_for(desk.by) or card.name in FIGURES:
            continue
        page = window.show_page(card.name)
        settle()
        for each in page.findChildren(QPushButton):
            if each.isVisible() and each.isEnabled():
                seen[(each.accessibleName() or each.text()).replace("&", "").partition(":")[0].removesuffix(" SO-00001")] = card.name
    reads = {name.partition(":")[0] for name in READS}
    assert {name: page for name, page in seen.items() if name not in reads} == {}
    customers = window.page("customer").findChildren(CustomerActions)
    assert [action.text() for each in customers for action in each.menu.actions() if action.isVisible() and action.text()] == [
        "Print everything about them", "What we hold about them …", "Who looked at them …", "History",
    ]  # fmt: skip
    assert not window.page("today").add.isVisibleTo(window.page("today"))


def test_who_may_do_daily_work_keeps_its_buttons(lived, window, role, settle):
    page = window.show_page("customer")
    settle()
    (actions,) = page.findChildren(CustomerActions)
    assert [each.isVisibleTo(page) for each in (actions.edit, actions.log, actions.order, actions.follow_up)] == [role != Role.AUDITOR] * 4
