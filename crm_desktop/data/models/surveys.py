"""What customers are asked, whom it was asked, and what they answered."""

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from crm_desktop.core.changes import Entity
from crm_desktop.core.read_json import kept_list
from crm_desktop.core.survey_kinds import NO_SCORE, ResponseState, SurveyState
from crm_desktop.data.fields import UtcField, maybe, personal
from crm_desktop.data.models.activity import FollowUp, Interaction
from crm_desktop.data.models.base import Imported, Record
from crm_desktop.data.models.cases import SupportCase
from crm_desktop.data.models.catalogue import Product
from crm_desktop.data.models.company import Staff
from crm_desktop.data.models.party import Contact, Customer
from crm_desktop.data.models.sales import Order


class Survey(Imported):
    """`question` asks for the score; one of own questions alone has none. A score of `low_score` or less makes a follow-up, due
    `follow_up_days` later; without `follow_up_owner` it is for who enters the answers. `purpose` is what somebody must have agreed
    to before they are asked; empty: nothing.
    """

    entity = Entity.SURVEY

    name = TextField()
    kind = TextField()
    state = TextField(default=SurveyState.DRAFT)
    language = TextField(default="")
    question = TextField(default="")
    intro = TextField(default="")
    thanks = TextField(default="")
    purpose = TextField(default="")
    follow_up = BooleanField(default=True)
    low_score = IntegerField(null=True)
    follow_up_days = IntegerField(default=1)
    follow_up_owner = ForeignKeyField(Staff, null=True)
    follow_up_owner_id: int | None


class SurveyQuestion(Record):
    """`options` is a JSON list: what there is to choose from, of a matrix its columns; `items` are a matrix's lines.

    `lowest` and `highest` are the ends of a scale.
    """

    part_of = "survey"

    survey = ForeignKeyField(Survey)
    survey_id: int
    position = IntegerField()
    kind = TextField()
    text = TextField()
    required = BooleanField(default=False)
    options = TextField(default="[]")
    items = TextField(default="[]")
    lowest = IntegerField(default=1)
    highest = IntegerField(default=5)

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(kept_list(self.options))

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(kept_list(self.items))


class SurveyResponse(Imported):
    """One survey asked once. `staff` is whom it is about, `score` what was answered, -1 for none."""

    entity = Entity.SURVEY_RESPONSE

    number = TextField()
    survey = ForeignKeyField(Survey)
    survey_id: int
    customer = ForeignKeyField(Customer, null=True)
    customer_id: int | None
    contact = ForeignKeyField(Contact, null=True)
    contact_id: int | None
    interaction = ForeignKeyField(Interaction, null=True)
    interaction_id: int | None
    case = ForeignKeyField(SupportCase, null=True)
    case_id: int | None
    order = ForeignKeyField(Order, null=True)
    order_id: int | None
    product = ForeignKeyField(Product, null=True)
    product_id: int | None
    staff = ForeignKeyField(Staff, null=True)
    staff_id: int | None
    channel = TextField()
    state = TextField(default=ResponseState.ASKED)
    asked_at = UtcField()
    declined_at = maybe(UtcField())
    answered_at = maybe(UtcField())
    asked_by = ForeignKeyField(Staff, null=True)
    asked_by_id: int | None
    entered_by = ForeignKeyField(Staff, null=True)
    entered_by_id: int | None
    score = IntegerField(default=NO_SCORE)
    comment = personal(TextField(default=""))
    follow_up = ForeignKeyField(FollowUp, null=True)
    follow_up_id: int | None


class SurveyAnswer(Record):
    """To one question; of a matrix to one line (`item`), of several choices one each. `value` is what can be counted, `text` what was
    written freely.
    """

    part_of = "response"

    response = ForeignKeyField(SurveyResponse)
    response_id: int
    question = ForeignKeyField(SurveyQuestion)
    question_id: int
    item = TextField(default="")
    value = TextField(default="")
    text = personal(TextField(default=""))
