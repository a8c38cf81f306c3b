"""How conversations are judged: what by, which were drawn by lot, what each got, and who learned what."""

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import NEVER
from crm_desktop.core.money import ZERO
from crm_desktop.core.quality_score import AssessmentState, ScorecardState
from crm_desktop.core.read_json import kept_list
from crm_desktop.data.fields import DayField, QuantityField, UtcField, maybe, personal
from crm_desktop.data.models.activity import FollowUp, Interaction
from crm_desktop.data.models.base import Record
from crm_desktop.data.models.cases import SupportCase
from crm_desktop.data.models.company import Staff


class Scorecard(Record):
    """One edition: once something was judged by it, it stays as it is, and a change makes the next. `peers`: colleagues may judge by it."""

    entity = Entity.SCORECARD

    name = TextField()
    edition = IntegerField(default=1)
    state = TextField(default=ScorecardState.DRAFT)
    peers = BooleanField(default=False)
    note = TextField(default="")


class Criterion(Record):
    part_of = "scorecard"

    scorecard = ForeignKeyField(Scorecard)
    scorecard_id: int
    position = IntegerField()
    section = TextField(default="")
    text = TextField()
    guidance = TextField(default="")
    scale = TextField()
    weight = IntegerField()
    fatal = BooleanField(default=False)


class QualitySample(Record):
    """A draw by lot. `handled` is how many conversations the person had that month, `drawn_from` a JSON list of the ids of those that
    nobody had judged yet: with `seed` anybody can draw again.
    """

    scorecard = ForeignKeyField(Scorecard)
    scorecard_id: int
    staff = ForeignKeyField(Staff)
    staff_id: int
    month = TextField()
    seed = TextField()
    wanted = IntegerField()
    handled = IntegerField()
    drawn_from = TextField()
    drawn_by = ForeignKeyField(Staff)
    drawn_by_id: int

    @property
    def candidates(self) -> list[int]:
        return [int(row_id) for row_id in kept_list(self.drawn_from)]


class Assessment(Record):
    """Of one call or case. `contact_on` is its day in the company's zone: the month in which the assessment counts.

    `score` is a percentage, -1 for none.
    """

    entity = Entity.ASSESSMENT
    derived = frozenset({"score"})

    number = TextField()
    scorecard = ForeignKeyField(Scorecard)
    scorecard_id: int
    sample = ForeignKeyField(QualitySample, null=True)
    sample_id: int | None
    interaction = ForeignKeyField(Interaction, null=True)
    interaction_id: int | None
    case = ForeignKeyField(SupportCase, null=True)
    case_id: int | None
    staff = ForeignKeyField(Staff)
    staff_id: int
    reviewer = ForeignKeyField(Staff)
    reviewer_id: int
    kind = TextField()
    state = TextField(default=AssessmentState.PLANNED)
    contact_on = DayField()
    judged_at = maybe(UtcField())
    answered_at = maybe(UtcField())
    note = personal(TextField(default=""))
    coaching = personal(TextField(default=""))
    coaching_action = personal(TextField(default=""))
    coaching_due = DayField(default=NEVER)
    follow_up = ForeignKeyField(FollowUp, null=True)
    follow_up_id: int | None
    answer = personal(TextField(default=""))
    score = QuantityField(default=-ZERO - 1)


class AssessmentScore(Record):
    """`score` None: the criterion did not apply."""

    part_of = "assessment"

    assessment = ForeignKeyField(Assessment)
    assessment_id: int
    criterion = ForeignKeyField(Criterion)
    criterion_id: int
    score = maybe(IntegerField())
    comment = personal(TextField(default=""))


class Training(Record):
    entity = Entity.TRAINING

    staff = ForeignKeyField(Staff)
    staff_id: int
    topic = TextField()
    held_on = DayField()
    hours = QuantityField(default=ZERO)
    given_by = TextField(default="")
    note = TextField(default="")


"""Words about a colleague, not about a customer: erasing a customer leaves them."""
