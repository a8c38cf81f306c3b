"""What customers answered: counts for figures, and what each survey came to.

Asked and declined count when it was asked, scores when they were given; every sum is a whole number, shares are made later.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Literal, NamedTuple

from crm_desktop.core.survey_kinds import DETRACTORS, NO_SCORE, SCALES, ResponseState, SurveyKind
from crm_desktop.queries.figures import Scope
from crm_desktop.queries.lists import rows_of

By = Literal["staff_id", "product_id", "channel", "survey_id"]
"""What totals are kept apart by."""


class Asked(NamedTuple):
    """Of those asked in a period. The response rate is answered ÷ asked."""

    asked: int = 0
    answered: int = 0
    declined: int = 0

    def plus(self, other: "Asked") -> "Asked":
        return Asked(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


class Scores(NamedTuple):
    """How many gave which score, in a period. `counts` is by score."""

    kind: SurveyKind
    counts: Mapping[int, int]

    @property
    def answered(self) -> int:
        return sum(self.counts.values())

    @property
    def total(self) -> int:
        return sum(score * count for score, count in self.counts.items())

    @property
    def good(self) -> int:
        """CSAT: 4 and 5; NPS: promoters, 9 and 10."""
        return sum(count for score, count in self.counts.items() if score >= SCALES[self.kind].good)

    @property
    def detractors(self) -> int:
        """NPS: 0 to 6."""
        return sum(count for score, count in self.counts.items() if score <= DETRACTORS)

    def plus(self, other: "Scores") -> "Scores":
        both = {*self.counts, *other.counts}
        return Scores(self.kind, {score: self.counts.get(score, 0) + other.counts.get(score, 0) for score in sorted(both)})


def asked(scope: Scope) -> dict[SurveyKind, Asked]:
    """Of each kind of survey; one that nobody was asked is not there. `scope.staff` is whom it is about."""
    rows = rows_of(
        f"""
SELECT survey.kind, COUNT(*), SUM(CASE WHEN asked.state = '{ResponseState.ANSWERED}' THEN 1 ELSE 0 END),
    SUM(CASE WHEN asked.state = '{ResponseState.DECLINED}' THEN 1 ELSE 0 END)
FROM survey_response AS asked JOIN survey ON survey.id = asked.survey_id
WHERE {scope.where("asked.asked_at", "asked.staff_id")} GROUP BY survey.kind""",
        scope.params,
    )
    return {SurveyKind(kind): Asked(*map(int, counts)) for kind, *counts in rows}


def scores(scope: Scope) -> dict[SurveyKind, Scores]:
    """What was answered; a kind that nobody answered is not there."""
    text = f"""SELECT 0, survey.kind, answered.score, COUNT(*) {_answered(scope)} GROUP BY survey.kind, answered.score"""
    return _scores(rows_of(text, scope.params)).get(0, {})


def scores_by(column: By, scope: Scope) -> dict[int | str | None, dict[SurveyKind, Scores]]:
    """The same for each person, product, channel or survey; None: about nobody or nothing."""
    text = f"""SELECT answered.{column}, survey.kind, answered.score, COUNT(*) {_answered(scope)}
GROUP BY answered.{column}, survey.kind, answered.score"""
    return _scores(rows_of(text, scope.params))


def answered_ids(scope: Scope, kind: SurveyKind, lowest: int = 0, highest: int = 10) -> list[int]:
    """Responses with such a score, for whoever opens a figure; the latest first."""
    text = f"""SELECT answered.id {_answered(scope)} AND survey.kind = ? AND answered.score BETWEEN ? AND ?
ORDER BY answered.answered_at DESC, answered.id DESC"""
    return [row_id for (row_id,) in rows_of(text, (*scope.params, kind, lowest, highest))]


class ProductFeedback(NamedTuple):
    """What was answered about one product: numbers by kind, and the latest words."""

    product_id: int
    sku: str
    name: str
    scores: Mapping[SurveyKind, Scores]
    low: int


def product_feedback(scope: Scope, limit: int = 10) -> list[ProductFeedback]:
    """Products with answers in the period: those with most low scores first."""
    text = f"""SELECT answered.product_id, survey.kind, answered.score, COUNT(*) {_answered(scope)}
AND answered.product_id IS NOT NULL GROUP BY answered.product_id, survey.kind, answered.score"""
    by_product = _scores(rows_of(text, scope.params))
    low = dict(
        rows_of(
            f"""SELECT answered.product_id, COUNT(*) {_answered(scope)} AND answered.product_id IS NOT NULL
AND survey.low_score IS NOT NULL AND answered.score <= survey.low_score GROUP BY answered.product_id""",
            scope.params,
        )
    )
    names = {row_id: (sku, name) for row_id, sku, name in rows_of("SELECT id, sku, name FROM product")} if by_product else {}
    found = [ProductFeedback(int(row_id or 0), *names[row_id], kinds, int(low.get(row_id, 0))) for row_id, kinds in by_product.items()]
    return sorted(found, key=lambda each: (-each.low, -sum(kind.answered for kind in each.scores.values()), each.sku))[:limit]


def _answered(scope: Scope) -> str:
    return f"""FROM survey_response AS answered JOIN survey ON survey.id = answered.survey_id
WHERE {scope.where("answered.answered_at", "answered.staff_id")} AND answered.score > {NO_SCORE}"""


def _scores(rows: list[tuple[int | str | None, str, int, int]]) -> dict[int | str | None, dict[SurveyKind, Scores]]:
    counts: defaultdict[int | str | None, defaultdict[SurveyKind, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    for key, kind, score, count in sorted(rows, key=lambda row: (str(row[0]), row[1], row[2])):
        counts[key][SurveyKind(kind)][score] = int(count)
    return {key: {kind: Scores(kind, held) for kind, held in kinds.items()} for key, kinds in counts.items()}
