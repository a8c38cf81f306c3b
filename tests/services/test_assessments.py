"""Calls judged: drawn by lot, scored, coached, acknowledged or disputed; nobody judges themselves as a supervisor."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from crm_desktop.core.actors import Actor, Role
from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.kinds import Outcome
from crm_desktop.core.quality_score import AssessmentKind, AssessmentState, CriterionScale, ScorecardState, drawn
from crm_desktop.data.audit import verify_chain
from crm_desktop.data.derived import rebuild
from crm_desktop.data.models import Assessment, AssessmentScore, Criterion, FollowUp, Interaction, QualitySample, Scorecard, Staff, Training
from crm_desktop.services.assessments import (
    AssessmentInput,
    JudgementInput,
    ScoreInput,
    acknowledge,
    dispute,
    judge,
    plan_assessment,
    withdraw_assessment,
)
from crm_desktop.services.company import StaffInput, add_staff
from crm_desktop.services.erasing import erase_customer
from crm_desktop.services.history import undo
from crm_desktop.services.interactions import InteractionInput, log_interaction
from crm_desktop.services.quality_samples import SampleInput, draw_sample
from crm_desktop.services.scorecards import (
    CriterionInput,
    ScorecardInput,
    add_scorecard,
    change_scorecard,
    next_edition,
    set_scorecard_state,
)
from crm_desktop.services.trainings import TrainingInput, change_training, log_training, remove_training
from tests.conftest import MOMENT

CARD = ScorecardInput(
    "Calls",
    criteria=(
        CriterionInput("Greets by name", "Opening", weight=10),
        CriterionInput("Verifies who calls", "Verification", weight=20, fatal=True),
        CriterionInput("Solves it", "Solution", scale=CriterionScale.ZERO_THREE_FIVE, weight=50),
        CriterionInput("Closes well", "Closing", scale=CriterionScale.ONE_TO_FIVE, weight=20),
    ),
)


@pytest.fixture
def rob(store, owner):
    """A representative."""
    add_staff(StaffInput("Rob", "rob", Role.REPRESENTATIVE), owner)
    return Staff.get(login="rob").actor()


@pytest.fixture
def call_of(store, phone):
    def call_of(person, customer=None, **fields):
        wanted = InteractionInput(
            **{"channel_id": phone.id, "customer_id": customer and customer.id, "summary": "Called", "started_at": MOMENT, **fields}
        )
        (row_id,) = log_interaction(wanted, person).of(Entity.INTERACTION)
        return Interaction.get_by_id(row_id)

    return call_of


@pytest.fixture
def card(store, owner):
    (row_id,) = add_scorecard(CARD, owner).of(Entity.SCORECARD)
    set_scorecard_state(row_id, 1, ScorecardState.IN_USE, owner)
    return Scorecard.get_by_id(row_id)


@pytest.fixture
def plan(card, call_of, rob, nancy):
    def plan(by=nancy, **fields):
        call = fields.pop("call", None) or call_of(rob)
        (row_id,) = plan_assessment(AssessmentInput(card.id, **{"interaction_id": call.id, **fields}), by).of(Entity.ASSESSMENT)
        return Assessment.get_by_id(row_id)

    return plan


def scored(card, *scores):
    criteria = Criterion.select().where(Criterion.scorecard == card).order_by(Criterion.position)
    return tuple(ScoreInput(row.id, score) for row, score in zip(criteria, scores, strict=True))


def judged(assessment, by, *scores, **fields):
    judge(assessment.id, assessment.version, JudgementInput(scored(assessment.scorecard_id, *scores), **fields), by)
    return Assessment.get_by_id(assessment.id)


def test_a_score_is_the_weighted_mean_of_what_applied(plan, nancy):
    assert judged(plan(), nancy, 1, 1, 3, 5).score == 80
    assert judged(plan(), nancy, 0, 1, 5, None).score == Decimal("87.5")
    assert judged(plan(), nancy, None, None, None, None).score == -1
    assert set(rebuild().values()) == {0}


def test_a_fatal_criterion_that_fails_makes_it_nothing(plan, nancy):
    assert judged(plan(), nancy, 1, 0, 5, 5).score == 0


def test_nobody_assesses_themselves_as_a_supervisor(plan, card, call_of, nancy):
    with pytest.raises(NotAllowed, match="Nobody assesses themselves"):
        plan(call=call_of(nancy))
    with pytest.raises(NotAllowed, match="Nobody assesses themselves"):
        draw_sample(SampleInput(card.id, nancy.id, "2026-01"), nancy)
    assert not Assessment.select().exists()


def test_a_representative_judges_nobody_but_themselves(plan, card, call_of, rob, nancy, owner):
    with pytest.raises(NotAllowed):
        plan(rob, call=call_of(nancy))
    with pytest.raises(NotAllowed, match="do not judge each other"):
        plan(rob, call=call_of(nancy), kind=AssessmentKind.PEER)
    change_scorecard(card.id, card.version, ScorecardInput("Calls", peers=True, criteria=CARD.criteria), owner)
    assert plan(rob, call=call_of(nancy), kind=AssessmentKind.PEER).reviewer_id == rob.id
    assert plan(rob, kind=AssessmentKind.SELF).staff_id == rob.id
    with pytest.raises(NotAllowed, match="may not assess"):
        plan(nancy, reviewer_id=rob.id, call=call_of(nancy))


def test_only_the_reviewer_judges(plan, owner, rob):
    assessment = plan()
    for other in (owner, rob):
        with pytest.raises(NotAllowed, match="somebody else's"):
            judged(assessment, other, 1, 1, 5, 5)


def test_every_criterion_is_judged_or_said_not_to_apply(plan, nancy):
    assessment = plan()
    wanted = scored(assessment.scorecard_id, 1, 1, 5, 5)
    with pytest.raises(UserError, match="Closes well"):
        judge(assessment.id, 1, JudgementInput(wanted[:3]), nancy)
    with pytest.raises(UserError, match="twice"):
        judge(assessment.id, 1, JudgementInput((*wanted, wanted[0])), nancy)
    with pytest.raises(UserError, match="takes 0, 3, 5"):
        judged(assessment, nancy, 1, 1, 4, 5)
    assert Assessment.get().state == "planned" and not AssessmentScore.select().exists()


def test_coaching_until_a_day_is_a_follow_up_of_whom_it_is_about(plan, nancy, rob):
    assessment = judged(
        plan(), nancy, 1, 1, 3, 3, coaching="Slow down", coaching_action="Listen to two calls", coaching_due=date(2026, 2, 1)
    )

    made = FollowUp.get()
    assert (made.owner_id, made.due_on, assessment.follow_up_id) == (rob.id, date(2026, 2, 1), made.id)
    assert assessment.number in made.title and "Listen" not in made.title  # colleagues read titles
    judged(assessment, nancy, 1, 1, 5, 3, coaching_action="Listen", coaching_due=date(2026, 2, 1))
    assert FollowUp.select().count() == 1


def test_whom_it_is_about_acknowledges_or_disputes(plan, nancy, rob, owner):
    assessment = judged(plan(), nancy, 1, 1, 3, 3)
    with pytest.raises(NotAllowed, match="Only whom"):
        acknowledge(assessment.id, assessment.version, owner)
    with pytest.raises(UserError, match="differently"):
        dispute(assessment.id, assessment.version, " ", rob)
    dispute(assessment.id, assessment.version, "I did close it.", rob)
    assert Assessment.get().state == AssessmentState.DISPUTED

    again = judged(Assessment.get(), nancy, 1, 1, 3, 5)
    acknowledge(again.id, again.version, rob, "Thank you")

    assert (Assessment.get().state, Assessment.get().score, Assessment.get().answer) == ("acknowledged", 80, "Thank you")
    with pytest.raises(NotAllowed, match="it stays"):
        judged(Assessment.get(), nancy, 1, 1, 5, 5)


def test_what_was_not_judged_waits_for_no_answer(plan, rob):
    assessment = plan()
    with pytest.raises(NotAllowed, match="does not wait"):
        acknowledge(assessment.id, 1, rob)


def test_a_planned_assessment_is_withdrawn_and_a_judged_one_stays(plan, nancy):
    assessment = plan()
    withdraw_assessment(assessment.id, 1, nancy)
    assert not Assessment.select().exists()
    with pytest.raises(NotAllowed, match="judged already"):
        withdraw_assessment(*[(row := judged(plan(), nancy, 1, 1, 5, 5)).id, row.version], nancy)


def test_a_conversation_is_planned_once_for_each_reviewer_and_kind(plan, call_of, rob, owner):
    call = call_of(rob)
    first = plan(call=call)
    with pytest.raises(NotAllowed, match=first.number):
        plan(call=call)
    plan(owner, call=call, kind=AssessmentKind.CALIBRATION)
    assert Assessment.select().count() == 2


def test_an_edition_that_was_judged_by_stays_and_the_next_takes_its_place(plan, card, nancy, owner):
    plan()
    with pytest.raises(NotAllowed, match="next edition"):
        change_scorecard(card.id, card.version, ScorecardInput("Calls", criteria=CARD.criteria[:2]), owner)
    (row_id,) = next_edition(card.id, owner).of(Entity.SCORECARD)
    change_scorecard(row_id, 1, ScorecardInput("Calls", criteria=CARD.criteria[:2]), owner)
    set_scorecard_state(row_id, Scorecard.get_by_id(row_id).version, ScorecardState.IN_USE, owner)

    assert [(row.edition, row.state) for row in Scorecard.select().order_by(Scorecard.edition)] == [(1, "retired"), (2, "in_use")]
    with pytest.raises(NotAllowed, match="not in use"):
        plan()


@pytest.fixture
def month(call_of, rob):
    """Twelve calls of Rob in January by Berlin's clock, one just before, one just after, and one that nobody took."""
    first = datetime(2025, 12, 31, 23, 0, tzinfo=UTC)
    for day in range(12):
        call_of(rob, started_at=first + timedelta(days=day))
    for at in (first - timedelta(seconds=1), datetime(2026, 1, 31, 23, 0, tzinfo=UTC)):
        call_of(rob, started_at=at)
    call_of(rob, started_at=first + timedelta(days=2), outcome=Outcome.MISSED)


def test_a_sample_can_be_drawn_again_by_anybody(card, month, rob, nancy):
    draw_sample(SampleInput(card.id, rob.id, "2026-01", 4), nancy)

    sample = QualitySample.get()
    taken = [row.interaction_id for row in Assessment.select().order_by(Assessment.id)]
    assert (sample.handled, len(sample.candidates), sample.wanted, sample.drawn_by_id) == (12, 12, 4, nancy.id)
    assert taken == drawn(sample.candidates, 4, sample.seed)
    assert all(row.contact_on.month == 1 and row.reviewer_id == nancy.id for row in Assessment.select())


def test_what_was_judged_is_not_drawn_again(card, month, rob, nancy):
    for _each in range(3):
        draw_sample(SampleInput(card.id, rob.id, "2026-01", 5), nancy)

    taken = [row.interaction_id for row in Assessment.select()]
    assert len(taken) == len(set(taken)) == 12
    assert [len(row.candidates) for row in QualitySample.select().order_by(QualitySample.id)] == [12, 7, 2]
    with pytest.raises(UserError, match="no conversation in 2026-01"):
        draw_sample(SampleInput(card.id, rob.id, "2026-01", 5), nancy)


@pytest.mark.parametrize(("wanted", "why"), [({"month": "January"}, "no month"), ({"count": 0}, "from 1 to"), ({"count": 51}, "from 1 to")])
def test_a_draw_that_cannot_be_is_refused(card, month, rob, nancy, wanted, why):
    with pytest.raises(UserError, match=why):
        draw_sample(SampleInput(card.id, rob.id, **{"month": "2026-01", **wanted}), nancy)


def test_undo_takes_a_judgement_and_its_score_back(plan, nancy):
    assessment = plan()
    done = judge(assessment.id, 1, JudgementInput(scored(assessment.scorecard_id, 1, 1, 5, 5)), nancy)

    undo(done.operation, nancy)

    assert (Assessment.get().state, Assessment.get().score, AssessmentScore.select().count()) == ("planned", -1, 0)
    assert verify_chain() == []


def test_erasing_a_customer_leaves_scores_and_takes_words(plan, call_of, make_customer, rob, nancy, owner):
    customer = make_customer("Ada")
    assessment = plan(call=call_of(rob, customer))
    judged(assessment, nancy, 1, 1, 5, 5, note="Ada was upset", coaching="Calm Ada")

    erase_customer(customer.id, owner)

    assert (Assessment.get().note, Assessment.get().coaching, Assessment.get().score) == ("", "", 100)


def test_a_training_is_noted_changed_and_taken_out(store, rob, nancy):
    wanted = TrainingInput(rob.id, "Listening", date(2026, 1, 7), Decimal("1.5"), "Olga")
    (row_id,) = log_training(wanted, nancy).of(Entity.TRAINING)
    change_training(row_id, 1, TrainingInput(rob.id, "Listening well", date(2026, 1, 7), Decimal(2)), nancy)
    assert (Training.get().topic, Training.get().hours) == ("Listening well", 2)
    remove_training(row_id, 2, nancy)
    assert not Training.select().exists()
    with pytest.raises(NotAllowed):
        log_training(wanted, rob)
    with pytest.raises(UserError, match="learned"):
        log_training(TrainingInput(rob.id, " ", date(2026, 1, 7)), nancy)


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (ScorecardInput(" ", criteria=CARD.criteria), "name"),
        (ScorecardInput("A"), "criteria"),
        (ScorecardInput("A", criteria=(CriterionInput("B", weight=0),)), "weight"),
        (ScorecardInput("A", criteria=(CriterionInput("B", weight=-1),)), "weight"),
        (ScorecardInput("A", criteria=(CriterionInput(" "),)), "words"),
        (ScorecardInput("Calls", criteria=CARD.criteria), "already"),
    ],
)
def test_a_scorecard_that_could_score_nothing_is_refused(card, nancy, wanted, why):
    with pytest.raises(UserError, match=why):
        add_scorecard(wanted, nancy)
    assert Scorecard.select().count() == 1


def test_the_auditor_judges_nobody(card, call_of, rob):
    with pytest.raises(NotAllowed):
        plan_assessment(AssessmentInput(card.id, interaction_id=call_of(rob).id), Actor(9, "ann", Role.AUDITOR))
