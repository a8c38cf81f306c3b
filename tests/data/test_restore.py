import json
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from crm_desktop.core.errors import NotAllowed, StoreRefused, UserError
from crm_desktop.data import durable
from crm_desktop.data.contents import differences
from crm_desktop.data.database import execute, fetch, open_store, write
from crm_desktop.data.lock import Use, held, state_folder
from crm_desktop.data.manifest import manifest_file
from crm_desktop.data.opening import opened
from crm_desktop.data.restore import finish, is_broken_off, restore
from crm_desktop.services.backups import back_up, restore_backup
from crm_desktop.services.company import FOUNDER
from tests.conftest import KEY
from tests.data.conftest import CUSTOMERS, Shop, add, copy_of, crash
from tests.examples import every

CHECKOUT = Path(__file__).parents[2]
STEPS = ("create", "copy", "write_text", "make_folder", "replace", "sync_file", "sync_folder")
DIES = """
import os
from pathlib import Path
import crm_desktop.data.durable as durable
from crm_desktop.data.restore import restore
count = 0
def mortal(real):
    def step(*arguments):
        global count
        count += 1
        if count == {step}:
            os._exit(9)
        return real(*arguments)
    return step
for name in {steps!r}:
    setattr(durable, name, mortal(getattr(durable, name)))
restore(Path({path!r}), Path({backup!r}))
"""


class Crash(BaseException):
    """What no handler catches."""


class Old(NamedTuple):
    """A closed store that went on after its backup, and both their contents."""

    shop: Shop
    backup: Path
    new: dict
    old: dict


@pytest.fixture(scope="module")
def aged(shops, tmp_path_factory):
    """Of a kind: aged once, copied for each test."""

    @cache
    def make(kind):
        shop = copy_of(shops[kind], tmp_path_factory.mktemp(kind))
        with opened(shop.path, shop.key):
            backup = back_up(FOUNDER).path
            add("Later")
        return Old(shop, backup, Shop(backup, shop.key).contents(), shop.contents())

    def copied(kind, folder):
        made = make(kind)
        shutil.copytree(made.shop.path.parent, folder, dirs_exist_ok=True)
        return made._replace(
            shop=Shop(folder / made.shop.path.name, made.shop.key), backup=folder / made.backup.relative_to(made.shop.path.parent)
        )

    return copied


@pytest.fixture(params=["plain", "encrypted"])
def old(request, aged, tmp_path):
    return aged(request.param, tmp_path)


@pytest.fixture
def plain_old(aged, tmp_path):
    return aged("plain", tmp_path)


def names(path, key=None):
    with opened(path, key):
        return [row[0] for row in fetch("SELECT name FROM customer ORDER BY id")]


def leftovers(path):
    """Files of a restore that is under way."""
    there = [file.name for file in (*path.parent.iterdir(), *state_folder(path).iterdir())]
    return [name for name in there if "restor" in name and not name.startswith("before-restore")] + [n for n in there if ".part" in n]


def fail_at(monkeypatch, number, error):
    """Raise at this step on the disk; how many there were is counted."""
    count = [0]

    def wrapped(real):
        def step(*arguments):
            count[0] += 1
            if count[0] == number:
                raise error
            return real(*arguments)

        return step

    for name in STEPS:
        monkeypatch.setattr(durable, name, wrapped(getattr(durable, name)))
    return count


def test_a_restore_brings_back_every_row(old):
    restored = restore_backup(old.shop.path, old.backup, FOUNDER, old.shop.key)
    assert restored.backup.rows("customer") == CUSTOMERS
    assert differences(old.shop.contents(), old.new) == []
    assert leftovers(old.shop.path) == []


def test_what_was_there_lies_aside_whole(old):
    restored = restore_backup(old.shop.path, old.backup, FOUNDER, old.shop.key)
    assert restored.aside.parent.name.startswith("before-restore-2")
    assert differences(Shop(restored.aside, old.shop.key).contents(), old.old) == []


def test_a_log_of_a_crash_goes_aside_with_its_store_and_is_not_played_into_the_new_one(old):
    crash(old.shop, using=Use.WINDOW)
    restored = restore_backup(old.shop.path, old.backup, FOUNDER, old.shop.key)
    assert names(old.shop.path, old.shop.key) == [f"Customer {number}" for number in range(CUSTOMERS)]
    assert names(restored.aside, old.shop.key)[-2:] == ["Later", "Bob"]


def test_a_restore_into_nothing_makes_the_store(old, tmp_path):
    new = tmp_path / "elsewhere" / "new.crm"
    new.parent.mkdir()
    restored = restore_backup(new, old.backup, FOUNDER, old.shop.key)
    assert restored.aside is None
    assert differences(Shop(new, old.shop.key).contents(), old.new) == []


def test_a_damaged_store_stays_beside_under_a_name_that_says_so_byte_for_byte(old):
    damaged = bytearray(old.shop.bytes())
    damaged[4096 * 2 : 4096 * 40] = os.urandom(4096 * 38)
    old.shop.path.write_bytes(damaged)
    restored = restore_backup(old.shop.path, old.backup, FOUNDER, old.shop.key)
    assert restored.aside.name.startswith("shop.crm.damaged-2")
    assert restored.aside.read_bytes() == bytes(damaged)
    assert differences(old.shop.contents(), old.new) == []


def test_two_restores_of_a_second_keep_both_stores(plain_old):
    asides = [restore_backup(plain_old.shop.path, plain_old.backup, FOUNDER).aside for _time in range(3)]
    assert len(set(asides)) == 3
    assert [names(aside)[-1] for aside in asides] == ["Later", "Customer 2", "Customer 2"]


def test_a_backup_of_an_older_version_is_brought_up_to_date(plain_old, monkeypatch, tmp_path_factory):
    from crm_desktop.data.migrate import SCRIPTS

    scripts = shutil.copytree(SCRIPTS, tmp_path_factory.mktemp("newer") / "scripts")
    more = "CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT"
    (scripts / "9998_more.py").write_text(f"def up(migrator, db):\n    db.execute_sql({more!r})\n")
    monkeypatch.setattr("crm_desktop.data.migrate.SCRIPTS", scripts)
    restore_backup(plain_old.shop.path, plain_old.backup, FOUNDER)
    with opened(plain_old.shop.path):
        assert fetch("SELECT COUNT(*) FROM more") == [(0,)]


def test_a_backup_that_lost_its_note_is_read_through_and_taken(plain_old):
    manifest_file(plain_old.backup).unlink()
    restore_backup(plain_old.shop.path, plain_old.backup, FOUNDER)
    assert differences(plain_old.shop.contents(), plain_old.new) == []


class TestRefused:
    """The store stays as it was, byte for byte, and nothing lies beside it."""

    @pytest.fixture(autouse=True)
    def unchanged(self, plain_old):
        before = plain_old.shop.bytes(), sorted(file.name for file in plain_old.shop.path.parent.iterdir())
        yield
        assert (plain_old.shop.bytes(), sorted(file.name for file in plain_old.shop.path.parent.iterdir())) == before

    def refusal(self, old, backup=None, by=FOUNDER, key=None):
        with pytest.raises(UserError) as refused:
            restore_backup(old.shop.path, backup or old.backup, by, key)
        return str(refused.value)

    def test_one_changed_byte(self, plain_old):
        content = bytearray(plain_old.backup.read_bytes())
        content[5000] ^= 1
        plain_old.backup.write_bytes(content)
        assert "was changed after it was made" in self.refusal(plain_old)

    @pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
    def test_half_a_backup_without_its_note_is_said_of_the_backup(self, plain_old, part):
        manifest_file(plain_old.backup).unlink()
        os.truncate(plain_old.backup, int(plain_old.backup.stat().st_size * part))
        assert self.refusal(plain_old).startswith(f"{plain_old.backup.name} is damaged")

    @pytest.mark.parametrize("content", [b"", b"x", b"%PDF-1.7" + bytes(9000), b"SQLite format 3\0" + bytes(5000)])
    def test_another_file(self, plain_old, content, tmp_path_factory):
        other = tmp_path_factory.mktemp("other") / "other.pdf"
        other.write_bytes(content)
        assert self.refusal(plain_old, other)

    def test_a_backup_under_another_key(self, plain_old):
        assert "cannot be read with this key" in self.refusal(plain_old, key=KEY)

    def test_a_newer_programs_backup(self, plain_old):
        manifest_file(plain_old.backup).unlink()
        with open_store(plain_old.backup).connection_context(), write():
            execute("INSERT INTO schema_migration (name, applied) VALUES ('9999_from_the_future', '2030-01-01')")
        assert "newer version" in self.refusal(plain_old)

    def test_the_store_itself_and_nothing(self, plain_old):
        assert "no backup" in self.refusal(plain_old, plain_old.shop.path)
        assert "no backup" in self.refusal(plain_old, plain_old.shop.path.parent / "none.crm")
        assert "no backup" in self.refusal(plain_old, plain_old.shop.path.parent)

    def test_somebody_has_the_store_open(self, plain_old):
        with held(plain_old.shop.path, Use.COMMAND):
            assert "needs the company alone" in self.refusal(plain_old)

    def test_a_person_without_the_right(self, plain_old, auditor):
        with pytest.raises(NotAllowed):
            restore_backup(plain_old.shop.path, plain_old.backup, auditor)

    def test_a_fault_while_it_is_copied(self, plain_old, monkeypatch):
        real = durable.copy

        def faulty(source, target):
            real(source, target)
            return "another digest"

        monkeypatch.setattr(durable, "copy", faulty)
        assert "without a fault" in self.refusal(plain_old)

    def test_a_disk_without_room(self, plain_old, monkeypatch):
        monkeypatch.setattr("shutil.disk_usage", lambda _folder: type("Usage", (), {"free": 1_000_000})())
        assert "not enough room" in self.refusal(plain_old)


def crash_before_the_new_store_is_in_place(old, monkeypatch):
    real = durable.replace

    def replace(source, target):
        if target == old.shop.path:
            raise Crash
        real(source, target)

    with monkeypatch.context() as patch, pytest.raises(Crash):
        patch.setattr(durable, "replace", replace)
        restore(old.shop.path, old.backup)
    assert not old.shop.path.exists() and is_broken_off(old.shop.path)


@pytest.mark.torture
def test_a_crash_at_any_step_leaves_the_old_store_or_the_new_one(old, monkeypatch):
    seen = set()
    for number in range(1, 100, every(4)):
        with monkeypatch.context() as patch:
            count = fail_at(patch, number, Crash())
            with suppress(Crash):
                restore(old.shop.path, old.backup, old.shop.key)
        with opened(old.shop.path, old.shop.key):
            pass
        found = old.shop.contents()
        kind = "new" if differences(found, old.new) == [] else "old"
        assert differences(found, old.new if kind == "new" else old.old) == []
        assert leftovers(old.shop.path) == []
        seen.add(kind)
        if count[0] < number:
            break
        if kind == "new":
            aside = max(old.shop.path.parent.glob("before-restore-*"), key=lambda folder: (folder.stat().st_mtime_ns, folder.name))
            shutil.copy(next(aside.glob("shop.crm")), old.shop.path)
    assert seen == {"old", "new"} and number > 12


def test_a_crash_while_a_broken_restore_is_finished_does_no_harm_either(plain_old, monkeypatch):
    for number in range(1, 30):
        whole = plain_old.shop.bytes()
        crash_before_the_new_store_is_in_place(plain_old, monkeypatch)
        with monkeypatch.context() as patch:
            count = fail_at(patch, number, Crash())
            with suppress(Crash):
                finish(plain_old.shop.path)
        assert names(plain_old.shop.path)[-1] == "Customer 2"
        assert leftovers(plain_old.shop.path) == []
        plain_old.shop.path.write_bytes(whole)
        if count[0] < number:
            break
    assert 4 < number < 29


def test_a_restore_after_one_that_was_broken_off_keeps_the_old_store_and_its_log_together(plain_old, monkeypatch):
    crash(plain_old.shop)
    real = durable.replace

    def replace(source, target):
        if source == plain_old.shop.log():
            raise Crash
        real(source, target)

    with monkeypatch.context() as patch, pytest.raises(Crash):
        patch.setattr(durable, "replace", replace)
        restore(plain_old.shop.path, plain_old.backup)
    first = next(plain_old.shop.path.parent.glob("before-restore-*")) / "shop.crm"
    restore(plain_old.shop.path, plain_old.backup)
    assert names(plain_old.shop.path)[-1] == "Customer 2"
    assert names(first)[-1] == "Bob"


def test_an_error_at_any_step_puts_the_old_store_back_or_has_brought_the_new_one(plain_old, monkeypatch):
    seen = []
    for number in range(1, 100):
        with monkeypatch.context() as patch:
            count = fail_at(patch, number, OSError(28, "No space left on device", "disk"))
            with suppress(UserError):
                restore(plain_old.shop.path, plain_old.backup)
        if count[0] < number:
            break
        broken_off = is_broken_off(plain_old.shop.path)
        beside = sorted(file.name for file in plain_old.shop.path.parent.iterdir() if not file.name.startswith("shop.crm-"))
        kind = names(plain_old.shop.path)[-1]
        seen.append(kind)
        assert not broken_off or kind == "Customer 2", "what is told to be unchanged is not changed later"
        assert leftovers(plain_old.shop.path) == []
        if kind != "Later":
            break
        assert beside == ["shop backups", "shop.crm", "shop.crm.lock"]
    assert seen.count("Later") > 8


@pytest.mark.parametrize("step", [5, 10, 15, 17, 20])
def test_a_program_that_dies_in_a_restore_leaves_the_old_store_or_the_new_one(plain_old, step):
    code = DIES.format(path=str(plain_old.shop.path), backup=str(plain_old.backup), step=step, steps=STEPS)
    assert subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, check=False).returncode == 9
    assert names(plain_old.shop.path)[-1] == ("Later" if step <= 10 else "Customer 2")
    assert leftovers(plain_old.shop.path) == []


def test_a_copy_that_went_bad_before_it_was_in_place_brings_the_old_store_back(plain_old, monkeypatch):
    crash_before_the_new_store_is_in_place(plain_old, monkeypatch)
    part = plain_old.shop.path.with_name("shop.crm.restoring")
    part.write_bytes(part.read_bytes()[:-1] + b"?")
    assert names(plain_old.shop.path)[-1] == "Later"
    assert leftovers(plain_old.shop.path) == []


def test_a_note_that_nobody_can_read_is_not_guessed_at(plain_old):
    state_folder(plain_old.shop.path).mkdir(exist_ok=True)
    (state_folder(plain_old.shop.path) / "restoring.json").write_text(json.dumps({"part": 1}))
    with pytest.raises(StoreRefused, match="broken off"):
        names(plain_old.shop.path)
