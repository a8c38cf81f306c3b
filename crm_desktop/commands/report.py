"""`report`: a PDF, with its figures beside it. The options of a report or document are the fields of its parameters."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from crm_desktop.commands.desk import Desk
from crm_desktop.core.dates import parse_month
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.typed import read_day
from crm_desktop.reports.parameters import Ask, Parameter, parameters_of
from crm_desktop.reports.registry import PRINTABLES, Document, Printable

TO = click.option(
    "--to",
    metavar="FILE.pdf",
    help=_(
        "Where it is written; without it, a name made of the report and its period or number, here. A folder: one file for each number."
    ),
)
FIGURES = click.option("--figures", metavar="FILE.json", help=_("Write every figure that the PDF prints, with its definition, there too."))

_METAVARS = {
    Ask.MONTH: "YYYY-MM",
    Ask.DAY: "DATE",
    Ask.STAFF: "LOGIN",
    Ask.LANGUAGE: "L",
    Ask.PAPER: "a4|letter",
    Ask.NUMBERS: "NUMBER",
    Ask.CUSTOMER: "NUMBER",
    Ask.TEXT: "TEXT",
    Ask.LONG_TEXT: "TEXT",
}
_READERS: dict[Ask, Callable[[Any], Any]] = {Ask.MONTH: parse_month, Ask.DAY: read_day, Ask.STAFF: tuple, Ask.NUMBERS: tuple}
_SEVERAL = (Ask.STAFF, Ask.NUMBERS)
_FILE = "_file"
_LONGEST = 1_000_000
"""Bytes of a text file that is printed."""


class Reports(click.Group):
    """Each report is a command of its own, made from its parameters when it is named."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return [printable.name for printable in PRINTABLES]

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        return next((_command_of(printable) for printable in PRINTABLES if printable.name == name), None)


@click.command(
    "report",
    cls=Reports,
    invoke_without_command=True,
    subcommand_metavar="NAME [OPTIONS]",
    help=_(
        "Print the report or document NAME as a PDF; “report NAME --help” shows its options. With --run, print a kept report again;"
        " documents are made anew from what is recorded."
    ),
    epilog="\b\nExamples:\n  crm-desktop report monthly-interactions --month 2026-10 --to october.pdf\n"
    "  crm-desktop report order-confirmation --number SO-00001\n  crm-desktop report --run 12 --to again.pdf",
)
@click.option("--run", metavar="N", type=click.IntRange(1, 2**31), help=_("Print kept report N again, from its kept figures."))
@TO
@FIGURES
@click.pass_context
def command(context: click.Context, run: int | None, to: str | None, figures: str | None) -> None:
    if context.invoked_subcommand is not None:
        if run is not None or to or figures:
            raise click.UsageError(_("Write options of a report after its name; --run prints a kept one and takes no name."))
        return
    if run is None:
        raise click.UsageError(_("Which report? There are: {names}.").format(names=", ".join(each.name for each in PRINTABLES)))
    from crm_desktop.reports.making import reprint

    path, figures_path = _pdf(to or f"report-{run}.pdf"), _json(figures)
    with context.obj.opened() as actor:
        reprint(run, actor, path, figures_path)
    click.echo(_("Printed report {run} again: {path}.").format(run=run, path=path))


def _command_of(printable: Printable) -> click.Command:
    options = [option for parameter in parameters_of(printable.parameters) for option in _options(parameter)]

    def make(to: str | None, figures: str | None, **given: Any) -> None:
        _make(click.get_current_context().obj, printable, to, figures, given)

    made = click.Command(printable.name, callback=make, params=list(options), help=_(printable.description), epilog=_example(printable))
    return TO(FIGURES(made))


def _example(printable: Printable) -> str:
    asked = printable.example if isinstance(printable, Document) else "--month 2026-10"
    return f"\b\nExample:\n  crm-desktop report {printable.name} {asked} --to {printable.name}.pdf --figures {printable.name}.json"


def _options(parameter: Parameter) -> Iterator[click.Option]:
    hint, option, name = _(parameter.hint), f"--{parameter.option}", parameter.name
    if parameter.ask is Ask.FLAG:
        yield click.Option([option, name], is_flag=True, help=hint)
    elif parameter.ask is Ask.CHOICE:
        yield click.Option([option, name], type=click.Choice([value for value, _label in parameter.choices]), help=hint)
    else:
        yield click.Option([option, name], metavar=_METAVARS[parameter.ask], multiple=parameter.ask in _SEVERAL, help=hint)
    if parameter.ask is Ask.LONG_TEXT:
        yield click.Option([f"{option}-file", name + _FILE], metavar="FILE", help=_("The same, from a text file."))


def _make(desk: Desk, printable: Printable, to: str | None, figures: str | None, given: dict[str, Any]) -> None:
    """All is collected before anything is drawn: of several papers none is printed where one cannot be."""
    from crm_desktop.reports.making import file_stem, make_of, may_make

    wanted, figures_path = _parameters(printable, given), _json(figures)
    folder = Path(to) if to and Path(to).is_dir() else None
    path = _pdf(to) if to and not folder else None
    if folder and figures_path:
        raise UserError(_("Figures go with one file, and {path} is a folder. Nothing was printed; name a PDF file.").format(path=folder))
    with desk.opened() as actor:
        may_make(printable, actor)
        data = printable.collect(wanted)
        for each in data.apart() if folder and isinstance(printable, Document) else (data,):
            file = path or (folder or Path()) / f"{file_stem(printable, each)}.pdf"
            made = make_of(printable, wanted, each, actor, file, figures_path)
            said = _("Printed {path}.") if made.run is None else _("Printed {path}; it is kept as report {run}.")
            click.echo(said.format(path=file, run=made.run))


def _parameters(printable: Printable, given: dict[str, Any]) -> Any:
    values = {}
    for parameter in parameters_of(printable.parameters):
        value = given[parameter.name]
        if given.get(parameter.name + _FILE):
            value = _text_of(given[parameter.name + _FILE], value)
        if value not in (None, "", (), False):
            values[parameter.name] = _READERS.get(parameter.ask, lambda said: said)(value)
    return printable.parameters(**values)


def _text_of(file: str, also: str | None) -> str:
    if also:
        raise click.UsageError(_("Give a text, or a file with it, not both."))
    try:
        with Path(file).open("rb") as opened:
            content = opened.read(_LONGEST + 1)
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(_("{path} cannot be read as UTF-8 text. Nothing was printed.").format(path=file)) from error
    if len(content) > _LONGEST:
        raise UserError(_("{path} is longer than any letter. Nothing was printed.").format(path=file))
    return text


def _pdf(text: str) -> Path:
    """Raises UserError for another ending: nobody wants a PDF in place of a store."""
    path = Path(text)
    if path.suffix.lower() != ".pdf":
        raise UserError(_("{path} does not end in .pdf. Nothing was printed; name a PDF file.").format(path=path))
    return path


def _json(text: str | None) -> Path | None:
    if text is not None and Path(text).suffix.lower() != ".json":
        raise UserError(_("{path} does not end in .json. Nothing was printed; name a JSON file.").format(path=text))
    return Path(text) if text else None
