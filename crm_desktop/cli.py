"""The command line. A command's module is imported when it is used: help and a mistyped name cost nothing but click."""

import sys
from importlib import import_module
from io import TextIOWrapper
from itertools import pairwise
from typing import Any, NamedTuple

import click

from crm_desktop import __version__
from crm_desktop.commands.desk import Desk
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.links import is_link, is_meant_as_link

LINK = "crm_desktop.link"


class Entry(NamedTuple):
    """A command: its module in `commands` holds it under the name `command`."""

    name: str
    module: str
    help: str


COMMANDS = (
    Entry("new", "new", N_("Make a company in a new store.")),
    Entry("protect", "protect", N_("Put a passphrase on a company's file.")),
    Entry("unprotect", "unprotect", N_("Take the passphrase off again.")),
    Entry("recovery-key", "recovery_key", N_("Make a new recovery key; the former one opens nothing any more.")),
    Entry("passphrase", "passphrase", N_("Change the passphrase, also when it was forgotten.")),
    Entry("password", "password", N_("Give somebody a password, or another one.")),
    Entry("demo", "demo", N_("Make a sample company to try things with.")),
    Entry("do", "do", N_("Do one thing staff do: log an interaction, place an order …")),
    Entry("import", "importing", N_("Bring in CSV or XLSX files by a mapping.")),
    Entry("export", "exporting", N_("Write records to a CSV, XLSX or JSON file.")),
    Entry("list", "listing", N_("Show records, count them, add them up.")),
    Entry("search", "search", N_("Find records by words or parts of a phone number.")),
    Entry("trends", "trends", N_("Show what customers ask about more than usual.")),
    Entry("save-attachment", "save_attachment", N_("Write an attached file to a folder.")),
    Entry("report", "report", N_("Print a report as a PDF.")),
    Entry("backup", "backup", N_("Make a verified backup.")),
    Entry("backups", "backups", N_("Show the backups there are.")),
    Entry("restore", "restore", N_("Bring the store back from a backup.")),
    Entry("check", "check", N_("Look the store through for damage.")),
    Entry("history", "history", N_("Show who changed what.")),
    Entry("undo", "undo", N_("Take back what was done.")),
    Entry("self-check", "self_check", N_("Look this installation through.")),
)


class Root(click.Group):
    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        """An address of ours or a company's file stands where a command would: that is how a desktop starts a program for them."""
        only_options = all(word.startswith("-") or before.startswith("-") for before, word in pairwise(["", *args[:-1]]))
        if args and is_link(args[-1]) and only_options:
            context.meta[LINK], args = args[-1], args[:-1]
        elif args and is_meant_as_link(args[-1]) and only_options:
            raise UserError(_("This link is too long, or holds signs that no link of this program has. Nothing was opened."))
        elif len(args) == 1 and args[0].lower().endswith(".crm"):
            args = ["--store", args[0]]
        return super().parse_args(context, args)

    def list_commands(self, _context: click.Context) -> list[str]:
        return [entry.name for entry in COMMANDS]

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        for entry in COMMANDS:
            if entry.name == name:
                found: click.Command = import_module(f"crm_desktop.commands.{entry.module}").command
                return found
        return None

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(_("Commands")):
            formatter.write_dl([(entry.name, _(entry.help)) for entry in COMMANDS])

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Every way a command ends comes by here; nobody but a developer ever sees a traceback."""
        for output in (sys.stdout, sys.stderr):
            if isinstance(output, TextIOWrapper):
                output.reconfigure(encoding="utf-8", errors="backslashreplace")
        try:
            status = super().main(*args, **{**kwargs, "standalone_mode": False})
            sys.stdout.flush()
        except Exception as error:
            from crm_desktop.commands.failures import status_of

            status = status_of(error)
        sys.exit(status)


@click.command(
    cls=Root,
    name="crm-desktop",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=_("Customers, orders, interactions and follow-ups of a small team. Without a command, the window opens."),
    epilog="\b\nExample:\n  crm-desktop --store shop.crm list customers --where country = DE",
)
@click.option("--store", metavar="STORE", help=_("A file, or postgresql://user@host/db. Without it, the store that was opened last."))
@click.option(
    "--as",
    "login",
    metavar="LOGIN",
    help=_("Who does it. Without it, the store's owner; needed where people sign in."),
)
@click.option(
    "--passphrase-file",
    metavar="FILE",
    help=_("Holds the passphrase of a protected store, in its first line. Without it, it is asked for."),
)
@click.option("--password-file", metavar="FILE", help=_("Holds the password of --as, in its first line, where people sign in."))
@click.option("--bring-back", "backup", metavar="BACKUP", hidden=True)  # how the window restores: in a program of its own
@click.version_option(__version__, prog_name="crm-desktop")
@click.pass_context
def root(
    context: click.Context,
    store: str | None,
    login: str | None,
    passphrase_file: str | None,
    password_file: str | None,
    backup: str | None,
) -> int | None:
    context.obj = Desk(store, login, passphrase_file, password_file)
    if context.invoked_subcommand is not None:
        return None
    from crm_desktop.start import run

    return run(context.obj.address_or_none(), login, context.meta.get(LINK, ""), backup)


def main() -> None:
    root(prog_name="crm-desktop")
