"""The floor of a customer's timeline, in a plain file: one statement for what is newest, and one for the cells of each kind."""

from typing import Any

from crm_desktop.core.changes import Entity
from crm_desktop.data.database import current
from crm_desktop.queries import escalations, follow_ups, interactions, orders, timeline_rows

_LATEST = "SELECT {moment}, id, {place} FROM {table} WHERE customer_id = ?1 ORDER BY {column} DESC, id DESC LIMIT ?2"
_SENT = """SELECT unixepoch(shipment.shipped_on), shipment.id, {place} FROM sales_order JOIN shipment ON shipment.order_id = sales_order.id
WHERE sales_order.customer_id = ?1 ORDER BY shipment.shipped_on DESC, shipment.id DESC LIMIT ?2"""
_HELP = """SELECT asked.at, asked.id, {place} FROM support_case JOIN escalation AS asked ON asked.case_id = support_case.id
WHERE support_case.customer_id = ?1 ORDER BY asked.at DESC, asked.id DESC LIMIT ?2"""
_DECISIONS = """SELECT moment, id, {place} FROM (SELECT at AS moment, id FROM approval WHERE customer_id = ?1
UNION ALL SELECT asked.at, asked.id FROM support_case JOIN approval AS asked ON asked.case_id = support_case.id
WHERE support_case.customer_id = ?1 AND asked.customer_id IS NULL) ORDER BY moment DESC, id DESC LIMIT ?2"""
_OTHER = {"shipment": _SENT, "escalation": _HELP, "approval": _DECISIONS}
_KINDS = (
    (Entity.INTERACTION, "interaction", "started_at", interactions._ROWS),
    (Entity.ORDER, "sales_order", "ordered_at", orders._ROWS),
    (Entity.FOLLOW_UP, "follow_up", "due_at", follow_ups._ROWS),
    (Entity.PAYMENT, "payment", "received_at", timeline_rows._PAYMENTS),
    (Entity.INVOICE, "invoice", "issued_on", timeline_rows._INVOICES),
    (Entity.RETURN, "return_request", "requested_at", timeline_rows._RETURNS),
    (Entity.APPOINTMENT, "appointment", "starts_at", timeline_rows._APPOINTMENTS),
    (Entity.SHIPMENT, "shipment", "", timeline_rows._SHIPMENTS),
    (Entity.VOUCHER, "voucher", "given_at", timeline_rows._VOUCHERS),
    (Entity.AGREEMENT, "agreement", "starts_on", timeline_rows._AGREEMENTS),
    (Entity.CASE, "support_case", "opened_at", timeline_rows._CASES),
    (Entity.SURVEY_RESPONSE, "survey_response", "asked_at", timeline_rows._SURVEYS),
    (Entity.ESCALATION, "escalation", "", escalations._ESCALATIONS.replace("{}", "asked.id IN ({ids})")),
    (Entity.APPROVAL, "approval", "", escalations._APPROVALS.replace("{}", "asked.id IN ({ids})")),
)


def _arm(place: int, table: str, column: str) -> str:
    if not column:
        return _OTHER[table].format(place=place)
    moment = f"unixepoch({column})" if column.endswith("_on") else column
    return _LATEST.format(moment=moment, place=place, table=table, column=column)


_NEWEST = " UNION ALL ".join(f"SELECT * FROM ({_arm(place, kind[1], kind[2])})" for place, kind in enumerate(_KINDS))
_NEWEST += " ORDER BY 1 DESC LIMIT ?2"


def everything(customer_id: int, limit: int) -> list[tuple[Any, ...]]:
    cursor = current().cursor()
    wanted: list[list[int]] = [[] for _ in _KINDS]
    for _moment, row_id, place in cursor.execute(_NEWEST, (customer_id, limit)).fetchall():
        wanted[place].append(row_id)
    found: list[tuple[Any, ...]] = []
    for (_kind, _table, _column, text), ids in zip(_KINDS, wanted, strict=True):
        if ids:
            found += cursor.execute(text.format(ids=", ".join("?" * len(ids))), ids).fetchall()
    return found
