"""Everything that changes a shipment: goods that leave, arrive, get lost, or come back unclaimed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import quote

from crm_desktop.core.actors import Actor
from crm_desktop.core.cards import clean_note
from crm_desktop.core.changes import Change
from crm_desktop.core.dates import NEVER, local_day, utc_now, zone_of
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import MovementKind, OrderState
from crm_desktop.core.kinds_of_trade import Flow, ReturnState, ShipmentStatus
from crm_desktop.core.money import ZERO, shown
from crm_desktop.core.rights import Right
from crm_desktop.core.text import clean_line
from crm_desktop.data.database import execute, fetch
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import Company, Order, OrderLine, ReturnRequest, Shipment, ShipmentLine, StockMovement

GONE = (ShipmentStatus.IN_TRANSIT, ShipmentStatus.DELIVERED)
"""What a customer has, or is to have any day now."""
_STATED = """SELECT id, source, source_id, import_run_id, shipped_on, carrier FROM sales_order
WHERE shipped_on <> '9999-12-31' AND id BETWEEN {} AND {} AND NOT EXISTS (SELECT 1 FROM shipment WHERE order_id = sales_order.id)
ORDER BY id"""
_STATED_LINES = """SELECT order_id, id, source, source_id, import_run_id, product_id, quantity FROM order_line
WHERE quantity > 0 AND order_id BETWEEN {} AND {} ORDER BY id"""
_ORIGIN = ("source", "source_id", "import_run_id")


@dataclass(frozen=True, slots=True)
class ParcelLine:
    order_line_id: int
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class ShipmentInput:
    """`lines` None: all that still waits. `shipped_on` NEVER: prepared, still in the house.

    `link` may hold `{tracking}`, which stands for the tracking number.
    """

    lines: tuple[ParcelLine, ...] | None = None
    shipped_on: date = NEVER
    carrier: str = ""
    tracking: str = ""
    link: str = ""
    note: str = ""


def ship(order_id: int, version: int, wanted: ShipmentInput, by: Actor, key: str | None = None) -> Change:
    """Some or all of an order. `version` is the order's. Raises UserError for more than is waiting."""
    with operation(N_("Shipped order {number}"), by, may=Right.SHIP, key=key) as done:
        order = Order.get_by_id(order_id)
        order.demand_confirmed()
        if order.state == OrderState.CANCELLED:
            order.demand_open()
        order.version, order.carrier = version, clean_line(wanted.carrier) or order.carrier
        done.save(order)
        parcel = _parcel(order, wanted.lines)
        shipment = Shipment(order=order, shipped_on=wanted.shipped_on, status=_status(wanted.shipped_on))
        _fill(shipment, wanted)
        done.insert(shipment)
        done.insert(
            *(ShipmentLine(shipment=shipment, order_line=line, product=line.product_id, quantity=quantity) for line, quantity in parcel)
        )
        done.numbers["number"] = order.number
    return done.change


def ship_order(order_id: int, version: int, on: date, carrier: str, by: Actor, key: str | None = None) -> Change:
    """All of an order that still waits left the house."""
    return ship(order_id, version, ShipmentInput(shipped_on=on, carrier=carrier), by, key)


def change_shipment(shipment_id: int, version: int, wanted: ShipmentInput, by: Actor, key: str | None = None) -> Change:
    """Carrier, tracking, link, note and, of a prepared one, the day it left. Its lines stay."""
    with operation(N_("Changed a shipment of order {number}"), by, may=Right.SHIP, key=key) as done:
        shipment = Shipment.get_by_id(shipment_id)
        shipment.version = version
        if shipment.status == ShipmentStatus.PREPARED:
            shipment.shipped_on, shipment.status = wanted.shipped_on, _status(wanted.shipped_on)
        _fill(shipment, wanted)
        done.save(shipment)
        done.numbers["number"] = _order_number(shipment)
    return done.change


def mark_delivered(shipment_id: int, on: date, by: Actor, key: str | None = None) -> Change:
    with operation(N_("A shipment of order {number} was delivered"), by, may=Right.SHIP, key=key) as done:
        shipment = Shipment.get_by_id(shipment_id)
        shipment.demand(ShipmentStatus.IN_TRANSIT)
        if on < shipment.shipped_on:
            raise UserError(_("A shipment arrives after it leaves. Nothing was saved; check the day."))
        shipment.status, shipment.delivered_on = ShipmentStatus.DELIVERED, on
        done.save(shipment)
        done.numbers["number"] = _order_number(shipment)
    return done.change


def mark_lost(shipment_id: int, by: Actor, key: str | None = None) -> Change:
    """The goods are gone and wait to be shipped again, from stock."""
    with operation(N_("A shipment of order {number} was lost"), by, may=Right.SHIP, key=key) as done:
        shipment = _take_back(shipment_id, ShipmentStatus.LOST, done)
        if shipment.direction == Flow.OUT:
            _write_off(shipment, done)
    return done.change


def mark_sent_back(shipment_id: int, by: Actor, key: str | None = None) -> Change:
    """It came back unclaimed: its goods are here again and wait to be shipped."""
    with operation(N_("A shipment of order {number} came back"), by, may=Right.SHIP, key=key) as done:
        _take_back(shipment_id, ShipmentStatus.SENT_BACK, done)
    return done.change


def ship_as_stated(done: Done, orders: Collection[int]) -> None:
    """Shipments of orders that were inserted in bulk with the day they left; they have the orders' origin. Lines come first."""
    if not orders:
        return
    first, last = min(orders), max(orders)
    stated = [row for row in fetch(_STATED.format(int(first), int(last))) if row[0] in orders]
    columns = ("order_id", *_ORIGIN, "shipped_on", "carrier", "status")
    if not stated:
        return
    ids = done.insert_many(Shipment, columns, [(*row, str(ShipmentStatus.IN_TRANSIT)) for row in stated])
    shipment_of = {row[0]: row_id for row, row_id in zip(stated, ids, strict=True)}
    lines = [(shipment_of[row[0]], *row[1:]) for row in fetch(_STATED_LINES.format(int(first), int(last))) if row[0] in shipment_of]
    if lines:
        done.insert_many(ShipmentLine, ("shipment_id", "order_line_id", *_ORIGIN, "product_id", "quantity"), lines)


def restate_shipping(done: Done, order: Order) -> None:
    """`order` has the day and carrier that its source states now: its one shipment follows, or it waits for `ship_as_stated`."""
    shipments = list(Shipment.select().where(Shipment.order == order, Shipment.direction == Flow.OUT).limit(2))
    if not shipments:
        execute("UPDATE sales_order SET shipped_on = ? WHERE id = ?", (order.shipped_on.isoformat(), order.id))
    elif len(shipments) == 1 and order.shipped_on != NEVER:
        shipments[0].shipped_on, shipments[0].carrier = order.shipped_on, order.carrier
        done.save(shipments[0])


def _parcel(order: Order, wanted: Sequence[ParcelLine] | None) -> list[tuple[OrderLine, Decimal]]:
    """What goes into it, none of it twice: prepared parcels hold theirs already."""
    free = {line.id: (line, line.quantity - held) for line, held in _held(order)}
    if wanted is None:
        parcel = [(line, waiting) for line, waiting in free.values() if waiting > 0]
    else:
        parcel = [(free[item.order_line_id][0], item.quantity) for item in wanted if item.order_line_id in free]
        if len(parcel) < len(wanted) or len({line.id for line, _quantity in parcel}) < len(parcel):
            raise UserError(_("A line of this shipment is not one of order {number}. Nothing was saved.").format(number=order.number))
    for line, quantity in parcel:
        if quantity <= 0:
            raise UserError(_("A quantity must be above zero. Nothing was saved."))
        if quantity > free[line.id][1]:
            raise UserError(
                _("Only {count} of “{name}” still wait to be shipped. Nothing was saved.").format(
                    count=shown(max(free[line.id][1], ZERO)), name=line.name
                )
            )
    if not parcel:
        raise NotAllowed(_("Nothing of order {number} waits to be shipped. Nothing was changed.").format(number=order.number))
    return parcel


def _held(order: Order) -> list[tuple[OrderLine, Decimal]]:
    held = {line.id: ZERO for line in OrderLine.select(OrderLine.id).where(OrderLine.order == order)}
    standing = (
        ShipmentLine.select()
        .join(Shipment)
        .where(Shipment.order == order, Shipment.direction == Flow.OUT, Shipment.status.in_((*GONE, ShipmentStatus.PREPARED)))
    )
    for item in standing:
        if item.order_line_id is not None:
            held[item.order_line_id] += item.quantity
    return [(line, held[line.id]) for line in OrderLine.select().where(OrderLine.order == order).order_by(OrderLine.position, OrderLine.id)]


def _status(shipped_on: date) -> ShipmentStatus:
    return ShipmentStatus.PREPARED if shipped_on == NEVER else ShipmentStatus.IN_TRANSIT


def _fill(shipment: Shipment, wanted: ShipmentInput) -> None:
    shipment.carrier, shipment.tracking, shipment.note = clean_line(wanted.carrier), clean_line(wanted.tracking), clean_note(wanted.note)
    shipment.link = checked_link(wanted.link, shipment.tracking)


def checked_link(link: str, tracking: str) -> str:
    """Raises UserError for anything that is not a web page's address: it is there to be clicked."""
    link = clean_line(link).replace("{tracking}", quote(tracking, safe=""))
    if link and not link.lower().startswith(("https://", "http://")):
        raise UserError(_("“{link}” is not the address of a web page. Nothing was saved; it begins with https://.").format(link=link))
    return link


def _take_back(shipment_id: int, status: ShipmentStatus, done: Done) -> Shipment:
    shipment = Shipment.get_by_id(shipment_id)
    shipment.demand(ShipmentStatus.IN_TRANSIT)
    demand_no_return(shipment)
    shipment.status = status
    done.save(shipment)
    done.numbers["number"] = _order_number(shipment)
    return shipment


def demand_no_return(shipment: Shipment) -> None:
    """Raises NotAllowed where goods that went out in this parcel are said to have come back."""
    dropped = (ReturnState.DECLINED, ReturnState.CANCELLED, ReturnState.EXPIRED)
    request = ReturnRequest.get_or_none(ReturnRequest.order == shipment.order_id, ReturnRequest.state.not_in(dropped))
    if shipment.direction == Flow.OUT and request is not None:
        raise NotAllowed(
            _("Return {number} says that these goods arrived. Nothing was changed; cancel it first.").format(number=request.number)
        )


def _write_off(shipment: Shipment, done: Done) -> None:
    today = local_day(utc_now(), zone_of(Company.the().zone))
    done.insert(
        *(
            StockMovement(product=line.product_id, order=shipment.order_id, kind=MovementKind.LOSS, quantity=-line.quantity, moved_on=today)
            for line in ShipmentLine.select().where(ShipmentLine.shipment == shipment)
            if line.product_id is not None
        )
    )


def _order_number(shipment: Shipment) -> str:
    return shipment.order.number if shipment.order is not None else ""
