"""What a period's orders and money come to, as plain data. Currencies stand beside each other and are never added."""

from dataclasses import dataclass
from typing import ClassVar

from crm_desktop.core.figures import Value
from crm_desktop.queries.figures_trade import AGES
from crm_desktop.reports.compared import NONE, Compared


@dataclass(frozen=True, slots=True)
class CancelRow:
    """An empty reason: none was recorded."""

    kind: ClassVar[str] = "cancel reason"

    reason: str
    count: Value
    before: Value

    @property
    def key(self) -> str:
        return self.reason or NONE


@dataclass(frozen=True, slots=True)
class Trade:
    """Orders beside what else is said of them: how many were shipped and cancelled, and what they come to."""

    figures: tuple[Compared, ...]
    cancelled: tuple[CancelRow, ...]


@dataclass(frozen=True, slots=True)
class MethodRow:
    """Payments of one way, in or out, in one currency. `moves_money`: vouchers and offsets do not."""

    kind: ClassVar[str] = "payment method"

    direction: str
    method: str
    moves_money: bool
    count: Value
    amount: Value
    before: Value

    @property
    def key(self) -> str:
        return f"{self.direction} · {self.method}"


@dataclass(frozen=True, slots=True)
class AgeRow:
    """Open balances by the days since they were due; `step` 0: not due yet."""

    kind: ClassVar[str] = "days overdue"

    step: int
    count: Value
    amount: Value

    @property
    def key(self) -> str:
        """As days: `1-30`, `not due`, `over 90`."""
        if self.step == 0:
            return "not due"
        return f"over {AGES[-1]}" if self.step == len(AGES) else f"{AGES[self.step - 1] + 1}-{AGES[self.step]}"


@dataclass(frozen=True, slots=True)
class RefundBlock:
    """What went back to customers in one currency, or was given them for goodwill."""

    currency: str
    figures: tuple[Compared, ...]


@dataclass(frozen=True, slots=True)
class MoneyBlock:
    currency: str
    figures: tuple[Compared, ...]
    methods: tuple[MethodRow, ...]
    ages: tuple[AgeRow, ...]
