"""The course of a case, from the raw times of its events: when it was solved and came back, whose turn it was for how long."""

from collections.abc import Iterator
from typing import NamedTuple

from crm_desktop.core.kinds_of_service import WAITING, CaseStatusKind
from crm_desktop.core.sla_clock import Clock, Hold

DONE = CaseStatusKind.DONE


class Course(NamedTuple):
    """Moments in UTC seconds, each list in its order. `steps` are when it came into a kind of status, `answers` when the customer heard
    from us, `heard` when they got in touch.

    Nothing after the moment that was asked for is in it, but `status` is the company's word for where it stands today.
    """

    case_id: int
    opened_at: int
    kind: str
    priority: str
    assignee_id: int | None
    steps: tuple[tuple[int, str], ...]
    answers: tuple[int, ...]
    heard: tuple[int, ...]
    channel: str = ""
    status: str = ""

    def closings(self) -> list[int]:
        """When it was solved, each time."""
        return [at for at, state, before in self._turns() if state == DONE and before != DONE]

    def reopenings(self) -> list[int]:
        return [at for at, state, before in self._turns() if before == DONE and state != DONE]

    def state_at(self, moment: int) -> str:
        """Before it was opened: nothing."""
        return next((state for at, state in reversed(self.steps) if at < moment), "")

    @property
    def first_response(self) -> int | None:
        """Seconds until the customer heard from us; a conversation it was opened in is an answer at once."""
        return max(self.answers[0] - self.opened_at, 0) if self.answers else None

    @property
    def contacts(self) -> int:
        """How often the customer heard from us or got in touch."""
        return len(self.answers) + len(self.heard)

    def responses(self) -> Iterator[tuple[int, int]]:
        """When we answered, and how long after the earliest message that nobody had answered; without the first response."""
        waiting: int | None = None
        messages = iter(self.heard)
        message = next(messages, None)
        for place, answer in enumerate(self.answers):
            while message is not None and message <= answer:
                waiting = message if waiting is None else waiting
                message = next(messages, None)
            if waiting is not None and place:
                yield answer, answer - waiting
            waiting = None

    def spent(self, state: CaseStatusKind, until: int) -> int:
        """Seconds in this kind of status, from its opening to this moment."""
        return sum(end - start for start, end in self._spans(until, (state,)))

    def working(self, until: int, clock: Clock) -> int:
        """Working time up to this moment in which it was our turn: nothing while somebody else's, or while it was solved."""
        resting = self._spans(until, (*WAITING, DONE))
        return clock.elapsed(self.opened_at, until, [Hold(start, end) for start, end in resting])

    def _spans(self, until: int, states: tuple[CaseStatusKind, ...]) -> list[tuple[int, int]]:
        ends = [*(at for at, _state in self.steps[1:]), until]
        spans = ((at, min(end, until)) for (at, state), end in zip(self.steps, ends, strict=True) if state in states)
        return [(start, end) for start, end in spans if end > start]

    def _turns(self) -> Iterator[tuple[int, str, str]]:
        before = ""
        for at, state in self.steps:
            yield at, state, before
            before = state


def median_times_cases(seconds: list[int]) -> int:
    """So that a median too is two whole numbers: the middle one, or the mean of both in the middle, times how many there are."""
    if not seconds:
        return 0
    ranked = sorted(seconds)
    low, high = ranked[(len(ranked) - 1) // 2], ranked[len(ranked) // 2]
    return (low + high) // 2 * len(ranked)
