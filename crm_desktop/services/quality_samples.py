"""Conversations drawn by lot, so that nobody can say they were picked: the seed and what was drawn from are kept."""

import json
import secrets
from dataclasses import dataclass
from datetime import date

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.dates import local_day, month_bounds, parse_month, zone_of
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.quality_score import AssessmentKind, drawn
from crm_desktop.core.rights import Right
from crm_desktop.core.text import clean_line
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import Assessment, Company, Interaction, QualitySample, Staff
from crm_desktop.data.numbering import next_numbers
from crm_desktop.queries.quality_samples import handled, not_judged
from crm_desktop.services.assessments import demand_reviewer, usable_scorecard

MOST_DRAWN = 50


@dataclass(frozen=True, slots=True)
class SampleInput:
    """`month` is written `2026-10`. `seed` empty: a new one. `reviewer_id` None: who draws."""

    scorecard_id: int
    staff_id: int
    month: str
    count: int = 4
    reviewer_id: int | None = None
    seed: str = ""


def draw_sample(wanted: SampleInput, by: Actor, key: str | None = None) -> Change:
    """So many conversations that the person had that month and nobody judged yet, each with an assessment to be made.

    Raises UserError where there is none to draw from.
    """
    with operation(N_("Drew {count} of {found} conversations to be assessed"), by, may=Right.ASSESS, key=key) as done:
        month, reviewer = parse_month(wanted.month), wanted.reviewer_id or by.id
        if not 1 <= wanted.count <= MOST_DRAWN:
            raise UserError(_("Draw from 1 to {most} conversations. Nothing was drawn.").format(most=MOST_DRAWN))
        scorecard = usable_scorecard(wanted.scorecard_id)
        demand_reviewer(AssessmentKind.SUPERVISOR, wanted.staff_id, reviewer, scorecard)
        sample = _sample(wanted, month, by)
        done.insert(sample)
        ids = drawn(sample.candidates, sample.wanted, sample.seed)
        _plan(sample, ids, reviewer, done)
        done.numbers.update(count=len(ids), found=len(sample.candidates))
    return done.change


def _sample(wanted: SampleInput, month: date, by: Actor) -> QualitySample:
    start, end = (int(moment.timestamp()) for moment in month_bounds(month, zone_of(Company.the().zone)))
    candidates = not_judged(wanted.staff_id, start, end)
    if not candidates:
        raise UserError(
            _("{name} has no conversation in {month} that was not judged yet. Nothing was drawn; choose another month.").format(
                name=Staff.get_by_id(wanted.staff_id).name, month=wanted.month
            )
        )
    return QualitySample(
        scorecard=wanted.scorecard_id, staff=wanted.staff_id, month=f"{month:%Y-%m}", seed=clean_line(wanted.seed) or secrets.token_hex(8),
        wanted=wanted.count, handled=handled(wanted.staff_id, start, end), drawn_from=json.dumps(candidates), drawn_by=by.id,
    )  # fmt: skip


def _plan(sample: QualitySample, ids: list[int], reviewer_id: int, done: Done) -> None:
    zone, calls = zone_of(Company.the().zone), Interaction.by_ids(ids)
    done.insert(
        *(
            Assessment(
                number=number, scorecard=sample.scorecard_id, sample=sample, interaction=row_id, staff=sample.staff_id,
                reviewer=reviewer_id, kind=AssessmentKind.SUPERVISOR, contact_on=local_day(calls[row_id].started_at, zone),
            )
            for row_id, number in zip(ids, next_numbers(Assessment, len(ids)), strict=True)
        )
    )  # fmt: skip
