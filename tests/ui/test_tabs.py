"""Pages behind tabs are put into the window one after the other, and at once where one is asked for."""

import pytest
from PySide6.QtWidgets import QLineEdit

from crm_desktop.ui.widgets.form import reveal
from crm_desktop.ui.widgets.tabs import Tabs


@pytest.fixture
def lines():
    return [QLineEdit() for _page in range(4)]


@pytest.fixture
def tabs(qtbot):
    made = Tabs()
    qtbot.addWidget(made)
    return made


def _fill(tabs, lines):
    for place, line in enumerate(lines):
        tabs.add(f"Page {place}", line)


def test_a_turn_of_the_loop_puts_one_page(tabs, lines, qtbot):
    _fill(tabs, lines)
    assert tabs.stack.count() == 1 and tabs.isAncestorOf(lines[0])
    qtbot.waitUntil(lambda: tabs.stack.count() == 4)
    assert all(tabs.isAncestorOf(line) for line in lines)


def test_a_page_that_is_asked_for_is_there(tabs, lines):
    _fill(tabs, lines)
    tabs.show_page(3)
    assert tabs.stack.currentIndex() == 3 and tabs.isAncestorOf(lines[3])
    reveal(lines[1])
    assert tabs.stack.currentIndex() == 1
