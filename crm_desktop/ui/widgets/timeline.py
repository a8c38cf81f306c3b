"""One customer's timeline: a filter by kind, the list, and below it the whole of the chosen entry."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFrame, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import FollowUpState
from crm_desktop.core.kinds_of_trade import InvoiceKind
from crm_desktop.queries.escalations import ApprovalRow, EscalationRow
from crm_desktop.queries.follow_ups import FollowUpRow
from crm_desktop.queries.interactions import InteractionRow
from crm_desktop.queries.orders import OrderRow
from crm_desktop.queries.timeline import KINDS, Entry, entries, entry_id, first_entries, timeline_ids
from crm_desktop.queries.timeline_rows import InvoiceRow
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.models.record_table import RecordTableModel, Source
from crm_desktop.ui.models.timeline import timeline_column
from crm_desktop.ui.models.timeline_of_trade import DRAWN
from crm_desktop.ui.theme import GAP, TIMELINE_ROW_HEIGHT, sized
from crm_desktop.ui.widgets.basics import button, column, label, row
from crm_desktop.ui.widgets.record_view import RecordView

_FILTERS: dict[str, tuple[Entity, ...]] = {
    "": KINDS,
    Entity.INTERACTION.value: (Entity.INTERACTION,),
    Entity.CASE.value: (Entity.CASE, Entity.ESCALATION, Entity.APPROVAL, Entity.SURVEY_RESPONSE),
    Entity.ORDER.value: (Entity.ORDER,),
    Entity.PAYMENT.value: (Entity.PAYMENT, Entity.INVOICE, Entity.VOUCHER),
    Entity.RETURN.value: (Entity.RETURN, Entity.SHIPMENT),
    Entity.FOLLOW_UP.value: (Entity.FOLLOW_UP, Entity.APPOINTMENT, Entity.AGREEMENT),
}
_WITH_PAGE = (Entity.INTERACTION, Entity.ORDER, Entity.FOLLOW_UP, Entity.RETURN, Entity.APPOINTMENT, Entity.CASE, Entity.SURVEY_RESPONSE)
"""What opens as itself; what belongs to an order opens the order."""
_AGREED = (Entity.AGREEMENT, Entity.VOUCHER)
"""What has a tab beside the timeline."""
_LEAST_TEXT, _MOST_TEXT = 38, 86
"""Pixels of the chosen entry's text, at the usual size of text."""


def _filter_titles() -> dict[str, str]:
    return {
        "": _("Everything"),
        Entity.INTERACTION.value: _("Interactions"),
        Entity.CASE.value: _("Cases and surveys"),
        Entity.ORDER.value: _("Orders"),
        Entity.PAYMENT.value: _("Payments, invoices, vouchers"),
        Entity.RETURN.value: _("Parcels and returns"),
        Entity.FOLLOW_UP.value: _("Follow-ups, appointments, agreements"),
    }


class EntryList(QWidget):
    """Entries of some kinds of one customer, the latest first, and below them the whole of the chosen one."""

    done_wanted = Signal(int)
    """The id of a follow-up to complete."""
    agreed_wanted = Signal(object)
    """An entry that has its place in the tab of agreements."""
    chosen = Signal(object)
    """The entry that is read now; None for none."""

    def __init__(self, desk: Desk, kinds: tuple[Entity, ...], name: str, why_empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._why_empty = desk, why_empty
        self.setProperty("surface", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._customer = 0
        self._kinds = kinds
        self.model = RecordTableModel((timeline_column(desk.formats),), desk.jobs, self)
        self.list = RecordView(self.model, name, TIMELINE_ROW_HEIGHT)
        self.list.horizontalHeader().hide()
        self.list.setMinimumHeight(sized(TIMELINE_ROW_HEIGHT))
        self.none = label("", "soft", wrap=True)
        self.none.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 0)
        self.none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.reading = _Reading(desk)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self.none, 1)
        self._layout.addWidget(self.list, 1)
        self._layout.addWidget(self.reading)
        self.none.hide()
        self.list.current_changed.connect(self._on_current)
        self.list.opened.connect(self._on_opened)
        self.model.loaded.connect(self._on_loaded)
        self.reading.done_wanted.connect(self.done_wanted)
        self.reading.open_wanted.connect(self._go)

    def put_above(self, widget: QWidget) -> None:
        self._layout.insertWidget(0, widget)

    def put_below(self, widget: QWidget) -> None:
        self._layout.addWidget(widget)

    def show_customer(self, customer_id: int) -> None:
        """The same again reads it anew and keeps its place; another begins with the newest."""
        if customer_id != self._customer:
            self.list.choose(0)
            self.list.scrollToTop()
            self.reading.clear()
        self._customer = customer_id
        self.load()

    def choose(self, kind: Entity, record_id: int) -> None:
        self.list.choose(entry_id(kind, record_id))

    def take(self, change: Change) -> None:
        ids = frozenset(entry_id(kind, record_id) for kind in KINDS for record_id in change.of(kind))
        if any(kind in change.membership for kind in self._kinds):
            self.load()
        else:
            self.model.forget(ids)
        if self.list.chosen() in ids:
            self._on_current(self.list.chosen())

    def load(self) -> None:
        if not self._customer:
            self.model.clear()
            return
        customer, kinds = self._customer, self._kinds
        self.model.show(Source(_first(customer, kinds), partial(timeline_ids, customer, kinds), entries))

    @Slot(int)
    def _on_current(self, entry: int) -> None:
        if entry:
            self._desk.jobs.read(self, partial(entries, [entry]), self._read, newest="reading")

    def _read(self, found: dict[int, Entry]) -> None:
        for entry in found.values():
            self.reading.show_entry(entry)
            self.chosen.emit(entry)

    @Slot(int)
    def _on_opened(self, entry: int) -> None:
        self._desk.jobs.read(self, partial(entries, [entry]), self._open, newest="opening")

    def _open(self, found: dict[int, Entry]) -> None:
        for entry in found.values():
            self._go(entry)

    @Slot(object)
    def _go(self, entry: Entry) -> None:
        if entry.kind in _AGREED:
            self.agreed_wanted.emit(entry)
        else:
            _go(self._desk, entry)

    @Slot(int)
    def _on_loaded(self, count: int) -> None:
        self.none.setVisible(count == 0)
        self.none.setText(self._why_empty)
        self.list.setVisible(count > 0)
        if not count:
            self.reading.clear()
            self.chosen.emit(None)


class Timeline(EntryList):
    """Everything, or what a filter lets through."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        why_empty = _("Nothing here yet. Log the first contact with F2, or plan what comes next.")
        super().__init__(desk, KINDS, _("Timeline"), why_empty, parent)
        self.filter = QComboBox()
        self.filter.setAccessibleName(_("Which entries"))
        for name, title in _filter_titles().items():
            self.filter.addItem(title, name)
        self.filter.currentIndexChanged.connect(self._on_filter)
        self.filter.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        above = QWidget()
        above.setLayout(row(self.filter, margins=(2 * GAP, GAP, 2 * GAP, GAP)))
        self.put_above(above)

    def show_counts(self, found: Mapping[Entity, int]) -> None:
        for place, (name, title) in enumerate(_filter_titles().items()):
            count = sum(found[kind] for kind in _FILTERS[name])
            self.filter.setItemText(place, f"{title} ({self._desk.formats.number(count)})")

    def show_kind(self, name: str) -> None:
        """By the name of an entity; empty for everything."""
        self.filter.setCurrentIndex(self.filter.findData(name))

    @Slot(int)
    def _on_filter(self, _place: int) -> None:
        self._kinds = _FILTERS[self.filter.currentData()]
        self.load()


def _first(customer: int, kinds: tuple[Entity, ...]) -> partial[list[Entry]]:
    return partial(_first_entries, customer, kinds)


def _first_entries(customer: int, kinds: tuple[Entity, ...], limit: int) -> list[Entry]:
    return first_entries(customer, limit, kinds)


def _page_of(entry: Entry) -> tuple[str, int] | None:
    if entry.kind in _WITH_PAGE:
        return entry.kind.value, entry.record.id
    if isinstance(entry.record, EscalationRow | ApprovalRow) and entry.record.case_id is not None:
        return Entity.CASE.value, entry.record.case_id
    order: int | None = getattr(entry.record, "order_id", None)
    return None if order is None else (Entity.ORDER.value, order)


def _go(desk: Desk, entry: Entry) -> None:
    if isinstance(entry.record, InvoiceRow):
        desk.show_paper("credit-note" if entry.record.kind == InvoiceKind.CREDIT_NOTE else "invoice", entry.record.number)
    elif (place := _page_of(entry)) is not None:
        desk.go_to(*place)


class _Reading(QFrame):
    """The whole text of an entry, and what can be done with it."""

    done_wanted = Signal(int)
    open_wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._entry: Entry | None = None
        self.setProperty("surface", "status")
        self.title = label("", "strong", wrap=True)
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setAccessibleName(_("The chosen entry"))
        self.text.setMinimumHeight(sized(_LEAST_TEXT))
        self.text.setMaximumHeight(sized(_MOST_TEXT))
        self.text.setTabChangesFocus(True)
        self.done, self.open = button(_("Done …"), "check"), button(_("Open"), "arrow-right")
        self.setLayout(column(row(self.title, 1, self.done, self.open), self.text, margins=(2 * GAP, 10, 2 * GAP, 10)))
        self.done.clicked.connect(self._on_done)
        self.open.clicked.connect(self._on_open)
        self.hide()

    def clear(self) -> None:
        self._entry = None
        self.hide()

    def show_entry(self, entry: Entry) -> None:
        self._entry = entry
        self.title.setText(self._title(entry))
        text = self._text(entry)
        self.text.setPlainText(text)
        self.text.setVisible(bool(text))
        self.done.setVisible(isinstance(entry.record, FollowUpRow) and entry.record.state == FollowUpState.OPEN)
        self.open.setVisible(_page_of(entry) is not None or entry.kind in _AGREED)
        self.show()

    def _title(self, entry: Entry) -> str:
        record, formats = entry.record, self._desk.formats
        if (drawn := DRAWN.get(type(record))) is not None:
            return drawn.title(record, formats)
        if isinstance(record, InteractionRow):
            return " · ".join(filter(None, (record.number, formats.day_and_time(record.started_at), record.staff, record.order)))
        if isinstance(record, FollowUpRow):
            due = _("due {when}").format(when=formats.due(record.due_on, record.due_time))
            return " · ".join(filter(None, (record.number, due, record.owner, record.order)))
        assert isinstance(record, OrderRow)
        return f"{record.number} · {formats.day_and_time(record.ordered_at)}"

    def _text(self, entry: Entry) -> str:
        record = entry.record
        if (drawn := DRAWN.get(type(record))) is not None:
            return drawn.text(record, self._desk.formats)
        if isinstance(record, InteractionRow):
            return "\n".join(filter(None, (record.summary, record.notes)))
        if isinstance(record, FollowUpRow):
            return "\n".join(filter(None, (record.title, record.promise, record.outcome)))
        return ""

    @Slot()
    def _on_done(self) -> None:
        if self._entry is not None:
            self.done_wanted.emit(self._entry.record.id)

    @Slot()
    def _on_open(self) -> None:
        if self._entry is not None:
            self.open_wanted.emit(self._entry)
