"""`do`: one thing staff do, with the fields that its form in the window has."""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from crm_desktop.commands.action import Action
from crm_desktop.commands.actions import ACTIONS
from crm_desktop.commands.desk import Desk
from crm_desktop.commands.inputs import NEEDED, Field, fields_of, has_version, json_object, made, says, values_of, with_needed
from crm_desktop.commands.output import print_json, print_table
from crm_desktop.commands.references import REFERENCES
from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.dates import NEVER, zone_of
from crm_desktop.core.errors import AlreadyDone, UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.read_json import kept_object

EXAMPLES = """\b
Examples:
  crm-desktop do --list
  crm-desktop do --list log-interaction
  crm-desktop do log-interaction channel=Phone customer=CU-00001 "summary=Where is my parcel?" outcome=resolved
  crm-desktop do place-order customer=CU-00001 line=P-1:3 line=P-2:1:9.50:10%
  crm-desktop do add-follow-up title="Call back" customer=CU-00001 due_on=2026-12-01 due_time=09:00
"""


@click.command(
    "do",
    help=_(
        "Do one thing staff do. ACTION is one of those that --list names; each FIELD is one of the action's. Other records are named as"
        " people name them: a customer by number, a product by SKU, a colleague by login. A field of a part is written PART.FIELD=VALUE, or"
        " the whole part as JSON. With --json the fields come from a JSON object, and what was done is printed as JSON too; FIELD=VALUE"
        " counts before it."
    ),
    epilog=EXAMPLES,
)
@click.argument("name", metavar="ACTION", required=False, type=click.Choice([action.name for action in ACTIONS]))
@click.argument("assignments", metavar="FIELD=VALUE", nargs=-1)
@click.option("--json", "source", metavar="FILE|-", help=_("A JSON object with the fields; - reads it from standard input."))
@click.option("--list", "only_list", is_flag=True, help=_("Name the actions, or the fields of one."))
@click.pass_obj
def command(desk: Desk, name: str | None, assignments: tuple[str, ...], source: str | None, only_list: bool) -> None:
    action = next((action for action in ACTIONS if action.name == name), None)
    if only_list:
        _print_fields(action) if action else _print_actions()
        return
    if action is None:
        raise click.UsageError(_("Which action? “do --list” names them."))
    given = {**(_read_json(source) if source else {}), **_typed(action, assignments)}
    with desk.opened() as actor:
        try:
            change = _run(action, given, actor)
        except AlreadyDone as done:
            change = done.change
        _say(action, change, as_json=source is not None)


def _run(action: Action, given: Mapping[str, Any], by: Actor) -> Change:
    from crm_desktop.data.models import Company

    shape = action.shape
    zone = zone_of(Company.the().zone)
    try:
        values = values_of(shape.fields, given, zone, {})
        own = with_needed(shape.own, {field.target: values.pop(field.target) for field in shape.own if field.target in values})
        arguments = {**own, **_version(action, own)}
        if shape.wanted is not None:
            present = action.present(_row(shape.own[0], own)) if action.present else {}
            arguments[shape.taken] = made(shape.wanted, {**present, **values, **_version_within(shape.wanted, values)})
        return action.run(**arguments, by=by)
    except OverflowError as error:
        raise UserError(_("A number or a day in this lies too far out. Nothing was changed.")) from error


def _version(action: Action, own: Mapping[str, Any]) -> dict[str, int]:
    """What is done here is done to the record as it stands."""
    if "version" not in action.run.__code__.co_varnames[: action.run.__code__.co_argcount]:
        return {}
    return {"version": _row(action.shape.own[0], own).version}


def _version_within(wanted: Any, values: Mapping[str, Any]) -> dict[str, int]:
    """An input class may itself name the record, first, and its version."""
    first = fields_of(wanted)[0]
    return {"version": _row(first, values).version} if has_version(wanted) and first.target in values else {}


def _row(field: Field, own: Mapping[str, Any]) -> Any:
    return REFERENCES[field.name].model.get_by_id(own[field.target])


def _typed(action: Action, assignments: Iterable[str]) -> dict[str, Any]:
    """By field's name; `PART.FIELD` is gathered into an object, what may come several times into a list."""
    known = {field.typed: field for field in action.shape.fields}
    given: dict[str, Any] = {}
    for assignment in assignments:
        typed, equals, value = assignment.partition("=")
        if not equals:
            raise click.UsageError(_("“{text}” is not written as FIELD=VALUE.").format(text=assignment))
        name, point, part = typed.strip().partition(".")
        field = known.get(name)
        if field is None:
            raise click.UsageError(
                _("{action} has no field “{name}”. It has: {names}.").format(action=action.name, name=name, names=", ".join(known))
            )
        _put(given, field, part if point else "", value)
    return given


def _put(given: dict[str, Any], field: Field, part: str, value: str) -> None:
    if part:
        parts = given.setdefault(field.name, [{}] if field.several else {})
        parts = parts[0] if field.several else parts
        if not isinstance(parts, dict) or part in parts:
            raise click.UsageError(_("“{name}.{part}” is given twice.").format(name=field.typed, part=part))
        parts[part] = value
    elif field.several:
        given.setdefault(field.name, []).extend([value] if value else [])
    elif field.name in given:
        raise click.UsageError(_("“{name}” is given twice.").format(name=field.name))
    else:
        given[field.name] = value


def _read_json(source: str) -> dict[str, Any]:
    try:
        content = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        return json_object(content.decode("utf-8-sig"), _("Standard input") if source == "-" else source)
    except UnicodeDecodeError as error:
        raise UserError(_("{name} is not UTF-8 text. Nothing was changed.").format(name=source)) from error


def _say(action: Action, change: Change, *, as_json: bool) -> None:
    from crm_desktop.data.models import AuditEntry, Operation

    if change.operation is None:
        said = _("There was nothing to do. Nothing was changed.")
        if as_json:
            print_json({"action": action.name, "number": None, "operation": None, "done": said})
        else:
            click.echo(said)
        return
    done = Operation.get_by_id(change.operation)
    said = done.text()
    if not change.ids and not done.final and not AuditEntry.select().where(AuditEntry.operation == done).exists():
        said = _("There was nothing to change: all stands as it was given.")
    if not as_json:
        click.echo(said)
        return

    numbers = kept_object(done.numbers)
    print_json({"action": action.name, "number": numbers.get("number"), "operation": done.sequence, "done": said})


def _print_actions() -> None:
    print_table(("action", "what it does"), [(action.name, _(action.help)) for action in ACTIONS])


def _print_fields(action: Action) -> None:
    click.echo(f"{action.name}: {_(action.help)}\n")
    print_table(("field", "value", "default"), [(field.typed, says(field), _default(action, field)) for field in action.shape.fields])


def _default(action: Action, field: Field) -> str:
    if action.present is not None and field not in action.shape.own:
        return _("as it is")
    if field.default is NEEDED:
        return _("(needed)")
    return "" if field.default in (None, "", NEVER, ()) else str(field.default)
