"""The charts of the monthly interaction report, as descriptions that paper and screen share."""

from collections.abc import Sequence

from crm_desktop.core.charts import Chart, ChartKind, Series
from crm_desktop.core.formats import Formats
from crm_desktop.core.i18n import _
from crm_desktop.reports.monthly_data import Bin, Hours, MonthlyInteractions, ReasonRow
from crm_desktop.reports.printing import Printer


def per_bin(data: MonthlyInteractions, formats: Formats) -> Chart:
    counts = tuple(each.contacts for each in data.bins)
    return Chart(
        ChartKind.BARS,
        _("Interactions"),
        _names(data.bins, formats),
        (Series(_("Interactions"), counts, tuple(map(formats.number, counts))),),
        opens=tuple((each.first, each.last) for each in data.bins),
        quiet=frozenset(place for place, each in enumerate(data.bins) if not each.is_open),
    )


def _names(bins: Sequence[Bin], formats: Formats) -> tuple[str, ...]:
    """Days by their number, weeks by their first day, months by name."""
    longest = max((each.last - each.first).days for each in bins)
    if longest > 6:
        return tuple(formats.month_name(each.first) for each in bins)
    return tuple(formats.short_day(each.first) if longest else str(each.first.day) for each in bins)


def stacked(data: MonthlyInteractions, formats: Formats) -> Chart:
    series = []
    for layer, own_name in enumerate(data.layers):
        values = tuple(each.layers[layer] for each in data.bins)
        name = own_name or _("Other channels")
        series.append(Series(f"{name} ({formats.number(sum(values))})", values, tuple(map(formats.number, values))))
    return Chart(
        ChartKind.STACKED,
        _("Channels over time"),
        _names(data.bins, formats),
        tuple(series),
        opens=tuple((each.first, each.last) for each in data.bins),
        totals=tuple(formats.number(each.contacts) for each in data.bins),
    )


def heat_map(hours: Hours, formats: Formats) -> Chart:
    """From the first hour with anything in it to the last; weeks begin as the company's do."""
    used = [hour for row in hours.counts for hour, count in enumerate(row) if count]
    used += [int(opens) for _weekday, opens, _closes in hours.open] + [int(closes - 0.01) for _weekday, _opens, closes in hours.open]
    first, last = min(used), max(used)
    order = [(formats.first_weekday + place) % 7 for place in range(7)]
    names = formats.weekdays()
    series = []
    for weekday in order:
        values = hours.counts[weekday][first : last + 1]
        series.append(Series(names[weekday], values, tuple(map(formats.number, values))))
    return Chart(
        ChartKind.HEAT,
        _("When people contact us"),
        tuple(str(hour) for hour in range(first, last + 1)),
        tuple(series),
        opens=tuple(range(first, last + 1)),
        rows_open=tuple(order),
        outlined=tuple((order.index(weekday), opens - first, closes - first) for weekday, opens, closes in hours.open),
        totals=tuple(formats.number(sum(hours.counts[weekday])) for weekday in order),
    )


def reason_name(row: ReasonRow) -> str:
    if row.is_rest:
        return _("All other reasons")
    return row.name or _("No reason recorded")


def ranked_reasons(rows: Sequence[ReasonRow], printer: Printer) -> Chart:
    return Chart(
        ChartKind.RANKED,
        _("Why customers contacted us"),
        tuple(map(reason_name, rows)),
        (
            Series(
                _("Interactions"),
                tuple(row.contacts.numerator or 0 for row in rows),
                tuple(printer.value(row.contacts) for row in rows),
            ),
        ),
        opens=tuple(row.name for row in rows),
        quiet=frozenset(place for place, row in enumerate(rows) if row.is_rest or not row.name),
        notes=tuple(
            (
                printer.value(row.share),
                printer.value(row.running),
                printer.change(row.contacts, row.before),
                printer.value(row.handle_time),
            )
            for row in rows
        ),
        note_heads=(_("Share"), _("Sum"), _("Change"), _("Avg. time")),
    )
