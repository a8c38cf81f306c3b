import shutil
import sys
from threading import Thread

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.data.database import current, fetch, is_server, write
from crm_desktop.data.models import Customer


@pytest.fixture
def kept(store):
    """The store, which keeps connections on both engines."""
    with store.keeping():
        yield store


def in_a_thread(work):
    """What it gives or raises, in a session of its own."""
    told = []

    def run():
        try:
            with current().session():
                told.append(work())
        except Exception as error:
            told.append(error)

    thread = Thread(target=run)
    thread.start()
    thread.join()
    return told[0]


def connection():
    return current().connection()


def names():
    return [name for (name,) in fetch("SELECT name FROM customer ORDER BY id")]


def test_the_next_thread_takes_the_connection_of_the_one_before(kept):
    one = in_a_thread(connection)
    assert in_a_thread(connection) is one and one is not connection()


def test_two_at_a_time_never_share_one(kept):
    def two():
        return connection(), in_a_thread(connection)

    for _time in range(2):
        one, other = in_a_thread(two)
        assert one is not other


def is_closed(one):
    if is_server():
        return one.closed
    try:
        one.execute("SELECT 1")
    except Exception as error:
        return "closed" in str(error)
    return False


def test_nothing_is_left_open_afterwards(store):
    with store.keeping():
        one = in_a_thread(connection)
        assert not is_closed(one)
        store.let_go()
        assert is_closed(one)
        other = in_a_thread(connection)
    assert is_closed(other)
    assert is_closed(in_a_thread(connection))


def test_what_was_half_read_does_not_hold_the_next_one_in_the_past(kept, make_customer):
    left = []

    def read_half():
        for number in range(3):
            left.append(current().execute_sql("SELECT name FROM customer"))
            left[number].fetchone()

    for name in ("Ada", "Bob", "Cid"):
        make_customer(name)
    assert in_a_thread(read_half) is None
    make_customer("Dan")
    assert in_a_thread(names) == ["Ada", "Bob", "Cid", "Dan"]


def test_every_thread_sees_what_was_saved_before(kept, make_customer):
    for number in range(1, 6):
        make_customer(f"Customer {number}")
        assert len(in_a_thread(names)) == number


def test_an_error_takes_its_connection_along(kept):
    one = in_a_thread(connection)
    assert isinstance(in_a_thread(lambda: fetch("SELECT * FROM nowhere")), Exception)
    assert is_closed(one)
    assert in_a_thread(names) == []


def test_a_transaction_that_failed_leaves_nothing_to_the_next_thread(kept):
    def fail():
        with write():
            Customer.create(number="CU-1", name="Ada")
            raise ZeroDivisionError

    assert isinstance(in_a_thread(fail), ZeroDivisionError)
    assert in_a_thread(lambda: (current().in_transaction(), names())) == (False, [])


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be replaced or moved there")
class TestAFileThatIsNotThereAnyMore:
    @pytest.fixture(autouse=True)
    def only_files(self, store):
        if is_server():
            pytest.skip("a server has no file")

    def test_a_file_that_was_replaced_is_read_anew(self, kept, make_customer, tmp_path):
        make_customer("Ada")
        one = in_a_thread(connection)
        current().execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(kept.path, tmp_path / "copy")
        (tmp_path / "copy").replace(kept.path)
        assert in_a_thread(names) == ["Ada"]
        assert is_closed(one)

    def test_a_log_that_was_taken_away_is_noticed(self, kept, make_customer):
        make_customer("Ada")
        one = in_a_thread(connection)
        kept.path.with_name(f"{kept.path.name}-wal").unlink()
        in_a_thread(names)
        assert is_closed(one)

    def test_a_folder_that_was_moved_away_is_said_in_plain_words(self, kept):
        in_a_thread(connection)
        elsewhere = kept.path.parent.with_name("elsewhere")
        kept.path.parent.rename(elsewhere)
        try:
            error = in_a_thread(names)
        finally:
            elsewhere.rename(kept.path.parent)
        assert isinstance(error, UserError) and "cannot be opened" in str(error)
        assert in_a_thread(names) == []


def test_a_connection_that_the_server_ended_meanwhile_is_not_taken(kept):
    if not is_server():
        pytest.skip("a file ends no connection")
    one = in_a_thread(connection)
    fetch("SELECT pg_terminate_backend(%s, 2000)", (one.info.backend_pid,))
    assert in_a_thread(names) == []
    assert one.closed
