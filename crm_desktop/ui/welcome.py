"""The first minute: one sentence, and the ways in."""

from pathlib import Path

from PySide6.QtCore import QLocale, QSize, QStandardPaths, Qt, QTimeZone, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QLineEdit, QProgressBar, QPushButton, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.services.company import CompanyInput
from crm_desktop.ui import icons
from crm_desktop.ui.theme import GAP, colours, theme
from crm_desktop.ui.widgets.basics import button, column, label, row
from crm_desktop.ui.widgets.form import Form
from crm_desktop.ui.widgets.message_line import MessageLine

_CURRENCIES = ("EUR", "USD", "GBP", "CHF", "PLN", "CZK", "SEK", "NOK", "DKK", "CAD", "AUD", "NZD", "JPY", "INR", "BRL", "MXN", "ZAR")
_FILES = "*.crm"


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
        self._picture.setPixmap(icons.pixmap(self._icon, colours().accent, 22, self.devicePixelRatioF()))
        self._arrow.setPixmap(icons.pixmap("chevron-right", colours().soft, 16, self.devicePixelRatioF()))


class Welcome(QWidget):
    sample_wanted = Signal()
    open_wanted = Signal(str)
    company_wanted = Signal(object)
    """A CompanyInput."""

    def __init__(self, recent: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("CRM Desktop")
        self.setProperty("surface", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self.resize(1100, 680)
        self._recent = recent
        self._build()
        self.sample.clicked.connect(self.sample_wanted)
        self.own.clicked.connect(self._on_own)
        self.file.clicked.connect(self._on_file)
        self.again.clicked.connect(self._on_again)

    def show_busy(self, text: str) -> None:
        """Something takes its time; empty: it is over."""
        self.busy.setVisible(bool(text))
        self.doing.setText(text)
        for each in (self.sample, self.own, self.file, self.again):
            each.setEnabled(not text)

    def show_progress(self, done: int, of: int) -> None:
        self.busy.setRange(0, of)
        self.busy.setValue(done)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.open_wanted.emit(url.toLocalFile())
                return

    def _build(self) -> None:
        said = label(_("Everyone who calls you, in one place."), "hero", wrap=True)
        more = label(
            _("Customers, orders and every word said about them. On this computer, without the internet. What you do can be undone."),
            "soft", wrap=True,
        )  # fmt: skip
        self.again = button(Path(self._recent).name, "database", "quiet", tip=self._recent)
        recent = label(_("Recently opened"), "small")
        if not self._recent:
            recent.hide()
            self.again.hide()
        self.message, self.busy, self.doing = (
            MessageLine(),
            QProgressBar(minimum=0, maximum=0, textVisible=False),
            label("", "soft", wrap=True),
        )
        self.busy.hide()
        left = QWidget()
        left.setLayout(column(said, more, recent, row(self.again, 1), self.message, self.doing, self.busy, gap=2 * GAP))
        left.setFixedWidth(370)
        self.sample = Way("play", _("Try it with a sample company"), _("A year of a small shop, made up, yours to break"))
        self.own = Way("store", _("Start my company"), _("Name, currency, place: three questions"))
        self.file = Way("folder-open", _("Open a company file"), _("or drop it here"))
        right = QWidget()
        right.setLayout(column(self.sample, self.own, self.file, gap=12))
        right.setFixedWidth(370)
        middle = row(1, left, right, 1, gap=4 * GAP)
        middle.setAlignment(left, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(column(1, middle, 1, margins=(2 * GAP,) * 4))

    @Slot()
    def _on_own(self) -> None:
        dialog = CompanyDialog(self)
        dialog.wanted.connect(self.company_wanted)
        dialog.open()

    @Slot()
    def _on_file(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self, _("Open a company file"), folder, _("Company files ({files})").format(files=_FILES))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.open_wanted)
        dialog.open()

    @Slot()
    def _on_again(self) -> None:
        self.open_wanted.emit(self._recent)


class CompanyDialog(QDialog):
    """Three questions; everything else can be changed later."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("My company"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        here = QLocale.system()
        own = here.currencySymbol(QLocale.CurrencySymbolFormat.CurrencyIsoCode)
        self.name, self.currency, self.zone = QLineEdit(), QComboBox(), QComboBox()
        self.currency.addItems(list(dict.fromkeys(filter(None, (own, *_CURRENCIES)))))
        self.currency.setEditable(True)
        zones = sorted(bytes(name.data()).decode() for name in QTimeZone.availableTimeZoneIds())
        self.zone.addItems([name for name in zones if "/" in name and not name.startswith("Etc/")])
        self.zone.setCurrentText(bytes(QTimeZone.systemTimeZoneId().data()).decode())
        self.form = Form()
        self._name_row = self.form.add_row(_("What is it &called?"), self.name)
        self.form.add_row(_("Which &currency?"), self.currency, _("It stays, once there are orders."))
        self.form.add_row(_("&Where is it?"), self.zone, _("Days and months are counted by the clocks there."))
        self.go, self.cancel = button(_("&Start"), "check", "primary"), button(_("Cancel"))
        self.go.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GAP, 3 * GAP, 3 * GAP, 2 * GAP)
        layout.setSpacing(2 * GAP)
        layout.addWidget(self.form)
        layout.addLayout(row(1, self.cancel, self.go))
        self.resize(420, self.sizeHint().height())
        self.go.clicked.connect(self._on_go)
        self.cancel.clicked.connect(self.reject)

    @Slot()
    def _on_go(self) -> None:
        name = self.name.text().strip()
        if not name:
            self._name_row.mark(_("A company needs a name."))
            return
        here = QLocale.system().name()
        locale = here if "_" in here else "en_GB"
        paper = "letter" if locale.endswith(("_US", "_CA", "_MX", "_PH")) else "a4"
        self.wanted.emit(CompanyInput(name, self.currency.currentText().strip().upper(), self.zone.currentText(), locale, paper))
        self.accept()
