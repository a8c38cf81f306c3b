"""What made the sample company's complaints good lately, and cases that belong together: merged, split, and incidents of one problem.

Rows with times of their own, as the services would have written them then; few of them whatever the size.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Entity
from crm_desktop.core.currencies import digits_of
from crm_desktop.core.dates import local_day, utc_now, zone_of
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import ChannelKind, OrderState, Priority
from crm_desktop.core.kinds_of_service import CaseEventKind, CaseKind, Remedy, Validity, Visibility
from crm_desktop.core.kinds_of_trade import Flow, PaymentMethod, ReturnReason, VoucherKind
from crm_desktop.core.money import ZERO, rounded
from crm_desktop.core.rights import Right
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import CaseRemedy, Channel, Customer, Order, OrderLine, Product, Staff, SupportCase, Voucher
from crm_desktop.sample.catalogue import CARRIERS
from crm_desktop.sample.chance import Chance
from crm_desktop.sample.colleagues import COMPANY
from crm_desktop.sample.office import hours_before, in_hours
from crm_desktop.sample.rhythm import MORNING, working_day
from crm_desktop.sample.vouchers import code_of
from crm_desktop.services.case_events import happened
from crm_desktop.services.case_joining import join_cases, put_under, split_from
from crm_desktop.services.cases import CaseInput, open_case
from crm_desktop.services.order_lines import LineInput
from crm_desktop.services.orders import OrderInput, new_order, ship_order
from crm_desktop.services.payments import new_payment, pay_back, refundable
from crm_desktop.services.returns import ReturnInput, ReturnLineInput, new_return

_CYCLE = (
    Remedy.REFUND, Remedy.COUPON, Remedy.REPLACEMENT, Remedy.APOLOGY, Remedy.CREDIT, Remedy.REFUND, Remedy.EXCHANGE, Remedy.DISCOUNT
)  # fmt: skip
_MOST = 21
"""Complaints of the last months in which more than an apology was given, one kind after the other."""
_VOUCHERS = {
    Remedy.COUPON: (VoucherKind.COUPON, ZERO, Decimal(10)),
    Remedy.CREDIT: (VoucherKind.STORE_CREDIT, Decimal(15), ZERO),
    Remedy.DISCOUNT: (VoucherKind.DISCOUNT, Decimal(8), ZERO),
}
_AMOUNTS = (Decimal("4.90"), Decimal("7.50"), Decimal(12))
_ALL_OFF = Decimal(100)
_SAID = {
    Remedy.REFUND: "Part of the price, for what came damaged.",
    Remedy.COUPON: "Ten percent on the next order.",
    Remedy.CREDIT: "To spend on whatever they like.",
    Remedy.REPLACEMENT: "The same once more, at our cost.",
    Remedy.EXCHANGE: "They send it back and get another model for it.",
    Remedy.DISCOUNT: "Taken off the next invoice.",
}
_PROBLEM = "The web shop takes no cards since this morning"
_INCIDENTS = ("Card refused three times", "Paid by card, and the order is not there", "Cannot pay for the order")


def make_good(until: date) -> None:
    """Each step is an operation of its own, by whoever does such things there."""
    end, now = datetime.combine(until, MORNING, zone_of(COMPANY.zone)), utc_now()
    end = now if now < end < now + timedelta(days=1) else end
    random = Chance(f"made good {until}")
    for place, (case, at) in enumerate(list(_excused(end))):
        kind = _CYCLE[place % len(_CYCLE)]
        if kind != Remedy.APOLOGY:
            _give(random, case, kind, at, end)
    _redeem(end)
    _merge(end)
    _split(end)
    _gather(end)


def _excused(end: datetime) -> Iterator[tuple[SupportCase, datetime]]:
    """Complaints that were right, the newest first, and a while after somebody said sorry for each."""
    said = CaseRemedy.select(CaseRemedy, SupportCase).join(SupportCase).where(
        CaseRemedy.kind == Remedy.APOLOGY, SupportCase.validity.in_((Validity.VALID, Validity.PARTLY)), SupportCase.order.is_null(False),
        CaseRemedy.at < end - timedelta(hours=1),
    )  # fmt: skip
    for given in said.order_by(CaseRemedy.at.desc(), CaseRemedy.id).limit(_MOST):
        yield given.case, in_hours(given.at + timedelta(minutes=10))


def _give(random: Random, case: SupportCase, kind: Remedy, at: datetime, end: datetime) -> None:
    order, by = Order.get_by_id(case.order_id), _who("tomasz")
    goods = _sent_again(order) if kind == Remedy.REPLACEMENT else None
    line = _taken_back(case, order) if kind == Remedy.EXCHANGE else None
    amount = random.choice(_AMOUNTS)
    lacks = {Remedy.REFUND: refundable(order) < amount, Remedy.REPLACEMENT: goods is None, Remedy.EXCHANGE: line is None}
    kind = Remedy.COUPON if lacks.get(kind) else kind
    given = CaseRemedy(case=case, kind=kind, currency=order.currency, at=at, staff=by.id, note=_SAID[kind])
    with operation(N_("Gave a remedy in case {number}"), by, may=Right.HANDLE_CASES) as done:
        if kind == Remedy.REFUND:
            method = PaymentMethod.TRANSFER
            given.payment = pay_back(order, amount, method, by, done, received_at=at, reason=case.number, allowance=amount)
            given.cost = amount
        elif line is not None:
            _exchange(case, line, at, by, done)
        elif goods is not None:
            given.order = new_order(_again(case, goods, at), by, done)
            given.cost = OrderLine.get(OrderLine.order == given.order).gross
        else:
            given.voucher = _voucher(random, case, kind, at, by, done)
            given.cost = given.voucher.amount
        done.insert(given)
        happened(case, CaseEventKind.REMEDY, by, done, after=kind, note=given.note, visibility=Visibility.CUSTOMER, at=at)
        done.numbers["number"] = case.number
    if given.order_id is not None:
        _send(given.order_id, at, end)


def _redeem(end: datetime) -> None:
    """Of the coupons, one was used already: what it took off is what it cost."""
    by = _who("ciara")
    coupons = Voucher.select().where(Voucher.percent > ZERO, Voucher.uses == 0)
    for given in CaseRemedy.select().where(CaseRemedy.voucher.in_(coupons)).order_by(CaseRemedy.id):
        voucher = Voucher.get_by_id(given.voucher_id)
        owing = Order.select().where(Order.customer == voucher.customer_id, Order.state.in_((OrderState.OPEN, OrderState.COMPLETED)))
        order = next((order for order in owing.order_by(Order.ordered_at.desc(), Order.id) if order.owed > ZERO), None)
        at = in_hours(given.at + timedelta(hours=2))
        if order is None or at >= end or order.currency != given.currency:
            continue
        worth = min(order.owed, rounded((order.total - order.credited) * voucher.percent / 100, digits_of(order.currency)))
        with operation(N_("Paid for order {number} by voucher {code}"), by, may=Right.TAKE_PAYMENTS) as done:
            new_payment(order, Flow.IN, worth, PaymentMethod.VOUCHER, by, done, received_at=at, voucher=voucher)
            done.numbers.update(number=order.number, code=voucher.code)
        return


def _sent_again(order: Order) -> Product | None:
    """What the order had most of and the house still has."""
    lines = OrderLine.select().join(Product).where(OrderLine.order == order, Product.on_hand > 1)
    line = lines.order_by(OrderLine.quantity.desc(), OrderLine.id).first()
    return None if line is None else Product.get_by_id(line.product_id)


def _taken_back(case: SupportCase, order: Order) -> OrderLine | None:
    """What left the house and nobody has sent back; a case has one return at most."""
    lines = OrderLine.select().where(OrderLine.order == order, OrderLine.shipped - OrderLine.returned >= 1)
    return None if case.return_id is not None else lines.order_by(OrderLine.id).first()


def _exchange(case: SupportCase, line: OrderLine, at: datetime, by: Actor, done: Done) -> None:
    back = ReturnLineInput(Decimal(1), ReturnReason.NOT_AS_DESCRIBED, line.id)
    wanted = ReturnInput((back,), case.order_id, channel_id=case.channel_id, requested_at=at, window_reason=case.number,
                         note=f"exchange for case {case.number}")  # fmt: skip
    case.return_request = new_return(wanted, by, done)
    done.save(case)


def _again(case: SupportCase, product: Product, at: datetime) -> OrderInput:
    line = LineInput(product.id, Decimal(1), discount_percent=_ALL_OFF)
    return OrderInput(case.customer_id or 0, (line,), at, case.channel_id, note=f"replacement for case {case.number}")


def _send(order_id: int, at: datetime, end: datetime) -> None:
    day = working_day(local_day(at, zone_of(COMPANY.zone)), 1)
    if day < end.date():
        ship_order(order_id, Order.get_by_id(order_id).version, day, CARRIERS[0].name, _who("ciara"))


def _voucher(random: Random, case: SupportCase, kind: Remedy, at: datetime, by: Actor, done: Done) -> Voucher:
    of_kind, amount, percent = _VOUCHERS[kind]
    voucher = Voucher(
        code=code_of(random), customer=case.customer_id, kind=of_kind, amount=amount, percent=percent, currency=COMPANY.currency,
        reason=case.number, given_at=at, expires_on=at.date() + timedelta(days=365), max_uses=1 if percent else 0, case=case, staff=by.id,
    )  # fmt: skip
    done.insert(voucher)
    return voucher


def _merge(end: datetime) -> None:
    """Somebody called about what they had written, and nobody saw at once that it was one thing."""
    customer, at, by = _customer(8), hours_before(end, 4), _who("dara")
    written = CaseInput("Two cartons too few", CaseKind.SERVICE_REQUEST, customer.id, channel_id=_channel(ChannelKind.EMAIL), opened_at=at,
                        description="Ten were ordered, eight came.", assignee_id=_who("ciara").id)  # fmt: skip
    called = CaseInput("Part of the delivery is missing", CaseKind.SERVICE_REQUEST, customer.id, channel_id=_channel(ChannelKind.PHONE),
                       opened_at=hours_before(end, 2), assignee_id=by.id, description="Wrote yesterday already.")  # fmt: skip
    kept, case = _opened(written, _who("ciara")), _opened(called, by)
    with operation(N_("Merged case {number} into {other}"), by, may=Right.HANDLE_CASES) as done:
        happened(case, CaseEventKind.NOTE, by, done, note="It is the two cartons they wrote about.", at=hours_before(end, 1))
        join_cases(case, kept, by, done, hours_before(end, 1))
        done.numbers.update(number=case.number, other=kept.number)


def _split(end: datetime) -> None:
    """Beside the question there was another matter, which somebody else looks after."""
    customer, at, by = _customer(9), hours_before(end, 3), _who("eleni")
    wanted = CaseInput("Which grease for the grinder?", CaseKind.TECHNICAL, customer.id, channel_id=_channel(ChannelKind.EMAIL),
                       opened_at=at, description="And the last invoice went to the old address.", assignee_id=by.id)  # fmt: skip
    former = _opened(wanted, by)
    other = CaseInput("Invoice went to the old address", CaseKind.ACCOUNT, customer.id, opened_at=at,
                      assignee_id=_who("dara").id)  # fmt: skip
    with operation(N_("Split case {number} from {other}"), by, may=Right.HANDLE_CASES) as done:
        note = "Says: the last invoice went to the house they moved out of in spring."
        event = happened(former, CaseEventKind.NOTE, by, done, note=note, at=hours_before(end, 2))
        case = split_from(former, other, by, done, (event.id,), hours_before(end, 2))
        done.numbers.update(number=case.number, other=former.number)


def _gather(end: datetime) -> None:
    """One cause behind what several customers tell."""
    at, by = hours_before(end, 2.5), _who("tomasz")
    found = CaseInput(_PROBLEM, CaseKind.TECHNICAL, caller="Card processor", priority=Priority.URGENT, opened_at=at, assignee_id=by.id,
                      description="Their status page says: being looked into.")  # fmt: skip
    problem = _opened(found, by)
    for place, subject in enumerate(_INCIDENTS):
        told = at + timedelta(minutes=25 * place)
        wanted = CaseInput(subject, CaseKind.TECHNICAL, _customer(10 + place).id, channel_id=_channel(ChannelKind.WEB), opened_at=told,
                           assignee_id=by.id)  # fmt: skip
        case = _opened(wanted, by)
        with operation(N_("Put case {number} under another"), by, may=Right.HANDLE_CASES) as done:
            put_under(case, problem.id, by, done, told + timedelta(minutes=5))
            done.numbers["number"] = case.number


def _opened(wanted: CaseInput, by: Actor) -> SupportCase:
    (case_id,) = open_case(wanted, by).of(Entity.CASE)
    return SupportCase.get_by_id(case_id)


def _customer(place: int) -> Customer:
    """One who buys much."""
    return Customer.select().where(Customer.merged_into.is_null()).order_by(Customer.order_count.desc(), Customer.id).offset(place).get()


def _channel(kind: ChannelKind) -> int:
    return Channel.get(Channel.kind == kind).id


def _who(login: str) -> Actor:
    return Staff.get(Staff.login == login).actor()
