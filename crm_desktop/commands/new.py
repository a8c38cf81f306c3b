"""`new`: a company in a new store."""

import click

from crm_desktop.commands.desk import new_store, place_of
from crm_desktop.core.i18n import _


@click.command(
    "new",
    help=_(
        "Make a company in a new store at PATH, a file or an empty database on a server. It opens next when no store is named."
        " Where CRM_DESKTOP_KEY_FILE names a file with a key, the new file is encrypted with it."
    ),
    epilog='\b\nExample:\n  crm-desktop new shop.crm --name "Ada\'s Tools" --currency EUR --zone Europe/Berlin',
)
@click.argument("path", metavar="PATH")
@click.option("--name", metavar="N", required=True, help=_("The company's name."))
@click.option("--currency", metavar="CODE", default="EUR", show_default=True, help=_("Of its prices, by ISO 4217."))
@click.option("--zone", default="Europe/Berlin", show_default=True, help=_("The time zone that its days are counted in."))
@click.option("--locale", default="de_DE", show_default=True, help=_("How it writes numbers and dates."))
@click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4", show_default=True)
def command(path: str, name: str, currency: str, zone: str, locale: str, paper: str) -> None:
    from crm_desktop.core.formats import locale_of
    from crm_desktop.services.company import CompanyInput, found_company

    wanted = CompanyInput(name, currency, zone, locale, paper).checked()
    locale_of(locale)
    with new_store(place_of(path)):
        found_company(wanted)
    click.echo(_("Made {company} in {path}.").format(company=wanted.name, path=path))
