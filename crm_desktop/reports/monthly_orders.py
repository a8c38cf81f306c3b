"""Reports that somebody wants every month: which, with what parameters, and which of them are due."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import N_
from crm_desktop.core.plain import from_plain, to_plain
from crm_desktop.core.read_json import kept_object
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.queries.report_runs import is_kept
from crm_desktop.queries.saved_views import MONTHLY, View, saved_views
from crm_desktop.reports.registry import REPORTS, Report
from crm_desktop.services.saved_views import Said, remove_view, save_view


class Wanted(NamedTuple):
    """`parameters` without a month; `view` is where it is kept."""

    report: Report
    parameters: Any
    view: View


class Due(NamedTuple):
    report: Report
    parameters: Any
    month: date


def wanted_every_month(by: Actor) -> list[Wanted]:
    """What is kept of a report that is no longer known here is passed over: an older program may meet a newer's."""
    by_name = {report.name: report for report in REPORTS}
    found = []
    for view in saved_views(MONTHLY, by.id):
        if view.name in by_name:
            report = by_name[view.name]
            found.append(Wanted(report, from_plain(report.parameters, kept_object(view.content)), view))
    return found


def want_every_month(report: Report, parameters: Any, by: Actor) -> Change:
    """From the next month on, with everything that was asked for but the time."""
    general = replace(parameters, month=None, since=None, until=None, compare=None)
    return save_view(MONTHLY, report.name, json.dumps(to_plain(general)), by, said=_said(report))


def want_no_longer(wanted: Wanted, by: Actor) -> Change:
    return remove_view(wanted.view.id, wanted.view.version, by, said=_said(wanted.report))


def _said(report: Report) -> Said:
    return Said(N_("Wanted “{name}” every month"), N_("No longer wanted “{name}” every month"), report.title)


def due_now(today: date, by: Actor) -> list[Due]:
    """Of the month before this one, what nobody kept yet."""
    if Right.REPORT not in RIGHTS[by.role]:
        return []
    month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    found = []
    for wanted in wanted_every_month(by):
        parameters = replace(wanted.parameters, month=month)
        if not is_kept(wanted.report.name, to_plain(parameters)):
            found.append(Due(wanted.report, parameters, month))
    return found
