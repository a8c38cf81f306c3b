"""`check`: the store, looked through."""

import click

from crm_desktop.commands.desk import Desk
from crm_desktop.commands.failures import REFUSED
from crm_desktop.commands.output import print_json
from crm_desktop.core.i18n import _


@click.command(
    "check",
    help=_("Look the store through: its file, references, history, figures and search index. Nothing is changed."),
    epilog="\b\nExample:\n  crm-desktop check --deep",
)
@click.option("--deep", is_flag=True, help=_("Read every row and every word again; takes minutes where there are many."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON, for programs."))
@click.pass_obj
def command(desk: Desk, deep: bool, as_json: bool) -> int:
    from crm_desktop.services.backups import check_store

    with desk.opened():
        findings = check_store(deep=deep)
    bad = [finding for finding in findings if not finding.ok]
    if as_json:
        looks = [{"name": each.name, "ok": each.ok, "sentence": each.sentence, "problems": list(each.problems)} for each in findings]
        print_json({"ok": not bad, "count": len(looks), "records": looks})
    else:
        for finding in findings:
            click.echo(f"{'ok ' if finding.ok else 'BAD'}  {finding.sentence}")
            for problem in finding.problems:
                click.echo(f"     {problem}")
    if bad:
        click.echo(_("This store is not in order. Nothing was changed; restore the newest good backup."), err=True)
    return REFUSED if bad else 0
