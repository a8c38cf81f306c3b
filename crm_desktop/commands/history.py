"""`history`: who changed what."""

from typing import Any

import click

from crm_desktop.commands.desk import Desk
from crm_desktop.commands.output import on_terminal, print_json
from crm_desktop.core.i18n import _

WHAT = (
    "customer",
    "order",
    "product",
    "interaction",
    "follow-up",
    "staff",
    "channel",
    "reason",
    "company",
    "article",
    "script",
    "template",
)
_ON_TERMINAL = 50
_ALL = 2**31
_LONGEST = 120


@click.command(
    "history",
    help=_("Show what was done, the newest first, or what happened to one record: WHAT is one of {what}.").format(what=", ".join(WHAT)),
    epilog="\b\nExample:\n  crm-desktop history customer CU-00001",
)
@click.argument("what", metavar="[WHAT", type=click.Choice(WHAT), required=False)
@click.argument("number", metavar="NUMBER]", required=False)
@click.option("--limit", metavar="N", type=click.IntRange(1, 2**31), help=_("At most so many; on a terminal 50 unless given."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON, for programs."))
@click.pass_obj
def command(desk: Desk, what: str | None, number: str | None, limit: int | None, as_json: bool) -> None:
    if what is not None and number is None:
        raise click.UsageError(_("Say which {what}: its number, SKU, login or name.").format(what=what))
    from crm_desktop.data.database import reading
    from crm_desktop.queries.trail import trail_of, whole_trail

    with desk.opened() as actor, reading():
        wanted = limit or (_ON_TERMINAL if on_terminal() else _ALL)
        trail = trail_of(what, number, wanted, actor) if what and number else whole_trail(wanted, actor, changes=as_json)
    if as_json:
        print_json({"count": trail.size, "records": [_record(step) for step in trail.steps]})
        return
    for step in trail.steps:
        click.echo(f"{step.sequence:>6}  {step.at:%Y-%m-%d %H:%M}  {step.login}  {step.text}")
        for change in step.changes:
            click.echo(f"          {_line(change)}")
    if len(trail.steps) < trail.size:
        click.echo(_("{shown} of {found} are shown; --limit shows more.").format(shown=len(trail.steps), found=trail.size), err=True)


def _record(step: Any) -> dict[str, Any]:
    return {
        "operation": step.sequence,
        "at": step.at.isoformat(),
        "staff": step.login,
        "done": step.text,
        "undoes": step.undoes,
        "changes": [
            {
                "kind": change.kind,
                "what": change.what,
                "number": change.number,
                "rows": change.rows,
                "erased": change.erased,
                "withheld": change.withheld,
                "before": change.before,
                "after": change.after,
            }
            for change in step.changes
        ],
    }


def _line(change: Any) -> str:
    if change.erased:
        return _("{kind} {what} {number}: erased").format(kind=change.kind, what=change.what, number=change.number)
    if change.withheld:
        named = f"{change.kind} {change.what} {change.number}"
        return _("{change}: only for them and for who assesses").format(change=named)
    if change.kind != "update":
        return f"{change.kind} {change.what} {change.number or change.rows}"
    fields = "; ".join(f"{name}: {_short(before)} → {_short(change.after.get(name))}" for name, before in change.before.items())
    return f"{change.kind} {change.what} {change.number}  {fields}"


def _short(value: Any) -> str:
    text = "–" if value in (None, "") else "".join(character if character.isprintable() else " " for character in str(value))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
