"""Targets of figures: who may set them, what is refused, and how they are told."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.figure import STORED, Better
from crm_desktop.core.figure_targets import Reached, Target, judged
from crm_desktop.core.figures import FIGURES_BY_ID, Value
from crm_desktop.queries.figure_targets import target_rows, targets
from crm_desktop.services.figure_targets import set_figure_target
from crm_desktop.services.history import undo_latest


def test_a_target_is_set_changed_taken_away_and_brought_back(store, owner):
    set_figure_target("csat", Decimal(80), owner)
    set_figure_target("csat", Decimal("82.5"), owner)
    assert targets() == (Target("csat", 825_000),)
    assert next(row.target for row in target_rows(frozenset({"csat"}))) == Decimal("82.5")

    set_figure_target("csat", None, owner)
    assert targets() == ()
    undo_latest(owner)
    assert targets() == (Target("csat", 825_000),)


@pytest.mark.parametrize(
    ("figure", "target", "said"),
    [("nobody", 1, "no figure"), ("contacts", 1, "Neither more nor less"), ("csat", 101, "no target"), ("handle_time", -1, "no target")],
)
def test_what_cannot_be_aimed_at_is_refused(store, owner, figure, target, said):
    with pytest.raises(UserError, match=said):
        set_figure_target(figure, Decimal(target), owner)
    assert targets() == ()


def test_only_who_may_edit_the_company_sets_targets(store, nancy):
    with pytest.raises(NotAllowed):
        set_figure_target("csat", Decimal(80), nancy)


@given(st.integers(0, 100), st.integers(0, 400), st.integers(5, 400))
def test_a_share_is_met_where_it_is_at_least_or_at_most_its_target(percent, part, whole):
    for figure in ("csat", "repeat_contacts"):
        aim, share = Target(figure, percent * STORED), Value(figure, min(part, whole), whole)
        is_met = 100 * min(part, whole) >= percent * whole
        if FIGURES_BY_ID[figure].better is Better.LESS:
            is_met = 100 * min(part, whole) <= percent * whole
        assert (aim.reached(share) is Reached.MET) == is_met


def test_too_few_cases_are_not_judged_and_times_are_said_in_minutes():
    aim = Target("handle_time", 7 * STORED)

    assert aim.reached(Value("handle_time", 60, 1)) is None
    assert [aim.reached(Value("handle_time", seconds * 10, 10)) for seconds in (420, 460, 480)] == [
        Reached.MET, Reached.NEAR, Reached.MISSED,
    ]  # fmt: skip


def test_a_count_is_judged_only_for_the_whole_company_in_one_month():
    both = Target("csat", 1), Target("cases_open", 1)

    assert judged(both, is_month=True, is_whole=True).keys() == {"csat", "cases_open"}
    assert judged(both, is_month=False, is_whole=True).keys() == judged(both, is_month=True, is_whole=False).keys() == {"csat"}
