"""How an appointment ends: held, missed, or called off, with a few words; and its file for other calendars."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.kinds_of_trade import AppointmentState
from crm_desktop.core.rights import Right, demand
from crm_desktop.queries.appointment_sheets import AppointmentSheet
from crm_desktop.services.appointment_steps import close_occurrence
from crm_desktop.services.appointments import close_appointment, skip_occurrence
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.theme import sized
from crm_desktop.ui.widgets.basics import button, column, label
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.notes_edit import NotesEdit


class CloseDialog(FormDialog):
    """`day`: only this time of a series."""

    def __init__(
        self, desk: Desk, sheet: AppointmentSheet, state: AppointmentState, day: date | None, parent: QWidget | None = None
    ) -> None:
        titles = {
            AppointmentState.HELD: (_("It was held"), _("Held"), _("&What came of it")),
            AppointmentState.NO_SHOW: (_("Nobody came"), _("Nobody came"), _("&Note")),
            AppointmentState.CANCELLED: (_("Call it off"), _("Call it off"), _("&Why")),
        }
        title, save, asked = titles[state]
        super().__init__(desk, title, save, parent)
        self._sheet, self._state, self._day = sheet, state, day
        self.reason = NotesEdit()
        self.reason.setFixedHeight(sized(58))
        when = desk.formats.due(day or sheet.starts_on, sheet.starts_time)
        self.form.add(label(sheet.title, "heading", wrap=True))
        self.form.add(label(when if day or not sheet.recurrence else _("The whole series"), "soft", wrap=True))
        self._row = self.form.add_row(asked, self.reason, "" if self._must_say() else _("May stay empty."))
        draft = self.keep_typing(f"end-appointment-{sheet.id}", self._typed, self._retype)
        self.reason.textChanged.connect(draft.touch)
        self.fit(440)
        self.reason.setFocus()

    def work(self) -> Callable[[], Change] | None:
        sheet, reason, by = self._sheet, self.reason.toPlainText().strip(), self.desk.by
        if self._must_say() and not reason:
            self._row.mark(_("A few words on why."))
            return None
        if self._day is None:
            return partial(close_appointment, sheet.id, sheet.version, self._state, by, reason, self.key)
        if self._state == AppointmentState.CANCELLED:
            return partial(skip_occurrence, sheet.id, sheet.version, self._day, by, self.key)
        return partial(close_occurrence, sheet.id, sheet.version, self._day, self._state, by, reason, self.key)

    def said_after(self) -> str:
        said = {AppointmentState.HELD: _("Noted: it was held."), AppointmentState.NO_SHOW: _("Noted: nobody came.")}
        return said.get(self._state, _("Called off. Ctrl+Z brings it back."))

    def _must_say(self) -> bool:
        return self._state == AppointmentState.CANCELLED and self._day is None

    def _typed(self) -> dict[str, str]:
        return {"reason": self.reason.toPlainText()} if self.reason.toPlainText().strip() else {}

    def _retype(self, typed: dict[str, str]) -> None:
        self.reason.setPlainText(typed.get("reason", ""))


class AppointmentEnd(QWidget):
    """The buttons at the end of the form; `day` says which time of a series is meant, None: all of it."""

    ended = Signal(object)

    def __init__(self, desk: Desk, sheet: AppointmentSheet, day: Callable[[], date | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._sheet, self._day = desk, sheet, day
        self.held = button(_("Held …"), "check", tip=_("It took place; note what came of it"))
        self.missed = button(_("Nobody came …"), "user", tip=_("It did not take place"))
        self.call_off = button(_("Call off …"), "x", tip=_("It is cancelled, or left out once"))
        self.export = button(_("Calendar file …"), "download", tip=_("As .ics, for other calendars"))
        self.setLayout(column(flowing(self.held, self.missed, self.call_off, self.export)))
        ends = ((self.held, AppointmentState.HELD), (self.missed, AppointmentState.NO_SHOW), (self.call_off, AppointmentState.CANCELLED))
        for each, state in ends:
            each.setVisible(sheet.state == AppointmentState.PLANNED)
            each.clicked.connect(partial(self._close, state))
        self.export.clicked.connect(self._on_export)

    def _close(self, state: AppointmentState) -> None:
        dialog = CloseDialog(self._desk, self._sheet, state, self._day(), self)
        dialog.saved.connect(self.ended)
        dialog.open()

    @Slot()
    def _on_export(self) -> None:
        export_appointments(self._desk, self, self._sheet.id)


def export_appointments(desk: Desk, parent: QWidget, appointment_id: int | None = None) -> None:
    """Asks for a file; None: every appointment."""
    dialog = QFileDialog(parent, _("Save a calendar file"), "appointments.ics", _("Calendars ({files})").format(files="*.ics"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("ics")
    dialog.fileSelected.connect(partial(_write, desk, parent, appointment_id))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _write(desk: Desk, parent: QWidget, appointment_id: int | None, path: str) -> None:
    desk.jobs.read(parent, partial(_exported, desk, Path(path), appointment_id), partial(_on_written, desk, path), failed=desk.say_error)


def _exported(desk: Desk, path: Path, appointment_id: int | None) -> int:
    from crm_desktop.exchange.calendars import write_appointments
    from crm_desktop.queries.listing import Question
    from crm_desktop.queries.subjects_of_trade import APPOINTMENTS

    demand(desk.by, Right.PLAN_APPOINTMENTS if appointment_id else Right.EXPORT)
    where = (("appointment", "=", str(appointment_id)),) if appointment_id else ()
    return write_appointments(path, Question(APPOINTMENTS, where))


def _on_written(desk: Desk, path: str, count: int) -> None:
    said = ngettext("{count} appointment written to {{file}}.", "{count} appointments written to {{file}}.", count)
    desk.say(said.format(file=Path(path).name))
