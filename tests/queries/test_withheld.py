"""History tells everybody that a colleague was judged, and only some what was said."""

from datetime import date
from decimal import Decimal

import pytest

from crm_desktop.core.actors import Role
from crm_desktop.data.models import Operation, Staff
from crm_desktop.queries.trail import step_of, whole_trail
from crm_desktop.services.company import StaffInput, add_staff
from crm_desktop.services.history import undo_latest
from crm_desktop.services.trainings import TrainingInput, log_training
from tests.services.test_assessments import call_of, card, judged, plan, rob  # noqa: F401  # fixtures

SECRET = "Spoke over them"


@pytest.fixture
def ada(rob, owner):  # noqa: F811
    """A second representative."""
    add_staff(StaffInput("Ada", "ada", Role.REPRESENTATIVE), owner)
    return Staff.get(login="ada").actor()


def told(by):
    """What the steps about people say, as one text, and how many records they tell of."""
    changes = [change for step in whole_trail(99, by, changes=True).steps for change in step.changes]
    about = [change for change in changes if change.table in ("assessment", "assessment_score", "training")]
    return " ".join(f"{change.before}{change.after}" for change in about), len(about), {change.withheld for change in about}


def test_what_was_judged_is_told_to_whom_it_is_about_who_judged_and_who_assesses(plan, nancy, rob, ada, owner):  # noqa: F811
    judged(plan(), nancy, 1, 1, 3, 5, note=SECRET)

    of_rob, count, _withheld = told(rob)
    of_ada, as_many, withheld = told(ada)
    assert count == as_many > 4 and withheld == {True}
    assert of_ada == "{}{}" + (count - 1) * " {}{}"
    assert all(SECRET in told(by)[0] for by in (rob, nancy, owner)) and SECRET in of_rob
    assert {step.text for step in whole_trail(99, ada).steps} == {step.text for step in whole_trail(99, owner).steps}


def test_before_it_was_judged_it_is_the_reviewers(plan, nancy, rob):  # noqa: F811
    plan()
    assert told(rob)[2] == {True} and told(nancy)[2] == {False}


def test_a_step_alone_tells_no_more(plan, nancy, rob, ada):  # noqa: F811
    judged(plan(), nancy, 1, 1, 3, 5, note=SECRET)
    latest = Operation.select().order_by(Operation.sequence.desc()).get().id
    assert SECRET in repr(step_of(latest, rob)) and SECRET not in repr(step_of(latest, ada))


def test_what_was_taken_back_is_told_to_no_more_people_than_before(plan, nancy, rob, ada):  # noqa: F811
    log_training(TrainingInput(rob.id, SECRET, date(2026, 1, 7), Decimal(1)), nancy)
    undo_latest(nancy)
    assert SECRET not in told(ada)[0] and SECRET in told(rob)[0]
    plan()
    undo_latest(nancy)
    assert told(ada)[2] == {True} and told(nancy)[2] == {False}
