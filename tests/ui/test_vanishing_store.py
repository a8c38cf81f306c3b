"""A store that cannot be written or reached while a form is saved: the form stays filled, and says what to do."""

import sys

import pytest
import shiboken6
from PySide6.QtWidgets import QWidget

from crm_desktop.data.models import Customer
from crm_desktop.ui.dialogs.customer import CustomerDialog


@pytest.fixture
def form(desk, qtbot, settle):
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    form = CustomerDialog(desk, None, parent)
    form.open()
    settle()
    form.name.setText("Ada Ltd")
    form.notes.setPlainText("Calls on Mondays. " * 2_000)
    yield form
    if shiboken6.isValid(form):
        form.throw_away()


@pytest.fixture
def full_disk(store, monkeypatch):
    """SQLite itself refuses to make the file any longer, as it would on a disk without room."""
    connected = type(store)._add_conn_hooks

    def add_hooks(self, connection):
        connected(self, connection)
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

    store.let_go()
    monkeypatch.setattr(type(store), "_add_conn_hooks", add_hooks)
    yield
    monkeypatch.undo()


def filled(form):
    return form.isVisible() and form.name.text() == "Ada Ltd" and form.save.isEnabled()


def test_a_full_disk_leaves_the_form_filled_and_saving_again_works(form, full_disk, monkeypatch, settle):
    form.try_save()
    settle()
    assert "The disk is full" in form.message.text() and "make room and try again" in form.message.text()
    assert filled(form) and not Customer.select().exists()

    monkeypatch.undo()
    form.try_save()
    settle()
    assert Customer.get().name == "Ada Ltd"


@pytest.mark.skipif(sys.platform == "win32", reason="a folder of an open file cannot be moved away there")
def test_a_disk_that_was_pulled_out_leaves_the_form_filled_until_it_is_back(form, store, settle):
    elsewhere = store.path.parent.with_name("pulled-out")
    store.path.parent.rename(elsewhere)
    form.try_save()
    settle()
    assert "look whether its disk is there" in form.message.text() and filled(form)

    elsewhere.rename(store.path.parent)
    form.try_save()
    settle()
    assert Customer.get().name == "Ada Ltd"
