"""Whether this computer's clock can be right: nothing was saved in the future."""

from datetime import datetime, timedelta

from crm_desktop.core.dates import utc_now
from crm_desktop.data.database import fetch
from crm_desktop.queries.lists import at

NEAR_ENOUGH = timedelta(minutes=10)
"""Clocks of two computers differ by less."""
_LAST = "SELECT at FROM operation ORDER BY sequence DESC LIMIT 1"


def saved_in_the_future() -> datetime | None:
    """When the last operation was saved, where that is still to come by this computer's clock. Nothing is ordered by it, nor changed."""
    found = fetch(_LAST)
    last = at(found[0][0]) if found else None
    return last if last is not None and last - utc_now() > NEAR_ENOUGH else None
