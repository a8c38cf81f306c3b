"""Everything that can be done, by a few letters; and the way back."""

from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QMainWindow

from crm_desktop.core.errors import CannotUndo
from crm_desktop.core.settings import change_settings
from crm_desktop.data.models import Customer
from crm_desktop.services.customers import CustomerInput, add_customer
from crm_desktop.ui.desk import Place
from crm_desktop.ui.menus import fill_bar, sections
from crm_desktop.ui.palette import Command, commands_of, is_named, meant
from crm_desktop.ui.widgets.basics import button, row

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def nothing_recent():
    change_settings(recent_commands="")


def offered(*titles):
    return [Command(title, title, "Go to", "", "", QAction()) for title in titles]


def called(text, titles, recent=()):
    return [each.title for each in meant(offered(*titles), text, recent)]


@pytest.mark.parametrize("text", ["log call", "call log", "lo ca", "lc", "LOG", "lgcl", "cáll"])
def test_a_command_is_meant_by_any_of_its_words_their_beginnings_or_letters(text):
    assert called(text, ["Orders", "Log call"]) == ["Log call"]


def test_somebodys_name_is_no_command_because_its_letters_are_scattered_over_one():
    assert called("maria", ["Contacts, 7 days: 0. as many as before", "Mark as ready", "Bring my data"]) == []


def test_a_command_is_also_meant_by_what_others_call_it():
    bring = replace(offered("Bring my data")[0], also="import csv")
    assert meant([bring], "import", []) == [bring] and not is_named(bring, "import")


def test_the_better_fit_comes_first_and_of_equals_what_was_used_last():
    titles = ["Print orders", "Orders", "Border"]
    assert called("ord", titles) == ["Print orders", "Orders", "Border"]
    assert called("ord", titles, recent=["Orders"]) == ["Orders", "Print orders", "Border"]
    assert called("", titles, recent=["Border"])[0] == "Border"
    assert called("xyz", titles) == []
    assert called("return", ["Returns", "Return …"]) == ["Return …", "Returns"]
    assert called("about", ["What we hold about a person", "About the program"])[0] == "About the program"


def test_only_what_is_as_good_as_its_name_stands_above_records():
    (order,) = offered("New order")
    assert [is_named(order, text) for text in ("new order", "order", "new orde", "an", "or", "newton")] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]


def shown(window):
    table = window.search.results()
    return [table.index(row, 0).data() for row in range(table.rowCount())]


def test_every_command_of_the_window_and_the_page_can_be_found_and_is_done_by_enter(window, press):
    window.show_page("customer").start()
    press(Qt.Key.Key_P, CTRL | SHIFT)
    rows = "\n".join(shown(window))
    for title in ("Reports, Go to, Ctrl+7", "New window, Window, Ctrl+Shift+N", "Light, Look", "Back up now", "Log call, Go to, F2"):
        assert title in rows
    press("rep")
    press(Qt.Key.Key_Return)
    assert window.current_page().name == "reports"
    press(Qt.Key.Key_K, CTRL)
    press(Qt.Key.Key_Down)
    assert shown(window)[1].startswith("Reports")


def test_what_a_menu_holds_that_was_never_opened_is_a_command_too(window, make_customer, settle):
    make_customer("Ada")
    page = window.show_page("customer")
    settle()
    titles = {each.title for each in commands_of(window, page)}
    wanted = {"Columns …", "Print this list …", "Export this list …", "Show the archive", "Empty the trash …", "Save this view …"}
    assert wanted <= titles


def test_a_button_of_the_page_is_a_command_only_while_it_could_be_pressed(window):
    page = window.show_page("today")
    button = window.new
    button.setParent(page)
    button.show()
    button.setMenu(None)
    assert "On this page New" in {each.key for each in commands_of(window, page)}
    button.setEnabled(False)
    assert "On this page New" not in {each.key for each in commands_of(window, page)}


def test_a_tab_is_found_by_what_is_read_on_it_and_by_its_whole_name(window, make_customer, settle):
    make_customer("Ada")
    page = window.show_page("customer")
    settle()
    page.start()
    settle()
    tabs = page.person.tabs.buttons
    for name, tab in tabs.items():
        assert any(each.source is tab for each in meant(commands_of(window, page), tab.text(), [])), name


def test_records_stand_above_commands_unless_a_command_is_called_so(window, make_customer, press):
    make_customer("Orderly Ltd")
    press(Qt.Key.Key_K, CTRL)
    press("orde")
    assert shown(window)[0] == "Commands" and "Orderly Ltd" in "".join(shown(window))
    window.search.clear()
    press("or")
    assert shown(window)[0] == "Customers" and "Commands" in shown(window)


def test_escape_gives_the_keyboard_back_to_where_it_was(window, press):
    table = window.show_page("customer")
    table.sought.setFocus()
    press(Qt.Key.Key_K, CTRL)
    press("x")
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Escape)
    assert table.sought.hasFocus() and window.search.text() == ""


def test_escape_leaves_a_message_then_a_field_then_the_page(window, desk, make_customer, press, settle):
    make_customer("Ada")
    window.show_page("product")
    page = window.show_page("customer")
    settle()
    page.sought.setFocus()
    desk.say("Done")
    press(Qt.Key.Key_Escape)
    assert not window.message.isVisible() and page.sought.hasFocus()
    press(Qt.Key.Key_Escape)
    assert not page.sought.hasFocus() and window.current_page() is page
    press(Qt.Key.Key_Escape)
    assert window.current_page().name == "product"
    press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.current_page().name == "today"


def test_f5_reads_what_came_from_elsewhere(window, make_customer, press, settle):
    page = window.show_page("customer")
    page.table.setFocus()
    settle()
    make_customer("Zoe")
    press(Qt.Key.Key_F5)
    assert page.model.rowCount() == Customer.select().count() == 1


def test_undo_and_redo_say_in_the_menu_what_they_would_do(window, desk, settle):
    assert window.commands["undo"].text() == "Undo"
    window.commands["undo"].trigger()
    assert window.message.text() == "There is nothing of yours to undo."
    desk.jobs.write(window, partial(add_customer, CustomerInput("Ada"), desk.by), str, print)
    settle()
    assert window.commands["undo"].text() == "Undo: Added customer CU-00001"
    window.commands["undo"].trigger()
    settle()
    assert (window.commands["undo"].text(), window.commands["redo"].text()) == ("Undo", "Redo: Added customer CU-00001")


def test_pages_say_what_a_second_window_would_show(window, make_customer, settle):
    ada, bob = make_customer("Ada"), make_customer("Bob")
    assert window.show_page("today").place() == Place("today")
    window.show_page("customer").open_record(bob.id)
    settle()
    assert window.current_page().place() == Place("customer", bob.id) != Place("customer", ada.id)


def test_what_cannot_be_undone_is_said_in_a_sentence_and_can_be_tried_again(window, desk, settle, monkeypatch):
    def refuse(_by):
        raise CannotUndo("Nothing was undone: “Took a payment” came later.")

    desk.jobs.write(window, partial(add_customer, CustomerInput("Ada"), desk.by), str, print)
    settle()
    monkeypatch.setattr("crm_desktop.services.history.undo_latest", refuse)
    window.status.undo.click()
    settle()
    assert window.message.text() == "Nothing was undone: “Took a payment” came later."
    assert window.status.undo.isVisible() and Customer.select().count() == 1


def test_an_address_of_another_program_reaches_whoever_answers_it(window, desk, monkeypatch):
    heard, page = [], type(window.page("log"))
    monkeypatch.setattr(page, "answer", lambda self, address: heard.append(address))
    desk.doors.asked.connect(heard.append)
    window.ask("crm-desktop:call?number=1")
    window.ask("crm-desktop://CALL?number=2")
    window.ask("crm-desktop:unknown")
    assert window.current_page().name == "log"
    assert heard == [
        "crm-desktop:call?number=1", "crm-desktop:call?number=1",
        "crm-desktop://CALL?number=2", "crm-desktop://CALL?number=2", "crm-desktop:unknown",
    ]  # fmt: skip


def test_the_menu_holds_everything_the_window_can_do_once(window):
    listed = [action.objectName() for section in sections(window.commands) for action in section.actions]
    every = {action.objectName() for action in window.actions() if action.objectName()}
    assert len(listed) == len(set(listed))
    assert every - set(listed) == {"new", "menu"}


def test_a_mac_finds_it_in_the_bar_of_its_screen(window, qtbot):
    bar = QMainWindow()
    qtbot.addWidget(bar)
    fill_bar(bar, sections(window.commands))
    menus = [action.menu() for action in bar.menuBar().actions()]
    assert [menu.title() for menu in menus] == ["New", "Work", "Edit", "Go to", "Look", "Window", "Help"]
    assert window.commands["quit"].menuRole() == QAction.MenuRole.QuitRole


@pytest.mark.usefixtures("dressed")
def test_a_narrow_window_keeps_room_for_the_field_and_says_in_the_tooltip_what_the_buttons_are(window, settle):
    window.resize(1280, 800)
    settle()
    words = [made.text() for made in window.header.page_buttons.values()]
    assert all(words)
    window.header.resize(480, window.header.height())
    assert [made.text() for made in window.header.page_buttons.values()] == [""] * len(words)
    assert "Log" in next(iter(window.header.page_buttons.values())).toolTip()
    window.header.resize(1080, window.header.height())
    assert [made.text() for made in window.header.page_buttons.values()] == words


def test_tab_goes_from_the_rail_through_header_and_page_to_the_status_bar(window, make_customer, press, settle):
    make_customer("Ada")
    for name in ("customer", "today", "customer"):
        page = window.show_page(name)
        settle()
    window.rail.foot.setFocus()
    parts, walked = (window.rail, window.header, page, window.status), []
    for _step in range(60):
        press(Qt.Key.Key_Tab)
        focused = window.focusWidget()
        walked.append(next(number for number, part in enumerate(parts) if part.isAncestorOf(focused) or part is focused))
        if walked[-1] == len(parts) - 1:
            break
    assert walked == sorted(walked) and set(walked) == {1, 2, 3}


def test_a_scanner_that_presses_enter_at_once_opens_that_very_record(window, make_customer, make_product, make_order, settle):
    """No key waits for anything, and none of the numbers is the first that begins so."""
    order = make_order(make_customer("Ada"))
    make_product(f"{order.number}-1")
    short, _long = make_product("Z-1"), make_product("Z-10")
    for number, name, record in (
        (order.number, "order", order),
        ("Z-1", "product", short),
        (order.customer.number, "customer", order.customer),
        ("Z-1", "product", short),
    ):
        window.search.start()
        QTest.keyClicks(window.search, number)
        QTest.keyClick(window.search, Qt.Key.Key_Return)
        settle()
        settle()
        page = window.current_page()
        assert (page.name, page.table.chosen(), window.search.text()) == (name, record.id, "")


def test_who_looks_for_a_command_that_is_not_there_is_told_so(window, press):
    window.search.start_commands()
    press("xyzzy")
    assert "Nothing that can be done here is called that." in window.search.nothing_found()
    window.search.setText("xyzzy")
    assert window.search.nothing_found().startswith("Nothing was found.")


def test_enter_presses_the_button_that_has_the_keyboard_not_the_forms_own(dressed, qtbot):
    form, pressed = QDialog(), []
    cancel, save = button("Cancel"), button("Save")
    save.setDefault(True)
    form.setLayout(row(cancel, save))
    qtbot.addWidget(form)
    cancel.clicked.connect(lambda: pressed.append("Cancel"))
    save.clicked.connect(lambda: pressed.append("Save"))
    form.show()
    qtbot.keyClick(cancel, Qt.Key.Key_Return)
    assert pressed == ["Cancel"]
