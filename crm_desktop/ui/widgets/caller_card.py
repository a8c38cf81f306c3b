"""Who is on the line, at a glance: where they are, what to know at once, and the latest of their timeline."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.queries.customers import CustomerCard, customer_card
from crm_desktop.queries.timeline import entries, first_entries, timeline_ids
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.models.record_table import RecordTableModel, Source
from crm_desktop.ui.models.timeline import timeline_column
from crm_desktop.ui.theme import GAP, TIMELINE_ROW_HEIGHT
from crm_desktop.ui.widgets.avatar import Avatar
from crm_desktop.ui.widgets.basics import column, label, row, surface
from crm_desktop.ui.widgets.record_view import RecordView


class CallerCard(QFrame):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setProperty("surface", "box")
        self.avatar = Avatar(36)
        self.name, self.line = label("", "heading", wrap=True), label("", "soft", wrap=True)
        self.quick_facts = label("", wrap=True)
        self.model = RecordTableModel((timeline_column(desk.formats),), desk.jobs, self)
        self.list = RecordView(self.model, _("At a glance"), TIMELINE_ROW_HEIGHT)
        self.list.horizontalHeader().hide()
        self.nobody = label(_("Nobody chosen yet. What is typed above is noted as the caller if it is nobody we know."), "soft", wrap=True)
        self.nobody.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        self.nobody.setAlignment(Qt.AlignmentFlag.AlignTop)
        head = row(self.avatar, column(self.name, self.line, gap=2), gap=12)
        head.setStretch(1, 1)
        above = column(head, self.quick_facts, margins=(2 * GAP, 2 * GAP, 2 * GAP, 12))
        self._somebody = QWidget()
        whole = column(above, surface("line"), self.list, gap=0, margins=(1, 0, 1, GAP))
        whole.setStretch(2, 1)
        self._somebody.setLayout(whole)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.nobody)
        layout.addWidget(self._somebody)
        self._show(None)

    def show_customer(self, customer_id: int) -> None:
        """0: nobody."""
        if customer_id:
            self._desk.jobs.read(self, partial(customer_card, customer_id), self._show, newest="card")
        else:
            self._show(None)

    def _show(self, card: CustomerCard | None) -> None:
        self.nobody.setVisible(card is None)
        self._somebody.setVisible(card is not None)
        if card is None:
            return
        self.avatar.show_name(card.name)
        self.name.setText(card.name)
        person = card.contacts[0].name if card.contacts else ""
        self.line.setText(" · ".join(filter(None, (person, card.place, card.number))))
        self.quick_facts.setText(card.quick_facts)
        self.quick_facts.setVisible(bool(card.quick_facts))
        self.model.show(Source(partial(first_entries, card.id), partial(timeline_ids, card.id), entries))
