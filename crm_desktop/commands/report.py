"""`report`: a PDF, with its figures beside it. A report's options are the fields of its parameters."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from crm_desktop.commands.desk import Desk
from crm_desktop.core.dates import parse_month
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.typed import read_day
from crm_desktop.reports.parameters import Ask, Parameter, parameters_of
from crm_desktop.reports.registry import REPORTS, Report

TO = click.option("--to", metavar="FILE.pdf", help=_("Where it is written; without it, a name made of the report and its period, here."))
FIGURES = click.option("--figures", metavar="FILE.json", help=_("Write every figure that the PDF prints, with its definition, there too."))

_METAVARS = {Ask.MONTH: "YYYY-MM", Ask.DAY: "DATE", Ask.STAFF: "LOGIN", Ask.LANGUAGE: "L", Ask.PAPER: "a4|letter"}
_READERS: dict[Ask, Callable[[Any], Any]] = {Ask.MONTH: parse_month, Ask.DAY: read_day, Ask.STAFF: tuple}


class Reports(click.Group):
    """Each report is a command of its own, made from its parameters when it is named."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return [report.name for report in REPORTS]

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        return next((_command_of(report) for report in REPORTS if report.name == name), None)


@click.command(
    "report",
    cls=Reports,
    invoke_without_command=True,
    subcommand_metavar="NAME [OPTIONS]",
    help=_("Print the report NAME as a PDF; “report NAME --help” shows its options. With --run, print a kept report again."),
    epilog="\b\nExamples:\n  crm-desktop report monthly-interactions --month 2026-10 --to october.pdf\n"
    "  crm-desktop report --run 12 --to again.pdf",
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
        raise click.UsageError(_("Which report? There are: {names}.").format(names=", ".join(report.name for report in REPORTS)))
    from crm_desktop.reports.making import reprint

    path, figures_path = _pdf(to or f"report-{run}.pdf"), _json(figures)
    with context.obj.opened() as actor:
        reprint(run, actor, path, figures_path)
    click.echo(_("Printed report {run} again: {path}.").format(run=run, path=path))


def _command_of(report: Report) -> click.Command:
    options = [_option(parameter) for parameter in parameters_of(report.parameters)]

    def make(to: str | None, figures: str | None, **given: Any) -> None:
        _make(click.get_current_context().obj, report, to, figures, given)

    made = click.Command(report.name, callback=make, params=list(options), help=_(report.description), epilog=_example(report))
    return TO(FIGURES(made))


def _example(report: Report) -> str:
    return f"\b\nExample:\n  crm-desktop report {report.name} --month 2026-10 --to october.pdf --figures october.json"


def _option(parameter: Parameter) -> click.Option:
    hint = _(parameter.hint)
    if parameter.ask is Ask.FLAG:
        return click.Option([f"--{parameter.option}", parameter.name], is_flag=True, help=hint)
    several = parameter.ask is Ask.STAFF
    return click.Option([f"--{parameter.option}", parameter.name], metavar=_METAVARS[parameter.ask], multiple=several, help=hint)


def _make(desk: Desk, report: Report, to: str | None, figures: str | None, given: dict[str, Any]) -> None:
    from crm_desktop.reports.making import DrawJob, draw_report, finish
    from crm_desktop.services.reports import may_report

    wanted = _parameters(report, given)
    path, figures_path = _pdf(to) if to else None, _json(figures)
    with desk.opened() as actor:
        may_report(actor)
        data = report.collect(wanted)
        path = path or Path(f"{report.name}-{_period(data.head.period.first, data.head.period.last, month=data.head.period.is_month)}.pdf")
        fingerprint = draw_report(DrawJob(report.name, data, path))
        made = finish(report, wanted, data, fingerprint, actor, figures_path)
    click.echo(_("Printed {path}; it is kept as report {run}.").format(path=path, run=made.run))


def _parameters(report: Report, given: dict[str, Any]) -> Any:
    values = {}
    for parameter in parameters_of(report.parameters):
        value = given[parameter.name]
        if value not in (None, "", (), False):
            values[parameter.name] = _READERS.get(parameter.ask, lambda said: said)(value)
    return report.parameters(**values)


def _period(first: date, last: date, *, month: bool) -> str:
    return f"{first:%Y-%m}" if month else f"{first}-{last}"


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
