"""What `list` and `export` know: one explicit tuple. Names of columns are a promise to scripts; they are only added to."""

from crm_desktop.core.actors import Role
from crm_desktop.core.kinds import (
    AddressKind,
    Attempt,
    Availability,
    ChannelKind,
    CustomerKind,
    CustomerStatus,
    Direction,
    FollowUpState,
    Fulfilment,
    MovementKind,
    OrderState,
    Outcome,
    PointKind,
    Priority,
    ReasonKind,
    Shelf,
)
from crm_desktop.core.kinds_of_trade import PaymentState
from crm_desktop.queries import (
    subjects_of_customers,
    subjects_of_escalation,
    subjects_of_knowledge,
    subjects_of_mail,
    subjects_of_money,
    subjects_of_privacy,
    subjects_of_quality,
    subjects_of_records,
    subjects_of_service,
    subjects_of_surveys,
    subjects_of_trade,
)
from crm_desktop.queries.columns import (
    CUSTOMER,
    JOIN_CUSTOMER,
    OWN_CURRENCY,
    PLACED,
    Column,
    Kind,
    Lies,
    Part,
    Subject,
    day_or_none,
    origin,
    other,
    plain,
    tags,
)

_POINT = """COALESCE((SELECT point.value FROM contact_point AS point WHERE point.{0}_id = {0}.id AND point.kind IN ({1})
    ORDER BY point.main DESC, point.id LIMIT 1), '')"""
_SOME_POINT = "SELECT point.{0}_id FROM contact_point AS point WHERE point.{0}_id IS NOT NULL AND point.kind IN ({1})"
_PHONES, _EMAILS = "'phone', 'mobile'", "'email'"


def _point(name: str, of: str, kinds: str) -> Column:
    """The first of several."""
    return Column(name, _POINT.format(of, kinds), part=Part(_SOME_POINT.format(of, kinds), "point.value"))


_HOME = "LEFT JOIN address AS home ON home.id = (SELECT MIN(id) FROM address WHERE customer_id = customer.id)"
_HOME_COLUMNS = tuple(Column(name, f"COALESCE(home.{name}, '')") for name in ("lines", "postal_code", "city", "region", "country"))

CUSTOMERS = Subject(
    "customers",
    f"customer {_HOME} LEFT JOIN staff AS keeper ON keeper.id = customer.account_owner_id",
    "customer.id",
    ("number", "name", "city", "country", "phone", "email", "order_count", "spent", "currency", "last_contact_at"),
    (
        *plain("customer", "number"),
        Column("kind", "customer.kind", words=CustomerKind),
        Column("name", "customer.name", folded="customer.sort_key"),
        *plain("customer", "legal_name", "tax_id", "salutation", "first_name", "last_name", "birthday"),
        Column("status", "customer.status", words=CustomerStatus),
        Column("vip", "customer.vip", Kind.FLAG),
        *_HOME_COLUMNS,
        _point("phone", "customer", _PHONES),
        _point("email", "customer", _EMAILS),
        *plain("customer", "language", "preferred_channel", "best_time", "do_not_contact"),
        other("account_owner", "keeper.login", "staff"),
        day_or_none("customer_since", "customer.customer_since"),
        *plain("customer", "notes", "quick_facts", "legal_hold"),
        Column("custom", "customer.custom", Kind.DATA),
        OWN_CURRENCY,
        *plain("customer", "credit_limit", "spent", kind=Kind.MONEY),
        Column("order_count", "customer.order_count", Kind.NUMBER),
        Column("last_contact_at", "NULLIF(customer.last_contact_at, 0)", Kind.MOMENT),
        Column("balance", "customer.balance", Kind.MONEY),
        Column("shelf", "customer.shelf", words=Shelf),
        tags("customer", "customer"),
        other("merged_into", "(SELECT kept.number FROM customer AS kept WHERE kept.id = customer.merged_into_id)", "customers"),
        *origin("customer"),
    ),
    Lies("customer.id", "customer"),
)
CONTACTS = Subject(
    "contacts",
    f"contact {JOIN_CUSTOMER.format('contact')}",
    "contact.id",
    ("customer", "customer_name", "name", "role", "phone", "email"),
    (
        *CUSTOMER,
        *plain("contact", "name", "first_name", "last_name", "role", "salutation", "department", "birthday"),
        *plain("contact", "active", "main", kind=Kind.FLAG),
        _point("phone", "contact", _PHONES),
        _point("email", "contact", _EMAILS),
        *plain("contact", "notes"),
        Column("custom", "contact.custom", Kind.DATA),
        *origin("contact"),
    ),
    Lies("contact.customer_id", "customer"),
)
CONTACT_POINTS = Subject(
    "contact-points",
    f"contact_point AS point {JOIN_CUSTOMER.format('point')} LEFT JOIN contact ON contact.id = point.contact_id",
    "point.id",
    ("customer", "customer_name", "contact", "kind", "value", "label"),
    (
        *CUSTOMER,
        Column("contact", "COALESCE(contact.name, '')"),
        Column("kind", "point.kind", words=PointKind),
        Column("value", "point.value"),
        Column("normal", "point.normal"),
        Column("label", "point.label"),
        *plain("point", "main", "invalid", "opted_out", kind=Kind.FLAG),
        *origin("point"),
    ),
    Lies("point.customer_id", "customer"),
)
ADDRESSES = Subject(
    "addresses",
    f"address {JOIN_CUSTOMER.format('address')}",
    "address.id",
    ("customer", "customer_name", "kind", "lines", "postal_code", "city", "region", "country"),
    (
        *CUSTOMER,
        Column("kind", "address.kind", words=AddressKind),
        *plain("address", "lines", "postal_code", "city", "region", "country", "label"),
        *origin("address"),
    ),
    Lies("address.customer_id", "customer"),
)
CATEGORIES = Subject(
    "categories",
    "product_category LEFT JOIN product_category AS parent ON parent.id = product_category.parent_id",
    "product_category.id",
    ("name", "parent"),
    (*plain("product_category", "name"), other("parent", "parent.name", "categories"), *origin("product_category")),
)
PRODUCTS = Subject(
    "products",
    "product LEFT JOIN product_category AS category ON category.id = product.category_id",
    "product.id",
    ("sku", "name", "category", "price", "currency", "on_hand", "unit", "active"),
    (
        *plain("product", "sku"),
        Column("name", "product.name", folded="product.sort_key"),
        other("category", "category.name", "categories"),
        *plain("product", "description", "unit", "barcode"),
        OWN_CURRENCY,
        *plain("product", "price", "cost", kind=Kind.MONEY),
        Column("tax_rate", "product.tax_rate", Kind.QUANTITY),
        *plain("product", "stocked", "active", kind=Kind.FLAG),
        Column("warranty_months", "product.warranty_months", Kind.NUMBER),
        *plain("product", "return_instructions"),
        Column("on_hand", "product.on_hand", Kind.QUANTITY),
        Column("custom", "product.custom", Kind.DATA),
        Column("shelf", "product.shelf", words=Shelf),
        tags("product", "product"),
        *origin("product"),
    ),
    Lies("product.id", "product"),
)
_OWED = """CASE WHEN placed.state = 'cancelled' THEN 0 ELSE placed.total - placed.credited END - placed.paid + placed.refunded"""
_ORDER_JOINS = f"""LEFT JOIN customer ON customer.id = placed.customer_id {_HOME} LEFT JOIN contact ON contact.id = placed.contact_id
    LEFT JOIN staff ON staff.id = placed.staff_id LEFT JOIN channel ON channel.id = placed.channel_id"""
ORDERS = Subject(
    "orders",
    f"{PLACED} {_ORDER_JOINS}",
    "placed.id",
    ("number", "ordered_at", "customer", "customer_name", "state", "fulfilment", "line_count", "total", "currency", "shipped_on"),
    (
        *plain("placed", "number"),
        *CUSTOMER,
        Column("country", "COALESCE(home.country, '')"),
        Column("contact", "COALESCE(contact.name, '')"),
        other("staff", "staff.login", "staff"),
        other("channel", "channel.name", "channels"),
        Column("ordered_at", "placed.ordered_at", Kind.MOMENT),
        Column("state", "placed.state", words=OrderState),
        Column("fulfilment", "placed.fulfilment", words=Fulfilment),
        day_or_none("due_on", "placed.due_on"),
        day_or_none("shipped_on", "placed.shipped_on"),
        *plain("placed", "carrier", "currency"),
        *plain("placed", "gross", "goods", "discount", "shipping_charge", "tax", "total", kind=Kind.MONEY),
        Column("line_count", "placed.line_count", Kind.NUMBER),
        *plain("placed", "billing_address", "shipping_address", "note", "cancel_reason"),
        *plain("placed", "cancelled_at", "completed_at", kind=Kind.MOMENT),
        Column("payment_state", "placed.payment_state", words=PaymentState),
        *plain("placed", "paid", "refunded", "credited", kind=Kind.MONEY),
        Column("owed", _OWED, Kind.MONEY),
        Column("shelf", "placed.shelf", words=Shelf),
        tags("sales_order", "placed"),
        Column("custom", "placed.custom", Kind.DATA),
        *origin("placed"),
    ),
    Lies("placed.id", "sales_order"),
)
ORDER_LINES = Subject(
    "order-lines",
    f"""order_line AS line JOIN {PLACED} ON placed.id = line.order_id LEFT JOIN customer ON customer.id = placed.customer_id
    LEFT JOIN product ON product.id = line.product_id LEFT JOIN product_category AS category ON category.id = product.category_id""",
    "line.id",
    ("order", "position", "customer", "sku", "name", "quantity", "unit_price", "discount_percent", "total", "currency"),
    (
        other("order", "placed.number", "orders"),
        Column("position", "line.position", Kind.NUMBER),
        *CUSTOMER,
        Column("ordered_at", "placed.ordered_at", Kind.MOMENT),
        Column("state", "placed.state", words=OrderState),
        other("product", "product.sku", "products"),
        *plain("line", "sku", "name"),
        other("category", "category.name", "categories"),
        Column("quantity", "line.quantity", Kind.QUANTITY),
        *plain("placed", "currency"),
        Column("unit_price", "line.unit_price", Kind.MONEY),
        *plain("line", "discount_percent", "tax_rate", kind=Kind.QUANTITY),
        *plain("line", "gross", "total", kind=Kind.MONEY),
        *plain("line", "shipped", "returned", kind=Kind.QUANTITY),
        *origin("line"),
    ),
    currencies="SELECT (SELECT MIN(currency) FROM sales_order), (SELECT MAX(currency) FROM sales_order)",
)
STOCK_MOVEMENTS = Subject(
    "stock-movements",
    f"stock_movement AS moved LEFT JOIN product ON product.id = moved.product_id LEFT JOIN {PLACED} ON placed.id = moved.order_id",
    "moved.id",
    ("moved_on", "product", "product_name", "kind", "quantity", "order", "note"),
    (
        Column("moved_on", "moved.moved_on", Kind.DAY),
        other("product", "product.sku", "products"),
        Column("product_name", "COALESCE(product.name, '')", folded="product.sort_key"),
        Column("kind", "moved.kind", words=MovementKind),
        Column("quantity", "moved.quantity", Kind.QUANTITY),
        other("order", "placed.number", "orders"),
        *plain("moved", "note"),
        *origin("moved"),
    ),
)
INTERACTIONS = Subject(
    "interactions",
    f"""interaction AS talk {JOIN_CUSTOMER.format("talk")} LEFT JOIN contact ON contact.id = talk.contact_id
    LEFT JOIN channel ON channel.id = talk.channel_id LEFT JOIN contact_reason AS reason ON reason.id = talk.reason_id
    LEFT JOIN staff ON staff.id = talk.staff_id LEFT JOIN {PLACED} ON placed.id = talk.order_id""",
    "talk.id",
    ("number", "started_at", "customer_name", "channel", "direction", "reason", "outcome", "staff", "summary"),
    (
        *plain("talk", "number"),
        *CUSTOMER,
        Column("contact", "COALESCE(contact.name, '')"),
        *plain("talk", "caller"),
        other("channel", "channel.name", "channels"),
        Column("channel_kind", "channel.kind", words=ChannelKind),
        Column("direction", "talk.direction", words=Direction),
        other("reason", "reason.name", "reasons"),
        Column("reason_kind", "COALESCE(reason.kind, '')", words=ReasonKind),
        *plain("talk", "summary", "notes"),
        other("staff", "staff.login", "staff"),
        *plain("talk", "started_at", "ended_at", "wrap_up_ended_at", kind=Kind.MOMENT),
        Column("seconds", "talk.ended_at - talk.started_at", Kind.NUMBER),
        Column("holds", "talk.holds", Kind.SPANS),
        Column("outcome", "talk.outcome", words=Outcome),
        *plain("talk", "verified"),
        *plain("talk", "mood_before", "mood_after", kind=Kind.NUMBER),
        other("order", "placed.number", "orders"),
        other("case", "(SELECT asked.number FROM support_case AS asked WHERE asked.id = talk.case_id)", "cases"),
        *plain("talk", "recording"),
        Column("custom", "talk.custom", Kind.DATA),
        Column("shelf", "talk.shelf", words=Shelf),
        tags("interaction", "talk"),
        *origin("talk"),
    ),
    Lies("talk.id", "interaction"),
)
_PROMISED = "follow_up AS promised"
FOLLOW_UPS = Subject(
    "follow-ups",
    f"""{_PROMISED} {JOIN_CUSTOMER.format("promised")} LEFT JOIN contact ON contact.id = promised.contact_id
    LEFT JOIN interaction AS talk ON talk.id = promised.interaction_id LEFT JOIN {PLACED} ON placed.id = promised.order_id
    LEFT JOIN channel ON channel.id = promised.channel_id LEFT JOIN staff AS keeper ON keeper.id = promised.owner_id""",
    "promised.id",
    ("number", "due_on", "due_time", "title", "customer_name", "owner", "priority", "state"),
    (
        *plain("promised", "number", "title"),
        *CUSTOMER,
        Column("contact", "COALESCE(contact.name, '')"),
        other("interaction", "talk.number", "interactions"),
        other("order", "placed.number", "orders"),
        other("case", "(SELECT asked.number FROM support_case AS asked WHERE asked.id = promised.case_id)", "cases"),
        other("channel", "channel.name", "channels"),
        *plain("promised", "promise"),
        day_or_none("due_on", "promised.due_on"),
        *plain("promised", "due_time", "zone"),
        Column("due_at", "CASE WHEN promised.due_on = '9999-12-31' THEN NULL ELSE promised.due_at END", Kind.MOMENT),
        Column("priority", "promised.priority", words=Priority),
        other("owner", "keeper.login", "staff"),
        *plain("promised", "recurrence"),
        Column("state", "promised.state", words=FollowUpState),
        Column("attempts", "promised.attempts", Kind.NUMBER),
        *plain("promised", "outcome"),
        Column("completed_at", "promised.completed_at", Kind.MOMENT),
        Column("shelf", "promised.shelf", words=Shelf),
        tags("follow_up", "promised"),
        *origin("promised"),
    ),
    Lies("promised.id", "follow_up"),
)
ATTEMPTS = Subject(
    "attempts",
    f"""follow_up_attempt AS attempt LEFT JOIN {_PROMISED} ON promised.id = attempt.follow_up_id
    LEFT JOIN staff ON staff.id = attempt.staff_id""",
    "attempt.id",
    ("follow_up", "at", "staff", "result", "note"),
    (
        other("follow_up", "promised.number", "follow-ups"),
        Column("at", "attempt.at", Kind.MOMENT),
        other("staff", "staff.login", "staff"),
        Column("result", "attempt.result", words=Attempt),
        *plain("attempt", "note"),
    ),
)
REMINDERS = Subject(
    "reminders",
    f"reminder LEFT JOIN {_PROMISED} ON promised.id = reminder.follow_up_id",
    "reminder.id",
    ("follow_up", "at", "snoozed_until", "shown_at", "cancelled"),
    (
        other("follow_up", "promised.number", "follow-ups"),
        *plain("reminder", "at", "snoozed_until", "shown_at", kind=Kind.MOMENT),
        Column("cancelled", "reminder.cancelled", Kind.FLAG),
    ),
)
COMPANY = Subject(
    "company",
    "company",
    "company.id",
    ("name", "currency", "zone", "locale", "paper"),
    (
        *plain("company", "name", "legal_name", "address", "phone", "email", "tax_id", "currency"),
        Column("prices_include_tax", "company.prices_include_tax", Kind.FLAG),
        *plain("company", "zone", "locale", "paper"),
        Column("return_window_days", "company.return_window_days", Kind.NUMBER),
        *plain("company", "case_close_days", "case_reopen_days", "complaint_follow_up_days", "call_target_seconds", kind=Kind.NUMBER),
        Column("retention", "company.retention", Kind.DATA),
    ),
)
STAFF = Subject(
    "staff",
    "staff",
    "staff.id",
    ("login", "name", "role", "email", "active"),
    (
        *plain("staff", "login", "name", "initials", "email"),
        Column("role", "staff.role", words=Role),
        *plain("staff", "languages", "specialities"),
        Column("active", "staff.active", Kind.FLAG),
        Column("availability", "staff.availability", words=Availability),
        *origin("staff"),
    ),
)
CHANNELS = Subject(
    "channels",
    "channel",
    "channel.id",
    ("name", "kind", "active"),
    (
        *plain("channel", "name"),
        Column("kind", "channel.kind", words=ChannelKind),
        Column("position", "channel.position", Kind.NUMBER),
        Column("active", "channel.active", Kind.FLAG),
        *origin("channel"),
    ),
)
REASONS = Subject(
    "reasons",
    "contact_reason AS reason LEFT JOIN contact_reason AS parent ON parent.id = reason.parent_id",
    "reason.id",
    ("name", "parent", "kind", "active"),
    (
        *plain("reason", "name"),
        other("parent", "parent.name", "reasons"),
        Column("kind", "reason.kind", words=ReasonKind),
        Column("position", "reason.position", Kind.NUMBER),
        Column("active", "reason.active", Kind.FLAG),
        *origin("reason"),
    ),
)
IMPORT_RUNS = Subject(
    "import-runs",
    "import_run AS run",
    "run.id",
    ("run", "at", "source", "counts", "undone"),
    (
        Column("run", "run.id", Kind.NUMBER),
        Column("at", "run.at", Kind.MOMENT),
        *plain("run", "source", "mapping"),
        *plain("run", "files", "counts", kind=Kind.DATA),
        Column("undone", "run.undone_by_id IS NOT NULL", Kind.FLAG),
    ),
)
REJECTS = Subject(
    "rejects",
    "import_reject AS reject",
    "reject.id",
    ("run", "file", "line", "column", "value", "reason"),
    (
        Column("run", "reject.run_id", Kind.NUMBER, refers="import-runs"),
        *plain("reject", "file"),
        Column("line", "reject.line", Kind.NUMBER),
        Column("column", "reject.column_name"),
        *plain("reject", "value", "reason"),
    ),
)
REPORT_RUNS = Subject(
    "report-runs",
    "report_run AS run LEFT JOIN staff ON staff.id = run.staff_id",
    "run.id",
    ("run", "at", "report", "parameters", "staff"),
    (
        Column("run", "run.id", Kind.NUMBER),
        Column("at", "run.at", Kind.MOMENT),
        *plain("run", "report"),
        Column("parameters", "run.parameters", Kind.DATA),
        Column("as_of", "run.as_of", Kind.NUMBER),
        other("staff", "staff.login", "staff"),
        *plain("run", "fingerprint"),
    ),
)

SUBJECTS = (
    CUSTOMERS, CONTACTS, CONTACT_POINTS, ADDRESSES, CATEGORIES, PRODUCTS, ORDERS, ORDER_LINES, STOCK_MOVEMENTS, INTERACTIONS,
    FOLLOW_UPS, ATTEMPTS, REMINDERS, COMPANY, STAFF, CHANNELS, REASONS, IMPORT_RUNS, REJECTS, REPORT_RUNS,
    *subjects_of_money.SUBJECTS, *subjects_of_trade.SUBJECTS, *subjects_of_records.SUBJECTS,
    *subjects_of_customers.SUBJECTS, *subjects_of_privacy.SUBJECTS, *subjects_of_mail.SUBJECTS,
    *subjects_of_service.SUBJECTS, *subjects_of_knowledge.SUBJECTS,
    *subjects_of_surveys.SUBJECTS,
    *subjects_of_quality.SUBJECTS,
    *subjects_of_escalation.SUBJECTS,
)  # fmt: skip
BY_NAME = {subject.name: subject for subject in SUBJECTS}
