import json

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.kinds_of_knowledge import AnswerKind, NodeKind
from crm_desktop.core.script_flow import ScriptStep, Way
from crm_desktop.data.models import Interaction, Script, ScriptNode, ScriptPath
from crm_desktop.data.search import find
from crm_desktop.services.erasing import erase_customer
from crm_desktop.services.history import undo
from crm_desktop.services.scripts import PathInput, ScriptInput, Walked, add_script, change_script, log_path, steps_of

STEPS = (
    ScriptStep("greet", NodeKind.GREETING, say="Apologise", then="ask"),
    ScriptStep("ask", ask="Carton, photos?", answer=AnswerKind.YES_NO, ways=(Way("yes", "offer"),), required=True, seconds=60),
    ScriptStep("offer", NodeKind.ANSWER, say="Offer a replacement first"),
)


@pytest.fixture
def script(store, nancy):
    (row_id,) = add_script(ScriptInput("Damaged goods", STEPS), nancy).of(Entity.SCRIPT)
    return Script.get_by_id(row_id)


def test_its_steps_come_back_as_they_were_given(script):
    assert steps_of(script.id) == STEPS
    assert find(Script, "replacement") == [script.id]


def test_a_change_replaces_steps_by_name(script, nancy):
    kept = ScriptNode.get(script=script.id, name="greet").id
    change_script(script.id, 1, ScriptInput("Damage", (ScriptStep("greet", say="Hello"),)), nancy)

    (node,) = ScriptNode.select().where(ScriptNode.script == script)
    assert (node.id, node.say, Script.get_by_id(script.id).version) == (kept, "Hello", 2)


def test_a_change_of_steps_alone_makes_it_another_version(script, nancy):
    change_script(script.id, 1, ScriptInput("Damaged goods", STEPS[:1] and (ScriptStep("greet", say="Hm"),)), nancy)
    assert Script.get_by_id(script.id).version == 2


def test_a_script_that_goes_round_is_not_saved(script, nancy):
    with pytest.raises(UserError, match="greet"):
        change_script(script.id, 1, ScriptInput("Damage", (ScriptStep("greet", say="Hello", then="greet"),)), nancy)
    assert steps_of(script.id) == STEPS


def test_only_who_may_approve_changes_what_everybody_says(store, auditor):
    with pytest.raises(NotAllowed):
        add_script(ScriptInput("Damaged goods", STEPS), auditor)


def test_the_way_a_call_took_is_kept_with_it(script, make_interaction, nancy):
    talk = make_interaction()
    change = log_path(talk.id, PathInput(script.id, (Walked("greet"), Walked("ask", "yes 4111 1111 1111 1111"), Walked("offer"))), nancy)

    path = ScriptPath.get(interaction=talk.id)
    steps = json.loads(path.steps)
    assert [(step["step"], step["said"]) for step in steps] == [
        ("greet", "Apologise"), ("ask", "Carton, photos?"), ("offer", "Offer a replacement first"),
    ]  # fmt: skip
    assert (steps[1]["answer"], path.ended, path.script_version) == ("yes •••• 1111", True, 1)
    assert (Script.get_by_id(script.id).used, Interaction.get_by_id(talk.id).version) == (1, 2)
    undo(change.operation, nancy)
    assert Script.get_by_id(script.id).used == 0


def test_a_way_of_an_older_version_is_kept_and_of_todays_only_where_it_fits(script, make_interaction, nancy):
    talk = make_interaction()
    with pytest.raises(UserError, match="“gone”"):
        log_path(talk.id, PathInput(script.id, (Walked("gone"),)), nancy)
    change_script(script.id, 1, ScriptInput("Damage", (ScriptStep("greet", say="Hello"),)), nancy)
    log_path(talk.id, PathInput(script.id, (Walked("ask", "no"),), script_version=1), nancy)
    assert ScriptPath.get().script_version == 1


def test_an_unfinished_way_says_so(script, make_interaction, nancy):
    log_path(make_interaction().id, PathInput(script.id, (Walked("greet"),)), nancy)
    assert not ScriptPath.get().ended


def test_erasing_a_person_blanks_what_they_answered(script, make_customer, make_interaction, nancy, owner):
    customer = make_customer("Berta")
    log_path(make_interaction(customer).id, PathInput(script.id, (Walked("ask", "It is Berta"),)), nancy)
    erase_customer(customer.id, owner)
    assert "Berta" not in ScriptPath.get().steps
