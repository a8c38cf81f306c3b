"""The raw times of a conversation while it goes on: when it began, was held, ended, and when the work after it was done."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

Span = tuple[datetime, datetime]
NOTHING = timedelta(0)


class CallState(StrEnum):
    TALK = "talk"
    HOLD = "hold"
    WRAP_UP = "wrap_up"


@dataclass(frozen=True, slots=True)
class CallClock:
    """Every step gives a new clock. Times are in UTC; `held_since` only while it is held."""

    began: datetime
    holds: tuple[Span, ...] = ()
    held_since: datetime | None = None
    ended: datetime | None = None

    def state(self) -> CallState:
        if self.ended is not None:
            return CallState.WRAP_UP
        return CallState.TALK if self.held_since is None else CallState.HOLD

    def hold(self, now: datetime) -> "CallClock":
        return replace(self, held_since=now) if self.state() == CallState.TALK else self

    def resume(self, now: datetime) -> "CallClock":
        if self.held_since is None:
            return self
        return replace(self, holds=(*self.holds, (self.held_since, max(now, self.held_since))), held_since=None)

    def end(self, now: datetime) -> "CallClock":
        """They hung up; who was held is held no more."""
        return self if self.ended is not None else replace(self.resume(now), ended=max(now, self.began))

    def go_on(self) -> "CallClock":
        """It had not ended after all."""
        return replace(self, ended=None)

    def held(self, now: datetime) -> timedelta:
        running = now - self.held_since if self.held_since is not None else NOTHING
        return sum((end - start for start, end in self.holds), max(running, NOTHING))

    def talked(self, now: datetime) -> timedelta:
        return max((self.ended or now) - self.began - self.held(now), NOTHING)

    def wrapped(self, now: datetime) -> timedelta:
        """How long since they hung up."""
        return max(now - self.ended, NOTHING) if self.ended is not None else NOTHING

    def to_text(self) -> str:
        spans = [[_seconds(start), _seconds(end)] for start, end in self.holds]
        return json.dumps([_seconds(self.began), spans, _seconds(self.held_since), _seconds(self.ended)])

    @classmethod
    def from_text(cls, text: str) -> "CallClock":
        began, spans, held_since, ended = json.loads(text)
        holds = tuple((_at(start), _at(end)) for start, end in spans)
        return cls(_at(began), holds, _at(held_since) if held_since else None, _at(ended) if ended else None)


def _seconds(when: datetime | None) -> int:
    return int(when.timestamp()) if when is not None else 0


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
