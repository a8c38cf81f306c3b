"""How well a conversation was handled: what each criterion can be given, and what an assessment comes to, in exact fractions."""

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256
from typing import NamedTuple


class ScorecardState(StrEnum):
    DRAFT = "draft"
    IN_USE = "in_use"
    RETIRED = "retired"


class CriterionScale(StrEnum):
    """Yes or no; no, partly, fully (0-3-5); needs work, meets, exceeds (0-1-2); one to five."""

    YES_NO = "yes_no"
    ZERO_THREE_FIVE = "0_3_5"
    ZERO_ONE_TWO = "0_1_2"
    ONE_TO_FIVE = "1_5"


class AssessmentKind(StrEnum):
    SUPERVISOR = "supervisor"
    PEER = "peer"
    SELF = "self"
    CALIBRATION = "calibration"


class AssessmentState(StrEnum):
    PLANNED = "planned"
    DONE = "done"
    ACKNOWLEDGED = "acknowledged"
    DISPUTED = "disputed"


STEPS: dict[CriterionScale, tuple[int, ...]] = {
    CriterionScale.YES_NO: (0, 1),
    CriterionScale.ZERO_THREE_FIVE: (0, 3, 5),
    CriterionScale.ZERO_ONE_TWO: (0, 1, 2),
    CriterionScale.ONE_TO_FIVE: (1, 2, 3, 4, 5),
}
"""What can be given, the worst first."""
JUDGED = frozenset({AssessmentState.DONE, AssessmentState.ACKNOWLEDGED, AssessmentState.DISPUTED})
COUNTED = frozenset({AssessmentKind.SUPERVISOR, AssessmentKind.PEER})
"""Kinds that make a person's figures: one's own view and a calibration are compared with them, and never counted among them."""


class Given(NamedTuple):
    """What one criterion got; None: it did not apply."""

    scale: CriterionScale
    weight: int
    fatal: bool
    score: int | None


def share(scale: CriterionScale, score: int) -> Fraction:
    """From 0 for the worst to 1 for the best that can be given."""
    lowest, highest = STEPS[scale][0], STEPS[scale][-1]
    return Fraction(score - lowest, highest - lowest)


def failed(given: Given) -> bool:
    """A fatal criterion that got the worst there is."""
    return given.fatal and given.score is not None and given.score == STEPS[given.scale][0]


def quality_score(given: Iterable[Given]) -> Fraction | None:
    """The weighted mean of what applied, from 0 to 1; 0 where a fatal criterion failed; None where nothing with a weight applied."""
    applied = [each for each in given if each.score is not None]
    weight = sum(each.weight for each in applied)
    if any(map(failed, applied)):
        return Fraction(0)
    if not weight:
        return None
    return sum((each.weight * share(each.scale, each.score) for each in applied if each.score is not None), Fraction(0)) / weight


class Passed(NamedTuple):
    """Of the fatal criteria that applied, those that did not fail."""

    passed: int
    applied: int


def compliance(given: Iterable[Given]) -> Passed:
    fatal = [each for each in given if each.fatal and each.score is not None]
    return Passed(sum(not failed(each) for each in fatal), len(fatal))


def mean(scores: Sequence[Fraction]) -> Fraction | None:
    return sum(scores, Fraction(0)) / len(scores) if scores else None


def spread(scores: Sequence[Fraction]) -> Fraction | None:
    """How far the reviewers of one conversation are apart; None for fewer than two."""
    return max(scores) - min(scores) if len(scores) > 1 else None


def drawn(candidates: Collection[int], count: int, seed: str) -> list[int]:
    """Which of the candidates a seed draws: those whose digest with it is least. Anybody can work this out again, in any language."""
    return sorted(candidates, key=lambda row_id: (sha256(f"{seed}:{row_id}".encode()).digest(), row_id))[:count]


def percent(score: Fraction) -> Decimal:
    """As people read it: to a tenth, rounded half up."""
    return Decimal(int(score * 1000 + Fraction(1, 2))) / 10
