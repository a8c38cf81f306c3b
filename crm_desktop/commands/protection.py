"""What the commands that protect a company have in common: its recovery key is handed over before anything is written."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crm_desktop.commands.keys import may_ask
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _

if TYPE_CHECKING:
    from crm_desktop.services.protection import NewProtection

sheet_option = click.option(
    "--recovery-sheet", metavar="FILE.pdf", help=_("Print the recovery key there. Needed where nobody can be asked to type it back.")
)


def hand_over(new: "NewProtection", path: Path, company: str, sheet: str | None) -> None:
    """On paper where a file is named, and on a terminal, where it is typed back. Raises UserError where neither can be."""
    if sheet is not None:
        _print(new, path, company, Path(sheet))
    if may_ask():
        _type_back(new)
    elif sheet is None:
        text = _("Nobody can be shown the recovery key here. Nothing was made; let --recovery-sheet name a file for it.")
        raise UserError(text)


def _print(new: "NewProtection", path: Path, company: str, sheet: Path) -> None:
    from crm_desktop.reports.recovery_sheet import RecoverySheet, draw

    draw(RecoverySheet(new.sheet_words(), path.name, company, datetime.now().astimezone().date()), sheet)
    click.echo(_("The recovery key is in {sheet}. Print it, put it away, and remove the file.").format(sheet=sheet))


def _type_back(new: "NewProtection") -> None:
    click.echo(_("The recovery key opens the company when nobody knows the passphrase any more. Write it down or print it:"))
    click.echo(f"\n  {new.sheet_words()}\n")
    while True:
        try:
            new.demand_typed_back(click.prompt(_("Type it once, from your sheet")))
        except UserError as error:
            click.echo(error, err=True)
        else:
            return
