"""Invents what the sample company's staff hear, say and write down in a day."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from heapq import heappop, heappush, merge
from itertools import accumulate, count
from operator import itemgetter
from random import Random
from zoneinfo import ZoneInfo

from crm_desktop.core.dates import NEVER
from crm_desktop.core.kinds import ChannelKind, Direction, Outcome
from crm_desktop.sample.catalogue import CARRIERS
from crm_desktop.sample.colleagues import Colleague
from crm_desktop.sample.people import Invented
from crm_desktop.sample.rhythm import pick
from crm_desktop.sample.topics import CAMPAIGN, DAMAGED, TOPICS, Scene, Topic
from crm_desktop.sample.trade import Good, Sale
from crm_desktop.sample.words import CALL_BACKS, MONTHS, TAILS, UNKNOWN_CALLERS, VERIFIED, VOICEMAILS, WRONG_NUMBERS

CHANNELS = (
    (ChannelKind.PHONE, 47), (ChannelKind.EMAIL, 27), (ChannelKind.CHAT, 10), (ChannelKind.WEB, 6), (ChannelKind.MESSENGER, 4),
    (ChannelKind.IN_PERSON, 2.5), (ChannelKind.SOCIAL, 1.5), (ChannelKind.LETTER, 1), (ChannelKind.VIDEO, 0.7), (ChannelKind.FAX, 0.3),
)  # fmt: skip
_SPOKEN = frozenset({ChannelKind.PHONE, ChannelKind.CHAT, ChannelKind.IN_PERSON, ChannelKind.VIDEO})
_MINUTES = {ChannelKind.PHONE: 4.2, ChannelKind.CHAT: 9.0, ChannelKind.IN_PERSON: 7.0, ChannelKind.VIDEO: 14.0}
_CHANNEL_SHARES = list(accumulate(share for _kind, share in CHANNELS))
_WEIGHTS = list(accumulate(topic.weight for topic in TOPICS))
_OUTCOMES = (Outcome.RESOLVED, Outcome.FOLLOW_UP, Outcome.TRANSFERRED, Outcome.ESCALATED)
_CHANCES, _UPSET_CHANCES = list(accumulate((80, 15, 5, 0))), list(accumulate((62, 24, 6, 8)))
_TECHNICAL = "Technical help"
_DAY = 86_400
_RECENT = 28 * _DAY
_FALLBACK_CARRIER = CARRIERS[0].name


@dataclass(slots=True)
class Contacted:
    """An interaction to be; references are places in their lists, times UTC seconds."""

    at: int
    ended: int
    channel: ChannelKind
    direction: Direction = Direction.IN
    customer: int | None = None
    contact: int | None = None
    caller: str = ""
    reason: str = ""
    summary: str = ""
    notes: str = ""
    staff: int | None = None
    holds: tuple[tuple[int, int], ...] = ()
    wrap_up: int | None = None
    outcome: Outcome = Outcome.RESOLVED
    verified: str = ""
    mood_before: int | None = None
    mood_after: int | None = None
    sale: int | None = None
    to_do: str = ""
    """What is left to do where it was not settled at once."""

    @property
    def promised(self) -> bool:
        return self.outcome in (Outcome.FOLLOW_UP, Outcome.ESCALATED)


@dataclass(slots=True)
class Desk:
    """`unsettled`: how much of what could not be settled at once is left to do, beside the usual."""

    random: Random
    staff: Sequence[Colleague]
    customers: Sequence[Invented]
    sales: Sequence[Sale]
    goods: Sequence[Good]
    zone: ZoneInfo
    end: int
    unsettled: float = 1.0
    _times: list[int] = field(init=False)
    _known_since: list[date] = field(init=False)
    _busy: list[int] = field(init=False)
    _work: list[float] = field(init=False)
    _durable: list[Good] = field(init=False)

    def __post_init__(self) -> None:
        self._times = [sale.at for sale in self.sales]
        self._known_since = [customer.since for customer in self.customers]
        self._busy = [0] * len(self.staff)
        self._work = list(accumulate(colleague.work for colleague in self.staff))
        self._durable = [good for good in self.goods if good.item.months]

    def contacts(self, moments: Sequence[int], complaints: Sequence[tuple[int, Sale]]) -> Iterator[Contacted]:
        """One for each moment and for each complaint about the fragile product, and call-backs; in the order of time.

        None begins before its moment, so that those which wait are few.
        """
        waiting: list[tuple[int, int, Contacted]] = []
        number = count()
        about = ((at, sale) for at, sale in complaints)
        for at, sale in merge(((at, None) for at in moments), about, key=itemgetter(0)):
            while waiting and waiting[0][0] < at:
                yield heappop(waiting)[2]
            told = self._usual(at) if sale is None else [self._broken(at, sale)]
            for contacted in told:
                heappush(waiting, (contacted.at, next(number), contacted))
        while waiting:
            yield heappop(waiting)[2]

    def _broken(self, at: int, sale: Sale) -> Contacted:
        return self._told(at, DAMAGED, DAMAGED.scenes[0], sale.customer, sale.place, fragile=True)

    def _usual(self, at: int) -> list[Contacted]:
        kind = self.random.random()
        if kind < 0.04:
            return self._missed_call(at)
        if kind < 0.075:
            return [self._stranger(at, Outcome.WRONG_NUMBER if kind < 0.05 else Outcome.RESOLVED)]
        return [self._campaign(at) if kind < 0.17 else self._about(at, TOPICS[pick(self.random, _WEIGHTS)])]

    def _about(self, at: int, topic: Topic) -> Contacted:
        scene = self.random.choice(topic.scenes)
        if not topic.about_order:
            return self._told(at, topic, scene, self._somebody(at), None)
        place = self._recent_sale(at, sent=topic.reason not in ("Order status", "Change of order", "Invoice"))
        if place is None:
            return self._told(at, TOPICS[-1], self.random.choice(TOPICS[-1].scenes), self._somebody(at), None)
        return self._told(at, topic, scene, self.sales[place].customer, place)

    def _campaign(self, at: int) -> Contacted:
        told = self._told(at, CAMPAIGN, CAMPAIGN.scenes[0], self._somebody(at), None)
        told.direction, told.mood_before, told.verified = Direction.OUT, None, ""
        if told.channel == ChannelKind.PHONE and self.random.random() < 0.2:
            told.outcome, told.notes, told.to_do = Outcome.VOICEMAIL, self.random.choice(VOICEMAILS), ""
            told.ended, told.mood_after, told.holds = told.at + self.random.randint(15, 50), None, ()
            told.wrap_up = told.ended + 15
        return told

    def _missed_call(self, at: int) -> list[Contacted]:
        """Most are called back within the hour."""
        missed = Contacted(at, at, ChannelKind.PHONE, summary="Missed call", outcome=Outcome.MISSED)
        if self.random.random() < 0.3:
            missed.caller = "Number withheld"
            return [missed]
        missed.customer = self._somebody(at)
        if self.random.random() < 0.1:
            return [missed]
        minutes = self.random.randint(4, 55) if self.random.random() < 0.82 else self.random.randint(65, 300)
        back = self._held(at + minutes * 60, ChannelKind.PHONE)
        back.direction, back.customer, back.summary = Direction.OUT, missed.customer, "Called back"
        back.notes = self.random.choice(CALL_BACKS)
        if self.random.random() < 0.15:
            back.outcome, back.notes = Outcome.VOICEMAIL, self.random.choice(VOICEMAILS)
        return [missed, back] if back.ended < self.end else [missed]

    def _stranger(self, at: int, outcome: Outcome) -> Contacted:
        held = self._held(at, ChannelKind.PHONE)
        held.caller, held.outcome = self.random.choice(UNKNOWN_CALLERS[1:]), outcome
        if outcome == Outcome.WRONG_NUMBER:
            held.ended = held.at + self.random.randint(8, 40)
            held.holds, held.wrap_up = (), None
            held.summary, held.notes = "Wrong number", self.random.choice(WRONG_NUMBERS)
            return held
        scene = self.random.choice(TOPICS[-1].scenes)
        held.reason = TOPICS[-1].reason
        self._write(held, scene, self._words(None, None, at))
        return held

    def _told(self, at: int, topic: Topic, scene: Scene, customer: int, sale: int | None, *, fragile: bool = False) -> Contacted:
        random = self.random
        held = self._held(at, CHANNELS[pick(random, _CHANNEL_SHARES)][0])
        held.customer, held.sale, held.reason = customer, sale, topic.reason
        colleagues = self.customers[customer].colleagues
        held.contact = random.randrange(len(colleagues)) if colleagues and random.random() < 0.85 else None
        words = self._words(customer, sale, at, fragile=fragile)
        if topic.reason == _TECHNICAL:
            words["product"] = random.choice(self._durable).name
        self._write(held, scene, words)
        upset = random.random() < topic.upset
        self._feel(held, upset=upset)
        held.verified = random.choice(VERIFIED) if held.channel == ChannelKind.PHONE and random.random() < 0.75 else ""
        held.outcome = self._outcome(upset=upset)
        held.to_do = _capital(scene.promise.format_map(words))
        return held

    def _outcome(self, *, upset: bool) -> Outcome:
        outcome = _OUTCOMES[pick(self.random, _UPSET_CHANCES if upset else _CHANCES)]
        left_over = outcome in (Outcome.FOLLOW_UP, Outcome.ESCALATED) and self.unsettled < 1 and self.random.random() > self.unsettled
        return Outcome.RESOLVED if left_over else outcome

    def _held(self, at: int, channel: ChannelKind) -> Contacted:
        """Whoever is free takes it, as long as such things take."""
        random = self.random
        staff = self._whoever_is_free(at)
        at = max(at, self._busy[staff])
        seconds = round(min(3_000, random.lognormvariate(0, 0.6) * _MINUTES.get(channel, 5.0) * 60)) + 20
        ended = at + seconds
        wrap_up = ended + random.randint(15, 170) if channel in _SPOKEN and random.random() < 0.9 else None
        self._busy[staff] = wrap_up or ended
        held = Contacted(at, ended, channel, staff=staff, wrap_up=wrap_up)
        if channel == ChannelKind.PHONE and seconds > 150 and random.random() < 0.3:
            start = at + random.randint(30, seconds // 2)
            held.holds = ((start, start + random.randint(15, seconds // 3)),)
        return held

    def _whoever_is_free(self, at: int) -> int:
        """Or who will be first. The first tries cost nothing where many work."""
        for _try in range(4):
            staff = pick(self.random, self._work)
            if self._busy[staff] <= at:
                return staff
        return min(range(len(self._busy)), key=self._busy.__getitem__)

    def _write(self, held: Contacted, scene: Scene, words: dict[str, str]) -> None:
        parts = [self.random.choice(told) for told in (scene.asked, scene.found, scene.done)]
        if self.random.random() < 0.15:
            parts.append(self.random.choice(TAILS))
        held.summary = _capital(self.random.choice(scene.summary).format_map(words))
        held.notes = " ".join(_capital(part.format_map(words)) for part in parts)

    def _feel(self, held: Contacted, *, upset: bool) -> None:
        if self.random.random() > (0.65 if held.channel in _SPOKEN else 0.15):
            return
        held.mood_before = self.random.choice((1, 2, 2)) if upset else self.random.choice((3, 3, 4, 4, 5))
        held.mood_after = min(5, held.mood_before + self.random.choice((0, 1, 1, 2) if upset else (0, 0, 1)))

    def _words(self, customer: int | None, sale: int | None, at: int, *, fragile: bool = False) -> dict[str, str]:
        random = self.random
        bought = self.sales[sale] if sale is not None else None
        line = None
        if bought is not None:
            lines = [each for each in bought.lines if self.goods[each.good].fragile] if fragile else bought.lines
            line = random.choice(lines)
        buyer = self.customers[customer] if customer is not None else None
        who = buyer.colleagues[0].person if buyer and buyer.colleagues else buyer.person if buyer else None
        known = datetime.fromtimestamp(bought.at if bought else at, self.zone)
        return {
            "order": bought.number if bought else "",
            "product": self.goods[line.good].name if line else random.choice(self.goods).name,
            "count": str(random.randint(1, line.quantity)) if line else "1",
            "carrier": (bought.carrier if bought else "") or _FALLBACK_CARRIER,
            "day": f"{known.day} {MONTHS[known.month - 1]}",
            "place": buyer.places[0].city if buyer else "Dublin",
            "person": f"{who.salutation or who.first} {who.last}" if who else "them",
        }

    def _somebody(self, at: int) -> int:
        """Who bought lately gets in touch more often."""
        known = max(1, bisect_right(self._known_since, datetime.fromtimestamp(at, self.zone).date()))
        recent = self._sales_between(at - 300 * _DAY, at) if self.random.random() < 0.75 else range(0)
        return self.sales[self.random.choice(recent)].customer if recent else self.random.randrange(known)

    def _recent_sale(self, at: int, *, sent: bool) -> int | None:
        recent = self._sales_between(at - _RECENT, at - 3_600)
        for place in self.random.choices(recent, k=12) if recent else ():
            sale = self.sales[place]
            on = datetime.fromtimestamp(at, self.zone).date()
            if (not sent or (sale.shipped_on != NEVER and sale.shipped_on < on)) and (sale.cancelled_at is None or sale.cancelled_at > at):
                return place
        return None

    def _sales_between(self, start: int, end: int) -> range:
        return range(bisect_left(self._times, start), bisect_left(self._times, end))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
