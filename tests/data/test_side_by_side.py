"""A large store that was left open is looked through by several at once, and nothing that one look finds escapes them."""

import random
import time

import pytest

from crm_desktop.core.errors import StoreRefused
from crm_desktop.data import integrity
from crm_desktop.data.database import Door, LocalStore, connected
from crm_desktop.data.integrity import bad_pages, broken_references, damage_of
from crm_desktop.data.side_by_side import first_found

PAGE = 4096


@pytest.fixture
def large(monkeypatch):
    """Every store counts as large."""
    monkeypatch.setattr(integrity, "LARGE", 0)
    monkeypatch.setattr(integrity, "AT_ONCE", 4)


def found(path, look):
    store = LocalStore(path, None, Door.FROZEN)
    try:
        with connected(store):
            return look(store)
    except StoreRefused as error:
        return [str(error)]


def test_a_whole_store_is_whole(plain_shop, large):
    assert found(plain_shop.path, lambda store: damage_of(store, thorough=True)) == []


@pytest.mark.parametrize("seed", range(12))
def test_what_one_look_through_the_whole_file_finds_several_find_too(plain_shop, large, seed):
    chance, content = random.Random(seed), bytearray(plain_shop.bytes())
    pages = len(content) // PAGE
    hit, other = (chance.randrange(2, pages) * PAGE for _ in range(2))
    content[hit : hit + PAGE] = (
        bytes(PAGE),
        chance.randbytes(PAGE),
        bytes(content[other : other + PAGE]),  # as if two tables had it
        bytes(content[hit : hit + PAGE - 200]) + chance.randbytes(200),
    )[seed % 4]
    plain_shop.path.write_bytes(content)
    one = found(plain_shop.path, lambda store: bad_pages(store) + broken_references(store))
    several = found(plain_shop.path, lambda store: damage_of(store, thorough=True))
    assert bool(one) == bool(several), one


def test_a_reference_that_leads_nowhere_is_told(plain_shop, large):
    store = LocalStore(plain_shop.path)
    with connected(store):
        store.execute_sql("PRAGMA foreign_keys = OFF")
        store.execute_sql("UPDATE customer SET import_run_id = NULL, account_owner_id = 999 WHERE id = 1")
    assert "refers to a row" in found(plain_shop.path, lambda there: damage_of(there, thorough=True))[0]


def test_as_soon_as_one_found_something_the_others_are_broken_off(plain_shop):
    def long(store):
        store.execute_sql("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT COUNT(*) FROM n").fetchall()
        return []

    store, began = LocalStore(plain_shop.path, None, Door.FROZEN), time.monotonic()
    assert first_found(store, [long, lambda _store: ["broken"], long, long]) == ["broken"]
    assert time.monotonic() - began < 20
