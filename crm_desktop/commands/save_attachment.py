"""`save-attachment`: an attached file, out of the store again."""

from pathlib import Path

import click

from crm_desktop.commands.desk import Desk
from crm_desktop.core.i18n import _


@click.command(
    "save-attachment",
    help=_(
        "Write an attached file to TO: a folder, where it gets its own name, or a file that is not there yet; without TO, here."
        " NUMBER is the one that “list attachments” shows. The file is compared with what was attached; a damaged one is refused."
    ),
    epilog="\b\nExample:\n  crm-desktop list attachments --where record = CU-00001\n  crm-desktop save-attachment 7 Downloads",
)
@click.argument("number", metavar="NUMBER", type=click.IntRange(1, 2**31))
@click.argument("to", metavar="[TO]", default=".")
@click.pass_obj
def command(desk: Desk, number: int, to: str) -> None:
    from crm_desktop.core.file_names import looks_like_program
    from crm_desktop.exchange.attached_files import save_attachment

    with desk.opened() as actor:
        path = save_attachment(number, Path(to), actor)
    click.echo(_("Saved {path}.").format(path=path))
    if looks_like_program(path.name):
        click.echo(_("It looks like a program, or like something that can run one. Open it only if you trust who sent it."), err=True)
