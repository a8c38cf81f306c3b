from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from crm_desktop.core.changes import Entity
from crm_desktop.core.record_words import FIELDS, HIDDEN, THINGS
from crm_desktop.data.models import RECORDS, Customer
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.customers import CustomerInput, change_customer
from crm_desktop.ui.dialogs.history import open_history
from crm_desktop.ui.pages import PAGES
from crm_desktop.ui.words_of_history import value_words
from tests.ui.test_main_window import shown


@pytest.fixture
def ada(make_customer, nancy):
    ada = make_customer("Ada")
    change_customer(ada.id, ada.version, CustomerInput("Ada", quick_facts="Likes tea"), nancy)
    return ada


@pytest.fixture
def history(desk, ada, qtbot, settle):
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = open_history(desk, Entity.CUSTOMER, ada.id, parent)
    settle()
    yield dialog
    dialog.close()
    settle()


def lines(dialog):
    model = dialog.step.model
    rows = [[model.shown(row, column) for column in range(3)] for row in range(model.rowCount())]
    return [tuple(cell.text for cell in row) if hasattr(row[0], "second") else row[0].text for row in rows]


def test_the_newest_step_comes_first_and_says_what_was_and_what_is(history):
    assert shown(history.model) == ["Changed customer CU-00001", "Added customer CU-00001"]
    assert history.title.text() == "History of CU-00001"
    assert lines(history) == ["Customer CU-00001", ("What to know at once", "nothing", "Likes tea")]
    assert "Nancy Davolio" in history.step.line.text()


def test_a_step_is_undone_from_there_and_brought_back(history, settle):
    history.step.undo.click()
    settle()
    assert Customer.get().quick_facts == ""
    assert shown(history.model)[0] == "Undid: Changed customer CU-00001"
    history.list.choose_row(1)
    settle()
    assert "Undone since." in history.step.line.text() and history.step.undo.isHidden()
    history.list.choose_row(0)
    settle()
    assert history.step.undo.text() == "Bring it back"
    history.step.undo.click()
    settle()
    assert Customer.get().quick_facts == "Likes tea"
    assert shown(history.model)[0] == "Did again: Changed customer CU-00001"


def test_what_later_steps_build_on_is_refused_in_a_sentence(history, make_order, ada, settle, press):
    make_order(Customer.get())
    history.list.setFocus()
    press(Qt.Key.Key_Down)
    history.step.undo.click()
    settle()
    assert "came later and builds on it" in history.step.message.text()
    assert Customer.select().count() == 1


def test_what_others_did_needs_the_right_to_undo_it(history, desk, ada, settle):
    change_customer(ada.id, Customer.get().version, CustomerInput("Ada", quick_facts="Coffee"), FOUNDER)
    object.__setattr__(desk, "by", replace(desk.by, role="representative"))
    history._load()
    settle()
    history.list.choose_row(0)
    settle()
    history.step.undo.click()
    settle()
    assert "may not do this" in history.step.message.text()
    assert Customer.get().quick_facts == "Coffee"


def test_everything_that_history_can_show_has_a_word():
    names = {field.name for model in RECORDS for field in model._meta.sorted_fields if field.name not in model.derived}
    assert sorted(names - HIDDEN - FIELDS.keys() - {"id", "version", "created_at", "updated_at"}) == []
    assert sorted({model._meta.table_name for model in RECORDS} - THINGS.keys()) == []


@pytest.mark.parametrize(
    ("table", "name", "value", "words"),
    [
        ("customer", "status", "blocked", "Blocked"),
        ("customer", "vip", 1, "Yes"),
        ("customer", "shelf", "", "On the desk"),
        ("sales_order", "due_on", "2025-03-02", "2 Mar 2025"),
        ("sales_order", "state", "cancelled", "Cancelled"),
        ("customer", "notes", None, ""),
        ("sales_order", "tax", "12.5", "12.50"),
        ("contact_point", "value", "030 1", "030 1"),
    ],
)
def test_values_are_said_in_words(desk, table, name, value, words):
    assert value_words(table, name, value, desk.formats) == words


@pytest.fixture
def page(desk, ada, qtbot, settle):
    page = next(card for card in PAGES if card.name == "history").made(desk)
    qtbot.addWidget(page)
    page.show()
    settle()
    yield page
    settle()


def test_everything_that_happened_is_there_and_filtered_by_person_kind_and_day(page, make_order, settle):
    make_order(Customer.get())
    page.reload()
    settle()
    assert shown(page.model)[0] == "Placed order SO-00001"
    assert [page.person.itemText(place) for place in range(page.person.count())] == ["Everybody", "Nancy Davolio", "Owner"]
    page.thing.setCurrentIndex(page.thing.findData(Entity.CUSTOMER))
    settle()
    assert shown(page.model) == ["Changed customer CU-00001", "Added customer CU-00001"]
    page.person.setCurrentIndex(2)
    settle()
    assert page.empty.isVisible() and page.step.step is None
    page.empty.step.click()
    page.period.setCurrentIndex(5)
    page.day.setDate(page.day.date().addDays(-3))
    settle()
    assert page.day.isVisible() and page.empty.isVisible()


def test_a_step_of_the_list_is_undone_and_the_list_says_so(page, settle):
    page.step.undo.click()
    settle()
    assert shown(page.model)[0] == "Undid: Changed customer CU-00001"
    assert Customer.get().quick_facts == ""


def test_a_step_is_opened_from_elsewhere(page, settle):
    first = page.model.id_at(1)
    page.open_record(first)
    settle()
    assert page.step.step.id == first
