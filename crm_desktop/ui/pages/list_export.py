"""The list as it is shown into a file that somebody chooses, with progress, and a way to stop."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog

from crm_desktop.core.changes import Entity
from crm_desktop.core.i18n import _
from crm_desktop.exchange.list_export import ENDINGS, Exported, export_list, with_currency
from crm_desktop.queries.columns import Column

if TYPE_CHECKING:
    from crm_desktop.ui.desk import Desk
    from crm_desktop.ui.pages.list_page import ListPage

_NUMBERED = "number"


def fields_shown(page: ListPage) -> tuple[Column, ...]:
    """What the columns on screen tell, as `list` knows it, each once; the record's own number first."""
    subject = page.shape.subject
    name = "sku" if page.entity is Entity.PRODUCT else _NUMBERED
    names = [name, *(field for column in page.model.columns for field in (column.fields or (column.key,)))]
    found = [column for each in dict.fromkeys(names) if (column := subject.column(each)) is not None]
    return tuple(column for column in found if column.kind.can_be_asked)


class ListExport(QObject):
    def __init__(self, page: ListPage, ids: array[int] | None) -> None:
        """`ids`: the selected ones; None for all that the list shows."""
        super().__init__(page)
        self._page, self._ids = page, ids

    def ask(self) -> None:
        page = self._page
        dialog = QFileDialog(page, _("Export this list"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([f"{name} (*{ending})" for name, ending in zip(("CSV", "Excel", "JSON"), ENDINGS, strict=True)])
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(f"{page.shape.subject.name}.csv")
        dialog.filterSelected.connect(partial(_on_filter, dialog))
        dialog.fileSelected.connect(self.export_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def export_to(self, path: str) -> None:
        from crm_desktop.ui.dialogs.export_list import ExportDialog

        page, subject = self._page, self._page.shape.subject
        wanted = Exported(subject, with_currency(subject, fields_shown(page)), self._wanted())
        to = Path(path)
        ExportDialog(page.desk, to, partial(export_list, wanted, to, page.desk.by), partial(_said, page.desk, to), page).open()
        self.deleteLater()

    def _wanted(self) -> Callable[[], array[int]]:
        """Also what is not read yet."""
        model = self._page.model
        if self._ids is None and not model.is_whole and model.source is not None:
            return partial(_records, model.source.ids)
        return partial(_given, model.ids_of() if self._ids is None else self._ids)


def _said(desk: Desk, to: Path, count: int) -> str:
    return _("Exported to {file}: {count}").format(count=desk.formats.number(count), file=to.name)


def _given(ids: array[int]) -> array[int]:
    return ids


def _records(read: Callable[[], array[int]]) -> array[int]:
    """Headings are none."""
    return array("q", (row_id for row_id in read() if row_id > 0))


def _on_filter(dialog: QFileDialog, chosen: str) -> None:
    """The ending follows the kind."""
    ending = chosen.rpartition("(*")[2].rstrip(")")
    dialog.setDefaultSuffix(ending.lstrip("."))
    for path in dialog.selectedFiles():
        dialog.selectFile(Path(path).with_suffix(ending).name)
