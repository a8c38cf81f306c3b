"""The files of one record: dragged in, pasted, added; looked at, opened, saved, described, taken away.

Any page can hold it: `show_for` says whose files they are.
"""

from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.rights import Right
from crm_desktop.queries.attachments import HeldFile, attachments_of, files_about
from crm_desktop.queries.records import TABLES, RecordRef
from crm_desktop.services.attachments import FileInput, attach_all, file_input
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.file_copies import png_of
from crm_desktop.ui.models.cells import Heading
from crm_desktop.ui.models.files import file_column, held_files
from crm_desktop.ui.models.record_table import RecordTableModel, source_of
from crm_desktop.ui.theme import GAP, TALL_ROW_HEIGHT, Tone
from crm_desktop.ui.widgets.basics import button, column, label, only_for
from crm_desktop.ui.widgets.chosen_file import ChosenFile, documents_folder
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.message_line import MessageLine
from crm_desktop.ui.widgets.record_view import RecordView


class Attachments(QWidget):
    counted = Signal(int)
    """How many files the record has of its own."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setProperty("surface", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._record: RecordRef | None = None
        self._files: dict[int, HeldFile] = {}
        self.setAcceptDrops(True)
        self.add = button(_("Add a file …"), "paperclip", tip=_("Choose files on this computer"))
        self.paste = button(_("Paste"), "clipboard", tip=_("A screenshot or copied files (Ctrl+V)"))
        only_for(desk.by, Right.EDIT_CUSTOMERS, self.add, self.paste)
        self.message = MessageLine()
        self.model = RecordTableModel((file_column(desk.formats),), desk.jobs, self)
        self.list = RecordView(self.model, _("Documents"), TALL_ROW_HEIGHT)
        self.list.horizontalHeader().hide()
        self.none = label("", "soft", wrap=True)
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.chosen = ChosenFile(desk, self.message)
        self._build()
        self._connect()
        self._show_chosen(0)

    def show_for(self, record: RecordRef | None) -> None:
        if record != self._record:
            self.message.clear()
            self.list.choose(0)
            self._show_chosen(0)
        self._record = record
        self.load()

    def take(self, change: Change) -> None:
        if self._record is not None and self._record.row_id in change.of(self._record.entity):
            self.load()

    @Slot()
    def load(self) -> None:
        if self._record is None:
            self.model.clear()
        else:
            self._desk.jobs.read(self, partial(_read, self._record), self._fill, newest="files")

    def attach_paths(self, paths: list[Path]) -> None:
        """As many as there are, in one step that one undo takes back."""
        if self._record is not None and paths:
            self._write(partial(_attach_paths, self._record, tuple(paths), self._desk.by), len(paths))

    def attach_mime(self, mime: QMimeData) -> None:
        """What was dropped or pasted: files, or else a picture."""
        paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        if paths:
            self.attach_paths(paths)
        elif mime.hasImage() and self._record is not None:
            name = _("Screenshot {when}.png").format(when=_clock(self._desk))
            shown = mime.imageData()
            picture = shown.toImage() if isinstance(shown, QPixmap) else QImage(shown)
            self._write(partial(_attach_picture, self._record, picture, name, self._desk.by), 1)
        else:
            self.message.say(_("There is no picture and no file in the clipboard. Take a screenshot or copy a file first."))

    def takes(self, mime: QMimeData) -> bool:
        return self._record is not None and (any(url.isLocalFile() for url in mime.urls()) or mime.hasImage())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.takes(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.attach_mime(event.mimeData())

    def _build(self) -> None:
        hint = label(_("Drag files here, or paste a screenshot with Ctrl+V."), "small", wrap=True)
        above = column(flowing(self.add, self.paste), hint, self.message, margins=(2 * GAP, 12, 2 * GAP, GAP))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(above)
        layout.addWidget(self.none, 1)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.chosen)

    def _connect(self) -> None:
        self.add.clicked.connect(self._on_add)
        self.paste.clicked.connect(self._on_paste)
        self.chosen.changed.connect(self.load)
        self.list.current_changed.connect(self._show_chosen)
        self.list.opened.connect(self.chosen.open_copy)
        self.model.loaded.connect(self._on_loaded)
        # Whoever sees the documents may paste wherever the keyboard is: a field of words takes the key for itself.
        everywhere, here = Qt.ShortcutContext.WindowShortcut, Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, slot, context in (
            (QKeySequence.StandardKey.Paste, self._on_paste, everywhere),
            (QKeySequence.StandardKey.Delete, self.chosen.take_away, here),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(context)
            shortcut.activated.connect(slot)

    def _fill(self, rows: list[HeldFile | Heading]) -> None:
        self._files = {row.id: row for row in rows if isinstance(row, HeldFile)}
        self.counted.emit(sum(not row.number for row in self._files.values()))
        self.model.show(source_of(rows))

    @Slot(int)
    def _on_loaded(self, count: int) -> None:
        self.none.setText(_("No documents yet: photos of damage, letters, signed papers."))
        self.none.setVisible(not count)
        self.list.setVisible(bool(count))
        self.list.choose_first()
        self._show_chosen(self.list.chosen() if self.list.chosen() in self._files else 0)

    @Slot(int)
    def _show_chosen(self, file_id: int) -> None:
        held = self._files.get(file_id)
        self.chosen.show_file(held.file if held else None)

    @Slot()
    def _on_add(self) -> None:
        dialog = QFileDialog(self, _("Attach files"), documents_folder())
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self._on_files)
        dialog.open()

    @Slot("QStringList")
    def _on_files(self, names: list[str]) -> None:
        self.attach_paths([Path(name) for name in names])

    @Slot()
    def _on_paste(self) -> None:
        if self._record is not None:
            self.attach_mime(QGuiApplication.clipboard().mimeData())

    def _write(self, work: "partial[Change]", count: int) -> None:
        self.message.clear()
        self.add.setEnabled(False)
        self._desk.jobs.write(self, work, partial(self._on_attached, count), self._on_refused)

    def _on_attached(self, count: int, _change: Change) -> None:
        self.add.setEnabled(True)
        self.message.say(ngettext("{count} file was added.", "{count} files were added.", count), Tone.OK)
        self.load()

    def _on_refused(self, error: Exception) -> None:
        self.add.setEnabled(True)
        self.message.show_error(error)


def _read(record: RecordRef) -> list[HeldFile | Heading]:
    own = attachments_of(TABLES[record.entity], record.row_id)
    others = files_about(record.row_id) if record.entity == Entity.CUSTOMER else []
    return held_files(record, own, others)


def _attach_paths(record: RecordRef, paths: tuple[Path, ...], by: Actor) -> Change:
    return attach_all(record, [file_input(path) for path in paths], by)


def _attach_picture(record: RecordRef, picture: QImage, name: str, by: Actor) -> Change:
    return attach_all(record, [FileInput(name, png_of(picture))], by)


def _clock(desk: Desk) -> str:
    """In a file's name: it sorts, and no system refuses it."""
    now: datetime = utc_now().astimezone(desk.formats.zone)
    return f"{now:%Y-%m-%d %H.%M.%S}"
