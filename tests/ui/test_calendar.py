from array import array
from datetime import date, datetime, time, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDesktopServices

from crm_desktop.core.changes import Entity
from crm_desktop.core.settings import load_settings
from crm_desktop.data.models import Appointment, Attendee, FollowUp
from crm_desktop.services.appointments import AppointmentInput, plan_appointment
from crm_desktop.ui.desk import Chosen
from crm_desktop.ui.dialogs.appointment import AppointmentDialog
from crm_desktop.ui.dialogs.appointment_end import CloseDialog
from crm_desktop.ui.dialogs.complete_follow_up import CompleteDialog
from crm_desktop.ui.dialogs.follow_up import FollowUpDialog
from crm_desktop.ui.pages.calendar_moves import SeriesDialog
from crm_desktop.ui.widgets.agenda_blocks import Slot, usual_slot
from crm_desktop.ui.widgets.view_switch import View
from tests.ui.test_main_window import CTRL, SHIFT, shown
from tests.ui.test_order_form import opened

ENTER, DOWN, UP, LEFT, RIGHT = (getattr(Qt.Key, f"Key_{name}") for name in ("Return", "Down", "Up", "Left", "Right"))
MONDAY = date(2026, 6, 15)
"""Far from any real now, so that nothing is today."""


@pytest.fixture
def plan(nancy):
    def plan(title="Visit", day=MONDAY, at="09:00", **fields):
        (row_id,) = plan_appointment(AppointmentInput(title, day, at, **fields), nancy).of(Entity.APPOINTMENT)
        return Appointment.get_by_id(row_id)

    return plan


@pytest.fixture
def page(window, settle):
    page = window.show_page("appointment")
    page.show_as(View.WEEK)
    page.go_to(MONDAY)
    page.start()
    settle()
    page.week.go_to(MONDAY, 9 * 60)
    return page


@pytest.fixture
def look(page, settle):
    """Everything as it is in the store by now, with the cursor on Monday at nine."""

    def look(minute=9 * 60):
        page.reload()
        settle()
        page.week.go_to(MONDAY, minute)
        return page

    return look


def test_just_these_appointments_stand_in_a_list_whatever_became_of_them(page, plan, settle):
    first, second, _other = plan("Visit"), plan("Call", MONDAY + timedelta(40)), plan("Other")
    Appointment.update(state="cancelled").where(Appointment.id == first.id).execute()

    page.narrow(Chosen(lambda: array("q", [second.id, first.id])), "No-shows, Jun 2026")
    settle()
    assert page.period.text() == "No-shows, Jun 2026"
    assert [page.list.model.shown(row, 1).text for row in range(page.list.model.rowCount())] == ["Call", "Visit"]

    page.whose.setCurrentIndex(1)
    settle()
    assert page._stack.currentWidget() is page.week


def test_enter_opens_what_is_there_and_plans_what_is_not(look, plan, press, window):
    plan(customer_id=None, place="Room 1")
    page = look()
    assert "appointment, Visit" in page.week.accessibleDescription() and "Room 1" in page.bar.words.text()
    press(ENTER)
    assert opened(window, AppointmentDialog).text.text() == "Visit"
    opened(window, AppointmentDialog).reject()
    for _half in range(4):
        press(DOWN)
    assert "nothing planned" in page.week.accessibleDescription()
    press(ENTER)
    press("Lunch with Ada")
    press(ENTER, CTRL)
    lunch = Appointment.get(title="Lunch with Ada")
    assert (lunch.starts_on, lunch.starts_time, lunch.minutes) == (MONDAY, "11:00", 60)


def test_a_block_is_moved_and_made_longer_by_keys_and_undo_brings_it_back(look, plan, press):
    plan()
    look()
    press(DOWN, CTRL)
    press(RIGHT, CTRL)
    press(DOWN, SHIFT)
    moved = Appointment.get()
    assert (moved.starts_on, moved.starts_time, moved.minutes) == (MONDAY + timedelta(1), "09:30", 75)
    for _step in range(3):
        press(Qt.Key.Key_Z, CTRL)
    assert (Appointment.get().starts_on, Appointment.get().starts_time, Appointment.get().minutes) == (MONDAY, "09:00", 60)


def test_a_block_is_dragged_to_another_day_and_hour(look, plan, qtbot, settle):
    plan()
    week = look().week
    layout = week.laid_out()
    start = layout.timed_rect(layout.timed[0]).center()
    end = QPoint(layout.column(3).center().x(), start.y() + 92)
    drag(qtbot, week, start, end)
    settle()
    assert (Appointment.get().starts_on, Appointment.get().starts_time) == (MONDAY + timedelta(3), "11:00")


def test_its_end_is_dragged_and_an_empty_place_drawn_over(look, plan, qtbot, settle, window):
    plan()
    week = look().week
    rect = week.laid_out().timed_rect(week.laid_out().timed[0])
    drag(qtbot, week, QPoint(rect.center().x(), rect.bottom() - 2), QPoint(rect.center().x(), rect.bottom() + 30))
    settle()
    assert Appointment.get().minutes == 105
    column = week.laid_out().column(2).center().x()
    drag(qtbot, week, QPoint(column, rect.top() + 2), QPoint(column, rect.top() + 70))
    form = opened(window, AppointmentDialog)
    assert (form.span.span().day, form.span.span().time) == (MONDAY + timedelta(2), "09:00")
    assert form.span.span().minutes == 105


def drag(qtbot, week, start, end):
    qtbot.mousePress(week.viewport(), Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(week.viewport(), end)
    qtbot.mouseRelease(week.viewport(), Qt.MouseButton.LeftButton, pos=end)


def test_what_is_planned_in_another_zone_is_moved_by_the_clock_that_is_shown(look, plan, qtbot, settle, press):
    plan(zone="Asia/Tokyo", at="17:00")
    look(10 * 60)
    press(DOWN, CTRL)
    assert (Appointment.get().starts_time, Appointment.get().zone) == ("17:30", "Asia/Tokyo")
    week = look(10 * 60 + 30).week
    layout = week.laid_out()
    start = layout.timed_rect(layout.timed[0]).center()
    drag(qtbot, week, start, QPoint(layout.column(1).center().x(), start.y() + 2 * layout.hour))
    settle()
    assert (Appointment.get().starts_on, Appointment.get().starts_time) == (MONDAY + timedelta(1), "19:30")


def test_of_a_series_only_one_may_be_moved(look, plan, press, window, settle):
    weekly = plan(recurrence="FREQ=WEEKLY")
    page = look()
    page._turn(1)
    settle()
    page.week.go_to(MONDAY + timedelta(7), 9 * 60)
    press(DOWN, CTRL)
    opened(window, SeriesDialog).one.click()
    settle()
    assert Appointment.get_by_id(weekly.id).skipped == {MONDAY + timedelta(7)}
    assert Appointment.get(Appointment.recurrence == "").starts_time == "09:30"
    press(RIGHT, CTRL)
    assert Appointment.get(Appointment.recurrence == "").starts_on == MONDAY + timedelta(8)


def test_the_whole_series_moves_by_as_much(look, plan, press, window, settle):
    plan(recurrence="FREQ=WEEKLY")
    page = look()
    page._turn(1)
    settle()
    page.week.go_to(MONDAY + timedelta(7), 9 * 60)
    press(RIGHT, CTRL)
    opened(window, SeriesDialog).all.click()
    settle()
    assert (Appointment.get().starts_on, Appointment.select().count()) == (MONDAY + timedelta(1), 1)


def test_follow_ups_stand_among_them_with_their_repetitions(look, make_follow_up, make_customer, press, window, settle):
    make_follow_up("Ring", due_on=MONDAY, due_time="09:00", recurrence="FREQ=DAILY", customer_id=make_customer("Ada").id)
    make_follow_up("Some time", due_on=MONDAY)
    page = look()
    assert page.bar.done.isVisible() and page.bar.skip.isVisible()
    press(DOWN, CTRL)
    assert FollowUp.get(title="Ring").due_time == "09:30"
    assert [each.block.is_repeat for each in page.week.laid_out().timed] == [False] + [True] * 6
    press(RIGHT)
    press(DOWN, CTRL)
    assert FollowUp.get(title="Ring").due_on == MONDAY
    page.week.go_to(MONDAY, 9 * 60 + 30)
    page.bar.done.click()
    assert opened(window, CompleteDialog).isVisible()
    opened(window, CompleteDialog).reject()
    for _step in range(20):
        press(UP)
    assert "Some time" in page.week.accessibleDescription()


def test_the_month_shows_them_too_and_moves_by_days(page, plan, press, settle, window):
    plan()
    page.show_as(View.MONTH)
    page.go_to(MONDAY)
    page.start()
    settle()
    assert "Visit" in page.month.accessibleDescription()
    press(Qt.Key.Key_Space)
    press(DOWN, CTRL)
    assert Appointment.get().starts_on == MONDAY + timedelta(7)
    press(Qt.Key.Key_PageDown)
    assert page.period.text() == "July 2026"
    press(ENTER)
    assert opened(window, AppointmentDialog).span.span().day == date(2026, 7, 1)
    assert load_settings().calendar == "month"


def test_a_day_is_a_list_to_phone_from(page, plan, make_customer, make_follow_up, settle, press, window, nancy):
    from crm_desktop.core.kinds import PointKind
    from crm_desktop.services.customers import PointInput

    ada = make_customer("Ada", points=(PointInput(PointKind.PHONE, "+49 30 1234567"),))
    plan(customer_id=ada.id)
    make_follow_up("Ring", due_on=MONDAY, due_time="08:00", customer_id=ada.id)
    page.show_as(View.DAY)
    settle()
    assert shown(page.list.model, 1) == ["Ring", "Visit"] and shown(page.list.model, 3) == ["+49 30 1234567"] * 2
    page.start()
    press(ENTER)
    assert opened(window, FollowUpDialog).text.text() == "Ring"


def test_an_empty_week_and_day_offer_to_plan_and_views_lead_from_page_to_page(page, window, settle):
    page.add_promise.click()
    assert opened(window, FollowUpDialog).when.value() == (MONDAY, "09:00")
    opened(window, FollowUpDialog).reject()
    page.show_as(View.DAY)
    settle()
    page.list.empty.step.click()
    assert opened(window, AppointmentDialog).span.span().day == MONDAY
    opened(window, AppointmentDialog).reject()
    page.views.chosen.emit(View.BOARD)
    settle()
    assert window.current_page().name == "follow_up" and window.current_page().view == View.BOARD
    window.current_page().views.chosen.emit(View.MONTH)
    settle()
    assert window.current_page() is page and page.view == View.MONTH
    window.page("follow_up").show_as(View.LIST)


@pytest.fixture
def form(page, desk, settle):
    form = AppointmentDialog(desk, page, at=Slot(MONDAY, "09:30"))
    form.open()
    settle()
    return form


def test_who_is_asked_to_two_places_at_once_is_said_while_typing(form, plan, qtbot, settle):
    plan("Board")
    form.span.begins.setText("8:00")
    form.span.begins.editingFinished.emit()
    qtbot.waitUntil(lambda: not form._later.isActive())
    settle()
    assert not form.clash.isVisible()
    form.span.begins.setText("9:30")
    form.span.begins.editingFinished.emit()
    qtbot.waitUntil(lambda: not form._later.isActive())
    settle()
    assert "Nancy Davolio is at “Board” then" in form.clash.text() and form.clash.isVisible()
    form.reject()


def test_everything_of_an_appointment_is_saved(form, make_customer, owner, settle, press, make_order):
    ada = make_customer("Ada")
    form.text.setText("Kick-off")
    form.customer.choose(ada.id, "Ada")
    settle()
    for place in range(form.people.people.count()):
        form.people.people.item(place).setCheckState(Qt.CheckState.Checked)
    form.people.others.setText("grace@example.org, Linus")
    form.people.others.textEdited.emit(form.people.others.text())
    form.place.setText("Room 2")
    form.link.line.setText("meet.example.org/x")
    form.repeat.often.setCurrentText("Every week")
    form.reminder.setCurrentText("30 minutes before")
    form.zone.setEditText("lisbon")
    form.span.ends.setText("11")
    form.span.ends.editingFinished.emit()
    press(ENTER, CTRL)
    saved = Appointment.get()
    assert (saved.title, saved.customer_id, saved.minutes, saved.zone, saved.recurrence) == (
        "Kick-off",
        ada.id,
        90,
        "Europe/Lisbon",
        "FREQ=WEEKLY",
    )
    assert saved.starts_at == datetime.fromisoformat("2026-06-15T08:30:00+00:00")
    assert (saved.remind_before, saved.place, saved.link) == (30, "Room 2", "meet.example.org/x")
    asked = [(row.staff_id is not None, row.customer_id, row.name, row.email) for row in Attendee.select().order_by(Attendee.id)]
    assert sorted(asked, key=str) == sorted(
        [
            (False, ada.id, "", ""),
            (True, None, "", ""),
            (True, None, "", ""),
            (False, None, "", "grace@example.org"),
            (False, None, "Linus", ""),
        ],
        key=str,
    )


def test_what_makes_no_sense_is_marked_and_a_link_that_does_opens_its_program(form, press, monkeypatch):
    form.text.setText("Kick-off")
    form.link.line.setText("file:///etc/passwd")
    press(ENTER, CTRL)
    assert not form.link.join.isEnabled() and "no address" in form._link_row.note.text()
    form.link.line.clear()
    form.span.begins.setText("25:00")
    press(ENTER, CTRL)
    assert "ends after it begins" in form._span_row.note.text()
    seen = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: seen.append(url.toString()) or True)
    form.link.line.setText("https://meet.example.org/x")
    form.link.join.click()
    assert seen == ["https://meet.example.org/x"]
    form.reject()


def test_one_of_a_series_is_changed_held_or_left_out_without_the_others(look, plan, press, window, settle):
    weekly = plan(recurrence="FREQ=WEEKLY")
    page = look()
    press(ENTER)
    form = opened(window, AppointmentDialog)
    assert form.scope.currentData() == "one" and not form.repeat.isEnabled()
    form.text.setText("Visit with lunch")
    press(ENTER, CTRL)
    assert Appointment.get(Appointment.recurrence == "").title == "Visit with lunch"
    page._turn(1)
    settle()
    page.week.go_to(MONDAY + timedelta(7), 9 * 60)
    press(ENTER)
    opened(window, AppointmentDialog).end.held.click()
    settle()
    press("Signed")
    press(ENTER, CTRL)
    assert Appointment.get(state="held").state_reason == "Signed"
    page._turn(1)
    settle()
    page.week.go_to(MONDAY + timedelta(14), 9 * 60)
    press(ENTER)
    opened(window, AppointmentDialog).end.call_off.click()
    settle()
    press(ENTER, CTRL)
    assert Appointment.get_by_id(weekly.id).skipped == {MONDAY, MONDAY + timedelta(7), MONDAY + timedelta(14)}


def test_calling_off_says_why(look, plan, press, window, settle):
    plan()
    look()
    press(ENTER)
    opened(window, AppointmentDialog).end.call_off.click()
    settle()
    press(ENTER, CTRL)
    assert "why" in opened(window, CloseDialog)._row.note.text()
    press("ill")
    press(ENTER, CTRL)
    assert (Appointment.get().state, Appointment.get().state_reason) == ("cancelled", "ill")


def test_one_that_is_wanted_from_elsewhere_is_opened_where_it_stands(page, plan, desk, window, settle):
    desk.go_to(Entity.APPOINTMENT.value, plan(day=MONDAY + timedelta(30)).id)
    settle()
    assert opened(window, AppointmentDialog).scope.currentData() == "all" and page.day == MONDAY + timedelta(30)
    opened(window, AppointmentDialog).reject()
    weekly = plan("Weekly", day=desk.formats.today() - timedelta(8), recurrence="FREQ=WEEKLY")
    desk.go_to(Entity.APPOINTMENT.value, weekly.id)
    settle()
    assert opened(window, AppointmentDialog).span.span().day == page.day == desk.formats.today() + timedelta(6)
    opened(window, AppointmentDialog).reject()


def test_late_in_the_evening_something_new_begins_tomorrow():
    assert usual_slot(date(2026, 1, 5), datetime.fromisoformat("2026-01-05 23:10")) == (date(2026, 1, 6), "10:00", None)


def test_the_week_offers_no_time_that_is_over_unless_somebody_went_there(page, monkeypatch, press, window, settle):
    afternoon = datetime.combine(page.desk.formats.today(), time(14, 20), page.desk.formats.zone)
    monkeypatch.setattr("crm_desktop.ui.widgets.week_grid.utc_now", lambda: afternoon)
    page.week.show_days([afternoon.date() + timedelta(ahead) for ahead in range(-1, 6)], [])
    assert page.week.slot() == (afternoon.date(), "15:00", None)
    page.add_new()
    assert opened(window, AppointmentDialog).span.span().time == "15:00"
    opened(window, AppointmentDialog).reject()
    page.week.setFocus()
    for _half in range(4):
        press(UP)
    assert page.week.slot().time == "13:00", "to write down what was"


@pytest.mark.parametrize(("now", "begins"), [("2026-01-05 07:40", "10:00"), ("2026-01-05 14:20", "15:00"), ("2026-01-06 14:20", "10:00")])
def test_something_new_today_begins_when_there_is_still_time_for_it(now, begins):
    assert usual_slot(date(2026, 1, 5), datetime.fromisoformat(now)) == (date(2026, 1, 5), begins, None)
