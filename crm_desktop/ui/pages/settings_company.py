"""What the company is called, where it is, and what stands on its papers."""

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QLocale, QSize, QStandardPaths, Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QPixmap
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.rights import Right
from crm_desktop.exchange.reading_apart import Held
from crm_desktop.queries.settings import CompanyCard, company_card
from crm_desktop.services.attachments import file_input
from crm_desktop.services.company import change_company
from crm_desktop.services.company_logo import company_logo, remove_logo, set_logo
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.settings_entry import narrow, value_of
from crm_desktop.ui.file_copies import drawn
from crm_desktop.ui.pages.settings_form import FormSection
from crm_desktop.ui.pages.settings_section import Section
from crm_desktop.ui.places import CURRENCIES
from crm_desktop.ui.theme import sized
from crm_desktop.ui.widgets.basics import button, label, row, surface
from crm_desktop.ui.widgets.number_box import number_box
from crm_desktop.ui.widgets.zone_box import ZoneBox

_LINES_HEIGHT = 74
_PAPERS = {"a4": N_("A4"), "letter": N_("Letter")}
_LOGO_WIDTH, _LOGO_HEIGHT = 320, 160
_PICTURE = QSize(1600, 800)
"""Pixels: enough for it on any screen."""


class CompanySection(FormSection):
    name: ClassVar[str] = "company"
    title: ClassVar[str] = N_("Company")
    said: ClassVar[str] = N_("What stands on letters and invoices, and how days, numbers and money are written.")
    right: ClassVar[Right | None] = Right.EDIT_COMPANY
    terms: ClassVar[tuple[str, ...]] = (
        N_("Name"), N_("Address"), N_("Phone"), N_("E-mail"), N_("Tax number"), N_("Currency"), N_("Time zone"), N_("Paper"),
        N_("Numbers and days are written as in"), N_("Returns"), N_("Prices"),
    )  # fmt: skip

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._version = 0
        self.fields: dict[str, QWidget] = {}
        self._add("name", _("&Name"), QLineEdit())
        self._add("legal_name", _("&Full name in law"), QLineEdit(), _("As it is registered, where that is longer."))
        self._add("address", _("&Address"), _lines())
        self._add("phone", _("&Phone"), QLineEdit())
        self._add("email", _("&E-mail"), QLineEdit())
        self._add("tax_id", _("&Tax number"), QLineEdit(), _("Stands on invoices."))
        self._add("bank", _("&Bank account"), _lines(), _("Stands at the foot of letters and invoices."))
        self._add("currency", _("&Currency"), _choice({code: code for code in CURRENCIES}))
        self._add("prices_include_tax", _("Prices &include tax"), QCheckBox())
        self._add("return_window_days", _("Goods can be &returned for so many days"), number_box(0, 3650, 30))
        self._add(
            "call_target_seconds", _("A call should take at most so many &seconds"), number_box(0, 14_400, 0),
            _("With the work after it. 0: as long as it takes."),
        )  # fmt: skip
        self._add("zone", _("Ti&me zone"), narrow(ZoneBox()), _("Type a city: days and months are counted by the clocks there."))
        self._add(
            "locale",
            _("Numbers and &days are written as in"),
            _choice(_locales()),
            _("Such as 1,234.50 or 1.234,50; every page writes so at once."),
        )
        self._add("paper", _("Paper si&ze"), _choice(_PAPERS))
        self.begin()

    def read(self) -> CompanyCard:
        return company_card()

    def show_stored(self, stored: CompanyCard) -> None:
        self._version = stored.version
        for name, field in self.fields.items():
            _fill(field, getattr(stored, name))
        self.fields["currency"].setEnabled(self.may and not stored.has_orders)
        self.fields["currency"].setToolTip(_("It stays: there are orders in it.") if stored.has_orders else "")

    def saving(self, key: str) -> Callable[[], Change] | None:
        values = {name: value_of(field) for name, field in self.fields.items()}
        if not str(values["name"]).strip():
            self.form.rows[0].mark(_("A company needs a name."))
            return None
        before = dict(zip(self.fields, self._shown, strict=True))
        return partial(
            change_company, self._version, {name: values[name] for name in values if values[name] != before[name]}, self.desk.by, key
        )

    def _add(self, name: str, text: str, field: QWidget, said: str = "") -> None:
        self.fields[name] = field
        self.add_field(text, field, said)


class LogoSection(Section):
    name: ClassVar[str] = "logo"
    title: ClassVar[str] = N_("Logo")
    said: ClassVar[str] = N_(
        "A picture on letters, invoices and reports: PNG or JPEG, two megabytes at most. Drop one here, or choose a file."
    )
    right: ClassVar[Right | None] = Right.EDIT_COMPANY
    terms: ClassVar[tuple[str, ...]] = (N_("Letterhead"), N_("Picture"))

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.picture = label()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setMinimumSize(_LOGO_WIDTH, _LOGO_HEIGHT)
        self.none = label(_("There is no logo: papers show the company's name instead."), "soft", wrap=True)
        self.choose, self.remove = button(_("Choose a picture …"), "folder-open", "primary"), button(_("Remove it"), "x")
        # White in the dark too: so it will look on paper.
        self._sheet = surface("paper", row(self.picture, margins=(16, 16, 16, 16)))
        self.inside.addLayout(row(self.choose, self.remove, 1))
        self.inside.addLayout(row(self._sheet, 1))
        self.inside.addWidget(self.none)
        self.inside.addStretch(1)
        self.setAcceptDrops(self.may)
        self.choose.setEnabled(self.may)
        self.choose.clicked.connect(self._on_choose)
        self.remove.clicked.connect(self._on_remove)
        self.reload()

    def reload(self) -> None:
        self.desk.jobs.read(self, _drawn_logo, self._show, newest="logo", failed=self._on_refused)

    def start(self, term: str = "") -> None:
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self._on_file(url.toLocalFile())
                return

    def _show(self, image: QImage | None) -> None:
        there = image is not None
        if image is not None:
            pixmap = QPixmap.fromImage(image)
            size = pixmap.size().scaled(_LOGO_WIDTH, _LOGO_HEIGHT, Qt.AspectRatioMode.KeepAspectRatio)
            self.picture.setPixmap(pixmap.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation))
        self.picture.setAccessibleName(_("The company's logo"))
        self._sheet.setVisible(there)
        self.none.setVisible(not there)
        self.remove.setEnabled(self.may and there)

    @Slot()
    def _on_choose(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        dialog = QFileDialog(self, _("Choose a logo"), folder, _("Pictures ({files})").format(files="*.png *.jpg *.jpeg"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._on_file)
        dialog.open()

    @Slot(str)
    def _on_file(self, path: str) -> None:
        self.write(partial(_set_logo, path, self.desk))

    @Slot()
    def _on_remove(self) -> None:
        self.write(partial(remove_logo, self.desk.by))


def _drawn_logo() -> QImage | None:
    """In a worker."""
    content = company_logo()
    return None if content is None else drawn(Held(_("The logo"), content), _PICTURE)


def _set_logo(path: str, desk: Desk) -> Change:
    """Read in the writer's thread: a file may lie on a slow drive."""
    return set_logo(file_input(Path(path)), desk.by)


def _lines() -> QPlainTextEdit:
    made = QPlainTextEdit(tabChangesFocus=True)
    made.setFixedHeight(sized(_LINES_HEIGHT))
    return made


def _choice(words: dict[str, str]) -> QComboBox:
    made = narrow(QComboBox())
    for value, word in words.items():
        made.addItem(_(word), value)
    return made


def _fill(field: QWidget, value: Any) -> None:
    if isinstance(field, QCheckBox):
        field.setChecked(value)
    elif isinstance(field, QSpinBox):
        field.setValue(value)
    elif isinstance(field, QComboBox):
        if field.findData(value) < 0:
            field.addItem(value, value)
        field.setCurrentIndex(field.findData(value))
    elif isinstance(field, QPlainTextEdit):
        field.setPlainText(value)
    elif isinstance(field, QLineEdit):
        field.setText(value)


@cache
def _locales() -> dict[str, str]:
    """Every language and country there is."""
    every = QLocale.matchingLocales(QLocale.Language.AnyLanguage, QLocale.Script.AnyScript, QLocale.Country.AnyCountry)
    named = {
        each.name(): f"{QLocale.territoryToString(each.territory())} – {QLocale.languageToString(each.language())}"
        for each in every
        if each.name().count("_") == 1
    }
    return dict(sorted(named.items(), key=lambda item: item[1]))


AT_REST = (_locales,)
