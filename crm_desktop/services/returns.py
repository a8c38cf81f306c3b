"""The way of a return: asked for, approved or declined, sent, received, inspected. Settling it is in `settlements`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from crm_desktop.core.actors import Actor
from crm_desktop.core.cards import clean_note, clean_said
from crm_desktop.core.changes import Change
from crm_desktop.core.dates import NEVER, local_day, utc_now, zone_of
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import MovementKind
from crm_desktop.core.kinds_of_trade import (
    Condition,
    Disposition,
    Flow,
    Resolution,
    ReturnReason,
    ReturnState,
    ShipmentStatus,
    SupplierReturnState,
)
from crm_desktop.core.money import ZERO, shown
from crm_desktop.core.rights import Right
from crm_desktop.core.text import clean_line
from crm_desktop.data.database import tuples
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import (
    Company,
    Customer,
    Order,
    OrderLine,
    Product,
    ReturnLine,
    ReturnRequest,
    Shipment,
    ShipmentLine,
    StockMovement,
    SupplierReturn,
)
from crm_desktop.data.numbering import next_number
from crm_desktop.services.return_reasons import chosen_reason
from crm_desktop.services.shipments import checked_link

DROPPED = (ReturnState.DECLINED, ReturnState.CANCELLED, ReturnState.EXPIRED)
UNDER_WAY = (ReturnState.REQUESTED, ReturnState.APPROVED, ReturnState.IN_TRANSIT)
GIVEN_BACK = (Resolution.REPAIR, Resolution.REJECTED)
"""Settled with the goods going back to the customer, who may return them again."""


class OutsideWindow(UserError):
    """The time for returns of this order is over: a reason lets it pass."""

    def __init__(self, text: str, order_id: int) -> None:
        super().__init__(text)
        self.order_id = order_id


@dataclass(frozen=True, slots=True)
class ReturnLineInput:
    """A line of the return's order; without an order, a product. `reason` is one of the company's list, or a kind: the first of it."""

    quantity: Decimal
    reason: ReturnReason | int
    order_line_id: int | None = None
    product_id: int | None = None
    note: str = ""

    def checked(self) -> "ReturnLineInput":
        if self.quantity <= 0:
            raise UserError(_("A quantity must be above zero. Nothing was saved."))
        return replace(self, note=clean_note(self.note))


@dataclass(frozen=True, slots=True)
class ReturnInput:
    """Of an order, or of a customer without one. `window_reason` lets a return pass that comes too late."""

    lines: tuple[ReturnLineInput, ...]
    order_id: int | None = None
    customer_id: int | None = None
    channel_id: int | None = None
    requested_at: datetime | None = None
    deadline: date = NEVER
    window_reason: str = ""
    note: str = ""

    def checked(self) -> "ReturnInput":
        if not self.lines:
            raise UserError(_("A return needs at least one line. Nothing was saved."))
        lines = tuple(line.checked() for line in self.lines)
        if len({line.order_line_id for line in lines if line.order_line_id}) < sum(bool(line.order_line_id) for line in lines):
            raise UserError(_("One line of the order stands twice in this return. Nothing was saved; make one of them."))
        return replace(self, lines=lines, window_reason=clean_said(self.window_reason), note=clean_note(self.note))


def request_return(wanted: ReturnInput, by: Actor, key: str | None = None) -> Change:
    """Raises UserError for more than was shipped and not returned, and OutsideWindow for a late one without a reason."""
    wanted = wanted.checked()
    with operation(N_("Return {number} was asked for"), by, may=Right.HANDLE_RETURNS, key=key) as done:
        done.numbers["number"] = new_return(wanted, by, done).number
    return done.change


def new_return(wanted: ReturnInput, by: Actor, done: Done) -> ReturnRequest:
    """Within an operation that is under way."""
    wanted = wanted.checked()
    order = None if wanted.order_id is None else Order.get_by_id(wanted.order_id)
    customer_id = wanted.customer_id if order is None else order.customer_id
    if customer_id is None or Customer.get_or_none(id=customer_id) is None:
        raise UserError(_("A return needs a customer or an order. Nothing was saved; choose one."))
    requested_at = wanted.requested_at or utc_now()
    if order is not None and not wanted.window_reason:
        _demand_window(order, requested_at)
    request = ReturnRequest(
        number=next_number(ReturnRequest), customer=customer_id, order=order, channel=wanted.channel_id, responsible=by.id,
        requested_at=requested_at, deadline=wanted.deadline, window_reason=wanted.window_reason, note=wanted.note,
        currency=Company.the().currency if order is None else order.currency,
    )  # fmt: skip
    done.insert(request)
    done.insert(*_lines(request, order, wanted.lines))
    return request


def approve_return(return_id: int, version: int, by: Actor, deadline: date = NEVER, key: str | None = None) -> Change:
    """The customer may send the goods until `deadline`."""
    with operation(N_("Approved return {number}"), by, may=Right.HANDLE_RETURNS, key=key) as done:
        request = _moved(return_id, version, ReturnState.APPROVED, (ReturnState.REQUESTED,))
        approve(request, done, deadline)
        done.numbers["number"] = request.number
    return done.change


def approve(request: ReturnRequest, done: Done, deadline: date) -> None:
    request.state, request.deadline = ReturnState.APPROVED, deadline
    done.save(request)


def decline_return(return_id: int, version: int, reason: str, by: Actor, key: str | None = None) -> Change:
    with operation(N_("Declined return {number}"), by, may=Right.HANDLE_RETURNS, key=key) as done:
        _save(_moved(return_id, version, ReturnState.DECLINED, (ReturnState.REQUESTED,), reason), done)
    return done.change


def cancel_return(return_id: int, version: int, reason: str, by: Actor, key: str | None = None) -> Change:
    """The customer keeps the goods. Raises NotAllowed once they are here, or once a line is settled."""
    with operation(N_("Cancelled return {number}"), by, may=Right.HANDLE_RETURNS, key=key) as done:
        request = _moved(return_id, version, ReturnState.CANCELLED, UNDER_WAY, reason)
        _demand_unsettled(request)
        _save(request, done)
    return done.change


def expire_return(return_id: int, version: int, on: date, by: Actor, key: str | None = None) -> Change:
    """Nothing came until the deadline."""
    with operation(N_("Return {number} expired"), by, may=Right.HANDLE_RETURNS, key=key) as done:
        request = _moved(return_id, version, ReturnState.EXPIRED, (ReturnState.APPROVED,), _("nothing came in time"))
        if on <= request.deadline:
            raise NotAllowed(
                _("Return {number} has time until {day}. Nothing was changed.").format(number=request.number, day=request.deadline)
            )
        _demand_unsettled(request)
        _save(request, done)
    return done.change


def send_return(
    return_id: int, version: int, by: Actor, *, on: date, carrier: str = "", tracking: str = "", link: str = "", key: str | None = None
) -> Change:
    """The goods are on their way to us."""
    with operation(N_("Goods of return {number} are on their way"), by, may=Right.HANDLE_RETURNS, key=key) as done:
        request = _moved(return_id, version, ReturnState.IN_TRANSIT, (ReturnState.APPROVED,))
        _save(request, done)
        tracking = clean_line(tracking)
        shipment = Shipment(
            order=request.order_id, return_request=request, direction=Flow.IN, carrier=clean_line(carrier), tracking=tracking,
            link=checked_link(link, tracking), shipped_on=on, status=ShipmentStatus.IN_TRANSIT,
        )  # fmt: skip
        _insert_inward(shipment, request, done)
    return done.change


def receive_return(return_id: int, version: int, by: Actor, on: date | None = None, key: str | None = None) -> Change:
    """All its goods are here. What came in part is split off first."""
    with operation(N_("Received return {number}"), by, may=Right.HANDLE_RETURNS, key=key) as done:
        request = _moved(return_id, version, ReturnState.RECEIVED, (ReturnState.APPROVED, ReturnState.IN_TRANSIT))
        receive(request, done, on)
        done.numbers["number"] = request.number
    return done.change


def receive(request: ReturnRequest, done: Done, on: date | None = None) -> None:
    request.state, request.received_at = ReturnState.RECEIVED, utc_now()
    done.save(request)
    day = on or _today()
    shipment = Shipment.get_or_none(return_request=request, direction=Flow.IN)
    if shipment is None:
        _insert_inward(
            Shipment(
                order=request.order_id, return_request=request, direction=Flow.IN, shipped_on=day, delivered_on=day,
                status=ShipmentStatus.DELIVERED,
            ), request, done,
        )  # fmt: skip
    else:
        shipment.status, shipment.delivered_on = ShipmentStatus.DELIVERED, day
        done.save(shipment)


def inspect_line(
    return_line_id: int, version: int, condition: Condition, disposition: Disposition, by: Actor, note: str = "", key: str | None = None
) -> Change:
    """`version` is the line's. What is restocked is on hand again; the return is inspected when all its lines are."""
    with operation(N_("Inspected a line of return {number}"), by, may=Right.HANDLE_RETURNS, key=key) as done:
        line = ReturnLine.get_by_id(return_line_id)
        request = line.return_request
        if line.version == version:
            request.demand(ReturnState.RECEIVED)
            if line.condition:
                raise NotAllowed(
                    _("This line of return {number} was inspected already. Nothing was changed.").format(number=request.number)
                )
        line.version = version
        _inspect(line, request, condition, disposition, note, done)
        if not _not_inspected(request).exists():
            request.state = ReturnState.INSPECTED
            done.save(request)
        done.numbers["number"] = request.number
    return done.change


def inspect_whole(request: ReturnRequest, condition: Condition, disposition: Disposition, note: str, done: Done) -> None:
    """Every line that waits for it, of a return that is here."""
    for line in list(_not_inspected(request)):
        _inspect(line, request, condition, disposition, note, done)
    request.state = ReturnState.INSPECTED
    done.save(request)


def split_return(return_id: int, version: int, take: Mapping[int, Decimal], by: Actor, key: str | None = None) -> Change:
    """Units by line go into a return of their own, in the same state: only some came, or they are settled differently."""
    with operation(N_("Split return {again} off return {number}"), by, may=Right.HANDLE_RETURNS, key=key) as done:
        request = ReturnRequest.get_by_id(return_id)
        if request.version == version:
            request.demand(*UNDER_WAY, ReturnState.RECEIVED, ReturnState.INSPECTED)
        request.version = version
        done.save(request)
        lines = {line.id: line for line in ReturnLine.select().where(ReturnLine.return_request == request)}
        _check_split(lines, take)
        again = ReturnRequest(number=next_number(ReturnRequest), split_from=request)
        for name in ("requested_at", "dated", "deadline", "currency", "state", "window_reason", "note", "received_at"):
            setattr(again, name, getattr(request, name))
        for name in ("customer", "order", "channel", "responsible"):
            setattr(again, name, getattr(request, f"{name}_id"))
        done.insert(again)
        _split_parcel(request, again, {line_id: (lines[line_id], quantity) for line_id, quantity in take.items()}, done)
        for line_id, quantity in take.items():
            _split_line(lines[line_id], quantity, again, done)
        done.numbers.update(number=request.number, again=again.number)
    return done.change


def claimed(line: OrderLine) -> Decimal:
    """Units of an order's line that are in a return: asked for, under way, or back for good."""
    return _claimed(line.order_id).get(line.id, ZERO)


def _claimed(order_id: int) -> dict[int, Decimal]:
    """The same for all lines of an order that have some."""
    rows = (
        ReturnLine.select(ReturnLine.order_line, ReturnLine.quantity)
        .join(ReturnRequest)
        .switch(ReturnLine)
        .join(OrderLine)
        .where(OrderLine.order == order_id, ReturnRequest.state.not_in(DROPPED), ReturnLine.resolution.not_in(GIVEN_BACK))
    )
    units: defaultdict[int, Decimal] = defaultdict(Decimal)
    for line_id, quantity in tuples(rows):
        units[line_id] += quantity
    return dict(units)


def _demand_window(order: Order, requested_at: datetime) -> None:
    """Counted from the day the last parcel arrived, or else left."""
    company = Company.the()
    days = [
        shipment.shipped_on if shipment.delivered_on == NEVER else shipment.delivered_on
        for shipment in Shipment.select().where(Shipment.order == order, Shipment.direction == Flow.OUT, Shipment.shipped_on != NEVER)
    ]
    last = max(days, default=None)
    if last is not None and local_day(requested_at, zone_of(company.zone)) > last + timedelta(days=company.return_window_days):
        raise OutsideWindow(
            _("Order {number} could be returned until {day}. Nothing was saved; give a reason to take it all the same.").format(
                number=order.number, day=last + timedelta(days=company.return_window_days)
            ),
            order.id,
        )


def _lines(request: ReturnRequest, order: Order | None, wanted: Sequence[ReturnLineInput]) -> list[ReturnLine]:
    reasons = {which: chosen_reason(which) for which in dict.fromkeys(line.reason for line in wanted)}
    sold = {} if order is None else {line.id: line for line in OrderLine.select().where(OrderLine.order == order)}
    taken = {} if order is None else _claimed(order.id)
    lines = []
    for given in wanted:
        chosen = reasons[given.reason]
        if chosen.kind == ReturnReason.OTHER and not given.note.strip():
            raise UserError(_("Say what the other reason is. Nothing was saved."))
        line = ReturnLine(return_request=request, quantity=given.quantity, reason=chosen.kind, chosen_reason=chosen, note=given.note)
        if order is None:
            product = _product_of(given)
            line.product, line.name = product, product.name
        else:
            source = _source_of(given, order, sold, taken)
            line.order_line, line.product_id, line.name = source, source.product_id, source.name
        lines.append(line)
    return lines


def _product_of(given: ReturnLineInput) -> Product:
    product = Product.get_or_none(id=given.product_id) if given.product_id else None
    if product is None:
        raise UserError(_("A return without an order needs a product in each line. Nothing was saved."))
    return product


def _source_of(given: ReturnLineInput, order: Order, sold: Mapping[int, OrderLine], taken: Mapping[int, Decimal]) -> OrderLine:
    source = sold.get(given.order_line_id or 0)
    if source is None:
        raise UserError(_("A line of this return is not one of order {number}. Nothing was saved.").format(number=order.number))
    free = source.shipped - taken.get(source.id, ZERO)
    if given.quantity > free:
        raise UserError(
            _("Only {count} of “{name}” were shipped and can be returned. Nothing was saved.").format(
                count=shown(max(free, ZERO)), name=source.name
            )
        )
    return source


def _moved(return_id: int, version: int, state: ReturnState, earlier: Sequence[ReturnState], reason: str | None = None) -> ReturnRequest:
    """Who acts on what somebody changed meanwhile gets the conflict, not a word about its new state."""
    request = ReturnRequest.get_by_id(return_id)
    if request.version == version:
        request.demand(*earlier)
    if reason is not None:
        request.state_reason = clean_said(reason)
        if not request.state_reason:
            raise UserError(_("Say why. Nothing was changed."))
    request.version, request.state = version, state
    return request


def _save(request: ReturnRequest, done: Done) -> None:
    done.save(request)
    done.numbers["number"] = request.number


def _demand_unsettled(request: ReturnRequest) -> None:
    settled = ReturnLine.select().where(ReturnLine.return_request == request, ReturnLine.resolution != Resolution.NONE)
    if settled.exists():
        raise NotAllowed(_("A line of return {number} is settled already. Nothing was changed.").format(number=request.number))


def _insert_inward(shipment: Shipment, request: ReturnRequest, done: Done) -> None:
    done.insert(shipment)
    done.insert(
        *(
            ShipmentLine(shipment=shipment, order_line=line.order_line_id, product=line.product_id, quantity=line.quantity)
            for line in ReturnLine.select().where(ReturnLine.return_request == request)
        )
    )


def _not_inspected(request: ReturnRequest) -> Any:
    return ReturnLine.select().where(ReturnLine.return_request == request, ReturnLine.condition == "").order_by(ReturnLine.id)


def _inspect(line: ReturnLine, request: ReturnRequest, condition: Condition, disposition: Disposition, note: str, done: Done) -> None:
    line.condition, line.disposition = condition, disposition
    line.note = "\n".join(filter(None, (line.note, clean_note(note))))
    done.save(line)
    _put_away(line, request, done)


def _put_away(line: ReturnLine, request: ReturnRequest, done: Done) -> None:
    if line.disposition == Disposition.RESTOCK and line.product_id is not None:
        done.insert(
            StockMovement(
                product=line.product_id, order=request.order_id, kind=MovementKind.RETURN, quantity=line.quantity, moved_on=_today()
            )
        )
    elif line.disposition == Disposition.SUPPLIER:
        done.insert(SupplierReturn(return_line=line, state=SupplierReturnState.WAITING))


def _check_split(lines: Mapping[int, ReturnLine], take: Mapping[int, Decimal]) -> None:
    wrong = not take or any(
        line_id not in lines or not 0 < quantity <= lines[line_id].quantity or lines[line_id].resolution
        for line_id, quantity in take.items()
    )
    if wrong:
        raise UserError(_("Only units of lines that are not settled can be split off. Nothing was saved."))
    if len(take) == len(lines) and all(lines[line_id].quantity == quantity for line_id, quantity in take.items()):
        raise UserError(_("This would split off everything. Nothing was saved; leave some."))


def _split_line(line: ReturnLine, quantity: Decimal, again: ReturnRequest, done: Done) -> None:
    if quantity == line.quantity:
        line.return_request = again
        done.save(line)
        return
    line.quantity -= quantity
    done.save(line)
    part = ReturnLine(return_request=again, quantity=quantity)
    for name in ("name", "reason", "note", "condition", "disposition"):
        setattr(part, name, getattr(line, name))
    part.order_line_id, part.product_id, part.chosen_reason_id = line.order_line_id, line.product_id, line.chosen_reason_id
    done.insert(part)
    if SupplierReturn.get_or_none(return_line=line) is not None:
        done.insert(SupplierReturn(return_line=part, state=SupplierReturnState.WAITING))


def _split_parcel(request: ReturnRequest, again: ReturnRequest, take: Mapping[int, tuple[ReturnLine, Decimal]], done: Done) -> None:
    """What is split off came, or comes, by a parcel that is its own from now on."""
    shipment = Shipment.get_or_none(return_request=request, direction=Flow.IN)
    if shipment is None:
        return
    part = Shipment(order=shipment.order_id, return_request=again)
    for name in ("direction", "carrier", "tracking", "link", "shipped_on", "delivered_on", "status", "note"):
        setattr(part, name, getattr(shipment, name))
    done.insert(part)
    packed = list(ShipmentLine.select().where(ShipmentLine.shipment == shipment))
    for line, quantity in take.values():
        item = next(item for item in packed if (item.order_line_id, item.product_id) == (line.order_line_id, line.product_id))
        done.insert(ShipmentLine(shipment=part, order_line=item.order_line_id, product=item.product_id, quantity=quantity))
        item.quantity -= quantity
        if item.quantity:
            done.save(item)
        else:
            done.delete(item)


def _today() -> date:
    return local_day(utc_now(), zone_of(Company.the().zone))
