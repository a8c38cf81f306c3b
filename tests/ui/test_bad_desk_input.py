"""What makes no sense at the service desk is refused where it was typed, with real keys; nothing is lost."""

import pytest
from PySide6.QtCore import Qt

from crm_desktop.core.actors import Role
from crm_desktop.core.kinds_of_knowledge import TemplateKind
from crm_desktop.core.quality_score import AssessmentKind, ScorecardState
from crm_desktop.data.models import Assessment, Sla, Staff, Template
from crm_desktop.queries.settings import week_hours
from crm_desktop.services.company import StaffInput, add_staff
from crm_desktop.services.interactions import InteractionInput, log_interaction
from crm_desktop.services.scorecards import add_scorecard, set_scorecard_state
from crm_desktop.services.scripts import ScriptInput, add_script, steps_of
from crm_desktop.services.working_hours import set_hours
from crm_desktop.ui.dialogs.draw_sample import PlanDialog
from crm_desktop.ui.dialogs.script import ScriptDialog
from crm_desktop.ui.dialogs.settings_entry import EntryDialog
from crm_desktop.ui.dialogs.template import TemplateDialog
from tests.conftest import MOMENT
from tests.services.test_assessments import CARD
from tests.ui.test_knowledge import STEPS

ENTER, CTRL, SPACE = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Space


@pytest.fixture
def as_owner(desk, owner):
    object.__setattr__(desk, "by", owner)


@pytest.fixture
def section(as_owner, window, settle):
    def section(name):
        page = window.show_page("settings")
        page.start()
        settle()
        found = page.show_section(name)
        settle()
        return found

    return section


def shown(parent, kind):
    return next(each for each in parent.findChildren(kind) if each.isVisible())


def test_hours_that_overlap_are_told_beside_their_day(section, press):
    hours = section("hours")
    before = week_hours()
    hours.days[1].setFocus()
    hours.days[1].selectAll()
    press("9-13, 12-17")
    press(ENTER, CTRL)

    assert hours.form.rows[1].note.text() == "Two times of one day overlap. Nothing was saved."
    assert hours.days[1].hasFocus() and hours.days[1].text() == "9-13, 12-17"
    assert week_hours() == before


def test_a_service_level_without_working_hours_says_what_to_do_and_keeps_what_was_typed(section, press, owner):
    set_hours(week_hours(), [], owner)
    levels = section("service-levels")
    levels.add.setFocus()
    press(SPACE)
    dialog = shown(levels, EntryDialog)
    press("Standard")
    target = dialog.asks["target_normal"]
    target.setFocus()
    target.selectAll()
    press("30 mni / 2 h")
    press(ENTER, CTRL)
    assert "“30 mni” is no length of time. Write it as 30 min or 2 h." in dialog.places["target_normal"].note.text()
    assert target.hasFocus()
    target.selectAll()
    press("30 min / 2 h")
    press(ENTER, CTRL)
    assert "There are no working hours to count in. Nothing was saved; enter them first, or count all day." in dialog.message.text()
    assert dialog.asks["around_the_clock"].hasFocus() and dialog.asks["name"].text() == "Standard"

    press(SPACE)
    press(ENTER, CTRL)
    assert Sla.get().around_the_clock


@pytest.mark.parametrize(
    ("where", "text", "said"),
    [("body", "Dear {customer.nickname}", "{customer.nickname}"), ("subject", "About {oder.number}", "{oder.number}")],
)
def test_an_unknown_placeholder_is_told_beside_the_text_it_stands_in(store, window, settle, press, where, text, said):
    page = window.show_page("article")
    page._group.button(2).click()
    page.add_new()
    settle()
    dialog = shown(window, TemplateDialog)
    press("Refund")
    dialog.kind.setCurrentIndex(dialog.kind.findData(TemplateKind.EMAIL.value))
    dialog.subject.setText("Your refund")
    dialog.body.setPlainText("Dear customer")
    field = getattr(dialog, where)
    field.setFocus()
    field.selectAll()
    press(text)
    press(ENTER, CTRL)

    assert f"There is no placeholder {said}" in dialog.places[where].note.text()
    assert field.hasFocus() and not Template.select().exists()
    assert dialog.isVisible()
    dialog.throw_away()


def test_a_script_that_goes_round_shows_the_step_that_does(store, nancy, window, settle, press):
    (script,) = add_script(ScriptInput("Damage", STEPS), nancy).ids.popitem()[1]
    page = window.show_page("article")
    page._group.button(1).click()
    settle()
    page.lists[next(each for each in page.lists if each.value == "script")].sheet.edit.click()
    settle()
    dialog = shown(window, ScriptDialog)
    dialog.editor.list.setCurrentRow(2)
    dialog.editor.then.setCurrentIndex(dialog.editor.then.findData("Offer"))
    dialog.editor.list.setCurrentRow(0)
    press(ENTER, CTRL)

    assert "From the step “Offer” the script goes round without an end. Nothing was saved" in dialog.message.text()
    assert dialog.editor.list.currentItem().text().endswith("Offer") and dialog.editor.list.hasFocus()
    assert steps_of(script) == STEPS
    dialog.throw_away()


def test_nobody_judges_themselves_as_supervisor(desk, owner, nancy, phone, window, settle, press):
    (card,) = [row for rows in add_scorecard(CARD, owner).ids.values() for row in rows][:1]
    set_scorecard_state(card, 1, ScorecardState.IN_USE, owner)
    add_staff(StaffInput("Rob", "rob", Role.SUPERVISOR), owner)
    talk = log_interaction(InteractionInput(phone.id, summary="Where is my parcel?", started_at=MOMENT), nancy)
    (row_id,) = next(ids for entity, ids in talk.ids.items() if entity.value == "interaction")
    dialog = PlanDialog(desk, row_id, None, "A call", window)
    dialog.show()
    settle()
    dialog.kind.setCurrentIndex(dialog.kind.findData(AssessmentKind.SUPERVISOR))
    dialog.kind.setFocus()
    press(ENTER, CTRL)

    assert "Nobody assesses themselves as somebody else. Nothing was saved" in dialog.places["reviewer_id"].note.text()
    assert not Assessment.select().exists()
    dialog.reviewer.choose(Staff.get(login="rob").id)
    press(ENTER, CTRL)
    assert Assessment.get().reviewer_id == Staff.get(login="rob").id
