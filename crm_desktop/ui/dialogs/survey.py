"""The form of a questionnaire: what asks for the score, what a low one leads to, and further questions."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import _
from crm_desktop.core.survey_kinds import SCALES, WITH_OPTIONS, QuestionKind, SurveyKind
from crm_desktop.queries.desk import Choices, choices
from crm_desktop.queries.survey_sheets import SurveySheet
from crm_desktop.services.surveys import QuestionInput, SurveyInput, add_survey, change_survey
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.fields import Field, check_field, choice_field, line_field, text_field
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.dialogs.shared_fields import late_field
from crm_desktop.ui.opening_size import open_at
from crm_desktop.ui.theme import sized
from crm_desktop.ui.widgets.basics import label, row
from crm_desktop.ui.widgets.late_choice import LateChoice
from crm_desktop.ui.widgets.notes_edit import NotesEdit
from crm_desktop.ui.widgets.number_box import number_box
from crm_desktop.ui.widgets.purpose_edit import PurposeEdit, whom_it_reaches
from crm_desktop.ui.widgets.rows_editor import EditorRow, RowsEditor
from crm_desktop.ui.words_of_surveys import QUESTION_KINDS, SURVEY_KINDS

_APART = ";"


class QuestionRow(EditorRow):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("this question"), parent)
        self.text, self.kind, self.required = QLineEdit(), QComboBox(), QCheckBox(_("must be answered"))
        self.options, self.items = QLineEdit(), QLineEdit()
        self.lowest, self.highest = number_box(0, 1, 1), number_box(2, 10, 5)
        for kind, words in QUESTION_KINDS.items():
            self.kind.addItem(_(words), kind)
        for field, name in (
            (self.text, _("Question")), (self.kind, _("How it is answered")), (self.options, _("Answers to choose from")),
            (self.items, _("Lines that are answered one by one")), (self.lowest, _("Lowest step")), (self.highest, _("Highest step")),
        ):  # fmt: skip
            field.setAccessibleName(name)
        self.text.setPlaceholderText(_("The question"))
        self.options.setPlaceholderText(_("Answers, with ; between them"))
        self.items.setPlaceholderText(_("Lines, with ; between them"))
        self._from, self._to = label(_("from")), label(_("to"))
        self.body.addWidget(self.text)
        self.body.addLayout(row(self.kind, self._from, self.lowest, self._to, self.highest, self.required, 1))
        self.body.addWidget(self.options)
        self.body.addWidget(self.items)
        self.kind.currentIndexChanged.connect(self._on_kind)
        for signal in (
            self.text.textChanged, self.kind.currentIndexChanged, self.required.toggled, self.options.textChanged, self.items.textChanged,
            self.lowest.valueChanged, self.highest.valueChanged,
        ):  # fmt: skip
            signal.connect(self.touched)
        self._on_kind()

    def start(self) -> None:
        self.text.setFocus()

    def values(self) -> list[object]:
        if not self.text.text().strip() and not self.options.text().strip():
            return []
        return [
            self.text.text(), str(self.kind.currentData()), self.required.isChecked(), _parts(self.options), _parts(self.items),
            self.lowest.value(), self.highest.value(),
        ]  # fmt: skip

    def fill(self, values: Sequence[Any]) -> None:
        text, kind, required, options, items, lowest, highest = values
        self.text.setText(text)
        self.kind.setCurrentIndex(self.kind.findData(QuestionKind(kind)))
        self.required.setChecked(required)
        self.options.setText(f"{_APART} ".join(options))
        self.items.setText(f"{_APART} ".join(items))
        self.lowest.setValue(lowest)
        self.highest.setValue(highest)

    @Slot()
    def _on_kind(self) -> None:
        kind = self.kind.currentData()
        self.options.setVisible(kind in WITH_OPTIONS)
        self.items.setVisible(kind == QuestionKind.MATRIX)
        for widget in (self._from, self.lowest, self._to, self.highest):
            widget.setVisible(kind == QuestionKind.SCALE)


class SurveyDialog(FormDialog):
    def __init__(self, desk: Desk, sheet: SurveySheet | None = None, parent: QWidget | None = None) -> None:
        """`sheet` None: a new one."""
        title = _("Change “{name}”").format(name=sheet.name) if sheet else _("New questionnaire")
        super().__init__(desk, title, _("Save"), parent)
        self._sheet = sheet
        self.name, self.question, self.kind = QLineEdit(), QLineEdit(), QComboBox()
        self.intro, self.thanks, self.purpose = NotesEdit(), NotesEdit(), PurposeEdit(desk)
        self.follow_up, self.owner = QCheckBox(_("Somebody gets in touch")), LateChoice()
        self.low, self.days = number_box(0, 99, 0), number_box(0, 365, 1)
        self.questions: RowsEditor[QuestionRow] = RowsEditor(QuestionRow, _("Another question"))
        for kind, words in SURVEY_KINDS.items():
            self.kind.addItem(_(words), kind)
        for text in (self.intro, self.thanks):
            text.setFixedHeight(sized(52))
        self._build()
        self._on_kind()
        self.begin_with(_values(sheet) if sheet else {}, sheet.version if sheet else 0)
        self.keep_changes(f"survey form {sheet.id}" if sheet else "new survey form")
        desk.jobs.read(self, choices, self._show_choices)
        open_at(self, 600, 700)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def work(self) -> Callable[[], Change] | None:
        if not self.name.text().strip():
            self._name_row.mark(_("By what name you will know it."))
            return None
        kind = SurveyKind(self.kind.currentData())
        if kind in SCALES and not self.question.text().strip():
            self._question_row.mark(_("The words that ask for the score."))
            return None
        wanted = SurveyInput(
            self.name.text(), kind, self.question.text(), self._sheet.language if self._sheet else "", self.intro.toPlainText(),
            self.thanks.toPlainText(), self.follow_up.isChecked(), self.low.value() if kind in SCALES else None, self.days.value(),
            self.owner.value(), tuple(_question(values) for values in self.questions.values()),
            self.purpose.text(),
        )  # fmt: skip
        if self._sheet is None:
            return partial(add_survey, wanted, self.desk.by, self.key)
        return partial(change_survey, self._sheet.id, self.version, wanted, self.desk.by, self.key)

    def said_after(self) -> str:
        return _("“{name}” was saved.").format(name=self.name.text().strip())

    def _build(self) -> None:
        form = self.form
        self._name_row = form.add_row(_("&Name"), self.name)
        form.add_row(_("&Kind"), self.kind)
        self._question_row = form.add_row(_("&Question for the score"), self.question)
        form.add_row(_("Said or printed &before"), self.intro)
        form.add_row(_("Said or printed &after"), self.thanks)
        self._low_rows = form.beside((_("After a &low score"), self.follow_up), (_("Low is up to"), self.low))
        self._low_rows += form.beside((_("&Within so many days"), self.days), (_("By &whom"), self.owner))
        form.add_row(_("Only for who &agreed to"), self.purpose, whom_it_reaches())
        form.add_row(_("Further &questions"), self.questions)
        form.add(QWidget(), 1)
        self.fields.add(
            line_field("name", _("Name"), self.name), choice_field("kind", _("Kind"), self.kind),
            line_field("question", _("Question for the score"), self.question), text_field("intro", _("Said before"), self.intro),
            text_field("thanks", _("Said after"), self.thanks), check_field("follow_up", _("After a low score"), self.follow_up),
            Field("low", _("Low is up to"), self.low.value, self.low.setValue, self.low.valueChanged),
            Field("days", _("Within so many days"), self.days.value, self.days.setValue, self.days.valueChanged),
            late_field("owner", _("By whom"), self.owner), line_field("purpose", _("Only for who agreed to"), self.purpose),
            Field("questions", _("Further questions"), self.questions.values, self.questions.fill, self.questions.changed),
        )  # fmt: skip
        self.follow_up.setChecked(True)
        self.kind.currentIndexChanged.connect(self._on_kind)

    @Slot()
    def _on_kind(self) -> None:
        scale = SCALES.get(SurveyKind(self.kind.currentData()))
        for each in (self._question_row, *self._low_rows):
            each.setVisible(scale is not None)
        if scale is not None:
            self.low.setRange(scale.lowest, scale.highest - 1)
            self.low.setValue(scale.low)

    def _show_choices(self, found: Choices) -> None:
        self.owner.offer([(_("Whoever enters the answers"), None), *((each.name, each.id) for each in found.staff)])


def _values(sheet: SurveySheet) -> dict[str, Any]:
    questions = [
        [each.text, each.kind, each.required, list(each.options), list(each.items), each.lowest, each.highest] for each in sheet.questions
    ]
    return {
        "name": sheet.name, "kind": SurveyKind(sheet.kind), "question": sheet.question, "intro": sheet.intro, "thanks": sheet.thanks,
        "follow_up": sheet.follow_up, "low": sheet.low_score or 0, "days": sheet.follow_up_days, "owner": sheet.follow_up_owner_id,
        "questions": questions, "purpose": sheet.purpose,
    }  # fmt: skip


def _question(values: Sequence[Any]) -> QuestionInput:
    text, kind, required, options, items, lowest, highest = values
    return QuestionInput(text, QuestionKind(kind), required, tuple(options), tuple(items), lowest, highest)


def _parts(field: QLineEdit) -> list[str]:
    return [part.strip() for part in field.text().split(_APART) if part.strip()]
