import os
import shutil
from pathlib import Path

import pytest

from crm_desktop.core.errors import NotAllowed, StoreRefused
from crm_desktop.core.store_files import key_file, state_folder
from crm_desktop.data import durable, protecting
from crm_desktop.data.keys import WrongKey
from crm_desktop.data.manifest import Reason, list_backups, manifest_file
from crm_desktop.data.opening import opened
from crm_desktop.data.restore import restore
from crm_desktop.services.backups import back_up, restore_backup
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.protection import (
    change_passphrase,
    new_protection,
    protect,
    remove_readable,
    renew_passphrase,
    unlock,
    unlock_by_recovery,
    unprotect,
)
from tests.data.conftest import Shop, add
from tests.examples import every

PHRASE, OTHER = "three small dogs", "four large cats"
CANARIES = [f"Zyxwvut{number}" for number in range(30)]
STEPS = ("create", "copy", "write_text", "make_folder", "replace", "sync_file", "sync_folder")


class Crash(BaseException):
    pass


@pytest.fixture(scope="module")
def protection():
    return new_protection(PHRASE)


@pytest.fixture
def kept(plain_shop, protection):
    """A store that was protected, and what was in it."""
    before = plain_shop.contents()
    protect(plain_shop.path, protection, FOUNDER)
    return Shop(plain_shop.path, protection.key), before


def files_of(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_protected_store_holds_what_it_held(kept):
    shop, before = kept
    assert shop.contents() == before
    assert unlock(shop.path, PHRASE) == shop.key
    with opened(shop.path, shop.key):
        add("Bob")


def test_nothing_readable_stays_of_it_anywhere(plain_shop, protection, tmp_path):
    with opened(plain_shop.path, None):
        for name in CANARIES:
            add(name)
        assert any(name.encode() in plain_shop.log().read_bytes() for name in CANARIES), "the search would find them"
        back_up(FOUNDER)
    done = protect(plain_shop.path, protection, FOUNDER)
    remove_readable(done.readable, FOUNDER)

    with opened(plain_shop.path, protection.key):
        add(CANARIES[0])
        back_up(FOUNDER)
        left = files_of(plain_shop.path.parent)
    left |= files_of(plain_shop.path.parent)
    assert len(left) > 4
    for path, content in left.items():
        found = [name for name in CANARIES if name.encode() in content or name.casefold().encode() in content]
        assert not found, f"{path} holds {found}"


def test_backups_from_before_are_named(plain_shop, protection):
    with opened(plain_shop.path, None):
        made = back_up(FOUNDER)
    assert protect(plain_shop.path, protection, FOUNDER).readable == [made.path]


def test_a_backup_alone_opens_with_the_passphrase_of_its_day_and_with_the_recovery_key(kept, protection, tmp_path):
    shop, before = kept
    (backup,) = [each for each in list_backups(shop.path.parent / "shop backups") if each.manifest.reason == Reason.PROTECTION]
    change_passphrase(shop.path, shop.key, OTHER, FOUNDER)
    for path in (backup.path, manifest_file(backup.path)):
        shutil.copy(path, tmp_path / path.name)
    alone = tmp_path / backup.path.name

    assert unlock(alone, PHRASE) == unlock_by_recovery(alone, protection.sheet_words()) == shop.key
    restore(tmp_path / "again.crm", alone, shop.key)
    assert unlock(tmp_path / "again.crm", PHRASE) == shop.key
    assert Shop(tmp_path / "again.crm", shop.key).contents() == before


def test_another_passphrase_changes_no_byte_of_the_store(kept):
    shop, _before = kept
    content = shop.bytes()
    change_passphrase(shop.path, shop.key, OTHER, FOUNDER)

    assert shop.bytes() == content
    assert unlock(shop.path, OTHER) == shop.key
    with pytest.raises(WrongKey):
        unlock(shop.path, PHRASE)
    assert shop.bytes() == content


def test_who_forgot_it_opens_with_the_sheet_and_chooses_another(kept, protection):
    shop, _before = kept
    key = unlock_by_recovery(shop.path, protection.sheet_words().lower())
    renew_passphrase(shop.path, key, OTHER)
    assert unlock(shop.path, OTHER) == shop.key


def test_a_restore_keeps_the_passphrase_that_people_know_now(kept):
    shop, _before = kept
    with opened(shop.path, shop.key):
        made = back_up(FOUNDER)
    change_passphrase(shop.path, shop.key, OTHER, FOUNDER)
    restore_backup(shop.path, made.path, FOUNDER, shop.key)
    assert unlock(shop.path, OTHER) == shop.key


def test_a_readable_backup_brings_a_readable_store_back_and_the_other_way_round(plain_shop, protection):
    with opened(plain_shop.path, None):
        plain = back_up(FOUNDER).path
    protect(plain_shop.path, protection, FOUNDER)
    restore_backup(plain_shop.path, plain, FOUNDER)
    assert not key_file(plain_shop.path).exists()
    assert plain_shop.contents()

    (secret,) = [each.path for each in list_backups(plain.parent) if each.manifest.encrypted]
    restore_backup(plain_shop.path, secret, FOUNDER, protection.key)
    assert unlock(plain_shop.path, PHRASE) == protection.key


def test_the_key_s_file_lost_or_damaged_is_taken_from_the_newest_backup(kept):
    shop, _before = kept
    whole = key_file(shop.path).read_text(encoding="utf-8")
    key_file(shop.path).write_text("{", encoding="utf-8")
    assert unlock(shop.path, PHRASE) == shop.key
    key_file(shop.path).unlink()
    assert unlock(shop.path, PHRASE) == shop.key
    assert key_file(shop.path).read_text(encoding="utf-8") == whole


def test_taking_the_passphrase_off_leaves_the_store_and_no_key(kept):
    shop, before = kept
    unprotect(shop.path, shop.key, FOUNDER)
    assert Shop(shop.path, None).contents() == before
    assert not key_file(shop.path).exists()


def test_only_an_owner_protects(plain_shop, protection, auditor):
    content = plain_shop.bytes()
    with pytest.raises(NotAllowed):
        protect(plain_shop.path, protection, auditor)
    assert plain_shop.bytes() == content


def test_nobody_may_have_it_open_meanwhile(plain_shop, protection):
    with opened(plain_shop.path, None), pytest.raises(StoreRefused, match="alone"):
        protect(plain_shop.path, protection, FOUNDER)
    protect(plain_shop.path, protection, FOUNDER)
    with pytest.raises(StoreRefused, match="already"):
        protect(plain_shop.path, protection, FOUNDER)


@pytest.mark.torture
def test_a_crash_at_any_step_leaves_the_old_store_or_the_new_one(plain_shop, protection, monkeypatch, tmp_path):
    before, whole = plain_shop.contents(), plain_shop.bytes()
    old = new = 0
    for number in range(1, 200, every(6)):
        place = tmp_path / str(number)
        place.mkdir()
        path = place / "shop.crm"
        path.write_bytes(whole)
        path.chmod(0o600)
        if not crashes_at(number, path, protection, monkeypatch):
            break
        key = None if path.exists() and path.read_bytes()[:6] == b"SQLite" else protection.key
        if key is None and (state_folder(path) / "restoring.json").exists():
            key = protection.key
        with opened(path, key):
            pass
        assert {each.name for each in place.iterdir()} <= {"shop.crm", "shop.crm.key", "shop.crm.lock", "shop backups"}
        assert Shop(path, key).contents() == before
        assert key is None or unlock(path, PHRASE) == key
        old, new = old + (key is None), new + (key is not None)
    else:
        pytest.fail("it never came to its end")
    assert old * every(6) > 3
    assert new * every(6) > 3


def crashes_at(number, path, protection, monkeypatch):
    count = 0

    def mortal(real):
        def step(*arguments):
            nonlocal count
            count += 1
            if count == number:
                raise Crash
            return real(*arguments)

        return step

    with monkeypatch.context() as dying:
        for name in STEPS:
            dying.setattr(durable, name, mortal(getattr(durable, name)))
        try:
            protecting.convert(Path(path), None, protection.key, protection.keys)
        except Crash:
            return True
    return False


@pytest.mark.skipif(os.name == "nt", reason="rights are not kept in modes there")
def test_what_belongs_to_it_is_its_owner_s_alone_to_read(kept):
    shop, _before = kept
    for path in (shop.path, key_file(shop.path)):
        assert path.stat().st_mode & 0o077 == 0
