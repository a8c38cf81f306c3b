"""What has to be said before a file can be tried: what is missing, what stands for all rows, and what can be read two ways."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.exchange.field_words import slot_words
from crm_desktop.exchange.moments import day_of_moment_reader
from crm_desktop.exchange.questions import About, Question
from crm_desktop.exchange.rejects import BadValue
from crm_desktop.exchange.values import decimals_of
from crm_desktop.ui import icons, words, words_of_customers, words_of_trade
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.pages.import_grid import PlaceBox
from crm_desktop.ui.theme import GAP, ICON, Tone, colours, sized, theme
from crm_desktop.ui.widgets.basics import empty, label, row
from crm_desktop.ui.widgets.form import FormRow

_NO_ANSWER = "\0"
"""What a box holds before anybody chose."""


class Constant(NamedTuple):
    """A place that no column fills, and the values and words that can stand there for all rows. Unless `is_needed` the first counts."""

    place: str
    options: tuple[tuple[str, str], ...]
    is_needed: bool


class Answers(NamedTuple):
    dates: dict[str, str]
    decimals: dict[str, str]
    words: dict[str, dict[str, str]]
    constants: dict[str, str]
    digits: dict[str, int]
    """0 where codes stay as they are."""

    def covers(self, question: Question) -> bool:
        if question.about is About.WORDS:
            return set(question.unknown) <= self.words.get(question.column, {}).keys()
        said = {About.DATES: self.dates.keys(), About.NUMBERS: self.decimals.keys(), About.CODES: self.digits.keys()}
        return question.column in said[question.about]


class Note(QWidget):
    """A sentence with a sign before it."""

    def __init__(self, text: str, tone: Tone = Tone.WARN) -> None:
        super().__init__()
        self._tone = tone
        self._icon = QLabel()
        self._icon.setFixedWidth(sized(20))
        self.text = label(text, wrap=True)
        inside = row(self._icon, self.text, gap=4)
        inside.setStretch(1, 1)
        inside.setAlignment(self._icon, Qt.AlignmentFlag.AlignTop)
        self.setLayout(inside)
        theme().changed.connect(self._paint)
        self._paint()

    def _paint(self) -> None:
        name = {Tone.WARN: "triangle-alert", Tone.OK: "circle-check", Tone.BAD: "circle-alert"}.get(self._tone, "info")
        self._icon.setPixmap(icons.pixmap(name, colours().tones[self._tone][0], sized(ICON), ratio=self.devicePixelRatioF()))


class QuestionsPanel(QWidget):
    changed = Signal()

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self._boxes: dict[tuple[str, str, str], PlaceBox] = {}
        self._said: dict[tuple[str, str, str], str] = {}
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(GAP)

    def ask(
        self, notes: Sequence[tuple[str, Tone]], constants: Sequence[Constant], questions: Sequence[Question], *, can_map: bool
    ) -> None:
        """What was answered before stays answered. `can_map`: the meaning of words can be told."""
        self._remember()
        focused = next((key for key, box in self._boxes.items() if box.hasFocus()), None)
        self._boxes = {}
        empty(self._inside)
        for constant in constants:
            text = _("{place}, for all rows").format(place=slot_words(constant.place))
            self._add(("constant", constant.place, ""), text, constant.options, needed=constant.is_needed)
        for question in questions:
            self._ask(question, can_map=can_map)
        for text, tone in notes:
            self._inside.addWidget(Note(text, tone))
        if self._inside.count() == 0:
            self._inside.addWidget(Note(_("Nothing: everything is clear."), Tone.OK))
        self._inside.addStretch(1)
        if focused in self._boxes:
            self._boxes[focused].setFocus()

    def answers(self) -> Answers:
        self._remember()
        found = Answers({}, {}, {}, {}, {})
        for kind, name, word in self._boxes.keys() & self._said.keys():
            value = self._said[kind, name, word]
            if kind == "constant":
                found.constants[name] = value
            elif kind == About.DATES:
                found.dates[name] = value
            elif kind == About.NUMBERS:
                found.decimals[name] = value
            elif kind == About.CODES:
                found.digits[name] = int(value)
            else:
                found.words.setdefault(name, {})[word] = value
        return found

    def forget(self) -> None:
        """Another file."""
        self._said.clear()
        self._boxes.clear()
        empty(self._inside)

    def unanswered(self) -> list[PlaceBox]:
        return [box for box in self._boxes.values() if box.currentData() == _NO_ANSWER]

    def box(self, kind: str, name: str, word: str = "") -> PlaceBox:
        return self._boxes[kind, name, word]

    def _remember(self) -> None:
        for key, box in self._boxes.items():
            if box.currentData() == _NO_ANSWER:
                self._said.pop(key, None)
            else:
                self._said[key] = box.currentData()

    def _ask(self, question: Question, *, can_map: bool) -> None:
        if question.about is About.WORDS:
            for word in question.unknown:
                if can_map:
                    text = _("“{word}” in “{column}” means").format(word=word, column=question.column)
                    options = (("", _("(nothing: leave it empty)")), *((known, word_shown(known)) for known in question.known))
                    self._add((About.WORDS, question.column, word), text, options)
                else:
                    said = _("“{word}” in “{column}” means nothing here: such rows are left out.")
                    self._inside.addWidget(Note(said.format(word=word, column=question.column)))
            return
        if question.about is About.CODES and not can_map:
            return
        makers: dict[About, Callable[[Question], tuple[tuple[str, str], ...]]] = {
            About.DATES: self._days,
            About.NUMBERS: _numbers,
            About.CODES: _codes,
        }
        text = _("{example} in “{column}” is …").format(example=question.example, column=question.column)
        self._add((question.about, question.column, ""), text, makers[question.about](question))

    def _days(self, question: Question) -> tuple[tuple[str, str], ...]:
        orders = (("DMY", _("{day}: the day stands first")), ("MDY", _("{day}: the month stands first")))
        return tuple((order, text.format(day=day_shown(question.example, order, self._formats))) for order, text in orders)

    def _add(self, key: tuple[str, str, str], text: str, options: Sequence[tuple[str, str]], *, needed: bool = True) -> None:
        box = PlaceBox()
        if needed:
            box.addItem(_("Please choose"), _NO_ANSWER)
        for value, shown in options:
            box.addItem(shown, value)
        box.setCurrentIndex(max(box.findData(self._said.get(key, _NO_ANSWER)), 0))
        box.currentIndexChanged.connect(self.changed)
        self._boxes[key] = box
        line = FormRow(text, box)
        line.label.setWordWrap(True)
        self._inside.addWidget(line)


def day_shown(text: str, order: str, formats: Formats) -> str:
    """The day that this text means where days are written in this order; as it is where it is none."""
    try:
        return formats.day(date.fromisoformat(day_of_moment_reader(order, formats.zone)(text)))
    except BadValue:
        return text


def word_shown(word: str) -> str:
    """One of the program's own words, as a list of choices shows it."""
    return _(_WORDS.get(word, word.replace("_", " ").capitalize()))


def _numbers(question: Question) -> tuple[tuple[str, str], ...]:
    signs = ((",", _("{number}: decimals stand after a comma")), (".", _("{number}: decimals stand after a point")))
    values = decimals_of(question.example.strip())
    return tuple((sign, text.format(number=f"{values[sign]:f}")) for sign, text in signs if sign in values)


def _codes(question: Question) -> tuple[tuple[str, str], ...]:
    whole = question.example.zfill(question.length)
    return (str(question.length), _("{code}: its leading zero was lost").format(code=whole)), ("0", _("as it stands there"))


_TONED = (words.ORDER_STATES, words.RETURN_STATES, words.SHIPMENT_STATUSES, words_of_trade.PAYMENT_STATUSES)
_WORDS: dict[str, str] = {
    **{str(word): shown for word, shown in words.CUSTOMER_KINDS.items()},
    **{str(word): shown for word, shown in words_of_customers.STATUSES.items()},
    **{str(word): shown for word, shown in words.OUTCOMES.items()},
    **{str(word): shown for word, shown in words.PRIORITIES.items()},
    **{str(word): shown for word, shown in words_of_trade.METHODS.items()},
    **{str(word): shown for table in _TONED for word, (shown, _tone) in table.items()},
}
