"""Side by side what happens at the same time: in which lane of how many each span stands."""

from collections.abc import Sequence
from typing import NamedTuple


class Placed(NamedTuple):
    lane: int
    lanes: int
    """As many as are needed anywhere among the spans that hang together."""


def placed(spans: Sequence[tuple[int, int]]) -> list[Placed]:
    """In the order given. Spans that only touch do not overlap; one without length takes a unit."""
    found = [Placed(0, 1)] * len(spans)
    group: list[tuple[int, int]] = []
    ends: list[int] = []
    for place in sorted(range(len(spans)), key=lambda each: (spans[each][0], -spans[each][1], each)):
        begins, stops = spans[place][0], max(spans[place][1], spans[place][0] + 1)
        if ends and begins >= max(ends):
            _close(found, group, len(ends))
            group, ends = [], []
        free = next((lane for lane, end in enumerate(ends) if end <= begins), len(ends))
        ends[free : free + 1] = [stops]
        group.append((place, free))
    _close(found, group, len(ends))
    return found


def _close(found: list[Placed], group: list[tuple[int, int]], lanes: int) -> None:
    for place, lane in group:
        found[place] = Placed(lane, lanes)
