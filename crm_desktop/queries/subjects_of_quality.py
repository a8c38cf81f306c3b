"""What `list` and `export` know of how conversations were judged, and of who learned what."""

from crm_desktop.core.quality_score import AssessmentKind, AssessmentState, CriterionScale, ScorecardState
from crm_desktop.queries.columns import Column, Kind, Subject, day_or_none, other, plain

_CARD = Column("scorecard", "scorecard.name || ' ' || scorecard.edition", refers="scorecards")
SCORECARDS = Subject(
    "scorecards",
    "scorecard",
    "scorecard.id",
    ("scorecard", "state", "peers", "criteria", "note"),
    (
        Column("scorecard", "scorecard.name || ' ' || scorecard.edition"),
        *plain("scorecard", "name"),
        Column("edition", "scorecard.edition", Kind.NUMBER),
        Column("state", "scorecard.state", words=ScorecardState),
        Column("peers", "scorecard.peers", Kind.FLAG),
        Column("criteria", "(SELECT COUNT(*) FROM criterion WHERE criterion.scorecard_id = scorecard.id)", Kind.NUMBER),
        *plain("scorecard", "note"),
        *plain("scorecard", "created_at", "updated_at", kind=Kind.MOMENT),
    ),
)
CRITERIA = Subject(
    "criteria",
    "criterion JOIN scorecard ON scorecard.id = criterion.scorecard_id",
    "criterion.id",
    ("criterion", "scorecard", "position", "section", "text", "scale", "weight", "fatal"),
    (
        Column("criterion", "criterion.id", Kind.NUMBER),
        _CARD,
        Column("position", "criterion.position", Kind.NUMBER),
        *plain("criterion", "section", "text", "guidance"),
        Column("scale", "criterion.scale", words=CriterionScale),
        Column("weight", "criterion.weight", Kind.NUMBER),
        Column("fatal", "criterion.fatal", Kind.FLAG),
        *plain("criterion", "created_at", "updated_at", kind=Kind.MOMENT),
    ),
)
SAMPLES = Subject(
    "quality-samples",
    """quality_sample AS sample JOIN scorecard ON scorecard.id = sample.scorecard_id JOIN staff AS about ON about.id = sample.staff_id
    JOIN staff AS drawer ON drawer.id = sample.drawn_by_id""",
    "sample.id",
    ("sample", "staff", "month", "wanted", "handled", "seed", "drawn_by", "created_at"),
    (
        Column("sample", "sample.id", Kind.NUMBER),
        _CARD,
        other("staff", "about.login", "staff"),
        *plain("sample", "month", "seed"),
        *plain("sample", "wanted", "handled", kind=Kind.NUMBER),
        Column("drawn", "(SELECT COUNT(*) FROM assessment WHERE assessment.sample_id = sample.id)", Kind.NUMBER),
        Column("drawn_from", "sample.drawn_from", Kind.DATA),
        other("drawn_by", "drawer.login", "staff"),
        *plain("sample", "created_at", "updated_at", kind=Kind.MOMENT),
    ),
)
_OF_ASSESSMENT = """JOIN scorecard ON scorecard.id = assessment.scorecard_id JOIN staff AS about ON about.id = assessment.staff_id
    JOIN staff AS judge ON judge.id = assessment.reviewer_id LEFT JOIN interaction AS held ON held.id = assessment.interaction_id
    LEFT JOIN support_case ON support_case.id = assessment.case_id LEFT JOIN follow_up ON follow_up.id = assessment.follow_up_id"""
ASSESSMENTS = Subject(
    "assessments",
    f"assessment {_OF_ASSESSMENT}",
    "assessment.id",
    ("number", "contact_on", "staff", "reviewer", "kind", "state", "score", "interaction", "case"),
    (
        *plain("assessment", "number"),
        _CARD,
        other("staff", "about.login", "staff"),
        other("reviewer", "judge.login", "staff"),
        Column("kind", "assessment.kind", words=AssessmentKind),
        Column("state", "assessment.state", words=AssessmentState),
        other("interaction", "held.number", "interactions"),
        other("case", "support_case.number", "cases"),
        Column("sample", "assessment.sample_id", Kind.NUMBER, refers="quality-samples"),
        Column("contact_on", "assessment.contact_on", Kind.DAY),
        *plain("assessment", "judged_at", "answered_at", kind=Kind.MOMENT),
        Column("score", "NULLIF(assessment.score, -10000)", Kind.QUANTITY),
        *plain("assessment", "note", "coaching", "coaching_action"),
        day_or_none("coaching_due", "assessment.coaching_due"),
        other("follow_up", "follow_up.number", "follow-ups"),
        *plain("assessment", "answer"),
        *plain("assessment", "created_at", "updated_at", kind=Kind.MOMENT),
    ),
)
ASSESSMENT_SCORES = Subject(
    "assessment-scores",
    f"""assessment_score AS got JOIN assessment ON assessment.id = got.assessment_id
    JOIN criterion ON criterion.id = got.criterion_id {_OF_ASSESSMENT}""",
    "got.id",
    ("assessment", "staff", "section", "text", "score", "comment"),
    (
        other("assessment", "assessment.number", "assessments"),
        other("staff", "about.login", "staff"),
        other("reviewer", "judge.login", "staff"),
        Column("criterion", "got.criterion_id", Kind.NUMBER, refers="criteria"),
        *plain("criterion", "section", "text"),
        Column("scale", "criterion.scale", words=CriterionScale),
        Column("weight", "criterion.weight", Kind.NUMBER),
        Column("fatal", "criterion.fatal", Kind.FLAG),
        Column("score", "got.score", Kind.NUMBER),
        *plain("got", "comment"),
        *plain("got", "created_at", "updated_at", kind=Kind.MOMENT),
    ),
)
TRAININGS = Subject(
    "trainings",
    "training JOIN staff AS about ON about.id = training.staff_id",
    "training.id",
    ("training", "held_on", "staff", "topic", "hours", "given_by"),
    (
        Column("training", "training.id", Kind.NUMBER),
        other("staff", "about.login", "staff"),
        *plain("training", "topic"),
        Column("held_on", "training.held_on", Kind.DAY),
        Column("hours", "training.hours", Kind.QUANTITY),
        *plain("training", "given_by", "note"),
        *plain("training", "created_at", "updated_at", kind=Kind.MOMENT),
    ),
)
SUBJECTS = (SCORECARDS, CRITERIA, SAMPLES, ASSESSMENTS, ASSESSMENT_SCORES, TRAININGS)
