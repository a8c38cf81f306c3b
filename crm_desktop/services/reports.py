"""Keeps what was printed, so that last year's report prints the same figures again. A run is outside history: it changes no record."""

import json
from datetime import datetime
from typing import Any, NamedTuple

from crm_desktop.core.actors import Actor
from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.read_json import kept_object
from crm_desktop.core.rights import Right, demand
from crm_desktop.data.database import write
from crm_desktop.data.models import ReportRun


class KeptRun(NamedTuple):
    """`figures` as they were made; `fingerprint` is the SHA-256 of the PDF of that time."""

    id: int
    report: str
    parameters: dict[str, Any]
    figures: dict[str, Any]
    fingerprint: str
    as_of: int
    at: datetime


def may_report(by: Actor) -> None:
    """Raises NotAllowed for a role that may not run reports."""
    demand(by, Right.REPORT)


def keep_run(report: str, parameters: dict[str, Any], figures: dict[str, Any], fingerprint: str, as_of: int, by: Actor) -> int:
    """`as_of`: the operation that the data went to. Gives the run's number."""
    demand(by, Right.REPORT)
    with write():
        run = ReportRun.create(
            report=report,
            parameters=json.dumps(parameters, ensure_ascii=False),
            figures=json.dumps(figures, ensure_ascii=False),
            fingerprint=fingerprint,
            as_of=as_of,
            staff_id=by.id,
            at=utc_now(),
        )
    return int(run.id)


def kept_run(run_id: int, by: Actor) -> KeptRun:
    """Raises UserError when no such run was kept."""
    demand(by, Right.REPORT)
    run = ReportRun.get_or_none(id=run_id)
    if run is None:
        raise UserError(_("No report was kept under the number {run}. Nothing was printed.").format(run=run_id))
    return KeptRun(run.id, run.report, kept_object(run.parameters), kept_object(run.figures), run.fingerprint, run.as_of, run.at)


def kept_runs(by: Actor, limit: int = 100) -> list[KeptRun]:
    """Newest first, without their figures."""
    demand(by, Right.REPORT)
    rows = ReportRun.select().order_by(ReportRun.id.desc()).limit(limit)
    return [KeptRun(run.id, run.report, kept_object(run.parameters), {}, run.fingerprint, run.as_of, run.at) for run in rows]
