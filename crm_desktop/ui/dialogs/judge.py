"""Judging a conversation, criterion by criterion: a key for each score, Tab to the next, the result below while one goes on."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.dates import NEVER
from crm_desktop.core.i18n import _
from crm_desktop.core.quality_score import STEPS, CriterionScale, Given, compliance, percent, quality_score
from crm_desktop.queries.assessment_sheets import AssessmentSheet, CriterionRow, assessment_sheet
from crm_desktop.queries.records import RecordRef
from crm_desktop.services.assessments import JudgementInput, ScoreInput, dispute, judge
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.conflict import Contest
from crm_desktop.ui.dialogs.fields import Field, line_field, text_field
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.dialogs.order_steps import ReasonDialog
from crm_desktop.ui.opening_size import open_at
from crm_desktop.ui.theme import GAP, sized
from crm_desktop.ui.widgets.basics import column, label, row
from crm_desktop.ui.widgets.day_or_none import DayOrNone
from crm_desktop.ui.widgets.form import Form, FormRow
from crm_desktop.ui.widgets.notes_edit import NotesEdit
from crm_desktop.ui.words_of_quality import STEP_WORDS

_OPEN, _APART = "", "n/a"
_FORTNIGHT = timedelta(days=14)


class ScoreRows(QWidget):
    """A choice and a line of words for each criterion."""

    changed = Signal()

    def __init__(self, criteria: Sequence[CriterionRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.criteria = criteria
        self.choices: dict[int, QComboBox] = {}
        self.comments: dict[int, QLineEdit] = {}
        self.rows: dict[int, FormRow] = {}
        form = Form()
        for place, criterion in enumerate(criteria):
            if criterion.section and (not place or criterion.section != criteria[place - 1].section):
                form.add(label(criterion.section, "label"))
            self._add(form, criterion)
        self.setLayout(column(form, gap=0))
        self.setFocusProxy(self.choices[criteria[0].id])

    def values(self) -> dict[str, list[str]]:
        """By criterion: what it got and the words beside."""
        return {str(row_id): [self._chosen(row_id), self.comments[row_id].text()] for row_id in self.choices}

    def fill(self, values: dict[str, list[str]]) -> None:
        for row_id, choice in self.choices.items():
            score, comment = values.get(str(row_id), [_OPEN, ""])
            choice.setCurrentIndex(max(choice.findData(score), 0))
            self.comments[row_id].setText(comment)

    def scores(self) -> tuple[ScoreInput, ...]:
        """Of those that were judged."""
        return tuple(
            ScoreInput(row_id, None if chosen == _APART else int(chosen), self.comments[row_id].text())
            for row_id in self.choices
            if (chosen := self._chosen(row_id)) != _OPEN
        )

    def given(self) -> list[Given]:
        by_id = {each.id: each for each in self.criteria}
        return [
            Given(
                CriterionScale(by_id[each.criterion_id].scale), by_id[each.criterion_id].weight, by_id[each.criterion_id].fatal, each.score
            )
            for each in self.scores()
        ]

    def missing(self) -> FormRow | None:
        return next((self.rows[row_id] for row_id in self.choices if self._chosen(row_id) == _OPEN), None)

    def _add(self, form: Form, criterion: CriterionRow) -> None:
        scale = CriterionScale(criterion.scale)
        choice, comment = QComboBox(), QLineEdit()
        choice.addItem(_("(not judged yet)"), _OPEN)
        for step, words in zip(STEPS[scale], STEP_WORDS[scale], strict=True):
            choice.addItem(_(words), str(step))
        choice.addItem(_("Does not apply"), _APART)
        comment.setPlaceholderText(_("Why"))
        comment.setAccessibleName(_("{what}: why").format(what=criterion.text))
        line = QWidget()
        both = row(choice, comment)
        both.setStretch(1, 1)
        line.setLayout(both)
        line.setFocusProxy(choice)
        weight = _("weight {weight}").format(weight=criterion.weight)
        fatal = _("fatal: the worst makes the whole assessment 0") if criterion.fatal else ""
        help_text = " · ".join(filter(None, (criterion.guidance, weight, fatal)))
        self.choices[criterion.id], self.comments[criterion.id] = choice, comment
        self.rows[criterion.id] = form.add_row(criterion.text, line, help_text)
        choice.currentIndexChanged.connect(self._on_changed)
        comment.textChanged.connect(self._on_changed)

    def _chosen(self, row_id: int) -> str:
        return str(self.choices[row_id].currentData())

    @Slot()
    def _on_changed(self) -> None:
        self.changed.emit()


class JudgeDialog(FormDialog):
    def __init__(self, desk: Desk, sheet: AssessmentSheet, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Judge {number}").format(number=sheet.interaction or sheet.case), _("Save the assessment"), parent)
        self._sheet = sheet
        self.scores = ScoreRows(sheet.criteria)
        self.total = label("", "heading")
        self.note, self.coaching = NotesEdit(), NotesEdit()
        self.action = QLineEdit()
        self.due = DayOrNone(_("Until"), desk.formats.today() + _FORTNIGHT)
        for text in (self.note, self.coaching):
            text.setFixedHeight(sized(58))
        self._build(sheet)
        self.begin_with(_values(sheet), sheet.version)
        self.keep_changes(f"assessment {sheet.number}")
        self._on_score()
        open_at(self, 640, 720)
        self.scores.setFocus(Qt.FocusReason.OtherFocusReason)

    def work(self) -> Callable[[], Change] | None:
        missing = self.scores.missing()
        if missing is not None:
            missing.mark(_("Choose a score, or say that it does not apply."))
            return None
        if self.due.value() is not None and not self.action.text().strip():
            self._action_row.mark(_("What is to be done until that day."))
            return None
        wanted = JudgementInput(
            self.scores.scores(), self.note.toPlainText(), self.coaching.toPlainText(), self.action.text(), self.due.value() or NEVER
        )
        return partial(judge, self._sheet.id, self.version, wanted, self.desk.by, None, self.key)

    def contest(self) -> Contest | None:
        return Contest(RecordRef(Entity.ASSESSMENT, self._sheet.id), partial(assessment_sheet, self._sheet.id), _values)

    def said_after(self) -> str:
        return _("Judged; {name} can read and acknowledge it now.").format(name=self._sheet.staff)

    def _build(self, sheet: AssessmentSheet) -> None:
        about = " · ".join(
            filter(None, (sheet.staff, sheet.interaction or sheet.case, self.desk.formats.day(sheet.contact_on), sheet.summary))
        )
        self.form.add(label(about, "soft", wrap=True))
        if sheet.notes:
            self.form.add(label(sheet.notes, wrap=True))
        self.form.add(self.scores)
        self.form.add(self.total)
        self.form.add_row(_("&Remarks"), self.note)
        self.form.add_row(_("What to &learn from it"), self.coaching)
        self._action_row = self.form.add_row(_("What is &done about it"), self.action, _("With a day, it becomes a follow-up of theirs."))
        self.form.add_row(_("&Until"), self.due)
        self.form.layout().setSpacing(GAP)  # type: ignore[union-attr]
        self.fields.add(
            Field("scores", _("Scores"), self.scores.values, self.scores.fill, self.scores.changed),
            text_field("note", _("Remarks"), self.note), text_field("coaching", _("What to learn from it"), self.coaching),
            line_field("action", _("What is done about it"), self.action),
            Field("due", _("Until"), self.due.text, self.due.show_text, self.due.changed),
        )  # fmt: skip
        self.scores.changed.connect(self._on_score)

    @Slot()
    def _on_score(self) -> None:
        given = self.scores.given()
        score, kept = quality_score(given), compliance(given)
        told = self.desk.formats.percent(percent(score)) if score is not None else "–"
        fatal = _("{passed} of {applied} fatal criteria kept").format(passed=kept.passed, applied=kept.applied) if kept.applied else ""
        self.total.setText(" · ".join(filter(None, (told, fatal))))


def dispute_dialog(desk: Desk, sheet: AssessmentSheet, parent: QWidget) -> ReasonDialog:
    """Saying what one sees differently."""

    def work(reason: str, key: str) -> Change:
        return dispute(sheet.id, sheet.version, reason, desk.by, None, key)

    return ReasonDialog(desk, _("What do you see differently in {number}?").format(number=sheet.number), _("Send it back"), work, parent)


def _stored(each: CriterionRow) -> str:
    if not each.given:
        return _OPEN
    return _APART if each.score is None else str(each.score)


def _values(sheet: AssessmentSheet) -> dict[str, Any]:
    scores = {str(each.id): [_stored(each), each.comment] for each in sheet.criteria}
    due = sheet.coaching_due.isoformat() if sheet.coaching_due else ""
    return {"scores": scores, "note": sheet.note, "coaching": sheet.coaching, "action": sheet.coaching_action, "due": due}
