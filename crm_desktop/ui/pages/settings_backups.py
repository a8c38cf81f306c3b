"""The company's backups: where they lie, what there is, and how an earlier state comes back."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import ClassVar, NamedTuple

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.file_names import numbered
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.core.second_place import choosing, second_place
from crm_desktop.core.settings import change_settings, load_settings
from crm_desktop.exchange.open_copy import DESCRIPTION
from crm_desktop.exchange.open_copy_writing import Written, still_readable, write_open_copy
from crm_desktop.services.backups import Backup, Made, back_up_by_itself, back_up_now, backup_folder, backups, newest_backup, open_address
from crm_desktop.services.protection import is_protected_here
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.confirm import ConfirmDialog
from crm_desktop.ui.models.cells import Cell
from crm_desktop.ui.models.files import size_of
from crm_desktop.ui.models.record_table import RIGHT, Column, RecordTableModel, source_of
from crm_desktop.ui.pages.settings_section import Section
from crm_desktop.ui.theme import GAP, Tone, sized
from crm_desktop.ui.widgets.basics import button, column, label, scrolled, surface
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.form import Form
from crm_desktop.ui.widgets.record_view import RecordView
from crm_desktop.ui.widgets.rows_or_not import RowsOrNot

_OPEN_COPY = N_(
    "Everything in a folder of tables and files that any program reads, also without this one, and that becomes a company again"
)

_LEAST_LIST = 160
"""Pixels at the usual size of text; where there is less room the section scrolls."""


class _Line(NamedTuple):
    id: int
    backup: Backup


class _Found(NamedTuple):
    """`copied`: the last one that is in the second place."""

    address: str
    folder: Path
    backups: list[Backup]
    second: Path | None
    copied: Backup | None
    is_protected: bool | None


class BackupsSection(Section):
    name: ClassVar[str] = "backups"
    title: ClassVar[str] = N_("Backups")
    said: ClassVar[str] = N_(
        "Made every half hour in which something changed, at the end of the day, and before an import. Each is read again and compared,"
        " so that it can be relied on."
    )
    terms: ClassVar[tuple[str, ...]] = (
        N_("Restore"),
        N_("Bring back"),
        N_("Second place"),
        N_("USB stick"),
        N_("Safety"),
        N_("Open copy"),
        N_("Export everything"),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._found: _Found | None = None
        self.here, self.second = label("", wrap=True), label("", wrap=True)
        self.choose, self.leave = button(_("&Choose a second place …"), "folder-open"), button(_("No second place"))
        self.now, self.back = button(_("&Back up now"), "shield-check"), button(_("B&ring this state back …"), "history")
        form = Form()
        form.add_row(_("They lie in"), self.here)
        form.add_row(_("And copies in"), self.second, _("A stick or a disk that is not always plugged in outlives this computer."))
        self.copy = button(_("Take an &open copy …"), "package-open")
        self.copy.setAccessibleDescription(_(_OPEN_COPY))
        self.copy.setToolTip(_(_OPEN_COPY))
        self.model = RecordTableModel(self._columns(), desk.jobs, self)
        self.table = RecordView(self.model, _(self.title))
        self.table.setSelectionMode(RecordView.SelectionMode.SingleSelection)
        self.table.setMinimumHeight(sized(_LEAST_LIST))
        nothing = _("There is no backup yet. The first is made within half an hour of a change; “Back up now” makes one at once.")
        made = RowsOrNot(self.model, self.table, nothing)
        parts = column(form, flowing(self.choose, self.leave), flowing(self.now, self.back, self.copy), made, gap=GAP + GAP // 2)
        parts.setStretch(3, 1)
        self.inside.addWidget(scrolled(surface("clear", parts)), 1)
        self.choose.clicked.connect(self._on_choose)
        self.leave.clicked.connect(self._on_leave)
        self.now.clicked.connect(self._on_now)
        self.back.clicked.connect(self._on_back)
        self.copy.clicked.connect(self._on_copy)
        self.table.current_changed.connect(self._show_buttons)
        self.model.loaded.connect(self.table.choose_first)
        desk.doors.backed_up.connect(self.reload)
        self._show_buttons()
        self.reload()

    @Slot()
    def reload(self) -> None:
        self.desk.jobs.read(self, _look, self._show, newest="backups")

    def start(self, term: str = "") -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(_("Made"), lambda line: Cell(self.desk.formats.moment(line.backup.made_at)), 170),
            Column(_("Why"), lambda line: Cell(_(line.backup.manifest.reason) if line.backup.manifest else ""), 210),
            Column(_("Holds"), lambda line: _holds(line.backup)),
            Column(_("Size"), lambda line: Cell(size_of(line.backup.size, self.desk.formats)), 90, RIGHT),
        )

    def _show(self, found: _Found) -> None:
        self._found = found
        self.here.setText(str(found.folder))
        self.second.setText(self._second_words(found))
        self.model.show(source_of([_Line(number, each) for number, each in enumerate(found.backups, 1)]))
        self._show_buttons()

    def _second_words(self, found: _Found) -> str:
        if found.second is None:
            return _("nowhere yet: with this computer they would all be gone")
        if not found.second.is_dir():
            return _("{folder}, which is not there now").format(folder=found.second)
        if found.copied is None:
            return _("{folder}: the next one is copied there").format(folder=found.second)
        return _("{folder}, the last one {when}").format(folder=found.second, when=self.desk.formats.ago(found.copied.made_at))

    @Slot()
    def _show_buttons(self, _current: int = 0) -> None:
        chosen, rights = self._chosen(), RIGHTS[self.desk.by.role]
        is_file = self._found is not None and "://" not in self._found.address
        self.now.setEnabled(Right.BACK_UP in rights)
        self.copy.setEnabled(Right.COPY_OPENLY in rights and self._found is not None)
        self.choose.setEnabled(is_file and Right.BACK_UP in rights)
        self.leave.setEnabled(is_file and self._found is not None and self._found.second is not None)
        self.back.setEnabled(Right.RESTORE in rights and chosen is not None and chosen.verified)

    def _chosen(self) -> Backup | None:
        place = self.table.chosen()
        return self._found.backups[place - 1] if self._found is not None and 0 < place <= len(self._found.backups) else None

    @Slot()
    def _on_choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("Where copies of the backups go"))
        if folder:
            self.keep_second(Path(folder))

    @Slot()
    def _on_leave(self) -> None:
        self.keep_second(None)

    def keep_second(self, folder: Path | None) -> None:
        """What is there already is copied at once."""
        assert self._found is not None, "asked for when the backups are shown"
        self.message.clear()
        try:
            change_settings(second_places=choosing(load_settings(), self._found.address, folder))
        except UserError as error:
            self.message.show_error(error)
            return
        self._work(partial(back_up_by_itself, self.desk.by, folder))

    @Slot()
    def _on_now(self) -> None:
        assert self._found is not None, "the button is enabled when the backups are shown"
        self._work(partial(back_up_now, self.desk.by, self._found.second))

    def _work(self, work: Callable[[], Made | None]) -> None:
        self.message.say(_("Backing up …"), Tone.INFO)
        self.now.setEnabled(False)
        self.desk.jobs.read(self, work, self._on_made, failed=self._on_failed)

    def _on_made(self, made: Made | None) -> None:
        """None: there was nothing to do."""
        self.message.clear()
        if made is not None and made.problem:
            self.message.say(made.problem, Tone.WARN)
        elif made is not None:
            self.message.say_in_passing(_("Backed up and verified: {path}").format(path=made.backup.path), Tone.OK)
        self.desk.doors.backed_up.emit()

    def _on_failed(self, error: Exception) -> None:
        self.message.show_error(error)
        self._show_buttons()

    @Slot()
    def _on_back(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        when = self.desk.formats.moment(chosen.made_at)
        text = _(
            "All that was done since {when} will not be in the company any more: the program closes it, puts this backup in its place and"
            " opens it again. What is there now is moved aside, not lost.\n\nThe backup holds {holds}."
        ).format(when=when, holds=chosen.holds())
        dialog = ConfirmDialog(_("Bring back {when}").format(when=when), text, _("Bring it back"), parent=self.window())
        dialog.agreed.connect(partial(self.desk.doors.bring_back_wanted.emit, chosen.path))
        dialog.open()

    @Slot()
    def _on_copy(self) -> None:
        assert self._found is not None, "the button is enabled when the backups are shown"
        text = _(
            "Every table with its history and every attached file go into a new folder, as text that any program reads: a second safety"
            " net, should this program ever not be there.\n\n{warning} Keep it as you keep contracts.\n\nTo make a company of it again:"
            " on the program’s first page choose “Open a company file”, and in the folder {file}."
        ).format(warning=still_readable(bool(self._found.is_protected)), file=DESCRIPTION)
        dialog = ConfirmDialog(_("Take an open copy"), text, _("Choose where …"), parent=self.window())
        dialog.agreed.connect(self._on_copy_agreed)
        dialog.open()

    @Slot()
    def _on_copy_agreed(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("Where the open copy goes"))
        if folder:
            self.copy_into(Path(folder))

    def copy_into(self, folder: Path) -> None:
        """Into a new folder there, named after the company's file and the day."""
        from crm_desktop.ui.dialogs.export_list import ExportDialog

        assert self._found is not None, "asked for when the backups are shown"
        named = _("{company} open copy {day}").format(company=Path(self._found.address).stem, day=datetime.now().astimezone().date())
        to = next(place for number in count(1) if not (place := folder / numbered(named, number)).exists())
        ExportDialog(self.desk, to, partial(write_open_copy, to, self.desk.by), partial(_copied, self.desk, to), self.window()).open()


def _copied(desk: Desk, to: Path, written: Written) -> str:
    text = _("The open copy is in {folder}: {rows} rows and {files} files. {warning}")
    number = desk.formats.number
    return text.format(folder=to, rows=number(written.rows), files=number(written.files), warning=still_readable(written.protected))


def _look() -> _Found:
    address = open_address()
    second = second_place(load_settings(), address)
    copied = newest_backup(address, second) if second is not None else None
    return _Found(address, backup_folder(address), backups(address), second, copied, is_protected_here())


def _holds(backup: Backup) -> Cell:
    return Cell(backup.problem, soft=True) if backup.problem else Cell(backup.holds())
