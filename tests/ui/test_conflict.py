"""Two people save one record: what both typed is shown side by side, and nothing of it is lost."""

import gc
import weakref
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QWidget

from crm_desktop.core.changes import Entity
from crm_desktop.data.models import Customer
from crm_desktop.queries.customers import customer_card
from crm_desktop.queries.history import last_change
from crm_desktop.queries.records import RecordRef
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.customers import ContactInput, CustomerInput, add_contact, change_customer
from crm_desktop.ui.dialogs.conflict import ConflictDialog, Contest
from crm_desktop.ui.dialogs.fields import check_field, line_field, text_field
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.widgets.sides import Pick
from tests.ui.test_main_window import CTRL


class NameForm(FormDialog):
    """The least a form has to do to take part."""

    def __init__(self, desk, card, parent):
        super().__init__(desk, "A name", "Save", parent)
        self._id = card.id
        self.name, self.notes, self.vip = QLineEdit(), QPlainTextEdit(), QCheckBox("VIP")
        for label, field in (("&Name", self.name), ("N&otes", self.notes), ("VIP", self.vip)):
            self.form.add_row(label, field)
        self.fields.add(
            line_field("name", "&Name", self.name), text_field("notes", "N&otes", self.notes), check_field("vip", "VIP", self.vip)
        )
        self.begin_with(values_of(card), card.version)
        self.keep_changes(f"name-{card.id}")

    def work(self):
        return partial(change_customer, self._id, self.version, CustomerInput(**self.fields.values()), self.desk.by, self.key)

    def contest(self):
        return Contest(RecordRef(Entity.CUSTOMER, self._id), partial(customer_card, self._id), values_of)


def values_of(card):
    return {"name": card.name, "notes": card.notes, "vip": card.vip}


@pytest.fixture
def ada(make_customer):
    return make_customer("Ada", notes="Likes tea")


@pytest.fixture
def parent(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    return parent


@pytest.fixture
def open_form(ada, desk, parent, settle):
    def open_form():
        form = NameForm(desk, customer_card(ada.id), parent)
        form.open()
        settle()
        return form

    return open_form


@pytest.fixture
def form(open_form):
    form = open_form()
    yield form
    if shiboken6.isValid(form):
        form.throw_away()


@pytest.fixture
def save_first(ada):
    """Somebody else saves, from another desk."""

    def save_first(**fields):
        change_customer(ada.id, ada.version, CustomerInput(**{"name": "Ada", "notes": "Likes tea", **fields}), FOUNDER)

    return save_first


@pytest.fixture
def conflict(form, settle):
    def conflict():
        form.try_save()
        settle()
        (dialog,) = form.findChildren(ConflictDialog)
        return dialog

    return conflict


def texts(dialog, name):
    return [dialog.sides.options[name, side].words.text() for side in (Pick.LEFT, Pick.RIGHT)]


def test_both_versions_are_shown_with_who_saved_and_what_was_there_before(form, save_first, conflict):
    form.name.setText("Ada Ltd")
    save_first(name="Ada & Sons", vip=True)
    dialog = conflict()

    assert texts(dialog, "name") == ["Ada Ltd", "Ada & Sons"]
    words = "\n".join(label.text() for label in dialog.findChildren(type(dialog.sides.options["name", Pick.LEFT].words)))
    assert "Owner" in words and "Before: Ada" in words
    assert dialog.sides.choices() == {"name": Pick.LEFT, "vip": Pick.RIGHT}
    assert Customer.get().name == "Ada & Sons" and form.name.text() == "Ada Ltd"
    dialog.reject()


def test_fields_are_chosen_by_keys_alone_and_saved_over(form, save_first, conflict, press, settle):
    form.name.setText("Ada Ltd")
    form.notes.setPlainText("Likes coffee")
    save_first(name="Ada & Sons", notes="Likes tea, with milk")
    conflict()

    press(Qt.Key.Key_Right)  # theirs, for the name
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Down)  # both, for the notes
    press(Qt.Key.Key_Return, CTRL)
    assert (Customer.get().name, Customer.get().notes) == ("Ada & Sons", "Likes tea, with milk\n\nLikes coffee")


def test_going_back_leaves_the_form_as_it_was_typed(form, save_first, conflict, press):
    form.name.setText("Ada Ltd")
    save_first(name="Ada & Sons")
    conflict()
    press(Qt.Key.Key_Escape)
    assert form.isVisible() and form.name.text() == "Ada Ltd" and form.save.isEnabled()
    assert Customer.get().name == "Ada & Sons"


def test_who_changed_other_fields_is_no_hindrance(form, save_first, settle):
    form.notes.setPlainText("Likes coffee")
    save_first(quick_facts="deaf in one ear")
    form.try_save()
    settle()
    assert Customer.get().notes == "Likes coffee"


def test_a_record_that_is_gone_leaves_what_was_typed(form, monkeypatch, settle, save_first):
    form.name.setText("Ada Ltd")
    save_first(name="Ada & Sons")
    monkeypatch.setattr(form, "contest", lambda: Contest(RecordRef(Entity.CUSTOMER, 1), lambda: None, values_of))
    form.try_save()
    settle()
    assert "not there any more" in form.message.text() and form.name.text() == "Ada Ltd"


def test_what_was_changed_before_a_crash_meets_what_others_saved_since(open_form, save_first, settle):
    before = open_form()
    before.name.setText("Ada Ltd")
    before.draft.keep()
    before.draft = None  # as if the program had ended here
    before.throw_away()
    save_first(name="Ada & Sons", vip=True)
    settle()

    form = open_form()
    assert form.name.text() == "Ada Ltd" and "here again" in form.message.text()
    form.try_save()
    settle()
    (dialog,) = form.findChildren(ConflictDialog)
    assert texts(dialog, "name") == ["Ada Ltd", "Ada & Sons"]
    dialog.save.click()
    settle()
    assert (Customer.get().name, Customer.get().vip) == ("Ada Ltd", True)


def test_who_saved_last_is_told_of_parts_too(ada, nancy):
    record = RecordRef(Entity.CUSTOMER, ada.id)
    change_customer(ada.id, ada.version, CustomerInput("Ada", vip=True), FOUNDER)
    assert last_change(record).who == "Owner"
    add_contact(ada.id, ContactInput("Ben"), nancy)
    assert last_change(record).who == "Nancy Davolio"


def test_a_form_in_which_nothing_was_changed_closes_without_a_question(form, press, settle):
    press(Qt.Key.Key_Escape)
    assert not shiboken6.isValid(form) or not form.isVisible(), "nothing was changed"


def test_what_was_changed_is_saved_by_enter_when_the_form_is_closed(form, press):
    form.name.setText("Ada Ltd")
    press(Qt.Key.Key_Escape)
    assert form.isVisible()
    press(Qt.Key.Key_Return)
    assert Customer.get().name == "Ada Ltd"


def test_a_form_and_its_conflict_leave_nothing_behind(open_form, save_first, settle, qapp):
    form = open_form()
    form.name.setText("Ada Ltd")
    save_first(name="Ada & Sons")
    form.try_save()
    settle()
    (dialog,) = form.findChildren(ConflictDialog)
    kept = [weakref.ref(each) for each in (form, dialog, dialog.sides, form.name)]
    dialog.reject()
    form.throw_away()
    del form, dialog
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    settle()
    gc.collect()
    assert [each() for each in kept] == [None] * len(kept)
