"""Reads a period's orders and money into plain data, each currency for itself."""

from functools import partial

from crm_desktop.core.figures import Value
from crm_desktop.core.kinds_of_trade import NO_MONEY, Flow, InvoiceKind, PaymentMethod, PaymentStatus, Resolution, VoucherKind
from crm_desktop.data.trade_sums import Sum
from crm_desktop.queries import figures_trade as trade
from crm_desktop.queries.figures_customers import has_orders
from crm_desktop.queries.figures_trade import Way
from crm_desktop.reports.compared import Compared
from crm_desktop.reports.trade_data import AgeRow, CancelRow, MethodRow, MoneyBlock, RefundBlock, Trade
from crm_desktop.reports.trade_reach import TradeReach, TradeView

CANCELS = 8
"""Reasons of cancelled orders that are shown at most."""


def orders(view: TradeView) -> Trade | None:
    """None where nobody records orders."""
    if not has_orders():
        return None

    def placed(reach: TradeReach, currency: str) -> int:
        return reach.placed.get(currency, Sum()).amount

    def touched(reach: TradeReach, currency: str) -> int:
        return reach.touched.get(currency, Sum()).amount

    worth = [
        view.money("order_value", currency, partial(placed, currency=currency))
        for currency in view.in_order(code for reach in view.reaches for code in reach.placed)
    ]
    worth_touched = [
        view.money("orders_touched_value", currency, partial(touched, currency=currency))
        for currency in view.in_order(code for reach in view.reaches for code in reach.touched)
    ]
    shipped = view.compared(lambda reach: reach.count("orders_shipped", reach.shipped_orders))
    cancelled = view.compared(lambda reach: reach.count("orders_cancelled", sum(reach.cancelled.values())))
    return Trade((*worth, *worth_touched, shipped, cancelled), _cancel_rows(view))


def _cancel_rows(view: TradeView) -> tuple[CancelRow, ...]:
    now, before = view.now.cancelled, view.before.cancelled
    ranked = sorted(now, key=lambda reason: (-now[reason], reason))[:CANCELS]
    return tuple(
        CancelRow(reason, view.now.count("orders_cancelled", now[reason]), view.before.count("orders_cancelled", before.get(reason, 0)))
        for reason in ranked
    )


def _is_refund(way: Way) -> bool:
    return way.direction == Flow.OUT and way.status == PaymentStatus.CAPTURED and way.method not in NO_MONEY


def _is_received(way: Way) -> bool:
    """What a bank took back later had come in all the same."""
    kept = (PaymentStatus.CAPTURED, PaymentStatus.CHARGED_BACK)
    return way.direction == Flow.IN and way.status in kept and way.method not in NO_MONEY


def refunds(view: TradeView) -> tuple[RefundBlock, ...]:
    """The company's own currency first; currencies in which nothing went back nor was given are left out."""
    blocks = [RefundBlock(currency, _refund_figures(view, currency)) for currency in _currencies(view)]
    return tuple(block for block in blocks if any(each.is_told for each in block.figures))


def refunds_paid(reach: TradeReach, currency: str) -> int:
    return reach.paid(lambda way: _is_refund(way) and way.currency == currency)


def received(reach: TradeReach, currency: str) -> int:
    return reach.paid(lambda way: _is_received(way) and way.currency == currency)


def _refund_figures(view: TradeView, currency: str) -> tuple[Compared, ...]:
    def for_returns(reach: TradeReach) -> int:
        return reach.paid(lambda way: _is_refund(way) and way.currency == currency and way.for_return)

    def given(reach: TradeReach, kind: VoucherKind) -> Sum:
        return reach.vouchers.get((currency, kind), Sum())

    def replaced(reach: TradeReach) -> int:
        found = reach.settled.get((currency, Resolution.REPLACEMENT))
        return found.value if found else 0

    def rate(reach: TradeReach) -> Value:
        return reach.share("refund_rate", refunds_paid(reach, currency), reach.placed.get(currency, Sum()).amount)

    pending = Value("refunds_pending", view.now.pending.get(currency, Sum()).amount, currency=currency)
    return (
        view.money("refunds_paid", currency, partial(refunds_paid, currency=currency)),
        *([view.compared(rate)] if view.is_whole and currency == view.own else []),
        view.money("refunds_of_returns", currency, for_returns),
        view.as_of_now(pending),
        view.money("store_credit_given", currency, lambda reach: given(reach, VoucherKind.STORE_CREDIT).amount),
        view.money("replacements_value", currency, replaced),
        view.money("goodwill_given", currency, lambda reach: given(reach, VoucherKind.GOODWILL).cases),
        view.money("goodwill_value", currency, lambda reach: given(reach, VoucherKind.GOODWILL).amount),
    )


def money(view: TradeView) -> tuple[MoneyBlock, ...]:
    """Open balances only where payments are recorded: elsewhere everything would seem to be owed."""
    has_payments, has_invoices = trade.has_payments(), trade.has_invoices()
    owed = trade.open_balances(view.today, view.zone) if has_payments and view.is_whole else {}
    blocks = []
    for currency in view.in_order({*_currencies(view), *(code for code, _step in owed)}):
        figures = (*(_payment_figures(view, currency) if has_payments else ()), *(_invoice_figures(view, currency) if has_invoices else ()))
        ages = {step: found for (code, step), found in owed.items() if code == currency}
        if ages:
            figures = (*figures, *_balance(view, currency, ages))
        if any(each.is_told for each in figures):
            blocks.append(MoneyBlock(currency, figures, _method_rows(view, currency), _age_rows(currency, ages)))
    return tuple(blocks)


def _payment_figures(view: TradeView, currency: str) -> tuple[Compared, ...]:
    def taken_back(reach: TradeReach) -> int:
        return reach.paid(lambda way: way.status == PaymentStatus.CHARGED_BACK and way.currency == currency)

    charged_back = view.money("charged_back", currency, taken_back)
    return (
        view.money("payments_in", currency, partial(received, currency=currency)),
        view.money("refunds_paid", currency, partial(refunds_paid, currency=currency)),
        *([charged_back] if charged_back.is_told else []),
    )


def _invoice_figures(view: TradeView, currency: str) -> tuple[Compared, ...]:
    def found(reach: TradeReach, kind: InvoiceKind) -> Sum:
        return reach.invoices.get((currency, kind), Sum())

    return (
        view.money("invoices_issued", currency, lambda reach: found(reach, InvoiceKind.INVOICE).cases),
        view.money("invoices_value", currency, lambda reach: found(reach, InvoiceKind.INVOICE).amount),
        view.money("credit_notes_issued", currency, lambda reach: found(reach, InvoiceKind.CREDIT_NOTE).cases),
        view.money("credit_notes_value", currency, lambda reach: found(reach, InvoiceKind.CREDIT_NOTE).amount),
    )


def _balance(view: TradeView, currency: str, ages: dict[int, Sum]) -> tuple[Compared, ...]:
    return (
        view.as_of_now(Value("open_orders", sum(found.cases for found in ages.values()), currency=currency)),
        view.as_of_now(Value("open_balance", sum(found.amount for found in ages.values()), currency=currency)),
    )


def _age_rows(currency: str, ages: dict[int, Sum]) -> tuple[AgeRow, ...]:
    if not ages:
        return ()
    return tuple(
        AgeRow(step, Value("open_orders", found.cases, currency=currency), Value("open_balance", found.amount, currency=currency))
        for step in range(len(trade.AGES) + 1)
        for found in (ages.get(step, Sum()),)
    )


def _method_rows(view: TradeView, currency: str) -> tuple[MethodRow, ...]:
    """Money in, money out, then what moved no money; each by amount."""

    def by_method(reach: TradeReach) -> dict[tuple[str, str], Sum]:
        found: dict[tuple[str, str], Sum] = {}
        for way, paid in reach.payments.items():
            counts = way.status == PaymentStatus.CAPTURED or _is_received(way)
            if way.currency == currency and counts:
                known = found.get((way.direction, way.method), Sum())
                found[way.direction, way.method] = Sum(known.cases + paid.cases, known.amount + paid.amount)
        return found

    now, before = by_method(view.now), by_method(view.before)

    def place(key: tuple[str, str]) -> tuple[bool, str, int, str]:
        return PaymentMethod(key[1]) in NO_MONEY, key[0], -now[key].amount, key[1]

    return tuple(
        MethodRow(
            direction,
            method,
            PaymentMethod(method) not in NO_MONEY,
            view.now.count("payment_count", now[direction, method].cases, currency),
            view.now.count("payment_amount", now[direction, method].amount, currency),
            view.before.count("payment_amount", before.get((direction, method), Sum()).amount, currency),
        )
        for direction, method in sorted(now, key=place)
    )


def _currencies(view: TradeView) -> list[str]:
    """Of payments, refunds, vouchers, replacements and invoices of the period or those beside it."""
    found = set(view.now.pending)
    for reach in view.reaches:
        found |= {way.currency for way in reach.payments} | {currency for currency, _kind in (*reach.vouchers, *reach.invoices)}
        found |= {currency for currency, resolution in reach.settled if resolution == Resolution.REPLACEMENT}
    return view.in_order(found - {""})
