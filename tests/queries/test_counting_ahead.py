"""What is counted before anybody asks."""

from datetime import UTC, datetime, timedelta

import pytest

from crm_desktop.core.dates import zone_of
from crm_desktop.core.rising import By
from crm_desktop.data import kept
from crm_desktop.data.models import ContactReason
from crm_desktop.queries.counting_ahead import next_piece
from crm_desktop.queries.trends import MONTHS, newest_month, rising, span_of
from crm_desktop.reports.figure_board import Asked, board
from crm_desktop.reports.heads import company_setting
from crm_desktop.reports.periods import month_of
from crm_desktop.services.figures import keep_piece

NOW = datetime(2026, 4, 20, 9, tzinfo=UTC)
ON_BOTH_ENGINES = pytest.mark.parametrize("address", ["plain", "server"], indirect=True)


@pytest.fixture
def desk_zone(store):
    return zone_of(company_setting().zone)


@pytest.fixture
def busy(make_customer, make_product, make_order, make_interaction):
    reason, ada = ContactReason.get(name="Damaged goods"), make_customer("Ada Ltd")
    order = make_order(ada, make_product("L-1"))

    def contact(at):
        return make_interaction(ada, reason_id=reason.id, started_at=at, ended_at=at + timedelta(minutes=4), order_id=order.id)

    for month in (1, 2, 4):
        for day in range(month):
            contact(datetime(2026, month, 1 + 3 * day, 9, tzinfo=UTC))
    return contact


def count_all(zone):
    """How many pieces there were."""
    for number in range(500):
        piece = next_piece(zone, NOW)
        if piece is None:
            return number
        assert len(piece.days) <= 5 and len(piece.counted) <= 1
        keep_piece(piece)
    raise AssertionError("it never ends")


@ON_BOTH_ENGINES
def test_who_looks_first_finds_everything_counted_and_the_same(busy, desk_zone):
    zone = desk_zone
    span = span_of(newest_month(zone), MONTHS[-1], zone, NOW)
    month = month_of(datetime(2026, 4, 1).date())
    asked = Asked(month, month.earlier())
    before, shown = {by: rising(by, span) for by in By}, board(asked)
    assert count_all(zone) > 5
    for by in By:
        assert rising(by, span) == before[by]._replace(fresh=())
    again = board(asked)
    assert again.sections == shown.sections and again.missing == ()
    assert count_all(zone) == 0
    assert kept.rebuild() == 0


def test_what_a_change_reached_is_counted_again_and_no_more(busy, desk_zone):
    whole = count_all(desk_zone)
    busy(datetime(2026, 4, 17, 9, tzinfo=UTC))
    assert 0 < count_all(desk_zone) < whole


def test_a_month_with_something_of_what_is_still_to_come_is_left_to_who_asks(busy, desk_zone):
    busy(datetime(2026, 4, 28, 9, tzinfo=UTC))
    count_all(desk_zone)
    starts = int(datetime(2026, 4, 1, tzinfo=desk_zone).timestamp())
    assert kept._rows("SELECT COUNT(*) FROM kept_count WHERE starts_at >= ?", (starts,)) == [(0,)]


def test_a_company_without_contacts_has_nothing_to_count(store, desk_zone):
    assert next_piece(desk_zone, NOW) is None
