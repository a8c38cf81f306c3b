"""Who is on the line, at a glance: where they are, what to know at once, what is open for them, and the latest of their timeline."""

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from crm_desktop.core.changes import Entity
from crm_desktop.core.i18n import _
from crm_desktop.queries.callers import Glance, glance
from crm_desktop.queries.customers import CustomerCard, customer_card
from crm_desktop.queries.timeline import Entry, entries
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.models.cells import Heading
from crm_desktop.ui.models.record_table import RecordTableModel, source_of
from crm_desktop.ui.models.timeline import timeline_column
from crm_desktop.ui.theme import FINDER_HEADING_HEIGHT, GAP, TIMELINE_ROW_HEIGHT, sized, theme
from crm_desktop.ui.widgets.avatar import Avatar
from crm_desktop.ui.widgets.basics import button, column, label, row, surface
from crm_desktop.ui.widgets.record_view import RecordView

_WITH_PAGE = (Entity.INTERACTION, Entity.ORDER, Entity.FOLLOW_UP, Entity.RETURN)
"""What opens as itself; what belongs to an order opens the order."""


class CallerCard(QFrame):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._customer, self._is_new = 0, False
        self.setProperty("surface", "box")
        self.avatar = Avatar(36)
        self.name, self.line = label("", "heading", wrap=True), label("", "soft", wrap=True)
        self.quick_facts = label("", wrap=True)
        self.open = button("", "arrow-right", "quiet", tip=_("Everything about this customer"))
        self.model = RecordTableModel((timeline_column(desk.formats),), desk.jobs, self)
        self.list = RecordView(self.model, _("At a glance"), TIMELINE_ROW_HEIGHT)
        self.model.setParent(self.list)
        self.list.horizontalHeader().hide()
        self.nobody = label(_("Nobody chosen yet. What is typed above is noted as the caller if it is nobody we know."), "soft", wrap=True)
        self.nobody.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        self.nobody.setAlignment(Qt.AlignmentFlag.AlignTop)
        head = row(self.avatar, column(self.name, self.line, gap=2), self.open, gap=12)
        head.setStretch(1, 1)
        self._is_hidden = False
        self.nothing = label(_("Nothing happened with them before."), "soft", wrap=True)
        self.nothing.setContentsMargins(2 * GAP, 12, 2 * GAP, 0)
        self.nothing.hide()
        self.locked = label(_("What is known of them is shown once they are verified."), "soft", wrap=True)
        self.locked.hide()
        above = column(head, self.locked, self.quick_facts, margins=(2 * GAP, 2 * GAP, 2 * GAP, 12))
        self._somebody = QWidget()
        whole = column(above, surface("line"), self.nothing, self.list, gap=0, margins=(1, 0, 1, GAP))
        whole.setStretch(3, 1)
        self._somebody.setLayout(whole)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.nobody)
        layout.addWidget(self._somebody)
        self.open.clicked.connect(self._on_open)
        self.list.opened.connect(self._on_opened)
        self.model.loaded.connect(self._on_loaded)
        self._show(None)

    def show_customer(self, customer_id: int) -> None:
        """0: nobody. The same again reads it anew."""
        self._customer = customer_id
        if customer_id:
            self._desk.jobs.read(self, partial(customer_card, customer_id), self._show, newest="card")
            self._desk.jobs.read(self, partial(glance, customer_id), self._show_glance, newest="glance")
        else:
            self._show(None)

    def hide_data(self, *, hidden: bool) -> None:
        """Who it may be is shown, and nothing of what is known of them."""
        for part in (self.line, self.list, self.open):
            part.setVisible(not hidden)
        self.quick_facts.setVisible(not hidden and bool(self.quick_facts.text()))
        self.nothing.setVisible(not hidden and self._is_new)
        self.locked.setVisible(hidden)
        self._is_hidden = hidden

    def reload(self) -> None:
        if self._customer:
            self.show_customer(self._customer)

    def _show(self, card: CustomerCard | None) -> None:
        self.nobody.setVisible(card is None)
        self._somebody.setVisible(card is not None)
        if card is None:
            self.model.clear()
            return
        self.avatar.show_name(card.name)
        self.name.setText(card.name or _("(no name)"))
        person = card.contacts[0].name if card.contacts else ""
        self.line.setText(" · ".join(filter(None, (person, card.place, card.number))))
        self.quick_facts.setText("\n".join(filter(None, (card.quick_facts, card.best_time))))
        self.hide_data(hidden=self._is_hidden)

    def _show_glance(self, found: Glance) -> None:
        rows: list[Entry | Heading] = []
        for place, (title, group) in enumerate(((_("Open"), found.open), (_("Before"), found.latest)), start=1):
            if group:
                rows += [Heading(-place, title, self._desk.formats.number(len(group)) if place == 1 else ""), *group]
        self._is_new = not rows
        self.nothing.setVisible(self._is_new and not self._is_hidden)
        self.model.show(source_of(rows))

    @Slot(int)
    def _on_loaded(self, count: int) -> None:
        """Headings need less room than what stands below them."""
        heading, usual = sized(FINDER_HEADING_HEIGHT + GAP), theme().row_height(TIMELINE_ROW_HEIGHT)
        for place in range(count):
            self.list.setRowHeight(place, heading if self.model.id_at(place) < 0 else usual)

    @Slot()
    def _on_open(self) -> None:
        self._desk.go_to(Entity.CUSTOMER.value, self._customer)

    @Slot(int)
    def _on_opened(self, entry: int) -> None:
        self._desk.jobs.read(self, partial(entries, [entry]), self._go, newest="opening")

    def _go(self, found: dict[int, Entry]) -> None:
        for entry in found.values():
            order: int | None = getattr(entry.record, "order_id", None)
            if entry.kind in _WITH_PAGE:
                self._desk.go_to(entry.kind.value, entry.record.id)
            elif order is not None:
                self._desk.go_to(Entity.ORDER.value, order)
