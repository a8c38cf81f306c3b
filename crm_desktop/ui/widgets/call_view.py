"""One contact while it goes on: who it is, what is said, what comes next. One keystroke saves all of it, in one operation."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Direction
from crm_desktop.queries.callers import Concerned, may_concern
from crm_desktop.queries.cases import CaseRow, case_rows
from crm_desktop.queries.desk import Choices, choices
from crm_desktop.queries.interaction_sheets import InteractionSheet, interaction_sheet
from crm_desktop.queries.orders import OrderRow, order_rows
from crm_desktop.queries.return_sheets import ReturnRow, return_rows
from crm_desktop.services.calls import CallInput, save_call
from crm_desktop.services.interactions import InteractionInput
from crm_desktop.services.returns import OutsideWindow
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.draft import Draft
from crm_desktop.ui.theme import GAP, Tone, sized
from crm_desktop.ui.widgets.basics import ElidedLabel, button, chip, column, label, row, surface
from crm_desktop.ui.widgets.call_beside import CallBeside
from crm_desktop.ui.widgets.call_help import CallHelp
from crm_desktop.ui.widgets.call_steps import CallSteps
from crm_desktop.ui.widgets.caller_side import CallerSide
from crm_desktop.ui.widgets.contact_form import ContactForm
from crm_desktop.ui.widgets.downwards import Downwards
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.message_line import MessageLine

PREFIX = "call-"
_NOTES_HEIGHT = 96
"""Pixels; at least."""
_PATIENCE = timedelta(minutes=15)
"""Whoever comes back to a call sooner than this after a crash is still on the line."""

_READS: dict[Entity, Callable[[list[int]], Mapping[int, OrderRow | ReturnRow | CaseRow]]] = {
    Entity.ORDER: order_rows,
    Entity.RETURN: return_rows,
    Entity.CASE: case_rows,
}


class CallView(QWidget):
    saved = Signal(object)
    renamed = Signal()
    left, dropped, refused = Signal(), Signal(), Signal()

    def __init__(self, desk: Desk, key: str = "", parent: QWidget | None = None) -> None:
        """`key`: of one that was begun before, and is to be as it was left."""
        super().__init__(parent)
        self.desk = desk
        self._is_restoring = bool(key)
        self.key = key or secrets.token_hex(16)
        """Made when the call begins: saving again after an unclear answer does not do it twice."""
        self._build()
        self._connect()
        # The key is this call's alone, in whichever window it goes on.
        self.draft = Draft(replace(desk, seat=1), PREFIX + self.key, self._typed, self._retype, self)
        self.draft.restored.connect(self._on_restored)
        self.draft.kept.connect(self._on_kept)
        desk.jobs.read(self, choices, self._on_choices)

    def show_record(self, about: Entity, record_id: int) -> None:
        """The order, return or case it is about, and whose that is."""
        self.desk.jobs.read(self, partial(_READS[about], [record_id]), partial(self._show_record, about), newest="caller")

    def call_back(self, interaction_id: int) -> None:
        """A call that was missed is returned by one with the same customer or number."""
        self.desk.jobs.read(self, partial(interaction_sheet, interaction_id), self._show_missed, newest="caller")

    def start(self) -> None:
        """The keyboard, where work goes on: who it is, and once that is known what it is about."""
        if self.side.customer.customer_id():
            self.form.summary.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.side.start()

    def is_blank(self) -> bool:
        return self.side.is_blank() and not self.form.has_text() and not self.steps.is_any_open()

    @Slot()
    def try_save(self) -> None:
        if not self.save.isEnabled() or not self.form.is_ready():
            return
        self.message.clear()
        wanted = self._wanted()
        if wanted is not None:
            self.save.setEnabled(False)
            work = partial(save_call, wanted, self.desk.by, self.key)
            self.desk.jobs.write(self, work, self._on_saved, self._on_refused)

    @Slot()
    def drop(self) -> None:
        self.draft.drop()
        self.dropped.emit()

    def _build(self) -> None:
        desk = self.desk
        self.side = CallerSide(desk)
        self.card = self.side.card
        self.form, self.steps, self.message = ContactForm(desk.formats, desk.jobs), CallSteps(desk), MessageLine()
        self.kept = chip(_("Draft saved"))
        self.kept.hide()
        self.discard, self.back = button(_("Discard"), tip=_("Throw away what was typed")), button(_("Back"), tip=_("Leave it (Esc)"))
        self.save = button(_("Save"), "check", "primary", tip=_("Save all of it (Ctrl+Enter)"))
        self.help = CallHelp(desk, self.side, self.form, self.steps)
        beside = CallBeside(self.steps.forms, self.help)
        self.steps.edited.connect(beside.share)
        self.steps.forms.grown.connect(beside.order_stops)
        columns = row(Downwards(self.side), self._middle(), beside, gap=14, margins=(2 * GAP,) * 4)
        for place, stretch in enumerate((27, 37, 38)):
            columns.setStretch(place, stretch)
        self.setLayout(columns)

    def _middle(self) -> QFrame:
        head = row(ElidedLabel(_("What is this about?"), "heading"), self.kept)
        head.setStretch(0, 1)
        foot = flowing(label(_("Ctrl+Enter saves"), "small"), self.back, self.discard, self.save, at_end=True)
        # What room there is belongs to the notes: their wish for more would make all of it scroll.
        whole = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        whole.setVerticalStretch(1)
        self.form.notes.setSizePolicy(whole)
        self.form.notes.setMinimumHeight(sized(_NOTES_HEIGHT))
        asked = QWidget()
        asked.setProperty("surface", "clear")
        parts = column(self.form, self.steps, self.form.lesser, gap=14)  # what comes next is seen also on a low screen
        parts.setStretch(0, 1)
        asked.setLayout(parts)
        work = column(head, Downwards(asked), self.message, foot, gap=14, margins=(2 * GAP, 2 * GAP, 2 * GAP, 14))
        work.setStretch(1, 1)
        return surface("box", work)

    def _connect(self) -> None:
        self.side.chosen.connect(self._on_customer)
        self.side.missed.chosen.connect(self.call_back)
        self.side.known.connect(self.form.summary.setFocus)
        for part in (self.side, self.form, self.steps, self.help):
            part.edited.connect(self._on_edited)
        self.form.channel_changed.connect(self._on_channel)
        self.save.clicked.connect(self.try_save)
        self.back.clicked.connect(self.left)
        self.discard.clicked.connect(self.drop)

    def _wanted(self) -> CallInput | None:
        """None when something had to be marked first."""
        self.form.form.clear_marks()
        if self.form.product.is_undecided():
            self.form.product_row.mark(_("Choose one of what is found, or leave it empty."))
            return None
        times, agreed, (is_well, new) = self.card.times(), self.steps.wanted(), self.side.new_wanted()
        if times is None or agreed is None or not is_well:
            return None
        if not self.side.is_somebody() and not agreed.keys().isdisjoint(("orders", "returns")):
            self.side.who_row.mark(_("Orders and returns are somebody's: choose who, or add them."))
            return None
        return CallInput(self._contact(times), new, **agreed, **self.help.wanted())

    def _contact(self, times: tuple[datetime, datetime | None, Any, datetime | None]) -> InteractionInput:
        began, ended, holds, wrapped = times
        lasted = self.form.takes_time() and not self.form.is_missed()
        return replace(
            self.form.wanted(),
            customer_id=self.side.customer.customer_id(),
            caller=self.side.customer.caller(),
            phone=self.side.number,
            verified=self.side.verify.verified(),
            started_at=began,
            ended_at=ended if lasted else None,
            holds=holds if lasted else (),
            wrap_up_ended_at=wrapped if lasted else None,
        )

    def _typed(self) -> dict[str, str]:
        if self.is_blank():
            return {}
        return {**self.form.typed(), **self.card.typed(), **self.side.typed(), "steps": self.steps.typed(), "help": self.help.typed()}

    def _retype(self, typed: dict[str, str]) -> None:
        self.form.retype(typed)
        self.card.retype(typed, _PATIENCE)
        self.side.retype(typed)
        self.steps.retype(typed.get("steps", ""))
        self.help.retype(typed.get("help", ""))
        self.renamed.emit()

    def _on_choices(self, found: Choices) -> None:
        self.form.offer(found)
        self.steps.offer(found)
        self.card.offer_colleagues(found.staff, self.desk.by.id)
        self.help.look()
        if self._is_restoring:
            self.draft.restore()

    def _show_record(self, about: Entity, found: Mapping[int, OrderRow | ReturnRow | CaseRow]) -> None:
        for each in found.values():
            if isinstance(each, CaseRow):
                self.form.case.fill([each.id, f"{each.number} {each.subject}"])
            else:
                self.form.choose_about(about, each.id, each.number)
            if each.customer_id is not None:
                self.side.customer.choose(each.customer_id, each.customer)

    def _show_missed(self, sheet: InteractionSheet | None) -> None:
        if sheet is None:
            return
        self.form.direction.setCurrentIndex(self.form.direction.findData(Direction.OUT.value))
        self.side.call_back(sheet.phone, sheet.customer_id or 0, sheet.customer or sheet.caller)
        if sheet.order_id is not None:
            self.form.choose_about(Entity.ORDER, sheet.order_id, sheet.order)

    @Slot(int)
    def _on_customer(self, customer_id: int) -> None:
        if customer_id and not self.side.verify.hides():
            self.desk.jobs.read(self, partial(may_concern, customer_id), self._offer, newest="concern")
        elif not customer_id or self.form.about.currentData() is None:  # what is in hand stays, also before they are verified
            self._offer(Concerned([], []))

    def _offer(self, found: Concerned) -> None:
        self.form.offer_records(found.orders, found.returns, found.cases)
        self.steps.offer_orders(found.orders)

    @Slot()
    def _on_edited(self) -> None:
        self.kept.hide()
        self.steps.about = self.form.summary.text().strip()
        self.steps.meant = self.form.order_id() or 0
        self.draft.touch()
        self.help.look()
        self.renamed.emit()

    @Slot()
    def _on_kept(self) -> None:
        self.kept.setVisible(not self.is_blank())

    @Slot()
    def _on_restored(self) -> None:
        self.message.say(_("What you had typed before is here again."), Tone.INFO)

    @Slot()
    def _on_channel(self) -> None:
        """A letter has no clock; who goes back to the phone within the call finds it again."""
        if not self.form.takes_time() and self.card.clock is not None:
            self.card.ask_when(takes_time=False, at=self.card.clock.began)
        elif self.card.clock is None:
            self.card.length_row.setVisible(self.form.takes_time())

    def _on_saved(self, change: Change) -> None:
        self.save.setEnabled(True)
        self.draft.drop()
        self.saved.emit(change)

    def _on_refused(self, error: Exception) -> None:
        self.save.setEnabled(True)
        self.message.show_error(error)
        if isinstance(error, OutsideWindow):
            self.steps.ask_why_late(error.order_id)
        self.refused.emit()
