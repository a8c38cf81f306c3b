"""What the sample company's staff did last, one thing at a time: something to look up in the history, and to undo."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import zone_of
from crm_desktop.core.kinds import Attempt, CustomerStatus, FollowUpState, OrderState, Outcome, PointKind, Priority
from crm_desktop.core.kinds_of_service import CaseKind
from crm_desktop.core.kinds_of_trade import ReturnReason, ReturnState
from crm_desktop.data.models import (
    Channel,
    Contact,
    ContactReason,
    Customer,
    FollowUp,
    Order,
    OrderLine,
    Product,
    ReturnLine,
    ReturnRequest,
    Staff,
)
from crm_desktop.queries.records import RecordRef
from crm_desktop.sample.catalogue import CARRIERS, FRAGILE, ROUGH
from crm_desktop.sample.colleagues import COMPANY
from crm_desktop.sample.rhythm import working_day
from crm_desktop.services.attachments import FileInput, attach
from crm_desktop.services.cases import CaseInput, open_case
from crm_desktop.services.customers import ContactInput, PointInput, add_contact
from crm_desktop.services.follow_ups import FollowUpInput, add_follow_up, complete_follow_up, record_attempt, snooze
from crm_desktop.services.history import undo_latest
from crm_desktop.services.interactions import InteractionInput, log_interaction
from crm_desktop.services.orders import LineInput, OrderInput, change_quantity, place_order, ship_order
from crm_desktop.services.payments import PaymentInput, record_payment
from crm_desktop.services.products import change_price, receive_goods
from crm_desktop.services.returns import ReturnInput, ReturnLineInput, approve_return, request_return

_CLAIM = """Claim for return {}

Glass arrived broken. The outer box had a crushed corner, nothing was noted at the door.
Two photographs were sent by e-mail.
"""


@dataclass(frozen=True, slots=True)
class Afternoon:
    """Of the last working day before the sample ends."""

    until: date

    @property
    def day(self) -> date:
        day = self.until - timedelta(days=1)
        while day.weekday() > 4:
            day -= timedelta(days=1)
        return day

    def at(self, hour: int, minute: int) -> datetime:
        return datetime.combine(self.day, time(hour, minute), zone_of(COMPANY.zone))


def live_afternoon(until: date) -> None:
    """Each step is an operation of its own, by whoever does such things there."""
    for step in STEPS:
        step(Afternoon(until))


def _who(login: str) -> Actor:
    return Staff.get(Staff.login == login).actor()


def _busy_customer(place: int) -> Customer:
    """One who buys much; `place` 0 is the one who buys most."""
    active = Customer.select().where(Customer.status == CustomerStatus.ACTIVE)
    return active.order_by(Customer.order_count.desc(), Customer.id).offset(place).get()


def _open_follow_up(place: int) -> FollowUp:
    """The longest overdue first."""
    waiting = FollowUp.select().where(FollowUp.state == FollowUpState.OPEN)
    return waiting.order_by(FollowUp.due_at, FollowUp.id).offset(place).get()


def _unsent_order() -> Order:
    waiting = Order.select().where(Order.state == OrderState.OPEN, Order.fulfilment == "unfulfilled", Order.carrier == "")
    return waiting.order_by(Order.ordered_at, Order.id).get()


def _receive(now: Afternoon) -> None:
    scarce = Product.select().order_by(Product.on_hand, Product.id).get()
    receive_goods(scarce.id, Decimal(60), now.day, _who("tomasz"), note="Delivery, counted twice")


def _send(now: Afternoon) -> None:
    order = _unsent_order()
    ship_order(order.id, order.version, now.day, CARRIERS[0].name, _who("ciara"))


def _order(now: Afternoon) -> None:
    lines = tuple(
        LineInput(product.id, Decimal(quantity), discount_percent=Decimal(5))
        for product, quantity in zip(Product.select().order_by(Product.on_hand.desc(), Product.id).limit(3), (6, 4, 2), strict=True)
    )
    phone = Channel.get(Channel.kind == "phone")
    wanted = OrderInput(
        _busy_customer(1).id, lines, now.at(15, 12), phone.id, shipping_charge=Decimal("4.90"), note="Goods entrance at the back."
    )
    place_order(wanted, _who("ciara"))


def _log_call(now: Afternoon) -> None:
    order = _unsent_order()
    wanted = InteractionInput(
        channel_id=Channel.get(Channel.kind == "phone").id,
        customer_id=order.customer_id,
        reason_id=_reason(1),
        summary=f"Delivery date of {order.number}",
        notes=f"Would like {order.number} before the weekend. The rest of it is packed.",
        started_at=now.at(15, 20),
        ended_at=now.at(15, 26),
        wrap_up_ended_at=now.at(15, 27),
        outcome=Outcome.FOLLOW_UP,
        verified="Order number",
        mood_before=3,
        mood_after=4,
        order_id=order.id,
        follow_up=FollowUpInput(f"Ring when {order.number} leaves the house", working_day(now.day, 1), "10:30", remind_before=15),
    )
    log_interaction(wanted, _who("ciara"))


def _log_damage(now: Afternoon) -> None:
    """The fragile product once more: this time it is passed on."""
    broken = OrderLine.select().join(Order).where(OrderLine.name == FRAGILE, Order.carrier == ROUGH)
    line = broken.order_by(Order.ordered_at.desc(), OrderLine.id).get()
    wanted = InteractionInput(
        channel_id=Channel.get(Channel.kind == "chat").id,
        customer_id=line.order.customer_id,
        reason_id=_reason(4),
        summary=f"{FRAGILE} arrived broken",
        notes=f"{FRAGILE} from {line.order.number} arrived in pieces. The box has a crushed corner; {line.order.carrier}. Not the first.",
        started_at=now.at(15, 31),
        ended_at=now.at(15, 43),
        outcome=Outcome.ESCALATED,
        mood_before=2,
        mood_after=3,
        order_id=line.order_id,
        follow_up=FollowUpInput(
            f"Talk to {line.order.carrier} about {FRAGILE}", working_day(now.day, 2), priority=Priority.HIGH, owner_id=_who("tomasz").id
        ),
    )
    log_interaction(wanted, _who("dara"))


def _settle(now: Afternoon) -> None:
    complete_follow_up(_open_follow_up(0).id, _who("tomasz"), "Apologised for the delay; settled.", now.at(15, 50))


def _try(now: Afternoon) -> None:
    record_attempt(_open_follow_up(0).id, Attempt.NO_ANSWER, _who("dara"), "Rang out twice.", now.at(16, 2))


def _put_off(now: Afternoon) -> None:
    day = datetime.combine(working_day(now.day, 1), time(9), zone_of(COMPANY.zone))
    snooze(_open_follow_up(1).id, day, _who("eleni"))


def _price(_now: Afternoon) -> None:
    lamp = Product.get(Product.sku == "LI-030")
    change_price(lamp.id, lamp.version, lamp.price + Decimal(2), _who("owner"))


def _contact(_now: Afternoon) -> None:
    customer = Customer.get(Customer.id == Contact.select().order_by(Contact.id).get().customer_id)
    mail = PointInput(PointKind.EMAIL, "accounts@" + customer.number.lower() + ".example", "invoices")
    add_contact(customer.id, ContactInput("Nell Fairweather", "Accounts"), _who("eleni"), (mail,))


def _slip(_now: Afternoon) -> None:
    """A slip of the finger, and taken back."""
    line = OrderLine.select().where(OrderLine.order == _unsent_order()).order_by(OrderLine.id).get()
    change_quantity(line.id, line.quantity * 11, _who("eleni"))
    undo_latest(_who("eleni"))


def _plan(now: Afternoon) -> None:
    wanted = FollowUpInput("Go through the open complaints", working_day(now.day, 1), "09:00", recurrence="FREQ=WEEKLY", remind_before=30)
    add_follow_up(wanted, _who("tomasz"))


def _pay(now: Afternoon) -> None:
    order = Order.select().where(Order.payment_state == "unpaid", Order.state == OrderState.COMPLETED, Order.total > 0)
    found = order.order_by(Order.ordered_at, Order.id).first()
    if found is not None:
        wanted = PaymentInput(found.id, found.owed, reference=f"Invoice of {found.number}", received_at=now.at(16, 10))
        record_payment(wanted, _who("ciara"))


def _approve(now: Afternoon) -> None:
    asked = (
        ReturnRequest.select().where(ReturnRequest.state == ReturnState.REQUESTED).order_by(ReturnRequest.requested_at).offset(1).first()
    )
    if asked is not None:
        approve_return(asked.id, asked.version, _who("tomasz"), now.day + timedelta(days=21))


def _gift(now: Afternoon) -> None:
    """Somebody got it as a gift, so there is no order."""
    mug = Product.get(Product.sku == "KI-020")
    lines = (ReturnLineInput(Decimal(2), ReturnReason.GIFT, product_id=mug.id, note="Has them already."),)
    wanted = ReturnInput(lines, customer_id=_busy_customer(3).id, requested_at=now.at(16, 20), note="From the aunt.")
    request_return(wanted, _who("eleni"))


def _attach(_now: Afternoon) -> None:
    back = ReturnRequest.select().join(ReturnLine).where(ReturnLine.reason == ReturnReason.DAMAGED_IN_TRANSIT)
    found = back.order_by(ReturnRequest.requested_at.desc(), ReturnRequest.id).first()
    if found is not None:
        attach(RecordRef(Entity.RETURN, found.id), FileInput("claim.txt", _CLAIM.format(found.number).encode()), _who("dara"))


def _complain(now: Afternoon) -> None:
    """What a call of the afternoon left open, in the hands of whoever took it."""
    by, at = _who("tomasz"), now.at(14, 20)
    order = Order.select().where(Order.state == OrderState.OPEN).order_by(Order.id.desc()).get()
    phone = Channel.get(kind="phone")
    wanted = CaseInput(
        "Half of the delivery is missing", CaseKind.COMPLAINT, order.customer_id, channel_id=phone.id, order_id=order.id, opened_at=at,
        priority=Priority.HIGH, assignee_id=by.id, description="Two boxes came, four stand on the delivery note.",
    )  # fmt: skip
    (case_id,) = open_case(wanted, by).of(Entity.CASE)
    called = InteractionInput(
        phone.id, order.customer_id, summary="Two boxes of four came", notes="Angry: needs them by Friday. Nothing was noted at the door.",
        started_at=at, ended_at=now.at(14, 29), outcome=Outcome.FOLLOW_UP, mood_before=1, mood_after=3, case_id=case_id,
    )  # fmt: skip
    log_interaction(called, by)


def _reason(position: int) -> int:
    return ContactReason.get(ContactReason.position == position - 1).id


STEPS: tuple[Callable[[Afternoon], None], ...] = (
    _receive, _send, _order, _log_call, _log_damage, _settle, _try, _put_off, _price, _contact, _pay, _approve, _gift, _attach,
    _slip, _plan, _complain,
)  # fmt: skip
