"""Reads what was typed and not yet saved."""

from crm_desktop.core.read_json import kept_object
from crm_desktop.queries.lists import rows_of


def draft(form: str, staff_id: int) -> dict[str, str]:
    """Empty when nothing was left behind."""
    found = rows_of("SELECT content FROM unsaved_form WHERE staff_id = ? AND form = ?", (staff_id, form))
    return kept_object(found[0][0]) if found else {}


def drafts_like(start: str, staff_id: int) -> list[str]:
    """The forms whose names begin so and that something was left behind in, the oldest first."""
    text = "SELECT form FROM unsaved_form WHERE staff_id = ? AND form LIKE ? ORDER BY id"
    return [row[0] for row in rows_of(text, (staff_id, f"{start}%"))]
