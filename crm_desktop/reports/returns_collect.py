"""Reads a period's returns into plain data: why, which products, how settled, by whom damaged, what is stuck."""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from functools import partial

from crm_desktop.core.dates import local_day
from crm_desktop.core.figures import STORED, Value
from crm_desktop.core.kinds_of_trade import ReturnState, SupplierReturnState
from crm_desktop.queries.figures_returns import Carried, Damaged, Goods, has_returns
from crm_desktop.queries.returns import StuckReturn, stuck_returns
from crm_desktop.reports.compared import Compared
from crm_desktop.reports.returns_data import (
    CarrierRow,
    DamageRow,
    ReasonPart,
    ResolutionRow,
    ReturnedProductRow,
    ReturnReasonRow,
    Returns,
    ReturnStateRow,
    StuckRow,
    SupplierRow,
)
from crm_desktop.reports.trade_reach import TradeReach, TradeView

PRODUCTS, REASONS, DAMAGES, STUCK = 10, 4, 10, 10
"""Rows and columns that each list shows at most."""
OTHERS = ""
"""Stands for all reasons without a column of their own."""
DROPPED = (ReturnState.DECLINED, ReturnState.CANCELLED, ReturnState.EXPIRED)
EVER = 1 << 40


def returns(view: TradeView) -> Returns | None:
    """None where nothing ever came back."""
    if not has_returns():
        return None
    waiting = stuck_returns(view.today, EVER, view.now.scope.staff)
    ranked = _ranked_reasons(view.now)
    reasons = tuple(ranked[:REASONS] if len(ranked) > REASONS + 1 else ranked)
    return Returns(
        figures=_figures(view),
        states=tuple(ReturnStateRow(state, view.now.count("return_state", view.now.asked[state].cases)) for state in _states(view.now)),
        by_reason=tuple(_reason_row(view, reason) for reason in ranked),
        reasons=reasons,
        products=_products(view, reasons),
        resolutions=_resolutions(view),
        carriers=_carriers(view),
        damages=_damages(view),
        stuck=(
            Value("returns_stuck", len(waiting)),
            Value("returns_not_received", sum(row.state == ReturnState.APPROVED for row in waiting)),
        ),
        longest_stuck=tuple(_stuck_row(view, row) for row in waiting[:STUCK]),
        supplier=_supplier(view),
        supplier_credits=_supplier_credits(view),
    )


def requested(reach: TradeReach) -> Value:
    return reach.count("returns_requested", sum(found.cases for found in reach.asked.values()))


def returned_units(reach: TradeReach) -> int:
    return reach.returned.units


def return_rate(reach: TradeReach) -> Value:
    """Unknown in a report of single colleagues: whose return it is says nothing of who sold it."""
    sold = 0 if reach.scope.staff else reach.sold_in_all
    return reach.share("return_rate", returned_units(reach), sold)


def orders_returned(reach: TradeReach) -> Value:
    """As with units: unknown in a report of single colleagues."""
    placed = 0 if reach.scope.staff else sum(found.cases for found in reach.placed.values())
    return reach.share("orders_returned", reach.returned.orders, placed)


def _figures(view: TradeView) -> tuple[Compared, ...]:
    def undated(reach: TradeReach) -> Value:
        return reach.count("returns_undated", sum(found.undated for found in reach.asked.values()))

    def orderless(reach: TradeReach) -> Value:
        return reach.count("returns_without_order", sum(found.orderless for found in reach.asked.values()))

    def dropped(reach: TradeReach) -> Value:
        return reach.count("returns_dropped", sum(reach.asked[state].cases for state in DROPPED if state in reach.asked))

    def warranted(reach: TradeReach) -> Value:
        return reach.share("warranty_share", sum(row.warranted for row in reach.came), sum(row.lines for row in reach.came))

    made = [view.compared(requested)]
    made += [each for each in map(view.compared, (undated, orderless, dropped)) if each.is_told]
    made.append(view.compared(lambda reach: reach.count("returned_units", returned_units(reach))))
    if view.is_whole:
        made.append(view.compared(lambda reach: reach.count("units_sold", reach.sold_in_all)))
        made += [view.compared(return_rate), view.compared(orders_returned)]
    made.append(view.compared(warranted))
    return (*made, view.compared(lambda reach: reach.share("settle_days", *reach.settling_time)))


def _states(reach: TradeReach) -> list[ReturnState]:
    return [state for state in ReturnState if state in reach.asked]


def _by_reason(reach: TradeReach) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in reach.came:
        found[row.reason] += row.units
    return found


def _ranked_reasons(reach: TradeReach) -> list[str]:
    units = _by_reason(reach)
    return sorted(units, key=lambda reason: (-units[reason], reason))


def _reason_row(view: TradeView, reason: str) -> ReturnReasonRow:
    now, units = view.now, _by_reason(view.now)[reason]
    return ReturnReasonRow(
        reason,
        now.count("returned_units", units),
        view.before.count("returned_units", _by_reason(view.before)[reason]),
        now.share("return_reason_share", units, returned_units(now)),
    )


def _products(view: TradeView, reasons: tuple[str, ...]) -> tuple[ReturnedProductRow, ...]:
    now, before = _by_goods(view.now), _by_goods(view.before)
    ranked = sorted(now, key=lambda goods: (-now[goods].total(), goods.name, goods.sku))
    rows = []
    for goods in ranked[:PRODUCTS]:
        units = now[goods]
        columns = [*((reason, units[reason]) for reason in reasons)]
        columns.append((OTHERS, units.total() - sum(count for _reason, count in columns)))
        sold = view.now.sold.get(goods, 0) if view.is_whole else 0
        rows.append(
            ReturnedProductRow(
                goods.sku,
                goods.name,
                view.now.count("returned_units", units.total()),
                view.before.count("returned_units", before.get(goods, Counter()).total()),
                view.now.share("return_rate", units.total(), sold),
                tuple(ReasonPart(goods.sku or goods.name, reason, view.now.count("returned_units", count)) for reason, count in columns),
            )
        )
    return tuple(rows)


def _by_goods(reach: TradeReach) -> dict[Goods, Counter[str]]:
    found: dict[Goods, Counter[str]] = {}
    for row in reach.came:
        found.setdefault(row.goods, Counter())[row.reason] += row.units
    return found


def _resolutions(view: TradeView) -> tuple[ResolutionRow, ...]:
    now = view.now
    ranked = sorted(now.settled, key=lambda key: (view.in_order([view.own, key[0]]).index(key[0]), key[0], -now.settled[key].units, key[1]))
    return tuple(
        ResolutionRow(
            resolution,
            currency,
            now.count("lines_settled", found.lines, currency),
            now.count("units_settled", found.units, currency),
            now.count("settled_value", found.value, currency),
        )
        for currency, resolution in ranked
        for found in (now.settled[currency, resolution],)
    )


def _carriers(view: TradeView) -> tuple[CarrierRow, ...]:
    """Left out where nothing was damaged or sent, and in a report of single colleagues."""
    if not view.is_whole:
        return ()
    shipped, damaged = _per_carrier(view.now.shipped), _per_carrier(_units(view.now.damaged))
    shipped_before, damaged_before = _per_carrier(view.before.shipped), _per_carrier(_units(view.before.damaged))
    ranked = sorted({*shipped, *damaged}, key=lambda carrier: (-shipped[carrier], carrier))
    return tuple(
        CarrierRow(
            carrier,
            view.now.count("units_shipped", shipped[carrier]),
            view.now.count("units_damaged", damaged[carrier]),
            view.now.share("damage_share", damaged[carrier], shipped[carrier]),
            view.before.share("damage_share", damaged_before[carrier], shipped_before[carrier]),
        )
        for carrier in ranked
    )


def _units(damaged: Mapping[Carried, Damaged]) -> dict[Carried, int]:
    return {carried: found.units for carried, found in damaged.items()}


def _per_carrier(units: Mapping[Carried, int]) -> Counter[str]:
    found: Counter[str] = Counter()
    for carried, count in units.items():
        found[carried.carrier] += count
    return found


def _damages(view: TradeView) -> tuple[DamageRow, ...]:
    """Those that stand out first, then by how much was damaged."""
    if not view.is_whole:
        return ()
    rows = [_damage_row(view.now, carried) for carried in view.now.damaged]
    rows.sort(key=lambda row: (not row.stands_out, -(row.damaged.numerator or 0), row.name, row.sku, row.carrier))
    return tuple(rows[:DAMAGES])


def _damage_row(reach: TradeReach, carried: Carried) -> DamageRow:
    damaged, shipped = reach.damaged[carried], reach.shipped.get(carried, 0)
    by_others, sent_by_others = _of_others(carried, _units(reach.damaged)), _of_others(carried, reach.shipped)
    return DamageRow(
        carried.goods.sku,
        carried.goods.name,
        carried.carrier,
        reach.count("units_damaged", damaged.units),
        reach.count("units_shipped", shipped),
        reach.share("damage_share", damaged.units, shipped),
        reach.share("damage_share_others", by_others, sent_by_others),
        stands_out(damaged, shipped, by_others, sent_by_others),
    )


def _of_others(carried: Carried, units: Mapping[Carried, int]) -> int:
    return sum(count for other, count in units.items() if other.goods == carried.goods and other.carrier != carried.carrier)


def stands_out(damaged: Damaged, shipped: int, by_others: int, sent_by_others: int) -> bool:
    """At least 3 times, and at more than twice the rate of the others; both took 5 units or more. Units are stored ones."""
    if damaged.lines < 3 or min(shipped, sent_by_others) < 5 * STORED:
        return False
    return Fraction(damaged.units, shipped) > 2 * Fraction(by_others, sent_by_others)


def _stuck_row(view: TradeView, row: StuckReturn) -> StuckRow:
    day = local_day(row.since, view.zone)
    return StuckRow(row.number, row.customer_number, row.state, day, (view.today - day).days)


def _supplier(view: TradeView) -> tuple[Value, ...]:
    """Left out where nothing goes back to suppliers."""

    def lines(state: SupplierReturnState) -> int:
        return sum(found.lines for (_currency, each), found in view.now.supplier.items() if each == state)

    if not view.now.supplier:
        return ()
    return (
        Value("supplier_waiting", lines(SupplierReturnState.WAITING)),
        Value("supplier_sent", lines(SupplierReturnState.SENT)),
        Value("supplier_refused", lines(SupplierReturnState.REFUSED)),
    )


def _supplier_credits(view: TradeView) -> tuple[SupplierRow, ...]:
    credited = SupplierReturnState.CREDITED
    currencies = view.in_order(currency for reach in view.reaches for currency, state in reach.supplier if state == credited)

    def credit(reach: TradeReach, currency: str) -> int:
        return reach.supplier[currency, credited].credit if (currency, credited) in reach.supplier else 0

    return tuple(
        SupplierRow(currency, view.money("supplier_credits", currency, partial(credit, currency=currency))) for currency in currencies
    )
