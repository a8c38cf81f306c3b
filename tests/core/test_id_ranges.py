from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.id_ranges import IdRanges, in_order

IDS = st.sets(st.integers(1, 60))
BLOCKS = st.lists(st.builds(lambda first, count: range(first, first + count), st.integers(1, 50), st.integers(0, 9)))


@given(IDS, BLOCKS, IDS)
def test_ids_in_ranges_read_as_a_set(ids, blocks, others):
    found, plain = IdRanges(ids, blocks), ids.union(*blocks)
    assert list(found) == sorted(plain) == list(in_order(found)) == list(in_order(plain))
    assert len(found) == len(plain)
    assert found == plain
    assert [one in found for one in range(70)] == [one in plain for one in range(70)]
    assert (found & others, found | others, others - found, found.isdisjoint(others)) == (
        plain & others, plain | others, others - plain, plain.isdisjoint(others),
    )  # fmt: skip


def test_ids_that_follow_each_other_are_one_range():
    assert IdRanges([4], [range(1, 4), range(5, 8)]).ranges == (range(1, 8),)
