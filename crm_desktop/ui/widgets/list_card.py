"""A box around a short list, no taller than its rows need: below it the ground is seen, not an empty sheet."""

from PySide6.QtCore import QEvent, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QLayout

from crm_desktop.ui.theme import GAP, theme
from crm_desktop.ui.widgets.basics import column
from crm_desktop.ui.widgets.record_view import RecordView

LEAST_ROWS = 3
"""Fewer tell too little: the page scrolls instead."""


class ListCard(QFrame):
    def __init__(self, head: QLayout, view: RecordView, nothing: QLabel) -> None:
        """`nothing` stands in place of the list where that is empty."""
        super().__init__()
        self._view, self._nothing, self._count = view, nothing, 0
        self.setProperty("surface", "box")
        view.horizontalHeader().hide()
        layout = column(head, view, nothing, margins=(2 * GAP, 12, 12, GAP))
        layout.setStretch(1, 1)
        self.setLayout(layout)
        theme().changed.connect(self._fit)

    def show_count(self, count: int) -> None:
        self._count = count
        self._view.setVisible(bool(count))
        self._nothing.setVisible(not count)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        rows = self._count * self._view.verticalHeader().defaultSectionSize()
        self._view.setMaximumHeight(rows)
        self._view.setMinimumHeight(min(rows, LEAST_ROWS * self._view.verticalHeader().defaultSectionSize()))
        around = self.heightForWidth(self.width()) if self.hasHeightForWidth() else self.sizeHint().height()
        shown = max(self._view.minimumHeight(), min(self._view.sizeHint().height(), rows)) if self._count else 0
        self.setMaximumHeight(around - shown + rows)
