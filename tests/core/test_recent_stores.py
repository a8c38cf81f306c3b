"""What was opened on this computer last."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.recent_stores import MOST, Recent, forgetting, is_remembered, known, recent_stores, remembering
from crm_desktop.core.settings import Settings

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def opened(*addresses):
    settings = Settings()
    for step, address in enumerate(addresses):
        settings = Settings(last_store=address, recent=remembering(settings, Recent(address), NOW + timedelta(minutes=step)))
    return settings


@given(st.lists(st.text(min_size=1, max_size=4), max_size=20))
def test_each_stands_there_once_the_last_one_first(addresses):
    found = [each.address for each in recent_stores(opened(*addresses))]
    assert found == list(dict.fromkeys(reversed(addresses)))[:MOST]


def test_one_that_is_forgotten_is_gone_and_the_others_stay():
    settings = opened("/a.crm", "/b.crm")
    assert [each.address for each in recent_stores(Settings(recent=forgetting(settings, "/b.crm")))] == ["/a.crm"]


def test_the_time_is_written_again_only_after_a_while():
    settings = opened("/a.crm")
    assert is_remembered(settings, Recent("/a.crm"), NOW + timedelta(minutes=59))
    assert not is_remembered(settings, Recent("/a.crm"), NOW + timedelta(minutes=61))
    assert not is_remembered(settings, Recent("/b.crm"), NOW)


def test_what_a_company_is_called_stays_until_it_is_called_something_else():
    settings = Settings()
    named, later = Recent("/a.crm", None, "Hafenhandel", "Nancy"), Recent("/a.crm", company="Ada & Co")
    for wanted in (named, Recent("/b.crm"), Recent("/a.crm"), later):
        assert not is_remembered(settings, wanted, NOW)
        settings = Settings(last_store=wanted.address, recent=remembering(settings, wanted, NOW))
        assert is_remembered(settings, wanted, NOW)
    assert known(settings, "/a.crm") == Recent("/a.crm", NOW, "Ada & Co", "Nancy")
    assert known(settings, "/b.crm") == Recent("/b.crm", NOW) and known(settings, "/c.crm") is None


def test_what_an_earlier_version_kept_is_read():
    assert recent_stores(Settings(recent=f'[["/a.crm", {int(NOW.timestamp())}]]')) == [Recent("/a.crm", NOW)]


@pytest.mark.parametrize("text", ["", "{", "[1]", '[["/a.crm"]]', '[["/a.crm", "x"]]', "null", '[["/a", 1e300]]'])
def test_what_cannot_be_read_is_nothing_but_the_last_store(text):
    assert recent_stores(Settings(last_store="/shop.crm", recent=text)) == [Recent("/shop.crm")]


def test_a_file_that_was_deleted_is_gone_and_a_server_is_not_asked(tmp_path):
    file = tmp_path / "shop.crm"
    file.touch()
    assert not Recent(str(file)).is_gone() and Recent(str(tmp_path / "other.crm")).is_gone()
    assert not Recent("postgresql://me@host/shop").is_gone() and Recent("postgresql://me@host/shop").name == "shop"
