"""What `list` and `export` know of customers who may be one, of what they agreed to, and of those who were erased."""

from crm_desktop.core.consents import ConsentState
from crm_desktop.core.kinds import ChannelKind
from crm_desktop.queries.columns import CUSTOMER, Column, Kind, Subject, in_sight, other, plain

_CROWD = 10
"""A number or a name that more customers share than this is a switchboard or a common name, and says nothing about two of them."""
_SHARED = f"""SELECT normal FROM contact_point WHERE normal <> '' AND {in_sight("customer_id", "customer")}
    GROUP BY normal HAVING COUNT(DISTINCT customer_id) BETWEEN 2 AND {_CROWD}"""
_NAMED = f"""SELECT sort_key, place_key FROM customer WHERE sort_key <> '' AND {in_sight("id", "customer")}
    GROUP BY sort_key, place_key HAVING COUNT(*) BETWEEN 2 AND {_CROWD}"""
_HINTS = f"""SELECT mine.customer_id AS first_id, theirs.customer_id AS second_id,
        CASE WHEN mine.kind = 'email' THEN 'email' ELSE 'phone' END AS likeness, mine.normal AS shared
    FROM ({_SHARED}) AS one JOIN contact_point AS mine ON mine.normal = one.normal
    JOIN contact_point AS theirs ON theirs.normal = one.normal AND theirs.customer_id > mine.customer_id
    UNION SELECT mine.id, theirs.id, 'name', mine.name
    FROM ({_NAMED}) AS one JOIN customer AS mine ON mine.sort_key = one.sort_key AND mine.place_key = one.place_key
    JOIN customer AS theirs ON theirs.sort_key = one.sort_key AND theirs.place_key = one.place_key AND theirs.id > mine.id"""
_APART = """SELECT 1 FROM kept_apart AS apart WHERE (apart.customer_id = first_id AND apart.other_id = second_id)
    OR (apart.customer_id = second_id AND apart.other_id = first_id)"""
_PAIRS = f"""SELECT first_id, second_id, string_agg(likeness, ', ' ORDER BY likeness, shared) AS likeness,
        string_agg(shared, ', ' ORDER BY likeness, shared) AS shared, COUNT(*) AS hints FROM ({_HINTS}) AS hint
    WHERE {in_sight("first_id", "customer")} AND {in_sight("second_id", "customer")} AND NOT EXISTS ({_APART})
    GROUP BY first_id, second_id"""
DUPLICATES = Subject(
    "duplicates",
    f"({_PAIRS}) AS pair JOIN customer ON customer.id = pair.first_id JOIN customer AS twin ON twin.id = pair.second_id",
    "(CAST(pair.first_id AS BIGINT) * 4294967296 + pair.second_id)",
    ("customer", "customer_name", "other", "other_name", "place", "likeness", "shared"),
    (
        other("customer", "customer.number", "customers"),
        Column("customer_name", "customer.name", folded="customer.sort_key"),
        other("other", "twin.number", "customers"),
        Column("other_name", "twin.name", folded="twin.sort_key"),
        *plain("customer", "place"),
        *plain("pair", "likeness", "shared"),
        Column("hints", "pair.hints", Kind.NUMBER),
    ),
)
_STATE = f"""CASE WHEN consent.withdrawn_at IS NULL THEN '{ConsentState.GIVEN}' WHEN consent.withdrawn_at = consent.given_at
    THEN '{ConsentState.REFUSED}' ELSE '{ConsentState.WITHDRAWN}' END"""
CONSENTS = Subject(
    "consents",
    """consent JOIN customer ON customer.id = consent.customer_id LEFT JOIN staff AS noter ON noter.id = consent.noted_by_id
    LEFT JOIN staff AS ender ON ender.id = consent.withdrawn_by_id""",
    "consent.id",
    ("consent", "customer", "customer_name", "purpose", "channel", "state", "given_at", "withdrawn_at", "source"),
    (
        Column("consent", "consent.id", Kind.NUMBER),
        *CUSTOMER,
        *plain("consent", "purpose"),
        Column("channel", "consent.channel", words=ChannelKind),
        Column("state", _STATE, words=ConsentState),
        *plain("consent", "lawful_basis", "text_version", "source", "evidence", "withdrawal"),
        *plain("consent", "given_at", "withdrawn_at", kind=Kind.MOMENT),
        other("noted_by", "noter.login", "staff"),
        other("withdrawn_by", "ender.login", "staff"),
        *plain("consent", "created_at", "updated_at", kind=Kind.MOMENT),
    ),
)
ERASURES = Subject(
    "erasures",
    "retention_run AS run LEFT JOIN staff ON staff.id = run.staff_id",
    "run.id",
    ("erasure", "at", "staff", "result"),
    (
        Column("erasure", "run.id", Kind.NUMBER),
        Column("at", "run.at", Kind.MOMENT),
        other("staff", "staff.login", "staff"),
        Column("result", "run.result", Kind.DATA),
    ),
)
SUBJECTS = (DUPLICATES, CONSENTS, ERASURES)
