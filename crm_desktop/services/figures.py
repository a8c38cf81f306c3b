"""What is kept of figures, so that looking at them again is quick. It follows from the records: no history, no right to ask for."""

from collections.abc import Sequence

from crm_desktop.core.changes import Change
from crm_desktop.data.contact_days import keep
from crm_desktop.data.database import write


def keep_days(days: Sequence[tuple[int, int]]) -> Change:
    """Days of the calendar in UTC seconds, that `missing_days` named."""
    with write():
        keep(days)
    return Change()
