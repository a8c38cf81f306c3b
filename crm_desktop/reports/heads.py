"""What every report over a period asks first: of which days and whose, in which language and on what paper."""

from collections.abc import Callable
from datetime import date
from typing import Protocol

from crm_desktop.core.dates import zone_of
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.queries import figures_people as people
from crm_desktop.queries.figure_targets import targets
from crm_desktop.queries.figures_company import Setting, setting
from crm_desktop.reports.monthly_data import Head
from crm_desktop.reports.parameters import checked_paper
from crm_desktop.reports.periods import Period, checked_period, month_of
from crm_desktop.reports.wording import checked_language


class PeriodParameters(Protocol):
    """`month` or both of `since` and `until`; without any, the month of the newest record."""

    @property
    def month(self) -> date | None: ...
    @property
    def since(self) -> date | None: ...
    @property
    def until(self) -> date | None: ...
    @property
    def compare(self) -> date | None: ...
    @property
    def staff(self) -> tuple[str, ...]: ...
    @property
    def hide_names(self) -> bool: ...
    @property
    def language(self) -> str: ...
    @property
    def paper(self) -> str: ...


def company_setting() -> Setting:
    """Raises UserError in a store without a company."""
    where = setting()
    if where is None:
        raise UserError(_("This store has no company yet, so there is nothing to report. Make one with “new”, or import one."))
    return where


def staff_ids(logins: tuple[str, ...]) -> tuple[int, ...]:
    """Raises UserError for a login that nobody has."""
    ids = {login: row_id for row_id, login in people.staff_logins().items()}
    for login in logins:
        if login not in ids:
            raise UserError(_("Nobody here has the login “{login}”. Nothing was printed.").format(login=login))
    return tuple(ids[login] for login in logins)


def head_of(
    wanted: PeriodParameters,
    where: Setting,
    newest: Callable[[], date | None],
    *,
    hide_team: bool = False,
    list_interactions: bool = False,
) -> Head:
    """`newest`: the day whose month is meant when none is said. Raises UserError for a period, a language or a paper that is not there."""
    period = _period(wanted, newest)
    last_moment = period.seconds(zone_of(where.zone))[1]
    return Head(
        company=where.company,
        locale=where.locale,
        language=checked_language(wanted.language),
        zone=where.zone,
        paper=checked_paper(wanted.paper, where.paper),
        period=period,
        compared=month_of(wanted.compare) if wanted.compare else period.earlier(),
        year_ago=period.year_earlier(),
        as_of=where.as_of,
        operation=where.operation,
        is_final=where.as_of is not None and int(where.as_of.timestamp()) >= last_moment,
        staff=wanted.staff,
        hide_names=wanted.hide_names,
        hide_team=hide_team,
        list_interactions=list_interactions,
        targets=targets(),
    )


def _period(wanted: PeriodParameters, newest: Callable[[], date | None]) -> Period:
    if wanted.month and (wanted.since or wanted.until):
        raise UserError(_("Say a month, or a first and a last day, not both. Nothing was printed."))
    if bool(wanted.since) != bool(wanted.until):
        raise UserError(_("A period needs its first and its last day. Nothing was printed."))
    if wanted.since and wanted.until:
        return checked_period(wanted.since, wanted.until)
    chosen = wanted.month or newest()
    if chosen is None:
        raise UserError(_("There are no records yet. Say for which month you want the report."))
    first = month_of(chosen) if 1971 <= chosen.year <= 9990 else Period(chosen, chosen)
    return checked_period(first.first, first.last)
