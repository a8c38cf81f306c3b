"""What the pages of figures ask of a store once their counts are kept: few statements, none of which walks through a big table."""

import re
from datetime import UTC, datetime

import pytest

from crm_desktop.core.dates import zone_of
from crm_desktop.core.rising import By
from crm_desktop.data import case_courses
from crm_desktop.data.database import Guarded, fetch
from crm_desktop.queries.figures import Scope
from crm_desktop.queries.figures_customers import trouble_by_product
from crm_desktop.queries.today import today_of
from crm_desktop.queries.trends import newest_month, repeats, rising, span_of
from crm_desktop.reports.figure_board import Asked, board, newest_day
from crm_desktop.reports.periods import month_of
from crm_desktop.services.figures import keep_counts, keep_days
from tests.benchmarks.bench import UNTIL

BERLIN = zone_of("Europe/Berlin")
NOW = datetime.combine(UNTIL, datetime.min.time(), UTC)
BIG = ("interaction", "support_case", "case_event", "sales_order", "order_line", "payment", "follow_up", "customer", "address", "shipment")


@pytest.fixture
def shop(sample):
    return sample


@pytest.fixture
def asked(monkeypatch):
    """Every statement, with its parameters."""
    found, run = [], Guarded.run

    def running(store, cursor, sql, params):
        found.append((sql, params))
        return run(store, cursor, sql, params)

    def ask(work):
        found.clear()
        with monkeypatch.context() as patched:
            patched.setattr(Guarded, "run", running)
            work()
        return list(found)

    return ask


def walks(statements):
    """Of a big table, from end to end: the first of it is soon found, and what is put away is little."""
    for sql, params in statements:
        if not sql.endswith("LIMIT 1"):
            for step in (row[3] for row in fetch(f"EXPLAIN QUERY PLAN {sql}", params)):
                if (table := re.match(r"SCAN (\w+)", step)) and _name(sql, table[1]) in BIG and not step.endswith("_shelf"):
                    yield step, sql


def _name(sql, alias):
    found = re.search(rf"(?:FROM|JOIN) (\w+) AS {alias}\b", sql)
    return found[1] if found else alias


def test_the_page_of_figures_reads_what_is_kept(shop, asked):
    month = month_of(newest_day()).earlier()
    wanted = Asked(month, month.earlier())
    counted = board(wanted)
    keep_days(counted.missing)
    keep_counts(counted.fresh)

    statements = asked(lambda: board(wanted))
    assert len(statements) <= 100
    assert list(walks(statements)) == []
    rows = r"FROM (interaction AS held(?!\s+JOIN script_path)|touched|case_event AS event)"
    assert not [sql for sql, _params in statements if re.search(rows, sql)]


def test_counting_cases_anew_walks_through_nothing(shop, asked):
    since, until = month_of(newest_day()).earlier().seconds(BERLIN)
    assert list(walks(asked(lambda: case_courses.totals(since, until)))) == []


def test_products_that_gave_trouble_are_sought_by_the_days_not_through_all_years(shop, asked):
    scope = Scope(*month_of(newest_day()).earlier().seconds(BERLIN))
    ((sql, params),) = asked(lambda: trouble_by_product(scope))

    steps = [row[3] for row in fetch(f"EXPLAIN QUERY PLAN {sql}", params)]
    (how,) = (step for step in steps if " held " in step)
    assert how == "SEARCH held USING INDEX interaction_started_at_id (started_at>? AND started_at<?)"


def test_trends_read_what_is_kept(shop, asked):
    span = span_of(newest_month(BERLIN), 24, BERLIN, datetime.now(UTC))
    for by in By:
        keep_counts(rising(by, span).fresh)
        statements = asked(lambda by=by: rising(by, span))
        assert len(statements) <= 4
        assert not [sql for sql, _params in statements if "FROM interaction" in sql]
    keep_counts(repeats(span).fresh)
    assert len(asked(lambda: repeats(span))) == 2


def test_today_asks_little_and_walks_through_nothing(shop, asked):
    for staff in (1, None):
        statements = asked(lambda staff=staff: today_of(staff, NOW, BERLIN, 1))
        assert len(statements) <= 40
        assert list(walks(statements)) == []
