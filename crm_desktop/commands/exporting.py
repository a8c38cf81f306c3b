"""`export`: records for other programs."""

from pathlib import Path

import click

from crm_desktop.commands.desk import Desk
from crm_desktop.commands.progress import progress_bar
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.queries.subjects import BY_NAME

EVERYTHING, WHOLE = "everything", "whole"


@click.command(
    "export",
    help=_(
        "Write the records of WHAT to FILE, whose ending says how: .csv, .xlsx or .json, .vcf for customers with their contacts as cards,"
        " and .ics for appointments. WHAT is one of {what}; or everything, which goes to a new folder with a file for each of these and a"
        " description of their columns; or whole, which writes every table with its history and every attached file to a new folder, of"
        " which “new --from” makes the company again."
    ).format(what=", ".join(BY_NAME)),
    epilog="\b\nExamples:\n  crm-desktop export customers customers.xlsx\n  crm-desktop export customers phone-book.vcf\n"
    "  crm-desktop export appointments calendar.ics --where state = planned\n"
    "  crm-desktop export orders orders.csv --where ordered_at = 2026-10\n  crm-desktop export everything exported --format json\n"
    "  crm-desktop export whole /media/stick/open-copy",
)
@click.argument("what", metavar="WHAT", type=click.Choice([*BY_NAME, EVERYTHING, WHOLE]))
@click.argument("file", metavar="FILE")
@click.option(
    "--where", "where", nargs=3, multiple=True, metavar="FIELD OP VALUE", help=_("Only those for which this holds, as in “list”.")
)
@click.option("--sort", metavar="FIELD", default="", help=_("In this order; -FIELD puts the greatest first."))
@click.option("--all", "put_away", is_flag=True, help=_("Also what lies in the archive or the trash; of everything it is always there."))
@click.option("--format", "kind", type=click.Choice(["csv", "json", "xlsx"]), default="csv", show_default=True, help=_("Of everything."))
@click.option("--mark", is_flag=True, help=_("Begin CSV files with the mark by which Excel knows UTF-8."))
@click.pass_obj
def command(
    desk: Desk, what: str, file: str, where: tuple[tuple[str, str, str], ...], sort: str, put_away: bool, kind: str, mark: bool
) -> None:
    if what in (EVERYTHING, WHOLE) and (where or sort):
        raise click.UsageError(_("Everything goes out whole: --where and --sort go with one list."))
    from crm_desktop.exchange.export import export, export_everything
    from crm_desktop.queries.listing import Question

    if what == WHOLE:
        _write_whole(desk, Path(file))
        return
    with desk.opened() as actor:
        if what == EVERYTHING:
            count = sum(export_everything(Path(file), actor, ending=f".{kind}", mark=mark).values())
        else:
            count = export(Question(BY_NAME[what], where, sort, put_away=put_away), Path(file), actor, mark=mark)
    said = ngettext("Exported {count} record to {{file}}.", "Exported {count} records to {{file}}.", count)
    click.echo(said.format(file=file))


def _write_whole(desk: Desk, folder: Path) -> None:
    from crm_desktop.exchange.open_copy_writing import still_readable, write_open_copy

    with desk.opened() as actor, progress_bar(_("Writing")) as tell:
        written = write_open_copy(folder, actor, lambda done, of: tell(done / max(of, 1)))
    said = _("Wrote the whole company to {folder}: {rows} rows and {files} files.")
    click.echo(said.format(folder=folder, rows=written.rows, files=written.files))
    click.echo(still_readable(written.protected), err=True)
