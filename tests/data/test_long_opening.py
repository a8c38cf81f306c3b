"""Somebody waits for the look through a store that was not closed: they see how far it is, and need not wait to its end."""

import pytest

from crm_desktop.core.errors import LookGivenUp
from crm_desktop.core.long_look import LongLook, Why
from crm_desktop.data import integrity, side_by_side
from crm_desktop.data.backup import back_up
from crm_desktop.data.database import Door, LocalStore, connected
from crm_desktop.data.integrity import damage_of
from crm_desktop.data.lock import checked_file
from crm_desktop.data.manifest import Reason
from crm_desktop.data.opening import opened
from crm_desktop.data.restore import restore
from tests.data.conftest import crash

MOST = 3
"""Times what was thought: a small store has more tables than rows."""


@pytest.fixture
def steps(monkeypatch):
    """Each step of the engine is told."""
    monkeypatch.setattr(side_by_side, "STEPS", 10)


@pytest.fixture
def eager(monkeypatch):
    monkeypatch.setattr("crm_desktop.core.long_look.SECONDS_BETWEEN", 0)


def files_of(shop):
    """But the index of the log, which the engine makes anew each time."""
    return {path.name: path.read_bytes() for path in shop.path.parent.iterdir() if path.is_file() and not path.name.endswith("-shm")}


@pytest.mark.parametrize("large", [False, True])
def test_what_is_thought_to_be_needed_is_about_what_is(sample_path, steps, eager, large, monkeypatch):
    monkeypatch.setattr(integrity, "LARGE", 0 if large else 1e12)
    monkeypatch.setattr(integrity, "AT_ONCE", 2)
    told = []
    look = LongLook(told.append)
    store = LocalStore(sample_path, None, Door.FROZEN)
    with connected(store):
        assert damage_of(store, thorough=True, watched=look) == []
    assert 1 / MOST < look._done / look._wanted < MOST
    assert told[-1].why is Why.AFTER_CRASH


def test_who_gives_up_leaves_a_store_that_is_closed_and_as_it_was(shop, steps, eager):
    crash(shop, using="window")
    before, look = files_of(shop), LongLook(lambda _how: look.give_up())
    with pytest.raises(LookGivenUp) as refused, opened(shop.path, shop.key, window=True, watched=look):
        raise AssertionError("it is not open")
    assert "nothing in it was changed" in str(refused.value)
    assert files_of(shop) == before
    assert not checked_file(shop.path).exists()


def test_the_next_opening_looks_it_through_anew(shop, steps, eager):
    crash(shop, using="window")
    look = LongLook(lambda _how: look.give_up())
    with pytest.raises(LookGivenUp), opened(shop.path, shop.key, watched=look):
        pass
    told = []
    with opened(shop.path, shop.key, window=True, watched=LongLook(told.append)):
        pass
    assert told
    told.clear()
    with opened(shop.path, shop.key, window=True, watched=LongLook(told.append)):
        assert told == []


def test_a_damaged_store_is_told_so_whoever_watches(plain_shop, steps):
    crash(plain_shop)
    content = bytearray(plain_shop.bytes())
    content[8192:12288] = bytes(4096)
    plain_shop.path.write_bytes(content)
    plain_shop.log().unlink()
    with pytest.raises(Exception, match="damaged"), opened(plain_shop.path, watched=LongLook(lambda _how: None)):
        pass


def test_a_restore_tells_how_far_its_look_is(sample_path, tmp_path, steps, eager):
    backup, told = tmp_path / "backup.crm", []
    backup.write_bytes(sample_path.read_bytes())
    look = LongLook(told.append)
    restore(tmp_path / "shop.crm", backup, None, look)
    assert 1 / MOST < look._done / look._wanted < MOST
    assert told[-1].why is Why.BACKUP


def test_what_was_brought_back_is_not_looked_through_twice(shop, steps, eager):
    restore(shop.path, made(shop), shop.key)
    told = []
    with opened(shop.path, shop.key, watched=LongLook(told.append)):
        assert told == []


def test_who_gives_up_a_restore_leaves_everything_as_it_was(shop, steps, eager):
    backup = made(shop)
    before, look = files_of(shop), LongLook(lambda _how: look.give_up())
    with pytest.raises(LookGivenUp, match="not brought back, and nothing was changed"):
        restore(shop.path, backup, shop.key, look)
    assert files_of(shop) == before


def made(shop):
    with opened(shop.path, shop.key) as store:
        return back_up(store, shop.path.parent / "backups", Reason.BY_HAND).path
