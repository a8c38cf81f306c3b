"""What went wrong with people's data, and what people ask about theirs: two registers with their deadlines."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.privacy import RequestKind, RequestOutcome, Risk
from crm_desktop.core.rights import Right
from crm_desktop.core.typed import read_moment
from crm_desktop.queries.customers import customer_id_of
from crm_desktop.queries.privacy import IncidentRow, RequestRow, incidents, requests
from crm_desktop.services.incidents import IncidentInput, change_incident, note_incident
from crm_desktop.services.privacy_requests import RequestInput, change_request, note_request
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.settings_entry import Ask, Values, narrow
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.models.cells import Cell, Chip
from crm_desktop.ui.models.record_table import RIGHT, Column
from crm_desktop.ui.pages.settings_section import ListSection
from crm_desktop.ui.theme import Tone, sized
from crm_desktop.ui.widgets.basics import button
from crm_desktop.ui.widgets.day_edit import DayEdit
from crm_desktop.ui.widgets.notes_edit import NoteLine, NotesEdit
from crm_desktop.ui.widgets.number_box import number_box
from crm_desktop.ui.words_of_privacy import CLOCKS, REQUEST_KINDS, REQUEST_OUTCOMES, RISKS

_MOMENT = "%Y-%m-%d %H:%M"
_MOST_PEOPLE = 100_000_000
_HIGH = 64


class IncidentsSection(ListSection):
    name: ClassVar[str] = "incidents"
    title: ClassVar[str] = N_("Incidents with data")
    said: ClassVar[str] = N_(
        "Data that was lost, seen by somebody it was not for, or changed by mistake. Within 72 hours the authority is told, unless nobody"
        " is likely to be harmed. Write it down in general words, without anybody’s name."
    )
    right: ClassVar[Right | None] = Right.KEEP_INCIDENTS
    terms: ClassVar[tuple[str, ...]] = (N_("Data breach"), N_("Privacy"), N_("Data protection"), N_("Authority"), N_("GDPR"))
    nothing: ClassVar[str] = N_("No incident is noted.")
    add_title: ClassVar[str] = N_("Note an incident")
    can_turn: ClassVar[bool] = False

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.paper = button(_("As a &paper"), "printer", tip=_("For the authority, or for your files"))
        super().__init__(desk, parent)
        self.paper.clicked.connect(self._on_paper)

    def columns(self) -> tuple[Column, ...]:
        formats = self.desk.formats
        return (
            Column(_("No."), lambda row: Cell(str(row.id)), 56, RIGHT),
            Column(_("Found"), lambda row: Cell(formats.moment(row.found_at)), 160),
            Column(_("What happened"), lambda row: Cell(" ".join(row.description.split()))),
            Column(_("People"), lambda row: Cell(formats.number(row.persons) if row.persons else "?"), 80, RIGHT),
            Column(_("Authority"), self._clock, 220),
        )

    def read(self) -> Sequence[IncidentRow]:
        return incidents()

    def asks(self, entry: IncidentRow | None) -> tuple[Ask, ...]:
        what, measures, risk = NotesEdit(), NotesEdit(), narrow(QComboBox())
        for text, edit in ((entry.description if entry else "", what), (entry.measures if entry else "", measures)):
            edit.setPlainText(text)
            edit.setFixedHeight(sized(_HIGH))
        for each, words in RISKS.items():
            risk.addItem(_(words), each)
        risk.setCurrentIndex(risk.findData(entry.risk if entry else Risk.RISK))
        data, why_not = NoteLine(), NoteLine()
        data.setText(entry.data if entry else "")
        why_not.setText(entry.why_not if entry else "")
        when = _("Such as 2026-11-22 14:30.")
        found = self._moment(entry.found_at if entry else datetime.now(UTC))
        return (
            Ask("description", _("&What happened"), what, _("Say what happened.")),
            Ask("found_at", _("&Found"), found, _("The 72 hours run from here."), when),
            Ask("happened_at", _("&Happened"), self._moment(entry and entry.happened_at), said=_("Empty where nobody knows.")),
            Ask("data", _("Which &data"), data, said=_("Such as names and addresses, order histories.")),
            Ask("persons", _("How many &people"), number_box(0, _MOST_PEOPLE, entry.persons if entry else 0), said=_("0: not known yet.")),
            Ask("risk", _("&Risk"), risk),
            Ask("measures", _("What was done a&gainst it"), measures),
            Ask("reported_at", _("The &authority was told"), self._moment(entry and entry.reported_at)),
            Ask("why_not", _("Or why it &need not be"), why_not),
            Ask("persons_told_at", _("Those &concerned were told"), self._moment(entry and entry.persons_told_at)),
            Ask("closed_at", _("C&losed"), self._moment(entry and entry.closed_at)),
        )

    def saving(self, values: Values, entry: IncidentRow | None, key: str) -> Callable[[], Change]:
        return partial(self._write, values, entry, key)

    def more_buttons(self) -> tuple[QPushButton, ...]:
        return (self.paper,)

    def _write(self, values: Values, entry: IncidentRow | None, key: str) -> Change:
        moments = {name: self._read(values[name]) for name in ("found_at", "happened_at", "reported_at", "persons_told_at", "closed_at")}
        wanted = IncidentInput(
            values["description"], data=values["data"], persons=values["persons"], risk=Risk(values["risk"]), measures=values["measures"],
            why_not=values["why_not"], **moments,
        )  # fmt: skip
        if entry is None:
            return note_incident(wanted, self.desk.by, key)
        return change_incident(entry.id, entry.version, wanted, self.desk.by, key)

    @Slot(int)
    def _on_current(self, entry_id: int) -> None:
        super()._on_current(entry_id)
        self.paper.setEnabled(self.chosen() is not None)

    @Slot()
    def _on_paper(self) -> None:
        if self.chosen() is not None:
            self.desk.show_paper("incident", str(self.chosen().id))

    def _clock(self, row: IncidentRow) -> Cell:
        words, tone = CLOCKS[row.clock.state]
        return Cell(chips=(Chip(_(words).format(hours=self.desk.formats.number(row.clock.hours)), tone),))

    def _moment(self, when: datetime | None) -> QLineEdit:
        return QLineEdit(when.astimezone(self.desk.formats.zone).strftime(_MOMENT) if when else "")

    def _read(self, text: str) -> datetime | None:
        return read_moment(text, self.desk.formats.zone) if text.strip() else None


class RequestsSection(ListSection):
    name: ClassVar[str] = "privacy-requests"
    title: ClassVar[str] = N_("Requests about data")
    said: ClassVar[str] = N_(
        "Who asks what is held about them, or wants it corrected or erased, gets an answer within a month. “What we hold about them” in a"
        " customer’s menu makes the paper."
    )
    right: ClassVar[Right | None] = Right.EDIT_CUSTOMERS
    terms: ClassVar[tuple[str, ...]] = (N_("Privacy"), N_("Data protection"), N_("Access"), N_("Erasure"), N_("Objection"), N_("GDPR"))
    nothing: ClassVar[str] = N_("Nobody asked about their data yet.")
    add_title: ClassVar[str] = N_("Note a request")
    can_turn: ClassVar[bool] = False

    def columns(self) -> tuple[Column, ...]:
        formats = self.desk.formats
        return (
            Column(_("Who"), lambda row: Cell(row.called)),
            Column(_("Asks for"), lambda row: Cell(_(REQUEST_KINDS[row.kind])), 190),
            Column(_("Asked"), lambda row: Cell(formats.day(row.asked_on)), 100),
            Column(_("Due"), lambda row: Cell(formats.day(row.due_on)), 100),
            Column(_("State"), _state, 130),
        )

    def read(self) -> Sequence[RequestRow]:
        return requests()

    def asks(self, entry: RequestRow | None) -> tuple[Ask, ...]:
        kind, outcome = narrow(QComboBox()), narrow(QComboBox())
        for each, words in REQUEST_KINDS.items():
            kind.addItem(_(words), each)
        for state, words in REQUEST_OUTCOMES.items():
            outcome.addItem(_(words), state)
        kind.setCurrentIndex(kind.findData(entry.kind if entry else RequestKind.ACCESS))
        outcome.setCurrentIndex(outcome.findData(entry.outcome if entry else RequestOutcome.OPEN))
        asked, answered = DayEdit(self.desk.formats), DayEdit(self.desk.formats)
        asked.show_iso((entry.asked_on if entry else self.desk.formats.today()).isoformat())
        answered.show_iso(entry.answered_on.isoformat() if entry and entry.outcome else "")
        number = entry.called.partition(" ")[0] if entry and entry.customer_id else ""
        who, identity, longer = _line(entry and entry.who), _line(entry and entry.identity), _line(entry and entry.extended_because)
        note, answer = _text(entry and entry.note), _text(entry and entry.answer)
        return (
            Ask("customer", _("&Customer’s number"), _line(number), said=_("Such as CU-00012; empty where they are no customer.")),
            Ask("who", _("Or &who asks"), who),
            Ask("kind", _("What they &ask for"), kind),
            Ask("asked_on", _("Asked &on"), asked, _("The month runs from here.")),
            Ask("identity", _("How we &know that it is them"), identity),
            Ask("note", _("&Note"), note),
            Ask("extended_because", _("Why it takes &longer"), longer, said=_("With a reason there are three months; tell them.")),
            Ask("outcome", _("Ans&wer"), outcome),
            Ask("answered_on", _("Answered o&n"), answered),
            Ask("answer", _("What was a&nswered"), answer),
        )

    def saving(self, values: Values, entry: RequestRow | None, key: str) -> Callable[[], Change]:
        try:
            asked_on, answered_on = (_day(values[name], self.desk.formats) for name in ("asked_on", "answered_on"))
        except UserError as error:
            return partial(_refuse, error)
        return partial(self._write, values, asked_on, answered_on, entry, key)

    def _write(self, values: Values, asked_on: date | None, answered_on: date | None, entry: RequestRow | None, key: str) -> Change:
        wanted = RequestInput(
            RequestKind(values["kind"]), _customer(values["customer"]), values["who"], asked_on, values["identity"],
            values["note"], entry.staff_id if entry else self.desk.by.id, values["extended_because"], RequestOutcome(values["outcome"]),
            answered_on, values["answer"],
        )  # fmt: skip
        if entry is None:
            return note_request(wanted, self.desk.by, key)
        return change_request(entry.id, entry.version, wanted, self.desk.by, key)


def _day(text: str, formats: Formats) -> date | None:
    """As people here write it, or 2026-11-21. Raises UserError for what is no day."""
    edit = DayEdit(formats)
    edit.setText(text)
    if edit.is_wrong():
        raise UserError(edit.problem())
    return date.fromisoformat(edit.iso()) if edit.iso() else None


def _state(row: RequestRow) -> Cell:
    if row.outcome is RequestOutcome.OPEN:
        return Cell(chips=(Chip(_("late"), Tone.BAD) if row.is_late else Chip(_("open"), Tone.WARN),))
    answered = _(REQUEST_OUTCOMES[row.outcome])
    said = _("{answer}, late").format(answer=answered) if row.is_late else answered
    return Cell(chips=(Chip(said, Tone.BAD if row.is_late else Tone.OK),))


def _line(text: str | None) -> NoteLine:
    made = NoteLine()
    made.setText(text or "")
    return made


def _text(text: str | None) -> NotesEdit:
    made = NotesEdit()
    made.setPlainText(text or "")
    made.setFixedHeight(sized(_HIGH))
    return made


def _refuse(error: UserError) -> Change:
    raise error


def _customer(number: str) -> int | None:
    if not number.strip():
        return None
    found = customer_id_of(number)
    if found is None:
        raise UserError(_("There is no customer “{number}”. Nothing was saved; look at the number again.").format(number=number.strip()))
    return found
