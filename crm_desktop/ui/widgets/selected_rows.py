"""Which rows of a list are selected, as ranges: a million may be. And a list's place, kept while it is read again."""

from array import array
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject, Slot
from PySide6.QtWidgets import QTableView

from crm_desktop.ui.models.record_table import RecordTableModel

KEPT = 10_000
"""Records that stay selected when the list is read again; of more, finding their rows would be felt."""
_NEAR = 2
"""Rows below that are looked at: of headings, at most one stands above its records."""


class SelectedRows(QObject):
    """Belongs to the view of a `RecordTableModel`."""

    def __init__(self, records: RecordTableModel, view: QTableView) -> None:
        super().__init__(view)
        self._records, self._view = records, view
        self._on_top, self._offset, self._row = 0, 0, 0
        self._kept: frozenset[int] = frozenset()
        self.sought = 0
        """A record that is wanted and was not in the list yet: when it comes, its row is shown, wherever the list stood."""
        records.about_to_refresh.connect(self._keep_place)
        records.refreshed.connect(self._find_place)

    def ids(self) -> "array[int]":
        """In the order of the list."""
        found = array("q")
        for first, last in self._ranges():
            found.extend(self._records.ids_of(first, last))
        return found

    def count(self) -> int:
        """Of those that are known: what is done with the selection is done with just these."""
        if self._records.unknown:
            return len(self.ids())
        return sum(last - first + 1 for first, last in self._ranges())

    def _ranges(self) -> list[tuple[int, int]]:
        """First and last rows, from top to bottom, none of them twice."""
        selection: Any = self._view.selectionModel().selection()
        joined: list[tuple[int, int]] = []
        for first, last in sorted((each.top(), each.bottom()) for each in selection.toList()):
            if joined and first <= joined[-1][1] + 1:
                joined[-1] = joined[-1][0], max(joined[-1][1], last)
            else:
                joined.append((first, last))
        return joined

    @Slot()
    def _keep_place(self) -> None:
        """The record on top, how far it is scrolled, and what is selected."""
        top = max(self._view.rowAt(0), 0)
        self._on_top = self._records.id_at(top) if top < self._records.rowCount() else 0
        self._offset = self._view.rowViewportPosition(top)
        self._row = self._view.currentIndex().row()
        self._kept = frozenset(self.ids()) if 1 < self.count() <= KEPT else frozenset()

    @Slot()
    def _find_place(self) -> None:
        if not self._view.currentIndex().isValid() and (beside := self._record_at_place()) is not None:
            # The chosen one is gone: the one that took its place.
            whole = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self._view.selectionModel().setCurrentIndex(self._records.index(beside, 0), whole)
        if self._kept:
            self._select(self._records.rows_of(self._kept))
        row = self._records.row_of(self._on_top) if self._on_top else -1
        if row >= 0:
            bar = self._view.verticalScrollBar()
            bar.setValue(bar.value() + self._view.rowViewportPosition(row) - self._offset)
        if self.sought and (row := self._records.row_of(self.sought)) >= 0:
            self.sought = 0
            self._view.scrollTo(self._records.index(row, 0))

    def _record_at_place(self) -> int | None:
        """The row where the current one was, or beside it where that is a heading now."""
        last = self._records.rowCount() - 1
        row = max(min(self._row, last), 0)
        near = (*range(row, min(row + _NEAR, last + 1)), *range(row - 1, -1, -1))
        return next((each for each in near if self._records.id_at(each) >= 0), None)

    def _select(self, rows: list[int]) -> None:
        """Those that lie together at once."""
        edges = [0, *(place for place, (before, row) in enumerate(pairwise(rows), 1) if row != before + 1), len(rows)]
        selection, last_column = QItemSelection(), len(self._records.columns) - 1
        for start, end in pairwise(edges):
            if start < end:
                selection.select(self._records.index(rows[start], 0), self._records.index(rows[end - 1], last_column))
        self._view.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
