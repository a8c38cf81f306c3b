"""The section about data protection: incidents, requests, consents, what was erased, and whom nobody can reach."""

from reportlab.platypus import Flowable

from crm_desktop.core.formats import NOTHING
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.privacy import HOURS, RequestKind, Risk
from crm_desktop.reports.page import heading, together
from crm_desktop.reports.privacy_data import IncidentTold, Privacy, RequestOpen
from crm_desktop.reports.sheet import PeriodSheet, compared_table, standing_table
from crm_desktop.reports.tables import Column, Table, number

_RISKS = {Risk.NONE: N_("none"), Risk.RISK: N_("some"), Risk.HIGH: N_("high")}
_KINDS = {
    RequestKind.ACCESS: N_("Access"), RequestKind.CORRECTION: N_("Correction"), RequestKind.ERASURE: N_("Erasure"),
    RequestKind.OBJECTION: N_("Objection"), RequestKind.RESTRICTION: N_("Restriction"), RequestKind.PORTABILITY: N_("Hand over"),
}  # fmt: skip


def privacy(sheet: PeriodSheet, told: Privacy) -> list[Flowable]:
    story: list[Flowable] = [together(_("Data protection"), compared_table(sheet, told.figures), level=0)]
    if told.incidents:
        story += [*heading(_("Incidents"), 1), _incidents(sheet, told.incidents)]
    if told.requests:
        story += [*heading(_("Requests still open"), 1), _requests(sheet, told.requests)]
    return [*story, together(_("Whom nobody can reach"), standing_table(sheet, _("Today"), told.standing))]


def _incidents(sheet: PeriodSheet, rows: tuple[IncidentTold, ...]) -> Flowable:
    formats = sheet.formats

    def told(row: IncidentTold) -> str:
        if row.hours is None:
            return _("need not be told") if row.risk == Risk.NONE else _("not told yet")
        said = _("after {hours} h") if row.hours <= HOURS else _("after {hours} h, late")
        return said.format(hours=formats.number(row.hours))

    return Table(
        [Column(_("No.")), Column(_("Found"), weight=1), number(_("People")), Column(_("Risk"), weight=1),
         Column(_("Authority"), weight=2)],
        rows,
        lambda row: (
            str(row.number), formats.day(row.found_on), formats.number(row.persons) if row.persons else NOTHING,
            _(_RISKS[Risk(row.risk)]), told(row),
        ),
    )  # fmt: skip


def _requests(sheet: PeriodSheet, rows: tuple[RequestOpen, ...]) -> Flowable:
    formats = sheet.formats

    def left(row: RequestOpen) -> str:
        if row.days < 0:
            return _("{days} days late").format(days=formats.number(-row.days))
        return _("{days} days left").format(days=formats.number(row.days))

    return Table(
        [Column(_("No.")), Column(_("Asks for"), weight=2), Column(_("Customer"), weight=2), Column(_("Due"), weight=1),
         Column(_("Left"), weight=1)],
        rows,
        lambda row: (
            str(row.number), _(_KINDS[RequestKind(row.request)]), row.customer or NOTHING, formats.day(row.due_on), left(row),
        ),
    )  # fmt: skip
