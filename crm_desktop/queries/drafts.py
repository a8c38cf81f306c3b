"""Reads what was typed and not yet saved."""

import json

from crm_desktop.queries.lists import rows_of


def draft(form: str, staff_id: int) -> dict[str, str]:
    """Empty when nothing was left behind."""
    found = rows_of("SELECT content FROM unsaved_form WHERE staff_id = ? AND form = ?", (staff_id, form))
    return json.loads(found[0][0]) if found else {}
