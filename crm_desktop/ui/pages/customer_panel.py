"""Who the chosen customer is, what can be done for them, and all that belongs to them."""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.core.changes import IN_TIMELINE, Change, Entity
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import ChannelKind, CustomerKind, CustomerStatus, Shelf
from crm_desktop.queries.customer_panel import Beside, beside
from crm_desktop.queries.customers import CustomerCard
from crm_desktop.queries.records import RecordRef
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.long_words import breakable
from crm_desktop.ui.looked_at import LookedAt
from crm_desktop.ui.models.cells import Chip
from crm_desktop.ui.pages.customer_actions import CustomerActions
from crm_desktop.ui.pages.customer_tabs import TIMELINE, CustomerTabs
from crm_desktop.ui.theme import GAP, Tone
from crm_desktop.ui.widgets.avatar import Avatar
from crm_desktop.ui.widgets.basics import column, empty, label, row, scrolled, surface
from crm_desktop.ui.widgets.facts import facts_of
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.tag_line import TagLine
from crm_desktop.ui.words import CHANNEL_KINDS, CUSTOMER_KINDS
from crm_desktop.ui.words_of_customers import STATUS_TONES, STATUSES

_CHANNELS = 2
"""Named on the chip; the details name them all."""
_ICON_ROOM = 50
"""Pixels that an icon and the margins take of a line's half."""


class CustomerPanel(QFrame):
    edit_wanted = Signal(object)
    """The card to edit."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted = 0
        self.looked = LookedAt(desk, self)
        self._entry: tuple[Entity, int] | None = None
        self.found: Beside | None = None
        self.card: CustomerCard | None = None
        self.setProperty("surface", "card")
        self.setAcceptDrops(True)
        self.actions_beside = CustomerActions(desk, self)
        self.edit, self.log, self.follow_up = self.actions_beside.edit, self.actions_beside.log, self.actions_beside.follow_up
        self.tabs = CustomerTabs(desk)
        self.timeline = self.tabs.timeline
        self._stack = QStackedWidget()
        self._nobody = label(_("Choose a customer in the list."), "soft", wrap=True)
        self._nobody.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(self._nobody)
        self._stack.addWidget(self._person())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.actions_beside.edit_wanted.connect(self._on_edit)
        self.actions_beside.tab_wanted.connect(self.tabs.add)
        self.actions_beside.tag_wanted.connect(self.tags.ask)
        self.tabs.done_wanted.connect(self._on_done)
        self.tags.changed.connect(self._read)

    def show_customer(self, customer_id: int) -> None:
        """0: nobody."""
        self._wanted = customer_id
        self.looked.show_customer(customer_id)
        self._read()

    def show_entry(self, kind: Entity, record_id: int) -> None:
        """One of the next shown customer's entries becomes the chosen one of the timeline."""
        self._entry = kind, record_id

    def take(self, change: Change) -> None:
        if self.card is None:
            return
        self.tabs.take(change)
        if self._wanted in change.of(Entity.CUSTOMER) or any(kind in change.membership for kind in IN_TIMELINE):
            self._read()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file that is dropped on a customer becomes one of their documents, whatever tab is open."""
        if self.card is not None and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.tabs.attach(event.mimeData())

    @Slot()
    def _read(self) -> None:
        if self._wanted:
            self._desk.jobs.read(self, partial(beside, self._wanted), self._fill, newest="card")
        else:
            self._fill(None)

    def _person(self) -> QWidget:
        self.avatar, self.name, self.line = Avatar(), label("", "heading", wrap=True), label("", "soft", wrap=True)
        self.tags = TagLine(self._desk)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(GAP)
        self._facts.setVerticalSpacing(2)
        self._facts.setColumnStretch(0, 1)
        self._facts.setColumnStretch(1, 1)
        self.quick_facts = label("", "", wrap=True)
        self._quick = surface("quick", row(self.quick_facts, margins=(10, 6, 10, 6)))
        head = QGridLayout()
        head.setHorizontalSpacing(12)
        head.setVerticalSpacing(2)
        head.setColumnStretch(1, 1)
        head.addWidget(self.avatar, 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.name, 0, 1)
        head.addWidget(self.edit, 0, 2, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.line, 1, 1, 1, 2)  # below the button too: a narrow panel has room for it nowhere else
        actions = flowing(*self.actions_beside.buttons)
        above = column(head, self.tags, self._facts, self._quick, actions, gap=10, margins=(2 * GAP, 2 * GAP, 2 * GAP, 12))
        whole = column(above, surface("line"), self.tabs, gap=0)
        whole.setStretch(2, 1)
        return scrolled(surface("card", whole))

    def _fill(self, found: Beside | None) -> None:
        is_same, self.found, self.card = found == self.found, found, found.card if found else None
        self._stack.setCurrentIndex(0 if found is None else 1)
        self.actions_beside.show_for(found)
        if found is None:
            self.tabs.show_for(None)
            return
        if not is_same:
            self._show_head(found)
        if self._entry is not None:
            self.tabs.open_tab(TIMELINE)
            self.timeline.show_kind("")
        self.tabs.show_for(found)
        if self._entry is not None:
            self.timeline.choose(*self._entry)
            self._entry = None

    def _show_head(self, found: Beside) -> None:
        """Only where something of it changed: what has the keyboard keeps it."""
        card = found.card
        self.avatar.show_name(card.name)
        self.name.setText(breakable(card.name) or _("(no name)"))
        self.line.setText(breakable(self._who(found)))
        self.quick_facts.setText(breakable(card.quick_facts))
        self._quick.setVisible(bool(card.quick_facts))
        self.tags.show_for(RecordRef(Entity.CUSTOMER, card.id), chips_of(found), found.tags)
        self._show_facts(card)

    def _who(self, found: Beside) -> str:
        card, formats = found.card, self._desk.formats
        contact = card.contacts[0] if card.contacts else None
        person = ", ".join(filter(None, (contact.name, contact.role))) if contact else _(CUSTOMER_KINDS[CustomerKind(card.kind)])
        spent = _("{amount} spent").format(amount=formats.money(card.spent)) if card.spent else ""
        owes = _("owes {amount}").format(amount=formats.money(found.balance)) if found.balance > 0 else ""
        gets = _("gets back {amount}").format(amount=formats.money(-found.balance)) if found.balance < 0 else ""
        return " · ".join(filter(None, (person, card.number, spent, owes, gets)))

    def _show_facts(self, card: CustomerCard) -> None:
        """Two beside each other where they fit; what is longer has a line of its own."""
        empty(self._facts)
        half, line, place = self.width() // 2 - _ICON_ROOM, 0, 0
        for fact in facts_of(self._desk, card):
            is_long = fact.fontMetrics().horizontalAdvance(fact.text()) > half
            if place and is_long:
                line, place = line + 1, 0
            self._facts.addWidget(fact, line, place, 1, 2 if is_long else 1)
            line, place = (line + 1, 0) if is_long or place else (line, 1)

    @Slot()
    def _on_edit(self) -> None:
        if self.card is not None:
            self.edit_wanted.emit(self.card)

    @Slot(int)
    def _on_done(self, follow_up_id: int) -> None:
        from crm_desktop.ui.dialogs.complete_follow_up import CompleteDialog

        CompleteDialog(self._desk, follow_up_id, self).open()


def chips_of(found: Beside) -> list[Chip]:
    """What everybody has to know before they call: first what forbids something."""
    card, shelf = found.card, Shelf(found.shelf)
    chips = []
    if shelf != Shelf.DESK:
        chips.append(Chip(_("In the trash") if shelf == Shelf.TRASH else _("Archived"), Tone.WARN))
    if card.do_not_contact:
        wanted = (each.strip() for each in card.do_not_contact.split(","))
        kinds = [_(CHANNEL_KINDS[ChannelKind(each)]) for each in wanted if each in set(ChannelKind)]
        some = [*kinds[:_CHANNELS], "…"] if len(kinds) > _CHANNELS else kinds
        chips.append(Chip(_("Do not contact: {channels}").format(channels=", ".join(some)), Tone.BAD))
    status = CustomerStatus(card.status)
    chips.append(Chip(_(STATUSES[status]), STATUS_TONES.get(status, Tone.OK if status == CustomerStatus.ACTIVE else Tone.PLAIN)))
    if card.vip:
        chips.append(Chip(_("VIP"), Tone.INFO))
    return chips
