"""What scorecards, assessments and trainings are called on screen."""

from typing import Any

from crm_desktop.core.i18n import N_
from crm_desktop.core.quality_score import AssessmentKind, AssessmentState, CriterionScale, ScorecardState
from crm_desktop.ui.theme import Tone

SCORECARD_STATES = {
    ScorecardState.DRAFT: (N_("Draft"), Tone.PLAIN),
    ScorecardState.IN_USE: (N_("In use"), Tone.OK),
    ScorecardState.RETIRED: (N_("Retired"), Tone.PLAIN),
}
SCALES = {
    CriterionScale.YES_NO: N_("No, yes"),
    CriterionScale.ZERO_THREE_FIVE: N_("0, 3, 5"),
    CriterionScale.ZERO_ONE_TWO: N_("0, 1, 2"),
    CriterionScale.ONE_TO_FIVE: N_("1 to 5"),
}
STEP_WORDS: dict[CriterionScale, tuple[str, ...]] = {
    CriterionScale.YES_NO: (N_("No"), N_("Yes")),
    CriterionScale.ZERO_THREE_FIVE: (N_("0 not done"), N_("3 partly"), N_("5 fully")),
    CriterionScale.ZERO_ONE_TWO: (N_("0 needs work"), N_("1 meets it"), N_("2 exceeds it")),
    CriterionScale.ONE_TO_FIVE: ("1", "2", "3", "4", "5"),
}
ASSESSMENT_KINDS = {
    AssessmentKind.SUPERVISOR: N_("By a supervisor"),
    AssessmentKind.PEER: N_("By a colleague"),
    AssessmentKind.SELF: N_("By oneself"),
    AssessmentKind.CALIBRATION: N_("Calibration"),
}
ASSESSMENT_STATES = {
    AssessmentState.PLANNED: (N_("To be judged"), Tone.INFO),
    AssessmentState.DONE: (N_("Judged"), Tone.WARN),
    AssessmentState.ACKNOWLEDGED: (N_("Acknowledged"), Tone.OK),
    AssessmentState.DISPUTED: (N_("Disputed"), Tone.BAD),
}
VALUES: dict[tuple[str, str], Any] = {
    ("scorecard", "state"): SCORECARD_STATES, ("criterion", "scale"): SCALES, ("assessment", "kind"): ASSESSMENT_KINDS,
    ("assessment", "state"): ASSESSMENT_STATES,
}  # fmt: skip
