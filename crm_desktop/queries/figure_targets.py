"""What the company aims at with its figures."""

from decimal import Decimal
from typing import NamedTuple

from crm_desktop.core.figure import Figure
from crm_desktop.core.figure_targets import Target, can_aim
from crm_desktop.core.figures import FIGURES, FIGURES_BY_ID
from crm_desktop.core.money import from_store
from crm_desktop.queries.lists import rows_of


class TargetRow(NamedTuple):
    """A figure that can have a target; without one `target` is None."""

    id: int
    figure: Figure
    target: Decimal | None


def targets() -> tuple[Target, ...]:
    """A figure that this version no longer knows is left out."""
    rows = rows_of("SELECT figure, aim FROM figure_target ORDER BY figure")
    return tuple(Target(*row) for row in rows if row[0] in FIGURES_BY_ID)


def target_rows(figures: frozenset[str]) -> list[TargetRow]:
    """Of these figures, in the order of their definitions."""
    known = {each.figure: from_store(each.stored) for each in targets()}
    listed = (figure for figure in FIGURES if can_aim(figure) and figure.id in figures)
    return [TargetRow(place, figure, known.get(figure.id)) for place, figure in enumerate(listed, start=1)]
