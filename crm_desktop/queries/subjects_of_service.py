"""What `list` and `export` know of the service desk: cases, what happened to them, what made them good, and the lists behind them."""

from crm_desktop.core.dates import FAR
from crm_desktop.core.kinds import Priority, Shelf
from crm_desktop.core.kinds_of_escalation import SlaStatus
from crm_desktop.core.kinds_of_service import CaseEventKind, CaseKind, CaseStatusKind, Cause, Remedy, Validity, Visibility
from crm_desktop.core.kinds_of_trade import Flow, PaymentMethod
from crm_desktop.queries.columns import (
    CUSTOMER,
    JOIN_CUSTOMER,
    NOW,
    OWN_CURRENCY,
    PLACED,
    Column,
    Kind,
    Lies,
    Subject,
    day_or_none,
    origin,
    other,
    plain,
    tags,
)
from crm_desktop.queries.remedies import COST, CURRENCY, USED

SLA_STATUS = f"""CASE WHEN {{0}}.response_due_at IS NULL AND {{0}}.resolution_due_at IS NULL AND {{0}}.sla_left IS NULL THEN ''
    WHEN {{0}}.next_due_at < {NOW} OR {{0}}.answered_at > {{0}}.response_due_at OR {{0}}.resolved_at > {{0}}.resolution_due_at THEN 'failed'
    WHEN {{0}}.state = 'done' THEN 'fulfilled' WHEN {{0}}.sla_held THEN 'paused'
    WHEN {{0}}.answered_at IS NULL AND {{0}}.response_due_at IS NOT NULL THEN 'response_due' ELSE 'resolution_due' END"""
_ASKED = "support_case AS asked"
_CASE = other("case", "asked.number", "cases")
_STAFF = other("staff", "staff.login", "staff")
_JOINS = f"""{JOIN_CUSTOMER.format("asked")} LEFT JOIN contact ON contact.id = asked.contact_id
    LEFT JOIN channel ON channel.id = asked.channel_id LEFT JOIN contact_reason AS reason ON reason.id = asked.reason_id
    LEFT JOIN case_status AS status ON status.id = asked.status_id LEFT JOIN staff AS keeper ON keeper.id = asked.assignee_id
    LEFT JOIN team ON team.id = asked.team_id LEFT JOIN product ON product.id = asked.product_id
    LEFT JOIN {PLACED} ON placed.id = asked.order_id LEFT JOIN invoice AS billed ON billed.id = asked.invoice_id
    LEFT JOIN return_request AS back ON back.id = asked.return_id
    LEFT JOIN support_case AS above ON above.id = asked.parent_id LEFT JOIN support_case AS kept ON kept.id = asked.merged_into_id
    LEFT JOIN support_case AS former ON former.id = asked.split_from_id"""
CASES = Subject(
    "cases",
    f"{_ASKED} {_JOINS}",
    "asked.id",
    ("number", "opened_at", "kind", "subject", "customer_name", "priority", "status", "assignee", "resolved_at"),
    (
        *plain("asked", "number", "subject"),
        Column("kind", "asked.kind", words=CaseKind),
        *CUSTOMER,
        Column("contact", "COALESCE(contact.name, '')"),
        *plain("asked", "caller"),
        other("channel", "channel.name", "channels"),
        *plain("asked", "description"),
        other("reason", "reason.name", "reasons"),
        Column("priority", "asked.priority", words=Priority),
        other("status", "status.name", "case-statuses"),
        Column("state", "asked.state", words=CaseStatusKind),
        other("assignee", "keeper.login", "staff"),
        Column("team", "COALESCE(team.name, '')"),
        other("product", "product.sku", "products"),
        other("order", "placed.number", "orders"),
        other("invoice", "billed.number", "invoices"),
        other("return", "back.number", "returns"),
        Column("agreement", "asked.agreement_id", Kind.NUMBER, refers="agreements"),
        *plain("asked", "opened_at", "first_response_at", "resolved_at", "closed_at", "last_event_at", kind=Kind.MOMENT),
        Column("reopened", "asked.reopened", Kind.NUMBER),
        day_or_none("closes_on", "asked.closes_on"),
        Column("validity", "asked.validity", words=Validity),
        Column("cause", "asked.cause", words=Cause),
        *plain("asked", "cause_note"),
        Column("remedy", "asked.remedy", words=Remedy),
        OWN_CURRENCY,
        Column("remedy_cost", "asked.remedy_cost", Kind.MONEY),
        Column("service_level", "COALESCE((SELECT sla.name FROM sla WHERE sla.id = asked.sla_id), '')", refers="service-levels"),
        Column("service_state", SLA_STATUS.format("asked"), words=SlaStatus),
        *plain("asked", "response_due_at", "resolution_due_at", kind=Kind.MOMENT),
        Column("due_at", f"NULLIF(asked.next_due_at, {FAR})", Kind.MOMENT),
        Column("minutes_late", f"CASE WHEN asked.next_due_at < {NOW} THEN ({NOW} - asked.next_due_at) / 60 END", Kind.NUMBER),
        other("parent", "above.number", "cases"),
        other("merged_into", "kept.number", "cases"),
        other("split_from", "former.number", "cases"),
        Column("custom", "asked.custom", Kind.DATA),
        Column("shelf", "asked.shelf", words=Shelf),
        tags("support_case", "asked"),
        *origin("asked"),
    ),
    Lies("asked.id", "support_case"),
)
CASE_EVENTS = Subject(
    "case-events",
    f"""case_event AS happened JOIN {_ASKED} ON asked.id = happened.case_id LEFT JOIN staff ON staff.id = happened.staff_id
    LEFT JOIN interaction AS talk ON talk.id = happened.interaction_id""",
    "happened.id",
    ("case", "at", "kind", "state", "before", "after", "staff", "visibility", "note"),
    (
        Column("event", "happened.id", Kind.NUMBER),
        _CASE,
        Column("at", "happened.at", Kind.MOMENT),
        Column("kind", "happened.kind", words=CaseEventKind),
        Column("state", "happened.state", words=CaseStatusKind),
        *plain("happened", "before", "after"),
        _STAFF,
        Column("visibility", "happened.visibility", words=Visibility),
        *plain("happened", "note"),
        other("interaction", "talk.number", "interactions"),
        *origin("happened"),
    ),
)
CASE_REMEDIES = Subject(
    "case-remedies",
    f"""case_remedy AS done JOIN {_ASKED} ON asked.id = done.case_id LEFT JOIN staff ON staff.id = done.staff_id
    LEFT JOIN {PLACED} ON placed.id = done.order_id {USED.format("done")}""",
    "done.id",
    ("case", "at", "kind", "cost", "currency", "voucher", "payment", "order", "staff", "note"),
    (
        Column("remedy", "done.id", Kind.NUMBER),
        _CASE,
        Column("at", "done.at", Kind.MOMENT),
        Column("kind", "done.kind", words=Remedy),
        Column("cost", COST.format("done"), Kind.MONEY),
        Column("currency", CURRENCY.format("done")),
        other("voucher", "voucher.code", "vouchers"),
        Column("payment", "done.payment_id", Kind.NUMBER, refers="payments"),
        other("order", "placed.number", "orders"),
        _STAFF,
        *plain("done", "note"),
    ),
)
CASE_STATUSES = Subject(
    "case-statuses",
    "case_status AS status",
    "status.id",
    ("name", "kind", "active"),
    (
        *plain("status", "name"),
        Column("kind", "status.kind", words=CaseStatusKind),
        Column("position", "status.position", Kind.NUMBER),
        Column("active", "status.active", Kind.FLAG),
        *origin("status"),
    ),
)
CHECKLIST_ITEMS = Subject(
    "checklist-items",
    "checklist_item AS item",
    "item.id",
    ("item", "kind", "name", "active"),
    (
        Column("item", "item.id", Kind.NUMBER),
        Column("kind", "item.kind", words=CaseKind),
        *plain("item", "name"),
        Column("position", "item.position", Kind.NUMBER),
        Column("active", "item.active", Kind.FLAG),
    ),
)
CASE_CHECKS = Subject(
    "case-checks",
    f"""case_check AS ticked JOIN {_ASKED} ON asked.id = ticked.case_id JOIN checklist_item AS item ON item.id = ticked.item_id
    LEFT JOIN staff ON staff.id = ticked.staff_id""",
    "ticked.id",
    ("case", "name", "at", "staff"),
    (
        _CASE,
        Column("item", "ticked.item_id", Kind.NUMBER, refers="checklist-items"),
        *plain("item", "name"),
        Column("at", "ticked.at", Kind.MOMENT),
        _STAFF,
    ),
)
CASE_PAYMENTS = Subject(
    "case-payments",
    f"""case_payment AS about JOIN {_ASKED} ON asked.id = about.case_id JOIN payment ON payment.id = about.payment_id
    LEFT JOIN {PLACED} ON placed.id = payment.order_id""",
    "about.id",
    ("case", "payment", "received_at", "direction", "amount", "currency", "method", "order"),
    (
        _CASE,
        Column("payment", "about.payment_id", Kind.NUMBER, refers="payments"),
        Column("received_at", "payment.received_at", Kind.MOMENT),
        Column("direction", "payment.direction", words=Flow),
        Column("amount", "payment.amount", Kind.MONEY),
        *plain("payment", "currency"),
        Column("method", "payment.method", words=PaymentMethod),
        *plain("payment", "reference"),
        other("order", "placed.number", "orders"),
    ),
)
MENTIONS = Subject(
    "mentions",
    f"""mention JOIN case_event AS happened ON happened.id = mention.case_event_id JOIN {_ASKED} ON asked.id = happened.case_id
    JOIN staff ON staff.id = mention.staff_id LEFT JOIN staff AS writer ON writer.id = happened.staff_id
    LEFT JOIN seen_mention AS seen ON seen.mention_id = mention.id""",
    "mention.id",
    ("case", "staff", "at", "by", "seen_at", "note"),
    (
        Column("mention", "mention.id", Kind.NUMBER),
        _CASE,
        _STAFF,
        Column("at", "happened.at", Kind.MOMENT),
        other("by", "writer.login", "staff"),
        Column("seen_at", "seen.at", Kind.MOMENT),
        *plain("happened", "note"),
    ),
)
SUBJECTS = (CASES, CASE_EVENTS, CASE_REMEDIES, CASE_STATUSES, CHECKLIST_ITEMS, CASE_CHECKS, CASE_PAYMENTS, MENTIONS)
