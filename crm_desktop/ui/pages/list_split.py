"""A list and its panel side by side. The list is painted first: its panel is made after that, or as soon as somebody asks for it."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QSplitter, QWidget

from crm_desktop.ui.first_paint import FirstPaint
from crm_desktop.ui.theme import RAIL_WIDTH
from crm_desktop.ui.widgets.basics import surface

W = TypeVar("W", bound=QWidget)
_TOGETHER = 1280 - RAIL_WIDTH


class ListSplit(QSplitter):
    def __init__(self, around: QWidget, rows: QWidget, width: int, show: Callable[[int], None]) -> None:
        """`rows` is what is painted of the list that stands in `around`. `show` tells the panel, which is made by then, of a record."""
        super().__init__(Qt.Orientation.Horizontal, childrenCollapsible=False)
        self._rows, self._show = rows, show
        self._first: int | None = None
        """The record that will be shown once the rows are painted."""
        self._is_early = True
        self._place = surface("card")
        self.addWidget(around)
        self.addWidget(self._place)
        for place in (0, 1):  # both grow with the window, each by its share
            self.setStretchFactor(place, 1)
        self.setSizes([_TOGETHER - width, width])

    def put(self, panel: W) -> W:
        """The panel has come: it stands where its place was kept."""
        self.replaceWidget(1, panel)
        self.setStretchFactor(1, 1)
        self._place.deleteLater()
        return panel

    def hurry(self) -> None:
        """From now on a chosen record is shown at once."""
        self._is_early = False

    @Slot(int)
    def choose(self, record_id: int) -> None:
        """Where nobody looks at the rows, nothing is gained by waiting for them."""
        if not self._is_early or not self._rows.isVisible():
            self.hurry()
            self._show(record_id)
            return
        if self._first is None:
            FirstPaint(self._rows).done.connect(self._on_painted)
            self._rows.update()
        self._first = record_id

    @Slot()
    def _on_painted(self) -> None:
        if self._is_early and self._first is not None:
            self.hurry()
            self._show(self._first)
