"""The pages of a customer's form: who it is, where, which people, what they wish, and what else the company keeps."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from crm_desktop.core.custom_values import Definition
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import ChannelKind, CustomerKind, CustomerStatus
from crm_desktop.queries.desk import Choice
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.theme import GAP, sized
from crm_desktop.ui.widgets.basics import column, label, offer
from crm_desktop.ui.widgets.birthday_edit import BirthdayEdit
from crm_desktop.ui.widgets.code_edit import language_edit
from crm_desktop.ui.widgets.consents_editor import ConsentsEditor
from crm_desktop.ui.widgets.custom_fields_editor import CustomFieldsEditor
from crm_desktop.ui.widgets.day_edit import DayEdit
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.form import Form, FormRow
from crm_desktop.ui.widgets.notes_edit import NoteLine, NotesEdit
from crm_desktop.ui.widgets.points_editor import PointsEditor
from crm_desktop.ui.widgets.tags_editor import TagsEditor
from crm_desktop.ui.words import CHANNEL_KINDS, CUSTOMER_KINDS
from crm_desktop.ui.words_of_customers import STATUSES

_NOTES_HEIGHT = 74


class WhoPage(Form):
    """A person goes by first and last name, a company by its name; both can be reached."""

    def __init__(self, desk: Desk, rows: list[FormRow]) -> None:
        super().__init__(rows=rows)
        self.name, self.kind, self.status, self.vip = QLineEdit(), QComboBox(), QComboBox(), QCheckBox(_("Very important customer"))
        for kind, word in CUSTOMER_KINDS.items():
            self.kind.addItem(_(word), kind.value)
        for status, word in STATUSES.items():
            if status != CustomerStatus.ANONYMISED:
                self.status.addItem(_(word), status.value)
        self.status.setCurrentIndex(self.status.findData(CustomerStatus.ACTIVE.value))
        self.legal_name, self.tax_id = QLineEdit(), QLineEdit()
        self.salutation, self.first_name, self.last_name = QLineEdit(), QLineEdit(), QLineEdit()
        self.birthday, self.points, self.tags = BirthdayEdit(desk.formats), PointsEditor(desk), TagsEditor()
        self.quick_facts, self.notes = NoteLine(), NotesEdit()
        self.notes.setFixedHeight(sized(_NOTES_HEIGHT))
        self._composed = ""
        self._build()
        self.kind.currentIndexChanged.connect(self._suit_kind)
        self.first_name.textEdited.connect(self._compose)
        self.last_name.textEdited.connect(self._compose)
        self._suit_kind()

    @property
    def is_person(self) -> bool:
        return bool(self.kind.currentData() == CustomerKind.PERSON)

    def start(self) -> QLineEdit:
        """The field to begin with."""
        return self.first_name if self.is_person else self.name

    def remember_name(self) -> None:
        """A name that is first and last name goes on following them."""
        self._composed = self._first_and_last()

    def _build(self) -> None:
        people = self.beside((_("Salutation"), self.salutation), (_("&First name"), self.first_name), (_("&Last name"), self.last_name))
        self.name_row = self.add_row(_("&Name"), self.name)
        of_company = self.beside((_("&Legal name, where it is another"), self.legal_name), (_("Ta&x id"), self.tax_id))
        self.kind_row, _status, vip = self.beside((_("&Kind"), self.kind), (_("S&tatus"), self.status), ("", self.vip))
        vip.label.setText(" ")
        self.birthday_row = self.add_row(_("&Birthday"), self.birthday)
        self.add_row(_("&Phones and e-mails"), self.points)
        _facts, self.tags_row = self.beside((_("&What to know at once"), self.quick_facts), (_("Ta&gs"), self.tags))
        self.add_row(_("N&otes"), self.notes)
        self.add(QWidget(), 1)
        self._of_person, self._of_company = [*people, self.birthday_row], of_company

    @Slot()
    def _suit_kind(self) -> None:
        """Only what makes sense of a person or of a company; what was typed into the others stays."""
        for row in self._of_person:
            offer(row, wanted=self.is_person)
        for row in self._of_company:
            offer(row, wanted=not self.is_person)
        self.name_row.label.setText(_("&Name, as it stands in lists") if self.is_person else _("&Name"))

    @Slot()
    def _compose(self) -> None:
        composed = self._first_and_last()
        if self.name.text().strip() in ("", self._composed):
            self.name.setText(composed)
        self._composed = composed

    def _first_and_last(self) -> str:
        return " ".join(filter(None, (self.first_name.text().strip(), self.last_name.text().strip())))


class NotToBeSent(QWidget):
    """The ways somebody does not want to hear from us."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes = {kind: QCheckBox(_(word)) for kind, word in CHANNEL_KINDS.items() if kind != ChannelKind.OTHER}
        self.setLayout(column(flowing(*self.boxes.values(), gap=GAP)))
        self._others: list[str] = []
        for box in self.boxes.values():
            box.toggled.connect(self._on_edited)
        self.setFocusProxy(next(iter(self.boxes.values())))

    def kinds(self) -> list[str]:
        return [*(kind.value for kind, box in self.boxes.items() if box.isChecked()), *self._others]

    def show_kinds(self, kinds: list[str]) -> None:
        self._others = [kind for kind in kinds if kind not in {each.value for each in self.boxes}]
        for kind, box in self.boxes.items():
            box.setChecked(kind.value in kinds)

    def shown(self, kinds: list[str]) -> str:
        return ", ".join(_(CHANNEL_KINDS[ChannelKind(kind)]) for kind in kinds)

    @Slot()
    def _on_edited(self) -> None:
        self.edited.emit()


class WishesPage(Form):
    """How somebody likes to be reached, how not, and what they agreed to."""

    def __init__(self, desk: Desk, rows: list[FormRow]) -> None:
        super().__init__(rows=rows)
        self.channel, self.language, self.best_time = QComboBox(), language_edit(), QLineEdit()
        self.channel.addItem("", "")
        for kind, word in CHANNEL_KINDS.items():
            self.channel.addItem(_(word), kind.value)
        self.not_by, self.consents = NotToBeSent(), ConsentsEditor(desk.formats, rows)
        self.beside((_("&Reached best by"), self.channel), (_("Lan&guage"), self.language), (_("&Best time"), self.best_time))
        self.add_row(_("&Must not be contacted by"), self.not_by)
        self.add(label(_("Consents"), "heading"))
        self.add(self.consents)
        self.add(QWidget(), 1)


class MorePage(Form):
    """Who looks after the customer, money, and the fields the company added."""

    def __init__(self, desk: Desk, rows: list[FormRow]) -> None:
        super().__init__(rows=rows)
        self.owner, self.limit, self.since, self.custom = QComboBox(), QLineEdit(), DayEdit(desk.formats), CustomFieldsEditor(desk.formats)
        self.owner.addItem(_("nobody in particular"), None)
        currency = _("Credit limit ({currency})").format(currency=desk.formats.currency)
        _owner, self.limit_row, self.since_row = self.beside(
            (_("Looked &after by"), self.owner), (currency, self.limit), (_("Customer &since"), self.since)
        )
        self._own = Form(rows=rows)
        self._none = label(_("Fields of your own, such as a route or a contract number, are added in the settings."), "soft", wrap=True)
        self.add(self._own)
        self.add(self._none)
        self.add(self.custom)
        self.add(QWidget(), 1)

    def offer(self, staff: tuple[Choice, ...]) -> None:
        for person in staff:
            if self.owner.findData(person.id) < 0:
                self.owner.addItem(person.name, person.id)

    def make_fields(self, definitions: tuple[Definition, ...]) -> None:
        offer(self._none, wanted=not definitions)
        self.custom.make(definitions, self._own)
