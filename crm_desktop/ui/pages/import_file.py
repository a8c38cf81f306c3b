"""The first step of an import: choose files or a folder, or drop them; and what was brought in before, to take out again."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.queries.import_runs import BroughtIn, brought_in
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.theme import GAP, Tone
from crm_desktop.ui.widgets.basics import ElidedLabel, button, chip, column, empty, label, row, surface
from crm_desktop.ui.widgets.empty_state import EmptyState

_BESIDE = 140
"""Pixels left free at both sides: long lines are hard to read."""
_FILES = "*.csv *.tsv *.txt *.xlsx *.json *.vcf *.vcard *.ics *.eml *.mbox"


class FileStep(QWidget):
    chosen = Signal(object)
    """Paths: files, or one folder."""
    unwanted = Signal(int)
    """The number of an import that should go again."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.drop = EmptyState("folder-open")
        self.drop.say(
            _(
                "Drop files here: customers, orders, products, calls or appointments that another program exported. Tables as CSV or XLSX,"
                " contacts as VCF, appointments as ICS. Nothing is written before you have seen what would come in."
            ),
            _("&Choose files …"),
        )
        self.folder = button(_("Choose a &folder …"), "folder-open", tip=_("All files in it, where a program exports several at once"))
        self.files = self.drop.step
        inside = self.drop.layout()
        assert isinstance(inside, QVBoxLayout)
        inside.setContentsMargins(_BESIDE, 4 * GAP, _BESIDE, 4 * GAP)
        inside.insertWidget(inside.indexOf(self.files) + 1, self.folder, 0, Qt.AlignmentFlag.AlignHCenter)
        area = surface("box", column(self.drop))
        self._before = QVBoxLayout()
        self._before.setSpacing(GAP // 2)
        self._past = QWidget()
        self._past.setLayout(column(label(_("Brought in before"), "label"), self._before))
        self._past.hide()
        layout = column(area, self._past, gap=2 * GAP)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.drop.wanted.connect(self._on_files)
        self.folder.clicked.connect(self._on_folder)
        self.read_before()

    def read_before(self) -> None:
        self._desk.jobs.read(self, brought_in, self._show_before, newest="before")

    def _show_before(self, runs: Sequence[BroughtIn]) -> None:
        empty(self._before)
        self._past.setVisible(bool(runs))
        for run in runs:
            self._before.addWidget(self._run(run))

    def _run(self, run: BroughtIn) -> QWidget:
        said = ngettext("{count} new record", "{count} new records", run.new)
        text = f"{self._desk.formats.day_and_time(run.at)} · {run.source} · {', '.join(run.files)} · {said}"
        made = surface("box")
        if run.is_undone:
            end: QWidget = chip(_("taken out"), Tone.PLAIN)
        else:
            undo = button(_("Take out"), "undo-2", "quiet", tip=_("Take out what {text} brought").format(text=text))
            undo.clicked.connect(partial(self.unwanted.emit, run.id))
            undo.setEnabled(run.has_changed)
            end = undo
        inside = row(ElidedLabel(text, "soft"), end, margins=(12, 2, GAP, 2))
        inside.setStretch(0, 1)
        made.setLayout(inside)
        return made

    @Slot()
    def _on_files(self) -> None:
        dialog = self._dialog(_("Which files?"), QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([_("What can be read ({files})").format(files=_FILES), _("All files (*)")])
        dialog.filesSelected.connect(self._on_chosen)
        dialog.open()

    @Slot()
    def _on_folder(self) -> None:
        dialog = self._dialog(_("Which folder?"), QFileDialog.FileMode.Directory)
        dialog.filesSelected.connect(self._on_chosen)
        dialog.open()

    @Slot(list)
    def _on_chosen(self, names: list[str]) -> None:
        self.chosen.emit([Path(name) for name in names])

    def _dialog(self, title: str, mode: QFileDialog.FileMode) -> QFileDialog:
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation))
        dialog = QFileDialog(self, title, str(folder if folder.is_dir() else Path.home()))
        dialog.setFileMode(mode)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog
