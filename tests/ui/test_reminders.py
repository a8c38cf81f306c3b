"""Reminders: told once, counted on the bell, seen to in the panel below it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QSystemTrayIcon

from crm_desktop.core.settings import change_settings
from crm_desktop.core.snoozing import Snooze
from crm_desktop.data.models import Appointment, AppointmentReminder, FollowUp, Reminder
from crm_desktop.services import notices
from crm_desktop.services.appointments import AppointmentInput, plan_appointment
from crm_desktop.services.follow_ups import snooze
from crm_desktop.services.notices import tell_due
from crm_desktop.ui import reminders
from crm_desktop.ui.main_window import MainWindow, StoreFacts
from crm_desktop.ui.tray import the_tray
from crm_desktop.ui.widgets.notice_panel import NoticePanel

ENTER, ESC, SPACE, TAB = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_Tab


@pytest.fixture(autouse=True)
def own_settings(monkeypatch, tmp_path):
    monkeypatch.setenv("CRM_DESKTOP_CONFIG", str(tmp_path / "config"))


@pytest.fixture
def call(make_follow_up, make_customer, nancy):
    """Due since the fifth of January."""
    return make_follow_up("Call Maria", due_time="10:00", remind_before=0, customer_id=make_customer("Ada").id)


@pytest.fixture
def tray(monkeypatch):
    """A system with a tray; what it was asked to show."""
    shown = []
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", staticmethod(lambda: True))
    monkeypatch.setattr(QSystemTrayIcon, "show", lambda self: None)
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda self, title, text, *more: shown.append((title, text)))
    return shown


def panel_of(window):
    return next(each for each in window.findChildren(NoticePanel) if each.isVisible())


def test_what_is_due_is_said_in_the_window_once_and_counted_on_the_bell(call, window, desk, settle, qtbot, store):
    assert window.bell.text() == "1" and window.bell.accessibleName() == "1 reminder"
    assert "Call Maria" in window.message.text() and "Ada" in window.message.text()
    window.message.clear()
    second = MainWindow(desk, StoreFacts("Hafenhandel", str(store.path), "Nancy"))
    qtbot.addWidget(second)
    second.show()
    settle()
    window.bell.reminders.look()
    settle()
    assert second.bell.text() == "1"
    assert window.message.text() == second.message.text() == ""
    second.close()


def test_its_button_opens_it(call, window, settle, press):
    window.message._act.setFocus()
    press(SPACE)
    assert window.current_page().name == "follow_up" and window.current_page().table.chosen() == call.id


def test_it_is_done_from_the_panel_by_keyboard_and_undo_brings_it_back_untold(call, window, settle, press):
    window.bell.setFocus()
    press(SPACE)
    panel = panel_of(window)
    panel.entries[0].finished.setFocus()
    press(SPACE)
    assert FollowUp.get().state == "done"
    assert window.bell.text() == "" and panel.none.isVisible()
    press(ESC)
    assert not panel.isVisible() and window.bell.hasFocus()
    window.message.clear()
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert FollowUp.get().state == "open"
    assert window.bell.text() == "1" and "Call Maria" not in window.message.text()


@pytest.mark.parametrize("choice", list(Snooze))
def test_it_is_put_off_and_told_again_when_its_time_comes(call, window, settle, choice, monkeypatch):
    window.bell.click()
    panel = panel_of(window)
    menu = panel.entries[0].later.menu()
    next(action for action in menu.actions() if action.data() == choice).trigger()
    settle()
    until = Reminder.get().snoozed_until
    assert until > datetime.now(UTC) and window.bell.text() == ""
    assert window.bell.reminders._timer.isActive() and window.bell.reminders._timer.interval() <= 300_000
    window.message.clear()
    for module in (reminders, notices):
        monkeypatch.setattr(module, "utc_now", lambda: until + timedelta(seconds=1))
    window.bell.reminders._timer.timeout.emit()
    settle()
    assert window.bell.text() == "1" and "Call Maria" in window.message.text()


def test_what_was_seen_stays_open_and_is_not_told_again(call, window, settle, qtbot):
    for visible in (True, False, True):
        qtbot.mouseClick(window.bell, Qt.MouseButton.LeftButton)
        assert [each.isVisible() for each in window.findChildren(NoticePanel)] == [visible]
    panel_of(window).entries[0].seen.click()
    settle()
    assert window.bell.text() == "" and FollowUp.get().state == "open"


def test_an_appointment_is_seen_or_put_off(window, nancy, settle, jobs):
    jobs.changed.emit(plan_appointment(AppointmentInput("Visit", date(2026, 1, 5), "13:30", 60, remind_before=60), nancy))
    AppointmentReminder.create(appointment=Appointment.get(), at=datetime(2026, 1, 5, 11, tzinfo=UTC))
    window.bell.reminders.look()
    settle()
    window.bell.click()
    panel_of(window).entries[0].open.click()
    settle()
    assert window.current_page().name == "appointment"
    for dialog in window.findChildren(QDialog):
        dialog.reject()
    window.bell.click()
    entry = panel_of(window).entries[0]
    assert entry.finished.isHidden() and not entry.seen.isHidden()
    entry.seen.click()
    settle()
    assert window.bell.text() == ""


def test_where_the_system_has_a_tray_it_shows_them_and_a_click_opens_the_record(call, tray, window, settle):
    assert [title for title, _text in tray] == ["Call Maria"] and "Ada" in tray[0][1]
    assert window.message.text() == "" and window.bell.text() == "1"
    window.bell.reminders._tray.messageClicked.emit()
    settle()
    assert window.current_page().name == "follow_up"


def test_whoever_wants_only_a_number_gets_only_that(make_follow_up, tray, desk, qtbot, store, settle):
    change_settings(notices="count")
    make_follow_up("Call Maria", due_time="10:00", remind_before=0)
    window = MainWindow(desk, StoreFacts("Hafenhandel", str(store.path), "Nancy"))
    qtbot.addWidget(window)
    window.show()
    settle()
    assert (tray, window.message.text(), window.bell.text()) == ([], "", "1")


def test_many_at_once_are_one_message(make_follow_up, desk, qtbot, store, settle):
    for number in range(5):
        make_follow_up(f"Call {number}", due_time="10:00", remind_before=0)
    window = MainWindow(desk, StoreFacts("Hafenhandel", str(store.path), "Nancy"))
    qtbot.addWidget(window)
    window.show()
    settle()
    assert window.message.text() == "5 reminders"
    window.message._act.click()
    assert len(panel_of(window).entries) == 5


def test_two_programs_that_ask_at_once_tell_it_once(call, nancy):
    assert [notice.title for notice in tell_due(nancy).fresh] == ["Call Maria"]
    assert tell_due(nancy).fresh == () and len(tell_due(nancy).notices) == 1


def test_what_is_snoozed_is_due_anew(call, nancy):
    tell_due(nancy)
    snooze(call.id, datetime.now(UTC) - timedelta(minutes=1), nancy)
    assert [notice.title for notice in tell_due(nancy).fresh] == ["Call Maria"]


def test_the_next_one_is_known(make_follow_up, nancy):
    tomorrow = datetime.now(UTC).date() + timedelta(days=2)
    make_follow_up("Later", due_on=tomorrow, due_time="10:00", remind_before=30)
    found = tell_due(nancy)
    assert found.notices == () and found.next_at == Reminder.get().at.timestamp()


def test_a_call_is_opened_from_the_tray_whatever_is_in_front(tray, window, settle):
    asked = []
    made = the_tray()
    made.serve(asked.append, window.close)
    made.log_call.trigger()
    made.show_window.trigger()
    made.activated.emit(QSystemTrayIcon.ActivationReason.Context)
    assert asked == ["crm-desktop:call", ""]
    made.deleteLater()

    window.ask(asked[0])
    settle()
    assert (window.current_page().name, window.message.text()) == ("log", "")


def test_while_the_windows_are_locked_the_system_names_nobody(call, make_follow_up, tray, window, settle):
    asked = window.bell.reminders
    asked.name_nobody()
    assert asked._tray.toolTip() == "1 reminder"
    make_follow_up("Call Charles", due_time="10:00", remind_before=0)
    asked.look()
    settle()
    assert tray[1:] == [("1 reminder", "")]
    page = window.current_page().name
    asked._tray.messageClicked.emit()
    settle()
    assert window.current_page().name == page, "a notice opens nothing behind the question"
    asked.name_again()
    make_follow_up("Call Grace", due_time="10:00", remind_before=0)
    asked.look()
    settle()
    assert tray[-1][0] == "Call Grace"
