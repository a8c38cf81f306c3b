"""Counts of customers and orders for figures, and what the month's records lack."""

from datetime import date

from crm_desktop.core.dates import NEVER
from crm_desktop.core.kinds import Direction, PointKind, ReasonKind
from crm_desktop.data.trade_sums import COUNTED
from crm_desktop.queries.figures import Scope
from crm_desktop.queries.lists import rows_of

_TROUBLE = ", ".join(f"'{kind}'" for kind in (ReasonKind.COMPLAINT, ReasonKind.RETURN, ReasonKind.PRODUCT, ReasonKind.TECHNICAL))


def active_text(scope: Scope) -> str:
    """SQL of the ids of customers with an interaction or an order; takes the scope's parameters twice."""
    held = scope.where("held.started_at", "held.staff_id")
    ordered = scope.where("placed.ordered_at", "placed.staff_id")
    return f"""SELECT held.customer_id FROM interaction AS held WHERE {held} AND held.customer_id IS NOT NULL
        UNION SELECT placed.customer_id FROM sales_order AS placed WHERE {ordered} AND {COUNTED}"""


def active(scope: Scope) -> int:
    return int(rows_of(f"SELECT COUNT(*) FROM ({active_text(scope)}) AS seen", scope.params * 2)[0][0])


def unreachable(scope: Scope) -> int:
    held = scope.where("held.started_at", "held.staff_id")
    text = f"""
SELECT COUNT(*) FROM (SELECT DISTINCT held.customer_id FROM interaction AS held WHERE {held} AND held.customer_id IS NOT NULL) AS seen
WHERE NOT EXISTS (SELECT 1 FROM contact_point AS point WHERE point.customer_id = seen.customer_id
    AND point.kind IN ('{PointKind.PHONE}', '{PointKind.MOBILE}', '{PointKind.EMAIL}'))"""
    ((count,),) = rows_of(text, scope.params)
    return int(count)


def new_customers(first: date, last: date) -> int:
    """Who was merged into another is one customer with them. The plus keeps a planner from the index of those that were, which all others
    stand in as well."""
    text = "SELECT COUNT(*) FROM customer WHERE customer_since >= ? AND customer_since <= ? AND +merged_into_id IS NULL"
    ((count,),) = rows_of(text, (first.isoformat(), last.isoformat()))
    return int(count)


def has_first_days() -> bool:
    """Whether anybody records since when a customer is one."""
    return bool(rows_of("SELECT 1 FROM customer WHERE customer_since < ? LIMIT 1", (NEVER.isoformat(),)))


def orders_placed(scope: Scope) -> int:
    text = f"SELECT COUNT(*) FROM sales_order AS placed WHERE {scope.where('placed.ordered_at', 'placed.staff_id')} AND {COUNTED}"
    ((count,),) = rows_of(text, scope.params)
    return int(count)


def orders_touched(scope: Scope) -> int:
    text = f"SELECT COUNT(DISTINCT held.order_id) FROM interaction AS held WHERE {scope.where('held.started_at', 'held.staff_id')}"
    ((count,),) = rows_of(text, scope.params)
    return int(count)


def has_orders() -> bool:
    return bool(rows_of("SELECT 1 FROM sales_order LIMIT 1"))


def contacts_by_customer(scope: Scope, limit: int) -> list[tuple[str, int]]:
    """Customers by number, most interactions first."""
    text = f"""
SELECT customer.number, COUNT(*) FROM interaction AS held JOIN customer ON customer.id = held.customer_id
WHERE {scope.where("held.started_at", "held.staff_id")} GROUP BY customer.number ORDER BY 2 DESC, 1 LIMIT ?"""
    return [(row[0], int(row[1])) for row in rows_of(text, (*scope.params, limit))]


def contacts_of(numbers: tuple[str, ...], scope: Scope) -> dict[str, int]:
    """Interactions of these customers in another period."""
    if not numbers:
        return {}
    text = f"""
SELECT customer.number, COUNT(*) FROM interaction AS held JOIN customer ON customer.id = held.customer_id
WHERE {scope.where("held.started_at", "held.staff_id")} AND customer.number IN ({", ".join("?" * len(numbers))}) GROUP BY customer.number"""
    return {row[0]: int(row[1]) for row in rows_of(text, (*scope.params, *numbers))}


def most_persistent(scope: Scope) -> tuple[str, int, int] | None:
    """Who came most often for one reason: customer's number, reason, how often."""
    text = f"""
SELECT customer.number, held.reason_id, COUNT(*) FROM interaction AS held JOIN customer ON customer.id = held.customer_id
WHERE {scope.where("held.started_at", "held.staff_id")} AND held.direction = '{Direction.IN}' AND held.reason_id IS NOT NULL
GROUP BY customer.number, held.reason_id ORDER BY 3 DESC, 1, 2 LIMIT 1"""
    for row in rows_of(text, scope.params):
        return row[0], row[1], int(row[2])
    return None


def trouble_by_product(scope: Scope) -> dict[tuple[str, str], dict[int, int]]:
    """By sku and name: interactions about trouble, per reason, whose order holds the product.

    The plus keeps SQLite from reading all years of those reasons instead of the days asked for.
    """
    text = f"""
SELECT line.sku, line.name, held.reason_id, COUNT(DISTINCT held.id) FROM interaction AS held
JOIN contact_reason AS reason ON reason.id = +held.reason_id JOIN order_line AS line ON line.order_id = held.order_id
WHERE {scope.where("held.started_at", "held.staff_id")} AND reason.kind IN ({_TROUBLE}) GROUP BY line.sku, line.name, held.reason_id"""
    found: dict[tuple[str, str], dict[int, int]] = {}
    for sku, name, reason_id, count in rows_of(text, scope.params):
        found.setdefault((sku, name), {})[reason_id] = int(count)
    return found
