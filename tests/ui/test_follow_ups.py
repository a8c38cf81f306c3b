from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from crm_desktop.core.dates import NEVER
from crm_desktop.core.settings import load_settings
from crm_desktop.data.models import Customer, FollowUp, FollowUpAttempt, Reminder
from crm_desktop.queries.follow_ups import Urgency
from crm_desktop.services.follow_ups import FollowUpInput, change_follow_up, complete_follow_up
from crm_desktop.ui.dialogs.complete_follow_up import CompleteDialog
from crm_desktop.ui.dialogs.conflict import ConflictDialog
from crm_desktop.ui.dialogs.filter import FilterDialog
from crm_desktop.ui.dialogs.follow_up import FollowUpDialog
from crm_desktop.ui.widgets.view_switch import View
from crm_desktop.ui.widgets.when import next_workday
from tests.ui.test_main_window import CTRL, shown
from tests.ui.test_order_form import opened


def chosen_in(menu, text):
    next(action for action in menu.actions() if action.text() == text).trigger()


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


def test_one_that_comes_again_says_when_before_and_after_it_is_done(page, press, window, make_follow_up, desk, settle):
    today = desk.formats.today()
    make_follow_up("Feed the cat", due_on=today - timedelta(3), recurrence="FREQ=DAILY")
    page.reload()
    settle()
    page.start()
    page.table.choose(FollowUp.get(title="Feed the cat").id)
    press(Qt.Key.Key_Return)
    assert "It comes again: today." in [each.text() for each in opened(window, CompleteDialog).findChildren(QLabel) if each.isVisible()]
    press(Qt.Key.Key_Return, CTRL)
    assert window.message.text() == "Done: Feed the cat. It comes again: today."
    assert FollowUp.get(title="Feed the cat", state="open").due_on == today


def test_the_one_that_takes_the_place_of_a_done_one_is_chosen(page, press):
    page.start()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return, CTRL)
    assert shown(page.model) == ["Overdue", "late", "Later", "in a month"]
    assert page.reading.title.text() == "in a month"


def test_the_minute_that_passes_leaves_everything_where_it_was(page, press, settle):
    page.start()
    press(Qt.Key.Key_Down)
    page.table.selectAll()
    before = list(page.table.selected())
    page._on_minute()
    settle()
    assert (page.reading.title.text(), list(page.table.selected())) == ("today", before) and len(before) == 3


def test_a_try_is_noted_and_the_next_one_planned(page, press, window, settle, desk):
    chosen_in(page.reading.no_answer.menu(), "Left a message")
    settle()
    press(Qt.Key.Key_Tab)
    press("with her brother")
    press(Qt.Key.Key_Return, CTRL)
    assert (FollowUpAttempt.get().result, FollowUpAttempt.get().note) == ("left_message", "with her brother")
    assert FollowUp.get(title="late").due_on == next_workday(desk.formats.today(), 1)
    page.table.choose(FollowUp.get(title="late").id)
    settle()
    assert "tried 1 time" in page.reading.line.text()
    assert "Left a message · with her brother" in page.reading.tried.text()


def test_one_that_is_not_needed_goes_and_can_be_opened_again(page, press, settle):
    page.reading.drop.trigger()
    settle()
    press("Sold elsewhere")
    press(Qt.Key.Key_Return, CTRL)
    assert (FollowUp.get(title="late").state, FollowUp.get(title="late").outcome) == ("cancelled", "Sold elsewhere")
    assert "late" not in shown(page.model)
    page.which.setCurrentText("Cancelled")
    settle()
    assert shown(page.model) == ["late"]
    page.reading.reopen.click()
    settle()
    assert FollowUp.get(title="late").state == "open"


def test_it_is_put_off_and_handed_on_from_the_panel(page, settle, owner):
    chosen_in(page.reading.later.menu(), "Tomorrow at nine")
    settle()
    assert Reminder.get().follow_up.title == "late" and "reminds" in page.reading.line.text()
    (colleague,) = page.reading.hand_on.menu().actions()
    colleague.trigger()
    settle()
    assert FollowUp.get(title="late").owner_id == owner.id


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


def test_a_name_that_nobody_has_is_not_lost_silently_and_the_form_says_what_to_do(page, press, window, settle):
    page.add_new()
    settle()
    press("Send the offer")
    dialog = opened(window, FollowUpDialog)
    dialog.customer.setFocus()
    press("zzzz")
    assert dialog.customer.nothing_found() == "Nobody was found. Look for another word, or leave this empty."
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Return, CTRL)
    assert dialog.isVisible() and "Choose one" in dialog._customer_row.note.text()
    dialog.customer.clear_choice()
    press(Qt.Key.Key_Return, CTRL)
    assert "Send the offer" in shown(page.model) and "“Send the offer” is follow-up" in window.message.text()


def test_somebody_else_finished_it_first_is_said_beside_it(page, settle, owner):
    complete_follow_up(FollowUp.get(title="late").id, owner)
    chosen_in(page.reading.later.menu(), "In an hour")
    settle()
    assert "is not open any more" in page.reading.message.text()


def test_everything_of_it_can_be_changed_by_keyboard(page, press, window, settle, make_order, desk):
    order = make_order(Customer.get(name="Ada"))
    page.start()
    press(Qt.Key.Key_E, CTRL)
    form = opened(window, FollowUpDialog)
    form.text.setText("Call about the offer")
    form.order.choose(order.id)
    form.repeat.often.setCurrentText("Every week")
    form.repeat.ends.setCurrentText("A number of times")
    form.when.time.setText("14.30")
    form.reminder.setCurrentText("15 minutes before")
    form.priority.setCurrentText("Urgent")
    press(Qt.Key.Key_Return, CTRL)
    saved = FollowUp.get(title="Call about the offer")
    assert (saved.order_id, saved.due_time, saved.recurrence, saved.priority) == (order.id, "14:30", "FREQ=WEEKLY;COUNT=5", "urgent")
    assert saved.customer.name == "Ada" and Reminder.get(~Reminder.cancelled).follow_up_id == saved.id
    assert "every week, 5 times" in page.reading.line.text()
    page.reading.skip.trigger()
    settle()
    assert FollowUp.get(id=saved.id).due_on == saved.due_on + timedelta(7)


def test_a_form_that_is_opened_and_saved_changes_nothing(page, press, window, settle):
    page.start()
    before = FollowUp.get(title="late").version
    press(Qt.Key.Key_E, CTRL)
    assert opened(window, FollowUpDialog).text.text() == "late"
    press(Qt.Key.Key_Return, CTRL)
    assert FollowUp.get(title="late").version == before


def test_what_somebody_else_saved_meanwhile_is_shown_beside_ones_own(page, press, window, settle, owner):
    page.start()
    press(Qt.Key.Key_E, CTRL)
    form = opened(window, FollowUpDialog)
    form.text.setText("mine")
    late = FollowUp.get(title="late")
    change_follow_up(late.id, late.version, FollowUpInput("theirs", late.due_on, customer_id=late.customer_id), owner)
    press(Qt.Key.Key_Return, CTRL)
    both = opened(window, ConflictDialog)
    both.save.click()
    settle()
    assert FollowUp.get(id=late.id).title == "mine"


def test_done_and_what_is_next_are_saved_together(page, press, desk):
    page.start()
    press(Qt.Key.Key_Return)
    press("Reached her")
    press(Qt.Key.Key_Tab)
    press("Send the offer")
    press(Qt.Key.Key_Return, CTRL)
    following = FollowUp.get(title="Send the offer")
    assert (following.customer.name, following.due_on) == ("Ada", next_workday(desk.formats.today(), 7))


@pytest.fixture
def board(page, settle):
    page.show_as(View.BOARD)
    page.start()
    settle()
    return page.board


def test_cards_stand_in_columns_by_when_they_are_due(board, page):
    assert [board.lane(urgency).count() for urgency in Urgency] == [1, 1, 0, 1, 0]
    assert board.isVisible() and page.reading.title.text() == "late"
    assert "Ada" in board.lane(Urgency.OVERDUE).item(0).text()


def test_a_card_goes_to_another_column_with_ctrl_and_an_arrow_and_undo_brings_it_back(board, page, press, desk):
    late = FollowUp.get(title="late")
    board.start()
    press(Qt.Key.Key_Right, CTRL)
    assert FollowUp.get(title="late").due_on == desk.formats.today()
    assert board.chosen() == late.id and board.lane(Urgency.TODAY).count() == 2
    press(Qt.Key.Key_Right, CTRL)
    assert FollowUp.get(title="late").due_on == next_workday(desk.formats.today(), 1)
    press(Qt.Key.Key_Z, CTRL)
    press(Qt.Key.Key_Z, CTRL)
    assert FollowUp.get(title="late").due_on == late.due_on
    press(Qt.Key.Key_Right)
    assert page.reading.title.text() == "today"


def test_a_card_is_dragged_to_another_column(board, page, qtbot, settle):
    source, target = board.lane(Urgency.TODAY), board.lane(Urgency.NO_DAY)
    start = source.visualItemRect(source.item(0)).center()
    end = source.viewport().mapFromGlobal(target.mapToGlobal(target.rect().center()))
    qtbot.mousePress(source.viewport(), Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(source.viewport(), end)
    qtbot.mouseRelease(source.viewport(), Qt.MouseButton.LeftButton, pos=end)
    settle()
    assert FollowUp.get(title="today").due_on == NEVER
    assert target.count() == 1


def test_the_board_is_there_again_after_a_start(board, window, desk, settle):
    assert load_settings().follow_ups == "board"
    board.opened.emit(FollowUp.get(title="late").id)
    settle()
    assert opened(window, CompleteDialog).what.text() == "late"
    opened(window, CompleteDialog).reject()
    window.page("follow_up").show_as(View.LIST)
    settle()
    assert window.page("follow_up").table.isVisible()


def test_the_line_on_top_makes_one_that_is_in_the_list_at_once(page, press):
    page.start()
    press(Qt.Key.Key_L, CTRL)
    press("call ada tomorrow about tea")
    press(Qt.Key.Key_Return)
    assert "Call about tea" in shown(page.model)
    assert page.reading.title.text() == "Call about tea" and page.entry.line.hasFocus()


def test_a_list_without_a_line_to_search_is_searched_by_its_fields(page, press, window, settle):
    page.start()
    press(Qt.Key.Key_F, CTRL)
    dialog = opened(window, FilterDialog)
    dialog.reject()
    settle()
