import psycopg
import pytest

from tests import server as places


def answer(address, question):
    with psycopg.connect(address) as connection:
        return connection.execute(question).fetchone()[0]


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
