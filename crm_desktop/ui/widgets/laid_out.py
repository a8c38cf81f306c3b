"""What lies in a layout, in its order."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget


def laid_out(layout: QLayout) -> list[QWidget | QLayout]:
    """Not by `itemAt`: a layout keeps what that gives to Python after Qt freed it, and whatever comes to lie there next is taken for it."""
    around = layout.parentWidget()
    widgets = around.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly) if around is not None else []
    inner = layout.findChildren(QLayout, options=Qt.FindChildOption.FindDirectChildrenOnly)
    places: list[tuple[int, QWidget | QLayout]] = [(layout.indexOf(each), each) for each in widgets]
    places += [(layout.indexOf(each), each) for each in inner]
    return [part for place, part in sorted(places, key=lambda each: each[0]) if place >= 0]
