"""What an import tells people beside its counts: nothing was lost, but somebody should look."""

from collections import Counter
from collections.abc import Iterable, Iterator

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.exchange.collecting import Collector
from crm_desktop.exchange.extraction import Told


def notices(collectors: Iterable[Collector], told: Told) -> Iterator[str]:
    for collector in collectors:
        count = collector.differing_records()
        if count:
            fields = ", ".join(name for name, _count in collector.differing.most_common())
            yield (
                f"{_(collector.target.name)}: "
                + ngettext(
                    "{count} record stands with several values; the first was kept",
                    "{count} records stand with several values; the first was kept",
                    count,
                )
                + f" ({fields})."
            )
        if collector.target.name == "line" and (twice := _twice(collector)):
            yield ngettext(
                "{count} order names a product twice: kept as two lines.", "{count} orders name a product twice: kept as two lines.", twice
            )
    for column, count in told.padded.items():
        yield f"{column}: " + ngettext("{count} value got its leading zeros back.", "{count} values got their leading zeros back.", count)
    if told.cards:
        yield ngettext(
            "{count} card number was cut down to its last four digits.",
            "{count} card numbers were cut down to their last four digits.",
            told.cards,
        )


def _twice(collector: Collector) -> int:
    """Pairs of an order and a product that stand on more than one line."""
    columns = collector.main.columns
    if "product_id" not in columns:
        return 0
    order, product = columns.index("order_id"), columns.index("product_id")
    pairs = Counter((row[order], row[product]) for row in collector.main.rows if row[product])
    return sum(count > 1 for count in pairs.values())
