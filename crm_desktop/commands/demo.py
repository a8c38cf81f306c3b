"""`demo`: a sample company."""

from datetime import date

import click

from crm_desktop.commands.desk import new_store, place_of
from crm_desktop.commands.progress import progress_bar
from crm_desktop.core.i18n import _
from crm_desktop.core.typed import read_day


@click.command(
    "demo",
    help=_("Make a sample company of invented people in a new store at PATH. The same size, seed and day make the same company."),
    epilog="\b\nExample:\n  crm-desktop demo sample.crm --size small",
)
@click.argument("path", metavar="PATH")
@click.option(
    "--size",
    metavar="SIZE",
    default="small",
    show_default=True,
    help=_("small is a tour, shop three years of five people, million five of sixty: it takes minutes."),
)
@click.option("--seed", metavar="N", type=click.IntRange(0, 2**32), default=1, show_default=True, help=_("Another number makes others."))
@click.option("--until", metavar="DATE", help=_("Its last day; today unless given."))
def command(path: str, size: str, seed: int, until: str | None) -> None:
    from crm_desktop.sample.company import make_sample
    from crm_desktop.sample.sizes import size_of

    size_of(size)
    last: date | None = read_day(until) if until else None
    with new_store(place_of(path)), progress_bar(_("Making the sample company")) as tell:
        make_sample(size, seed, last, lambda done, steps: tell(done / steps))
    click.echo(_("Made the sample company in {path}.").format(path=path))
