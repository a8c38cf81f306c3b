"""What is kept of figures, so that looking at them again is quick. It follows from the records: no history, no right to ask for."""

from collections.abc import Sequence

from crm_desktop.core.changes import Change
from crm_desktop.core.kept_counts import Counted
from crm_desktop.data import contact_days, kept
from crm_desktop.data.audit import lock_head
from crm_desktop.data.database import write
from crm_desktop.queries.counting_ahead import Piece

_FEW = 5


def keep_days(days: Sequence[tuple[int, int]]) -> Change:
    """Days of the calendar in UTC seconds, that `missing_days` named. A few at once: who saves meanwhile waits for no more."""
    for start in range(0, len(days), _FEW):
        with write():
            lock_head()
            contact_days.keep(days[start : start + _FEW])
    return Change()


def keep_counts(counted: Sequence[Counted]) -> Change:
    """What was counted because it was not kept. What an operation came after is left: it is counted again when somebody looks again."""
    with write():
        kept.keep(counted, lock_head()[0])
    return Change()


def keep_piece(piece: Piece) -> Change:
    """What was counted ahead."""
    return keep_counts(piece.counted) if piece.counted else keep_days(piece.days)
