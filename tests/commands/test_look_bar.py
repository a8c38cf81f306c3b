"""What a command shows on a terminal while a large company is looked through before it opens."""

from contextlib import contextmanager

import pytest

from crm_desktop.commands import progress
from crm_desktop.core.errors import LookGivenUp
from crm_desktop.core.long_look import HowFar, Why
from crm_desktop.data import side_by_side
from crm_desktop.data.opening import opened
from tests.data.conftest import crash, plain_shop, shops  # noqa: F401  # fixtures


@pytest.fixture
def bars(monkeypatch):
    """What each bar is called, and what it was told."""
    shown = []

    @contextmanager
    def bar(label, *, shows_left=False):
        told = []
        shown.append((label, told))
        yield told.append

    monkeypatch.setattr(progress, "progress_bar", bar)
    return shown


def test_a_long_look_has_a_bar_that_says_why(bars):
    with progress.look_bar("/home/a/shop.crm") as watched:
        watched._told(HowFar(0.1, 30, Why.AFTER_CRASH))
        watched._told(HowFar(0.5, 15, Why.AFTER_CRASH))
    ((label, told),) = bars
    assert label.startswith("shop.crm was not closed") and "Ctrl+C" in label
    assert told == [0.1, 0.5]


@pytest.mark.parametrize("left", [None, 0.5])
def test_of_a_short_one_nothing_is_shown(bars, left):
    with progress.look_bar("shop.crm") as watched:
        watched._told(HowFar(0.5, left, Why.AFTER_CRASH))
    assert bars == []


def test_ctrl_c_leaves_the_company_closed_and_says_so(plain_shop, monkeypatch, bars):  # noqa: F811
    """The keyboard's interruption comes to whoever waits for the looks."""

    def interrupted(_futures):
        raise KeyboardInterrupt

    crash(plain_shop)
    monkeypatch.setattr(side_by_side, "as_completed", interrupted)
    refused = pytest.raises(LookGivenUp, match="nothing in it was changed")
    with progress.look_bar(plain_shop.path) as watched, refused, opened(plain_shop.path, watched=watched):
        raise AssertionError("it is not open")
