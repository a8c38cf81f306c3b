"""One period's orders, returns and money, asked of the store once, and the periods that a report looks at together."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

from crm_desktop.core.dates import zone_of
from crm_desktop.core.figures import Value
from crm_desktop.core.kept_counts import Subject
from crm_desktop.data.trade_sums import Sum, TradeSums, read
from crm_desktop.queries import figures_returns as back
from crm_desktop.queries import figures_trade as trade
from crm_desktop.queries.figures import Scope
from crm_desktop.queries.figures_returns import Asked, Back, Came, Carried, Damaged, Goods, Settled, Supplier
from crm_desktop.queries.figures_trade import Way
from crm_desktop.queries.kept_figures import KeptFigures
from crm_desktop.reports.compared import Compared
from crm_desktop.reports.monthly_data import Head
from crm_desktop.reports.periods import FIRST_WEEK, Period


@dataclass(frozen=True)
class TradeReach:
    """Without `has_data` the period lies before the first order, return or payment: its figures are unknown, not nought."""

    period: Period
    scope: Scope
    has_data: bool

    def count(self, figure: str, counted: int, currency: str = "") -> Value:
        """A plain sum: of cases, of units or of money as it is stored."""
        return Value(figure, counted if self.has_data else None, currency=currency)

    def share(self, figure: str, part: int, whole: int) -> Value:
        return Value(figure, part, whole) if self.has_data and whole > 0 else Value(figure, None, None)

    @cached_property
    def kept(self) -> KeptFigures:
        return KeptFigures(self.scope)

    @cached_property
    def sums(self) -> TradeSums | None:
        """The whole company's are kept."""
        kept = self.kept.told(Subject.TRADE)
        return None if kept is None else read(kept)

    @cached_property
    def asked(self) -> dict[str, Asked]:
        return back.asked_by_state(self.scope)

    @cached_property
    def came(self) -> list[Came]:
        return back.came_back(self.scope)

    @cached_property
    def sold(self) -> dict[Goods, int]:
        return back.units_sold(self.scope)

    @cached_property
    def returned(self) -> Back:
        return back.back_in_all(self.scope)

    @cached_property
    def sold_in_all(self) -> int:
        return back.units_sold_in_all(self.scope) if self.sums is None else self.sums.sold

    @cached_property
    def shipped(self) -> dict[Carried, int]:
        return back.units_shipped(self.period.first, self.period.last)

    @cached_property
    def damaged(self) -> dict[Carried, Damaged]:
        return back.damaged(self.scope)

    @cached_property
    def settled(self) -> dict[tuple[str, str], Settled]:
        return back.settled_by_resolution(self.scope)

    @cached_property
    def settling_time(self) -> tuple[int, int]:
        return back.settling_time(self.scope)

    @cached_property
    def supplier(self) -> dict[tuple[str, str], Supplier]:
        return back.supplier_returns(self.scope)

    @cached_property
    def payments(self) -> dict[Way, Sum]:
        return trade.payments(self.scope)

    @cached_property
    def _moved(self) -> dict[str, tuple[int, int]]:
        return trade.moved_by_currency(self.scope) if self.sums is None else self.sums.moved

    def moved(self, currency: str) -> tuple[int, int]:
        """What came in, and what went back."""
        return self._moved.get(currency, (0, 0))

    @cached_property
    def pending(self) -> dict[str, Sum]:
        return trade.pending_refunds(self.scope)

    @cached_property
    def vouchers(self) -> dict[tuple[str, str], Sum]:
        return trade.vouchers_given(self.scope)

    @cached_property
    def invoices(self) -> dict[tuple[str, str], Sum]:
        return trade.invoices(self.scope, self.period.first, self.period.last)

    @cached_property
    def placed(self) -> dict[str, Sum]:
        return trade.placed_by_currency(self.scope) if self.sums is None else self.sums.placed

    @cached_property
    def touched(self) -> dict[str, Sum]:
        return trade.touched_by_currency(self.scope)

    @cached_property
    def shipped_orders(self) -> int:
        return trade.shipped_orders(self.scope, self.period.first, self.period.last)

    @cached_property
    def cancelled(self) -> dict[str, int]:
        return trade.cancelled_by_reason(self.scope)

    def paid(self, wanted: Callable[[Way], bool]) -> int:
        """What all payments of these ways come to."""
        return sum(found.amount for way, found in self.payments.items() if wanted(way))


@dataclass(frozen=True)
class TradeView:
    """The period, and what it is compared with. `today` is the day that the data goes to; `own`: the company's currency."""

    now: TradeReach
    before: TradeReach
    year_ago: TradeReach
    zone: ZoneInfo
    today: date
    own: str

    @property
    def reaches(self) -> tuple[TradeReach, ...]:
        return self.now, self.before, self.year_ago

    @property
    def is_whole(self) -> bool:
        """Whether the report is the whole company's: sales and carriers are nobody's own."""
        return not self.now.scope.staff

    def compared(self, made: Callable[[TradeReach], Value]) -> Compared:
        return Compared(made(self.now), made(self.before), made(self.year_ago))

    def money(self, figure: str, currency: str, found: Callable[[TradeReach], int]) -> Compared:
        """A sum, or a count, of one currency."""
        return self.compared(lambda reach: reach.count(figure, found(reach), currency))

    def as_of_now(self, value: Value) -> Compared:
        """What stands at the moment the data goes to has no earlier value."""
        unknown = Value(value.figure, None, currency=value.currency)
        return Compared(value, unknown, unknown)

    def in_order(self, currencies: Iterable[str]) -> list[str]:
        """The company's own first."""
        return sorted(set(currencies), key=lambda each: (each != self.own, each))


def first_trade() -> float | None:
    """When the first order, return or payment was recorded."""
    known = trade.first_and_last_trade()
    return known[0].timestamp() if known else None


def trade_reach(days: Period, scope: Scope, first: float | None, *, is_asked: bool) -> TradeReach:
    """Of the period that is asked for, what is not there is nought; of another, unknown before the first record."""
    return TradeReach(days, scope, is_asked or (first is not None and first - scope.start <= FIRST_WEEK))


def trade_view(head: Head, currency: str, staff: tuple[int, ...]) -> TradeView:
    zone = zone_of(head.zone)
    first = first_trade()
    today = head.as_of.astimezone(zone).date() if head.as_of else head.period.last

    def reach(days: Period) -> TradeReach:
        return trade_reach(days, Scope(*days.seconds(zone), staff), first, is_asked=days is head.period)

    return TradeView(reach(head.period), reach(head.compared), reach(head.year_ago), zone, today, currency)
