"""What somebody looked for in vain: what to write next."""

from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.queries.articles import Missed, missed_among, missed_searches
from crm_desktop.ui.desk import Desk, Searched
from crm_desktop.ui.models.cells import Cell
from crm_desktop.ui.models.record_table import RIGHT, Column, RecordTableModel, source_of
from crm_desktop.ui.pages.page import Page
from crm_desktop.ui.theme import GAP, ROW_HEIGHT
from crm_desktop.ui.widgets.basics import button, column, label, row
from crm_desktop.ui.widgets.record_view import RecordView


class _Row:
    """A missed search with the number a list needs."""

    def __init__(self, place: int, missed: Missed) -> None:
        self.id, self.missed = place, missed


class MissedSearches(Page):
    name: ClassVar[str] = "missed"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        formats = desk.formats

        def last(each: _Row) -> Cell:
            return Cell(formats.day_and_time(each.missed.last_at) if each.missed.last_at else "", soft=True)

        def times(each: _Row) -> Cell:
            return Cell(formats.number(each.missed.times))

        columns = (Column(_("Looked for"), _words), Column(_("Times"), times, 80, RIGHT), Column(_("Last time"), last, 160))
        self.model = RecordTableModel(columns, desk.jobs, self)
        self.table = RecordView(self.model, _("Looked for and not found"), ROW_HEIGHT)
        self.write = button(_("Write an article …"), "pencil", tip=_("About what was looked for"))
        self.none = label(_("Everything that was looked for was found."), "soft", wrap=True)
        self.only_button = button("", "x", tip=_("Show all again"))
        self.only_button.hide()
        head = row(label(_("Looked for and not found"), "title"), self.only_button, 1, self.write)
        self.setLayout(column(head, self.none, self.table, margins=(2 * GAP, 12, 2 * GAP, GAP)))
        self._only: Searched | None = None
        self._rows: tuple[_Row, ...] = ()
        self.write.clicked.connect(self._on_write)
        self.only_button.clicked.connect(self._on_all)
        self._stale = True

    def start(self) -> None:
        self.table.setFocus()

    def reload(self) -> None:
        only = self._only
        wanted = missed_searches if only is None else lambda: missed_among(only.ids())
        self.desk.jobs.read(self, wanted, self._show, newest="missed")

    def narrow(self, only: object, called: str) -> None:
        assert isinstance(only, Searched)
        self._only = only
        self.only_button.setText(called)
        self.only_button.setAccessibleName(_("Only: {what}. Show all again").format(what=called))
        self.only_button.show()
        self.reload()
        self.start()

    def _show(self, found: list[Missed]) -> None:
        self._rows = tuple(_Row(place, each) for place, each in enumerate(found, 1))
        self.none.setVisible(not found)
        self.table.setVisible(bool(found))
        self.write.setEnabled(bool(found))
        self.model.show(source_of(self._rows))
        self._stale = True  # a search in vain announces no change: each visit reads it again

    @Slot()
    def _on_all(self) -> None:
        self._only = None
        self.only_button.hide()
        self.reload()
        self.start()

    @Slot()
    def _on_write(self) -> None:
        from crm_desktop.ui.dialogs.article import ArticleDialog

        chosen = next((each for each in self._rows if each.id == self.table.chosen()), self._rows[0] if self._rows else None)
        if chosen is not None:
            ArticleDialog(self.desk, title=chosen.missed.words, parent=self).open()


def _words(each: _Row) -> Cell:
    return Cell(each.missed.words)
