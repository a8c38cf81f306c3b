"""The first minute: one sentence, and the ways in."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QDate, QLocale, QSize, QStandardPaths, Qt, QTime, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QProgressBar, QPushButton, QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.recent_stores import Recent, forgetting, is_server
from crm_desktop.core.settings import change_settings, load_settings
from crm_desktop.ui import icons
from crm_desktop.ui.dialogs.found_company import CompanyDialog
from crm_desktop.ui.dialogs.small_dialog import lay_out
from crm_desktop.ui.focus import follow_the_eye
from crm_desktop.ui.look import dress
from crm_desktop.ui.theme import GAP, ICON, Tone, colours, sized, theme
from crm_desktop.ui.widgets.basics import button, column, label, row
from crm_desktop.ui.widgets.form import Form
from crm_desktop.ui.widgets.message_line import MessageLine

_FILES, _OPEN_COPY = "*.crm", "datapackage.json"
_TABLES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".json", ".vcf", ".vcard", ".ics", ".eml", ".mbox"})
"""What the import reads."""
_SIDE, _LEAST = 370, 260
"""Pixels of one half."""


class Way(QPushButton):
    """A large button: icon, what it does, and what that means."""

    def __init__(self, icon: str, title: str, words: str) -> None:
        super().__init__()
        self.setProperty("role", "choice")
        self.setAccessibleName(f"{title}. {words}")
        self._icon = icon
        self._picture, self._arrow = label(), label()
        self._picture.setProperty("role", "circle")
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        texts = column(1, label(title, "strong"), label(words, "soft", wrap=True), 1, gap=2)
        self._inside = row(self._picture, texts, self._arrow, gap=14, margins=(16, 12, 16, 12))
        self._inside.setStretch(1, 1)
        self.setLayout(self._inside)
        for each in self.findChildren(QWidget):
            each.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme().changed.connect(self._paint)
        self._paint()

    def sizeHint(self) -> QSize:
        return self._inside.sizeHint()

    @Slot()
    def _paint(self) -> None:
        self._picture.setPixmap(icons.pixmap(self._icon, colours().accent, sized(22), self.devicePixelRatioF()))
        self._arrow.setPixmap(icons.pixmap("chevron-right", colours().soft, sized(ICON), self.devicePixelRatioF()))


class RecentEntry(QWidget):
    """A company that was opened before: when, and whether it is still there."""

    wanted = Signal(str)
    forgotten = Signal(str)

    def __init__(self, recent: Recent, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.recent = recent
        is_gone = recent.is_gone()
        said = _("not there any more") if is_gone else _when(recent)
        self.open = button(recent.name.replace("&", "&&"), "database", "quiet", tip=recent.address)
        self.open.setAccessibleName(", ".join(filter(None, (recent.name, said))))
        self.forget = button("", "x", "quiet", tip=_("Take {name} off this list").format(name=recent.name))
        self.forget.setVisible(is_gone)
        self.setLayout(row(self.open, label(said, "small"), self.forget, 1, gap=6))
        self.open.clicked.connect(self._on_open)
        self.forget.clicked.connect(self._on_forget)

    @Slot()
    def _on_open(self) -> None:
        self.wanted.emit(self.recent.address)

    @Slot()
    def _on_forget(self) -> None:
        self.forgotten.emit(self.recent.address)


class Welcome(QWidget):
    sample_wanted = Signal()
    open_wanted = Signal(str)
    company_wanted = Signal(object)
    """A Founding."""

    def __init__(self, recent: Sequence[Recent] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self)
        self.setWindowTitle("CRM Desktop")
        self.setProperty("surface", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self.resize(1100, 680)
        self._build(recent)
        self.sample.clicked.connect(self.sample_wanted)
        self.own.clicked.connect(self._on_own)
        self.file.clicked.connect(self._on_file)
        self.bring.clicked.connect(self._on_bring)
        self.team.clicked.connect(self._on_team)

    def show_busy(self, text: str) -> None:
        """Something takes its time; empty: it is over."""
        self.busy.setVisible(bool(text))
        self.doing.setText(text)
        for each in (*self._ways(), *self.recents):
            each.setEnabled(not text)

    def show_progress(self, done: int, of: int) -> None:
        self.busy.setRange(0, of)
        self.busy.setValue(done)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        follow_the_eye(self)
        (self.recents[0].open if self.recents else self.sample).setFocus(Qt.FocusReason.OtherFocusReason)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take_files([url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()])

    def take_files(self, files: Sequence[str]) -> None:
        """Tables and address books come into a new company; anything else is taken for a company, and refused where it is none."""
        copy = next((path for file in files if (path := _open_copy_at(Path(file))) is not None), None)
        if copy is not None:
            self._ask_for_copy(copy)
            return
        tables = tuple(file for file in files if Path(file).suffix.lower() in _TABLES)
        if tables:
            self._ask_for_company(tables)
        elif files:
            self.open_wanted.emit(files[0])

    def _ways(self) -> tuple[Way, ...]:
        return self.sample, self.own, self.file, self.bring, self.team

    def _build(self, recent: Sequence[Recent]) -> None:
        said = label(_("Everyone who calls you, in one place."), "hero", wrap=True)
        more = label(
            _("Customers, orders and every word said about them. On this computer, without the internet. What you do can be undone."),
            "soft", wrap=True,
        )  # fmt: skip
        self.recents = [RecentEntry(each) for each in recent]
        self.recently = label(_("Recently opened"), "small")
        self.recently.setVisible(bool(self.recents))
        for each in self.recents:
            each.wanted.connect(self._on_recent)
            each.forgotten.connect(self._on_forgotten)
        self.message, self.busy, self.doing = (
            MessageLine(),
            QProgressBar(minimum=0, maximum=0, textVisible=False),
            label("", "soft", wrap=True),
        )
        self.busy.hide()
        entries = column(self.recently, *self.recents, gap=2)
        left = QWidget()
        left.setLayout(column(said, more, entries, self.message, self.doing, self.busy, gap=2 * GAP))
        self.sample = Way("play", _("Try it with a sample company"), _("A year of a small shop, made up, yours to break"))
        self.own = Way("store", _("Start my company"), _("Name, currency, place, protection: four questions"))
        self.file = Way("folder-open", _("Open a company file"), _("or drop it here"))
        self.bring = Way("upload", _("Bring my data"), _("A table, an address book, another system: choose it or drop it here"))
        self.team = Way("users", _("Join my team"), _("The company is on a server of your own"))
        right = QWidget()
        right.setLayout(column(*self._ways(), gap=12))
        for side in (left, right):
            side.setMinimumWidth(_LEAST)
            side.setMaximumWidth(sized(_SIDE))
        middle = row(1, left, right, 1, gap=4 * GAP)
        middle.setStretch(1, 100)
        middle.setStretch(2, 100)
        middle.setAlignment(left, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(column(1, middle, 1, margins=(2 * GAP,) * 4))

    def _ask_for_company(self, files: tuple[str, ...] | None) -> None:
        """`files`: what is brought in afterwards; None: nothing."""
        dialog = CompanyDialog(self, files)
        dialog.wanted.connect(self.company_wanted)
        dialog.open()

    @Slot()
    def _on_own(self) -> None:
        self._ask_for_company(None)

    @Slot()
    def _on_bring(self) -> None:
        self._ask_for_company(())

    @Slot()
    def _on_team(self) -> None:
        dialog = ServerDialog(self)
        dialog.wanted.connect(self.open_wanted)
        dialog.open()

    @Slot()
    def _on_file(self) -> None:
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        start = str(folder if folder.is_dir() else Path.home())
        kinds = (_("Company files ({files})").format(files=_FILES), _("Open copies ({files})").format(files=_OPEN_COPY))
        dialog = QFileDialog(self, _("Open a company file"), start, ";;".join(kinds))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._on_chosen)
        dialog.open()

    @Slot(str)
    def _on_chosen(self, path: str) -> None:
        self.take_files([path])

    def _ask_for_copy(self, folder: Path) -> None:
        """A company is made of an open copy, and opened then."""
        from crm_desktop.ui.dialogs.open_copy import OpenCopyDialog

        try:
            dialog = OpenCopyDialog(folder, self)
        except UserError as error:
            self.message.show_error(error)
            return
        dialog.made.connect(self.open_wanted)
        dialog.open()

    @Slot(str)
    def _on_recent(self, address: str) -> None:
        recent = Recent(address)
        if recent.is_gone():
            text = _("{path} is not there any more. If it was moved, open it where it is now; if it is on a drive, connect that first.")
            self.message.say(text.format(path=address), Tone.WARN)
        else:
            self.open_wanted.emit(address)

    @Slot(str)
    def _on_forgotten(self, address: str) -> None:
        settings = load_settings()
        last = "" if settings.last_store == address else settings.last_store
        try:
            change_settings(recent=forgetting(settings, address), last_store=last)
        except UserError as error:
            self.message.show_error(error)
            return
        for each in [each for each in self.recents if each.recent.address == address]:
            self.recents.remove(each)
            each.hide()
            each.deleteLater()
        self.recently.setVisible(bool(self.recents))
        self.sample.setFocus()


class ServerDialog(QDialog):
    """Where the team's company is. The address is checked when it is opened."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Join my team"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.address, self.form = QLineEdit(), Form()
        said = _("As postgresql://user@host/database, from whoever looks after the server. The password stands in ~/.pgpass, not here.")
        self._row = self.form.add_row(_("&Address of the company"), self.address, said)
        self.go, self.cancel = button(_("&Open"), "check", "primary"), button(_("Cancel"))
        lay_out(self, self.form, self.cancel, self.go)
        self.go.clicked.connect(self._on_go)

    @Slot()
    def _on_go(self) -> None:
        address = self.address.text().strip()
        if not is_server(address):
            self._row.mark(_("An address begins with postgresql://"))
            return
        self.wanted.emit(address)
        self.accept()


def _open_copy_at(path: Path) -> Path | None:
    """The folder of an open copy, chosen by itself or by the file that describes it."""
    folder = path.parent if path.name == _OPEN_COPY else path
    return folder if (folder / _OPEN_COPY).is_file() else None


def _when(recent: Recent) -> str:
    """As this computer writes days: no company is open yet."""
    if recent.opened_at is None:
        return ""
    local, here = recent.opened_at.astimezone(), QLocale()
    days = (datetime.now().astimezone().date() - local.date()).days
    if days == 0:
        return _("today {time}").format(time=here.toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat))
    return _("yesterday") if days == 1 else here.toString(QDate(local.year, local.month, local.day), QLocale.FormatType.ShortFormat)
