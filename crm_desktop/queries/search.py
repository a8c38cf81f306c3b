"""One search over everything: the best few records of each kind."""

from collections.abc import Callable
from typing import NamedTuple

from crm_desktop.core.changes import Entity
from crm_desktop.core.i18n import _
from crm_desktop.data.finding import find
from crm_desktop.queries import search_knowledge
from crm_desktop.queries.cases import CaseFilter, CaseRow, first_cases
from crm_desktop.queries.customers import find_customers
from crm_desktop.queries.escalations import ApprovalRow, EscalationRow, approval_rows, escalation_rows
from crm_desktop.queries.follow_ups import FollowUpRow, follow_up_rows
from crm_desktop.queries.interactions import InteractionFilter, InteractionRow, first_interactions
from crm_desktop.queries.lists import in_order, rows_by_ids, rows_of
from crm_desktop.queries.orders import OrderFilter, OrderRow, first_orders
from crm_desktop.queries.products import ProductRow, product_rows
from crm_desktop.queries.return_sheets import ReturnFilter, ReturnRow, first_returns
from crm_desktop.queries.survey_sheets import ResponseFilter, first_responses

_OF_CUSTOMER = "FROM {table} AS held LEFT JOIN customer ON customer.id = held.customer_id WHERE {where}"
_KEPT = "held.number IN (?, ?) AND held.shelf <> 'trash'"
_NUMBERED = (
    (
        Entity.CUSTOMER,
        """SELECT COALESCE(merged_into_id, id), COALESCE(merged_into_id, id), name, '', number FROM customer
        WHERE number IN (?, ?) AND shelf <> 'trash'""",
    ),
    (
        Entity.ORDER,
        f"""SELECT held.id, held.customer_id, held.number, customer.name, ''
        {_OF_CUSTOMER.format(table="sales_order", where=_KEPT)}""",
    ),
    (
        Entity.RETURN,
        f"""SELECT held.id, held.customer_id, held.number, customer.name, ''
        {_OF_CUSTOMER.format(table="return_request", where="held.number IN (?, ?)")}""",
    ),
    (
        Entity.ORDER,
        f"""SELECT held.order_id, held.customer_id, held.number, customer.name, ''
        {_OF_CUSTOMER.format(table="invoice", where="held.order_id IS NOT NULL AND held.number IN (?, ?)")}""",
    ),
    (
        Entity.INTERACTION,
        f"""SELECT held.id, held.customer_id, held.summary, COALESCE(customer.name, ''), held.number
        {_OF_CUSTOMER.format(table="interaction", where=_KEPT)}""",
    ),
    (
        Entity.CASE,
        f"""SELECT held.id, held.customer_id, held.subject, COALESCE(customer.name, held.caller), held.number
        {_OF_CUSTOMER.format(table="support_case", where=_KEPT)}""",
    ),
    (
        Entity.FOLLOW_UP,
        f"""SELECT held.id, held.customer_id, held.title, COALESCE(customer.name, ''), held.number
        {_OF_CUSTOMER.format(table="follow_up", where=_KEPT)}""",
    ),
    (
        Entity.SURVEY_RESPONSE,
        f"""SELECT held.id, held.customer_id, held.number, COALESCE(customer.name, ''), ''
        {_OF_CUSTOMER.format(table="survey_response", where="held.number IN (?, ?)")}""",
    ),
    (Entity.PRODUCT, "SELECT id, NULL, name, '', sku FROM product WHERE sku IN (?, ?) AND shelf <> 'trash'"),
)
_BARCODES = "SELECT id, name, barcode, sku FROM product WHERE id IN ({ids})"


class Hit(NamedTuple):
    kind: Entity
    record_id: int
    customer_id: int | None
    title: str
    second: str
    number: str


def everything(text: str, each: int = 5) -> list[Hit]:
    """Grouped by kind; any text is a valid one, and one without a word finds nothing."""
    if not text.strip():
        return []
    finders: tuple[Callable[[str, int], list[Hit]], ...] = (
        _customers, _orders, _returns, _cases, _escalations, _approvals, _interactions, _follow_ups, _surveys,
        _products, _articles, _scripts, _templates,
    )  # fmt: skip
    return [hit for find_some in finders for hit in find_some(text, each)]


def exactly(text: str) -> list[Hit]:
    """What has this number, SKU or barcode and no other, as a scanner types it; an invoice's leads to its order."""
    code = text.strip()
    if not code or len(code.split()) > 1:
        return []
    found = [Hit(kind, *row) for kind, query in _NUMBERED for row in rows_of(query, (code, code.upper()))] + _by_barcode(code)
    return list({(hit.kind, hit.record_id): hit for hit in reversed(found)}.values())[::-1]


def _by_barcode(code: str) -> list[Hit]:
    rows = rows_by_ids(_BARCODES, find("product", code))
    return [Hit(Entity.PRODUCT, row_id, None, name, "", sku) for row_id, name, barcode, sku in rows if code in barcode.split()]


def _articles(text: str, limit: int) -> list[Hit]:
    found = search_knowledge.articles(text, limit)
    return [Hit(Entity.ARTICLE, row_id, None, title, state.replace("_", " "), "") for row_id, title, state in found]


def _scripts(text: str, limit: int) -> list[Hit]:
    return [Hit(Entity.SCRIPT, row_id, None, name, about, "") for row_id, name, about in search_knowledge.scripts(text, limit)]


def _templates(text: str, limit: int) -> list[Hit]:
    return [Hit(Entity.TEMPLATE, row_id, None, name, subject, "") for row_id, name, subject in search_knowledge.templates(text, limit)]


def _customers(text: str, limit: int) -> list[Hit]:
    return [
        Hit(Entity.CUSTOMER, row.id, row.id, row.name, ", ".join(filter(None, (row.person, row.place, _via(row.via)))), row.number)
        for row in find_customers(text, limit)
    ]


def _via(number: str) -> str:
    return _("by {number}").format(number=number) if number else ""


def _orders(text: str, limit: int) -> list[Hit]:
    rows: list[OrderRow] = first_orders(OrderFilter(text=text), limit)
    return [Hit(Entity.ORDER, row.id, row.customer_id, row.number, row.customer, "") for row in rows]


def _returns(text: str, limit: int) -> list[Hit]:
    rows: list[ReturnRow] = first_returns(ReturnFilter(text=text), limit)
    return [Hit(Entity.RETURN, row.id, row.customer_id, row.number, row.customer, "") for row in rows]


def _cases(text: str, limit: int) -> list[Hit]:
    rows: list[CaseRow] = first_cases(CaseFilter(text=text), limit)
    return [Hit(Entity.CASE, row.id, row.customer_id, row.subject, row.customer, row.number) for row in rows]


def _escalations(text: str, limit: int) -> list[Hit]:
    ids = find("escalation", text, limit)
    rows: list[EscalationRow] = in_order(ids, escalation_rows(ids))
    return [Hit(Entity.ESCALATION, row.id, None, row.reason or row.subject, row.customer, row.number) for row in rows]


def _approvals(text: str, limit: int) -> list[Hit]:
    ids = find("approval", text, limit)
    rows: list[ApprovalRow] = in_order(ids, approval_rows(ids))
    return [Hit(Entity.APPROVAL, row.id, row.customer_id, row.reason or row.note, row.customer, row.case or row.order) for row in rows]


def _interactions(text: str, limit: int) -> list[Hit]:
    rows: list[InteractionRow] = first_interactions(InteractionFilter(text), limit)
    return [Hit(Entity.INTERACTION, row.id, row.customer_id, row.summary or row.notes, row.customer, row.number) for row in rows]


def _follow_ups(text: str, limit: int) -> list[Hit]:
    ids = find("follow_up", text, limit)
    rows: list[FollowUpRow] = in_order(ids, follow_up_rows(ids))
    return [Hit(Entity.FOLLOW_UP, row.id, row.customer_id, row.title, row.customer, row.number) for row in rows]


def _surveys(text: str, limit: int) -> list[Hit]:
    rows = first_responses(ResponseFilter(text=text), "asked", True, limit)
    return [Hit(Entity.SURVEY_RESPONSE, row.id, row.customer_id, row.survey, row.customer, row.number) for row in rows]


def _products(text: str, limit: int) -> list[Hit]:
    ids = find("product", text, limit)
    rows: list[ProductRow] = in_order(ids, product_rows(ids))
    return [Hit(Entity.PRODUCT, row.id, None, row.name, "", row.sku) for row in rows]
