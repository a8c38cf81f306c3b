"""All that the page of a case shows beside its conversation, in one read; and what its forms offer."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from crm_desktop.core.dates import utc_now
from crm_desktop.core.money import UNIT
from crm_desktop.data.finding import find
from crm_desktop.queries.case_sheets import CaseSheet, case_sheet
from crm_desktop.queries.desk import Choice
from crm_desktop.queries.lists import at, moment, rows_by_ids, rows_of
from crm_desktop.queries.mentions import who_else_looks
from crm_desktop.queries.remedies import COST, CURRENCY, USED

_CANDIDATES, _SHOWN, _MOST_OPEN = 1_000, 20, 200


class RemedyRow(NamedTuple):
    """With the voucher, order or return that did it. An exchange stands in the case's return, with the order that goes out for it.

    `percent` of a voucher: until it is used nobody knows what it costs.
    """

    id: int
    kind: str
    cost: Decimal
    currency: str
    at: datetime
    staff: str
    note: str
    voucher: str
    order_id: int | None
    order: str
    returned: str
    percent: Decimal


class CheckRow(NamedTuple):
    """`at` None: not done yet."""

    item_id: int
    name: str
    at: datetime | None
    staff: str


class CaseRef(NamedTuple):
    id: int
    number: str
    subject: str
    state: str


class CaseChoices(NamedTuple):
    statuses: tuple[Choice, ...]
    staff: tuple[Choice, ...]
    teams: tuple[Choice, ...]
    channels: tuple[Choice, ...]
    reasons: tuple[Choice, ...]


class CasePage(NamedTuple):
    """`viewers`: colleagues who have it open now. `incidents`: cases that are part of this problem."""

    sheet: CaseSheet
    remedies: tuple[RemedyRow, ...]
    checklist: tuple[CheckRow, ...]
    incidents: tuple[CaseRef, ...]
    viewers: tuple[str, ...]
    choices: CaseChoices


_REMEDIES = f"""
SELECT given.id, given.kind, {COST.format("given")}, {CURRENCY.format("given")}, given.at, COALESCE(staff.name, ''), given.note,
    COALESCE(voucher.code, ''), placed.id, COALESCE(placed.number, ''), COALESCE(back.number, ''), COALESCE(voucher.percent, 0)
FROM case_remedy AS given JOIN support_case AS asked ON asked.id = given.case_id LEFT JOIN staff ON staff.id = given.staff_id
{USED.format("given")} LEFT JOIN return_request AS back ON back.id = asked.return_id AND given.kind = 'exchange'
LEFT JOIN sales_order AS placed ON placed.id = COALESCE(given.order_id,
    (SELECT MIN(line.replacement_id) FROM return_line AS line WHERE line.return_id = back.id AND line.resolution = 'exchange'))
WHERE given.case_id = ? ORDER BY given.id"""
_CHECKS = """
SELECT item.id, item.name, ticked.at, COALESCE(staff.name, '') FROM checklist_item AS item
LEFT JOIN case_check AS ticked ON ticked.item_id = item.id AND ticked.case_id = ? LEFT JOIN staff ON staff.id = ticked.staff_id
WHERE item.kind = ? AND (item.active OR ticked.id IS NOT NULL) ORDER BY item.position, item.id"""
_REFS = "SELECT id, number, subject, state FROM support_case WHERE merged_into_id IS NULL AND shelf = '' AND "
_REFS_BY_ID = (
    "SELECT id, number, subject, state, customer_id FROM support_case WHERE merged_into_id IS NULL AND shelf = '' AND id IN ({ids})"
)
_GOODS = "SELECT id, product_id, name, quantity, unit_price FROM order_line WHERE order_id = ? ORDER BY position, id"
_CHOICES = (
    "SELECT id, name, kind FROM case_status WHERE active ORDER BY position, id",
    "SELECT id, name, role FROM staff WHERE active ORDER BY name, id",
    "SELECT id, name, '' FROM team ORDER BY name, id",
    "SELECT id, name, kind FROM channel WHERE active ORDER BY position, id",
    """SELECT reason.id, CASE WHEN parent.name IS NULL THEN reason.name ELSE parent.name || ' › ' || reason.name END, reason.kind
    FROM contact_reason AS reason LEFT JOIN contact_reason AS parent ON parent.id = reason.parent_id
    WHERE reason.active ORDER BY COALESCE(parent.position, reason.position), reason.position, reason.id""",
)


def case_page(case_id: int, staff_id: int, since: datetime | None = None) -> CasePage | None:
    """None when the case is not there (any more). `since`: who said later that they look at it still does."""
    sheet = case_sheet(case_id)
    if sheet is None:
        return None
    remedies = tuple(
        RemedyRow._make((*row[:2], int(row[2]) * UNIT, row[3], at(row[4]), *row[5:11], row[11] * UNIT))
        for row in rows_of(_REMEDIES, (case_id,))
    )
    checks = tuple(CheckRow._make((*row[:2], moment(row[2]), row[3])) for row in rows_of(_CHECKS, (case_id, sheet.kind)))
    viewers = who_else_looks(case_id, staff_id, since or utc_now())
    return CasePage(sheet, remedies, checks, incidents_of(case_id), viewers, case_choices())


def case_statuses() -> tuple[Choice, ...]:
    """Those that are offered."""
    return tuple(Choice(*row) for row in rows_of(_CHOICES[0]))


def case_choices() -> CaseChoices:
    return CaseChoices(*(tuple(Choice(*row) for row in rows_of(text)) for text in _CHOICES))


def incidents_of(case_id: int) -> tuple[CaseRef, ...]:
    return tuple(CaseRef(*row) for row in rows_of(f"{_REFS}parent_id = ? ORDER BY id", (case_id,)))


def cases_to_join(text: str, case_id: int, customer_id: int | None, *, any_customer: bool) -> list[CaseRef]:
    """What a case could be merged into, or be an incident of, by its number or words, done or not: the newest first."""
    found = rows_by_ids(_REFS_BY_ID, find("support_case", text, _CANDIDATES))
    theirs = [row for row in found if any_customer or customer_id is None or row[4] in (customer_id, None)]
    return [CaseRef(*row[:4]) for row in sorted(theirs, reverse=True) if row[0] != case_id][:_SHOWN]


def open_cases_of(customer_id: int) -> tuple[CaseRef, ...]:
    """What a contact with this customer may be about; the newest first."""
    text = f"{_REFS}customer_id = ? AND state <> 'done' ORDER BY opened_at DESC, id DESC LIMIT {_MOST_OPEN}"
    return tuple(CaseRef(*row) for row in rows_of(text, (customer_id,)))


class GoodsRow(NamedTuple):
    """A line of the order, with the product that can be sent again."""

    line_id: int
    product_id: int | None
    name: str
    quantity: Decimal
    unit_price: Decimal


class OrderGoods(NamedTuple):
    number: str
    currency: str
    lines: tuple[GoodsRow, ...]


def order_goods(order_id: int) -> OrderGoods | None:
    """What a remedy can be about."""
    lines = rows_of(_GOODS, (order_id,))
    goods = tuple(GoodsRow._make((*line[:3], line[3] * UNIT, line[4] * UNIT)) for line in lines)
    order = rows_of("SELECT number, currency FROM sales_order WHERE id = ?", (order_id,))
    return next((OrderGoods(number, currency, goods) for number, currency in order), None)
