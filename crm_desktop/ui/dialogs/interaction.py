"""The form of a contact that was logged: everything about it can be put right, and its history keeps what it was."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Direction, Outcome
from crm_desktop.queries.callers import Concerned, may_concern
from crm_desktop.queries.desk import Choices, choices
from crm_desktop.queries.interaction_sheets import InteractionSheet, interaction_sheet
from crm_desktop.queries.records import RecordRef
from crm_desktop.services.interactions import change_interaction
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.conflict import Contest
from crm_desktop.ui.dialogs.fields import Field, choice_field, line_field, text_field
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.dialogs.shared_fields import customer_field
from crm_desktop.ui.widgets.call_card import CallCard, clock_text
from crm_desktop.ui.widgets.contact_form import ContactForm
from crm_desktop.ui.widgets.customer_finder import CustomerFinder, noted_as_caller

_WIDE = 680


def open_interaction(desk: Desk, interaction_id: int, parent: QWidget) -> None:
    """The form of one that is there, once it is read."""
    desk.jobs.read(parent, partial(_read, interaction_id), partial(_open, desk, parent))


def _read(interaction_id: int) -> tuple[InteractionSheet | None, Choices]:
    return interaction_sheet(interaction_id), choices()


def _open(desk: Desk, parent: QWidget, found: tuple[InteractionSheet | None, Choices]) -> None:
    if found[0] is not None:
        InteractionDialog(desk, found[0], found[1], parent).open()


class InteractionDialog(FormDialog):
    def __init__(self, desk: Desk, sheet: InteractionSheet, known: Choices, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Change {number}").format(number=sheet.number), _("Save"), parent)
        self._sheet = sheet
        self.customer, self.phone = CustomerFinder(desk, noted_as_caller()), QLineEdit()
        self.when, self.contact = CallCard(desk), ContactForm(desk.formats, desk.jobs)
        self.when.ask_when(takes_time=True, at=sheet.started_at)
        self.contact.offer(known)
        self.form.beside((_("C&ustomer or caller"), self.customer), (_("Their num&ber"), self.phone))
        self.form.add(self.when)
        self.form.add(self.contact, 1)
        self.customer.chosen.connect(self._on_customer)
        self.contact.channel_changed.connect(self._on_channel)
        self._add_fields()
        self.begin_with(_values(sheet, desk), sheet.version)
        self._before = self._when()
        self._on_channel()
        self.keep_changes(f"interaction-{sheet.id}")
        self.fit(_WIDE)
        self.contact.summary.setFocus(Qt.FocusReason.OtherFocusReason)

    def work(self) -> Callable[[], Change] | None:
        if self.contact.product.is_undecided():
            self.contact.product_row.mark(_("Choose one of what is found, or leave it empty."))
            return None
        times = self._times()
        if times is None:
            return None
        sheet, wanted = self._sheet, self.contact.wanted()
        wanted = replace(
            wanted,
            **times,
            customer_id=self.customer.customer_id(),
            contact_id=sheet.contact_id if self.customer.customer_id() == sheet.customer_id else None,
            caller=self.customer.caller(),
            phone=self.phone.text(),
            verified=sheet.verified,
            mood_before=sheet.mood_before,
            mood_after=sheet.mood_after,
        )
        return partial(change_interaction, sheet.id, self.version, wanted, self.desk.by, self.key)

    def said_after(self) -> str:
        return _("{number} was changed.").format(number=self._sheet.number)

    def contest(self) -> Contest:
        sheet = self._sheet
        values_of: Callable[[Any], dict[str, Any]] = partial(_values, desk=self.desk)
        return Contest(RecordRef(Entity.INTERACTION, sheet.id), partial(interaction_sheet, sheet.id), values_of)

    def _add_fields(self) -> None:
        form, when = self.contact, self.when
        about = Field("about", _("About"), form.about_value, form.fill_about, form.about.currentIndexChanged, _words_of)
        product = Field("product", _("Product"), form.product_value, form.fill_product, form.product.changed, _words_of)
        day = Field("day", _("When was it?"), when.day_text, when.fill_day, when.day.dateChanged)
        self.fields.add(
            customer_field(self.customer), line_field("caller", _("Caller"), self.customer), line_field("phone", _("Number"), self.phone),
            day, line_field("at", _("At"), when.at), line_field("length", _("Lasted"), when.length),
            choice_field("channel", _("Channel"), form.channel), choice_field("direction", _("Direction"), form.direction),
            choice_field("reason", _("Reason"), form.reason), choice_field("outcome", _("What came of it"), form.outcome),
            about, Field("case", _("Case"), form.case.pair, form.case.fill, form.case.currentIndexChanged, _words_of), product,
            line_field("summary", _("In a line"), form.summary), text_field("notes", _("Notes"), form.notes),
        )  # fmt: skip

    def _when(self) -> tuple[str, str, str]:
        return self.when.day_text(), self.when.at.text(), self.when.length.text()

    def _times(self) -> dict[str, Any] | None:
        """As they were to the second, unless somebody changed them; what lay within moves along."""
        sheet = self._sheet
        lasts = self.contact.takes_time()
        if self._when() == self._before and (lasts or sheet.ended_at is None):
            return {
                "started_at": sheet.started_at,
                "ended_at": sheet.ended_at,
                "holds": sheet.holds,
                "wrap_up_ended_at": sheet.wrap_up_ended_at,
            }
        times = self.when.times()
        if times is None:
            return None
        began, ended = times[0], times[1] if lasts else None
        return {"started_at": began, "ended_at": ended, **_moved(sheet, began, ended)}

    @Slot(int)
    def _on_customer(self, customer_id: int) -> None:
        if customer_id:
            self.desk.jobs.read(self, partial(may_concern, customer_id), self._offer, newest="concern")
        else:
            self._offer(Concerned([], []))

    def _offer(self, found: Concerned) -> None:
        about = self.contact.about_value()
        self.contact.offer_records(found.orders, found.returns, found.cases)
        self.contact.fill_about(about)

    @Slot()
    def _on_channel(self) -> None:
        self.when.length_row.setVisible(self.contact.takes_time())


def _values(sheet: InteractionSheet, desk: Desk) -> dict[str, Any]:
    local = sheet.started_at.astimezone(desk.formats.zone)
    order = ["order", sheet.order_id, sheet.order] if sheet.order_id else None
    back = ["return", sheet.return_id, _("Return {number}").format(number=sheet.back)] if sheet.return_id else None
    return {
        "customer": [sheet.customer_id, sheet.customer] if sheet.customer_id else None,
        "caller": sheet.customer or sheet.caller,
        "phone": sheet.phone,
        "day": local.date().isoformat(),
        "at": f"{local:%H:%M}",
        "length": clock_text(sheet.ended_at - sheet.started_at) if sheet.ended_at else "",
        "channel": sheet.channel_id,
        "direction": Direction(sheet.direction).value,
        "reason": sheet.reason_id,
        "outcome": Outcome(sheet.outcome).value if sheet.outcome else None,
        "about": back or order,
        "case": [sheet.case_id, sheet.case] if sheet.case_id else None,
        "product": [sheet.product_id, sheet.product] if sheet.product_id else None,
        "summary": sheet.summary,
        "notes": sheet.notes,
    }


def _moved(sheet: InteractionSheet, began: datetime, ended: datetime | None) -> dict[str, Any]:
    """Holds move with the beginning, the work afterwards with the end; what does not fit any more goes."""
    shift = began - sheet.started_at
    holds = tuple((start + shift, end + shift) for start, end in sheet.holds if ended is not None and end + shift <= ended)
    after = sheet.wrap_up_ended_at - sheet.ended_at if sheet.wrap_up_ended_at and sheet.ended_at else timedelta(0)
    return {"holds": holds, "wrap_up_ended_at": ended + after if ended is not None and after else None}


def _words_of(given: list[Any] | None) -> str:
    return str(given[-1]) if given else ""
