"""Invents cases: contacts that could not be settled at once, and how they went on until they were, with every moment of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from crm_desktop.core.dates import NEVER, local_day
from crm_desktop.core.kinds import ChannelKind, Outcome, Priority
from crm_desktop.core.kinds_of_service import CaseEventKind, CaseKind, CaseStatusKind, Cause, Remedy, Validity, Visibility
from crm_desktop.sample.desk import Contacted
from crm_desktop.sample.office import in_hours

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_CLOSES_AFTER = 7
_LIVE = (ChannelKind.PHONE, ChannelKind.CHAT, ChannelKind.IN_PERSON, ChannelKind.VIDEO)
_KINDS = {
    "Damaged goods": (CaseKind.COMPLAINT, 0.5),
    "Wrong item": (CaseKind.COMPLAINT, 0.5),
    "Complaint about service": (CaseKind.COMPLAINT, 0.8),
    "Charged twice": (CaseKind.BILLING_DISPUTE, 0.8),
    "Technical help": (CaseKind.TECHNICAL, 0.4),
    "Late delivery": (CaseKind.SERVICE_REQUEST, 0.15),
    "Account": (CaseKind.ACCOUNT, 0.2),
    "Feedback": (CaseKind.FEEDBACK, 0.1),
    "Product question": (CaseKind.QUESTION, 0.05),
}
"""Which contacts become a case, and how many of them."""
_CAUSES = (Cause.CARRIER, Cause.CARRIER, Cause.PRODUCT, Cause.HANDLING, Cause.INFORMATION, Cause.SUPPLIER)
_VALID = (Validity.VALID,) * 7 + (Validity.PARTLY, Validity.PARTLY, Validity.INVALID)
_PRIORITIES = (Priority.NORMAL,) * 6 + (Priority.LOW, Priority.HIGH, Priority.HIGH, Priority.URGENT)
_NOTES = (
    "Asked the warehouse; they look for it today.", "The carrier wants photographs before they answer.",
    "Same trouble as last month.", "Spoke to the supplier, answer by Thursday.", "Checked against the delivery note: it is right.",
)  # fmt: skip
_ANSWERS = ("Told them what happens next.", "Promised news by tomorrow.", "Sent the instructions.", "Said sorry, and what we do about it.")


@dataclass(frozen=True, slots=True)
class Step:
    """`after` is a word; of a status, the state it is of."""

    at: int
    kind: CaseEventKind
    staff: int | None
    after: str = ""
    state: str = ""
    note: str = ""
    visibility: Visibility = Visibility.INTERNAL
    of_contact: bool = False


@dataclass(slots=True)
class Asked:
    """A case to be; `place` is its contact's among those it was found in."""

    place: int
    contacted: Contacted
    kind: CaseKind
    priority: Priority
    owner: int
    steps: list[Step] = field(default_factory=list)
    validity: str = ""
    cause: str = ""
    remedy: tuple[int, Remedy] | None = None
    state: CaseStatusKind = CaseStatusKind.OPEN
    closes_on: date = NEVER

    @property
    def subject(self) -> str:
        return self.contacted.summary or self.contacted.reason


@dataclass(slots=True)
class Cases:
    """`share`: of the contacts that could be a case, how many are."""

    random: Random
    staff: int
    zone: ZoneInfo
    end: int
    share: float

    def of(self, contacts: Sequence[Contacted]) -> list[Asked]:
        return [asked for place, contacted in enumerate(contacts) if (asked := self._of(place, contacted)) is not None]

    def _of(self, place: int, contacted: Contacted) -> Asked | None:
        kind, share = _KINDS.get(contacted.reason, (CaseKind.QUESTION, 0.0))
        if self.random.random() >= share * self.share or contacted.outcome == Outcome.WRONG_NUMBER:
            return None
        owner = contacted.staff if contacted.staff is not None else self.random.randrange(self.staff)
        asked = Asked(place, contacted, kind, self.random.choice(_PRIORITIES), owner)
        self._live(asked)
        return asked

    def _live(self, asked: Asked) -> None:
        """What happened up to the last morning; a case whose end lies beyond it is open."""
        for step in self._steps(asked):
            if step.at >= self.end:
                break
            asked.steps.append(step)
            if step.state:
                asked.state = CaseStatusKind(step.state)
            if step.kind == CaseEventKind.CHECKED:
                asked.validity = step.after
            elif step.kind == CaseEventKind.CAUSE:
                asked.cause = step.after
            elif step.kind == CaseEventKind.REMEDY:
                asked.remedy = step.at, Remedy(step.after)
        if asked.state == CaseStatusKind.DONE and asked.steps[-1].kind != CaseEventKind.CLOSED:
            asked.closes_on = local_day(datetime.fromtimestamp(asked.steps[-1].at, UTC), self.zone) + timedelta(days=_CLOSES_AFTER)

    def _steps(self, asked: Asked) -> Iterator[Step]:
        random, owner, at = self.random, asked.owner, asked.contacted.at
        opened = CaseStatusKind.OPEN.value
        yield Step(at, CaseEventKind.OPENED, owner, opened, opened)
        yield Step(at, CaseEventKind.ASSIGNED, owner)
        heard = asked.contacted.channel not in _LIVE or asked.contacted.outcome in (Outcome.MISSED, Outcome.VOICEMAIL)
        spoken = CaseEventKind.HEARD if heard else CaseEventKind.ANSWERED
        yield Step(at, spoken, asked.contacted.staff, visibility=Visibility.CUSTOMER, of_contact=True)
        if asked.kind in (CaseKind.COMPLAINT, CaseKind.BILLING_DISPUTE):
            at = _later(at, random.randint(5 * _MINUTE, 4 * _HOUR))
            yield Step(at, CaseEventKind.CHECKED, owner, random.choice(_VALID))
            yield Step(at, CaseEventKind.CAUSE, owner, random.choice(_CAUSES))
        if random.random() < 0.5:
            at = _later(at, random.randint(10 * _MINUTE, 5 * _HOUR))
            yield Step(at, CaseEventKind.NOTE, owner, note=random.choice(_NOTES))
        if random.random() < 0.35:
            at = _later(at, random.randint(_HOUR, _DAY))
            waiting = random.choice((CaseStatusKind.WAITING_CUSTOMER, CaseStatusKind.WAITING_CUSTOMER, CaseStatusKind.WAITING_OTHER))
            yield Step(at, CaseEventKind.STATUS, owner, waiting, waiting)
            at = _later(at, random.randint(3 * _HOUR, 3 * _DAY))
            yield Step(at, CaseEventKind.STATUS, owner, opened, opened)
        at = _later(at, random.randint(20 * _MINUTE, 2 * _DAY))
        yield Step(at, CaseEventKind.ANSWERED, owner, note=random.choice(_ANSWERS), visibility=Visibility.CUSTOMER)
        if asked.kind == CaseKind.COMPLAINT:
            yield Step(at, CaseEventKind.REMEDY, owner, Remedy.APOLOGY, visibility=Visibility.CUSTOMER)
        yield from self._end(asked, _later(at, random.randint(_HOUR, 4 * _DAY)))

    def _end(self, asked: Asked, at: int) -> Iterator[Step]:
        """Solved, now and then once more, and closed a week later."""
        random, owner, done = self.random, asked.owner, CaseStatusKind.DONE.value
        yield Step(at, CaseEventKind.STATUS, owner, done, done)
        if random.random() < 0.07:
            at = _later(at, random.randint(_HOUR, 5 * _DAY))
            yield Step(at, CaseEventKind.REOPENED, owner, CaseStatusKind.OPEN, CaseStatusKind.OPEN)
            at = _later(at, random.randint(_HOUR, 2 * _DAY))
            yield Step(at, CaseEventKind.STATUS, owner, done, done)
        yield Step(at + _CLOSES_AFTER * _DAY, CaseEventKind.CLOSED, None)


def _later(at: int, seconds: int) -> int:
    """Once somebody is in."""
    return int(in_hours(datetime.fromtimestamp(at + seconds, UTC)).timestamp())
