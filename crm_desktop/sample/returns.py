"""What a return is made of, and how returns end."""

from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from crm_desktop.core.dates import NEVER
from crm_desktop.core.kinds import ChannelKind
from crm_desktop.core.kinds_of_trade import (
    Condition,
    Disposition,
    RepairState,
    Resolution,
    ReturnReason,
    ReturnState,
    SupplierReturnState,
)
from crm_desktop.sample.catalogue import BY_NAME
from crm_desktop.sample.trade import Sale
from crm_desktop.sample.vouchers import Given


class Fate(NamedTuple):
    """How a return ends, unless it is too young for it."""

    state: ReturnState
    resolution: Resolution = Resolution.NONE


FATES = (
    (Fate(ReturnState.SETTLED, Resolution.REFUND), 58), (Fate(ReturnState.SETTLED, Resolution.REPLACEMENT), 10),
    (Fate(ReturnState.SETTLED, Resolution.EXCHANGE), 9), (Fate(ReturnState.SETTLED, Resolution.STORE_CREDIT), 6),
    (Fate(ReturnState.SETTLED, Resolution.PARTIAL_REFUND), 5), (Fate(ReturnState.SETTLED, Resolution.REPAIR), 3),
    (Fate(ReturnState.SETTLED, Resolution.REJECTED), 2), (Fate(ReturnState.DECLINED), 2), (Fate(ReturnState.CANCELLED), 3),
    (Fate(ReturnState.EXPIRED), 2),
)  # fmt: skip
FATE_SHARES = list(accumulate(share for _fate, share in FATES))
BROKEN_FATES = tuple(
    Fate(ReturnState.SETTLED, resolution)
    for resolution in (Resolution.REPLACEMENT, Resolution.REFUND, Resolution.REPLACEMENT, Resolution.PARTIAL_REFUND)
)
KEPT_AT_HOME = frozenset({Resolution.PARTIAL_REFUND})
"""Settled without the goods coming back."""


@dataclass(slots=True)
class Repaired:
    """`parts` and `labour` in cents."""

    state: RepairState
    fault: str
    parts: int = 0
    labour: int = 0
    warranty: bool = True


@dataclass(slots=True)
class Onward:
    """Goods that go back to whom they came from; `credit` in cents."""

    state: SupplierReturnState = SupplierReturnState.WAITING
    supplier: str = ""
    sent_on: date = NEVER
    credit: int = 0


@dataclass(slots=True)
class ReturnedLine:
    """`line` is its place in the order; `value` in cents; `again`: the order that came of it."""

    line: int
    quantity: int
    reason: ReturnReason
    note: str = ""
    condition: Condition | None = None
    disposition: Disposition | None = None
    inspected_on: date = NEVER
    resolution: Resolution = Resolution.NONE
    resolution_note: str = ""
    value: int = 0
    settled_at: int | None = None
    again: Sale | None = None
    voucher: Given | None = None
    repair: Repaired | None = None
    onward: Onward | None = None
    place: int = -1


@dataclass(slots=True)
class Returned:
    """A return to be; `place` is its own in the order of time, `staff` one in the list of staff."""

    sale: Sale
    requested_at: int
    staff: int
    channel: ChannelKind
    lines: list[ReturnedLine]
    state: ReturnState = ReturnState.REQUESTED
    state_reason: str = ""
    window_reason: str = ""
    deadline: date = NEVER
    sent_on: date = NEVER
    arrived_on: date = NEVER
    received_at: int | None = None
    settled_at: int | None = None
    carrier: str = ""
    tracking: str = ""
    number: str = ""
    place: int = -1

    @property
    def link(self) -> str:
        return BY_NAME[self.carrier].page.format(tracking=self.tracking)

    def call(self, number: str, place: int) -> None:
        """Its number, of which the orders and vouchers speak that came of it."""
        self.number, self.place = number, place
        for line in self.lines:
            if line.again is not None:
                what = "replacement" if line.resolution == Resolution.REPLACEMENT else "exchange"
                line.again.note = f"{what} for return {number}"
            if line.voucher is not None:
                line.voucher.reason = number
