"""The form of a customer: added or changed, with hints at who may be the same."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.dates import NEVER
from crm_desktop.core.errors import EditConflict
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import AddressKind, CustomerKind, CustomerStatus, PointKind
from crm_desktop.queries.customers import AddressRow, CustomerCard, customer_card
from crm_desktop.queries.duplicates import Duplicate, Likeness, likely_duplicates
from crm_desktop.services.customers import AddressInput, CustomerInput, PointInput, add_customer, change_customer, normal_value
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.theme import Tone
from crm_desktop.ui.widgets.points_editor import PointsEditor
from crm_desktop.ui.words import CUSTOMER_KINDS, STATUSES

_KEPT = ("legal_name", "salutation", "first_name", "last_name", "language", "preferred_channel", "do_not_contact")
"""Shown by the full form later; kept as they are until then."""


class CustomerDialog(FormDialog):
    def __init__(self, desk: Desk, card: CustomerCard | None, parent: QWidget | None = None) -> None:
        """`card` None: a new one."""
        title = _("Change {number}").format(number=card.number) if card else _("New customer")
        super().__init__(desk, title, _("Save"), parent)
        self._card = card
        self._is_hinting = False
        self._build(card)
        self.name.editingFinished.connect(self._look_for_same)
        self.points.edited.connect(self._look_for_same)
        if card is None:
            draft = self.keep_typing("new-customer", self._typed, self._retype)
            for line in self._lines().values():
                line.textEdited.connect(draft.touch)
            self.notes.textChanged.connect(draft.touch)
            self.points.edited.connect(draft.touch)
        self.fit(560)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def work(self) -> Callable[[], Change] | None:
        wanted = self.wanted()
        if not wanted.name.strip():
            self._name_row.mark(_("A customer needs a name."))
            return None
        if self._card is None:
            return partial(add_customer, wanted, self.desk.by, self.key)
        return partial(change_customer, self._card.id, self._card.version, wanted, self.desk.by, self.key)

    def said_after(self) -> str:
        return _("{name} was saved.").format(name=self.name.text().strip())

    def wanted(self) -> CustomerInput:
        card = self._card
        kept = {name: getattr(card, name) for name in _KEPT} if card else {}
        return CustomerInput(
            name=self.name.text(),
            kind=self.kind.currentData(),
            status=self.status.currentData(),
            best_time=self.best_time.text(),
            vip=self.vip.isChecked(),
            customer_since=(card.customer_since if card else None) or NEVER,
            notes=self.notes.toPlainText(),
            quick_facts=self.quick_facts.text(),
            points=self.points.wanted(),
            addresses=self._addresses(),
            **kept,
        )

    def _build(self, card: CustomerCard | None) -> None:
        self.name, self.kind, self.status = QLineEdit(), QComboBox(), QComboBox()
        for kind, word in CUSTOMER_KINDS.items():
            self.kind.addItem(_(word), kind)
        for status, word in STATUSES.items():
            if status != CustomerStatus.ANONYMISED:
                self.status.addItem(_(word), status)
        self.points = PointsEditor(card.points if card else ())
        self.street, self.postal_code, self.city, self.country = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self.best_time, self.quick_facts = QLineEdit(), QLineEdit()
        self.notes, self.vip = QPlainTextEdit(tabChangesFocus=True), QCheckBox(_("Very important customer"))
        self.notes.setFixedHeight(74)
        self._name_row = self.form.add_row(_("&Name"), self.name)
        self.form.beside((_("&Kind"), self.kind), (_("S&tatus"), self.status))
        self.form.add_row(_("&Phones and e-mails"), self.points)
        self.form.add_row(_("St&reet"), self.street)
        self.form.beside((_("Postal code"), self.postal_code), (_("&City"), self.city), (_("Countr&y, two letters"), self.country))
        self.form.beside((_("&Best time to call"), self.best_time), (_("&What to know at once"), self.quick_facts))
        self.form.add_row(_("N&otes"), self.notes)
        self.form.add(self.vip)
        self._fill(card)

    def _fill(self, card: CustomerCard | None) -> None:
        self.status.setCurrentIndex(self.status.findData(CustomerStatus.ACTIVE))
        if card is None:
            return
        self.name.setText(card.name)
        self.kind.setCurrentIndex(self.kind.findData(CustomerKind(card.kind)))
        self.status.setCurrentIndex(self.status.findData(CustomerStatus(card.status)))
        self.best_time.setText(card.best_time)
        self.quick_facts.setText(card.quick_facts)
        self.notes.setPlainText(card.notes)
        self.vip.setChecked(card.vip)
        for address in card.addresses[:1]:
            self.street.setText(address.lines.replace("\n", ", "))
            self.postal_code.setText(address.postal_code)
            self.city.setText(address.city)
            self.country.setText(address.country)

    def _lines(self) -> dict[str, QLineEdit]:
        return {
            "name": self.name, "street": self.street, "postal_code": self.postal_code, "city": self.city, "country": self.country,
            "best_time": self.best_time, "quick_facts": self.quick_facts,
        }  # fmt: skip

    def _typed(self) -> dict[str, str]:
        points = "\n".join(f"{point.kind} {point.value}" for point in self.points.wanted())
        lines = {name: line.text() for name, line in self._lines().items()}
        typed = {**lines, "notes": self.notes.toPlainText(), "points": points}
        return typed if any(typed.values()) else {}

    def _retype(self, typed: dict[str, str]) -> None:
        for name, line in self._lines().items():
            line.setText(typed.get(name, ""))
        self.notes.setPlainText(typed.get("notes", ""))
        for point in typed.get("points", "").splitlines():
            kind, _space, value = point.partition(" ")
            self.points.add(PointKind(kind), value)

    def _addresses(self) -> tuple[AddressInput, ...]:
        """The first is what the form shows; the others stay."""
        known = self._card.addresses if self._card else ()
        first = known[0] if known else None
        shown = AddressInput(
            lines=self._street_of(first),
            city=self.city.text(),
            region=first.region if first else "",
            postal_code=self.postal_code.text(),
            country=self.country.text().strip().upper() if len(self.country.text().strip()) == 2 else self.country.text(),
            kind=AddressKind(first.kind) if first else AddressKind.BILLING,
            id=first.id if first else None,
        )
        others = tuple(
            AddressInput(some.lines, some.city, some.region, some.postal_code, some.country, AddressKind(some.kind), some.id)
            for some in known[1:]
        )
        is_empty = not any((shown.lines, shown.city, shown.postal_code, shown.country))
        return others if is_empty else (shown, *others)

    def _street_of(self, known: AddressRow | None) -> str:
        """As it was stored while nobody touched it: the form shows several lines in one."""
        text = self.street.text()
        return known.lines if known and text == known.lines.replace("\n", ", ") else text

    @Slot()
    def _look_for_same(self) -> None:
        typed, but = self.country.text().strip().upper(), self._card.id if self._card else None
        country = typed if len(typed) == 2 else self.desk.formats.country
        work = partial(_same, self.name.text(), self.city.text(), self.points.wanted(), country, but)
        self.desk.jobs.read(self, work, self._show_same, newest="same")

    def _show_same(self, found: list[Duplicate]) -> None:
        if not found:
            if self._is_hinting:
                self.message.clear()
            self._is_hinting = False
            return
        self._is_hinting = True
        words = {Likeness.PHONE: _("the same phone"), Likeness.EMAIL: _("the same e-mail"), Likeness.NAME: _("a similar name")}
        first = found[0]
        said = _("{name} ({number}) has {what}. Is it the same customer?")
        said = said.format(name=first.name, number=first.number, what=words[first.likeness])
        self.message.say(said, Tone.WARN, (_("Open that one"), partial(self._go, first.id)))

    def _go(self, customer_id: int) -> None:
        self.reject()
        self.desk.go_to(Entity.CUSTOMER.value, customer_id)

    def _on_refused(self, error: Exception) -> None:
        super()._on_refused(error)
        if isinstance(error, EditConflict) and self._card is not None:
            self.desk.jobs.read(self, partial(customer_card, self._card.id), self._compare)

    def _compare(self, theirs: CustomerCard | None) -> None:
        """What is stored now stands below each field that differs; saving again is then on purpose."""
        if theirs is None or self._card is None:
            return
        fields = {"name": self.name, "best_time": self.best_time, "quick_facts": self.quick_facts}
        for row in self.form.rows:
            for name, field in fields.items():
                if row.field is field and getattr(theirs, name) != field.text():
                    row.mark(_("Stored now: {value}").format(value=getattr(theirs, name) or _("nothing")))
        self._card = theirs


def _same(name: str, city: str, points: tuple[PointInput, ...], country: str, but: int | None) -> list[Duplicate]:
    normals = [normal_value(point.kind, point.value, country) for point in points]
    return likely_duplicates(name, city, normals, but) if name.strip() or any(normals) else []
