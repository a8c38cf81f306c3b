from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.day_lanes import Placed, placed

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 8)).map(lambda each: (each[0], each[0] + each[1])), max_size=20)


def test_two_at_once_stand_side_by_side_and_what_follows_has_the_whole_width():
    assert placed([(540, 600), (570, 630), (630, 660)]) == [Placed(0, 2), Placed(1, 2), Placed(0, 1)]


@given(SPANS)
def test_what_overlaps_never_shares_a_lane_and_agrees_on_how_many_there_are(spans):
    found = placed(spans)
    assert len(found) == len(spans)
    assert all(0 <= each.lane < each.lanes for each in found)
    for (one, at_one), (other, at_other) in combinations(zip(spans, found, strict=True), 2):
        if one[0] < max(other[1], other[0] + 1) and other[0] < max(one[1], one[0] + 1):
            assert at_one.lane != at_other.lane and at_one.lanes == at_other.lanes
