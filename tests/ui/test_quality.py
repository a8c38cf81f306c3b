"""The page Quality: from the draw to the acknowledged assessment, with keys; a representative sees what is about themselves."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from crm_desktop.core.actors import Role
from crm_desktop.core.changes import Entity
from crm_desktop.core.quality_score import ScorecardState
from crm_desktop.data.models import Assessment, AssessmentScore, FollowUp, QualitySample, Scorecard, Staff
from crm_desktop.services.assessments import AssessmentInput, plan_assessment
from crm_desktop.services.company import StaffInput, add_staff
from crm_desktop.services.interactions import InteractionInput, log_interaction
from crm_desktop.services.quality_samples import SampleInput, draw_sample
from crm_desktop.services.scorecards import add_scorecard, set_scorecard_state
from crm_desktop.ui.dialogs.draw_sample import PlanDialog, SampleDialog
from crm_desktop.ui.dialogs.judge import JudgeDialog
from crm_desktop.ui.dialogs.scorecard import ScorecardDialog
from crm_desktop.ui.dialogs.scorecards import ScorecardsDialog
from crm_desktop.ui.dialogs.trainings import TrainingDialog, TrainingsDialog
from crm_desktop.ui.pages import PAGES
from tests.conftest import MOMENT
from tests.services.test_assessments import CARD
from tests.ui.test_main_window import shown
from tests.ui.test_surveys import CTRL, ENTER, TAB, dialog_of


@pytest.fixture
def rob(store, owner, phone):
    """A representative who took four calls in January."""
    add_staff(StaffInput("Rob", "rob", Role.REPRESENTATIVE), owner)
    rob = Staff.get(login="rob").actor()
    for _call in range(4):
        log_interaction(InteractionInput(phone.id, summary="Where is my parcel?", started_at=MOMENT), rob)
    return rob


@pytest.fixture
def card(store, owner):
    (row_id,) = add_scorecard(CARD, owner).of(Entity.SCORECARD)
    set_scorecard_state(row_id, 1, ScorecardState.IN_USE, owner)
    return Scorecard.get_by_id(row_id)


@pytest.fixture
def make_page(desk, qtbot, settle):
    def make(by=None):
        seat = desk if by is None else replace(desk, by=by)
        page = next(card for card in PAGES if card.name == Entity.ASSESSMENT.value).made(seat)
        qtbot.addWidget(page)
        page.resize(1180, 700)
        page.show()
        settle()
        return page

    yield make
    settle()


def test_conversations_are_drawn_judged_and_acknowledged(make_page, card, rob, nancy, press, settle, qtbot):
    page = make_page()
    page.draw.click()
    dialog = dialog_of(page, SampleDialog, settle)
    dialog.staff.choose(rob.id)
    dialog.month.setDate(dialog.month.date().fromString("2026-01-01", "yyyy-MM-dd"))
    dialog.count.setValue(2)
    dialog.save.click()
    settle()
    assert (Assessment.select().count(), QualitySample.get().handled) == (2, 4)
    assert "2 of 4 not judged yet, of 4 in 2026-01" in page.sheet.told.text()

    page.sheet.judge.click()
    form = dialog_of(page, JudgeDialog, settle)
    with qtbot.waitActive(form):
        form.activateWindow()
    for key in (Qt.Key.Key_Y, Qt.Key.Key_Y, Qt.Key.Key_3, Qt.Key.Key_5):
        press(key)
        press(TAB)
        press(TAB)
    assert form.total.text() == "80% · 1 of 1 fatal criteria kept"
    form.action.setText("Listen to two calls")
    form.due.has_day.setChecked(True)
    press(ENTER, CTRL)

    judged = Assessment.get(state="done")
    assert (judged.score, AssessmentScore.select().count(), FollowUp.get().owner_id) == (80, 4, rob.id)
    mine = make_page(rob)
    assert shown(mine.model) == [judged.number] and mine.draw.isHidden() and mine.cards.isHidden()
    mine.sheet.acknowledge.click()
    settle()
    assert Assessment.get_by_id(judged.id).state == "acknowledged"


def test_a_representative_sees_nothing_about_others_and_nothing_that_is_only_planned(make_page, card, rob, nancy, owner, phone):
    log_interaction(InteractionInput(phone.id, summary="Nancy took this", started_at=MOMENT), nancy)
    draw_sample(SampleInput(card.id, nancy.id, "2026-01", 1), owner)
    draw_sample(SampleInput(card.id, rob.id, "2026-01", 1), owner)

    assert shown(make_page(rob).model) == []
    assert len(shown(make_page().model)) == 2


def test_several_who_judge_one_conversation_see_how_far_they_are_apart(make_page, card, rob, nancy, owner, settle):
    from tests.services.test_assessments import judged

    for by, scores in ((owner, (1, 1, 5, 5)), (nancy, (1, 1, 3, 5))):
        (row_id,) = plan_assessment(AssessmentInput(card.id, "calibration", 1), by).of(Entity.ASSESSMENT)
        judged(Assessment.get_by_id(row_id), by, *scores)
    page = make_page()
    page.open_record(2)
    settle()
    assert "Others gave: Owner 100%. 20 points apart." in page.sheet.told.text()


def test_a_scorecard_is_written_and_put_to_use_in_the_window(make_page, settle):
    page = make_page()
    page.cards.click()
    kept = dialog_of(page, ScorecardsDialog, settle)
    kept.add.click()
    form = dialog_of(kept, ScorecardDialog, settle)
    form.name.setText("Calls")
    form.criteria.add.click()
    row = form.criteria.rows[0]
    row.text.setText("Greets by name")
    row.weight.setValue(20)
    row.fatal.setChecked(True)
    form.save.click()
    settle()
    kept.use.click()
    settle()
    assert (Scorecard.get().name, Scorecard.get().state) == ("Calls", "in_use")
    kept.accept()


def test_a_training_is_noted(make_page, rob, settle):
    page = make_page()
    page.trainings.click()
    kept = dialog_of(page, TrainingsDialog, settle)
    kept.add.click()
    form = dialog_of(kept, TrainingDialog, settle)
    form.staff.choose(rob.id)
    form.topic.setText("Listening")
    form.save.click()
    settle()
    assert shown(kept.model, 1) == ["Rob"]
    kept.accept()


def test_a_call_is_planned_to_be_judged_from_where_it_is_read(desk, card, rob, nancy, qtbot, settle):
    page = next(each for each in PAGES if each.name == Entity.INTERACTION.value).made(desk)
    qtbot.addWidget(page)
    page.show()
    settle()
    page.reading.assess.click()
    form = dialog_of(page, PlanDialog, settle)
    assert form.kind.count() == 4
    form.save.click()
    settle()
    assert (Assessment.get().kind, Assessment.get().staff_id, Assessment.get().reviewer_id) == ("supervisor", rob.id, nancy.id)
