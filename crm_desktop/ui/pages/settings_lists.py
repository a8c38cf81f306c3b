"""The lists a company keeps for itself: channels, reasons, further fields, and who works there."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit

from crm_desktop.core.actors import Role
from crm_desktop.core.changes import Change
from crm_desktop.core.custom_values import CustomTable
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import ChannelKind, ReasonKind
from crm_desktop.core.kinds_of_trade import CustomFieldKind, ReturnReason
from crm_desktop.core.read_json import kept_list
from crm_desktop.core.rights import Right
from crm_desktop.queries.settings import (
    FieldRow,
    ListedRow,
    StaffRow,
    channel_rows,
    field_rows,
    reason_rows,
    return_reason_rows,
    staff_rows,
)
from crm_desktop.services.company import CHANNELS, StaffInput, add_channel, add_reason, add_staff, change_staff
from crm_desktop.services.company_lists import CompanyList, change_channel, change_reason
from crm_desktop.services.custom_fields import CustomFieldChange, CustomFieldInput, add_custom_field, change_custom_field
from crm_desktop.services.return_reasons import ReturnReasonInput, add_return_reason, change_return_reason
from crm_desktop.ui.dialogs.settings_entry import Ask, Values, narrow
from crm_desktop.ui.models.cells import Cell, Chip
from crm_desktop.ui.models.record_table import Column
from crm_desktop.ui.pages.settings_section import ListSection
from crm_desktop.ui.theme import TWO_LINES_HEIGHT, Tone, sized
from crm_desktop.ui.words import CHANNEL_ICONS
from crm_desktop.ui.words_of_trade import RETURN_REASONS

_CHOICES_HEIGHT = 96
CHANNEL_KINDS = {kind: name for name, kind in CHANNELS}
REASON_KINDS = {
    ReasonKind.ORDER: N_("About an order"),
    ReasonKind.DELIVERY: N_("About a delivery"),
    ReasonKind.RETURN: N_("About a return"),
    ReasonKind.BILLING: N_("About an invoice"),
    ReasonKind.PRODUCT: N_("About a product"),
    ReasonKind.TECHNICAL: N_("Technical help"),
    ReasonKind.COMPLAINT: N_("A complaint"),
    ReasonKind.ACCOUNT: N_("About an account"),
    ReasonKind.FEEDBACK: N_("Feedback"),
    ReasonKind.OTHER: N_("Something else"),
}
FIELD_KINDS = {
    CustomFieldKind.TEXT: N_("Text"),
    CustomFieldKind.NUMBER: N_("Number"),
    CustomFieldKind.DAY: N_("Day"),
    CustomFieldKind.YES_NO: N_("Yes or no"),
    CustomFieldKind.CHOICE: N_("One of several choices"),
}
EXTENDED = {
    CustomTable.CUSTOMER: N_("Customers"),
    CustomTable.CONTACT: N_("Contacts"),
    CustomTable.PRODUCT: N_("Products"),
    CustomTable.ORDER: N_("Orders"),
    CustomTable.INTERACTION: N_("Interactions"),
    CustomTable.CASE: N_("Cases"),
}
EXTENDED_TABLES = {"sales_order": CustomTable.ORDER, "support_case": CustomTable.CASE}
"""Where a table is called otherwise than its records."""
ROLES = {
    Role.OWNER: N_("Owner: everything"),
    Role.SUPERVISOR: N_("Supervisor: daily work, products, stock, reports, import and export"),
    Role.REPRESENTATIVE: N_("Representative: daily work"),
    Role.AUDITOR: N_("Auditor: looks and exports, changes nothing"),
}
ROLE_NAMES = {
    Role.OWNER: N_("Owner"),
    Role.SUPERVISOR: N_("Supervisor"),
    Role.REPRESENTATIVE: N_("Representative"),
    Role.AUDITOR: N_("Auditor"),
}


class ChannelsSection(ListSection):
    name: ClassVar[str] = "channels"
    title: ClassVar[str] = N_("Channels")
    said: ClassVar[str] = N_("How people reach you. Names are yours; each channel is of a fixed kind, which figures count.")
    right: ClassVar[Right | None] = Right.EDIT_COMPANY
    terms: ClassVar[tuple[str, ...]] = tuple(name for name, _kind in CHANNELS)
    add_title: ClassVar[str] = N_("Add a channel")
    which: ClassVar[CompanyList | None] = CompanyList.CHANNELS

    def columns(self) -> tuple[Column, ...]:
        return Column(_("Name"), _channel_name), Column(_("Kind"), _channel_kind, 180), Column("", retired, 110)

    def read(self) -> Sequence[ListedRow]:
        return channel_rows()

    def asks(self, entry: ListedRow | None) -> tuple[Ask, ...]:
        return listed_asks(entry, CHANNEL_KINDS)

    def saving(self, values: Values, entry: ListedRow | None, key: str) -> Callable[[], Change]:
        if entry is None:
            return partial(add_channel, values["name"], values["kind"], self.desk.by, key)
        return partial(change_channel, entry.id, entry.version, values["name"], values["active"], self.desk.by, key)

    def turning(self, entry: ListedRow) -> Callable[[], Change]:
        return partial(change_channel, entry.id, entry.version, entry.name, not entry.active, self.desk.by)


class ReasonsSection(ListSection):
    name: ClassVar[str] = "reasons"
    title: ClassVar[str] = N_("Reasons for contact")
    said: ClassVar[str] = N_("Why people get in touch. A reason may belong to another; earlier contacts keep theirs.")
    right: ClassVar[Right | None] = Right.EDIT_COMPANY
    terms: ClassVar[tuple[str, ...]] = (N_("Topics"), *REASON_KINDS.values())
    add_title: ClassVar[str] = N_("Add a reason")
    which: ClassVar[CompanyList | None] = CompanyList.REASONS

    def columns(self) -> tuple[Column, ...]:
        return Column(_("Name"), _reason_name), Column(_("Kind"), _reason_kind, 180), Column("", retired, 110)

    def read(self) -> Sequence[ListedRow]:
        return reason_rows()

    def among(self, entry: ListedRow) -> object:
        return entry.parent

    def asks(self, entry: ListedRow | None) -> tuple[Ask, ...]:
        asks = listed_asks(entry, REASON_KINDS)
        if entry is not None:
            return asks
        parent = QComboBox()
        parent.addItem(_("Nothing: it stands for itself"), None)
        for each in self.entries:
            if not each.parent and each.active:
                parent.addItem(each.name, each.id)
        return (*asks, Ask("parent", _("&Belongs to"), parent))

    def saving(self, values: Values, entry: ListedRow | None, key: str) -> Callable[[], Change]:
        if entry is None:
            return partial(add_reason, values["name"], values["kind"], self.desk.by, values["parent"], key)
        return partial(change_reason, entry.id, entry.version, values["name"], values["active"], self.desk.by, key)

    def turning(self, entry: ListedRow) -> Callable[[], Change]:
        return partial(change_reason, entry.id, entry.version, entry.name, not entry.active, self.desk.by)


class ReturnReasonsSection(ListSection):
    name: ClassVar[str] = "return-reasons"
    title: ClassVar[str] = N_("Reasons for returns")
    said: ClassVar[str] = N_("Why goods come back, in your words. A new name shows on earlier returns too.")
    right: ClassVar[Right | None] = Right.EDIT_COMPANY
    terms: ClassVar[tuple[str, ...]] = tuple(RETURN_REASONS.values())
    add_title: ClassVar[str] = N_("Add a reason")
    which: ClassVar[CompanyList | None] = CompanyList.RETURN_REASONS

    def columns(self) -> tuple[Column, ...]:
        return Column(_("Name"), _reason_name), Column(_("Counts as"), _return_kind, 200), Column("", retired, 110)

    def read(self) -> Sequence[ListedRow]:
        return return_reason_rows()

    def asks(self, entry: ListedRow | None) -> tuple[Ask, ...]:
        return listed_asks(entry, RETURN_REASONS)

    def saving(self, values: Values, entry: ListedRow | None, key: str) -> Callable[[], Change]:
        if entry is None:
            return partial(add_return_reason, values["name"], ReturnReason(values["kind"]), self.desk.by, key)
        return self._changed(entry, values["name"], values["active"], key)

    def turning(self, entry: ListedRow) -> Callable[[], Change]:
        return self._changed(entry, entry.name, not entry.active, None)

    def _changed(self, entry: ListedRow, name: str, active: bool, key: str | None) -> Callable[[], Change]:
        wanted = ReturnReasonInput(name, entry.position, active)
        return partial(change_return_reason, entry.id, entry.version, wanted, self.desk.by, key)


class FieldsSection(ListSection):
    name: ClassVar[str] = "fields"
    title: ClassVar[str] = N_("Further fields")
    said: ClassVar[str] = N_(
        "What you want to keep besides the usual: a contract number, a size, a delivery note. They are in forms, lists and files."
    )
    right: ClassVar[Right | None] = Right.EDIT_COMPANY
    terms: ClassVar[tuple[str, ...]] = (N_("Custom fields"), *EXTENDED.values())
    nothing: ClassVar[str] = N_("There are no further fields yet.")
    add_title: ClassVar[str] = N_("Add a field")
    which: ClassVar[CompanyList | None] = CompanyList.CUSTOM_FIELDS

    def columns(self) -> tuple[Column, ...]:
        return (
            Column(_("Field"), _field_label), Column(_("Of"), _field_table, 130), Column(_("Kind"), _field_kind, 170),
            Column("", retired, 110),
        )  # fmt: skip

    def read(self) -> Sequence[FieldRow]:
        return field_rows()

    def among(self, entry: FieldRow) -> object:
        return entry.table

    def asks(self, entry: FieldRow | None) -> tuple[Ask, ...]:
        label = QLineEdit(entry.label if entry else "")
        choices = QPlainTextEdit("\n".join(kept_list(entry.choices)) if entry else "", tabChangesFocus=True)
        choices.setFixedHeight(sized(_CHOICES_HEIGHT))
        table = chooser(EXTENDED, table_of(entry) if entry else CustomTable.CUSTOMER, fixed=entry is not None)
        kind = chooser(FIELD_KINDS, CustomFieldKind(entry.kind) if entry else CustomFieldKind.TEXT, fixed=entry is not None)
        kind.currentIndexChanged.connect(partial(_allow_choices, kind, choices))
        _allow_choices(kind, choices)
        asks = (
            Ask("label", _("What is it &called?"), label, _("A field needs a name.")), Ask("table", _("&Of which records?"), table),
            Ask("kind", _("What goes &in?"), kind, said=_("It stays: values are entered under it.") if entry is None else ""),
            Ask(
                "choices", _("C&hoices, one a line"), choices,
                said=_("Only for one of several choices. Records keep a value that is taken away here."),
            ),
        )  # fmt: skip
        if entry is None:
            return asks
        return (*asks, Ask("active", _("It is in use"), ticked(entry.active)))

    def saving(self, values: Values, entry: FieldRow | None, key: str) -> Callable[[], Change]:
        lines = values["choices"].splitlines() if values["kind"] == CustomFieldKind.CHOICE else []
        choices = tuple(line.strip() for line in lines if line.strip())
        if entry is None:
            wanted = CustomFieldInput(values["table"], values["label"], values["label"], values["kind"], choices)
            return partial(add_custom_field, wanted, self.desk.by, key)
        changed = CustomFieldChange(values["label"], choices, entry.position, values["active"])
        return partial(change_custom_field, entry.id, entry.version, changed, self.desk.by, key)

    def turning(self, entry: FieldRow) -> Callable[[], Change]:
        changed = CustomFieldChange(entry.label, tuple(kept_list(entry.choices)), entry.position, not entry.active)
        return partial(change_custom_field, entry.id, entry.version, changed, self.desk.by)


class StaffSection(ListSection):
    name: ClassVar[str] = "staff"
    title: ClassVar[str] = N_("People")
    said: ClassVar[str] = N_("Who works here, and what each may do. Whoever leaves is retired: what they did keeps their name.")
    right: ClassVar[Right | None] = Right.EDIT_STAFF
    terms: ClassVar[tuple[str, ...]] = (N_("Staff"), N_("Colleagues"), N_("Roles"), N_("Rights"), N_("Login"))
    add_title: ClassVar[str] = N_("Add a colleague")
    row_height: ClassVar[int] = TWO_LINES_HEIGHT

    def columns(self) -> tuple[Column, ...]:
        return (
            Column(_("Name"), _staff_name), Column(_("Login"), _login, 130), Column(_("Role"), _role, 150),
            Column("", retired, 110),
        )  # fmt: skip

    def read(self) -> Sequence[StaffRow]:
        return staff_rows()

    def asks(self, entry: StaffRow | None) -> tuple[Ask, ...]:
        texts = {name: QLineEdit(getattr(entry, name) if entry else "") for name in ("name", "login", "initials", "email")}
        role = chooser(ROLES, Role(entry.role) if entry else Role.REPRESENTATIVE)
        asks = (
            Ask("name", _("&Name"), texts["name"], _("A colleague needs a name.")),
            Ask("login", _("&Login"), texts["login"], _("A colleague needs a login."), _("A short name of their own, such as nancy.")),
            Ask("role", _("&Role"), role),
            Ask("initials", _("&Initials"), texts["initials"], said=_("Empty: taken from the name.")),
            Ask("email", _("&E-mail"), texts["email"]),
        )
        return asks if entry is None else (*asks, Ask("active", _("Works here"), ticked(entry.active)))

    def saving(self, values: Values, entry: StaffRow | None, key: str) -> Callable[[], Change]:
        wanted = StaffInput(values["name"], values["login"], values["role"], values["initials"], values["email"])
        if entry is None:
            return partial(add_staff, wanted, self.desk.by, key)
        return partial(change_staff, entry.id, entry.version, wanted, values["active"], self.desk.by, key)

    def turning(self, entry: StaffRow) -> Callable[[], Change]:
        wanted = StaffInput(entry.name, entry.login, Role(entry.role), entry.initials, entry.email)
        return partial(change_staff, entry.id, entry.version, wanted, not entry.active, self.desk.by)


def chooser(words: Mapping[Any, str], chosen: Any, *, fixed: bool = False) -> QComboBox:
    """`fixed`: shown, and not to be changed."""
    made = narrow(QComboBox())
    for value, word in words.items():
        made.addItem(_(word), value)
    made.setCurrentIndex(max(made.findData(chosen), 0))
    made.setEnabled(not fixed)
    return made


def _allow_choices(kind: QComboBox, choices: QPlainTextEdit, _place: int = 0) -> None:
    choices.setEnabled(kind.currentData() == CustomFieldKind.CHOICE)


def ticked(on: bool) -> QCheckBox:
    made = QCheckBox()
    made.setChecked(on)
    return made


def retired(entry: Any) -> Cell:
    return Cell() if entry.active else Cell(chips=(Chip(_("Retired")),))


def table_of(entry: FieldRow) -> CustomTable:
    return EXTENDED_TABLES.get(entry.table) or CustomTable(entry.table)


def listed_asks(entry: ListedRow | None, kinds: Mapping[Any, str]) -> tuple[Ask, ...]:
    name = QLineEdit(entry.name if entry else "")
    kind = chooser(kinds, entry.kind if entry else next(iter(kinds)), fixed=entry is not None)
    said = _("The kind stays: figures of the past count it.") if entry else _("What rules and figures take it for. It stays.")
    asks = Ask("name", _("&Name"), name, _("A name is needed.")), Ask("kind", _("&Kind"), kind, said=said)
    return asks if entry is None else (*asks, Ask("active", _("It is offered"), ticked(entry.active)))


def _channel_name(entry: ListedRow) -> Cell:
    return Cell(entry.name, icon=CHANNEL_ICONS[ChannelKind(entry.kind)], soft=not entry.active)


def _channel_kind(entry: ListedRow) -> Cell:
    return Cell(_(CHANNEL_KINDS[ChannelKind(entry.kind)]), soft=True)


def _reason_name(entry: ListedRow) -> Cell:
    return Cell(f"{entry.parent} › {entry.name}" if entry.parent else entry.name, soft=not entry.active)


def _reason_kind(entry: ListedRow) -> Cell:
    return Cell(_(REASON_KINDS[ReasonKind(entry.kind)]), soft=True)


def _return_kind(entry: ListedRow) -> Cell:
    return Cell(_(RETURN_REASONS[ReturnReason(entry.kind)]), soft=True)


def _field_label(entry: FieldRow) -> Cell:
    return Cell(entry.label, soft=not entry.active, aside=entry.name if entry.name != entry.label else "")


def _field_table(entry: FieldRow) -> Cell:
    return Cell(_(EXTENDED[table_of(entry)]), soft=True)


def _field_kind(entry: FieldRow) -> Cell:
    return Cell(_(FIELD_KINDS[CustomFieldKind(entry.kind)]), soft=True)


def _staff_name(entry: StaffRow) -> Cell:
    return Cell(entry.name, entry.email, soft=not entry.active)


def _login(entry: StaffRow) -> Cell:
    return Cell(entry.login, soft=True)


def _role(entry: StaffRow) -> Cell:
    return Cell(chips=(Chip(_(ROLE_NAMES[Role(entry.role)]), Tone.INFO if entry.role == Role.OWNER else Tone.PLAIN),))
