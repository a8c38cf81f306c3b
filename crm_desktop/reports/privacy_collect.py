"""Reads a period's data protection into plain data."""

from datetime import date

from crm_desktop.core.dates import local_day
from crm_desktop.core.figures import Value
from crm_desktop.core.privacy import BACKED_UP, FAILED_BACKUP
from crm_desktop.queries import figures_privacy as kept
from crm_desktop.queries.lists import at
from crm_desktop.reports.monthly_reach import Reach, View
from crm_desktop.reports.privacy_data import IncidentTold, Privacy, RequestOpen

MOST = 20
"""Rows that each list shows at most."""


def privacy(view: View) -> Privacy | None:
    """The company's; None in a report of single colleagues, and where nothing of it was ever written down."""
    if view.now.scope.staff or not kept.has_privacy():
        return None
    last, scope = view.now.period.last, view.now.scope
    return Privacy(
        figures=tuple(view.compared(lambda reach, place=place: _figures(reach)[place]) for place in range(len(_figures(view.now)))),  # type: ignore[misc]
        standing=(Value("customers_unreachable", kept.unreachable()),),
        incidents=tuple(_incident(view, each) for each in kept.incident_lines(scope, MOST)),
        requests=tuple(
            RequestOpen(each.id, each.kind, each.customer, each.due_on, (each.due_on - min(last, _today(view.now))).days)
            for each in kept.open_requests(last, MOST)
        ),
    )


def _figures(reach: Reach) -> tuple[Value, ...]:
    told = kept.told_of(reach.scope, reach.until)
    asked = kept.asked_in(reach.period.first, reach.period.last, _today(reach))
    given, withdrawn = kept.consents(reach.scope)
    persons, records = kept.erased(reach.scope)
    oldest = kept.oldest_backup(reach.scope, reach.until) if reach.has_data else None
    return (
        reach.count("incidents_found", told.found),
        reach.share("incidents_in_time", told.in_time, told.due),
        reach.count("requests_received", asked.received),
        reach.share("requests_in_time", asked.in_time, asked.due),
        reach.count("requests_open", asked.open),
        reach.count("consents_given", given),
        reach.count("consents_withdrawn", withdrawn),
        reach.count("persons_erased", persons),
        reach.count("records_let_go", records),
        reach.count("exports_made", kept.noted("export", reach.scope)),
        reach.count("sign_ins_failed", kept.noted("failed sign-in", reach.scope)),
        reach.count("backups_made", kept.noted(BACKED_UP, reach.scope)),
        reach.count("backups_failed", kept.noted(FAILED_BACKUP, reach.scope)),
        Value("backup_oldest", oldest, None if oldest is None else 1),
        reach.count("customers_merged", kept.merged(reach.scope)),
    )


def _today(reach: Reach) -> date:
    """The day that the data goes to."""
    return local_day(at(reach.until), reach.zone) if reach.until < 2**40 else date.max


def _incident(view: View, each: kept.IncidentLine) -> IncidentTold:
    hours = (each.told_at - each.found_at) // 3_600 if each.told_at else None
    return IncidentTold(each.id, local_day(at(each.found_at), view.zone), each.persons, each.risk, hours)
