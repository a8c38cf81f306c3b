"""Below the calendar: the chosen block in words, and what can be done about it."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import _
from crm_desktop.core.meeting_links import meeting_link
from crm_desktop.core.rights import Right
from crm_desktop.queries.agenda import Block
from crm_desktop.services.follow_up_steps import skip_follow_up
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.join import join
from crm_desktop.ui.plain_tip import plain_tip
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.agenda_blocks import spoken
from crm_desktop.ui.widgets.basics import ElidedLabel, button, only_for, row
from crm_desktop.ui.widgets.flow import flowing


class CalendarBar(QFrame):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.block: Block | None = None
        self.setProperty("surface", "status")
        self.words = ElidedLabel("", "soft")
        self.join = button(_("Join"), "video", "primary", tip=_("Open the meeting’s program"))
        self.done = button(_("Done …"), "check", tip=_("Done, and what came of it"))
        self.skip = button(_("Leave out once"), "chevron-right", tip=_("Not this time; it comes again on the next day of its series"))
        self.customer = button(_("Customer"), "users", tip=_("Everything about this customer"))
        self.change = button(_("Open …"), "pencil", tip=_("Everything about it (Enter)"))
        only_for(desk.by, Right.PLAN_FOLLOW_UPS, self.done, self.skip)
        only_for(desk.by, Right.PLAN_APPOINTMENTS, self.change)
        whole = row(
            self.words, flowing(self.join, self.done, self.skip, self.customer, self.change, at_end=True), margins=(2 * GAP, 6, 2 * GAP, 6)
        )
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.join.clicked.connect(self._on_join)
        self.done.clicked.connect(self._on_done)
        self.skip.clicked.connect(self._on_skip)
        self.customer.clicked.connect(self._on_customer)
        self.change.clicked.connect(self._on_open)
        self.show_block(None)

    @Slot(object)
    def show_block(self, block: Block | None) -> None:
        self.block = block
        self.words.setText(
            spoken(block, self._desk.formats) if block else _("Enter plans something new here; arrows and Page Up or Down move.")
        )
        self.words.setToolTip(plain_tip(self.words.text()))
        is_promise = block is not None and block.entity == Entity.FOLLOW_UP
        self.join.setVisible(block is not None and bool(meeting_link(block.link)))
        self.done.setVisible(is_promise and block is not None and not block.is_repeat and not block.is_done)
        self.skip.setVisible(is_promise and block is not None and block.repeats and not block.is_repeat)
        self.customer.setVisible(block is not None and block.customer_id is not None)
        self.change.setVisible(block is not None)

    @Slot(object)
    def open_block(self, block: Block) -> None:
        if block.entity == Entity.APPOINTMENT:
            from crm_desktop.ui.dialogs.appointment import open_appointment

            open_appointment(self._desk, block.record_id, self, block.day)
        else:
            from crm_desktop.ui.dialogs.follow_up import open_follow_up

            open_follow_up(self._desk, block.record_id, self)

    @Slot()
    def _on_open(self) -> None:
        if self.block is not None:
            self.open_block(self.block)

    @Slot()
    def _on_join(self) -> None:
        if self.block is not None:
            join(self.block.link)

    @Slot()
    def _on_done(self) -> None:
        from crm_desktop.ui.dialogs.complete_follow_up import CompleteDialog

        if self.block is not None:
            CompleteDialog(self._desk, self.block.record_id, self).open()

    @Slot()
    def _on_skip(self) -> None:
        if self.block is not None:
            work = partial(skip_follow_up, self.block.record_id, self.block.version, self._desk.by)
            self._desk.jobs.write(self, work, self._on_skipped, self._desk.say_error)

    def _on_skipped(self, _change: Change) -> None:
        self._desk.say(_("Left out this time."))

    @Slot()
    def _on_customer(self) -> None:
        if self.block is not None and self.block.customer_id is not None:
            self._desk.go_to(Entity.CUSTOMER.value, self.block.customer_id)
