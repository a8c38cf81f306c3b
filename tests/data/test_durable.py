import errno

import pytest
from peewee import DatabaseError, IntegrityError, OperationalError

from crm_desktop.core.errors import StoreRefused, UserError
from crm_desktop.data import durable
from crm_desktop.data.database import write
from crm_desktop.data.trouble import in_plain_words, plain


@pytest.fixture
def held_by_a_scanner(monkeypatch):
    """Refuse the first attempts, as Windows does while something else has the file open; `waits` are the pauses between."""
    waits = []
    monkeypatch.setattr(durable, "HELD_BY_OTHERS", True)
    monkeypatch.setattr(durable, "sleep", waits.append)

    def hold(path, refusals):
        real = type(path).replace
        left = [refusals]

        def replace(self, target):
            if left[0]:
                left[0] -= 1
                raise PermissionError(errno.EACCES, "in use", str(self))
            return real(self, target)

        monkeypatch.setattr(type(path), "replace", replace)
        return waits

    return hold


@pytest.fixture
def two_files(tmp_path):
    for name in ("new", "old"):
        (tmp_path / name).write_text(name)
    return tmp_path / "new", tmp_path / "old"


def test_a_file_that_something_holds_for_a_moment_is_replaced_all_the_same(two_files, held_by_a_scanner):
    new, old = two_files
    waits = held_by_a_scanner(new, 9)
    durable.replace(new, old)
    assert old.read_text() == "new"
    assert len(waits) == 9 and 2 < sum(waits) < 4 and waits == sorted(waits)


def test_a_file_that_something_holds_for_good_stays_as_it_is(two_files, held_by_a_scanner):
    new, old = two_files
    held_by_a_scanner(new, 10)
    with pytest.raises(PermissionError):
        durable.replace(new, old)
    assert old.read_text() == "old"


def test_a_text_is_the_old_one_until_the_new_one_is_whole(tmp_path, monkeypatch):
    path = tmp_path / "note.json"
    durable.write_text(path, "old")

    def full(_path):
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch, pytest.raises(OSError, match="full"):
        patch.setattr(durable, "sync_file", full)
        durable.write_text(path, "new")
    assert path.read_text() == "old"
    durable.write_text(path, "new")
    assert path.read_text() == "new" and list(tmp_path.iterdir()) == [path]


def test_room_is_asked_for_two_copies_and_some_more(tmp_path, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: type("Usage", (), {"free": 2_200_000_000})())
    durable.demand_room(tmp_path, 1_000_000_000)
    with pytest.raises(UserError, match="2201 MB are needed, 2200 MB are free"):
        durable.demand_room(tmp_path, 1_000_000_001)
    durable.demand_room(tmp_path, 1000)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OperationalError("database or disk is full"), "disk is full"),
        (OperationalError("attempt to write a readonly database"), "may not be written"),
        (OperationalError("database is locked"), "try again in a moment"),
        (OperationalError("disk I/O error"), "disk reports an error"),
        (DatabaseError("database disk image is malformed"), "is damaged"),
        (OperationalError("server closed the connection unexpectedly"), "server does not answer"),
        (OSError(errno.ENOSPC, "No space left on device", "/x"), "disk is full"),
        (PermissionError(errno.EACCES, "Permission denied", "/x"), "/x: reading or writing here is not permitted"),
        (OSError(errno.EROFS, "Read-only file system", "/x"), "the disk is read-only"),
        (FileNotFoundError(errno.ENOENT, "No such file", "/x"), "/x: there is nothing of that name"),
        (IsADirectoryError(errno.EISDIR, "Is a directory", "/x"), "/x is a folder"),
        (OSError(errno.ENAMETOOLONG, "File name too long", "/x"), "too long"),
        (OSError(errno.EIO, "Input/output error", "/x"), "/x cannot be used: Input/output error"),
        (OSError("odd"), "This place cannot be used: odd"),
    ],
)
def test_trouble_that_no_code_is_to_blame_for_has_a_plain_sentence(error, words):
    assert words in str(plain(error))


@pytest.mark.parametrize("error", [IntegrityError("UNIQUE constraint failed"), OperationalError("no such table: x"), ValueError("x")])
def test_a_bug_has_none(error):
    assert plain(error) is None
    with pytest.raises(type(error)), in_plain_words():
        raise error


def test_the_wanted_kind_of_refusal_is_raised(tmp_path):
    with pytest.raises(StoreRefused, match="nothing of that name"), in_plain_words(StoreRefused):
        (tmp_path / "none").read_text()


def test_trouble_inside_a_transaction_is_told_in_plain_words_and_leaves_nothing(store):
    with pytest.raises(UserError, match="disk is full"), write():
        store.execute_sql("DELETE FROM business_hours")
        raise OperationalError("database or disk is full")
    assert store.execute_sql("SELECT COUNT(*) FROM business_hours").fetchone() == (5,)
    with write():
        store.execute_sql("DELETE FROM business_hours")
