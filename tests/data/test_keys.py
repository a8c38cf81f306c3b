import json
from dataclasses import replace

import pytest

from crm_desktop.core.errors import StoreRefused, UserError
from crm_desktop.core.store_files import key_file
from crm_desktop.data import durable, remembered_keys
from crm_desktop.data.keys import (
    Keys,
    WrongKey,
    by_passphrase,
    by_recovery,
    made_keys,
    name_of,
    read_keys,
    with_passphrase,
    write_keys,
)

PHRASE, OTHER = "three small dogs", "four large cats"


@pytest.fixture(scope="module")
def made():
    return made_keys(PHRASE)


def test_passphrase_and_recovery_key_give_the_same_key(made):
    key, keys, recovery = made
    assert by_passphrase(keys, PHRASE) == by_recovery(keys, recovery) == key
    assert keys.name == name_of(key)


def test_another_passphrase_seals_the_same_key_and_the_recovery_key_stays(made):
    key, keys, recovery = made
    changed = with_passphrase(keys, key, OTHER)

    assert by_passphrase(changed, OTHER) == by_recovery(changed, recovery) == key
    with pytest.raises(WrongKey):
        by_passphrase(changed, PHRASE)
    assert by_passphrase(keys, PHRASE) == key, "what a backup from before holds"


def test_a_wrong_one_is_refused_kindly(made):
    _key, keys, recovery = made
    with pytest.raises(WrongKey, match="try again"):
        by_passphrase(keys, OTHER)
    with pytest.raises(WrongKey, match="another company"):
        by_recovery(keys, bytes(reversed(recovery)))


def test_a_letter_with_an_accent_is_one_however_it_is_typed(made):
    key, keys, _recovery = made
    changed = with_passphrase(keys, key, "caf\u00e9 in the north")
    assert by_passphrase(changed, "cafe\u0301 in the north") == key


def test_one_copy_cannot_stand_for_the_other_nor_for_another_store_s(made):
    _key, keys, recovery = made
    with pytest.raises(WrongKey):
        by_recovery(replace(keys, name="0" * 16), recovery)
    with pytest.raises(WrongKey):
        by_passphrase(replace(keys, by_passphrase=keys.by_recovery), PHRASE)


def test_the_file_holds_neither_key_nor_passphrase(made, tmp_path):
    key, keys, recovery = made
    write_keys(tmp_path / "shop.crm", keys)
    text = key_file(tmp_path / "shop.crm").read_text(encoding="utf-8")

    assert read_keys(tmp_path / "shop.crm") == keys
    assert not any(secret in text for secret in (key.hex(), recovery.hex(), PHRASE))
    assert key_file(tmp_path / "shop.crm").stat().st_mode & 0o777 in (0o600, 0o666)


@pytest.mark.parametrize("change", [{"kind": "else"}, {"form": 2}, {"passphrase": "§"}, {"argon2id": {}}, {"name": None, "recovery": 3}])
def test_a_file_of_another_kind_is_refused(made, change):
    with pytest.raises(ValueError, match=r".*"):
        Keys.from_stated({**made[1].stated(), **change})


@pytest.mark.parametrize("name", ["memory", "time", "lanes"])
def test_a_prepared_file_cannot_ask_for_the_whole_computer(made, name):
    stated = made[1].stated()
    with pytest.raises(ValueError, match=r".*"):
        Keys.from_stated({**stated, "argon2id": {**stated["argon2id"], name: 1 << 30}})


def test_a_damaged_file_says_that_backups_hold_a_copy(made, tmp_path):
    shop = tmp_path / "shop.crm"
    write_keys(shop, made[1])
    whole = key_file(shop).read_bytes()
    for cut in range(0, len(whole), 7):
        key_file(shop).write_bytes(whole[:cut])
        with pytest.raises(StoreRefused, match="backups hold a copy"):
            read_keys(shop)


def test_a_crash_at_any_step_of_a_change_leaves_the_old_file_or_the_new_one(made, tmp_path, monkeypatch):
    key, keys, _recovery = made
    shop, changed = tmp_path / "shop.crm", with_passphrase(keys, key, OTHER)
    write_keys(shop, keys)
    for step in ("create", "sync_file", "replace", "sync_folder"):
        with monkeypatch.context() as broken:
            broken.setattr(durable, step, lambda *_arguments: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                write_keys(shop, changed)
        assert json.loads(key_file(shop).read_text(encoding="utf-8")) in (keys.stated(), changed.stated())
    write_keys(shop, changed)
    assert read_keys(shop) == changed


@pytest.mark.parametrize("phrase", ["", "short", "password1"])
def test_too_easy_a_passphrase_is_refused_before_anything_is_made(phrase):
    with pytest.raises(UserError):
        made_keys(phrase)


class TestKeyring:
    @pytest.fixture
    def backend(self, monkeypatch):
        keyring = pytest.importorskip("keyring.backend")

        class Kept(keyring.KeyringBackend):
            priority = 5

            def __init__(self):
                self.held = {}

            def get_password(self, service, name):
                return self.held.get((service, name))

            def set_password(self, service, name, password):
                self.held[service, name] = password

            def delete_password(self, service, name):
                del self.held[service, name]

        own = Kept()
        monkeypatch.setattr("keyring.backend.get_all_keyring", lambda: [own])
        return own

    def test_the_system_s_own_keeps_a_key(self, backend, monkeypatch):
        monkeypatch.setattr(remembered_keys, "TRUSTED", (type(backend).__module__,))

        assert remembered_keys.remember("one", b"\1" * 32)
        assert remembered_keys.remembered("one") == b"\1" * 32
        remembered_keys.forget("one")
        assert remembered_keys.remembered("one") is None

    def test_one_that_may_write_plain_text_is_never_used(self, backend):
        assert not remembered_keys.is_there()
        assert not remembered_keys.remember("one", b"\1" * 32)
        assert backend.held == {}
