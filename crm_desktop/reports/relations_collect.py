"""Reads a period's appointments, and what comes next with customers, into plain data."""

from dateutil.relativedelta import relativedelta

from crm_desktop.core.dates import day_bounds, local_day
from crm_desktop.core.figures import Value
from crm_desktop.core.kept_counts import Subject
from crm_desktop.queries import figures_appointments as meetings
from crm_desktop.queries import figures_relations as people
from crm_desktop.queries import risk
from crm_desktop.queries.figures_appointments import Met
from crm_desktop.queries.lists import at
from crm_desktop.reports.monthly_reach import Reach, View, login
from crm_desktop.reports.periods import Period
from crm_desktop.reports.relations_data import Appointments, MetRow, Relations, RiskRow, SilentRow, TermRow

SILENT_MONTHS = 6
MISSED, TERMS, AT_RISK = 10, 20, 10
"""Rows that each list shows at most."""


def appointments(view: View) -> Appointments | None:
    """None where nobody plans appointments."""
    if not meetings.has_appointments():
        return None
    figures = (
        view.compared(lambda reach: reach.count("appointments_held", reach.met_in_all.held)),
        view.compared(lambda reach: reach.count("appointments_no_show", reach.met_in_all.no_show)),
        view.compared(lambda reach: _no_show_share(reach, reach.met_in_all)),
        view.compared(lambda reach: reach.count("appointments_cancelled", reach.met_in_all.cancelled)),
        view.compared(lambda reach: reach.count("appointments_unsettled", reach.met_in_all.unsettled)),
    )
    owners = sorted(view.now.met, key=lambda owner: login(view, owner))
    return Appointments(figures, tuple(_met_row(view, owner, view.now.met[owner]) for owner in owners))


def _no_show_share(reach: Reach, met: Met) -> Value:
    return reach.share("no_show_share", met.no_show, met.held + met.no_show)


def _met_row(view: View, owner: int | None, met: Met) -> MetRow:
    now = view.now
    return MetRow(
        login(view, owner),
        now.count("appointments_held", met.held),
        now.count("appointments_no_show", met.no_show),
        _no_show_share(now, met),
        now.count("appointments_cancelled", met.cancelled),
        now.count("appointments_unsettled", met.unsettled),
    )


def relations(view: View, currency: str) -> Relations | None:
    """The company's customers; None in a report of single colleagues."""
    if view.now.scope.staff:
        return None
    coming = view.now.period.later()
    terms = people.terms(coming.first, coming.last)
    shown = people.most_missed(*_silence(view, view.now), MISSED)
    return Relations(
        silent=view.compared(lambda reach: reach.count("customers_silent", people.silent_customers(*_silence(view, reach)))),
        most_missed=tuple(SilentRow(row.number, row.spent, local_day(at(row.last_at), view.zone)) for row in shown),
        first=coming.first,
        last=coming.last,
        currency=currency,
        agreements=_agreements(terms),
        terms=tuple(TermRow(term.customer, term.id, term.on, term.renews, term.price, term.currency) for term in terms[:TERMS]),
        risk=view.compared(at_risk),
        at_risk=_most_at_risk(view.now),
        birthdays=(Value("birthdays", len(birthdays_in(coming))),) if people.has_birthdays() else (),
    )


def at_risk(reach: Reach) -> Value:
    since, until = _risky(reach)
    kept = reach.kept.told(Subject.CUSTOMERS_AT_RISK, since, until=reach.until)
    return reach.count("customers_at_risk", len(risk.ids_at_risk(since, until)) if kept is None else kept)


def _most_at_risk(reach: Reach) -> tuple[RiskRow, ...]:
    return tuple(RiskRow(each.number, each.complaints, each.answer) for each in risk.at_risk(*_risky(reach), AT_RISK).first)


def _risky(reach: Reach) -> tuple[int, int]:
    return risk.since(reach.period.last, reach.zone), min(reach.scope.end, reach.until + 1)


def birthdays_in(period: Period) -> list[people.Birthday]:
    return people.birthdays(period.first, period.last)


def _agreements(terms: list[people.Term]) -> tuple[Value, ...]:
    """Left out where nobody records agreements."""
    if not people.has_agreements():
        return ()
    renewing = sum(term.renews for term in terms)
    return Value("agreements_ending", len(terms) - renewing), Value("agreements_renewing", renewing)


def _silence(view: View, reach: Reach) -> tuple[int, int]:
    """The six months up to the end of the period, or to the moment the data goes to if that is earlier."""
    end = min(reach.scope.end, reach.until + 1)
    since = local_day(at(end - 1), view.zone) - relativedelta(months=SILENT_MONTHS)
    return int(day_bounds(since, view.zone)[1].timestamp()), end
