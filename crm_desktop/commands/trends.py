"""`trends`: what customers contact the company about more than usual."""

from datetime import date

import click

from crm_desktop.commands.desk import Desk
from crm_desktop.commands.output import print_json, print_table
from crm_desktop.core.dates import parse_month, utc_now, zone_of
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.rights import Right, demand
from crm_desktop.core.rising import By
from crm_desktop.queries.trends import MONTHS, Rise, Trends, newest_month, rising, span_of

_BY, _MONTHS = list(map(str, By)), list(map(str, MONTHS))


@click.command(
    "trends",
    help=_(
        "Show the reasons for which customers contacted the company more often than usual in a month: at least three times and half as"
        " much again as the months before. “chance” is how likely so many are if nothing changed, by the exact conditional test of two"
        " Poisson rates; “corrected” is that for having looked at all pairs together (Benjamini and Hochberg)."
    ),
    epilog="\b\nExample:\n  crm-desktop trends --by carrier --month 2026-10",
)
@click.option(
    "--by", type=click.Choice(list(map(str, By))), default=str(By.ALL), show_default=True, help=_("Each reason together with this.")
)
@click.option("--month", metavar="YYYY-MM", help=_("The month of the newest contact, unless given."))
@click.option(
    "--months", type=click.Choice(list(map(str, MONTHS))), default="12", show_default=True, help=_("How far back, this month included.")
)
@click.option("--json", "as_json", is_flag=True, help=_("As JSON, for programs."))
@click.pass_obj
def command(desk: Desk, by: str, month: str | None, months: str, as_json: bool) -> None:
    from crm_desktop.queries.desk import company_facts

    with desk.opened() as actor:
        demand(actor, Right.REPORT)
        facts = company_facts()
        assert facts is not None, "who acts belongs to a company"
        zone = zone_of(facts.zone)
        wanted = parse_month(month) if month else newest_month(zone)
        span = wanted and span_of(wanted, int(months), zone, utc_now())
        if not wanted or not span:
            raise UserError(_("There are no contacts of that time. Nothing was counted; choose another month."))
        found = rising(By(by), span)
    if as_json:
        print_json(_told(found, wanted))
    elif found.rises is None:
        click.echo(_("There is no time before this month to compare it with."))
    else:
        heads = ("reason", *(() if found.by is By.ALL else (by,)), "contacts", "usual", "times", "chance", "corrected")
        print_table(heads, (_cells(rise, found.by) for rise in found.rises))


def _told(found: Trends, month: date) -> dict[str, object]:
    return {
        "month": f"{month:%Y-%m}",
        "by": str(found.by),
        "contacts": found.contacts,
        "compared": found.compared,
        "records": None if found.rises is None else [
            {
                "reason": rise.reason, "named": rise.named, "contacts": rise.now, "before": rise.before, "usual": round(rise.usual, 2),
                "times": None if rise.times is None else round(rise.times, 2), "chance": rise.chance, "corrected": rise.corrected,
                "more_than_chance": rise.is_sure,
            }
            for rise in found.rises
        ],
    }  # fmt: skip


def _cells(rise: Rise, by: By) -> tuple[str, ...]:
    return (
        rise.reason, *(() if by is By.ALL else (rise.named,)), str(rise.now), f"{rise.usual:.1f}",
        _("new") if rise.times is None else f"{rise.times:.1f}", f"{rise.chance:.2g}", f"{rise.corrected:.2g}",
    )  # fmt: skip
