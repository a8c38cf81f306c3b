"""`new`: a company in a new store."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from crm_desktop.commands.desk import Desk, new_store, place_of
from crm_desktop.commands.keys import new_passphrase
from crm_desktop.commands.protection import hand_over, sheet_option
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _

if TYPE_CHECKING:
    from crm_desktop.services.protection import NewProtection


@click.command(
    "new",
    help=_(
        "Make a company in a new store at PATH, a file or an empty database on a server. It opens next when no store is named."
        " With --protect it is encrypted, and opens with a passphrase. Where CRM_DESKTOP_KEY_FILE names a file with a key instead,"
        " it is encrypted with that."
    ),
    epilog='\b\nExample:\n  crm-desktop new shop.crm --name "Ada\'s Tools" --currency EUR --zone Europe/Berlin',
)
@click.argument("path", metavar="PATH")
@click.option("--name", metavar="N", required=True, help=_("The company's name."))
@click.option("--currency", metavar="CODE", default="EUR", show_default=True, help=_("Of its prices, by ISO 4217."))
@click.option("--zone", default="Europe/Berlin", show_default=True, help=_("The time zone that its days are counted in."))
@click.option("--locale", default="de_DE", show_default=True, help=_("How it writes numbers and dates."))
@click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4", show_default=True)
@click.option("--protect", is_flag=True, help=_("Put a passphrase on it: asked for, or read from --passphrase-file."))
@sheet_option
@click.pass_obj
def command(
    desk: Desk, path: str, name: str, currency: str, zone: str, locale: str, paper: str, protect: bool, recovery_sheet: str | None
) -> None:
    from crm_desktop.core.formats import locale_of
    from crm_desktop.services.company import CompanyInput, found_company

    wanted = CompanyInput(name, currency, zone, locale, paper).checked()
    locale_of(locale)
    place, protection = place_of(path), None
    if protect:
        protection = _protection(desk, place, wanted.name, recovery_sheet)
    with new_store(place, protection):
        found_company(wanted)
    click.echo(_("Made {company} in {path}.").format(company=wanted.name, path=path))


def _protection(desk: Desk, place: Path | str, company: str, sheet: str | None) -> "NewProtection":
    """Nothing is made before its recovery key was handed over."""
    from crm_desktop.services.protection import new_protection

    if isinstance(place, str):
        raise UserError(_("A server's company is protected by its administrator. Nothing was made."))
    if place.exists():
        raise UserError(_("There is a file of that name already. Nothing was changed; choose another name."))
    new = new_protection(new_passphrase(desk.passphrase_file))
    hand_over(new, place, company, sheet)
    return new
