import json
import os
import stat
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crm_desktop.core.errors import StoreRefused, UserError
from crm_desktop.data import database, integrity, opening
from crm_desktop.data.database import LocalStore, create_file, current, execute, fetch, open_store, write
from crm_desktop.data.lock import StoreInUse, Use, checked_file, held, state_folder
from crm_desktop.data.migrate import SCRIPTS
from crm_desktop.data.models import Customer
from crm_desktop.data.opening import opened
from crm_desktop.services.backups import Reason, back_up
from crm_desktop.services.company import FOUNDER
from tests.conftest import KEY
from tests.data.conftest import CUSTOMERS, add, crash

CHECKOUT = Path(__file__).parents[2]
HOLDS = """
import os, sys
from pathlib import Path
from crm_desktop.data.opening import opened
from tests.data.conftest import add
with opened(Path({path!r}), {key!r}, window=True):
    add("Bob")
    print("open", flush=True)
    sys.stdin.readline()
"""


def names():
    return [row[0] for row in fetch("SELECT name FROM customer ORDER BY id")]


@contextmanager
def another_window(shop):
    """Of another program."""
    code = HOLDS.format(path=str(shop.path), key=shop.key)
    with subprocess.Popen([sys.executable, "-c", code], cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout.readline() == "open\n"
        yield child
        child.stdin.close()


def refusal(path, key=None, **how):
    with pytest.raises(StoreRefused) as refused, opened(path, key, **how):
        pass
    return str(refused.value)


@pytest.fixture
def checks(monkeypatch):
    """How thorough each look through a file was."""
    done, real = [], integrity.damage_of

    def damage_of(store, *, thorough, watched=None):
        done.append(thorough)
        return real(store, thorough=thorough, watched=watched)

    monkeypatch.setattr(integrity, "damage_of", damage_of)
    return done


def test_a_store_opens_and_what_is_done_there_stays(shop):
    with opened(shop.path, shop.key):
        add("Bob")
    with opened(shop.path, shop.key):
        assert names() == ["Customer 0", "Customer 1", "Customer 2", "Bob"]


def test_a_clean_close_leaves_one_file_and_no_mark(shop):
    with opened(shop.path, shop.key):
        add()
    assert [path.name for path in shop.path.parent.iterdir() if path.is_file()] == ["shop.crm"]
    assert not list(state_folder(shop.path).glob("*-*"))


def test_a_store_on_a_server_opens_too(server):
    with opened(server.new_store()) as store:
        assert store.execute_sql("SELECT COUNT(*) FROM customer").fetchone() == (0,)


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such rights")
def test_what_is_made_is_its_owners_alone(shop):
    with opened(shop.path, shop.key):
        add()
        back_up(FOUNDER)
        (shop.path.parent / "export.csv").write_text("")
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in shop.path.parent.rglob("*")}
    assert modes.keys() >= {"shop.crm-wal", "shop.crm-shm", "shop backups", "shop.crm.lock", "export.csv"}
    assert [name for name, mode in modes.items() if mode & 0o077] == []


def test_the_programs_mask_is_as_it_was_afterwards(plain_shop):
    before = os.umask(0o022)
    try:
        with opened(plain_shop.path):
            pass
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"x", "not a company file"),
        (b"%PDF-1.7" + bytes(9000), "not a company file"),
        (b"PK\x03\x04" + bytes(600), "not a company file"),
        (b"SQLite format 3\0" + bytes(100), "another program"),
        (b"SQLite format 3\0" + bytes(9000), "another program"),
        (os.urandom(8192), "not a company file"),
    ],
)
def test_another_file_is_refused_and_left_as_it_is(tmp_path, content, sentence):
    path = tmp_path / "photo.jpg"
    path.write_bytes(content)
    assert sentence in refusal(path)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_another_programs_database_is_refused_byte_for_byte(tmp_path):
    path = tmp_path / "theirs.db"
    made = database.SqlCipherDatabase(str(path))
    with made.connection_context():
        made.execute_sql("CREATE TABLE t (x)")
    before = path.read_bytes()
    assert "belongs to another program" in refusal(path)
    with pytest.raises(StoreRefused, match="application_id"):
        open_store(path)
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]


def test_nothing_there_is_refused_and_nothing_made(tmp_path):
    assert "There is no company file" in refusal(tmp_path / "none.crm")
    assert "There is no company file" in refusal(tmp_path / "no folder" / "none.crm")
    assert not list(tmp_path.iterdir())


def test_a_folder_is_refused(tmp_path):
    assert "is a folder" in refusal(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes in its folders")
def test_a_pipe_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe.crm")
    assert "is not a file" in refusal(tmp_path / "pipe.crm")


def test_a_link_leads_to_the_same_store_and_the_same_lock(plain_shop):
    link = plain_shop.path.with_name("link.crm")
    try:
        link.symlink_to(plain_shop.path)
    except OSError:
        pytest.skip("no links here")
    with opened(link, window=True):
        assert "in a window already" in refusal(plain_shop.path, window=True)
    assert not state_folder(link).exists()


def test_a_file_used_as_a_folder_is_refused(shop):
    assert "There is no company file" in refusal(shop.path / "shop.crm", shop.key)


def test_a_path_that_leaves_no_room_for_the_names_beside_it_is_refused(tmp_path):
    path = tmp_path.joinpath(*["ü" * 60] * 4, "shop.crm")
    assert "too long" in refusal(path)


@pytest.mark.parametrize(
    "name", ["a#b?c%20d.crm", 'it\'s "quoted".crm', "Łódź & Söhne.crm", "店.crm", " space .crm", "semi;colon.crm", "-x.crm"]
)
def test_odd_names_open_back_up_and_come_back(shop, tmp_path, name):
    if os.name == "nt" and set(name) & set('?"'):
        pytest.skip("not a name there")
    path = shop.path.rename(tmp_path / name)
    with opened(path, shop.key):
        add("Bob")
        assert back_up(FOUNDER).verified
    with opened(path, shop.key):
        assert len(names()) == CUSTOMERS + 1


def test_a_wrong_key_a_missing_key_and_one_too_many_are_refused(shop):
    before = shop.bytes()
    if shop.key:
        assert "cannot be read with this key" in refusal(shop.path, bytes(32))
        assert "needs its key" in refusal(shop.path)
    else:
        assert "not encrypted" in refusal(shop.path, KEY)
    assert shop.bytes() == before


def test_old_sqlite_is_refused(plain_shop, monkeypatch):
    monkeypatch.setattr(LocalStore, "server_version", (3, 51, 2))
    assert "3.51.3 is needed" in refusal(plain_shop.path)


def test_this_installations_sqlite_is_new_enough():
    assert LocalStore.server_version >= (3, 51, 3)


def test_a_command_runs_beside_the_window_of_another_program_and_a_second_window_does_not(plain_shop):
    with another_window(plain_shop) as first:
        with opened(plain_shop.path):
            add("Cyd")
            assert names()[-2:] == ["Bob", "Cyd"]
        with pytest.raises(StoreInUse, match="in a window already") as refused, opened(plain_shop.path, window=True):
            pass
        assert refused.value.holder.pid == first.pid
        assert "needs the company alone" in refusal(plain_shop.path, alone=True)


def test_a_killed_program_keeps_nobody_out_and_loses_nothing(shop, checks):
    with another_window(shop) as first:
        first.kill()
        first.wait()
    with opened(shop.path, shop.key, window=True):
        assert names()[-1] == "Bob"
    assert checks == [True]


@pytest.mark.parametrize(
    ("there", "wanted", "sentence"),
    [
        (Use.COMMAND, {"alone": True}, "needs the company alone"),
        (Use.WINDOW, {"alone": True}, "needs the company alone"),
        (Use.WINDOW, {"window": True}, "in a window already"),
        (Use.ALONE, {}, "one job alone"),
        (Use.ALONE, {"window": True}, "one job alone"),
        (Use.ALONE, {"alone": True}, "one job alone"),
    ],
)
def test_who_keeps_whom_out(plain_shop, there, wanted, sentence):
    with held(plain_shop.path, there):
        assert sentence in refusal(plain_shop.path, **wanted)
    with opened(plain_shop.path, **wanted):
        assert len(names()) == CUSTOMERS


@pytest.mark.parametrize("there", [Use.COMMAND, Use.WINDOW])
def test_another_computer_is_kept_out(plain_shop, monkeypatch, there):
    with held(plain_shop.path, there):
        monkeypatch.setattr("platform.node", lambda: "elsewhere")
        assert "close it there first" in refusal(plain_shop.path)


def test_a_holder_that_could_not_say_who_it_is_keeps_everybody_out(plain_shop):
    with held(plain_shop.path, Use.COMMAND):
        (said,) = state_folder(plain_shop.path).glob("command-*.json")
        said.write_text("")
        assert "one job alone" in refusal(plain_shop.path)


def test_the_same_program_may_open_it_twice_and_then_never_reads_the_file_beside_sqlite(plain_shop, monkeypatch):
    with opened(plain_shop.path):
        add("Bob")
        monkeypatch.delattr(opening, "_demand_header")
        with opened(plain_shop.path):
            assert "Bob" in names()
        with pytest.raises(StoreInUse), opened(plain_shop.path, alone=True):
            pass


def test_after_a_crash_the_store_is_looked_through_once(plain_shop, checks):
    crash(plain_shop, using=Use.WINDOW)
    for _time in range(2):
        with opened(plain_shop.path):
            assert names()[-1] == "Bob"
    assert checks == [True]


def test_a_log_that_nobody_closed_counts_as_a_crash_too(shop, checks):
    crash(shop)
    with opened(shop.path, shop.key):
        assert names()[-1] == "Bob"
    assert checks == [True]


def test_a_crash_that_left_no_log_is_known_by_its_mark(plain_shop, checks):
    with opened(plain_shop.path):
        pass
    checks.clear()
    (state_folder(plain_shop.path) / "command-0123456789abcdef.lock").touch()
    with opened(plain_shop.path):
        pass
    assert checks == [True]


@pytest.mark.parametrize(("days", "expected"), [(1, []), (8, [False]), (-1, [False])])
def test_a_store_is_looked_through_every_seven_days(plain_shop, checks, days, expected):
    with opened(plain_shop.path):
        pass
    checks.clear()
    then = datetime.now(UTC) - timedelta(days=days)
    checked_file(plain_shop.path).write_text(json.dumps({"at": then.isoformat()}))
    with opened(plain_shop.path):
        pass
    assert checks == expected


def test_a_close_that_does_not_work_out_leaves_the_mark(plain_shop, checks, monkeypatch):
    with opened(plain_shop.path):
        monkeypatch.setattr(opening, "_came_to_rest", lambda _store: False)
    monkeypatch.undo()
    assert list(state_folder(plain_shop.path).glob("command-*"))


def test_a_damaged_store_is_refused_untouched_and_the_newest_verified_backup_offered(plain_shop):
    with opened(plain_shop.path):
        back_up(FOUNDER)
        newest = back_up(FOUNDER)
    other = newest.path.with_name("shop-29990101T000000Z.crm")
    other.write_bytes(b"nobody looked at this one")
    content = bytearray(plain_shop.bytes())
    content[4096 * 3 : 4096 * 30] = os.urandom(4096 * 27)
    plain_shop.path.write_bytes(content)
    checked_file(plain_shop.path).unlink()

    said = refusal(plain_shop.path)

    told = ("is damaged", "less than a minute old", f"{CUSTOMERS} customers, 0 orders", str(newest.path))
    assert [words for words in told if words not in said] == []
    assert plain_shop.bytes() == bytes(content)


def test_a_store_damaged_by_a_crash_is_refused_with_its_log_untouched(plain_shop):
    crash(plain_shop)
    log = plain_shop.log()
    content = bytearray(plain_shop.bytes())
    content[4096 * 3 : 4096 * 30] = os.urandom(4096 * 27)
    plain_shop.path.write_bytes(content)
    before = log.read_bytes()

    assert "is damaged" in refusal(plain_shop.path) and "no verified backup" in refusal(plain_shop.path)
    assert (plain_shop.bytes(), log.read_bytes()) == (bytes(content), before)


def test_a_store_that_breaks_while_it_is_looked_through_is_refused_too(plain_shop):
    with opened(plain_shop.path):
        ((page,),) = fetch("SELECT rootpage FROM sqlite_master WHERE name = 'customer'")
    content = bytearray(plain_shop.bytes())
    content[4096 * (page - 1) : 4096 * page] = bytes(4096)
    plain_shop.path.write_bytes(content)
    checked_file(plain_shop.path).unlink()

    assert "is damaged" in refusal(plain_shop.path)
    assert plain_shop.bytes() == bytes(content)


@pytest.mark.parametrize("part", range(0, 100, 4))
def test_a_store_cut_anywhere_is_refused_and_left_as_it_is(plain_shop, part):
    whole = plain_shop.bytes()
    for cut in (len(whole) * part // 100, len(whole) * part // 100 + 4096 // 3, (len(whole) * part // 100) // 4096 * 4096):
        plain_shop.path.write_bytes(whole[:cut])
        said = refusal(plain_shop.path)
        assert "is damaged" in said or "is empty" in said or "not a company file" in said or "another program" in said
        assert plain_shop.bytes() == whole[:cut]


@pytest.mark.parametrize("missing", [1, 100, 4095, 4096, 9000])
def test_a_store_that_lost_its_end_is_refused_also_where_it_was_looked_through_today(plain_shop, missing, checks):
    with opened(plain_shop.path):
        pass
    checks.clear()
    os.truncate(plain_shop.path, plain_shop.path.stat().st_size - missing)
    before = plain_shop.bytes()
    assert "a part of it is missing" in refusal(plain_shop.path)
    assert (plain_shop.bytes(), checks) == (before, [])


@pytest.mark.parametrize("part", range(1, 100, 12))
def test_an_encrypted_store_cut_anywhere_is_refused(shops, tmp_path, part):
    whole = shops["encrypted"].bytes()
    path = tmp_path / "shop.crm"
    path.write_bytes(whole[: len(whole) * part // 100])
    refusal(path, KEY)
    assert path.read_bytes() == whole[: len(whole) * part // 100]


def test_a_newer_store_is_refused_byte_for_byte(shop):
    with open_store(shop.path, shop.key).connection_context(), write():
        execute("INSERT INTO schema_migration (name, applied) VALUES ('9999_from_the_future', '2030-01-01')")
    before = shop.bytes()
    assert "newer version" in refusal(shop.path, shop.key)
    assert shop.bytes() == before
    assert [path.name for path in shop.path.parent.iterdir() if path.is_file()] == ["shop.crm"]


def test_a_newer_store_that_crashed_is_refused_with_its_log_untouched(shop):
    crash(shop, statement="INSERT INTO schema_migration (name, applied) VALUES ('9999_from_the_future', '2030-01-01')")
    before = shop.bytes(), shop.log().read_bytes()
    assert "newer version" in refusal(shop.path, shop.key)
    assert (shop.bytes(), shop.log().read_bytes()) == before


@pytest.fixture
def newer_program(monkeypatch, tmp_path_factory):
    """This program with one more migration script."""
    scripts = tmp_path_factory.mktemp("scripts")
    for script in SCRIPTS.glob("*.py"):
        (scripts / script.name).write_text(script.read_text(encoding="utf-8"), encoding="utf-8")
    (scripts / "9998_more.py").write_text("def up(migrator, db):\n    db.execute_sql('CREATE TABLE more (id INTEGER PRIMARY KEY)')\n")
    monkeypatch.setattr("crm_desktop.data.migrate.SCRIPTS", scripts)


def test_an_older_store_is_backed_up_and_brought_up_to_date(shop, newer_program):
    with opened(shop.path, shop.key):
        assert fetch("SELECT COUNT(*) FROM more") == [(0,)]
    (kept,) = (shop.path.parent / "shop backups").glob("*.crm")
    assert json.loads(kept.with_name(f"{kept.name}.json").read_text())["reason"] == Reason.MIGRATION


def test_an_older_store_that_somebody_has_open_is_not_changed(plain_shop, newer_program):
    before = plain_shop.bytes()
    with held(plain_shop.path, Use.COMMAND):
        assert "brought up to date first" in refusal(plain_shop.path)
    assert plain_shop.bytes() == before


def test_an_older_store_without_room_for_a_backup_is_not_changed(shop, newer_program, monkeypatch):
    before = shop.bytes()
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: type("Usage", (), {"free": 1_000_000})())
    with pytest.raises(UserError, match="not enough room"), opened(shop.path, shop.key):
        pass
    assert shop.bytes() == before


def test_a_new_file_gets_its_tables_without_a_backup(tmp_path):
    create_file(tmp_path / "new.crm")
    with opened(tmp_path / "new.crm"):
        assert Customer.select().count() == 0
    assert not (tmp_path / "new backups").exists()


@pytest.fixture
def ordinary_user(tmp_path):
    """Root may write anywhere."""
    if os.name == "nt":
        pytest.skip("Windows knows no such rights")
    if os.geteuid() != 0:
        yield
        return
    os.chown(tmp_path, 65534, 65534)
    for path in tmp_path.iterdir():
        os.chown(path, 65534, 65534)
    with pytest.MonkeyPatch.context() as patch:
        opened_up = [folder for folder in tmp_path.parents if stat.S_IMODE(folder.stat().st_mode) & 0o001 == 0]
        modes = [stat.S_IMODE(folder.stat().st_mode) for folder in opened_up]
        for folder in opened_up:
            folder.chmod(0o711)
        patch.setattr(os, "getlogin", lambda: "nobody", raising=False)
        os.seteuid(65534)
        try:
            yield
        finally:
            os.seteuid(0)
            for folder, mode in zip(opened_up, modes, strict=True):
                folder.chmod(mode)


def test_a_read_only_file_is_refused_by_name(shop, ordinary_user):
    shop.path.chmod(0o400)
    said = refusal(shop.path, shop.key)
    assert "not permitted" in said and str(shop.path) in said


def test_a_read_only_folder_is_refused_by_name(shop, ordinary_user):
    shop.path.parent.chmod(0o500)
    try:
        said = refusal(shop.path, shop.key)
        assert "not permitted" in said and str(shop.path.parent) in said
    finally:
        shop.path.parent.chmod(0o700)


def test_a_new_company_where_nothing_may_be_written_is_refused(tmp_path, ordinary_user):
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(StoreRefused, match="not permitted"):
            create_file(tmp_path / "new.crm")
    finally:
        tmp_path.chmod(0o700)


def test_a_bug_inside_stays_a_bug(plain_shop):
    with pytest.raises(ZeroDivisionError), opened(plain_shop.path):
        current()
        raise ZeroDivisionError
