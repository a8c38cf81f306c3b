"""What an undo must not leave behind: services refuse it on the way forth, and taking back an earlier step could bring it about."""

from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from crm_desktop.core.errors import CannotUndo
from crm_desktop.core.i18n import N_, _
from crm_desktop.data.database import database, fetch
from crm_desktop.data.models import FollowUp, Invoice, Order, Record, ReturnRequest, Voucher

_CHUNK = 500


class Flaw(NamedTuple):
    """`text` finds what is wrong among rows of the model whose ids stand in `{}`, and names it."""

    model: type[Record]
    text: str
    sentence: str


FLAWS = (
    Flaw(
        Order,
        """SELECT number FROM sales_order WHERE payment_state <> 'disputed' AND id IN ({})
        AND (SELECT COALESCE(SUM(amount), 0) FROM payment WHERE order_id = sales_order.id AND direction = 'in' AND status = 'captured')
        < (SELECT COALESCE(SUM(amount), 0) FROM payment WHERE order_id = sales_order.id AND direction = 'out'
            AND status IN ('captured', 'pending'))""",
        N_("Nothing was undone: more of order {number} would be refunded than was paid. Undo the refund first."),
    ),
    Flaw(
        Order,
        """SELECT number FROM sales_order WHERE id IN ({}) AND state = 'draft'
        AND (EXISTS (SELECT 1 FROM shipment WHERE order_id = sales_order.id)
            OR EXISTS (SELECT 1 FROM invoice WHERE order_id = sales_order.id)
            OR (SELECT COALESCE(SUM(quantity), 0) FROM stock_movement WHERE order_id = sales_order.id) <> 0)""",
        N_("Nothing was undone: order {number} was shipped, invoiced or changed since it was confirmed. Undo that first."),
    ),
    Flaw(
        Order,
        """SELECT placed.number FROM sales_order AS placed JOIN order_line AS line ON line.order_id = placed.id
        WHERE placed.id IN ({}) AND line.quantity > 0 AND line.shipped > line.quantity""",
        N_("Nothing was undone: more of order {number} would be shipped than was ordered. Undo the shipment first."),
    ),
    Flaw(
        Order,
        """SELECT placed.number FROM sales_order AS placed JOIN order_line AS line ON line.order_id = placed.id
        WHERE placed.id IN ({}) AND line.shipped < (SELECT COALESCE(SUM(back.quantity), 0) FROM return_line AS back
            JOIN return_request AS asked ON asked.id = back.return_id WHERE back.order_line_id = line.id
                AND asked.state NOT IN ('declined', 'cancelled', 'expired') AND back.resolution NOT IN ('repair', 'rejected'))""",
        N_("Nothing was undone: more of order {number} would be returned than was shipped. Undo the return first."),
    ),
    Flaw(
        ReturnRequest,
        """SELECT asked.number FROM return_request AS asked JOIN return_line AS line ON line.return_id = asked.id WHERE asked.id IN ({})
        AND ((line.condition = '' AND line.settled_by_id IS NOT NULL AND line.resolution NOT IN ('', 'partial_refund', 'rejected'))
            OR (line.condition <> '' AND asked.state NOT IN ('received', 'inspected', 'settled'))
            OR (line.resolution <> '' AND asked.state IN ('requested', 'declined', 'cancelled', 'expired')))""",
        N_("Nothing was undone: a line of return {number} was inspected or settled since. Undo that first."),
    ),
    Flaw(
        Voucher,
        "SELECT code FROM voucher WHERE id IN ({}) AND (remaining < 0 AND amount > 0 OR max_uses > 0 AND uses > max_uses)",
        N_("Nothing was undone: more would be paid with voucher {number} than it holds. Undo that payment first."),
    ),
    Flaw(
        Order,
        "SELECT number FROM sales_order WHERE id IN ({}) AND shelf <> '' AND state IN ('open', 'draft')",
        N_("Nothing was undone: order {number} would be open, out of sight. Bring it back first."),
    ),
    Flaw(
        FollowUp,
        "SELECT number FROM follow_up WHERE id IN ({}) AND shelf <> '' AND state = 'open'",
        N_("Nothing was undone: follow-up {number} would be open, out of sight. Bring it back first."),
    ),
    Flaw(
        Invoice,
        "SELECT number FROM invoice WHERE id IN ({}) AND credited > total",
        N_("Nothing was undone: more of invoice {number} would be credited than it states."),
    ),
)


def demand_sound(reached: Mapping[type[Record], Collection[int]]) -> None:
    """Raises CannotUndo naming what would not add up among the rows that an undo reached."""
    for flaw in FLAWS:
        for some in _chunks(reached.get(flaw.model, ())):
            found = fetch(flaw.text.format(", ".join([database.param] * len(some))), some)
            if found:
                raise CannotUndo(_(flaw.sentence).format(number=found[0][0]))


def _chunks(ids: Collection[int]) -> Iterator[list[int]]:
    remaining = iter(sorted(ids))
    while chunk := list(islice(remaining, _CHUNK)):
        yield chunk
