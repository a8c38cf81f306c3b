"""Somebody who was erased, and is looked for everywhere."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from crm_desktop.data.database import LocalStore
from crm_desktop.data.models import Customer, Interaction
from crm_desktop.data.search import find
from crm_desktop.ui.dialogs.for_good import ForGoodDialog
from crm_desktop.ui.widgets.facts import Fact
from tests.ui.test_customer_panel import act, ada, page, panel, sick  # noqa: F401


def test_who_was_erased_is_found_nowhere_in_the_window(sick, panel, page, ada, make_interaction, press, settle, store):  # noqa: F811
    make_interaction(ada, notes="Adaline asked for red paint", summary="Adaline called")
    act(panel, "Erase the person …")
    settle()
    (dialog,) = panel.findChildren(ForGoodDialog)
    dialog.do.setFocus()
    press(Qt.Key.Key_Space)
    settle()

    assert find(Customer, "ada") == find(Interaction, "adaline") == find(Interaction, "paint") == []
    shown = " ".join(each.text() for each in panel.findChildren(QLabel) if each.isVisible())
    rows = " ".join(str(page.model.index(row, 0).data()) for row in range(page.model.rowCount()))
    assert "Ada" not in shown + rows
    assert [each.text() for each in panel.findChildren(Fact) if each.isVisible() and not each.text()] == [], "no telephone without a number"
    if isinstance(store, LocalStore):
        store.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        assert b"Adaline" not in store.path.read_bytes()
