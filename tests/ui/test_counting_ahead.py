"""Figures are counted ahead while nobody waits for anything."""

from types import SimpleNamespace

import pytest

from crm_desktop.queries.counting_ahead import Piece
from crm_desktop.ui.counting_ahead import CountingAhead


@pytest.fixture
def pieces(monkeypatch):
    """Those that are still to be counted, and those that were kept."""
    found = SimpleNamespace(left=[Piece(days=((0, 1),)), Piece(days=((1, 2),))], kept=[])
    monkeypatch.setattr("crm_desktop.queries.counting_ahead.next_piece", lambda _zone, _now: found.left.pop(0) if found.left else None)
    monkeypatch.setattr("crm_desktop.services.figures.keep_piece", found.kept.append)
    return found


@pytest.fixture
def ahead(desk, qtbot):
    ahead = CountingAhead(lambda: desk, desk.doors)
    yield ahead
    ahead._turn.stop()


def test_a_piece_a_turn_until_nothing_is_left(ahead, pieces, settle):
    ahead.look_later()
    assert ahead._turn.isActive()
    for kept in (1, 2):
        ahead._on_turn()
        settle()
        assert len(pieces.kept) == kept and ahead._turn.isActive()
    ahead._turn.stop()
    ahead._on_turn()
    settle()
    assert len(pieces.kept) == 2 and not ahead._turn.isActive()


def test_what_somebody_waits_for_comes_first(ahead, pieces, desk, settle):
    desk.jobs.read(desk.doors, list, lambda _found: None)
    ahead._on_turn()
    assert pieces.kept == [] and len(pieces.left) == 2 and ahead._turn.isActive()
    settle()


def test_after_a_change_it_looks_again_but_not_at_once(ahead, pieces, desk):
    desk.jobs.changed.emit(None)
    assert ahead._turn.isActive() and ahead._turn.interval() > 5_000


def test_nothing_is_counted_once_the_store_is_closed(ahead, pieces, desk):
    desk.jobs.finish()
    ahead._on_turn()
    assert pieces.kept == [] and len(pieces.left) == 2
