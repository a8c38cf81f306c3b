import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import psycopg
import pytest

from tests import server as places


def answer(address, question):
    with psycopg.connect(address) as connection:
        return connection.execute(question).fetchone()[0]


def wait_until(met, seconds=20):
    """Another process's end sends nobody here a signal."""
    until = monotonic() + seconds
    while not met():
        assert monotonic() < until
        sleep(0.02)


@pytest.fixture
def folder(tmp_path):
    """Programs in name only, where a server's would lie."""

    def make(*parts):
        made = tmp_path.joinpath(*parts)
        made.mkdir(parents=True)
        for program in places.PROGRAMS:
            (made / program).touch(mode=0o755)
        return made

    return make


def test_the_installation_asked_for_wins(folder, monkeypatch):
    asked = folder("mine")
    monkeypatch.setenv(places.ENVIRONMENT, str(asked))

    assert places.find_binaries() == asked


def test_an_installation_asked_for_that_lacks_a_program_is_not_replaced_by_another(folder, monkeypatch):
    (folder("mine") / "pg_ctl").unlink()
    monkeypatch.setenv(places.ENVIRONMENT, str(folder("mine2").parent / "mine"))

    assert places.find_binaries() is None


def test_the_newest_of_several_versions_is_taken(folder, monkeypatch, tmp_path):
    folder("9.6", "bin")
    folder("postgresql@17", "bin")
    newest = folder("postgresql@18", "bin")
    monkeypatch.delenv(places.ENVIRONMENT, raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(places, "PLACES", (f"{tmp_path}/*/bin",))

    assert places.find_binaries() == newest


def test_a_new_store_has_the_tables_and_a_new_database_has_none(server):
    tables = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"

    assert answer(server.new_database(), tables) == 0
    assert answer(server.new_store(), tables) > 5


def test_a_store_that_was_given_back_is_gone(server):
    address = server.new_store()
    server.drop(address)

    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address)


KEEPS_A_SERVER = """
import time
from tests.server import Server
with Server() as server:
    print(server._folder, flush=True)
    time.sleep(60)
"""


def test_a_test_run_that_is_killed_leaves_no_server():
    if not places.Server.installed():
        pytest.skip("no PostgreSQL here")
    root = Path(__file__).parents[1]
    with subprocess.Popen([sys.executable, "-c", KEEPS_A_SERVER], stdout=subprocess.PIPE, text=True, cwd=root) as run:
        folder = Path(run.stdout.readline().strip())
        assert (folder / "data" / "postmaster.pid").exists()
        run.kill()

    wait_until(lambda: not folder.exists())  # removed only after the server stopped
