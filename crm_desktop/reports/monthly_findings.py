"""What to look at: sentences computed from the rows, each with the numbers that justify it."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from crm_desktop.core.figures import FIGURES_BY_ID, STORED, Unit, Value, change
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.spans_of_time import duration
from crm_desktop.queries import figures_customers as buyers
from crm_desktop.queries import figures_follow_ups as promises
from crm_desktop.queries.figures import Totals
from crm_desktop.reports.compared import Compared
from crm_desktop.reports.desk_data import DeskPart
from crm_desktop.reports.monthly_data import Finding, FollowUps, ProductRow, RisingRow
from crm_desktop.reports.monthly_reach import View, handle_time, is_rising, outside_hours, reason_name
from crm_desktop.reports.printing import Printer
from crm_desktop.reports.returns_data import Returns
from crm_desktop.reports.trade_data import RefundBlock
from crm_desktop.reports.words import Span, sentence

Values = Mapping[str, str | int | float]
MOST = 6

SENTENCES = {
    "damage": N_(
        "{product}: {units} of {shipped} units sent with {carrier} came back damaged ({share}); with the other carriers {others}."
    ),
    "stuck": N_("{count} returns are stuck; {number} has waited longest, {days} days."),
    "refunds": N_("Refunds of {amount} are still to be paid."),
    "product": N_(
        "{product}: {count} complaints and questions about orders with it, {times} times the usual {usual}; {part} about {reason}."
    ),
    "product_new": N_(
        "{product}: {count} complaints and questions about orders with it, none in the months before; {part} about {reason}."
    ),
    "rising": N_("{reason}: {count} interactions, {times} times the usual {usual}."),
    "rising_new": N_("{reason}: {count} interactions, none in the months before."),
    "missed": N_("{missed} of {calls} calls were missed ({share}), {part} of them between {start} and {end}."),
    "missed_all": N_("{missed} of {calls} calls were missed ({share})."),
    "breached": N_("{count} targets of cases were missed; {number} by most: {took}."),
    "backlog": N_("{count} cases were open at the end, {part} more than at the start."),
    "overdue": N_("{count} follow-ups were overdue at the end; the oldest was due on {day}. {owner} has the most: {part}."),
    "overdue_all": N_("{count} follow-ups were overdue at the end; the oldest was due on {day}."),
    "late": N_("{late} follow-ups were done late, {part} of them due on a {weekday}."),
    "slow": N_("{reason}: {took} per interaction on average, {longer} longer than in {period} ({count} interactions)."),
    "persistent": N_("{customer} came {count} times about {reason}."),
    "outside": N_(
        "{count} of {incoming} inbound interactions ({share}) came while we were closed, most on {weekday} from {start} to {end}."
    ),
    "better": N_("{figure}: {now}, better than in {period} ({before})."),
    "worse": N_("{figure}: {now}, worse than in {period} ({before})."),
}
"""By kind of finding. Values are printed in bold."""


def findings(
    view: View,
    tiles: tuple[Compared, ...],
    rising: tuple[RisingRow, ...],
    products: tuple[ProductRow, ...],
    planned: FollowUps | None,
    returned: Returns | None,
    refunds: tuple[RefundBlock, ...],
    at_desk: DeskPart,
    *,
    hide_team: bool,
) -> tuple[Finding, ...]:
    """The most pressing first, at most six."""
    found = [
        *_damage(returned),
        *_product(products),
        *_stuck(returned),
        *_rising(rising),
        *_missed(view),
        *_breached(at_desk),
        *_backlog(at_desk),
        *_overdue(planned, hide_team=hide_team),
        *_refunds(refunds),
        *_late(view),
        *_slow(view),
        *_persistent(view),
        *_outside(view),
    ]
    extremes = list(_extremes(tiles))
    return (*found[: MOST - len(extremes)], *extremes)


def _damage(returned: Returns | None) -> Iterator[Finding]:
    """The product and carrier that stand out most."""
    for row in returned.damages[:1] if returned else ():
        if row.stands_out:
            counts = {"units": row.damaged.numerator or 0, "shipped": row.shipped.numerator or 0}
            shares = {"share": float(round(row.share.amount or 0, 4)), "others": float(round(row.others.amount or 0, 4))}
            yield Finding("damage", {"sku": row.sku, "product": row.name, "carrier": row.carrier, **counts, **shares})


def _stuck(returned: Returns | None) -> Iterator[Finding]:
    count = returned.stuck[0].numerator or 0 if returned else 0
    if returned and count >= 3:
        longest = returned.longest_stuck[0]
        yield Finding("stuck", {"count": count, "number": longest.number, "days": longest.days})


def _breached(at_desk: DeskPart) -> Iterator[Finding]:
    """From three missed targets on."""
    levels = at_desk.levels
    if levels and levels.breached >= 3:
        worst = levels.breaches[0]
        yield Finding("breached", {"count": levels.breached, "number": worst.number, "took": worst.late})


def _backlog(at_desk: DeskPart) -> Iterator[Finding]:
    """It grew by five cases and a fifth at least."""
    if at_desk.cases:
        before, left = (at_desk.cases.flow[place].now.numerator or 0 for place in (0, -1))
        if left - before >= 5 and left * 5 >= before * 6:
            yield Finding("backlog", {"count": left, "part": left - before})


def _refunds(refunds: tuple[RefundBlock, ...]) -> Iterator[Finding]:
    """In the company's own currency, or else in the first there is."""
    for block in refunds:
        for each in block.figures:
            if each.now.figure == "refunds_pending" and each.now.numerator:
                yield Finding("refunds", {"pending": each.now.numerator, "currency": block.currency})
                return


def _product(products: tuple[ProductRow, ...]) -> Iterator[Finding]:
    for row in products:
        count = row.trouble.numerator or 0
        if count >= 5 and is_rising(count, row.usual):
            values: Values = {"sku": row.sku, "product": row.name, "count": count, "part": row.of_reason, "reason": row.reason}
            yield _risen("product", values, count, row.usual)
            return


def _rising(rising: tuple[RisingRow, ...]) -> Iterator[Finding]:
    for row in rising[:2]:
        count = row.contacts.numerator or 0
        if count < 5:
            continue
        yield _risen("rising", {"reason": row.name, "count": count}, count, row.usual)


def _risen(kind: str, values: Values, count: int, usual: float | None) -> Finding:
    if not usual:
        return Finding(f"{kind}_new", values)
    return Finding(kind, {**values, "usual": usual, "times": round(count / usual, 2)})


def _missed(view: View) -> Iterator[Finding]:
    calls = view.now.sums
    if calls.missed < 5 or calls.missed * 20 < calls.offered:
        return
    by_hour: Counter[int] = Counter()
    for bucket in view.now.quarters:
        by_hour[view.local(bucket).hour] += bucket.missed
    hour, part = max(by_hour.items(), key=lambda each: (each[1], -each[0]))
    values: Values = {"missed": calls.missed, "calls": calls.offered, "share": round(calls.missed / calls.offered, 4)}
    if part < 2 or part * 5 < calls.missed:
        yield Finding("missed_all", values)
    else:
        yield Finding("missed", {**values, "start": hour, "end": hour + 1, "part": part})


def _overdue(planned: FollowUps | None, *, hide_team: bool) -> Iterator[Finding]:
    if planned is None or not planned.oldest:
        return
    count = planned.overdue.now.numerator or 0
    if count < 3:
        return
    values: Values = {"count": count, "day": planned.oldest[0].due_on.isoformat()}
    row = max(planned.owners, key=lambda owner: owner.overdue.numerator or 0, default=None)
    if row is None or not row.login or hide_team:
        yield Finding("overdue_all", values)
    else:
        yield Finding("overdue", {**values, "part": row.overdue.numerator or 0, "owner": row.login})


def _late(view: View) -> Iterator[Finding]:
    late = promises.late_due_moments(view.now.scope)
    if len(late) < 5:
        return
    weekday, part = max(Counter(due.astimezone(view.zone).weekday() for due in late).items(), key=lambda each: (each[1], -each[0]))
    if part * 10 >= len(late) * 3:
        yield Finding("late", {"late": len(late), "part": part, "weekday": weekday})


def _slow(view: View) -> Iterator[Finding]:
    """The reason whose handle time grew most: by a fifth and half a minute at least, with ten measured interactions on both sides."""
    grown = []
    for row_id, totals in view.now.by_reason.items():
        before = view.before.by_reason.get(row_id, Totals())
        if row_id is None or min(totals.timed, before.timed) < 10:
            continue
        now_time, before_time = handle_time(view.now, totals).amount, handle_time(view.before, before).amount
        if now_time and before_time and now_time - before_time >= 30 and now_time >= before_time * Fraction(6, 5):
            grown.append((now_time - before_time, reason_name(view, row_id), now_time, totals.timed))
    for more, name, now_time, timed in sorted(grown, key=lambda each: (-each[0], each[1]))[:1]:
        yield Finding("slow", {"reason": name, "took": round(now_time), "longer": round(more), "count": timed})


def _persistent(view: View) -> Iterator[Finding]:
    found = buyers.most_persistent(view.now.scope)
    if found and found[2] >= 4:
        number, reason_id, count = found
        yield Finding("persistent", {"customer": number, "reason": reason_name(view, reason_id), "count": count})


def _outside(view: View) -> Iterator[Finding]:
    if not view.opening:
        return
    outside = outside_hours(view, view.now)
    count, incoming = outside.numerator or 0, outside.denominator or 0
    if count < 10 or count * 20 < incoming:
        return
    closed: Counter[tuple[int, int]] = Counter()
    for bucket in view.now.quarters:
        local = view.local(bucket)
        if not view.is_open_at(local):
            closed[local.weekday(), local.hour] += bucket.incoming
    (weekday, hour), _part = max(closed.items(), key=lambda each: (each[1], -each[0][0], -each[0][1]))
    values: Values = {"count": count, "incoming": incoming, "share": round(count / incoming, 4)}
    yield Finding("outside", {**values, "weekday": weekday, "start": hour, "end": hour + 1})


def _extremes(tiles: tuple[Compared, ...]) -> Iterator[Finding]:
    """The share or time of the first page that got better most, and the one that got worse most."""
    moved = []
    for tile in tiles:
        changed = change(tile.now, tile.before)
        if changed is None or changed.is_better is None or changed.is_relative or (tile.now.denominator or 0) < 20:
            continue
        unit, before = FIGURES_BY_ID[tile.now.figure].unit, tile.before.amount
        weight = abs(changed.amount) * 100 if unit is Unit.SHARE else abs(changed.amount) / before * 50 if before else Fraction(0)
        if weight >= 2:
            moved.append((weight, changed.is_better, tile))
    for is_better, kind in ((False, "worse"), (True, "better")):
        for _weight, _is, tile in sorted((each for each in moved if each[1] is is_better), key=lambda each: -each[0])[:1]:
            now, before_value = tile.now, tile.before
            values: Values = {"figure": now.figure, "now": now.numerator or 0, "now_of": now.denominator or 0}
            yield Finding(kind, {**values, "before": before_value.numerator or 0, "before_of": before_value.denominator or 0})


Say = Callable[[Any, Printer], str]
_NUMBER: Say = lambda value, printer: printer.formats.number(value)  # noqa: E731
_SECONDS: Say = lambda value, _printer: duration(value)  # noqa: E731
_HOUR: Say = lambda value, printer: printer.formats.clock(value)  # noqa: E731
SAY: dict[str, Say] = {
    **dict.fromkeys(("count", "part", "missed", "calls", "late", "incoming", "days"), _NUMBER),
    **dict.fromkeys(("units", "shipped"), lambda value, printer: printer.formats.quantity(Fraction(value, STORED))),
    **dict.fromkeys(("took", "longer"), _SECONDS),
    **dict.fromkeys(("start", "end"), _HOUR),
    **dict.fromkeys(("times", "usual"), lambda value, printer: printer.formats.number(value, 1)),
    **dict.fromkeys(("share", "others"), lambda value, printer: printer.formats.percent(value, 1 if 0 < value < 0.01 else 0)),
    "weekday": lambda value, printer: printer.formats.weekdays("wide")[value],
    "customer": lambda value, printer: printer.customer(value),
    "owner": lambda value, printer: printer.colleague(value),
    "day": lambda value, printer: printer.formats.day(date.fromisoformat(value)),
    "figure": lambda value, _printer: _(FIGURES_BY_ID[value].name),
}
"""How each value of a finding is printed; what is not named here is printed as it stands."""


def told(finding: Finding, printer: Printer, period: str) -> list[Span]:
    """The finding as a sentence. `period` is what the figures are compared with."""
    words = {name: SAY[name](value, printer) if name in SAY else str(value) for name, value in finding.values.items()}
    for name, value in _figure_values(finding):
        words[name] = printer.value(value)
    return sentence(_(SENTENCES[finding.kind]), **words, period=period)


def _figure_values(finding: Finding) -> Iterator[tuple[str, Value]]:
    """Of a finding about a figure of the first page: now and before; of one about money: the amount."""
    given = finding.values
    if "pending" in given:
        yield "amount", Value("refunds_pending", int(given["pending"]), currency=str(given["currency"]))
    for name in ("now", "before"):
        if f"{name}_of" in given:
            yield name, Value(str(given["figure"]), int(given[name]), int(given[f"{name}_of"]))
