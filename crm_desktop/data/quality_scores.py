"""What assessments come to, kept beside them so that lists can be sorted by it."""

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from crm_desktop.core.quality_score import CriterionScale, Given, quality_score
from crm_desktop.data.database import database, execute_many, fetch

_GIVEN = """SELECT got.assessment_id, criterion.scale, criterion.weight, criterion.fatal, got.score
FROM assessment_score AS got JOIN criterion ON criterion.id = got.criterion_id WHERE got.assessment_id IN ({})"""
_NONE, _WHOLE = -10_000, 1_000_000


def set_scores(ids: Sequence[int]) -> None:
    """Up to a few hundred at once."""
    given: defaultdict[int, list[Given]] = defaultdict(list)
    for assessment_id, scale, weight, fatal, score in fetch(_GIVEN.format(", ".join([database.param] * len(ids))), ids):
        given[assessment_id].append(Given(CriterionScale(scale), weight, bool(fatal), score))
    scores = [(stored_percent(quality_score(given[row_id])), row_id) for row_id in ids]
    execute_many("UPDATE assessment SET score = ? WHERE id = ?", scores)


def stored_percent(score: Fraction | None) -> int:
    """Ten-thousandths of a percent, rounded half up; -1 % for none."""
    return _NONE if score is None else int(score * _WHOLE + Fraction(1, 2))
