"""Who the chosen customer is, what can be done for them, and their timeline."""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import PHONES, CustomerKind, PointKind
from crm_desktop.queries.customers import CustomerCard, customer_card
from crm_desktop.ui import icons
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.complete_follow_up import CompleteDialog
from crm_desktop.ui.dialogs.follow_up import FollowUpDialog
from crm_desktop.ui.theme import GAP, colours, theme
from crm_desktop.ui.widgets.avatar import Avatar
from crm_desktop.ui.widgets.basics import ElidedLabel, button, column, empty, label, row, surface
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.timeline import Timeline
from crm_desktop.ui.words import CUSTOMER_KINDS, POINT_ICONS

_FACTS = 6
"""Phones, e-mails, place and habits shown above the timeline; all of them stand in the form."""


class CustomerPanel(QFrame):
    edit_wanted = Signal(object)
    """The card to edit."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted = 0
        self.card: CustomerCard | None = None
        self.setProperty("surface", "card")
        self.timeline = Timeline(desk)
        self._stack = QStackedWidget()
        self._nobody = label(_("Choose a customer in the list."), "soft", wrap=True)
        self._nobody.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(self._nobody)
        self._stack.addWidget(self._person())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.edit.clicked.connect(self._on_edit)
        self.log.clicked.connect(self._on_log)
        self.follow_up.clicked.connect(self._on_follow_up)
        self.paper.clicked.connect(self._on_paper)
        self.timeline.done_wanted.connect(self._on_done)
        theme().changed.connect(self._paint_facts)

    def show_customer(self, customer_id: int) -> None:
        """0: nobody."""
        self._wanted = customer_id
        if customer_id:
            self._desk.jobs.read(self, partial(customer_card, customer_id), self._fill, newest="card")
        else:
            self._fill(None)

    def take(self, change: Change) -> None:
        if self.card is not None:
            self.timeline.take(change)

    def _person(self) -> QWidget:
        self.avatar, self.name, self.line = Avatar(), label("", "heading", wrap=True), label("", "soft", wrap=True)
        self.edit = button(_("Edit"), "pencil", tip=_("Change this customer"))
        self.log = button(_("Log contact"), "phone", tip=_("Note a call, an e-mail, a visit"))
        self.follow_up = button(_("Follow-up"), "bell", tip=_("Promise what comes next"))
        self.paper = button(_("Sheet"), "printer", tip=_("Everything about this customer on paper"))
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(2 * GAP)
        self._facts.setVerticalSpacing(6)
        self._facts.setColumnStretch(0, 1)
        self._facts.setColumnStretch(1, 1)
        self.quick_facts = label("", "soft", wrap=True)
        head = row(self.avatar, column(self.name, self.line, gap=2), self.edit, gap=12)
        head.setStretch(1, 1)
        head.setAlignment(self.edit, Qt.AlignmentFlag.AlignTop)
        head.setAlignment(self.avatar, Qt.AlignmentFlag.AlignTop)
        actions = flowing(self.log, self.follow_up, self.paper)
        above = column(head, self._facts, self.quick_facts, actions, gap=12, margins=(2 * GAP, 2 * GAP, 2 * GAP, 12))
        whole = column(above, surface("line"), self.timeline, gap=0)
        whole.setStretch(2, 1)
        return surface("card", whole)

    def _fill(self, card: CustomerCard | None) -> None:
        self.card = card
        self._stack.setCurrentIndex(0 if card is None else 1)
        self.timeline.show_customer(card.id if card else 0)
        if card is None:
            return
        self.avatar.show_name(card.name)
        self.name.setText(card.name or _("(no name)"))
        self.line.setText(self._who(card))
        self.quick_facts.setText(card.quick_facts)
        self.quick_facts.setVisible(bool(card.quick_facts))
        self._paint_facts()

    def _who(self, card: CustomerCard) -> str:
        contact = card.contacts[0] if card.contacts else None
        person = ", ".join(filter(None, (contact.name, contact.role))) if contact else _(CUSTOMER_KINDS[CustomerKind(card.kind)])
        spent = self._desk.formats.money(card.spent) if card.spent else ""
        return " · ".join(filter(None, (person, card.number, spent)))

    @Slot()
    def _paint_facts(self) -> None:
        empty(self._facts)
        for place, (icon, text, tip) in enumerate(_facts_of(self.card)[:_FACTS] if self.card else ()):
            self._facts.addWidget(_Fact(icon, text, tip), place // 2, place % 2)

    @Slot()
    def _on_edit(self) -> None:
        if self.card is not None:
            self.edit_wanted.emit(self.card)

    @Slot()
    def _on_log(self) -> None:
        self._desk.go_to("log", self._wanted, Entity.CUSTOMER)

    @Slot()
    def _on_paper(self) -> None:
        if self.card is not None:
            self._desk.show_paper("customer-sheet", self.card.number)

    @Slot()
    def _on_follow_up(self) -> None:
        if self.card is not None:
            FollowUpDialog(self._desk, customer=(self.card.id, self.card.name), parent=self).open()

    @Slot(int)
    def _on_done(self, follow_up_id: int) -> None:
        CompleteDialog(self._desk, follow_up_id, self).open()


class _Fact(QWidget):
    """An icon and a line; its tooltip says all of it."""

    def __init__(self, icon: str, text: str, tip: str) -> None:
        super().__init__()
        picture, words = QLabel(), ElidedLabel(text, "soft")
        picture.setPixmap(icons.pixmap(icon, colours().soft, 14, self.devicePixelRatioF()))
        picture.setFixedWidth(16)
        words.setAccessibleName(f"{tip}: {text}")
        self.setToolTip(f"{tip}: {text}")
        self.setLayout(row(picture, words, gap=6))


def _facts_of(card: CustomerCard) -> list[tuple[str, str, str]]:
    """Icon, text and what it is; the main ones first."""
    points = sorted(card.points, key=lambda point: not point.main)
    facts = [
        (POINT_ICONS.get(PointKind(point.kind), "phone"), point.value, point.contact or point.label or _("Phone"))
        for point in points
        if point.kind in PHONES
    ]
    facts += [("mail", point.value, point.contact or _("E-mail")) for point in points if point.kind == PointKind.EMAIL]
    for address in card.addresses[:1]:
        lines = address.lines.replace("\n", ", ")
        facts.append(("map-pin", ", ".join(filter(None, (lines, address.city, address.country))), _("Address")))
    habits = ", ".join(filter(None, (card.preferred_channel, card.best_time)))
    if habits:
        facts.append(("heart", habits, _("Prefers")))
    return facts
