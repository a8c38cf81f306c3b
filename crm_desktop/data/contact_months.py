"""What customers got in touch about in a stretch of time: reasons by product, carrier, channel and region, and how often they came again.

A contact is incoming and has a reason. It counts once for each product it is about or its order holds, and once for each carrier that
brought its order; by region it counts where the customer's first address is.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from crm_desktop.core.kinds import Direction
from crm_desktop.core.rising import By
from crm_desktop.data.contact_days import CAME_BEFORE
from crm_desktop.data.database import database, fetch

_WHERE = f"held.direction = '{Direction.IN}' AND held.reason_id IS NOT NULL AND held.started_at >= ? AND held.started_at < ?"
_BETWEEN = "\x1f"
_HOME = f"""SELECT known.country || '{_BETWEEN}' || known.region FROM address AS known WHERE known.customer_id = held.customer_id
    ORDER BY known.id LIMIT 1"""
"""One column, so that it is looked up once for each contact; told apart afterwards."""
_SENT = "JOIN shipment AS sent ON sent.order_id = held.order_id AND sent.direction = 'out' AND sent.carrier <> ''"
_TEXTS = {
    By.ALL: f"SELECT held.reason_id, 0, COUNT(*) FROM interaction AS held WHERE {_WHERE} GROUP BY 1",
    By.CHANNEL: f"SELECT held.reason_id, held.channel_id, COUNT(*) FROM interaction AS held WHERE {_WHERE} GROUP BY 1, 2",
    By.REGION: f"""SELECT reason_id, home, COUNT(*) FROM
    (SELECT held.reason_id, ({_HOME}) AS home FROM interaction AS held WHERE {_WHERE}) AS told GROUP BY 1, 2""",
    By.CARRIER: f"""SELECT reason_id, carrier, COUNT(*) FROM
    (SELECT DISTINCT held.id, held.reason_id, sent.carrier FROM interaction AS held {_SENT} WHERE {_WHERE}) AS told GROUP BY 1, 2""",
    By.PRODUCT: f"""SELECT reason_id, product_id, COUNT(*) FROM (SELECT DISTINCT id, reason_id, product_id FROM
    (SELECT held.id, held.reason_id, held.product_id FROM interaction AS held WHERE {_WHERE} AND held.product_id IS NOT NULL
    UNION ALL SELECT held.id, held.reason_id, line.product_id FROM interaction AS held
        JOIN order_line AS line ON line.order_id = held.order_id
    WHERE {_WHERE} AND line.product_id IS NOT NULL) AS about) AS told GROUP BY 1, 2""",
}
_AGAIN = f"""SELECT COALESCE(SUM(CASE WHEN EXISTS ({CAME_BEFORE}) THEN 1 ELSE 0 END), 0), COUNT(*) FROM interaction AS held
WHERE {_WHERE} AND held.customer_id IS NOT NULL"""


def by_reason(by: By, since: int, until: int) -> list[list[Any]]:
    """Each reason, what it is looked at together with, and how many contacts."""
    text = _TEXTS[by].replace("?", database.param)
    rows = fetch(text, (since, until) * (_TEXTS[by].count("?") // 2))
    return sorted([*row[:-1], int(row[-1])] for row in (_with_homes(rows) if by is By.REGION else rows))


def _with_homes(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Without those of whom no country is known."""
    for reason, home, count in rows:
        country, _between, region = (home or "").partition(_BETWEEN)
        if country:
            yield reason, country, region, count


def came_again(since: int, until: int) -> list[int]:
    """Contacts of known customers: those who came for the same reason in the seven days before, and all."""
    return [int(number) for number in fetch(_AGAIN.replace("?", database.param), (since, until))[0]]
