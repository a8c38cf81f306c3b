"""What figures can be narrowed by: people and teams, channels, reasons."""

from typing import NamedTuple

from crm_desktop.queries.figures import reasons
from crm_desktop.queries.lists import rows_of

Choice = tuple[str, tuple[int, ...]]
"""A name, and the ids that it stands for."""


class Sides(NamedTuple):
    """`people`: teams with whoever is in them, then everybody by name. A reason stands for those below it too."""

    people: tuple[Choice, ...]
    channels: tuple[Choice, ...]
    reasons: tuple[Choice, ...]


def sides() -> Sides:
    channels = rows_of("SELECT name, id FROM channel ORDER BY position, id")
    staff = rows_of("SELECT name, id FROM staff ORDER BY name, id")
    return Sides(
        (*_teams(), *((name, (row_id,)) for name, row_id in staff)), tuple((name, (row_id,)) for name, row_id in channels), _reasons()
    )


def _teams() -> list[Choice]:
    found: dict[str, list[int]] = {}
    text = """SELECT team.name, member.staff_id FROM team JOIN team_member AS member ON member.team_id = team.id
ORDER BY team.name, member.staff_id"""
    for name, staff_id in rows_of(text):
        found.setdefault(name, []).append(staff_id)
    return [(name, tuple(ids)) for name, ids in found.items()]


def _reasons() -> tuple[Choice, ...]:
    named = reasons()
    above = dict(rows_of("SELECT id, parent_id FROM contact_reason"))
    ranked = sorted(named, key=lambda row_id: named[row_id].name)
    return tuple((named[row_id].name, tuple(each for each in named if _is_below(each, row_id, above))) for row_id in ranked)


def _is_below(reason_id: int | None, top: int, above: dict[int, int | None]) -> bool:
    seen = set[int]()
    while reason_id is not None and reason_id not in seen:
        if reason_id == top:
            return True
        seen.add(reason_id)
        reason_id = above[reason_id]
    return False
