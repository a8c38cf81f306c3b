"""What has less room on screen than it needs."""

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QRadioButton, QScrollArea, QSizePolicy, QWidget


class Cut(NamedTuple):
    what: str
    text: str
    has: int
    needs: int


def cut(top: QWidget) -> list[Cut]:
    """Texts, fields and forms, in pixels. What may be cut on purpose says so by its size policy."""
    shown = [each for each in top.findChildren(QWidget) if each.isVisible() and each.window() is top.window()]
    return [found for each in shown for found in _cuts(each)]


def _cuts(widget: QWidget) -> Iterator[Cut]:
    name = type(widget).__name__
    if isinstance(widget, QScrollArea) and widget.horizontalScrollBar().maximum():
        yield Cut(name, widget.objectName(), widget.width(), widget.width() + widget.horizontalScrollBar().maximum())
    elif isinstance(widget, QLabel) and widget.wordWrap() and widget.text():
        needed = widget.heightForWidth(widget.width())
        if widget.height() < needed - 1:  # a pixel is rounding
            yield Cut(name, widget.text(), widget.height(), needed)
    elif isinstance(widget, QLabel | QPushButton | QCheckBox | QRadioButton) and widget.text():
        may_be_cut = widget.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Ignored
        if not may_be_cut and widget.width() < widget.sizeHint().width():
            yield Cut(name, widget.text(), widget.width(), widget.sizeHint().width())
