"""Asking a survey on the phone, and entering what came back on paper: the same questions, the same keys."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import _
from crm_desktop.core.survey_kinds import SurveyChannel, SurveyState
from crm_desktop.queries.survey_sheets import ResponseSheet, SurveySheet, surveys
from crm_desktop.services.survey_responses import AnswersInput, AskedInput, answer_survey, ask_survey
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.fields import Field, check_field, choice_field
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.dialogs.shared_fields import customer_field, late_field
from crm_desktop.ui.focus import follow_the_eye
from crm_desktop.ui.opening_size import open_at
from crm_desktop.ui.widgets.answers_form import AnswersForm
from crm_desktop.ui.widgets.basics import label
from crm_desktop.ui.widgets.customer_finder import CustomerFinder, nobody_needed
from crm_desktop.ui.widgets.late_choice import LateChoice
from crm_desktop.ui.words_of_surveys import SURVEY_CHANNELS


class AskDialog(FormDialog):
    """`about` says what it is about and, where that is known, whom; without it the form asks whom."""

    def __init__(self, desk: Desk, about: AskedInput | None = None, called: str = "", parent: QWidget | None = None) -> None:
        """`called`: what it is about, in words."""
        super().__init__(desk, _("Ask a customer"), _("Save"), parent)
        self._about, self.makes = about, Entity.SURVEY_RESPONSE
        self._found: dict[int, SurveySheet] = {}
        self.survey, self.channel, self.customer = LateChoice(), QComboBox(), CustomerFinder(desk, nobody_needed())
        self.declined = QCheckBox(_("They would rather not answer"))
        self.intro = label("", "soft", wrap=True)
        self.answers = AnswersForm(desk.formats.today())
        for channel, words in SURVEY_CHANNELS.items():
            self.channel.addItem(_(words), channel)
        self._build(called)
        self.begin_with({})
        self.keep_changes(f"survey about {called}" if called else "survey")
        desk.jobs.read(self, partial(surveys, SurveyState.OPEN), self._show_surveys)
        open_at(self, 520, 640)

    def work(self) -> Callable[[], Change] | None:
        survey = self._found.get(self.survey.value())
        if survey is None:
            self._survey_row.mark(_("No survey is open. Open one with “Questionnaires …” on the page Surveys."))
            return None
        if self._about is None and self.customer.is_undecided():
            self._customer_row.mark(_("Choose one of what is found, or leave it empty."))
            return None
        given = AnswersInput() if self.declined.isChecked() else self.answers.given()
        missing = None if given.is_empty else self.answers.missing()
        if missing is not None:
            missing.mark(_("This needs an answer."))
            return None
        wanted = replace(
            self._about or AskedInput(survey.id, customer_id=self.customer.customer_id()), survey_id=survey.id,
            channel=SurveyChannel(self.channel.currentData()), declined=self.declined.isChecked(), score=given.score, comment=given.comment,
            answers=given.answers,
        )  # fmt: skip
        return partial(ask_survey, wanted, self.desk.by, self.key)

    def said_after(self) -> str:
        said = _("The answers of survey {number} are noted.")
        if self.declined.isChecked():
            said = _("Noted in survey {number}: they would rather not answer.")
        elif self.answers.given().is_empty:
            said = _("Survey {number} was asked; the answers can be entered when they come.")
        return said.format(number=self.change.number)

    def _build(self, called: str) -> None:
        if called:
            self.form.add(label(called, "soft", wrap=True))
        self._survey_row = self.form.add_row(_("&Questionnaire"), self.survey)
        self.form.add_row(_("&How"), self.channel, _("On paper or by e-mail: leave the answers empty, and enter them when they come."))
        if self._about is None:
            self._customer_row = self.form.add_row(_("&Customer"), self.customer, _("Empty where nobody is to know who answered."))
        self.form.add_row(_("&Declined"), self.declined)
        self.form.add(self.intro)
        self.form.add(self.answers)
        self.fields.add(
            late_field("survey", _("Questionnaire"), self.survey),
            choice_field("channel", _("How"), self.channel),
            check_field("declined", _("Declined"), self.declined),
            Field("answers", _("Answers"), self.answers.values, self.answers.fill, self.answers.changed),
        )
        if self._about is None:
            self.fields.add(customer_field(self.customer))
        self.survey.currentIndexChanged.connect(self._on_survey)
        self.declined.toggled.connect(self._on_declined)

    def _show_surveys(self, found: list[SurveySheet]) -> None:
        self._found = {survey.id: survey for survey in found}
        untouched = self.survey.value() is None
        self.survey.offer((survey.name, survey.id) for survey in found)
        if untouched:
            self.base["survey"] = self.survey.value()
        self._on_survey()
        if not self.fields.differing(self.base):
            self.base.update(self.fields.values())
        if found:
            QTimer.singleShot(0, self, self._start)  # what was laid out just now takes no keyboard before it is shown
        else:
            self._survey_row.mark(_("No survey is open. Open one with “Questionnaires …” on the page Surveys."))

    @Slot()
    def _start(self) -> None:
        follow_the_eye(self)
        self.answers.start()

    @Slot()
    def _on_survey(self) -> None:
        survey = self._found.get(self.survey.value())
        self.intro.setText(survey.intro if survey else "")
        self.intro.setVisible(bool(self.intro.text()))
        self.answers.show_survey(survey)

    @Slot(bool)
    def _on_declined(self, is_declined: bool) -> None:
        self.answers.setEnabled(not is_declined)


class AnswersDialog(FormDialog):
    """What came back for a survey that was asked before, or what was misread."""

    def __init__(self, desk: Desk, sheet: ResponseSheet, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Answers of {number}").format(number=sheet.number), _("Save the answers"), parent)
        self._sheet = sheet
        self.answers = AnswersForm(desk.formats.today())
        self.form.add(label(" · ".join(filter(None, (sheet.survey.name, sheet.customer))), "soft", wrap=True))
        self.form.add(self.answers)
        self.form.add(QWidget(), 1)
        self.answers.show_survey(sheet.survey)
        self.answers.show_answers(sheet)
        self.fields.add(Field("answers", _("Answers"), self.answers.values, self.answers.fill, self.answers.changed))
        self.begin_with({"answers": self.answers.values()}, sheet.version)
        self.keep_changes(f"answers of {sheet.number}")
        open_at(self, 520, 560)
        self.answers.start()

    def work(self) -> Callable[[], Change] | None:
        missing = self.answers.missing()
        if missing is not None:
            missing.mark(_("This needs an answer."))
            return None
        return partial(answer_survey, self._sheet.id, self.version, self.answers.given(), self.desk.by, None, self.key)

    def said_after(self) -> str:
        return _("The answers of {number} are noted.").format(number=self._sheet.number)


def ask_about(desk: Desk, entity: Entity, row_id: int, called: str, parent: QWidget | None = None) -> None:
    """The form about one call, case or order, opened."""
    about = {
        Entity.INTERACTION: AskedInput(0, interaction_id=row_id), Entity.CASE: AskedInput(0, case_id=row_id),
        Entity.ORDER: AskedInput(0, order_id=row_id), Entity.CUSTOMER: AskedInput(0, customer_id=row_id),
    }  # fmt: skip
    dialog = AskDialog(desk, about[entity], called, parent)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.open()
