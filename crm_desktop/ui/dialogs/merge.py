"""Two records of one customer side by side: which is kept, what stays of each field, and what moves. One step, which undo takes back."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.errors import EditConflict
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import ChannelKind, CustomerKind, CustomerStatus
from crm_desktop.queries.custom_fields import definitions
from crm_desktop.queries.merging import OWN, Comparison, FieldPair, Side, comparison
from crm_desktop.services.merging import merge_customers
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.fields import yes_or_no
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.opening_size import open_at
from crm_desktop.ui.theme import GAP, Tone
from crm_desktop.ui.widgets.basics import column, empty, label, row, surface
from crm_desktop.ui.widgets.code_edit import languages
from crm_desktop.ui.widgets.sides import Pick, Sides
from crm_desktop.ui.words import CHANNEL_KINDS, CUSTOMER_KINDS
from crm_desktop.ui.words_of_customers import STATUSES
from crm_desktop.ui.words_of_merging import FIELDS, rows_in_words

_SIZE = 860, 720


class _Read(NamedTuple):
    pair: Comparison
    labels: dict[str, str]
    """Of the company's own fields."""


def open_merge(desk: Desk, first_id: int, second_id: int, parent: QWidget | None) -> "MergeDialog":
    """Two customers who may be one, to be looked at and made one."""
    dialog = MergeDialog(desk, first_id, second_id, parent)
    dialog.open()
    return dialog


class MergeDialog(FormDialog):
    """The first customer stands on the left whichever is kept."""

    def __init__(self, desk: Desk, first_id: int, second_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Merge two customers"), _("Merge"), parent)
        self._ids = first_id, second_id
        self._kept_place = 0
        self._read: _Read | None = None
        self._picked: dict[str, Pick] = {}
        self._has_chosen = False
        self.keep = (QRadioButton(), QRadioButton())
        self._group = QButtonGroup(self)
        self.names = (label("", "heading", wrap=True), label("", "heading", wrap=True))
        self.moving, self.outcome, self._same = label("", wrap=True), label("", wrap=True), label("", "soft", wrap=True)
        self.sides: Sides | None = None
        self._build()
        self.save.setEnabled(False)
        self._compare()
        open_at(self, *_SIZE)

    def work(self) -> Callable[[], Change] | None:
        if self._read is None:
            return None
        pair = self._read.pair
        return partial(
            merge_customers, pair.kept.id, pair.kept.version, pair.other.id, pair.other.version, self.choices(), self.desk.by, self.key
        )

    def choices(self) -> dict[str, Side]:
        """What is not as it was proposed."""
        if self._read is None or self.sides is None:
            return {}
        proposed = {field.name: field.stays for field in self._read.pair.fields}
        chosen = {name: self._side(pick) for name, pick in self.sides.choices().items()}
        return {name: side for name, side in chosen.items() if side != proposed[name]}

    def said_after(self) -> str:
        assert self._read is not None
        pair = self._read.pair
        said = _("{other} was merged into {name} ({number}). Undo takes it back whole.")
        return said.format(other=pair.other.number, name=pair.kept.name, number=pair.kept.number)

    def _build(self) -> None:
        lead = label(_("Everything of the other goes over to the one you keep; its number stays known and leads there."), "soft", wrap=True)
        cards = [self._card(place) for place in (0, 1)]
        both = row(*cards, gap=2 * GAP)
        for place in (0, 1):
            both.setStretch(place, 1)
        self._fields = QVBoxLayout()
        below = surface("box", column(label(_("What comes of it"), "label"), self.outcome, self.moving, gap=4, margins=(12, GAP, 12, GAP)))
        self.form.add(lead)
        line = QWidget()
        line.setLayout(both)
        self.form.add(line)
        fields = QWidget()
        fields.setLayout(self._fields)
        self._fields.setContentsMargins(0, 0, 0, 0)
        self.form.add(fields)
        self.form.add(self._same)
        self.form.add(below)
        self.form.add(QWidget(), 1)

    def _card(self, place: int) -> QWidget:
        radio = self.keep[place]
        radio.setText(_("Keep this one"))
        radio.setChecked(place == self._kept_place)
        self._group.addButton(radio, place)
        radio.clicked.connect(self._on_keep)
        return surface("box", column(self.names[place], radio, gap=4, margins=(12, GAP, 12, GAP)))

    def _compare(self) -> None:
        kept, other = self._ids if self._kept_place == 0 else self._ids[::-1]
        self.desk.jobs.read(self, partial(_compared, kept, other), self._show, newest="pair", failed=self._on_not_mergeable)

    def _on_not_mergeable(self, error: Exception) -> None:
        self._read = None
        self.save.setEnabled(False)
        self.message.show_error(error)

    @Slot()
    def _on_keep(self) -> None:
        if self._group.checkedId() != self._kept_place:
            self._kept_place = self._group.checkedId()
            self._picked = self.sides.choices() if self.sides is not None and self._has_chosen else {}
            self.save.setEnabled(False)
            self.message.clear()
            self._compare()

    def _show(self, found: _Read) -> None:
        is_first = self._read is None
        self._read = found
        pair = found.pair
        parties = (pair.kept, pair.other) if self._kept_place == 0 else (pair.other, pair.kept)
        for place, party in enumerate(parties):
            self.names[place].setText(f"{party.name} · {party.number}")
            self.keep[place].setAccessibleName(_("Keep {name}, {number}").format(name=party.name, number=party.number))
        self._show_fields(pair, parties[0].number, parties[1].number)
        self.save.setEnabled(True)
        if is_first:
            self.keep[self._kept_place].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_fields(self, pair: Comparison, left: str, right: str) -> None:
        empty(self._fields)
        self._has_chosen = False
        self.sides = Sides(left, right)
        same = []
        for field in pair.fields:
            name = self._label(field.name)
            if field.kept == field.other or len(field.sides) == 1:
                same += [f"{name}: {self._both(field)}"] if self._both(field) else []
                continue
            shown = [self._shown(field, value) for value in (field.kept, field.other)]
            mine, theirs = shown if self._kept_place == 0 else shown[::-1]
            pick = self._picked.get(field.name, self._pick(field.stays))
            self.sides.add_field(field.name, name, mine, theirs, pick, both=Side.BOTH in field.sides)
        self._fields.addWidget(self.sides)
        self._same.setText(_("The same in both: {fields}").format(fields="; ".join(same)))
        self._same.setVisible(bool(same))
        self.sides.changed.connect(self._on_chosen)
        self._show_outcome()

    @Slot()
    def _on_chosen(self) -> None:
        self._has_chosen = True
        self._show_outcome()

    def _show_outcome(self) -> None:
        """In words, as it will be."""
        if self._read is None or self.sides is None:
            return
        pair = self._read.pair
        moving = [rows_in_words(each.table, each.rows) for each in pair.moving]
        words = _("From {other} come over: {what}.") if moving else _("Nothing but its name belongs to {other}.")
        self.moving.setText(words.format(other=pair.other.number, what=", ".join(moving)))
        shown = [self._result_of(field) for field in pair.fields if field.name in ("name", "kind", "status", "address")]
        kept = _("Kept: {number}").format(number=pair.kept.number)
        self.outcome.setText(" · ".join(filter(None, (kept, *shown))))

    def _result_of(self, field: FieldPair) -> str:
        assert self.sides is not None
        side = self._side(self.sides.chosen(field.name)) if field.name in self.sides.choices() else field.stays
        return self._shown(field, field.other if side == Side.OTHER else field.kept)

    def _both(self, field: FieldPair) -> str:
        """Of a field of which nothing is to be chosen."""
        if field.name == "do_not_contact":
            kinds = {*field.kept.split(","), *field.other.split(",")}
            return ", ".join(_(word) for kind, word in CHANNEL_KINDS.items() if kind in kinds)
        return self._shown(field, field.kept)

    def _label(self, name: str) -> str:
        assert self._read is not None
        return self._read.labels.get(name, name.removeprefix(OWN)) if name.startswith(OWN) else _(FIELDS.get(name, name))

    def _shown(self, field: FieldPair, value: Any) -> str:
        if value in (None, ""):
            return ""
        words = _WORDS.get(field.name)
        if words is not None:
            return words(value)
        if isinstance(value, bool):
            return yes_or_no(value)
        if isinstance(value, Decimal):
            return self.desk.formats.money(value)
        return self.desk.formats.day(value) if isinstance(value, date) else str(value)

    def _pick(self, side: Side) -> Pick:
        if side == Side.BOTH:
            return Pick.BOTH
        return Pick.LEFT if (side == Side.KEPT) == (self._kept_place == 0) else Pick.RIGHT

    def _side(self, pick: Pick) -> Side:
        if pick == Pick.BOTH:
            return Side.BOTH
        return Side.KEPT if (pick == Pick.LEFT) == (self._kept_place == 0) else Side.OTHER

    def _on_saved(self, change: Change) -> None:
        super()._on_saved(change)
        self.desk.go_to(Entity.CUSTOMER.value, self._ids[self._kept_place])

    def _on_refused(self, error: Exception) -> None:
        """What somebody changed meanwhile is shown before anything is merged."""
        super()._on_refused(error)
        if isinstance(error, EditConflict):
            self._picked = self.sides.choices() if self.sides is not None else {}
            self.message.say(_("One of the two was changed meanwhile. Nothing was merged; look again, then merge."), Tone.WARN)
            self._compare()


def _compared(kept_id: int, other_id: int) -> _Read:
    labels = {OWN + each.name: each.label for each in definitions("customer", retired=True)}
    return _Read(comparison(kept_id, other_id), labels)


def _kind(value: str) -> str:
    return _(CUSTOMER_KINDS[CustomerKind(value)])


def _status(value: str) -> str:
    return _(STATUSES[CustomerStatus(value)])


def _channel(value: str) -> str:
    return _(CHANNEL_KINDS[ChannelKind(value)])


def _language(value: str) -> str:
    return next((each.name for each in languages() if each.code == value), value)


def _birthday(value: str) -> str:
    return value.removeprefix("--")


_WORDS: dict[str, Callable[[str], str]] = {
    "kind": _kind,
    "status": _status,
    "preferred_channel": _channel,
    "language": _language,
    "birthday": _birthday,
}
