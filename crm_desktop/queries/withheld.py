"""What history tells only to some: what a colleague's assessment held is for them, for who judged it, and for those who see everybody's."""

from collections.abc import Mapping
from typing import Any

from crm_desktop.core.actors import Actor
from crm_desktop.core.quality_score import JUDGED, AssessmentKind
from crm_desktop.queries.lists import rows_of
from crm_desktop.queries.quality import sees_everybody

_ASSESSMENT = "SELECT staff_id, reviewer_id, kind, state FROM assessment WHERE id = ?"
_ABOUT_SOMEBODY = frozenset({"assessment", "assessment_score", "quality_sample", "training"})
"""Tables."""


def is_withheld(table: str, row_id: int, recorded: Mapping[str, Any], by: Actor) -> bool:
    """Of one row, with what history has of it. Of what is gone, and cannot be told whose it was, nothing is shown."""
    if table not in _ABOUT_SOMEBODY or sees_everybody(by):
        return False
    if table == "assessment":
        return not _may_read(row_id, recorded, by)
    if table == "assessment_score":
        whose = rows_of("SELECT assessment_id FROM assessment_score WHERE id = ?", (row_id,))
        assessment = whose[0][0] if whose else recorded.get("assessment")
        return assessment is None or not _may_read(int(assessment), {}, by)
    stored = rows_of(f"SELECT staff_id FROM {table} WHERE id = ?", (row_id,))
    return bool((stored[0][0] if stored else recorded.get("staff")) != by.id)


def _may_read(assessment_id: int, recorded: Mapping[str, Any], by: Actor) -> bool:
    """As the page Quality shows them: one's own once it was judged, and what is one's own to judge."""
    stored = rows_of(_ASSESSMENT, (assessment_id,))
    staff, reviewer, kind, state = stored[0] if stored else [recorded.get(name) for name in ("staff", "reviewer", "kind", "state")]
    return bool(reviewer == by.id or (staff == by.id and state in JUDGED and kind != AssessmentKind.CALIBRATION))
