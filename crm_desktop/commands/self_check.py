"""`self-check`: whether this installation has what it needs."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from crm_desktop import __version__
from crm_desktop.commands.failures import REFUSED
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.paths import resource

OLDEST_SQLITE = (3, 51, 3)
"""Before it, two connections could damage a file: https://sqlite.org/wal.html#walresetbug."""


@click.command(
    "self-check",
    help=_("Look this installation through: database engine, fonts, icons, mappings, migrations, translations, one page of PDF."),
    epilog="\b\nExample:\n  crm-desktop self-check",
)
def command() -> int:
    click.echo(f"crm-desktop {__version__}")
    bad = 0
    for name, look in LOOKS:
        try:
            click.echo(f"ok   {_(name)}: {look()}")
        except UserError as trouble:
            bad += 1
            click.echo(f"BAD  {_(name)}: {trouble}")
    if bad:
        click.echo(_("This installation is not in order. Install the program again."), err=True)
    return REFUSED if bad else 0


def _engine() -> str:
    from crm_desktop.data.engine import engine

    found = engine()
    sqlite, oldest = (".".join(map(str, version)) for version in (found.sqlite, OLDEST_SQLITE))
    if found.sqlite < OLDEST_SQLITE:
        raise UserError(_("SQLite {found} is too old; {needed} is needed.").format(found=sqlite, needed=oldest))
    if not found.full_text:
        raise UserError(_("SQLite {found} cannot search text.").format(found=sqlite))
    return _("SQLite {sqlite} with full-text search, SQLCipher {cipher}").format(sqlite=sqlite, cipher=found.cipher)


def _files(folder: str, pattern: str) -> Callable[[], str]:
    def look() -> str:
        found = sorted(path for path in resource(folder).rglob(pattern) if path.stat().st_size)
        if not found:
            raise UserError(_("{folder} has no {pattern}.").format(folder=resource(folder), pattern=pattern))
        return _("{count} in {folder}").format(count=len(found), folder=resource(folder))

    return look


def _migrations() -> str:
    from crm_desktop.data.migrate import SCRIPTS

    found = sorted(path.stem for path in SCRIPTS.glob("[0-9]*.py"))
    if not found:
        raise UserError(_("{folder} has no migrations.").format(folder=SCRIPTS))
    return _("{count}, the newest {name}").format(count=len(found), name=found[-1])


def _translations() -> str:
    if not resource("locale").is_dir():
        raise UserError(_("{folder} is not there.").format(folder=resource("locale")))
    languages = sorted(path.parent.parent.name for path in resource("locale").glob("*/LC_MESSAGES/*.po"))
    return ", ".join(languages) or _("none yet; English")


def _page() -> str:
    """Made and read back: a page that begins as a PDF does, ends as one, and is not empty."""
    from reportlab.pdfgen.canvas import Canvas

    from crm_desktop.reports.fonts import REGULAR, widths

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.pdf"
        page = Canvas(str(path))
        widths(REGULAR)
        page.setFont(REGULAR, 12)
        page.drawString(72, 720, "Łódź, Αθήνα, Київ")
        page.save()
        content = path.read_bytes()
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-32:] or b"/FontFile2" not in content:
        raise UserError(_("The PDF that was made is none."))
    return _("one page, {count} bytes").format(count=len(content))


LOOKS: tuple[tuple[str, Callable[[], str]], ...] = (
    (N_("Engine"), _engine),
    (N_("Fonts"), _files("fonts", "*.ttf")),
    (N_("Icons"), _files("icons", "*.svg")),
    (N_("Mappings"), _files("mappings", "*.toml")),
    (N_("Migrations"), _migrations),
    (N_("Translations"), _translations),
    (N_("PDF"), _page),
)
