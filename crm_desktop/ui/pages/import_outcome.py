"""The last steps of an import: what would come in, or what came in; what needs a look; and every row that stays out, with the reason."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QStandardPaths, Qt, Slot
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QGridLayout, QHeaderView, QTableView, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.exchange.field_words import SEVERAL_WORDS
from crm_desktop.exchange.importing import ImportResult
from crm_desktop.exchange.rejects import write_rejects
from crm_desktop.services.imports import Kept
from crm_desktop.services.incoming import Counts, Refused
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.pages.import_questions import Note
from crm_desktop.ui.plain_tip import plain_tip
from crm_desktop.ui.theme import GAP, ROW_HEIGHT, Tone, sized
from crm_desktop.ui.widgets.basics import button, column, empty, label, row, surface
from crm_desktop.ui.widgets.downwards import Downwards

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_LEAST_ROWS, _LOOKED_AT = 4, 100
"""Rows that are seen at once, the head among them, and those by which the last column is made wide enough."""
_FIRST = ("customer", "contact", "order", "line", "return", "product", "interaction", "follow_up", "appointment", "payment")


class RejectsModel(QAbstractTableModel):
    """Any number of rows: they are here already, and only those on screen are asked for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles = (_("File"), _("Line"), _("Column"), _("Value"), _("Why it stays out"))
        self._rows: Sequence[Refused] = ()

    def show_rows(self, rows: Sequence[Refused]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) or not index.isValid():
            return None
        told = self._rows[index.row()]
        text = (told.place.file, str(told.place.line), told.column, told.value, told.reason)[index.column()]
        return plain_tip(text) if role == Qt.ItemDataRole.ToolTipRole else text

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        return None


class Outcome(QWidget):
    """Of a trial, and of the import itself. `name`: what a file of the rows that stay out is called."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self.name = desk, "import"
        self.refused: Sequence[Refused] = ()
        self.heading, self._figures = label("", "heading"), QGridLayout()
        self._figures.setHorizontalSpacing(3 * GAP)
        self._figures.setVerticalSpacing(GAP)
        self._notes = QVBoxLayout()
        self._notes.setSpacing(GAP)
        self.ways_on = row(gap=GAP)
        figures = surface("card", column(self.heading, self._figures, self.ways_on, 1, gap=12, margins=(0, 0, GAP, 0)))
        notes = surface("card", column(label(_("Needs your eye"), "heading"), self._notes, 1, margins=(0, 0, GAP, 0)))
        upper = row(*(surface("box", column(Downwards(each), margins=(2 * GAP, 12, GAP, 12))) for each in (figures, notes)), gap=12)
        upper.setStretch(0, 3)
        upper.setStretch(1, 2)
        self.model, self.table = RejectsModel(self), QTableView()
        self._set_up_table()
        self.save = button(_("&Save this list …"), "download", tip=_("As a table with file, line, column, value and reason"))
        self._count = label("", "heading")
        below = column(row(self._count, 1, self.save, margins=(2 * GAP, 10, 12, 4)), self.table, margins=(1, 1, 1, 1))
        below.setStretch(1, 1)
        self._lower = surface("box", below)
        both = column(upper, self._lower, gap=12)
        both.setStretch(0, 2)
        both.setStretch(1, 3)
        self.setLayout(column(Downwards(surface("ground", both))))
        self.save.clicked.connect(self._on_save)

    def show_result(self, heading: str, result: ImportResult, total: Decimal | None) -> None:
        self.heading.setText(heading)
        empty(self._figures)
        figures = [self._figure(word, counts) for word, counts in _sorted(result.counts)]
        if total is not None:
            figures.append(self._plain_figure(self._desk.formats.number(round(total, 2)), _("all order lines together")))
        if not figures:
            figures.append(label(_("There is nothing in it."), "soft"))
        for place, each in enumerate(figures):
            self._figures.addWidget(each, place // 3, place % 3)
        notes = [(text, Tone.WARN) for text in result.notices]
        if result.refused:
            notes.insert(0, (_("Some rows stay out; below is why."), Tone.WARN))
        self._show_notes(notes)
        self._show_refused(result.refused)

    def show_kept(self, kept: Sequence[Kept]) -> None:
        """After an import was taken out again: what stays, since it was used or changed meanwhile."""
        self.heading.setText(_("Taken out again"))
        empty(self._figures)
        self._figures.addWidget(label(_("What the import brought is gone. It can be redone as any other step."), wrap=True), 0, 0)
        said = _("{name} stays: it was changed or is used meanwhile.")
        self._show_notes([(said.format(name=row.name), Tone.INFO) for row in kept[:50]])
        self._show_refused(())

    def _set_up_table(self) -> None:
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Rows that stay out"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(sized(ROW_HEIGHT))
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.horizontalHeader().setSectionResizeMode(4, QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setResizeContentsPrecision(_LOOKED_AT)
        self.table.setMinimumHeight(_LEAST_ROWS * sized(ROW_HEIGHT))
        self.table.setProperty("role", "lines")
        for place, width in enumerate((170, 70, 140, 170)):
            self.table.setColumnWidth(place, sized(width))

    def _figure(self, word: str, counts: Counts) -> QWidget:
        """How many are new, and what becomes of the others."""
        known = counts.same + counts.changed + counts.kept
        said = _(SEVERAL_WORDS.get(word, word))
        aside = [
            ngettext("{count} known already", "{count} known already", known) if known else "",
            ngettext("{count} of them changes", "{count} of them change", counts.changed) if counts.changed else "",
            ngettext("{count} stays as it was changed here", "{count} stay as they were changed here", counts.kept) if counts.kept else "",
            ngettext("{count} stays out", "{count} stay out", counts.rejected) if counts.rejected else "",
        ]
        return self._plain_figure(
            self._desk.formats.number(counts.new), _("new {records}").format(records=said), ", ".join(filter(None, aside))
        )

    def _plain_figure(self, number: str, text: str, aside: str = "") -> QWidget:
        made = QWidget()
        below = label(aside, "small", wrap=True)
        below.setVisible(bool(aside))
        made.setLayout(column(label(number, "title"), label(text, "soft", wrap=True), below, 1, gap=2))
        return made

    def _show_notes(self, notes: Sequence[tuple[str, Tone]]) -> None:
        empty(self._notes)
        for text, tone in notes or [(_("Nothing: everything is clear."), Tone.OK)]:
            self._notes.addWidget(Note(text, tone))

    def _show_refused(self, refused: Sequence[Refused]) -> None:
        self.refused = refused
        self.model.show_rows(refused)
        self._lower.setVisible(bool(refused))
        self._count.setText(ngettext("{count} row stays out", "{count} rows stay out", len(refused)))

    @Slot()
    def _on_save(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self, _("Save the list"), folder, _("Tables (*.csv)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(f"{self.name}-{_('left-out')}.csv")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    @Slot(str)
    def save_to(self, path: str) -> None:
        self._desk.jobs.read(self, partial(_saved, Path(path), self.refused), self._on_saved, failed=self._desk.say_error)

    def _on_saved(self, path: Path) -> None:
        self._desk.say(_("Saved as {path}.").format(path=path))


def _saved(path: Path, refused: Sequence[Refused]) -> Path:
    write_rejects(path, refused)
    return path


def _sorted(counts: Mapping[str, Counts]) -> list[tuple[str, Counts]]:
    """What people think of first stands first; what there is nothing of is left out."""
    filled = [(word, each) for word, each in counts.items() if each.new or each.changed or each.same or each.kept or each.rejected]
    return sorted(filled, key=lambda item: _FIRST.index(item[0]) if item[0] in _FIRST else len(_FIRST))
