"""Phones, e-mails and the like: a line each with what kind it is, what it is called, and which one comes first."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import PHONES, PointKind
from crm_desktop.core.phones import PhoneSense, is_email, phone_sense
from crm_desktop.queries.customers import PointRow
from crm_desktop.services.customers import PointInput
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.focus import follow_the_eye
from crm_desktop.ui.theme import GAP, set_role, sized
from crm_desktop.ui.widgets.basics import button, column, label, offer, row
from crm_desktop.ui.words import POINTS

Point = dict[str, Any]
"""`kind`, `value`, `label`, `main`, and `id` where it is stored: what JSON can hold."""
_KIND_WIDTH, _LABEL_WIDTH = 124, 120


def point_of(stored: PointRow) -> Point:
    return {"kind": stored.kind, "value": stored.value, "label": stored.label, "main": stored.main, "id": stored.id}


def point_inputs(points: list[Point]) -> tuple[PointInput, ...]:
    return tuple(PointInput(PointKind(each["kind"]), each["value"], each["label"], each["main"], id=each["id"]) for each in points)


class PointLine(QWidget):
    removed = Signal(object)
    edited = Signal()
    put_first = Signal(object)

    def __init__(self, desk: Desk, country: str, point: Point) -> None:
        super().__init__()
        self._desk, self.country, self._id = desk, country, point["id"]
        self.kind, self.value, self.label = QComboBox(), QLineEdit(point["value"]), QLineEdit(point["label"])
        for each, name in POINTS.items():
            self.kind.addItem(_(name), each.value)
        self.kind.setCurrentIndex(self.kind.findData(point["kind"]))
        self.kind.setFixedWidth(sized(_KIND_WIDTH))
        self.kind.setAccessibleName(_("Kind of contact"))
        self.label.setPlaceholderText(_("called"))
        self.label.setAccessibleName(_("What it is called, such as work or private"))
        self.label.setFixedWidth(sized(_LABEL_WIDTH))
        self.label.setCompleter(_labels(self.label))
        self.main = button("", "star", "quiet", tip=_("The one to use first"))
        self.main.setCheckable(True)
        self.main.setChecked(point["main"])
        self.remove = button("", "x", "quiet", tip=_("Take this line away"))
        self.hint = label("", "small", wrap=True)
        self.hint.hide()
        line = row(self.kind, self.value, self.label, self.main, self.remove, gap=GAP // 2)
        line.setStretch(1, 1)
        self.setLayout(column(line, self.hint, gap=2))
        self.setFocusProxy(self.value)
        self.kind.currentIndexChanged.connect(self._on_kind)
        self.remove.clicked.connect(self._on_remove)
        self.main.clicked.connect(self._on_main)
        self.value.setCursorPosition(0)  # of a long one its beginning is seen
        for text in (self.value, self.label):
            text.textEdited.connect(self.edited)
        self.value.textChanged.connect(self.look)
        self._name()
        self.look()

    def point(self) -> Point:
        value, called = self.value.text().strip(), self.label.text().strip()
        return {"kind": self.kind.currentData(), "value": value, "label": called, "main": self.main.isChecked(), "id": self._id}

    def is_of(self, kind: str) -> bool:
        return bool(_group(self.kind.currentData()) == _group(kind))

    @Slot()
    def look(self) -> None:
        """Say below the line how the world writes a number, or why it looks wrong."""
        typed, kind = self.value.text().strip(), PointKind(self.kind.currentData())
        if typed and kind in PHONES:
            self._desk.jobs.read(self, partial(phone_sense, typed, self.country), partial(self._show_sense, typed), newest="sense")
        elif typed and kind == PointKind.EMAIL and not is_email(typed):
            self._hint(_("This is no complete e-mail address yet."), is_odd=True)
        else:
            self._hint("")

    def _show_sense(self, typed: str, sense: PhoneSense) -> None:
        if typed != self.value.text().strip():
            return
        if sense.shown:
            self._hint("" if sense.shown == typed else sense.shown)
        else:
            self._hint(_("Nobody can be called by this number as it stands; it is kept as it is written."), is_odd=True)

    def _hint(self, text: str, *, is_odd: bool = False) -> None:
        self.hint.setText(text)
        offer(self.hint, wanted=bool(text))
        set_role(self.hint, "type", "warning" if is_odd else "small")
        self.value.setAccessibleDescription(text)

    @Slot()
    def _on_kind(self) -> None:
        self._name()
        self.look()
        self.edited.emit()

    def _name(self) -> None:
        self.value.setAccessibleName(self.kind.currentText())

    @Slot()
    def _on_remove(self) -> None:
        self.removed.emit(self)

    @Slot()
    def _on_main(self) -> None:
        self.put_first.emit(self)


class PointsEditor(QWidget):
    edited = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._country = desk, desk.formats.country
        self.lines: list[PointLine] = []
        self._box = QVBoxLayout()
        self._box.setSpacing(GAP // 2)
        self.more = button(_("Another phone or e-mail"), "plus", "quiet")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GAP // 2)
        outer.addLayout(self._box)
        outer.addLayout(row(self.more, 1))
        self.more.clicked.connect(self._on_more)
        self.show_points([])

    def points(self) -> list[Point]:
        """Lines that were left empty are none."""
        return [point for point in (line.point() for line in self.lines) if point["value"]]

    def show_points(self, points: list[Point]) -> None:
        """With nothing to show, an empty line for a phone and one for an e-mail."""
        for line in list(self.lines):
            self._drop(line)
        for point in points or [_empty(PointKind.PHONE), _empty(PointKind.EMAIL)]:
            self._add(point)

    def shown(self, points: list[Point]) -> str:
        words = {kind.value: name for kind, name in POINTS.items()}
        return "\n".join(" ".join(filter(None, (_(words[each["kind"]]), each["value"], each["label"]))) for each in points)

    def live_in(self, country: str) -> None:
        """Numbers without a country's code are of this one."""
        self._country = country if len(country) == 2 else self._desk.formats.country
        for line in self.lines:
            if line.country != self._country:
                line.country = self._country
                line.look()

    def start(self) -> None:
        (self.lines[0].value if self.lines else self.more).setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, point: Point) -> PointLine:
        line = PointLine(self._desk, self._country, point)
        self.lines.append(line)
        self._box.addWidget(line)
        line.removed.connect(self._on_removed)
        line.put_first.connect(self._on_put_first)
        line.edited.connect(self.edited)
        if len(self.lines) == 1:
            self.setFocusProxy(line.value)
        return line

    def _drop(self, line: PointLine) -> None:
        self.lines.remove(line)
        self._box.removeWidget(line)
        line.hide()
        line.deleteLater()
        self.setFocusProxy(self.lines[0].value if self.lines else self.more)

    @Slot()
    def _on_more(self) -> None:
        line = self._add(_empty(PointKind.PHONE))
        line.show()
        follow_the_eye(self.window())
        line.value.setFocus()

    @Slot(object)
    def _on_removed(self, line: PointLine) -> None:
        place = self.lines.index(line)
        self._drop(line)
        (self.lines[min(place, len(self.lines) - 1)].remove if self.lines else self.more).setFocus()
        self.edited.emit()

    @Slot(object)
    def _on_put_first(self, chosen: PointLine) -> None:
        """One phone and one e-mail is the first."""
        for line in self.lines:
            if line is not chosen and line.is_of(chosen.kind.currentData()):
                line.main.setChecked(False)
        self.edited.emit()


def joined_points(theirs: list[Point], mine: list[Point]) -> list[Point]:
    """Everything of both, each number once."""
    there = {(_group(each["kind"]), each["value"]) for each in theirs}
    return [*theirs, *({**each, "main": False} for each in mine if (_group(each["kind"]), each["value"]) not in there)]


def _empty(kind: PointKind) -> Point:
    return {"kind": kind.value, "value": "", "label": "", "main": False, "id": None}


def _group(kind: str) -> str:
    return "voice" if kind in (PointKind.PHONE, PointKind.MOBILE) else kind


def _labels(parent: QWidget) -> QCompleter:
    completer = QCompleter([_("work"), _("private"), _("office"), _("switchboard"), _("invoices"), _("orders"), _("after hours")], parent)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    return completer
