from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from crm_desktop.data.models import Customer, FollowUp
from crm_desktop.services.customers import ContactInput, add_contact
from crm_desktop.ui.widgets import entry_line
from crm_desktop.ui.widgets.entry_line import EntryLine
from tests.ui.test_main_window import shown

ENTER, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Down


@pytest.fixture
def entry(desk, make_customer, nancy, qtbot, settle):
    make_customer("Maria Anders")
    entry = EntryLine(desk)
    qtbot.addWidget(entry)
    entry.resize(800, 300)
    entry.show()
    entry.activateWindow()
    entry.line.setFocus()
    settle()
    return entry


def test_one_line_is_shown_understood_and_enter_saves_it(entry, press, desk, phone):
    press("call maria anders tomorrow 9 about replacement")
    assert entry.chips.texts() == ["Call about replacement", "Maria Anders", desk.formats.due(desk.formats.today() + timedelta(1), "09:00"),
                                   "Enter saves it"]  # fmt: skip
    press(ENTER)
    saved = FollowUp.get()
    assert (saved.title, saved.customer.name, saved.channel_id) == ("Call about replacement", "Maria Anders", phone.id)
    assert (saved.due_on, saved.due_time) == (desk.formats.today() + timedelta(1), "09:00")
    assert entry.line.text() == "" and entry.line.hasFocus() and entry.chips.texts() == []


def test_who_of_several_is_chosen_with_the_arrows_and_never_guessed(entry, press, make_customer):
    make_customer("Maria Larsson")
    press("call maria tomorrow")
    assert shown(entry.candidates.model()) == ["Maria Anders", "Maria Larsson", "None of these"]
    press(ENTER)
    assert FollowUp.select().count() == 0 and "Several may be meant" in entry.message.text()
    press(DOWN)
    press(DOWN)
    press(ENTER)
    assert FollowUp.select().count() == 0 and "Maria Larsson" in entry.chips.texts()
    press(ENTER)
    assert FollowUp.get().customer.name == "Maria Larsson"


def test_words_that_are_nobodys_name_take_nobody_without_asking(entry, press):
    press("call maria smith friday")
    assert shown(entry.candidates.model()) == ["Maria Anders", "None of these"]
    press(DOWN)
    press(DOWN)
    press(ENTER)
    press(ENTER)
    assert (FollowUp.get().customer_id, FollowUp.get().title) == (None, "Call maria smith")


def test_what_was_only_noted_of_somebody_is_no_name_of_theirs(entry, press, make_customer):
    make_customer("Ada Lovelace", notes="The printer of our labels")
    press("call the printer tomorrow")
    assert entry.chips.texts()[:2] == ["Call the printer", "no customer"] and not entry.candidates.isVisible()


def test_somebody_who_is_no_customer_stays_in_words(entry, press):
    press("call ada lovelace tomorrow 9 about replacement")
    assert entry.chips.texts()[:2] == ["Call ada lovelace about replacement", "no customer"]
    press(ENTER)
    assert FollowUp.get().title == "Call ada lovelace about replacement"


def test_a_time_of_today_that_has_passed_is_shown_as_late(entry, press, monkeypatch):
    monkeypatch.setattr(entry_line, "_wall_time", lambda _formats: datetime(2026, 11, 20, 10, 30))
    tones = {}
    for time in ("", " 9:00", " 11:00"):
        press(f"tidy the shelf 2026-11-20{time}")
        tones[time] = [each.property("chip") for each in entry.chips.findChildren(QLabel) if each.isVisible()][1]
        press(Qt.Key.Key_Escape)
    assert tones == {"": "ok", " 9:00": "warn", " 11:00": "ok"}


def test_a_person_at_a_company_is_found_with_it(entry, press, make_customer, nancy):
    company = make_customer("Alfreds Futterkiste")
    add_contact(company.id, ContactInput("Ana Trujillo"), nancy)
    press("call ana trujillo every monday")
    assert "Ana Trujillo, Alfreds Futterkiste" in entry.chips.texts() and "every Monday" in entry.chips.texts()
    press(ENTER)
    assert (FollowUp.get().contact.name, FollowUp.get().recurrence) == ("Ana Trujillo", "FREQ=WEEKLY;BYDAY=MO")


def test_enter_before_the_search_is_done_waits_for_it(entry, qtbot, settle, make_order):
    order = make_order(Customer.get(name="Maria Anders"))
    qtbot.keyClicks(entry.line, f"call maria anders tomorrow about {order.number}")
    qtbot.keyClick(entry.line, ENTER)
    settle()
    assert (FollowUp.get().customer.name, FollowUp.get().order_id) == ("Maria Anders", order.id)


def test_a_line_without_a_customer_or_a_day_is_a_follow_up_too(entry, press):
    press("tidy the shelf")
    assert entry.chips.texts() == ["Tidy the shelf", "any day", "Enter saves it"]
    press(ENTER)
    assert FollowUp.get().title == "Tidy the shelf"


def test_a_day_alone_asks_what_is_to_be_done(entry, press):
    press("tomorrow")
    assert entry.chips.texts() == ["tomorrow", "and what is to be done?"]
    press(ENTER)
    assert "needs a few words" in entry.message.text() and not FollowUp.select().exists()


def test_a_line_outlives_a_crash_until_it_is_emptied(entry, press, desk, qtbot, settle):
    press("call maria")
    entry._draft.keep()
    settle()
    again = EntryLine(desk)
    qtbot.addWidget(again)
    settle()
    assert again.line.text() == "call maria"
    press(Qt.Key.Key_Escape)
    assert entry.line.text() == ""


def test_an_order_that_is_named_is_what_it_is_about_and_says_who(entry, press, make_order, make_customer):
    order = make_order(make_customer("Ada"))
    press(f"call tomorrow about {order.number.lower()}")
    assert "Ada" in entry.chips.texts() and order.number in entry.chips.texts()
    press(ENTER)
    assert (FollowUp.get().order_id, FollowUp.get().customer.name) == (order.id, "Ada")
    press(f"call maria anders tomorrow about {order.number}")
    assert order.number not in entry.chips.texts()
    press(ENTER)
    assert [each.order_id for each in FollowUp.select().order_by(FollowUp.id)] == [order.id, None]
