import gc
import weakref
from datetime import timedelta
from functools import partial

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.data.models import Customer, FollowUp
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.customers import CustomerInput, add_customer
from crm_desktop.ui.pages import PAGES
from crm_desktop.ui.theme import FINDER_HEADING_HEIGHT, FINDER_ROW_HEIGHT, theme
from crm_desktop.ui.watch import Watch
from crm_desktop.ui.widgets.finder_popup import FinderPopup

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def shown(table, column=0):
    return [table.index(row, column).data().split(",")[0] for row in range(table.rowCount())]


def test_each_page_opens_by_its_shortcut(window, settle):
    for page in PAGES:
        if page.shortcut:
            QTest.keySequence(window, QKeySequence(page.shortcut))
            settle()
            assert window.current_page().name == page.name


def test_shortcuts_and_names_of_pages_are_unique():
    keys = [page.shortcut for page in PAGES if page.shortcut]
    assert len(set(keys)) == len(keys)
    assert len({page.name for page in PAGES}) == len({page.title for page in PAGES}) == len(PAGES)
    assert not [page.shortcut for page in PAGES if "Alt" in page.shortcut]


@pytest.fixture
def all_pages(window, flashes, settle):
    for page in PAGES:
        window.show_page(page.name)
        settle()
    return window


def test_nothing_flashes_up_and_everything_is_named_and_plain(all_pages, flashes):
    assert flashes == []
    assert nameless(all_pages) == []
    assert [
        label.text() for label in all_pages.findChildren(QLabel) if label.text() and label.textFormat() != Qt.TextFormat.PlainText
    ] == []


def nameless(window):
    """Controls that a screen reader could not call by a name."""
    kinds = QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit
    controls = [widget for widget in window.findChildren(QWidget) if isinstance(widget, kinds)]
    own = [widget for widget in controls if not widget.objectName().startswith("qt_") and not isinstance(widget.parent(), QComboBox)]
    return [
        widget for widget in own
        if not widget.accessibleName() and not (isinstance(widget, QAbstractButton) and (widget.text() or not widget.isVisible()))
    ]  # fmt: skip


def test_search_finds_while_typing_and_enter_jumps(window, make_customer, make_order, press, settle):
    make_customer("Bob")
    order = make_order(make_customer("Łódź Ltd"))
    press(Qt.Key.Key_K, CTRL)
    press("lodz")
    assert window.search.is_open()
    assert shown(window.search.results()) == ["Customers", "Łódź Ltd", "Orders", order.number]

    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)

    assert window.current_page().name == Entity.ORDER
    assert window.current_page().sheet.sheet.number == order.number
    assert not window.search.is_open()


@pytest.mark.usefixtures("dressed")
def test_what_search_finds_has_room_for_larger_text(window, make_customer, press, request):
    make_customer("Bob")
    request.addfinalizer(partial(theme().size, 100, compact=False))
    theme().size(200, compact=False)
    press(Qt.Key.Key_K, CTRL)
    press("bob")
    table = window.findChild(FinderPopup).view
    assert [table.rowHeight(row) for row in range(2)] == [2 * FINDER_HEADING_HEIGHT, 2 * FINDER_ROW_HEIGHT]


def test_search_says_when_nothing_was_found_and_escape_closes_it(window, press):
    press(Qt.Key.Key_K, CTRL)
    press("xyz")
    assert window.search.is_open() and window.search.results().rowCount() == 0
    press(Qt.Key.Key_Escape)
    assert not window.search.is_open()


def test_undo_names_what_it_undoes_and_redo_brings_it_back(window, desk, press, settle):
    desk.jobs.write(window, lambda: add_customer(CustomerInput("Ada"), desk.by), lambda change: None, failed)
    settle()
    assert window.status.undo.text() == "Undo: Added customer CU-00001"
    window.show_page("customer").table.setFocus()
    settle()

    press(Qt.Key.Key_Z, CTRL)

    assert Customer.select().count() == 0
    assert window.message.text() == "Undone: Added customer CU-00001"
    assert shown(window.current_page().model) == []
    press(Qt.Key.Key_Z, CTRL | SHIFT)
    assert shown(window.current_page().model) == ["Ada"]


def failed(error):
    raise error


def test_in_a_text_field_ctrl_z_undoes_typing(window, desk, press, settle):
    desk.jobs.write(window, lambda: add_customer(CustomerInput("Ada"), desk.by), lambda change: None, failed)
    window.show_page("customer").sought.setFocus()
    settle()
    press("x")
    press(Qt.Key.Key_Z, CTRL)
    assert window.current_page().sought.text() == ""
    assert Customer.select().count() == 1


def test_what_another_desk_did_shows_up_by_itself(window, desk, jobs, settle):
    window.show_page("customer")
    watch = Watch(jobs, 0, window)
    watch.look()
    settle()
    add_customer(CustomerInput("Zoe"), FOUNDER)
    watch.look()
    settle()
    assert shown(window.current_page().model) == ["Zoe"]


def test_overdue_follow_ups_stand_beside_their_page(window, make_follow_up, desk, settle):
    yesterday = utc_now().date() - timedelta(2)
    make_follow_up("late", due_on=yesterday)
    Watch(desk.jobs, 0, window).look()
    settle()
    assert window.rail.buttons[Entity.FOLLOW_UP].accessibleName() == "Follow-ups, 1"
    assert FollowUp.select().count() == 1


def test_a_backup_is_made_from_the_status_bar(window, settle, store):
    assert window.status.backup.text() == "No backup yet"
    window.status.backup.click()
    settle()
    assert window.status.backup.text().startswith("Backup ")
    assert "verified" in window.message.text()
    assert list(store.path.with_name(f"{store.path.stem} backups").glob("*.crm"))


def test_what_a_reader_cannot_put_right_is_said_above_the_page(window, desk, settle):
    from crm_desktop.core.errors import UserError

    def refuse():
        raise UserError("The disk is full. Nothing was lost.")

    desk.jobs.failed.disconnect()
    desk.jobs.failed.connect(window.messages.on_failed)
    desk.jobs.read(window, refuse, print)
    settle()
    assert window.message.text() == "The disk is full. Nothing was lost."


def test_a_page_that_is_closed_is_freed(desk, settle, qtbot, make_customer, make_order, make_follow_up, make_interaction):
    customer = make_customer()
    make_order(customer)
    make_interaction(customer)
    make_follow_up(customer_id=customer.id)
    gone = {}
    for page in PAGES:
        made = page.made(desk)
        gone[page.name] = weakref.ref(made)
        made.show()
        made.start()
        settle()
        made.close()
        made.deleteLater()
        del made
        settle()

    def are_freed():
        gc.collect()
        assert [name for name, page in gone.items() if page() is not None] == []

    qtbot.waitUntil(are_freed)


def test_a_narrow_window_leaves_its_room_to_the_page_and_shows_pages_as_icons(window, settle):
    wide = window.rail.width()
    window.resize(940, 700)
    settle()
    orders = window.rail.buttons[Entity.ORDER]
    assert window.rail.width() < wide / 2
    assert (orders.text(), orders.accessibleName(), orders.toolTip().startswith("Orders")) == ("", "Orders", True)
    window.resize(1280, 800)
    settle()
    assert (window.rail.width(), orders.text()) == (wide, "Orders")


def test_the_last_events_of_a_window_that_goes_find_a_rail_that_is_emptied(window):
    held = vars(window.rail).copy()
    vars(window.rail).clear()
    assert window.rail.eventFilter(window, QEvent(QEvent.Type.Hide)) is False
    vars(window.rail).update(held)


def test_a_page_that_has_nothing_to_show_yet_takes_the_keyboard_all_the_same(window, qapp, settle):
    without = []
    for action in window.commands.going.actions():
        window.rail.setFocus()
        action.trigger()
        settle()
        if not window.current_page().isAncestorOf(qapp.focusWidget()):
            without.append(action.data().name)
    assert not without
