"""`list`: records, counted, added up, by what they share."""

import sys
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import click

from crm_desktop.commands.desk import Desk
from crm_desktop.commands.output import on_terminal, print_json, print_table
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.queries.columns import Column, Kind, Subject
from crm_desktop.queries.subjects import BY_NAME

ON_TERMINAL = 200
"""Records shown at most unless a limit is given: who looks at a screen does not read more."""

EXAMPLES = """\b
Examples:
  crm-desktop list orders --where fulfilment = unfulfilled --sort -ordered_at
  crm-desktop list customers --where name ~ muller --json
  crm-desktop list orders --by ordered_at.month --sum goods
  crm-desktop list order-lines --by customer --sum total --sort -sum --limit 3
"""


@click.command(
    "list",
    help=_(
        "Show records of WHAT, one of: {what}.\n\nA condition is FIELD OP VALUE with OP one of = != < <= > >= ~ in; “~” finds the value"
        " anywhere in a text, whatever its accents and capitals; “in” is one of several with commas between them; several conditions all"
        " hold. A time is compared with a year, a month, a day, a moment, or with words like “this month” and “last 30 days”; “= 10..20”"
        " is from one to the other; an empty VALUE stands for none. Money of two currencies is never added up. What lies in the archive"
        " or the trash is left out, unless --all or a condition on “shelf” asks for it."
    ).format(what=", ".join(BY_NAME)),
    epilog=EXAMPLES,
)
@click.argument("what", metavar="WHAT", type=click.Choice(list(BY_NAME)))
@click.option("--where", "where", nargs=3, multiple=True, metavar="FIELD OP VALUE", help=_("Only those for which this holds."))
@click.option("--sort", metavar="FIELD", default="", help=_("In this order; -FIELD puts the greatest first."))
@click.option("--limit", metavar="N", type=click.IntRange(min=0, max=2**31), help=_("At most so many; on a terminal 200 unless given."))
@click.option("--count", "only_count", is_flag=True, help=_("Only say how many there are."))
@click.option("--sum", "added", metavar="FIELD", default="", help=_("Add this field up, each currency on its own."))
@click.option("--by", metavar="FIELD", default="", help=_("One line for each value of this field; for a time, FIELD.month, .day or .year."))
@click.option("--all", "put_away", is_flag=True, help=_("Also what lies in the archive or the trash."))
@click.option("--fields", is_flag=True, help=_("Name the fields of WHAT, and what they hold."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON, for programs."))
@click.pass_obj
def command(
    desk: Desk,
    what: str,
    where: tuple[tuple[str, str, str], ...],
    sort: str,
    limit: int | None,
    only_count: bool,
    added: str,
    by: str,
    put_away: bool,
    fields: bool,
    as_json: bool,
) -> None:
    if fields:
        _print_fields(_known_here(desk, BY_NAME[what]), as_json)
        return
    from crm_desktop.data.database import reading
    from crm_desktop.queries.custom_fields import with_custom_fields
    from crm_desktop.queries.listing import Question, count
    from crm_desktop.queries.quality import demand_to_see
    from crm_desktop.queries.tags import with_tags_shown

    with desk.opened() as actor, reading():
        demand_to_see(what, actor)
        question = Question(with_tags_shown(with_custom_fields(BY_NAME[what])), where, sort, limit, put_away)
        if added or by:
            _print_groups(question, added, by, as_json)
        elif only_count:
            found = count(question)
            print_json({"what": what, "count": found}) if as_json else click.echo(found)
        else:
            _print_records(question, as_json)


def _known_here(desk: Desk, subject: Subject) -> Subject:
    """With the fields that the company added, where there is one."""
    if desk.address_or_none() is None:
        return subject
    from crm_desktop.queries.custom_fields import with_custom_fields

    with desk.opened():
        return with_custom_fields(subject)


def _print_fields(subject: Subject, as_json: bool) -> None:
    rows = [
        {"name": column.name, "kind": column.kind.name.lower(), "words": list(column.words or ()), "refers_to": column.refers}
        for column in subject.columns
    ]
    if as_json:
        print_json({"what": subject.name, "fields": rows})
    else:
        print_table(("name", "kind", "words"), ((row["name"], row["kind"], ", ".join(row["words"])) for row in rows))


def _print_records(question: Any, as_json: bool) -> None:
    from crm_desktop.queries.listing import count, records

    subject = question.subject
    if question.limit is None and on_terminal():
        question = question._replace(limit=ON_TERMINAL)
    found = count(question)
    if as_json:
        from crm_desktop.exchange.writers import dump_json

        dump_json(sys.stdout.write, subject.name, found, subject.columns, records(question, subject.columns))
        return
    columns = [column for name in subject.main if (column := subject.column(name)) is not None]
    print_table(subject.main, (_told(columns, row) for row in records(question, columns)))
    if not found and (elsewhere := count(question._replace(put_away=True))):
        said = ngettext(
            "{count} record lies in the archive or the trash; --all shows it.",
            "{count} records lie in the archive or the trash; --all shows them.",
            elsewhere,
        )
        click.echo(said.format(count=elsewhere), err=True)
    if question.limit is not None and question.limit < found:
        click.echo(_("{shown} of {found} are shown; --limit shows more.").format(shown=question.limit, found=found), err=True)


def _told(columns: Sequence[Column], row: Sequence[Any]) -> list[Any]:
    return [", ".join(value) if column.kind is Kind.TAGS else value for column, value in zip(columns, row, strict=True)]


def _print_groups(question: Any, added: str, by: str, as_json: bool) -> None:
    from crm_desktop.queries.listing import count, groups

    found = groups(question, added, by)
    if as_json:
        answer = {
            "what": question.subject.name,
            "count": count(question),
            **({"by": by} if by else {}),
            **({"sum": added} if added else {}),
        }
        print_json({**answer, "groups": [_json_group(group, added, by) for group in found]})
    elif by:
        print_table((by, "count", *(("sum", "currency") if added else ())), _rows(found, added))
    else:
        for group in found:
            click.echo(f"{group.total} {group.currency}".rstrip())
        if not found:
            click.echo(0)


def _rows(found: list[Any], added: str) -> Iterator[tuple[Any, ...]]:
    for group in found:
        yield (group.value, group.size, *((group.total, group.currency) if added else ()))


def _json_group(group: Any, added: str, by: str) -> dict[str, Any]:
    total = str(group.total) if isinstance(group.total, Decimal) and group.currency else group.total
    value = group.value if not isinstance(group.value, Decimal) else str(group.value)
    return {
        **({"value": value} if by else {}),
        "count": group.size,
        **({"sum": float(total) if isinstance(total, Decimal) else total} if added else {}),
        **({"currency": group.currency} if group.currency else {}),
    }
