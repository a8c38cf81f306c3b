"""Two customers become one: field by field, both ways round, in one step that undo takes back; and who may have to."""

import gc
import weakref

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QLabel, QWidget

from crm_desktop.core.changes import Entity
from crm_desktop.core.kinds import PointKind, Shelf
from crm_desktop.data.models import Customer, KeptApart, Operation, Order
from crm_desktop.queries.customers import customer_card
from crm_desktop.services.customers import CustomerInput, PointInput, change_customer
from crm_desktop.services.history import undo_latest
from crm_desktop.services.shelves import put_on_shelf
from crm_desktop.ui.dialogs.duplicates import open_duplicates
from crm_desktop.ui.dialogs.merge import MergeDialog, open_merge
from crm_desktop.ui.dialogs.merge_with import MergeWithDialog
from crm_desktop.ui.widgets.sides import Pick
from tests.ui.test_main_window import CTRL

PHONE = (PointInput(PointKind.PHONE, "+49 30 1234567"),)


@pytest.fixture
def parent(qtbot):
    parent = QWidget()
    parent.resize(1280, 800)
    qtbot.addWidget(parent)
    parent.show()
    return parent


@pytest.fixture
def pair(make_customer, make_order):
    ada = make_customer("Ada Ltd", notes="Likes tea", points=PHONE, do_not_contact="fax")
    other = make_customer("Ada Limited", notes="Likes cake", tax_id="DE 1", points=PHONE, do_not_contact="phone")
    make_order(other)
    make_order(other)
    return ada, other


@pytest.fixture
def opened(settle):
    """Closes what a test left open."""
    dialogs = []
    yield dialogs.append
    for dialog in dialogs:
        if shiboken6.isValid(dialog):
            dialog.close()
    settle()


@pytest.fixture
def dialog(desk, pair, parent, settle, opened):
    dialog = open_merge(desk, pair[0].id, pair[1].id, parent)
    opened(dialog)
    dialog.activateWindow()
    settle()
    return dialog


def words(dialog):
    return "\n".join(each.text() for each in dialog.findChildren(QLabel) if each.isVisible())


def test_both_are_shown_with_what_stays_and_what_moves(dialog, pair):
    assert dialog.sides.choices() == {"name": Pick.LEFT, "tax_id": Pick.RIGHT, "notes": Pick.BOTH}
    said = words(dialog)
    assert "2 orders" in said and "1 phone or e-mail" in said and "Phone, Fax" in said
    assert f"Kept: {pair[0].number}" in said


def test_fields_are_chosen_by_keys_and_merged_in_one_step_that_undo_takes_back(dialog, pair, press, nancy):
    assert dialog.keep[0].hasFocus()
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Return, CTRL)
    ada, other = (Customer.get_by_id(each.id) for each in pair)
    assert (ada.name, ada.tax_id, ada.notes) == ("Ada Limited", "DE 1", "Likes tea\n\nLikes cake")
    assert other.merged_into_id == ada.id and Order.select().where(Order.customer == ada).count() == 2
    assert "Merged" in Operation.select().order_by(Operation.id.desc()).first().text()
    undo_latest(nancy)
    assert Customer.get_by_id(other.id).merged_into_id is None and Order.select().where(Order.customer == other).count() == 2


def test_the_other_one_can_be_kept_and_choices_stay_with_their_values(dialog, pair, settle):
    dialog.sides.choose("name", Pick.LEFT)
    dialog.sides.choose("notes", Pick.LEFT)
    dialog.keep[1].click()
    settle()
    assert dialog.sides.chosen("name") == Pick.LEFT and dialog.sides.chosen("notes") == Pick.LEFT
    assert f"Kept: {pair[1].number}" in words(dialog)
    dialog.try_save()
    settle()
    kept = Customer.get_by_id(pair[1].id)
    assert (kept.name, kept.notes, kept.tax_id) == ("Ada Ltd", "Likes tea", "DE 1")
    assert Customer.get_by_id(pair[0].id).merged_into_id == kept.id


def test_what_somebody_changed_meanwhile_is_shown_before_anything_is_merged(dialog, pair, owner, settle):
    change_customer(pair[1].id, pair[1].version, CustomerInput("Ada & Sons"), owner)
    dialog.try_save()
    settle()
    assert "changed meanwhile" in dialog.message.text()
    assert dialog.sides.options["name", Pick.RIGHT].words.text() == "Ada & Sons"
    dialog.try_save()
    settle()
    assert Customer.get_by_id(pair[1].id).merged_into_id == pair[0].id


def test_who_cannot_be_kept_is_said_and_nothing_can_be_merged(desk, pair, parent, settle, opened, owner):
    put_on_shelf(Entity.CUSTOMER, pair[0].id, 1, Shelf.TRASH, owner)
    dialog = open_merge(desk, pair[0].id, pair[1].id, parent)
    opened(dialog)
    settle()
    assert "lies in the trash" in dialog.message.text() and not dialog.save.isEnabled()
    dialog.keep[1].click()
    settle()
    assert dialog.save.isEnabled() and not dialog.message.isVisible()


def test_pairs_are_worked_through_by_keys_alone(desk, pair, make_customer, parent, press, settle, opened):
    make_customer("Anton", points=PHONE)
    dialog = open_duplicates(desk, parent)
    opened(dialog)
    dialog.activateWindow()
    settle()
    assert dialog.model.rowCount() == 3 and "3 pairs" in dialog.head.text()
    press(Qt.Key.Key_D, CTRL)
    assert KeptApart.select().count() == 1 and dialog.model.rowCount() == 2
    dialog.list.setFocus()
    press(Qt.Key.Key_Return)
    assert dialog.findChildren(MergeDialog)
    press(Qt.Key.Key_Return, CTRL)
    assert Customer.select().where(Customer.merged_into.is_null(False)).count() == 1
    assert "nothing to do" in dialog.head.text()


def test_whom_a_customer_is_merged_with_is_never_themselves(desk, pair, parent, settle, opened, press):
    dialog = MergeWithDialog(desk, customer_card(pair[0].id), parent)
    opened(dialog)
    dialog.open()
    settle()
    dialog.activateWindow()
    press("ada")
    found = dialog.other.results()
    assert [found.id_at(row) for row in range(found.rowCount())] == [pair[1].id]
    press("x")
    assert "noted as the caller" not in words(parent)


def test_a_store_without_doubles_says_that_there_is_nothing_to_do(desk, make_customer, parent, settle, opened):
    make_customer("Ada")
    dialog = open_duplicates(desk, parent)
    opened(dialog)
    settle()
    assert "nothing to do" in dialog.head.text() and not dialog.merge.isEnabled()


def test_dialogs_that_were_closed_leave_nothing_behind(desk, pair, parent, settle):
    kept = []
    for make in (
        lambda: open_merge(desk, pair[0].id, pair[1].id, parent),
        lambda: open_duplicates(desk, parent),
    ):
        dialog = make()
        settle()
        kept += [weakref.ref(dialog), *(weakref.ref(each) for each in dialog.children()[:4])]
        dialog.reject()
        del dialog
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    settle()
    gc.collect()
    assert [each() for each in kept if each() is not None and shiboken6.isValid(each())] == []
