"""Where a customer is: one part per address, each with what it is for."""

from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import AddressKind
from crm_desktop.queries.customer_form import AddressForm
from crm_desktop.services.customers import AddressInput
from crm_desktop.ui.focus import follow_the_eye
from crm_desktop.ui.theme import GAP, sized
from crm_desktop.ui.widgets.basics import button, column, label, row
from crm_desktop.ui.widgets.code_edit import countries, country_edit
from crm_desktop.ui.widgets.form import Form
from crm_desktop.ui.words import ADDRESS_KINDS

AddressValue = dict[str, Any]
"""As `AddressForm`, but `id` may be nothing: what JSON can hold."""
_TEXTS = ("label", "postal_code", "city", "region")


def address_of(stored: AddressForm) -> AddressValue:
    return stored._asdict()


def address_inputs(addresses: list[AddressValue]) -> tuple[AddressInput, ...]:
    return tuple(AddressInput(**{**each, "kind": AddressKind(each["kind"])}) for each in addresses)


class AddressPart(QFrame):
    removed = Signal(object)
    edited = Signal()

    def __init__(self, value: AddressValue) -> None:
        super().__init__()
        self._id = value["id"]
        self.setProperty("surface", "box")
        self.kind, self.lines, self.country = QComboBox(), QPlainTextEdit(tabChangesFocus=True), country_edit()
        for kind, word in ADDRESS_KINDS.items():
            self.kind.addItem(_(word), kind.value)
        self.kind.setCurrentIndex(self.kind.findData(value["kind"]))
        self.texts = {name: QLineEdit(value[name]) for name in _TEXTS}
        self.lines.setPlainText(value["lines"])
        self.lines.setFixedHeight(sized(58))
        self.country.show_code(value["country"])
        self.remove = button(_("Remove"), "x", "quiet", tip=_("Take this address away"))
        self.form = Form()
        self.form.beside((_("Used for"), self.kind), (_("Called"), self.texts["label"]))
        self.form.add_row(_("Street and number, further lines"), self.lines)
        self.form.beside((_("Postal code"), self.texts["postal_code"]), (_("City"), self.texts["city"]))
        self.form.beside((_("Region"), self.texts["region"]), (_("Country"), self.country))
        self.setLayout(column(self.form, row(1, self.remove), gap=GAP // 2, margins=(12, 12, 12, GAP)))
        self.setFocusProxy(self.lines)
        self.kind.currentIndexChanged.connect(self._on_edited)
        self.lines.textChanged.connect(self._on_edited)
        for line in (*self.texts.values(), self.country):
            line.textChanged.connect(self._on_edited)
        self.remove.clicked.connect(self._on_remove)

    def value(self) -> AddressValue:
        texts = {name: line.text().strip() for name, line in self.texts.items()}
        plain = {"lines": self.lines.toPlainText().strip(), "country": self.country.code()}
        return {"id": self._id, "kind": self.kind.currentData(), **texts, **plain}

    @Slot()
    def _on_edited(self) -> None:
        self.edited.emit()

    @Slot()
    def _on_remove(self) -> None:
        self.removed.emit(self)


class AddressesEditor(QWidget):
    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parts: list[AddressPart] = []
        self._box = QVBoxLayout()
        self._box.setSpacing(GAP)
        self.note = label(
            _("The first address is where the customer is: it stands in lists, and its country tells how phones are read."),
            "small",
            wrap=True,
        )
        self.more = button(_("Another address"), "plus", "quiet")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.note)
        outer.addLayout(self._box)
        outer.addLayout(row(self.more, 1))
        outer.addStretch(1)
        self.more.clicked.connect(self._on_more)
        self.show_addresses([])

    def addresses(self) -> list[AddressValue]:
        """Those that were left empty are none."""
        return [value for value in (part.value() for part in self.parts) if any(value[name] for name in (*_TEXTS, "lines", "country"))]

    def show_addresses(self, addresses: list[AddressValue]) -> None:
        """With nothing to show, an empty one."""
        for part in list(self.parts):
            self._drop(part)
        for value in addresses or [_empty(AddressKind.BILLING)]:
            self._add(value)

    def shown(self, addresses: list[AddressValue]) -> str:
        names = {each.code: each.name for each in countries()}
        places = [
            [each["label"], each["lines"].replace("\n", ", "), each["postal_code"], each["city"], each["region"]] for each in addresses
        ]
        lands = [names.get(each["country"], each["country"]) for each in addresses]
        return "\n".join(", ".join(filter(None, (*place, land))) for place, land in zip(places, lands, strict=True))

    def first(self) -> AddressValue:
        """Where the customer is."""
        return next(iter(self.addresses()), _empty(AddressKind.BILLING))

    def _add(self, value: AddressValue) -> AddressPart:
        part = AddressPart(value)
        self.parts.append(part)
        self._box.addWidget(part)
        part.removed.connect(self._on_removed)
        part.edited.connect(self.edited)
        return part

    def _drop(self, part: AddressPart) -> None:
        self.parts.remove(part)
        self._box.removeWidget(part)
        part.hide()
        part.deleteLater()

    @Slot()
    def _on_more(self) -> None:
        part = self._add(_empty(AddressKind.SHIPPING if self.parts else AddressKind.BILLING))
        part.show()
        follow_the_eye(self.window())
        part.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_removed(self, part: AddressPart) -> None:
        self._drop(part)
        self.more.setFocus()
        self.edited.emit()


def joined_addresses(theirs: list[AddressValue], mine: list[AddressValue]) -> list[AddressValue]:
    there = [_place(each) for each in theirs]
    return [*theirs, *({**each, "id": None} for each in mine if _place(each) not in there)]


def _place(value: AddressValue) -> AddressValue:
    return {name: text for name, text in value.items() if name != "id"}


def _empty(kind: AddressKind) -> AddressValue:
    return {"id": None, "kind": kind.value, "lines": "", "country": "", **dict.fromkeys(_TEXTS, "")}
