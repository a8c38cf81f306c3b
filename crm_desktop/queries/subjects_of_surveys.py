"""What `list` and `export` know of surveys: what is asked, whom it was asked, and every answer."""

from crm_desktop.core.survey_kinds import QuestionKind, ResponseState, SurveyChannel, SurveyKind, SurveyState
from crm_desktop.queries.columns import CUSTOMER, JOIN_CUSTOMER, PLACED, Column, Kind, Subject, origin, other, plain

_OF = "(SELECT COUNT(*) FROM survey_response AS asked WHERE asked.survey_id = survey.id{})"
SURVEYS = Subject(
    "surveys",
    "survey LEFT JOIN staff AS keeper ON keeper.id = survey.follow_up_owner_id",
    "survey.id",
    ("name", "kind", "state", "question", "asked", "answered", "declined"),
    (
        *plain("survey", "name"),
        Column("kind", "survey.kind", words=SurveyKind),
        Column("state", "survey.state", words=SurveyState),
        *plain("survey", "language", "question", "intro", "thanks", "purpose"),
        Column("follow_up", "survey.follow_up", Kind.FLAG),
        *plain("survey", "low_score", "follow_up_days", kind=Kind.NUMBER),
        other("follow_up_owner", "keeper.login", "staff"),
        Column("asked", _OF.format(""), Kind.NUMBER),
        Column("answered", _OF.format(f" AND asked.state = '{ResponseState.ANSWERED}'"), Kind.NUMBER),
        Column("declined", _OF.format(f" AND asked.state = '{ResponseState.DECLINED}'"), Kind.NUMBER),
        *origin("survey"),
    ),
)
SURVEY_QUESTIONS = Subject(
    "survey-questions",
    "survey_question AS question JOIN survey ON survey.id = question.survey_id",
    "question.id",
    ("survey_question", "survey", "position", "kind", "text", "required"),
    (
        Column("survey_question", "question.id", Kind.NUMBER),
        other("survey", "survey.name", "surveys"),
        Column("position", "question.position", Kind.NUMBER),
        Column("kind", "question.kind", words=QuestionKind),
        *plain("question", "text"),
        Column("required", "question.required", Kind.FLAG),
        Column("options", "question.options", Kind.DATA),
        Column("items", "question.items", Kind.DATA),
        *plain("question", "lowest", "highest", kind=Kind.NUMBER),
        *plain("question", "created_at", "updated_at", kind=Kind.MOMENT),
    ),
)
SURVEY_RESPONSES = Subject(
    "survey-responses",
    f"""survey_response AS asked JOIN survey ON survey.id = asked.survey_id {JOIN_CUSTOMER.format("asked")}
    LEFT JOIN contact ON contact.id = asked.contact_id LEFT JOIN interaction AS held ON held.id = asked.interaction_id
    LEFT JOIN support_case ON support_case.id = asked.case_id LEFT JOIN {PLACED} ON placed.id = asked.order_id
    LEFT JOIN product ON product.id = asked.product_id LEFT JOIN staff AS about ON about.id = asked.staff_id
    LEFT JOIN staff AS asker ON asker.id = asked.asked_by_id LEFT JOIN staff AS writer ON writer.id = asked.entered_by_id
    LEFT JOIN follow_up ON follow_up.id = asked.follow_up_id""",
    "asked.id",
    ("number", "survey", "asked_at", "channel", "state", "score", "customer_name", "staff", "comment"),
    (
        *plain("asked", "number"),
        other("survey", "survey.name", "surveys"),
        Column("kind", "survey.kind", words=SurveyKind),
        *CUSTOMER,
        Column("contact", "COALESCE(contact.name, '')"),
        other("interaction", "held.number", "interactions"),
        other("case", "support_case.number", "cases"),
        other("order", "placed.number", "orders"),
        other("product", "product.sku", "products"),
        other("staff", "about.login", "staff"),
        Column("channel", "asked.channel", words=SurveyChannel),
        Column("state", "asked.state", words=ResponseState),
        *plain("asked", "asked_at", "declined_at", "answered_at", kind=Kind.MOMENT),
        other("asked_by", "asker.login", "staff"),
        other("entered_by", "writer.login", "staff"),
        Column("score", "NULLIF(asked.score, -1)", Kind.NUMBER),
        *plain("asked", "comment"),
        other("follow_up", "follow_up.number", "follow-ups"),
        *origin("asked"),
    ),
)
SURVEY_ANSWERS = Subject(
    "survey-answers",
    """survey_answer AS answer JOIN survey_response AS asked ON asked.id = answer.response_id
    JOIN survey_question AS question ON question.id = answer.question_id JOIN survey ON survey.id = asked.survey_id""",
    "answer.id",
    ("response", "survey", "question", "item", "value", "text"),
    (
        other("response", "asked.number", "survey-responses"),
        other("survey", "survey.name", "surveys"),
        Column("survey_question", "answer.question_id", Kind.NUMBER, refers="survey-questions"),
        Column("question", "question.text"),
        Column("kind", "question.kind", words=QuestionKind),
        *plain("answer", "item", "value", "text"),
        *plain("answer", "created_at", "updated_at", kind=Kind.MOMENT),
    ),
)
SUBJECTS = (SURVEYS, SURVEY_QUESTIONS, SURVEY_RESPONSES, SURVEY_ANSWERS)
