"""Archive and trash of one record, by keys alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crm_desktop.core.kinds import FollowUpState, Shelf
from crm_desktop.data.models import FollowUp, Order, Product
from crm_desktop.services.follow_ups import complete_follow_up
from crm_desktop.services.orders import cancel_order

SHIFT = Qt.KeyboardModifier.ShiftModifier


def chooses_in_menu(qtbot, words, settle):
    """By keys alone, in the menu that is open."""
    menu = QApplication.activePopupWidget()
    for _row in menu.actions():
        qtbot.keyClick(menu, Qt.Key.Key_Down)
        if menu.activeAction().text() == words:
            qtbot.keyClick(menu, Qt.Key.Key_Return)
            settle()
            return
    raise AssertionError(f"{words!r} is not offered, but {[each.text() for each in menu.actions()]}")


@pytest.mark.parametrize(("words", "shelf"), [("To the trash", Shelf.TRASH), ("Archive", Shelf.ARCHIVE)])
@pytest.mark.parametrize("name", ["order", "product", "follow_up"])
def test_one_record_of_any_list_is_put_away_and_brought_back_by_keys(
    window, name, words, shelf, make_order, make_follow_up, nancy, press, qtbot, settle
):
    models = {"order": Order, "product": Product, "follow_up": FollowUp}
    cancel_order(make_order().id, "mistaken", nancy)
    complete_follow_up(make_follow_up().id, nancy)
    page = window.show_page(name)
    settle()
    if name == "follow_up":
        page.which.setCurrentIndex(page.which.findData(FollowUpState.DONE))
        settle()
    page.start()
    record = models[name].get_by_id(page.table.chosen())
    press(Qt.Key.Key_F10, SHIFT)
    chooses_in_menu(qtbot, words, settle)
    assert models[name].get_by_id(record.id).shelf == shelf
    page.menus.show_put_away(shelf)
    settle()
    page.start()
    assert [page.model.id_at(row) for row in range(page.model.rowCount())] == [record.id] and page.table.hasFocus()
    press(Qt.Key.Key_F10, SHIFT)
    chooses_in_menu(qtbot, "Bring back", settle)
    assert models[name].get_by_id(record.id).shelf == Shelf.DESK
