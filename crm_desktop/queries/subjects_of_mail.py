"""What `list` and `export` know of e-mails beside the interactions they are."""

from crm_desktop.core.kinds import Direction
from crm_desktop.queries.columns import CUSTOMER, JOIN_CUSTOMER, Column, Kind, Lies, Subject, origin, other, plain

MAILS = Subject(
    "mails",
    f"mail_message AS mail JOIN interaction AS talk ON talk.id = mail.interaction_id {JOIN_CUSTOMER.format('talk')}",
    "mail.id",
    ("interaction", "at", "direction", "customer_name", "sender", "recipients", "subject"),
    (
        other("interaction", "talk.number", "interactions"),
        Column("at", "talk.started_at", Kind.MOMENT),
        Column("direction", "talk.direction", words=Direction),
        *CUSTOMER,
        *plain("mail", "sender", "recipients", "copies", "subject", "message_id"),
        *origin("mail"),
    ),
    Lies("talk.id", "interaction"),
)
MAIL_REFERENCES = Subject(
    "mail-references",
    """mail_reference AS earlier JOIN mail_message AS mail ON mail.id = earlier.mail_id
    JOIN interaction AS talk ON talk.id = mail.interaction_id""",
    "earlier.id",
    ("interaction", "message_id", "answers"),
    (
        other("interaction", "talk.number", "interactions"),
        *plain("mail", "message_id"),
        Column("answers", "earlier.message_id"),
        *origin("earlier"),
    ),
    Lies("talk.id", "interaction"),
)
SUBJECTS = (MAILS, MAIL_REFERENCES)
