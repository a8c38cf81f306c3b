"""Tab goes where the eye goes: from top to bottom and along each line, whatever was built first."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLayout, QScrollArea, QSplitter, QStackedWidget, QWidget

from crm_desktop.ui.widgets.laid_out import laid_out
from crm_desktop.ui.widgets.one_shown import OneShown


def follow_the_eye(*roots: QWidget | None) -> None:
    """Put everything below the roots that takes the keyboard into the order in which it is laid out."""
    for before, after in pairwise([stop for root in roots if root is not None for stop in tab_stops(root)]):
        QWidget.setTabOrder(before, after)


def follow_the_eye_soon(root: QWidget) -> None:
    """In the next turn of the loop: what is shown first is painted before its stops are looked for."""
    QTimer.singleShot(0, root, lambda: follow_the_eye(root))


def give_keyboard(*places: QWidget) -> None:
    """To the first that is there now: lists without rows are not."""
    for place in places:
        if place.isVisible() and place.isEnabled():
            place.setFocus(Qt.FocusReason.OtherFocusReason)
            return


@contextmanager
def keyboard_kept(page: QWidget, start: Callable[[], None]) -> Iterator[None]:
    """Where what had the keyboard on the page is gone afterwards, work goes on at the `start`, not at whatever Qt takes next."""
    focused = QApplication.focusWidget()
    yield
    if focused is not None and page.isAncestorOf(focused) and not focused.isVisible():
        start()


def tab_stops(root: QWidget) -> list[QWidget]:
    return [widget for widget in _laid_out(root) if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None]


def _laid_out(root: QWidget) -> Iterator[QWidget]:
    yield root
    if isinstance(root, QScrollArea):
        if (inner := root.widget()) is not None:
            yield from _laid_out(inner)
    elif isinstance(root, OneShown):
        if (shown := root.currentWidget()) is not None:
            yield from _laid_out(shown)
    elif isinstance(root, QSplitter | QStackedWidget):
        for place in range(root.count()):
            if (part := root.widget(place)) is not None:
                yield from _laid_out(part)
    elif (layout := root.layout()) is not None:
        yield from _in_layout(layout)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for part in laid_out(layout):
        if isinstance(part, QLayout):
            yield from _in_layout(part)
        else:
            yield from _laid_out(part)
