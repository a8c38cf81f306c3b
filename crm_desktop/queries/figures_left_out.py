"""What lies in a period and is not counted, or will not be for long: told at the end of a report."""

from typing import NamedTuple

from crm_desktop.core.kinds import OrderState, Shelf
from crm_desktop.queries.figures import Scope
from crm_desktop.queries.lists import rows_of


class LeftOut(NamedTuple):
    merged: int
    drafts: int
    thrown_away: int


def left_out(scope: Scope) -> LeftOut:
    """Cases that became part of another, drafts of orders, interactions in the trash."""
    parts = (
        ("support_case AS asked", "asked.opened_at", "asked.assignee_id", "asked.merged_into_id IS NOT NULL"),
        ("sales_order AS placed", "placed.ordered_at", "placed.staff_id", f"placed.state = '{OrderState.DRAFT}'"),
        ("interaction AS held", "held.started_at", "held.staff_id", f"held.shelf = '{Shelf.TRASH}'"),
    )
    texts = (f"SELECT COUNT(*) FROM {source} WHERE {scope.where(at, who)} AND {condition}" for source, at, who, condition in parts)
    return LeftOut(*(int(rows_of(text, scope.params)[0][0]) for text in texts))
