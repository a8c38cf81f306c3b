"""What `do` can do about how conversations are judged, and about what colleagues learn."""

from typing import Any

from crm_desktop.commands.action import Action, same_names
from crm_desktop.core.i18n import N_
from crm_desktop.data.models import Scorecard, Training
from crm_desktop.services import assessments, quality_samples, scorecards, trainings


def _scorecard(row: Scorecard) -> dict[str, Any]:
    criteria = tuple(scorecards.given(each) for each in scorecards.criteria_of(row))
    return {**same_names(scorecards.ScorecardInput, row, without={"criteria"}), "criteria": criteria}


def _training(row: Training) -> dict[str, Any]:
    return same_names(trainings.TrainingInput, row, without=set())


ACTIONS = (
    Action("add-scorecard", N_("What conversations are judged by; a draft first."), scorecards.add_scorecard),
    Action("change-scorecard", N_("Change what is given of a scorecard; its criteria until something is judged by it."),
           scorecards.change_scorecard, _scorecard),
    Action("next-edition", N_("A draft of the next edition of a scorecard."), scorecards.next_edition),
    Action("set-scorecard-state", N_("Put a scorecard to use, or retire it."), scorecards.set_scorecard_state),
    Action("draw-sample", N_("Conversations of a person in a month, drawn by lot to be judged."), quality_samples.draw_sample),
    Action("plan-assessment", N_("One call or case to be judged: by a supervisor, a colleague, oneself, or several to compare."),
           assessments.plan_assessment),
    Action("judge-assessment", N_("Every criterion gets a score; one without does not apply."), assessments.judge),
    Action("acknowledge-assessment", N_("Whom it is about has read it."), assessments.acknowledge),
    Action("dispute-assessment", N_("Whom it is about sees it differently, and says why."), assessments.dispute),
    Action("withdraw-assessment", N_("A planned assessment is not made."), assessments.withdraw_assessment),
    Action("log-training", N_("Who learned what, when, and from whom."), trainings.log_training),
    Action("change-training", N_("Change what is given of a training."), trainings.change_training, _training),
    Action("remove-training", N_("A training that was noted by mistake."), trainings.remove_training),
)  # fmt: skip
