"""Every figure of the page: the same as in the report, with exactly its rows behind it, whether its days are kept or counted."""

from datetime import UTC, date, datetime, timedelta

import pytest

from crm_desktop.core.dates import utc_now, zone_of
from crm_desktop.core.figures import FIGURES_BY_ID, Unit
from crm_desktop.core.rights import Right
from crm_desktop.data import contact_days
from crm_desktop.data.database import fetch
from crm_desktop.data.derived import rebuild
from crm_desktop.data.history import operation
from crm_desktop.data.models import CaseEvent, Channel, Interaction, SupportCase
from crm_desktop.reports.figure_board import Asked, Narrowing, board, lines, newest_day, records, records_of_hour
from crm_desktop.reports.measures import MEASURES
from crm_desktop.reports.monthly_data import placed_values
from crm_desktop.reports.monthly_interactions import MonthlyInteractionsParameters, collect
from crm_desktop.reports.periods import month_of
from crm_desktop.services.cases import CaseInput, open_case
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.figures import keep_counts, keep_days
from tests.reports import trade_shop
from tests.reports.desk_shop import fill_desk
from tests.reports.recount import Recount
from tests.reports.shop import MONTH, fill

NOVEMBER, OCTOBER = month_of(MONTH), month_of(date(2025, 10, 1))
ASKED = Asked(NOVEMBER, OCTOBER)
LINES = {
    "occupancy",
    "returned_units",
    "return_rate",
    "orders_shipped",
    "payments_in",
    "refunds_paid",
    "refund_rate",
    "order_value",
    "cases_closed",
    "cases_reopened",
    "next_response",
    "knowledge_uses",
    "escalations",
    "escalation_take_over",
}
"""Their numbers are of lines, parcels, money, times and uses; their rows are the records these belong to."""
pytestmark = pytest.mark.parametrize("address", ["plain", "server"], indirect=True)


def FILLING():
    fill(contacts=250)
    trade_shop.fill_trade()
    fill_desk(count=50)


@pytest.fixture
def shop(filled_store):
    return filled_store


def numbers(asked=ASKED):
    return {row.figure: (row.now, row.before) for section in board(asked).sections for row in section.rows}


def test_every_number_is_the_one_in_the_monthly_report(shop):
    data, shown = collect(MonthlyInteractionsParameters(month=MONTH)), numbers()
    printed = {
        (placed.value.figure, placed.period): placed.value
        for placed in placed_values(data)
        if not placed.kind and placed.value.currency in ("", "EUR") and placed.period != "year_ago"
    }

    both = {figure for figure, _period in printed} & shown.keys()
    assert len(both) >= 30
    for figure in both:
        assert shown[figure] == (printed[figure, "now"], printed.get((figure, "before"), shown[figure][1])), figure


def test_every_number_opens_exactly_its_rows(shop):
    for figure, (now, _before) in numbers().items():
        for part in ("numerator", "denominator"):
            found = records(figure, ASKED, numerator=part == "numerator")
            if found is None:
                continue
            assert len(set(found.ids)) == len(found.ids)
            if figure not in LINES:
                assert len(found.ids) * FIGURES_BY_ID[figure].scale == getattr(now, part), (figure, part)


def test_every_figure_has_rows(shop):
    rowless = {figure for figure in MEASURES if not (records(figure, ASKED, numerator=True) or records(figure, ASKED, numerator=False))}

    assert not rowless


def test_kept_days_say_what_counting_says(shop):
    counted = numbers()
    assert len(board(ASKED).missing) == 61

    keep_days(board(ASKED).missing)
    keep_counts(board(ASKED).fresh)
    assert (board(ASKED).missing, board(ASKED).fresh) == ((), ())
    assert numbers() == counted
    assert (rebuild()["contact_day"], rebuild()["kept_count"]) == (0, 0)


def test_what_is_kept_of_each_channel_says_what_counting_says(shop):
    for channel in [row.id for row in Channel.select()]:
        one = Asked(NOVEMBER, OCTOBER, Narrowing(channels=(channel,)))
        kept_apart, counted = numbers(one), numbers(Asked(NOVEMBER, OCTOBER, Narrowing(channels=(channel, 2**31))))
        keep_counts(board(one).fresh)
        assert board(one).fresh == ()
        assert kept_apart == numbers(one) == counted


def test_what_is_told_of_a_later_time_than_the_data_goes_to_does_not_count(shop):
    """An answer that is dated tomorrow: it counts once tomorrow is there."""
    keep_counts(board(ASKED).fresh)
    counted, case = numbers(), SupportCase.select().order_by(SupportCase.opened_at).first()
    with operation("Dated wrongly", FOUNDER, may=Right.HANDLE_CASES) as done:
        done.insert(CaseEvent(case=case, at=utc_now() + timedelta(days=1), kind="status", state="done"))

    assert board(ASKED).fresh == ()
    assert numbers() == counted


def test_an_interaction_that_changes_forgets_the_days_around_it(shop, make_interaction):
    keep_days(board(ASKED).missing)
    held = Interaction.select().where(Interaction.started_at.is_null(False)).order_by(Interaction.started_at).first()

    make_interaction(started_at=held.started_at + timedelta(days=40))
    shown = numbers()
    contact_days.forget_all()
    assert shown == numbers()
    assert shown != {}


def test_check_finds_a_kept_day_that_is_wrong(shop):
    keep_days(board(ASKED).missing)
    fetch("UPDATE contact_day SET incoming = incoming + 1 WHERE starts_at = (SELECT MIN(starts_at) FROM contact_day) RETURNING id")

    assert rebuild()["contact_day"] == 1
    assert rebuild()["contact_day"] == 0


def test_every_hour_of_the_week_opens_the_interactions_it_counts(shop):
    counts = board(ASKED).hours.counts

    cells = [(weekday, hour) for weekday in range(7) for hour in range(24) if counts[weekday][hour]]
    assert len(cells) > 20
    for weekday, hour in cells[::7]:
        assert len(records_of_hour(ASKED, weekday, hour).ids) == counts[weekday][hour]


def test_a_channel_and_a_reason_narrow_what_knows_them(shop):
    recount = Recount(NOVEMBER.first, NOVEMBER.last, 0)
    channel, reason = recount.held[0]["channel_id"], next(row["reason_id"] for row in recount.held if row["reason_id"])
    narrowed = Asked(NOVEMBER, OCTOBER, Narrowing(channels=(channel,), reasons=(reason,)))
    held = [row for row in recount.held if (row["channel_id"], row["reason_id"]) == (channel, reason)]
    found = {row.figure: row for section in board(narrowed).sections for row in section.rows}

    assert found["contacts"].now.numerator == len(held)
    assert (found["handle_time"].now.numerator or None, found["handle_time"].now.denominator or None) == recount.handle_time(held)
    assert not found["follow_ups_kept"].is_told
    assert len(records("contacts", narrowed, numerator=True).ids) == len(held)


def test_a_chart_holds_the_figure_of_each_of_its_periods(shop):
    told = lines(("contacts",), ASKED, (OCTOBER, NOVEMBER)).values["contacts"]

    assert [value.numerator for value in told] == [each.numerator for each in reversed(numbers()["contacts"])]


def test_every_measure_is_a_figure_that_says_how_it_is_counted(address):
    for figure in MEASURES:
        known = FIGURES_BY_ID[figure]
        assert known.definition and known.numerator and (known.denominator or known.unit in (Unit.COUNT, Unit.MONEY, Unit.UNITS))


def test_the_newest_day_is_that_of_the_newest_record_that_counts(store, nancy):
    """Cases that came from elsewhere open in the month in which they were opened, not in that of their import."""
    open_case(CaseInput("Street light", opened_at=datetime(2018, 5, 3, 9, tzinfo=UTC)), nancy)
    assert newest_day() == date(2018, 5, 3)
    with operation("Dated wrongly", FOUNDER, may=Right.HANDLE_CASES) as done:
        case = SupportCase.get()
        case.opened_at = utc_now() + timedelta(days=400)
        done.save(case)
    assert newest_day() == utc_now().astimezone(zone_of("Europe/Berlin")).date(), (
        "what is dated later than the data goes to does not count yet"
    )
