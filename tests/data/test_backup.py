import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from peewee import OperationalError

from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.data import backup, durable
from crm_desktop.data.audit import verify_chain
from crm_desktop.data.backup import verify_backup
from crm_desktop.data.contents import differences, snapshot
from crm_desktop.data.database import database, fetch
from crm_desktop.data.manifest import Manifest, age, default_folder, list_backups, manifest_file, newest_verified, read_backup
from crm_desktop.data.opening import opened
from crm_desktop.services.backups import Reason, back_up, back_up_before, backups
from crm_desktop.services.company import FOUNDER
from tests.conftest import KEY
from tests.data.conftest import CUSTOMERS, Shop, add
from tests.examples import examples

CHECKOUT = Path(__file__).parents[2]
BACKUPS = examples(6, 20, 20)
WRITES = """
import sys
from pathlib import Path
from crm_desktop.data.opening import opened
from tests.data.conftest import add
with opened(Path({path!r}), {key!r}):
    print("open", flush=True)
    while not Path({stop!r}).exists():
        add("Somebody")
"""


def made(shop, reason=Reason.BY_HAND, folder=None):
    with opened(shop.path, shop.key):
        return back_up(FOUNDER, folder, reason)


def everything_in(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@contextmanager
def a_small_disk(megabytes, folder):
    """Raises Skip where none can be mounted."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root mounts a disk")
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], check=False, capture_output=True)
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(disk):
    # Without a buffer: Python 3.11 complains once more when it closes a file that still holds something.
    with (disk / "full").open("wb", buffering=0) as file, pytest.raises(OSError, match="space"):
        while True:
            file.write(bytes(4096))


def test_a_backup_holds_what_the_store_holds(shop):
    before = shop.contents()
    found = made(shop)
    assert found.verified
    assert differences(Shop(found.path, shop.key).contents(), before) == []
    assert found.holds() == f"{CUSTOMERS} customers, 0 orders, 0 interactions"
    assert found.path.parent == default_folder(shop.path) == shop.path.parent / "shop backups"


def test_what_is_known_of_a_backup_lies_beside_it(shop):
    found = made(shop, Reason.IMPORT)
    stated = json.loads(manifest_file(found.path).read_text(encoding="utf-8"))
    with opened(shop.path, shop.key):
        ((sequence, link),) = fetch("SELECT sequence, link FROM chain_head")
    assert (stated["sequence"], stated["link"]) == (sequence, link)
    assert (stated["reason"], stated["encrypted"], stated["store"]) == (Reason.IMPORT, shop.key is not None, "shop")
    assert (stated["size"], stated["sha256"]) == (found.path.stat().st_size, durable.sha256(found.path))
    assert stated["tables"]["customer"]["rows"] == CUSTOMERS
    assert Manifest.from_json(manifest_file(found.path).read_text(encoding="utf-8")) == found.manifest
    assert not re.search("Customer 0|Hafenhandel", manifest_file(found.path).read_text(encoding="utf-8"))


def test_a_backup_of_an_encrypted_store_is_encrypted(shop):
    found = made(shop)
    assert (b"Customer 0" in found.path.read_bytes()) == (shop.key is None)
    assert found.path.read_bytes().startswith(b"SQLite format 3") == (shop.key is None)


def test_a_backup_is_named_by_utc_and_two_of_a_second_are_two(plain_shop):
    with opened(plain_shop.path):
        paths = [back_up(FOUNDER).path for _time in range(3)]
    assert len(set(paths)) == 3
    assert all(re.fullmatch(r"shop-\d{8}T\d{6}Z(-\d)?\.crm", path.name) for path in paths)
    assert [found.path for found in backups(plain_shop.path)] == paths[::-1]


def test_a_backup_takes_what_is_still_in_the_log(plain_shop):
    with opened(plain_shop.path):
        add("Bob")
        assert plain_shop.log().stat().st_size
        assert back_up(FOUNDER).rows("customer") == CUSTOMERS + 1


def test_nothing_but_the_backup_and_its_note_stays(plain_shop, tmp_path):
    found = made(plain_shop, folder=tmp_path / "stick" / "monday")
    assert sorted(everything_in(found.path.parent)) == sorted([found.path.name, f"{found.path.name}.json"])


@pytest.mark.torture
def test_backups_while_another_program_writes_are_whole(plain_shop, tmp_path):
    stop = tmp_path / "stop"
    code = WRITES.format(path=str(plain_shop.path), key=None, stop=str(stop))
    with subprocess.Popen([sys.executable, "-c", code], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout.readline() == "open\n"
        with opened(plain_shop.path):
            found = [back_up(FOUNDER) for _time in range(BACKUPS)]
        stop.touch()
    assert writer.returncode == 0
    assert len({item.rows("customer") for item in found}) > BACKUPS / 2
    # The company is founded, and each customer added, in one operation.
    assert [item.manifest.seen.sequence - item.rows("customer") for item in found] == [1] * BACKUPS
    with opened(found[-1].path):
        assert verify_chain() == []


class TestWhatGoesWrong:
    """Whatever goes wrong, the backups that were there stay as they were, and no part stays."""

    @pytest.fixture(autouse=True)
    def one_before(self, plain_shop):
        self.folder = made(plain_shop).path.parent
        self.before = everything_in(self.folder)
        yield
        assert everything_in(self.folder) == self.before

    @pytest.mark.parametrize("step", ["create", "sync_file", "replace", "sync_folder", "write_text", "sha256", "put_in_place"])
    def test_a_disk_that_fills_up_at_any_step(self, plain_shop, monkeypatch, step):
        def full(*_arguments):
            raise OSError(28, "No space left on device", "somewhere")

        with opened(plain_shop.path):
            monkeypatch.setattr(durable, step, full)
            with pytest.raises(UserError, match="disk is full"):
                back_up(FOUNDER)

    def test_a_disk_that_fills_up_while_sqlite_copies(self, plain_shop, monkeypatch):
        def full(path, *_arguments):
            path.write_bytes(b"half")
            raise OperationalError("database or disk is full")

        monkeypatch.setattr(backup, "fill_file", full)
        with pytest.raises(UserError, match="disk is full"):
            made(plain_shop)

    def test_a_copy_that_lacks_a_row(self, plain_shop, monkeypatch):
        real = backup.fill_file

        def lossy(path, key, pragmas, source):
            real(path, key, pragmas, source)
            copy = database.obj.__class__(path, key)
            copy.connect()
            with closing(copy):
                copy.execute_sql("DELETE FROM business_hours WHERE id = 2")
                copy.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")

        monkeypatch.setattr(backup, "fill_file", lossy)
        with pytest.raises(UserError, match=r"not the same as what was backed up \(business_hours"):
            made(plain_shop)

    def test_a_disk_without_room(self, plain_shop, monkeypatch):
        monkeypatch.setattr("shutil.disk_usage", lambda _folder: type("Usage", (), {"free": 1_000_000})())
        with pytest.raises(UserError, match="not enough room"):
            made(plain_shop)

    def test_a_damaged_store(self, plain_shop):
        with opened(plain_shop.path):
            content = bytearray(plain_shop.bytes())
            place = content.index(b"Customer 1")
            page = place // 4096 * 4096
            content[page : page + 8] = bytes(8)
            plain_shop.path.write_bytes(content)
            with pytest.raises(UserError, match="damaged"):
                back_up(FOUNDER)

    def test_a_folder_that_is_a_file(self, plain_shop, tmp_path):
        with pytest.raises(UserError, match="is a file"):
            made(plain_shop, folder=plain_shop.path)

    def test_a_person_without_the_right(self, plain_shop, auditor):
        with opened(plain_shop.path), pytest.raises(NotAllowed):
            back_up(auditor)


def test_a_real_disk_that_fills_up_keeps_the_good_backup(plain_shop, tmp_path, monkeypatch):
    with a_small_disk(8, tmp_path / "stick") as stick:
        found = made(plain_shop, folder=stick)
        before = everything_in(stick)
        fill(stick)
        with pytest.raises(UserError, match="not enough room"):
            made(plain_shop, folder=stick)
        monkeypatch.setattr(durable, "demand_room", lambda *_arguments: None)
        with pytest.raises(UserError, match="disk is full"):
            made(plain_shop, folder=stick)
        (stick / "full").unlink()
        assert everything_in(stick) == before
        assert verify_backup(found.path, None).verified


def test_a_store_on_a_full_disk_says_so_keeps_what_was_saved_and_goes_on_when_there_is_room(plain_shop, tmp_path):
    with a_small_disk(4, tmp_path / "disk") as disk:
        shop = Shop(Path(shutil.copy(plain_shop.path, disk)), None)
        with opened(shop.path):
            fill(disk)
            saved = CUSTOMERS
            with pytest.raises(UserError, match="disk is full"):
                for _number in range(2000):
                    add("Somebody")
                    saved += 1
            assert fetch("SELECT COUNT(*) FROM customer") == [(saved,)]
            (disk / "full").unlink()
            add("Bob")
            assert verify_chain() == []
        with opened(shop.path):
            assert fetch("SELECT COUNT(*) FROM customer") == [(saved + 1,)]


def test_a_store_cannot_be_opened_on_a_full_disk_and_says_so(plain_shop, tmp_path):
    with a_small_disk(4, tmp_path / "disk") as disk:
        path = Path(shutil.copy(plain_shop.path, disk))
        fill(disk)
        before = path.read_bytes()
        with pytest.raises(UserError, match="disk is full"), opened(path):
            pass
        assert path.read_bytes() == before


@pytest.mark.parametrize("part", range(0, 100, 17))
def test_one_changed_byte_of_a_backup_is_found(shop, part):
    found = made(shop)
    content = bytearray(found.path.read_bytes())
    content[len(content) * part // 100] ^= 1
    found.path.write_bytes(content)
    with pytest.raises(UserError, match="was changed after it was made"):
        verify_backup(found.path, shop.key)
    assert newest_verified(found.path.parent, "shop") is None


def test_a_backup_that_was_cut_or_never_verified_is_listed_as_such(plain_shop):
    cut, lost, nonsense, whole = (made(plain_shop).path for _number in range(4))
    os.truncate(cut, 5000)
    manifest_file(lost).unlink()
    manifest_file(nonsense).write_text("[]")
    problems = {found.path: found.problem for found in list_backups(whole.parent)}
    assert problems == {
        cut: "Its size is not what it was.",
        lost: "It was never verified.",
        nonsense: "What should be written about it beside it cannot be read.",
        whole: "",
    }


def test_a_manifest_whose_figures_were_changed_is_not_believed(plain_shop):
    note = manifest_file(made(plain_shop).path)
    note.write_text(note.read_text().replace(f'"rows": {CUSTOMERS}', '"rows": 9'))
    assert not read_backup(note.with_suffix("")).verified


def test_the_newest_verified_backup_is_of_this_store(plain_shop):
    first, second = made(plain_shop), made(plain_shop)
    assert newest_verified(first.path.parent, "shop").path == second.path
    assert newest_verified(first.path.parent, "other") is None


def test_other_files_of_the_folder_are_no_backups(plain_shop, tmp_path):
    (tmp_path / "letter.txt").write_text("x")
    (tmp_path / "some.json").write_text("{}")
    assert list_backups(tmp_path) == [] == list_backups(tmp_path / "none")


def test_a_backup_verifies_again_from_where_nothing_can_be_written(shop):
    found = made(shop)
    before = everything_in(found.path.parent)
    assert verify_backup(found.path, shop.key) == found
    assert everything_in(found.path.parent) == before


def test_before_something_large_a_backup_is_taken_and_of_an_empty_store_none(plain_shop, empty_files, tmp_path):
    with opened(plain_shop.path):
        assert back_up_before(Reason.IMPORT, FOUNDER).manifest.reason == Reason.IMPORT
    empty = shutil.copy(empty_files / "plain", tmp_path / "empty.crm")
    with opened(empty):
        assert back_up_before(Reason.IMPORT, FOUNDER) is None


def test_a_plain_and_an_encrypted_store_with_the_same_rows_have_the_same_digest(empty_files, tmp_path):
    seen = []
    for name, key in (("plain", None), ("encrypted", KEY)):
        path = shutil.copy(empty_files / name, tmp_path / name)
        with opened(path, key) as store:
            seen.append(snapshot(store))
    assert set(differences(seen[0].tables, seen[1].tables)) <= {"schema_migration"}  # when each was made


@pytest.mark.parametrize(
    ("since", "said"),
    [
        (timedelta(seconds=30), "less than a minute old"),
        (timedelta(seconds=-30), "less than a minute old"),
        (timedelta(minutes=1), "1 minute old"),
        (timedelta(hours=47), "47 hours old"),
        (timedelta(days=3, hours=5), "3 days old"),
    ],
)
def test_age_in_words(monkeypatch, since, said):
    now = utc_now()
    monkeypatch.setattr("crm_desktop.data.manifest.utc_now", lambda: now)
    assert age(now - since) == said
