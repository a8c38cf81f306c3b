"""Counts of appointments for figures: held, nobody came, cancelled, nothing noted."""

from typing import NamedTuple

from crm_desktop.core.kinds_of_trade import AppointmentState
from crm_desktop.queries.figures import Scope
from crm_desktop.queries.lists import rows_of


class Met(NamedTuple):
    """`unsettled`: their time has passed, and they are still planned."""

    held: int = 0
    no_show: int = 0
    cancelled: int = 0
    unsettled: int = 0

    def plus(self, other: "Met") -> "Met":
        return Met(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


def met_by_owner(scope: Scope, until: int) -> dict[int | None, Met]:
    """`until`: how far the data goes; what ends after it is not unsettled."""

    def count(condition: str) -> str:
        return f"SUM(CASE WHEN {condition} THEN 1 ELSE 0 END)"

    text = f"""
SELECT met.owner_id, {count(f"met.state = '{AppointmentState.HELD}'")}, {count(f"met.state = '{AppointmentState.NO_SHOW}'")},
    {count(f"met.state = '{AppointmentState.CANCELLED}'")}, {count(f"met.state = '{AppointmentState.PLANNED}' AND met.ends_at <= ?")}
FROM appointment AS met WHERE {scope.where("met.starts_at", "met.owner_id")} GROUP BY met.owner_id"""
    return {row[0]: Met(*map(int, row[1:])) for row in rows_of(text, (until, *scope.params))}


def has_appointments() -> bool:
    return bool(rows_of("SELECT 1 FROM appointment LIMIT 1"))
