"""What `list` and `export` know of incidents, and of what persons ask about their data."""

from crm_desktop.core.privacy import RequestKind, RequestOutcome, Risk
from crm_desktop.queries.columns import CUSTOMER, JOIN_CUSTOMER, Column, Kind, Subject, day_or_none, other, plain

INCIDENTS = Subject(
    "incidents",
    "incident LEFT JOIN staff ON staff.id = incident.staff_id",
    "incident.id",
    ("incident", "found_at", "description", "risk", "persons", "reported_at", "closed_at"),
    (
        Column("incident", "incident.id", Kind.NUMBER),
        *plain("incident", "found_at", "happened_at", kind=Kind.MOMENT),
        *plain("incident", "description", "data"),
        Column("persons", "incident.persons", Kind.NUMBER),
        Column("risk", "incident.risk", words=Risk),
        *plain("incident", "measures"),
        *plain("incident", "reported_at", "persons_told_at", "closed_at", kind=Kind.MOMENT),
        *plain("incident", "why_not"),
        other("staff", "staff.login", "staff"),
        *plain("incident", "created_at", "updated_at", kind=Kind.MOMENT),
    ),
)
PRIVACY_REQUESTS = Subject(
    "privacy-requests",
    f"""privacy_request AS asked {JOIN_CUSTOMER.format("asked")} LEFT JOIN staff ON staff.id = asked.staff_id""",
    "asked.id",
    ("request", "kind", "customer", "who", "asked_on", "due_on", "outcome", "answered_on"),
    (
        Column("request", "asked.id", Kind.NUMBER),
        Column("kind", "asked.kind", words=RequestKind),
        *CUSTOMER,
        *plain("asked", "who"),
        Column("asked_on", "asked.asked_on", Kind.DAY),
        Column("due_on", "asked.due_on", Kind.DAY),
        *plain("asked", "extended_because", "identity", "note"),
        other("staff", "staff.login", "staff"),
        Column("outcome", "asked.outcome", words=RequestOutcome),
        day_or_none("answered_on", "asked.answered_on"),
        *plain("asked", "answer"),
        *plain("asked", "created_at", "updated_at", kind=Kind.MOMENT),
    ),
)
ACCESS_LOG = Subject(
    "access-log",
    """access_log AS log LEFT JOIN staff ON staff.id = log.staff_id
    LEFT JOIN customer ON log.entity_table = 'customer' AND customer.id = log.row_id""",
    "log.id",
    ("access", "at", "staff", "action", "what", "customer", "detail"),
    (
        Column("access", "log.id", Kind.NUMBER),
        Column("at", "log.at", Kind.MOMENT),
        other("staff", "staff.login", "staff"),
        *plain("log", "action"),
        Column("what", "log.entity_table"),
        *CUSTOMER,
        *plain("log", "detail"),
    ),
)
SUBJECTS = (INCIDENTS, PRIVACY_REQUESTS, ACCESS_LOG)
