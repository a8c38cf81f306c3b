"""What the one field finds, as rows: records under a heading of their kind, and commands."""

from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.core.changes import Entity
from crm_desktop.core.i18n import _
from crm_desktop.queries.search import Hit, everything
from crm_desktop.ui.models.cells import Cell, Heading
from crm_desktop.ui.palette import Command
from crm_desktop.ui.words import ENTITIES, ENTITY_ICONS

EXACT = -1_000
"""The heading above what has exactly the number that was typed."""
_KINDS = (*Entity, None)
"""None: a command."""


class Found(NamedTuple):
    """A hit or a command with an id that no other has."""

    id: int
    what: Hit | Command


def exact_rows(hits: Sequence[Hit]) -> list[Found | Heading]:
    if not hits:
        return []
    return [Heading(EXACT, _("This number")), *(Found(_number(hit.record_id, hit.kind), hit) for hit in hits)]


def records(text: str, but: Sequence[Hit]) -> list[Found | Heading]:
    """A heading before the first hit of each kind."""
    rows: list[Found | Heading] = []
    last: Entity | None = None
    known = {(hit.kind, hit.record_id) for hit in but}
    for hit in everything(text):
        if (hit.kind, hit.record_id) in known:
            continue
        if hit.kind != last:
            rows.append(Heading(-3 - _KINDS.index(hit.kind), _(ENTITIES[hit.kind])))
        last = hit.kind
        rows.append(Found(_number(hit.record_id, hit.kind), hit))
    return rows


def command_rows(heading: int, title: str, commands: Sequence[tuple[int, Command]]) -> list[Found | Heading]:
    """Commands with their numbers."""
    if not commands:
        return []
    return [Heading(heading, title), *(Found(_number(number, None), each) for number, each in commands)]


def meant_by(found: int) -> tuple[int, Entity | None]:
    """A record's id and kind, or a command's number and None."""
    number, place = divmod(found, len(_KINDS))
    return number, _KINDS[place]


def cell(row: Found) -> Cell:
    if isinstance(row.what, Command):
        return Cell(row.what.title, row.what.group, icon=row.what.icon or "zap", aside=row.what.keys)
    return Cell(row.what.title, row.what.second, icon=ENTITY_ICONS[row.what.kind], aside=row.what.number)


def _number(number: int, kind: Entity | None) -> int:
    return number * len(_KINDS) + _KINDS.index(kind)
