"""What a company aims at with a figure, and how near a period came to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from crm_desktop.core.figure import PLAIN, STORED, Better, Figure, Unit
from crm_desktop.core.figures import FIGURES_BY_ID, Value

_NEAR = Fraction(1, 10)
"""Missed by so much of the target, or less, is near it."""
_TYPED = {Unit.SHARE: Fraction(1, 100), Unit.SECONDS: Fraction(60)}
"""What people say: percent of a share, minutes of a time."""


class Reached(StrEnum):
    MET = "met"
    NEAR = "near"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Target:
    """`stored`: ten-thousandths of what people say: percent for shares, minutes for times, days, money or the number itself."""

    figure: str
    stored: int

    @property
    def amount(self) -> Fraction:
        """As a value's amount: of one for shares, seconds for times."""
        return Fraction(self.stored, STORED) * _TYPED.get(FIGURES_BY_ID[self.figure].unit, 1)

    def reached(self, value: Value) -> Reached | None:
        """None where nothing, or too little, is known."""
        if value.amount is None or not value.is_enough:
            return None
        missing = self.amount - value.amount
        if FIGURES_BY_ID[self.figure].better is Better.LESS:
            missing = -missing
        if missing <= 0:
            return Reached.MET
        return Reached.NEAR if missing <= abs(self.amount) * _NEAR else Reached.MISSED


def can_aim(figure: Figure) -> bool:
    """Where neither more nor less is better there is nothing to aim at."""
    return figure.better is not Better.NEITHER


def judged(targets: Iterable[Target], *, is_month: bool, is_whole: bool) -> dict[str, Target]:
    """By figure. What is counted or added up is aimed at for the whole company in one month, and not judged for anything else."""
    return {each.figure: each for each in targets if (is_month and is_whole) or FIGURES_BY_ID[each.figure].unit not in PLAIN}
