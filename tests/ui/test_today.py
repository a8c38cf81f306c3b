from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QScrollArea

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.core.kinds import Outcome, Priority
from crm_desktop.queries.today import today_of
from crm_desktop.services.appointments import AppointmentInput, plan_appointment
from crm_desktop.services.cases import CaseInput, open_case
from crm_desktop.services.escalations import EscalationInput, escalate
from crm_desktop.services.follow_ups import FollowUpInput, add_follow_up
from crm_desktop.services.sla import SlaInput, TargetInput, add_sla
from crm_desktop.ui.dialogs.asked import EscalationDialog
from crm_desktop.ui.dialogs.complete_follow_up import CompleteDialog
from crm_desktop.ui.dialogs.customer import CustomerDialog
from crm_desktop.ui.widgets.list_card import LEAST_ROWS
from tests.ui.test_main_window import shown
from tests.ui.test_order_form import ENTER, opened


def ago(**length):
    return utc_now() - timedelta(**length)


@pytest.fixture
def day(desk, make_customer, make_interaction, make_order, nancy):
    """Two contacts today, one of them a missed call; three ten days ago; a promise that is late, one for next week, and a meeting."""
    ada = make_customer("Ada")
    make_interaction(ada, started_at=ago(minutes=3), summary="Asked")
    make_interaction(ada, started_at=ago(minutes=2), summary="Rang twice", outcome=Outcome.MISSED)
    for _number in range(3):
        make_interaction(ada, started_at=ago(days=10), summary="Long ago")
    make_order(ada, ordered_at=ago(minutes=1))
    make_order(ada, ordered_at=ago(days=40))
    today = desk.formats.today()
    add_follow_up(FollowUpInput("Call back", today - timedelta(1), customer_id=ada.id), nancy)
    add_follow_up(FollowUpInput("Next week", today + timedelta(7), customer_id=ada.id), nancy)
    plan_appointment(AppointmentInput("Visit", today, customer_id=ada.id), nancy)
    return ada


@pytest.fixture
def page(day, window, settle):
    page = window.show_page("today")
    page.reload()
    settle()
    return page


def test_what_is_due_is_counted_and_listed(page):
    assert page.hello.text().endswith(", Nancy")
    assert "2 things need you today" in page.day.text()
    assert shown(page.due_model) == ["Call back", "Visit"]
    assert shown(page.waiting_model) == ["Ada"]
    figures = [(tile.value.text(), tile.note.text()) for tile in (page.contacts, page.missed, page.returns, page.overdue)]
    assert figures == [
        ("2", "▼ 1 in a week"), ("1", "▲ 1 in a week"), ("0", "none is stuck"), ("1", "in the whole team"),
    ]  # fmt: skip
    assert (page.orders.value.text(), page.orders.note.text()) == ("1", "€29.97 · ▲ 1")


def test_a_promise_is_done_from_here(page, press, window, settle):
    page.start()
    press(ENTER)
    assert opened(window, CompleteDialog).what.text() == "Call back"
    press(ENTER, Qt.KeyboardModifier.ControlModifier)
    assert shown(page.due_model) == ["Visit"]


@pytest.mark.parametrize(("tile", "name", "rows"), [("contacts", "interaction", 2), ("missed", "interaction", 1), ("orders", "order", 1)])
def test_every_number_opens_its_rows_and_all_come_back(page, window, settle, tile, name, rows):
    getattr(page, tile).click()
    settle()
    opened_page = window.current_page()
    assert (opened_page.name, opened_page.model.rowCount()) == (name, rows)
    opened_page.only_button.click()
    settle()
    assert opened_page.model.rowCount() > rows
    assert not opened_page.only_button.isVisible()


def test_a_bar_opens_its_days_contacts_with_the_keyboard_too(page, window, settle, press):
    page.chart.setFocus()
    assert "Calls" in page.chart.accessibleDescription()
    for _step in range(10):
        press(Qt.Key.Key_Left)
    press(ENTER)
    assert window.current_page().name == "interaction"
    assert shown(window.current_page().model) == ["Long ago"] * 3


def test_a_click_on_a_bar_opens_it(page, window, settle, qtbot):
    last = page.chart.rect().center()
    last.setX(page.chart.width() - 24)
    qtbot.mouseClick(page.chart, Qt.MouseButton.LeftButton, pos=last)
    settle()
    assert window.current_page().model.rowCount() == 2


def test_an_empty_day_says_so(window, settle):
    page = window.show_page("today")
    settle()
    assert page.nothing_due.isVisible() and page.nobody_waits.isVisible()
    assert "nothing needs you today" in page.day.text()
    assert all(tile.accessibleName() for tile in page.findChildren(QPushButton))


def test_the_days_add_up_to_what_was_logged(day, desk):
    found = today_of(desk.by.id, utc_now(), desk.formats.zone)
    assert sum(each.calls + each.others for each in found.days) == 5
    assert len(found.days) == 21
    assert found.days[-1].day == desk.formats.today()


def test_what_comes_in_the_next_days_stands_below_by_its_time(page, nancy, settle, press, desk, window):
    tomorrow = desk.formats.today() + timedelta(1)
    plan_appointment(AppointmentInput("Demo", tomorrow, "11:00"), nancy)
    add_follow_up(FollowUpInput("Send the offer", tomorrow, "09:00"), nancy)
    add_follow_up(FollowUpInput("Too far away", tomorrow + timedelta(7)), nancy)
    page.reload()
    settle()
    assert shown(page.soon_model)[:2] == ["Send the offer", "Demo"]
    assert "Too far away" not in shown(page.soon_model)
    assert page.due_model.rowCount() == 2
    page.soon.setFocus()
    press(ENTER)
    assert opened(window, CompleteDialog).what.text() == "Send the offer"


def test_who_leads_sees_the_whole_teams_promises_and_appointments(page, owner, settle, desk):
    today = desk.formats.today()
    add_follow_up(FollowUpInput("Hers", today, owner_id=owner.id), owner)
    plan_appointment(AppointmentInput("Her visit", today - timedelta(7), "09:00", recurrence="FREQ=WEEKLY"), owner)
    page.reload()
    settle()
    assert shown(page.due_model) == ["Call back", "Visit"]
    page.whose.setCurrentIndex(1)
    settle()
    assert shown(page.due_model) == ["Call back", "Hers", "Visit", "Her visit"]
    assert "4 things need you today" in page.day.text()


def test_a_late_case_and_what_colleagues_ask_stand_there_and_open(day, owner, nancy, window, settle, press):
    add_sla(SlaInput("All", fallback=True, targets=(TargetInput(Priority.NORMAL, 30, 60),)), owner)
    (case_id,) = open_case(CaseInput("Crushed boxes", opened_at=ago(days=20)), owner).of(Entity.CASE)
    escalate(EscalationInput(case_id, "Too hard", to_staff_id=nancy.id), owner)
    page = window.show_page("today")
    page.reload()
    settle()
    assert (page.late_cases.value.text(), page.late_cases.note.text()) == ("1", "no other is nearly late")
    assert [text.partition(" ")[2] for text in shown(page.waiting_model)[:2]] == ["Crushed boxes", "Crushed boxes"]
    page.waiting.setFocus()
    page.waiting.choose_first()
    press(ENTER)
    opened(window, EscalationDialog).reject()
    settle()
    page.late_cases.click()
    settle()
    cases = window.current_page()
    assert (cases.name, cases.which.currentText(), shown(cases.model)) == (Entity.CASE.value, "Late", ["Crushed boxes"])
    cases.which.setCurrentText("Nearly late")
    settle()
    assert shown(cases.model) == []


def test_a_company_without_customers_is_offered_its_first_steps_until_it_has_one(desk, window, settle, make_customer):
    page = window.show_page("today")
    page.reload()
    settle()
    steps = page.first_steps
    assert (steps.isVisible(), page.orders.note.text()) == (True, "€0.00")
    steps.add.click()
    opened(window, CustomerDialog).reject()
    for step, name in ((steps.bring, "import"), (steps.log, "log")):
        window.show_page("today")
        step.click()
        settle()
        assert window.current_page().name == name
    make_customer("Ada")
    window.show_page("today").reload()
    settle()
    assert not steps.isVisible()


def test_in_a_low_window_the_page_scrolls_and_its_lists_keep_their_first_rows(page, window, settle):
    window.setMinimumSize(0, 0)
    window.resize(1280, 380)
    settle()
    (area,) = page.findChildren(QScrollArea)
    rows = min(LEAST_ROWS, page.due_model.rowCount()) * page.due.verticalHeader().defaultSectionSize()
    assert rows and page.due.height() >= rows
    assert area.verticalScrollBar().maximum() > 0
