"""`new`: a company in a new store."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from crm_desktop.commands.desk import Desk, new_store, place_of, remember
from crm_desktop.commands.keys import new_passphrase
from crm_desktop.commands.progress import progress_bar
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
        " it is encrypted with that. --from makes it of a folder that “export whole” wrote, with everything that is in it."
    ),
    epilog='\b\nExample:\n  crm-desktop new shop.crm --name "Ada\'s Tools" --currency EUR --zone Europe/Berlin'
    "\n  crm-desktop new shop.crm --from /media/stick/open-copy",
)
@click.argument("path", metavar="PATH")
@click.option("--name", metavar="N", help=_("The company's name. Needed unless --from has it."))
@click.option("--currency", metavar="CODE", default="EUR", show_default=True, help=_("Of its prices, by ISO 4217."))
@click.option("--zone", default="Europe/Berlin", show_default=True, help=_("The time zone that its days are counted in."))
@click.option("--locale", default="de_DE", show_default=True, help=_("How it writes numbers and dates."))
@click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4", show_default=True)
@click.option("--from", "folder", metavar="FOLDER", help=_("An open copy, which has a name, currency and all else of its own."))
@click.option("--protect", is_flag=True, help=_("Put a passphrase on it: asked for, or read from --passphrase-file."))
@sheet_option
@click.pass_context
def command(
    context: click.Context, /, path: str, name: str | None, folder: str | None, protect: bool, recovery_sheet: str | None, **wanted: str
) -> None:
    if folder is not None:
        own = ("name", *wanted)
        if any(context.get_parameter_source(each) is ParameterSource.COMMANDLINE for each in own):
            raise click.UsageError(_("An open copy has a name, currency, zone, locale and paper of its own: name none of them."))
        _make_of_copy(context.obj, path, Path(folder), protect, recovery_sheet)
    elif name is None:
        raise click.UsageError(_("Name the company with --name, or an open copy of one with --from."))
    else:
        _make(context.obj, path, name, protect, recovery_sheet, **wanted)


def _make(
    desk: Desk, path: str, name: str, protect: bool, recovery_sheet: str | None, *, currency: str, zone: str, locale: str, paper: str
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


def _make_of_copy(desk: Desk, path: str, folder: Path, protect: bool, recovery_sheet: str | None) -> None:
    from crm_desktop.commands.keys import raw_key
    from crm_desktop.exchange.open_copy_reading import company_from_copy, read_about, unjudged

    place, about = place_of(path), read_about(folder)
    if not protect and raw_key() is not None:
        raise UserError(_("An open copy is protected by a passphrase, with --protect, not by a key of your own. Nothing was made."))
    protection = _protection(desk, place, about.company, recovery_sheet) if protect else None
    with progress_bar(_("Reading")) as tell:
        company_from_copy(folder, place, protection, lambda done, of: tell(done / max(of, 1)))
    remember(place)
    said = _("Made {company} in {path}, as it was on {moment} UTC.")
    click.echo(said.format(company=about.company, path=path, moment=f"{about.made_at:%Y-%m-%d %H:%M}"))
    if warning := unjudged(about):
        click.echo(warning, err=True)
    if about.protected and not protect:
        click.echo(_("It was protected by a passphrase and is not now: “protect” does it again."), err=True)


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
