"""`import`: what other programs wrote, by a mapping."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from crm_desktop.commands.desk import Desk, new_store
from crm_desktop.commands.failures import PARTLY_DONE
from crm_desktop.commands.output import print_table
from crm_desktop.commands.progress import progress_bar
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, ngettext

_SHOWN = 5
"""Rejected rows that are named at once; the rest are in the file of rejects, and in “list rejects”."""


@click.command(
    "import",
    help=_(
        "Bring in the CSV or XLSX files that MAPPING.toml describes. Into a path where nothing is, it makes the company that the mapping's"
        " [company] table states. A second import of the same files changes nothing. The exit status is 3 where some rows were left out."
    ),
    epilog="\b\nExamples:\n  crm-desktop --store shop.crm import shop.toml --data exported --rejects left-out.csv\n"
    "  crm-desktop --store shop.crm import --from northwind exported\n"
    "  crm-desktop --store shop.crm import --from vcard contacts.vcf --dry-run\n"
    "  crm-desktop import --undo 3",
)
@click.argument("paths", metavar="[MAPPING.toml | FILE…]", nargs=-1)
@click.option("--data", metavar="FOLDER", help=_("Where the files lie; without it, beside the mapping."))
@click.option("--from", "known", metavar="NAME", help=_("Read what a known system wrote; FILE… are its files, or the folder they lie in."))
@click.option(
    "--encoding", metavar="NAME", default="", help=_("With --from: the encoding of files that do not say it, as in windows-1252.")
)
@click.option("--dates", type=click.Choice(["DMY", "MDY"]), help=_("With --from: whether days or months come first in 3/4/2024."))
@click.option(
    "--people-as-customers",
    is_flag=True,
    help=_("With --from: people who have a company become customers themselves; otherwise they are contacts of that company."),
)
@click.option("--list", "only_list", is_flag=True, help=_("Name the known systems."))
@click.option("--undo", "undone", metavar="RUN", type=click.IntRange(1, 2**31), help=_("Take out what this import brought."))
@click.option("--dry-run", is_flag=True, help=_("Say what would come in, and write nothing."))
@click.option("--rejects", metavar="FILE", help=_("Write the rows that were left out there, as CSV with line and reason."))
@click.pass_obj
def command(
    desk: Desk,
    paths: tuple[str, ...],
    data: str | None,
    known: str | None,
    encoding: str,
    dates: str | None,
    people_as_customers: bool,
    only_list: bool,
    undone: int | None,
    dry_run: bool,
    rejects: str | None,
) -> int:
    if only_list:
        print_table((_("name"), _("what it reads")), _systems())
        return 0
    if undone is not None:
        return _undo(desk, undone)
    from crm_desktop.exchange.known_systems import Asked, reader_of

    asked = Asked(encoding, dates or "", people_as_customers)
    listed = Path(rejects) if rejects else None
    reader = reader_of(known or "")
    if reader is not None:
        return _read(desk, reader, [Path(path) for path in (*paths, *([data] if data else ()))], asked, listed, dry_run=dry_run)
    if asked != Asked():
        raise click.UsageError(
            _("A mapping states its encodings and dates itself: these options go with --from and a system that has none.")
        )
    mapping, found = _places(paths, data, known)
    return _run(desk, mapping, found, listed, dry_run=dry_run)


def _read(desk: Desk, reader: Any, paths: Sequence[Path], asked: Any, rejects: Path | None, *, dry_run: bool) -> int:
    """Without a mapping, into the company that is there."""
    from crm_desktop.exchange.known_systems import import_from
    from crm_desktop.services.backups import Reason, back_up_before

    if not paths:
        raise click.UsageError(_("Name the files to read, or the folder they lie in."))
    with desk.opened() as actor, progress_bar(_("Importing")) as tell:
        result = import_from(
            reader,
            paths,
            asked,
            by=actor,
            dry_run=dry_run,
            rejects=rejects,
            progress=tell,
            back_up=lambda: back_up_before(Reason.IMPORT, actor),
        )
    return _say(result, dry_run=dry_run)


def _run(desk: Desk, mapping: Path, data: Path | tuple[Path, ...] | None, rejects: Path | None, *, dry_run: bool) -> int:
    from crm_desktop.data.restore import is_broken_off

    address = desk.address()
    if isinstance(address, str) or address.exists() or is_broken_off(address):
        return _into_company(desk, mapping, data, rejects, dry_run=dry_run)
    return _into_nothing(address, mapping, data, rejects, dry_run=dry_run)


def _into_company(desk: Desk, mapping: Path, data: Path | tuple[Path, ...] | None, rejects: Path | None, *, dry_run: bool) -> int:
    from crm_desktop.exchange.importing import run_import
    from crm_desktop.services.backups import Reason, back_up_before

    with desk.opened() as actor, progress_bar(_("Importing")) as tell:
        result = run_import(
            mapping, data, by=actor, dry_run=dry_run, rejects=rejects, progress=tell, back_up=lambda: back_up_before(Reason.IMPORT, actor)
        )
    return _say(result, dry_run=dry_run)


def _into_nothing(address: Path, mapping: Path, data: Path | tuple[Path, ...] | None, rejects: Path | None, *, dry_run: bool) -> int:
    """The company that the mapping states. A dry run leaves nothing behind."""
    from crm_desktop.core.actors import FOUNDER
    from crm_desktop.exchange.importing import prepare, write_prepared
    from crm_desktop.services.company import found_company

    with progress_bar(_("Importing")) as tell:
        prepared = prepare(mapping, data, progress=tell)
        stated = prepared.mapping.company
        assert stated is not None, "prepare refuses a mapping that states none where there is no store"
        try:
            with new_store(address):
                found_company(stated)
                result = write_prepared(prepared, by=FOUNDER, dry_run=dry_run, rejects=rejects, progress=tell)
                _stop_if(dry_run)
        except _OnlyTried:
            return _say(result, dry_run=True)
    return _say(result, dry_run=False)


class _OnlyTried(Exception):
    """Takes the new store away again."""


def _stop_if(only_tried: bool) -> None:
    if only_tried:
        raise _OnlyTried


def _undo(desk: Desk, run: int) -> int:
    from crm_desktop.exchange.importing import undo_import
    from crm_desktop.services.backups import Reason, back_up_before

    with desk.opened() as actor:
        back_up_before(Reason.IMPORT, actor)
        undone = undo_import(run, by=actor)
    click.echo(_("Import {run} was taken out.").format(run=run))
    for row in undone.kept:
        click.echo(_("Kept, since it was changed or used meanwhile: {table} {name}").format(table=row.table, name=row.name))
    return PARTLY_DONE if undone.kept else 0


def _places(paths: Sequence[str], data: str | None, known: str | None) -> tuple[Path, Path | tuple[Path, ...] | None]:
    """The mapping, and the folder of its files where that is not the mapping's own, or the files."""
    if known is not None:
        return _known_mapping(known), _files_of(paths, data)
    if len(paths) != 1:
        raise click.UsageError(_("Name one mapping file, or a known system with --from; “import --list” names those."))
    return Path(paths[0]), Path(data) if data else None


def _files_of(paths: Sequence[str], data: str | None) -> Path | tuple[Path, ...]:
    found = [Path(path) for path in (*paths, *([data] if data else ()))]
    if len(found) == 1 and found[0].is_dir():
        return found[0]
    if not found or data is not None or any(path.is_dir() for path in found):
        raise click.UsageError(_("Name the folder where the files of that system lie, or the files."))
    return tuple(found)


def _known() -> list[Path]:
    """Those that somebody kept in the window, and those that are shipped."""
    from crm_desktop.exchange.saved_mappings import mapping_files

    return sorted(mapping_files())


def _known_mapping(name: str) -> Path:
    for path in _known():
        if path.stem == name:
            return path
    names = ", ".join(system for system, _title in _systems())
    raise UserError(_("No system “{name}” is known. There are: {names}. Nothing was imported.").format(name=name, names=names))


def _systems() -> list[tuple[str, str]]:
    """Names and titles: systems that are read without a mapping, and the mappings that are shipped."""
    from crm_desktop.exchange.known_systems import READERS
    from crm_desktop.exchange.saved_mappings import title_of

    return sorted([*((system.name, _(system.title)) for system in READERS), *((path.stem, title_of(path)) for path in _known())])


def _say(result: Any, *, dry_run: bool) -> int:
    for notice in result.notices:
        click.echo(notice)
    print_table((_("records"), _("new"), _("changed"), _("same"), _("kept"), _("rejected")), _counts(result.counts))
    for refused in result.refused[:_SHOWN]:
        where = " ".join(filter(None, (f"{refused.place.file}:{refused.place.line}", refused.column)))
        click.echo(f"{where}: {refused.reason}", err=True)
    if len(result.refused) > _SHOWN:
        more = len(result.refused) - _SHOWN
        click.echo(
            ngettext("… and {count} more; --rejects FILE writes them all.", "… and {count} more; --rejects FILE writes them all.", more),
            err=True,
        )
    if dry_run:
        click.echo(_("This was a trial: nothing was written."))
    elif result.change is not None:
        click.echo(_("This was import {run}; “import --undo {run}” takes it out again.").format(run=result.run))
    return PARTLY_DONE if result.partly else 0


def _counts(counts: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    return [(word, each.new, each.changed, each.same, each.kept, each.rejected) for word, each in counts.items()]
