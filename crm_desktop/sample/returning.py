"""Draws returns: broken goods of the rising kind, one in each state, and the usual ones."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import accumulate, chain, repeat
from random import Random
from zoneinfo import ZoneInfo

from crm_desktop.core.dates import NEVER
from crm_desktop.core.kinds import OrderState
from crm_desktop.core.kinds_of_trade import Condition, Disposition, Resolution, ReturnReason, ReturnState, ShipmentStatus
from crm_desktop.sample.catalogue import CARRIERS
from crm_desktop.sample.returns import BROKEN_FATES, FATE_SHARES, FATES, KEPT_AT_HOME, Fate, Returned, ReturnedLine
from crm_desktop.sample.rhythm import pick, working_day
from crm_desktop.sample.settling import Settling
from crm_desktop.sample.trade import Good, Sale
from crm_desktop.sample.words import CANCELLED_RETURNS, DECLINED_RETURNS, RETURN_NOTES, WINDOW_REASONS

_SHARE = 0.0667
"""Of the orders, how many come back at least in part."""
_DAYS_TO_SEND, _OLD = 21, timedelta(days=60)
_REASONS = (
    (ReturnReason.UNWANTED, 24), (ReturnReason.NOT_AS_DESCRIBED, 12), (ReturnReason.COLOUR, 10), (ReturnReason.DAMAGED, 9),
    (ReturnReason.TOO_LARGE, 8), (ReturnReason.TOO_SMALL, 7), (ReturnReason.WRONG_ITEM, 7), (ReturnReason.DAMAGED_IN_TRANSIT, 6),
    (ReturnReason.MISSING_PARTS, 5), (ReturnReason.GIFT, 4), (ReturnReason.LATE, 3), (ReturnReason.DUPLICATE, 3), (ReturnReason.OTHER, 2),
)  # fmt: skip
_REASON_SHARES = list(accumulate(share for _reason, share in _REASONS))
_BROKEN = (ReturnReason.DAMAGED, ReturnReason.DAMAGED_IN_TRANSIT)
_UNFINISHED = (
    (ReturnState.REQUESTED, 1), (ReturnState.APPROVED, 3), (ReturnState.IN_TRANSIT, 6), (ReturnState.RECEIVED, 8),
    (ReturnState.INSPECTED, 9),
)  # fmt: skip
"""Each of these stands somewhere, however small the company; asked for so many weekdays before the end."""


@dataclass(slots=True)
class Returning:
    """`until` is the day before which everything happened."""

    random: Random
    staff: int
    goods: Sequence[Good]
    settling: Settling
    zone: ZoneInfo
    until: date
    _found: list[Returned] = field(default_factory=list)
    _taken: set[int] = field(default_factory=set)
    _claims: int = 2

    def draw(self, sales: Sequence[Sale], complaints: Sequence[tuple[int, Sale]]) -> list[Returned]:
        """In the order of time."""
        self._rising(complaints)
        able = [sale for sale in sales if self._arrived(sale) < self.until and sale.total and id(sale) not in self._taken]
        self.random.shuffle(able)
        self._unfinished(able)
        self._usual(able, round(_SHARE * len(sales)))
        return sorted(self._found, key=lambda returned: returned.requested_at)

    def _rising(self, complaints: Sequence[tuple[int, Sale]]) -> None:
        """Who complained about the fragile product sends it back, or what is left of it."""
        for number, (at, sale) in enumerate(complaints):
            day = datetime.fromtimestamp(at, self.zone).date()
            if id(sale) in self._taken or self._arrived(sale) > day or day >= self.until:
                continue
            place = next(place for place, line in enumerate(sale.lines) if self.goods[line.good].fragile)
            quantity = self.random.randint(1, sale.lines[place].quantity)
            line = ReturnedLine(place, quantity, ReturnReason.DAMAGED_IN_TRANSIT, self.random.choice(RETURN_NOTES[0]))
            self._begin(sale, at + 600, [line], BROKEN_FATES[number % len(BROKEN_FATES)])

    def _unfinished(self, able: Sequence[Sale]) -> None:
        for state, days in _UNFINISHED:
            asked = _weekdays_before(self.until, days)
            recent = (sale for sale in able if id(sale) not in self._taken and asked - timedelta(days=28) < self._arrived(sale) < asked)
            sale = next(recent, None)
            if sale is not None:
                self._begin(sale, self._moment(asked), self._some_lines(sale), Fate(state))

    def _usual(self, able: Sequence[Sale], wanted: int) -> None:
        """First one of each fate that nobody had yet; these are long over."""
        seen = {Fate(each.state, each.lines[0].resolution) for each in self._found}
        missing = [fate for fate, _share in FATES if fate not in seen]
        old = iter([sale for sale in able if self._arrived(sale) < self.until - 2 * _OLD])
        others = iter([sale for sale in able if self._arrived(sale) < self.until - timedelta(days=2)])
        more = max(0, wanted - len(self._found) - len(missing))
        for fate, sales in chain(((fate, old) for fate in missing), repeat((None, others), more)):
            sale = next((sale for sale in sales if id(sale) not in self._taken), None)
            if sale is None:
                continue
            lines = self._some_lines(sale)
            asked = self._arrived(sale) + timedelta(days=3) if fate else self._asked_on(sale, lines)
            self._begin(sale, self._moment(asked), lines, fate or FATES[pick(self.random, FATE_SHARES)][0])

    def _asked_on(self, sale: Sale, lines: Sequence[ReturnedLine]) -> date:
        """As a rule within the time for returns; a few later, for which there is a reason."""
        random, arrived = self.random, self._arrived(sale)
        days = random.choice((1, 2, 2, 3, 4, 5, 7, 9, 12, 16, 20, 25))
        if random.random() < 0.03:
            days = random.randint(33, 55)
        if random.random() < 0.1 and self.goods[sale.lines[lines[0].line].good].item.months:
            days, lines[0].reason = random.randint(40, 500), ReturnReason.WARRANTY
        day = min(arrived + timedelta(days=days), self.until - timedelta(days=1))
        return day - timedelta(days=max(0, day.weekday() - 4)) if day.weekday() > 4 and day - timedelta(days=2) > arrived else day

    def _some_lines(self, sale: Sale) -> list[ReturnedLine]:
        random, places = self.random, [place for place, line in enumerate(sale.lines) if line.total]
        chosen = sorted(random.sample(places, 2 if len(places) > 2 and random.random() < 0.15 else 1))
        return [self._line(place, sale.lines[place].quantity) for place in chosen]

    def _line(self, place: int, ordered: int) -> ReturnedLine:
        random = self.random
        reason = _REASONS[pick(random, _REASON_SHARES)][0]
        quantity = ordered if ordered < 3 and random.random() < 0.7 else random.randint(1, max(1, ordered // 2))
        note = random.choice(RETURN_NOTES[0 if reason in _BROKEN else 1]) if reason == ReturnReason.OTHER or random.random() < 0.4 else ""
        return ReturnedLine(place, quantity, reason, note)

    def _begin(self, sale: Sale, asked_at: int, lines: list[ReturnedLine], fate: Fate) -> None:
        self._taken.add(id(sale))
        random = self.random
        returned = Returned(sale, asked_at, random.randrange(self.staff), sale.channel, lines)
        if datetime.fromtimestamp(asked_at, self.zone).date() > self._arrived(sale) + timedelta(days=30):
            warranty = any(line.reason == ReturnReason.WARRANTY for line in lines)
            returned.window_reason = WINDOW_REASONS[0] if warranty else random.choice(WINDOW_REASONS[1:])
        self._go(returned, fate)
        self._found.append(returned)

    def _go(self, returned: Returned, fate: Fate) -> None:
        """From step to step, as far as there was time."""
        random, last = self.random, _UNFINISHED_ORDER.get(fate.state, len(_UNFINISHED))
        asked = datetime.fromtimestamp(returned.requested_at, self.zone).date()
        approved = working_day(asked, self._days(fate, 0, 0, 1, 1, 2))
        if last < 1 or approved >= self.until:
            return
        if fate.state == ReturnState.DECLINED:
            returned.state, returned.state_reason = ReturnState.DECLINED, random.choice(DECLINED_RETURNS)
            return
        returned.state, returned.deadline = ReturnState.APPROVED, approved + timedelta(days=_DAYS_TO_SEND)
        if fate.state == ReturnState.CANCELLED:
            returned.state, returned.state_reason = ReturnState.CANCELLED, random.choice(CANCELLED_RETURNS)
        elif fate.state == ReturnState.EXPIRED:
            if returned.deadline < self.until:
                returned.state, returned.state_reason = ReturnState.EXPIRED, "nothing came in time"
        elif fate.resolution in KEPT_AT_HOME:
            self._settle(returned, fate.resolution, working_day(approved, 1))
        else:
            self._travel(returned, fate, approved, last)

    def _travel(self, returned: Returned, fate: Fate, approved: date, last: int) -> None:
        sent = working_day(approved, self._days(fate, 1, 1, 2, 3, 4))
        if last < 2 or sent >= self.until:
            return
        carrier = CARRIERS[0]
        returned.state, returned.sent_on, returned.carrier = ReturnState.IN_TRANSIT, sent, carrier.name
        returned.tracking = f"{carrier.code}{self.random.randrange(10**10):010}"
        arrived = working_day(sent, self._days(fate, 1, 1, 2, 2, 3))
        if last < 3 or arrived >= self.until:
            return
        returned.state, returned.arrived_on, returned.received_at = ReturnState.RECEIVED, arrived, self._moment(arrived)
        inspected = working_day(arrived, self._days(fate, 0, 1, 1, 2))
        if last < 4 or inspected >= self.until:
            return
        if fate.resolution != Resolution.REJECTED:
            returned.state = ReturnState.INSPECTED
            for line in returned.lines:
                line.inspected_on = inspected
                line.condition, line.disposition = self._seen(line, fate.resolution)
                if line.disposition == Disposition.SUPPLIER:
                    line.onward = self.settling.onward(inspected)
        settled = working_day(inspected, self._days(fate, 0, 0, 1, 1, 2))
        if last > 4 and settled < self.until:
            self._settle(returned, fate.resolution, settled)

    def _days(self, fate: Fate, least: int, *more: int) -> int:
        """Weekdays that a step takes. What is to stand somewhere in between comes there without delay."""
        return least if fate.state in _UNFINISHED_ORDER else self.random.choice((least, *more))

    def _settle(self, returned: Returned, resolution: Resolution, on: date) -> None:
        if on < self.until:
            at = max(self._moment(on), (returned.received_at or returned.requested_at) + 900)
            self.settling.settle(returned, resolution, at)

    def _seen(self, line: ReturnedLine, resolution: Resolution) -> tuple[Condition, Disposition]:
        """What was found when it was unpacked, and where it went."""
        chance = self.random.random()
        if resolution == Resolution.REPAIR:
            return Condition.DEFECTIVE, Disposition.REFURBISH
        if line.reason in (*_BROKEN, ReturnReason.WARRANTY):
            found = Condition.DEFECTIVE if line.reason != ReturnReason.DAMAGED_IN_TRANSIT else Condition.DAMAGED_BY_CARRIER
            self._claims += 1
            return found, Disposition.SCRAP if self._claims % 3 else Disposition.SUPPLIER
        if line.reason == ReturnReason.MISSING_PARTS:
            return Condition.INCOMPLETE, Disposition.REFURBISH
        if chance < 0.12:
            return Condition.USED, Disposition.REFURBISH
        return (Condition.UNOPENED if chance < 0.4 else Condition.AS_NEW), Disposition.RESTOCK

    def _moment(self, day: date) -> int:
        """Some time in office hours."""
        return int(datetime.combine(day, time(9), self.zone).timestamp()) + self.random.randrange(7 * 3_600)

    def _arrived(self, sale: Sale) -> date:
        """NEVER where something of it did not."""
        if sale.state == OrderState.CANCELLED or sale.shipped_on == NEVER:
            return NEVER
        return max(parcel.delivered_on for parcel in sale.parcels if parcel.status in (ShipmentStatus.IN_TRANSIT, ShipmentStatus.DELIVERED))


def _weekdays_before(day: date, days: int) -> date:
    while days:
        day -= timedelta(days=1)
        days -= day.weekday() < 5
    return day


_UNFINISHED_ORDER = {state: place for place, (state, _days) in enumerate(_UNFINISHED)}
