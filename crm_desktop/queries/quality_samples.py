"""What can be drawn by lot to be judged, and what was drawn, so that anybody can draw again."""

from datetime import date

from crm_desktop.core.kinds import Shelf
from crm_desktop.core.quality_score import COUNTED, JUDGED
from crm_desktop.data.contact_days import NOT_TAKEN
from crm_desktop.queries.lists import rows_of

_OUT = ", ".join(f"'{outcome}'" for outcome in NOT_TAKEN)
_COUNTED = ", ".join(f"'{kind}'" for kind in sorted(COUNTED))
_JUDGED = ", ".join(f"'{state}'" for state in sorted(JUDGED))
_HANDLED = f"""FROM interaction AS held WHERE held.staff_id = ? AND held.started_at >= ? AND held.started_at < ?
AND held.outcome NOT IN ({_OUT}) AND held.shelf <> '{Shelf.TRASH}'"""


def handled(staff_id: int, start: int, end: int) -> int:
    """Conversations of a person from one UTC second to before another; what nobody took, and wrong numbers, are none."""
    ((count,),) = rows_of(f"SELECT COUNT(*) {_HANDLED}", (staff_id, start, end))
    return int(count)


def not_judged(staff_id: int, start: int, end: int) -> list[int]:
    """Ids of those that no supervisor or colleague judges, or is about to."""
    text = f"""SELECT held.id {_HANDLED} AND NOT EXISTS (SELECT 1 FROM assessment AS done
    WHERE done.interaction_id = held.id AND done.kind IN ({_COUNTED})) ORDER BY held.id"""
    return [row_id for (row_id,) in rows_of(text, (staff_id, start, end))]


def newest_judged(staff_id: int) -> date | None:
    """Day of the latest conversation of a person that was judged."""
    ((found,),) = rows_of(f"SELECT MAX(contact_on) FROM assessment WHERE staff_id = ? AND state IN ({_JUDGED})", (staff_id,))
    return date.fromisoformat(found) if found else None


def person_called(login: str) -> tuple[int, str, str] | None:
    """Id, login and name."""
    return next(((row[0], row[1], row[2]) for row in rows_of("SELECT id, login, name FROM staff WHERE login = ?", (login,))), None)
