"""What a period's returns come to, as plain data: the monthly report and the one of returns are printed from the same."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from crm_desktop.core.figures import Value
from crm_desktop.reports.compared import NONE, REST, Compared


@dataclass(frozen=True, slots=True)
class ReturnStateRow:
    kind: ClassVar[str] = "return state"

    state: str
    count: Value

    @property
    def key(self) -> str:
        return self.state


@dataclass(frozen=True, slots=True)
class ReturnReasonRow:
    kind: ClassVar[str] = "return reason"

    reason: str
    units: Value
    before: Value
    share: Value

    @property
    def key(self) -> str:
        return self.reason


@dataclass(frozen=True, slots=True)
class ReasonPart:
    """Units of one product that came back for one reason; an empty one stands for all others together."""

    kind: ClassVar[str] = "returned product and reason"

    sku: str
    reason: str
    units: Value

    @property
    def key(self) -> str:
        return f"{self.sku} · {self.reason or REST}"


@dataclass(frozen=True, slots=True)
class ReturnedProductRow:
    """`parts` are in the order of the report's `reasons`, the last one all others together."""

    kind: ClassVar[str] = "returned product"

    sku: str
    name: str
    units: Value
    before: Value
    rate: Value
    parts: tuple[ReasonPart, ...]

    @property
    def key(self) -> str:
        return self.sku or self.name


@dataclass(frozen=True, slots=True)
class ResolutionRow:
    """How lines of returns in one currency were settled."""

    kind: ClassVar[str] = "resolution"

    resolution: str
    currency: str
    lines: Value
    units: Value
    value: Value

    @property
    def key(self) -> str:
        return self.resolution


@dataclass(frozen=True, slots=True)
class CarrierRow:
    """An empty carrier: nobody wrote down who took the goods."""

    kind: ClassVar[str] = "carrier"

    carrier: str
    shipped: Value
    damaged: Value
    share: Value
    before: Value

    @property
    def key(self) -> str:
        return self.carrier or NONE


@dataclass(frozen=True, slots=True)
class DamageRow:
    """One product with one carrier. `stands_out`: clearly more of it is damaged than with the others."""

    kind: ClassVar[str] = "product and carrier"

    sku: str
    name: str
    carrier: str
    damaged: Value
    shipped: Value
    share: Value
    others: Value
    stands_out: bool

    @property
    def key(self) -> str:
        return f"{self.sku or self.name} · {self.carrier or NONE}"


@dataclass(frozen=True, slots=True)
class SupplierRow:
    """What suppliers gave in one currency."""

    kind: ClassVar[str] = "currency"

    currency: str
    credits: Compared

    @property
    def key(self) -> str:
        return self.currency


@dataclass(frozen=True, slots=True)
class StuckRow:
    """`customer` by number; `since` is the day somebody last touched it."""

    number: str
    customer: str
    state: str
    since: date
    days: int


@dataclass(frozen=True, slots=True)
class Returns:
    """`reasons` are the kinds that have a column of their own. `is_marked`: some returns have no date of their own."""

    figures: tuple[Compared, ...]
    states: tuple[ReturnStateRow, ...]
    by_reason: tuple[ReturnReasonRow, ...]
    reasons: tuple[str, ...]
    products: tuple[ReturnedProductRow, ...]
    resolutions: tuple[ResolutionRow, ...]
    carriers: tuple[CarrierRow, ...]
    damages: tuple[DamageRow, ...]
    stuck: tuple[Value, ...]
    longest_stuck: tuple[StuckRow, ...]
    supplier: tuple[Value, ...]
    supplier_credits: tuple[SupplierRow, ...]

    @property
    def is_empty(self) -> bool:
        """Nothing was asked for and nothing was settled."""
        return not self.figures[0].now.numerator and not self.resolutions

    @property
    def undated(self) -> int:
        return sum(row.now.numerator or 0 for row in self.figures if row.now.figure == "returns_undated")
