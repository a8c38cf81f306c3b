"""Somebody else saved the same record while a form was open: both versions field by field, and what was there before.

A form takes part by giving its `fields` and answering `FormDialog.contest`; see there.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.queries.history import LastChange, last_change
from crm_desktop.queries.records import RecordRef
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.fields import Field, Fields, Values
from crm_desktop.ui.focus import follow_the_eye
from crm_desktop.ui.opening_size import bounded
from crm_desktop.ui.theme import GAP, sized
from crm_desktop.ui.widgets.basics import button, column, label, row, surface
from crm_desktop.ui.widgets.downwards import Downwards
from crm_desktop.ui.widgets.sides import Pick, Sides

_WIDE = 760


class Versioned(Protocol):
    @property
    def version(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Contest:
    """How a form learns what is stored now. `read` runs in a worker and answers nothing for what is gone; `values_of` says what the
    form would hold of it, by the names of its fields."""

    record: RecordRef
    read: Callable[[], Versioned | None]
    values_of: Callable[[Any], Values]


class Stored(NamedTuple):
    """What is there now, and who saved it when."""

    record: Any
    last: LastChange | None


class Meeting(NamedTuple):
    """A field that the other one changed, as the form has it, as it is stored now, and as it was when the form was opened."""

    field: Field
    mine: Any
    theirs: Any
    base: Any

    @property
    def stays(self) -> Pick:
        """Whoever changed it alone is right, unless somebody says otherwise."""
        return Pick.RIGHT if self.mine == self.base else Pick.LEFT


def stored_now(contest: Contest) -> Stored:
    return Stored(contest.read(), last_change(contest.record))


def meetings(fields: Fields, base: Values, stored: Values, theirs: Values) -> Iterator[Meeting]:
    """`base` is what the fields held, `stored` what the record held then: a field may spell that in its own way."""
    for field in fields:
        if field.name in theirs and theirs[field.name] != stored.get(field.name):
            met = Meeting(field, field.read(), theirs[field.name], base.get(field.name))
            if met.mine != met.theirs:
                yield met


def taken(met: Meeting, pick: Pick) -> Any:
    """What the field holds from now on."""
    if pick == Pick.BOTH and met.field.joined is not None:
        return met.field.joined(met.theirs, met.mine)
    return met.theirs if pick == Pick.RIGHT else met.mine


class ConflictDialog(QDialog):
    settled = Signal(object)
    """Which version of each field stays, by its name."""

    def __init__(self, desk: Desk, found: Stored, met: list[Meeting], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Changed by somebody else meanwhile"))
        who, when = _who_and_when(desk, found.last)
        self.sides = Sides(_("Yours"), _("Stored now, by {who}").format(who=who))
        for each in met:
            self._add(each)
        lead = label(_lead(who, when), wrap=True)
        note = label(_("Whatever else you changed stays as you typed it."), "soft", wrap=True)
        inner = surface("clear", column(lead, note, self.sides, 1, gap=2 * GAP, margins=(3 * GAP, 2 * GAP, 3 * GAP, 2 * GAP)))
        self.back, self.save = button(_("Back to the form")), button(_("Save this"), "check", "primary", tip=_("Save (Ctrl+Enter)"))
        self.save.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(Downwards(inner), 1)
        layout.addWidget(surface("status", row(1, self.back, self.save, margins=(3 * GAP, 12, 3 * GAP, 12))))
        self.back.clicked.connect(self.reject)
        self.save.clicked.connect(self._on_save)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._on_save)
        self.resize(bounded(self, QSize(sized(_WIDE), inner.sizeHint().height() + sized(90))))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        follow_the_eye(self)
        self.sides.start()

    def _add(self, met: Meeting) -> None:
        field = met.field
        shown = [field.shown(value) for value in (met.mine, met.theirs, met.base)]
        before = _("Before: {value}").format(value=shown[2] or _("(nothing)"))
        self.sides.add_field(field.name, field.label, shown[0], shown[1], met.stays, before, both=field.joined is not None)

    @Slot()
    def _on_save(self) -> None:
        self.settled.emit(self.sides.choices())
        self.accept()


def _who_and_when(desk: Desk, last: LastChange | None) -> tuple[str, str]:
    """Not known where a script of somebody else's wrote it."""
    if last is None:
        return _("somebody else"), ""
    return last.who or _("somebody else"), desk.formats.day_and_time(last.at)


def _lead(who: str, when: str) -> str:
    if not when:
        return _("This record was saved by somebody else while you had it open. Nothing was overwritten; choose what stays.")
    said = _("{who} saved this record ({when}) while you had it open. Nothing was overwritten; choose what stays.")
    return said.format(who=who, when=when)
