"""What windows wear, and what it costs to build in them."""

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QDialog, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from crm_desktop.ui.look import dress, sheet
from crm_desktop.ui.widgets.one_shown import OneShown

LAYERS = 6


@pytest.fixture
def window(dressed, qtbot):
    window = QWidget()
    dress(window)
    qtbot.addWidget(window)
    return window


def wears(widget):
    return widget.style().metaObject().className() == "QStyleSheetStyle"


def test_what_belongs_to_a_window_looks_like_it(window):
    part = QPushButton()
    assert window.styleSheet() == sheet() and not wears(part)
    QVBoxLayout(window).addWidget(part)
    assert all(wears(each) for each in (window, part, QDialog(window), QMenu(part)))


def test_a_part_is_dressed_once_however_many_layers_it_has(window):
    class Heard(QObject):
        changes = 0

        def eventFilter(self, _watched, event):
            self.changes += event.type() == QEvent.Type.StyleChange
            return False

    heard, part = Heard(), QLabel("deep inside")
    part.installEventFilter(heard)
    inner = part
    for _layer in range(LAYERS):
        around = QWidget()
        QVBoxLayout(around).addWidget(inner)
        inner = around
    before = heard.changes
    QVBoxLayout(window).addWidget(inner)
    assert heard.changes - before <= 1 and before == 0 and wears(part)


def test_pages_that_are_not_shown_take_no_room_and_are_not_asked(qtbot):
    class Asked(QLabel):
        times = 0

        def sizeHint(self):
            self.times += 1
            return super().sizeHint()

    stack, small, large = OneShown(), QLabel("small"), Asked("large " * 50)
    qtbot.addWidget(stack)
    for page in (small, large):
        stack.addWidget(page)
    stack.show()
    large.times = 0
    stack.resize(400, 300)
    assert stack.sizeHint() == small.sizeHint() and large.times == 0
    assert stack.minimumSizeHint().width() == small.minimumSizeHint().width()
    stack.setCurrentWidget(large)
    assert stack.currentWidget() is large and not small.isVisible()
    assert stack.minimumSizeHint().width() == large.minimumSizeHint().width()
