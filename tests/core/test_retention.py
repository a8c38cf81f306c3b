from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.errors import UserError
from crm_desktop.core.retention import RULES, Kept, last_day_gone, months_kept, with_months


@pytest.mark.parametrize(
    ("today", "months", "first"),
    [
        (date(2026, 11, 22), 12, date(2025, 11, 22)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 1, 5), 24, date(2024, 1, 5)),
    ],
)
def test_months_are_counted_back_by_the_calendar(today, months, first):
    assert last_day_gone(today, months) == first


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 600))
def test_more_months_reach_further_back_and_a_month_is_28_to_31_days(today, months):
    gone = last_day_gone(today, months)

    assert last_day_gone(today, months + 1) < gone < today
    assert timedelta(months * 28) <= today - gone <= timedelta(months * 31)


def test_nothing_is_let_go_before_a_rule_is_set_but_invoices_have_one():
    assert {rule.kind: months_kept("{}", rule.kind) for rule in RULES if months_kept("{}", rule.kind)} == {Kept.INVOICES: 120}
    stored = with_months(with_months("{}", Kept.INVOICES, 72), Kept.FILES, 5)
    assert stored == '{"files": 5, "invoice": 6}'
    assert (months_kept(stored, Kept.INVOICES), months_kept(stored, Kept.FILES)) == (72, 5)


@pytest.mark.parametrize(("kind", "months"), [(Kept.FILES, -1), (Kept.FILES, 601), (Kept.INVOICES, 0), (Kept.INVOICES, 13)])
def test_a_rule_that_makes_no_sense_is_refused(kind, months):
    with pytest.raises(UserError):
        with_months("{}", kind, months)
