"""`search`: records by words."""

import click

from crm_desktop.commands.desk import Desk
from crm_desktop.commands.output import print_json, print_table
from crm_desktop.core.i18n import _


@click.command(
    "search",
    help=_(
        "Find customers, orders, interactions, follow-ups and products that have, for each word of TEXT, a word that begins with it."
        " Accents and capitals do not matter; of a phone number any part will do. Any text is a valid one."
    ),
    epilog="\b\nExample:\n  crm-desktop search mull 0176",
)
@click.argument("words", metavar="TEXT", nargs=-1, required=True)
@click.option("--limit", metavar="N", type=click.IntRange(1, 10_000), default=20, show_default=True, help=_("Of each kind at most."))
@click.option("--json", "as_json", is_flag=True, help=_("As JSON, for programs."))
@click.pass_obj
def command(desk: Desk, words: tuple[str, ...], limit: int, as_json: bool) -> None:
    from crm_desktop.queries.search import everything

    text = " ".join(words)
    with desk.opened():
        hits = everything(text, limit)
        records = [{"kind": str(hit.kind), "number": hit.number or hit.title, "title": hit.title, "about": hit.second} for hit in hits]
    if as_json:
        print_json({"text": text, "count": len(records), "records": records})
    else:
        print_table(("kind", "number", "title", "about"), (tuple(record.values()) for record in records))
