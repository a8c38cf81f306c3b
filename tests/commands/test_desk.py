import shutil

import pytest

from crm_desktop.commands.desk import Desk, place_of
from crm_desktop.core.errors import UserError
from crm_desktop.core.settings import load_settings
from tests.commands.conftest import crm, done
from tests.conftest import KEY


@pytest.fixture
def encrypted(tmp_path, monkeypatch):
    key = tmp_path / "key"
    key.write_text(f"{KEY.hex()}\n", encoding="ascii")
    monkeypatch.setenv("CRM_DESKTOP_KEY_FILE", str(key))
    done("new", tmp_path / "secret.crm", "--name", "Ada")
    return tmp_path / "secret.crm"


def test_the_store_opened_last_is_opened_without_being_named(shop, tmp_path):
    shutil.copy(shop, tmp_path / "other.crm")

    done("--store", tmp_path / "other.crm", "do", "add-customer", "name=Ben")

    assert load_settings().last_store == str(tmp_path / "other.crm")
    assert done("list", "customers", "--count") == "2\n"
    assert done("--store", shop, "list", "customers", "--count") == "1\n"
    assert done("list", "customers", "--count") == "1\n"


def test_a_store_that_could_not_be_opened_is_not_remembered(shop, tmp_path):
    crm("--store", tmp_path / "lost.crm", "list", "customers")

    assert load_settings().last_store == str(shop)


def test_a_relative_path_is_remembered_in_full(shop, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    done("--store", "shop.crm", "list", "customers", "--count")

    assert load_settings().last_store == str(tmp_path / "shop.crm")


def test_whoever_is_named_acts(shop):
    done("--as", "nancy", "do", "add-customer", "name=Ben")

    assert "nancy  Added customer CU-00002" in done("history", "--limit", "1")


def test_an_encrypted_store_opens_with_the_key_in_the_named_file(encrypted):
    assert b"SQLite" not in encrypted.read_bytes()[:16]
    assert done("list", "company") != ""


@pytest.mark.parametrize("content", ["", "beef", "z" * 64, "0" * 64, "schlüssel"])
def test_a_key_file_that_holds_no_or_another_key_is_refused(content, encrypted, tmp_path):
    (tmp_path / "key").write_text(content, encoding="utf-8")

    refused = crm("list", "company")

    assert refused.status == 1
    assert refused.err.count("\n") == 1


def test_without_its_key_an_encrypted_store_says_what_it_needs(encrypted, monkeypatch):
    monkeypatch.delenv("CRM_DESKTOP_KEY_FILE")

    assert "CRM_DESKTOP_KEY_FILE" in crm("list", "company").err


def test_on_a_terminal_the_key_is_asked_for_and_not_shown(encrypted, monkeypatch):
    monkeypatch.delenv("CRM_DESKTOP_KEY_FILE")
    monkeypatch.setattr("crm_desktop.commands.keys.may_ask", lambda: True)

    answer = crm("list", "company", "--json", text=f"{KEY.hex()}\n")

    assert answer.status == 0
    assert KEY.hex() not in answer.out + answer.err


def test_a_plain_store_needs_no_key_though_one_is_named(shop, encrypted):
    assert done("--store", shop, "list", "customers", "--count") == "1\n"


@pytest.mark.parametrize("address", ["postgresql://ada@host/shop", "postgres://host:5432/shop"])
def test_a_server_s_address_is_taken_as_it_is(address):
    assert place_of(address) == address == Desk(address, None).address()


@pytest.mark.parametrize(
    "address", ["postgresql://", "postgresql:///shop", "postgresql://host/", "postgresql://[::1/shop", "postgresql://host:x/shop"]
)
def test_an_address_that_leads_nowhere_is_refused(address):
    with pytest.raises(UserError, match="not the address of a server"):
        place_of(address)


def test_a_password_in_an_address_is_refused_without_repeating_it():
    with pytest.raises(UserError, match="password") as refused:
        place_of("postgresql://ada:hunter2@host/shop")
    assert "hunter2" not in str(refused.value)
