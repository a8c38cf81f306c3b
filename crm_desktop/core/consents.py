"""What somebody allows, told from everything they ever said about it: what they said last counts."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from crm_desktop.core.text import fold


class ConsentState(StrEnum):
    GIVEN = "given"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    NEVER = "never asked"


class Said(NamedTuple):
    """`channel` empty: by any. Withdrawn in the moment it was given: they said no when they were asked."""

    purpose: str
    channel: str
    given_at: datetime
    withdrawn_at: datetime | None

    @property
    def state(self) -> ConsentState:
        if self.withdrawn_at is None:
            return ConsentState.GIVEN
        return ConsentState.REFUSED if self.withdrawn_at == self.given_at else ConsentState.WITHDRAWN


class Standing(NamedTuple):
    """`since` is when they said so."""

    state: ConsentState
    since: datetime | None = None

    @property
    def allows(self) -> bool:
        return self.state is ConsentState.GIVEN


def standing_of(said: Iterable[Said], purpose: str, channel: str = "") -> Standing:
    """Whether this may be done by this channel (empty: by any). A no in the same moment outweighs a yes."""
    about = [each for each in said if fold(each.purpose) == fold(purpose)]
    told: list[tuple[datetime, bool, ConsentState]] = []
    for each in about:
        if each.withdrawn_at is not None and each.channel in ("", channel):
            told.append((each.withdrawn_at, True, each.state))
        if each.state is not ConsentState.REFUSED and each.channel in ("", channel):
            told.append((each.given_at, False, ConsentState.GIVEN))
    if not told:
        return Standing(ConsentState.NEVER)
    since, _is_no, state = max(told, key=lambda each: each[:2])
    return Standing(state, since)
