"""The service desk: surveys, assessments, what stands beside a call, and their forms."""

from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QDialog, QPushButton

from crm_desktop.core.changes import Entity
from crm_desktop.core.quality_score import AssessmentState
from crm_desktop.queries.assessment_sheets import AssessmentFilter, assessment_ids, assessment_sheet
from crm_desktop.queries.case_sheets import case_sheet
from crm_desktop.queries.cases import OPEN, CaseFilter, case_ids
from crm_desktop.queries.customers import customer_ids
from crm_desktop.queries.interactions import interaction_ids
from crm_desktop.queries.service_rules import rule_choices
from crm_desktop.queries.survey_sheets import ResponseFilter, response_ids, response_sheet
from crm_desktop.ui.dialogs.absence import AbsenceDialog
from crm_desktop.ui.dialogs.case_steps import ReopenDialog
from crm_desktop.ui.dialogs.draw_sample import PlanDialog, SampleDialog
from crm_desktop.ui.dialogs.escalate import EscalateDialog, HandOverDialog
from crm_desktop.ui.dialogs.judge import JudgeDialog, dispute_dialog
from crm_desktop.ui.dialogs.survey_answers import AnswersDialog, AskDialog
from tests.ui.pictures.studio import Shot, Studio

SECTIONS = (
    "service-levels", "escalation", "routing", "verification", "case-statuses", "checklists", "retention", "incidents", "privacy-requests",
)  # fmt: skip


def surveys(studio: Studio) -> Iterator[Shot]:
    page = studio.page(Entity.SURVEY_RESPONSE.value)
    yield Shot("surveys")
    for found in response_ids(ResponseFilter(low=True))[:1]:
        page.open_record(found)
        studio.settle(0.2)
        yield Shot("surveys-low")
    yield from _kept(studio, page.kept.click, "surveys-kept")


def survey_forms(studio: Studio) -> Iterator[Shot]:
    page = studio.page(Entity.SURVEY_RESPONSE.value)
    with studio.form(AskDialog(studio.desk, parent=page)) as form:
        studio.settle(0.2)
        yield Shot("survey-ask", form)
    sheet = response_sheet(response_ids(ResponseFilter("asked"))[0])
    assert sheet is not None
    with studio.form(AnswersDialog(studio.desk, sheet, page)) as form:
        yield Shot("survey-answers", form)


def quality(studio: Studio) -> Iterator[Shot]:
    page = studio.page(Entity.ASSESSMENT.value)
    yield Shot("quality")
    for found in assessment_ids(AssessmentFilter(AssessmentState.DONE))[:1]:
        page.open_record(found)
        studio.settle(0.2)
        yield Shot("quality-judged")
    yield from _kept(studio, page.cards.click, "quality-scorecards")
    yield from _kept(studio, page.trainings.click, "quality-trainings")


def quality_forms(studio: Studio) -> Iterator[Shot]:
    page = studio.page(Entity.ASSESSMENT.value)
    planned, judged = (
        assessment_sheet(assessment_ids(AssessmentFilter(state))[0]) for state in (AssessmentState.PLANNED, AssessmentState.DONE)
    )
    assert planned is not None and judged is not None
    for name, dialog in (
        ("quality-draw", SampleDialog(studio.desk, page)),
        ("quality-plan", PlanDialog(studio.desk, interaction_ids()[0], None, "I-00017 · Parcel is late", page)),
        ("quality-judge", JudgeDialog(studio.desk, planned, page)),
        ("quality-dispute", dispute_dialog(studio.desk, judged, page)),
    ):
        with studio.form(dialog):
            studio.settle(0.2)
            yield Shot(name, dialog)


def escalation_forms(studio: Studio) -> Iterator[Shot]:
    page = studio.page(Entity.CASE.value)
    sheet, staff = case_sheet(case_ids(CaseFilter(OPEN))[0]), rule_choices().staff
    assert sheet is not None
    for name, dialog in (
        ("case-escalate", EscalateDialog(studio.desk, sheet, staff, page)),
        ("case-hand-over", HandOverDialog(studio.desk, sheet, staff, page)),
        ("case-reopen", ReopenDialog(studio.desk, sheet, page)),
        ("team-absence", AbsenceDialog(studio.desk, staff[0][0], staff, page)),
    ):
        with studio.form(dialog):
            yield Shot(name, dialog)


def cockpit(studio: Studio) -> Iterator[Shot]:
    """The caller is verified, the script goes on, and the notes bring suggestions."""
    page = studio.page("log")
    page.open_record(customer_ids()[0], Entity.CUSTOMER)
    studio.settle(0.3)
    view = page.view
    script = view.help.script
    script.which.setCurrentIndex(min(1, script.which.count() - 1))
    script.which.activated.emit(script.which.currentIndex())
    studio.settle(0.2)
    view.form.summary.setText("Carafe arrived broken")
    view.form.notes.setPlainText("The carafe arrived broken, the carton was wet. Wants a refund or a replacement.")
    studio.settle(0.8)
    yield Shot("cockpit")
    view.steps.open("follow_ups")
    studio.settle(0.2)
    yield Shot("cockpit-follow-up")
    for each in page.calls():
        each.drop()
    studio.settle()


def rules(studio: Studio) -> Iterator[Shot]:
    """What opens where an entry of a section is changed."""
    page = studio.page("settings")
    for name in SECTIONS:
        section = page.show_section(name)
        studio.settle(0.2)
        section.table.choose_first()
        yield from _kept(studio, section.change.click, f"settings-{name}-entry")


def _kept(studio: Studio, press: Callable[[], None], name: str) -> Iterator[Shot]:
    """What opens, and the form of the first that stands in it."""
    press()
    dialog = studio.opened_dialog(QDialog)
    studio.settle(0.2)
    yield Shot(name, dialog)
    buttons = [each for each in dialog.findChildren(QPushButton) if each.text().startswith(("Add", "New"))]
    if hasattr(dialog, "open_chosen") and buttons:
        buttons[0].click()
        studio.settle(0.2)
        form = studio.opened_dialog(QDialog)
        if form is not dialog:
            yield Shot(f"{name}-form", form)
            studio.throw(form)
    studio.throw(dialog)


SERVICE = surveys, survey_forms, quality, quality_forms, escalation_forms, cockpit, rules
