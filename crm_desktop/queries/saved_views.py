"""Reads the named ways of looking at a list: this person's own, and those that are shared in the company."""

from typing import NamedTuple

from crm_desktop.queries.lists import rows_of

SHARED = 0
"""Stands for everybody where else stands whose view it is."""
MONTHLY = "every month"
"""The page under which reports that are wanted every month are kept: with history, and gone with undo, as views are."""


class View(NamedTuple):
    """`content` is JSON that the window reads: filter, columns, order."""

    id: int
    version: int
    name: str
    is_shared: bool
    content: str


_VIEWS = "SELECT id, version, name, staff_id, content FROM saved_view WHERE page = ? AND staff_id IN (?, ?)"


def saved_views(page: str, staff_id: int) -> tuple[View, ...]:
    """By name; shared ones after a person's own."""
    rows = rows_of(_VIEWS, (page, staff_id, SHARED))
    found = [View(row_id, version, name, owner == SHARED, content) for row_id, version, name, owner, content in rows]
    return tuple(sorted(found, key=lambda view: (view.is_shared, view.name.casefold(), view.id)))
