from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from crm_desktop.data.models import FollowUp, FollowUpAttempt
from tests.ui.test_main_window import CTRL, shown


@pytest.fixture
def page(window, desk, make_follow_up, make_customer, settle):
    """One that is late, one for today, one for later."""
    today = desk.formats.today()
    ada = make_customer("Ada")
    make_follow_up("in a month", due_on=today + timedelta(30))
    make_follow_up("late", due_on=today - timedelta(1), customer_id=ada.id)
    make_follow_up("today", due_on=today)
    page = window.show_page("follow_up")
    settle()
    return page


def test_overdue_ones_come_first_under_their_heading(page):
    assert shown(page.model) == ["Overdue", "late", "Today", "today", "Later", "in a month"]
    assert page.count.text() == "3"


def test_headings_are_stepped_over(page, press):
    page.start()
    assert page.reading.title.text() == "late"
    press(Qt.Key.Key_Down)
    assert page.reading.title.text() == "today"


def test_enter_completes_the_chosen_one_with_its_outcome(page, press, window):
    page.start()
    press(Qt.Key.Key_Return)
    press("Reached her")
    press(Qt.Key.Key_Return, CTRL)
    assert shown(page.model) == ["Today", "today", "Later", "in a month"]
    assert FollowUp.get(title="late").outcome == "Reached her"
    assert window.message.text() == "Done: late"

    page.table.setFocus()
    press(Qt.Key.Key_Z, CTRL)
    assert shown(page.model)[:2] == ["Overdue", "late"]


def test_no_answer_is_noted_and_it_stays(page, settle):
    page.reading.no_answer.click()
    settle()
    assert FollowUpAttempt.get().result == "no_answer"
    assert "tried 1 time" in page.reading.line.text()


def test_one_that_is_not_needed_goes(page, settle):
    page.reading.drop.click()
    settle()
    assert FollowUp.get(title="late").state == "cancelled"
    assert "late" not in shown(page.model)


def test_done_ones_can_be_seen(page, settle):
    page.reading.drop.click()
    settle()
    page.which.setCurrentText("Cancelled")
    settle()
    assert shown(page.model) == ["late"]


def test_mine_leaves_out_those_of_others(page, settle, make_follow_up):
    make_follow_up("hers", owner_id=1)
    page.whose.setCurrentText("Mine")
    settle()
    assert "hers" not in shown(page.model)
    page.whose.setCurrentIndex(0)
    settle()
    assert "hers" in shown(page.model)


def test_a_new_one_is_found_in_the_list(page, press, settle):
    page.add_new()
    settle()
    press("Send the offer")
    press(Qt.Key.Key_Return, CTRL)
    assert "Send the offer" in shown(page.model)


def test_somebody_else_finished_it_first_is_said_beside_it(page, settle, owner):
    from crm_desktop.services.follow_ups import complete_follow_up

    complete_follow_up(FollowUp.get(title="late").id, owner)
    page.reading.drop.click()
    settle()
    assert "is not open any more" in page.reading.message.text()
