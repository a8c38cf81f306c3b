"""One contact beside the list: all that is known of it, what it was about, what was promised, and what can be done with it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QPushButton, QWidget

from crm_desktop.core.call_clock import CallClock
from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.kinds import Direction, Shelf
from crm_desktop.core.rights import Right
from crm_desktop.queries.interaction_sheets import InteractionSheet, interaction_sheet
from crm_desktop.queries.mails import MailRow, thread_of
from crm_desktop.services.shelves import put_on_shelf
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.models.cells import Chip
from crm_desktop.ui.theme import GAP, Tone
from crm_desktop.ui.widgets.basics import ChipRow, button, column, label, only_for, scrolled
from crm_desktop.ui.widgets.chosen_or_not import ChosenOrNot
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.record_tools import RecordTools
from crm_desktop.ui.words import outcome_chips, reason_chips, state_word

_MOST_SHOWN = 8
"""Mails of an exchange that are named."""


class InteractionPanel(QFrame):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.sheet: InteractionSheet | None = None
        self.setProperty("surface", "card")
        self.title, self.line, self.summary = label("", "heading", wrap=True), label("", "soft", wrap=True), label("", "strong", wrap=True)
        self.times, self.promised, self.exchange = (label("", "soft", wrap=True) for _each in range(3))
        self.chips = ChipRow()
        self.notes = QPlainTextEdit(readOnly=True)
        self.notes.setAccessibleName(_("Notes"))
        self.notes.setTabChangesFocus(True)
        self.notes.setMinimumHeight(120)
        self.back = button(_("Call back"), "phone-outgoing", "primary", tip=_("Take up the call that was missed"))
        self.edit = button(_("Edit"), "pencil", tip=_("Put right what was noted"), keys="Ctrl+E")
        self.customer = button(_("Customer"), "users", tip=_("Everything about this customer"))
        self.order = button(_("Order"), "shopping-cart", tip=_("The order it is about"))
        self.returned = button(_("Return"), "undo-2", tip=_("The return it is about"))
        self.survey = button(_("Survey …"), "star", tip=_("Ask how it was, and note what they say"))
        self.assess = button(_("Assess …"), "shield-check", tip=_("Plan how well this was handled to be judged"))
        self.trash = button(_("Trash"), "trash-2", tip=_("Move it to the trash"))
        only_for(desk.by, Right.LOG_INTERACTIONS, self.back, self.edit, self.trash)
        only_for(desk.by, Right.ASK_SURVEYS, self.survey)
        only_for(desk.by, Right.ANSWER_ASSESSMENTS, self.assess)
        self.tools = RecordTools(desk, Entity.INTERACTION, self)
        self._build()
        self._show(None)

    def show_interaction(self, interaction_id: int) -> None:
        """0: none."""
        if interaction_id:
            self._desk.jobs.read(self, partial(interaction_sheet, interaction_id), self._show, newest="row")
        else:
            self._show(None)

    def _build(self) -> None:
        goes: dict[QPushButton, Callable[[], None]] = {
            self.back: self._on_back, self.edit: self._on_edit, self.customer: self._on_customer, self.order: self._on_order,
            self.returned: self._on_return, self.survey: self._on_survey, self.assess: self._on_assess, self.trash: self._on_trash,
        }  # fmt: skip
        for each, slot in goes.items():
            each.clicked.connect(slot)
        self._buttons = (*goes, *self.tools.buttons)
        inner = QWidget()
        inner.setProperty("surface", "clear")
        parts = (
            self.title,
            self.line,
            self.chips,
            flowing(*self._buttons),
            self.summary,
            self.notes,
            self.times,
            self.promised,
            self.exchange,
        )
        whole = column(*parts, gap=10, margins=(2 * GAP,) * 4)
        whole.setStretch(5, 1)
        inner.setLayout(whole)
        self._chosen = ChosenOrNot(scrolled(inner), _("Choose a contact in the list."))
        self.setLayout(self._chosen)

    def _show(self, sheet: InteractionSheet | None) -> None:
        self.sheet = sheet
        self._chosen.show_chosen(sheet is not None)
        if sheet is None:
            return
        self.tools.show_for(sheet.id, sheet.number)
        self.title.setText(sheet.customer or sheet.caller or _("Somebody"))
        formats = self._desk.formats
        way = _("incoming") if sheet.direction == Direction.IN else _("outgoing")
        self.line.setText(" · ".join((sheet.number, sheet.channel, way, formats.day_and_time(sheet.started_at))))
        waits = (Chip(_("To return, {ago}").format(ago=formats.ago(sheet.started_at)), Tone.WARN),) if sheet.to_return else ()
        self.chips.show_chips((*reason_chips(sheet.reason, sheet.reason_kind), *outcome_chips(sheet.outcome), *waits, *_shelf(sheet)))
        self._show_buttons(sheet)
        self.summary.setText(sheet.summary)
        self.summary.setVisible(bool(sheet.summary))
        self.notes.setPlainText(sheet.notes or _("No notes were taken."))
        self._show_details(sheet)

    def _show_buttons(self, sheet: InteractionSheet) -> None:
        self.back.setVisible(sheet.to_return)
        self.customer.setVisible(sheet.customer_id is not None)
        self.order.setVisible(sheet.order_id is not None)
        self.order.setText(sheet.order)
        self.order.setAccessibleName(_("Order {number}").format(number=sheet.order))
        self.returned.setVisible(sheet.return_id is not None)
        self.returned.setText(sheet.back)
        self.returned.setAccessibleName(_("Return {number}").format(number=sheet.back))
        self.trash.setText(_("Bring back") if sheet.shelf else _("Trash"))
        self.trash.setAccessibleName(self.trash.text())

    def _show_details(self, sheet: InteractionSheet) -> None:
        given = (
            (_("Person"), sheet.contact), (_("Noted as"), sheet.caller if sheet.customer else ""), (_("Number"), sheet.phone),
            (_("About"), sheet.product), (_("Verified"), sheet.verified), (_("Mood"), _moods(sheet)), (_("Lasted"), self._lasted(sheet)),
            (_("By"), sheet.staff), (_("Used"), ", ".join(sheet.used)), *_ways(sheet),
        )  # fmt: skip
        self.times.setText("\n".join(f"{name}: {value}" for name, value in given if value))
        self.times.setVisible(bool(self.times.text()))
        promised = [f"{each.number} · {each.title} · {state_word(each.state)}" for each in sheet.promised]
        self.promised.setText("\n".join((_("Promised:"), *promised)))
        self.promised.setVisible(bool(promised))
        self.exchange.hide()
        self._desk.jobs.read(self, partial(thread_of, sheet.id), partial(self._show_thread, sheet.id), newest="thread")

    def _show_thread(self, shown: int, mails: list[MailRow]) -> None:
        """Of an e-mail, what it answers and what answers it."""
        others = [mail for mail in mails if mail.interaction_id != shown]
        if self.sheet is None or self.sheet.id != shown or not others:
            return
        when = self._desk.formats.day_and_time
        lines = [f"{mail.number} · {when(mail.at)} · {mail.sender or mail.recipients} · {mail.summary}" for mail in others[:_MOST_SHOWN]]
        more = len(others) - len(lines)
        if more:
            lines.append(ngettext("… and {count} more", "… and {count} more", more))
        self.exchange.setText("\n".join((_("In the same exchange:"), *lines)))
        self.exchange.show()

    def _lasted(self, sheet: InteractionSheet) -> str:
        """Talk, hold and the work after it, where there were any."""
        if sheet.ended_at is None:
            return ""
        clock = CallClock(sheet.started_at, sheet.holds, ended=sheet.ended_at)
        over, written = sheet.wrap_up_ended_at or sheet.ended_at, self._desk.formats.duration
        parts = [written(clock.talked(over))]
        if sheet.holds:
            parts.append(_("held {length}").format(length=written(clock.held(over))))
        if sheet.wrap_up_ended_at is not None:
            parts.append(_("wrap-up {length}").format(length=written(clock.wrapped(over))))
        return ", ".join(parts)

    @Slot()
    def _on_back(self) -> None:
        if self.sheet is not None:
            self._desk.go_to("log", self.sheet.id, Entity.INTERACTION)

    @Slot()
    def _on_edit(self) -> None:
        from crm_desktop.ui.dialogs.interaction import open_interaction

        if self.sheet is not None:
            open_interaction(self._desk, self.sheet.id, self)

    @Slot()
    def _on_customer(self) -> None:
        if self.sheet is not None and self.sheet.customer_id is not None:
            self._desk.go_to(Entity.CUSTOMER.value, self.sheet.customer_id)

    @Slot()
    def _on_order(self) -> None:
        if self.sheet is not None and self.sheet.order_id is not None:
            self._desk.go_to(Entity.ORDER.value, self.sheet.order_id)

    @Slot()
    def _on_return(self) -> None:
        if self.sheet is not None and self.sheet.return_id is not None:
            self._desk.go_to(Entity.RETURN.value, self.sheet.return_id)

    @Slot()
    def _on_survey(self) -> None:
        from crm_desktop.ui.dialogs.survey_answers import ask_about

        if self.sheet is not None:
            called = " · ".join(filter(None, (self.sheet.number, self.sheet.customer, self.sheet.summary)))
            ask_about(self._desk, Entity.INTERACTION, self.sheet.id, called, self)

    @Slot()
    def _on_assess(self) -> None:
        from crm_desktop.ui.dialogs.draw_sample import PlanDialog

        if self.sheet is not None:
            called = " · ".join(filter(None, (self.sheet.number, self.sheet.staff, self.sheet.summary)))
            PlanDialog(self._desk, self.sheet.id, None, called, self).open()

    @Slot()
    def _on_trash(self) -> None:
        """Undo brings it back, so nobody is asked."""
        if self.sheet is not None:
            shelf = Shelf.DESK if self.sheet.shelf else Shelf.TRASH
            work = partial(put_on_shelf, Entity.INTERACTION, self.sheet.id, self.sheet.version, shelf, self._desk.by)
            self._desk.jobs.write(self, work, self._on_moved, self._desk.say_error)

    def _on_moved(self, _change: Change) -> None:
        if self.sheet is not None:
            said = _("{number} is back.") if self.sheet.shelf else _("{number} is in the trash. Undo brings it back.")
            self._desk.say(said.format(number=self.sheet.number))
            self.show_interaction(self.sheet.id)


def _shelf(sheet: InteractionSheet) -> tuple[Chip, ...]:
    words = {Shelf.TRASH.value: _("In the trash"), Shelf.ARCHIVE.value: _("In the archive")}
    return (Chip(words[sheet.shelf]),) if sheet.shelf else ()


def _moods(sheet: InteractionSheet) -> str:
    """From 1, angry, to 5, delighted: before and after."""
    moods = [_("{mood} of 5").format(mood=mood) for mood in (sheet.mood_before, sheet.mood_after) if mood is not None]
    return " → ".join(moods)


def _ways(sheet: InteractionSheet) -> list[tuple[str, str]]:
    """The steps of its scripts that were taken, each with its answer."""
    words = {"yes": _("yes"), "no": _("no")}
    return [
        (
            _("Script “{name}”").format(name=path.script),
            " → ".join(f"{step.step}: {words.get(step.answer, step.answer)}" if step.answer else step.step for step in path.steps),
        )
        for path in sheet.paths
    ]
