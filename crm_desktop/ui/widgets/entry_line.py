"""A follow-up in one line. What was understood stands below as chips before Enter saves it; who of several is meant, the arrows choose."""

import secrets
from datetime import datetime
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QSizePolicy, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.dates import NEVER, utc_now
from crm_desktop.core.entry_words import words_for
from crm_desktop.core.i18n import _
from crm_desktop.core.quick_entry import Entry, parse
from crm_desktop.core.repeats import repeat_words
from crm_desktop.queries.customers import FoundCustomer
from crm_desktop.queries.desk import Choices, choices
from crm_desktop.queries.whom import Meant, OrderNamed, Whom, order_named, whom
from crm_desktop.services.follow_ups import FollowUpInput, add_follow_up
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.draft import Draft
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.models.cells import Cell, Chip
from crm_desktop.ui.models.record_table import Column, RecordTableModel, source_of
from crm_desktop.ui.theme import FINDER_ROW_HEIGHT, Tone, theme
from crm_desktop.ui.widgets.basics import chip, column, empty, label
from crm_desktop.ui.widgets.flow import Flow
from crm_desktop.ui.widgets.message_line import MessageLine
from crm_desktop.ui.widgets.record_view import RecordView

NOBODY = (1 << 31) - 1
"""Stands in the list of candidates for "none of these"."""
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_LINES = 5
_NOBODY_MEANT = Whom((), "", is_sure=False)


class _Nobody(NamedTuple):
    id: int = NOBODY


class EntryLine(QWidget):
    saved = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._words = words_for(("en", *desk.formats.languages))
        self._channels: dict[str, int] = {}
        self._entry: Entry | None = None
        self._asked = ""
        """The words the candidates were looked for by."""
        self._found: Whom | None = _NOBODY_MEANT
        """None while they are looked for."""
        self._chosen: Meant | None = None
        self._about = ""
        self._order: OrderNamed | None = None
        self._looks_for_order = False
        self._is_nobody = self._wants_to_save = False
        self._key = secrets.token_hex(16)
        self.line = QLineEdit(placeholderText=_("call maria anders monday 9 about replacement"), clearButtonEnabled=True)
        self.line.setAccessibleName(_("A follow-up in one line"))
        self.line.setAccessibleDescription(
            _("Whom to reach how, when, and about what; Enter saves it. For example: every monday, in 3 days, 14.12.")
        )
        self.line.setToolTip(_("Whom to reach how, when, and about what; Enter saves it (Ctrl+L comes here)"))
        self._model = RecordTableModel((Column("", _candidate),), desk.jobs, self)
        self.candidates = RecordView(self._model, _("Who is meant"), FINDER_ROW_HEIGHT)
        self.candidates.horizontalHeader().hide()
        self.candidates.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.message = MessageLine()
        self.chips = _Chips()
        self.setLayout(column(self.line, self.chips, self.message, self.candidates, gap=6))
        self.setFocusProxy(self.line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._draft = Draft(desk, "follow-up-in-a-line", self._typed, self._retype, self)
        self._connect()
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the line does not take itself comes here."""
        if event.key() in _MOVES and self.candidates.isVisible():
            self._move(_MOVES[Qt.Key(event.key())])
        elif event.key() in _ENTER:
            self._on_enter()
        elif event.key() == Qt.Key.Key_Escape and self.line.text():
            self._clear()
        else:
            super().keyPressEvent(event)

    def _connect(self) -> None:
        self.line.textChanged.connect(self._on_text)
        self.line.textEdited.connect(self._draft.touch)
        self.candidates.clicked.connect(self._on_clicked)
        self._model.loaded.connect(self._on_candidates)
        self._desk.jobs.read(self, choices, self._take_choices)
        self._draft.restore()

    def _take_choices(self, found: Choices) -> None:
        for channel in reversed(found.channels):
            self._channels[channel.kind] = channel.id

    @Slot(str)
    def _on_text(self, text: str) -> None:
        self._key, self._wants_to_save = secrets.token_hex(16), False
        self.message.clear()
        self._entry = parse(text, _wall_time(self._desk.formats), self._words, self._desk.formats.month_first) if text.strip() else None
        said = self._entry.who if self._entry else ""
        if said != self._asked:
            self._asked, self._found, self._chosen, self._is_nobody = said, None if said else _NOBODY_MEANT, None, False
            if said:
                self._desk.jobs.read(self, partial(whom, said), partial(self._take_whom, said), newest="whom")
        about = self._entry.about if self._entry else ""
        if about != self._about:
            self._about, self._order, self._looks_for_order = about, None, True
            self._desk.jobs.read(self, partial(order_named, about), partial(self._take_order, about), newest="order")
        self._show()

    def _take_order(self, about: str, found: OrderNamed | None) -> None:
        if about == self._about:
            self._order, self._looks_for_order = found, False
            self._show()
            if self._wants_to_save:
                self._save()

    def _take_whom(self, said: str, found: Whom) -> None:
        if said != self._asked:
            return
        self._found = found
        self._chosen = found.candidates[0] if found.is_sure else None
        # "Send the offer to the printer" needs no customer: only what names a way to reach somebody asks who that is.
        if not self._entry or (not self._entry.verb and not found.is_sure and found.further):
            self._found = _NOBODY_MEANT
        self._show()
        if self._wants_to_save:
            self._save()

    def _show(self) -> None:
        entry = self._entry
        then = _("Enter saves it") if entry and self._title(entry) else _("and what is to be done?")
        self.chips.show_chips(self._chips(entry) if entry else [], then if entry and not self._asks() else "")
        if self._found is not None and self._asks():
            self._model.show(source_of([*self._found.candidates, _Nobody()]))
        else:
            self._model.clear()
            self.candidates.hide()

    def _asks(self) -> bool:
        return self._found is not None and bool(self._found.candidates) and self._chosen is None and not self._is_nobody

    def _chips(self, entry: Entry) -> list[Chip]:
        formats = self._desk.formats
        due = formats.due(entry.day, entry.time)
        late = entry.day is not None and f"{entry.day} {entry.time or '24:00'}" < f"{_wall_time(self._desk.formats):%Y-%m-%d %H:%M}"
        found = [
            Chip(self._title(entry), Tone.INFO),
            self._who_chip(entry),
            Chip(due, Tone.WARN if late else Tone.OK if entry.day else Tone.PLAIN),
        ]
        order = self._order_meant(entry)
        if order is not None:
            found.append(Chip(order.number, Tone.OK))
        if entry.rule:
            found.append(Chip(repeat_words(entry.rule, formats), Tone.OK))
        return [each for each in found if each.text]

    def _who_chip(self, entry: Entry) -> Chip:
        if self._chosen is not None:
            names = dict.fromkeys(filter(None, (self._chosen.contact, self._chosen.customer.name or self._chosen.customer.number)))
            return Chip(", ".join(names), Tone.OK)
        if self._asks():
            return Chip(_("Who is meant? The arrow keys choose"), Tone.WARN)
        if self._order is not None and not entry.who:
            return Chip(self._order.customer, Tone.OK)
        if entry.verb and entry.who:
            return Chip(_("no customer"))
        return Chip("")

    def _order_meant(self, entry: Entry) -> OrderNamed | None:
        """An order of somebody else's is not what is meant."""
        order = self._order
        is_theirs = order is not None and (not entry.who or (self._chosen is not None and self._chosen.id == order.customer_id))
        return order if is_theirs else None

    def _title(self, entry: Entry) -> str:
        """Whoever is no customer of ours stays in words."""
        if self._chosen is None:
            return entry.title(further=entry.who)
        return entry.title(self._chosen.contact or self._chosen.customer.name, self._found.further if self._found else "")

    @Slot(int)
    def _on_candidates(self, count: int) -> None:
        self.candidates.setVisible(count > 0)
        self.candidates.setFixedHeight(min(count, _LINES) * theme().row_height(FINDER_ROW_HEIGHT) + 2)
        self.candidates.clearSelection()
        self.candidates.setCurrentIndex(QModelIndex())

    def _move(self, step: int) -> None:
        row = self.candidates.currentIndex().row() + step
        if 0 <= row < self._model.rowCount():
            self.candidates.choose_row(row)
            self.line.setAccessibleDescription(self._model.index(row, 0).data())
            QAccessible.updateAccessibility(QAccessibleEvent(self.line, QAccessible.Event.DescriptionChanged))

    @Slot(QModelIndex)
    def _on_clicked(self, _index: QModelIndex) -> None:
        self._take_candidate()
        self.line.setFocus()

    def _take_candidate(self) -> None:
        row = self.candidates.currentIndex().row()
        taken = self._model.id_at(row)
        self._is_nobody = taken == NOBODY
        self._chosen = next((each for each in self._found.candidates if each.id == taken), None) if self._found else None
        self._show()

    @Slot()
    def _on_enter(self) -> None:
        if self._entry is None:
            return
        if self._asks() and self.candidates.currentIndex().isValid():
            self._take_candidate()
        else:
            self._wants_to_save = True
            self._save()

    def _save(self) -> None:
        """Not before it is clear who is meant."""
        entry = self._entry
        if entry is None or self._found is None or self._looks_for_order or not self.line.isEnabled():
            return
        if self._asks():
            self._wants_to_save = False
            self.message.say(_("Several may be meant. Choose one with the arrow keys, then Enter."), Tone.WARN)
            return
        self._wants_to_save = False
        self.line.setEnabled(False)
        self._desk.jobs.write(self, partial(add_follow_up, self._wanted(entry), self._desk.by, self._key), self._on_saved, self._on_refused)

    def _wanted(self, entry: Entry) -> FollowUpInput:
        order = self._order_meant(entry)
        whose = self._chosen.id if self._chosen else order.customer_id if order else None
        return FollowUpInput(
            title=self._title(entry),
            due_on=entry.day or NEVER,
            due_time=entry.time,
            customer_id=whose,
            order_id=order.id if order else None,
            contact_id=self._chosen.contact_id if self._chosen else None,
            channel_id=self._channels.get(entry.channel),
            recurrence=entry.rule,
            remind_before=0 if entry.day else None,
        )

    def _on_saved(self, change: Change) -> None:
        if (entry := self._entry) is not None:
            said = _("“{title}” is follow-up {number}, due {when}.").format(
                title=self._title(entry), number=change.number, when=self._desk.formats.due(entry.day, entry.time)
            )
            self._desk.say_done(change, said, self._desk.opening(Entity.FOLLOW_UP, change))
        self._draft.drop()
        self.line.setEnabled(True)
        self._clear()
        self.line.setFocus()
        self.saved.emit(change)

    def _on_refused(self, error: Exception) -> None:
        self.line.setEnabled(True)
        self.line.setFocus()
        self.message.show_error(error)

    def _clear(self) -> None:
        self.line.clear()

    def _typed(self) -> dict[str, str]:
        return {"line": self.line.text()} if self.line.text().strip() else {}

    def _retype(self, typed: dict[str, str]) -> None:
        self.line.setText(typed.get("line", ""))


class _Chips(QWidget):
    """Go on in the next line where there is no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = Flow(gap=6)
        self.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_chips(self, chips: list[Chip], then: str) -> None:
        empty(self._flow)
        for each in chips:
            self._flow.addWidget(chip(each.text, each.tone))
        if then:
            self._flow.addWidget(label(then, "small"))
        self.setVisible(bool(chips))

    def texts(self) -> list[str]:
        return [each.text() for each in self.findChildren(QLabel) if each.isVisible()]


def _wall_time(formats: Formats) -> datetime:
    """Where the company is."""
    return utc_now().astimezone(formats.zone).replace(tzinfo=None)


def _candidate(row: Meant | _Nobody) -> Cell:
    if isinstance(row, _Nobody):
        return Cell(_("None of these"), _("It is saved without a customer."), soft=True)
    found: FoundCustomer = row.customer
    return Cell(found.name or _("(no name)"), ", ".join(filter(None, (row.contact or found.person, found.place))), aside=found.number)
