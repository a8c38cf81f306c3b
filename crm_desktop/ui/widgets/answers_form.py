"""The answers to a survey, question by question: a key is enough for a score, Tab goes on to the next."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.survey_kinds import NO_SCORE, SCALES, QuestionKind, SurveyKind
from crm_desktop.queries.survey_sheets import QuestionRow, ResponseSheet, SurveySheet
from crm_desktop.services.survey_responses import AnswerInput, AnswersInput
from crm_desktop.ui.theme import GAP, sized
from crm_desktop.ui.widgets.basics import column, empty
from crm_desktop.ui.widgets.day_or_none import DayOrNone
from crm_desktop.ui.widgets.form import Form, FormRow
from crm_desktop.ui.widgets.notes_edit import NotesEdit
from crm_desktop.ui.words_of_surveys import SCORE_WORDS

_TEXT_HEIGHT = 58


class AnswersForm(QWidget):
    changed = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.score: QComboBox | None = None
        self.comment = NotesEdit(self)
        self.comment.hide()  # until there is a survey, which has one of its own; without a parent it would outlive the form
        self._questions: dict[int, _Question] = {}
        self._kept: dict[str, Any] = {}
        self._layout = column(gap=0)
        self.setLayout(self._layout)

    def show_survey(self, survey: SurveySheet | None) -> None:
        """Empty fields for what this survey asks; what was typed before is taken over where it fits."""
        self._kept = self.values() or self._kept
        empty(self._layout)
        form = Form()
        form.setContentsMargins(0, 0, 0, 0)
        self.score, self._questions = None, {}
        if survey is None:
            return
        scale = SCALES.get(SurveyKind(survey.kind))
        if scale is not None:
            worst, best = SCORE_WORDS[SurveyKind(survey.kind)]
            self.score = _choice([(str(step), step) for step in range(scale.lowest, scale.highest + 1)])
            said = _("{lowest}: {worst}, {highest}: {best}. Type the number.").format(
                lowest=scale.lowest, worst=_(worst), highest=scale.highest, best=_(best)
            )
            form.add_row(survey.question, self.score, said)
            self.score.currentIndexChanged.connect(self._on_changed)
        for question in survey.questions:
            made = _Question(question, self._today)
            self._questions[question.id] = made
            made.row = form.add_row(question.text + (" *" if question.required else ""), made.field)
            made.connect(self._on_changed)
        self.comment = NotesEdit()
        self.comment.setFixedHeight(sized(_TEXT_HEIGHT))
        self.comment.textChanged.connect(self._on_changed)
        form.add_row(_("In their &words"), self.comment, _("What they said beside, as they said it."))
        self._layout.addWidget(form)
        self.fill(self._kept)

    def show_answers(self, sheet: ResponseSheet) -> None:
        values: dict[str, Any] = {"score": None if sheet.score == NO_SCORE else sheet.score, "comment": sheet.comment}
        for answer in sheet.answers:
            values.setdefault(str(answer.question_id), []).append([answer.item, answer.text or answer.value])
        self._kept = values
        self.fill(values)

    def values(self) -> dict[str, Any]:
        """What JSON can hold: for a draft."""
        if not self._layout.count():
            return dict(self._kept)
        answers = {str(row_id): given for row_id, question in self._questions.items() if (given := list(question.given()))}
        score, comment = self.score.currentData() if self.score is not None else None, self.comment.toPlainText()
        # What is empty is not there: a form that was only looked at is the same as before its questions came.
        return {**({"score": score} if score is not None else {}), **({"comment": comment} if comment else {}), **answers}

    def fill(self, values: dict[str, Any]) -> None:
        self._kept = dict(values)
        if self.score is not None:
            self.score.setCurrentIndex(max(self.score.findData(values.get("score")), 0))
        self.comment.setPlainText(values.get("comment", ""))
        for row_id, question in self._questions.items():
            question.fill(values.get(str(row_id), []))

    def given(self) -> AnswersInput:
        answers = tuple(
            AnswerInput(row_id, value, item) for row_id, question in self._questions.items() for item, value in question.given()
        )
        score = self.score.currentData() if self.score is not None else None
        return AnswersInput(score, self.comment.toPlainText(), answers)

    def missing(self) -> FormRow | None:
        """The first question that must be answered and is not."""
        wanting = (each for each in self._questions.values() if each.question.required and not list(each.given()))
        return next((each.row for each in wanting), None)

    def start(self) -> None:
        first = self.score or next((each.first() for each in self._questions.values()), self.comment)
        first.setFocus()

    @Slot()
    def _on_changed(self) -> None:
        self.changed.emit()


class _Question:
    """One question and the widgets that take its answers."""

    def __init__(self, question: QuestionRow, today: date) -> None:
        self.question, self.kind = question, QuestionKind(question.kind)
        self.row: FormRow | None = None
        self._choices: dict[str, QComboBox] = {}
        self._checks: dict[str, QCheckBox] = {}
        # Only what goes into the form: what stands in none would be there after it.
        self._text = NotesEdit() if self.kind == QuestionKind.TEXT else None
        self._day = DayOrNone(_("On this day"), today) if self.kind == QuestionKind.DATE else None
        self.field = self._build()

    def first(self) -> QWidget:
        return next(iter((*self._choices.values(), *self._checks.values())), self.field)

    def connect(self, slot: Any) -> None:
        for choice in self._choices.values():
            choice.currentIndexChanged.connect(slot)
        for check in self._checks.values():
            check.toggled.connect(slot)
        if self._text is not None:
            self._text.textChanged.connect(slot)
        if self._day is not None:
            self._day.changed.connect(slot)

    def given(self) -> Iterator[tuple[str, str]]:
        if self._text is not None and (text := self._text.toPlainText().strip()):
            yield "", text
        if self._day is not None and (day := self._day.value()) is not None:
            yield "", day.isoformat()
        for item, choice in self._choices.items():
            if (value := choice.currentData()) is not None:
                yield item, str(value)
        for value, check in self._checks.items():
            if check.isChecked():
                yield "", value

    def fill(self, given: list[list[str]]) -> None:
        held = dict(given)
        if self._text is not None:
            self._text.setPlainText(held.get("", ""))
        if self._day is not None:
            self._day.show_text(held.get("", ""))
        for item, choice in self._choices.items():
            choice.setCurrentIndex(max(choice.findData(held.get(item)), 0))
        for value, check in self._checks.items():
            check.setChecked(any(each == value for _item, each in given))

    def _build(self) -> QWidget:
        asked = self.question
        if self._text is not None:
            self._text.setFixedHeight(sized(_TEXT_HEIGHT))
            return self._text
        if self._day is not None:
            return self._day
        if self.kind == QuestionKind.SEVERAL:
            self._checks = {option: QCheckBox(option.replace("&", "&&")) for option in asked.options}
            return _stack(list(self._checks.values()))
        if self.kind == QuestionKind.MATRIX:
            self._choices = {item: _choice([(option, option) for option in asked.options]) for item in asked.items}
            lines = Form()
            for item, choice in self._choices.items():
                lines.add_row(item, choice)
            return _stack([lines])
        steps = [str(step) for step in range(asked.lowest, asked.highest + 1)]
        options = asked.options if self.kind == QuestionKind.CHOICE else steps
        self._choices = {"": _choice([(option, option) for option in options])}
        return self._choices[""]


def _choice(options: list[tuple[str, Any]]) -> QComboBox:
    made = QComboBox()
    made.addItem(_("(no answer)"), None)
    for text, value in options:
        made.addItem(text, value)
    return made


def _stack(widgets: Sequence[QWidget]) -> QWidget:
    held = QWidget()
    held.setLayout(column(*widgets, gap=GAP // 2))
    held.setFocusProxy(widgets[0])
    return held
