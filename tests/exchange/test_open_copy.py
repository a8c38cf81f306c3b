"""The whole company in open formats, and a company of it again: the second safety net beside backups."""

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.data.audit import verify_chain
from crm_desktop.data.contents import contents, differences
from crm_desktop.data.database import (
    Door,
    LocalStore,
    connected,
    create_file,
    database,
    execute,
    fetch,
    open_store,
    reading,
    store_at,
    write,
)
from crm_desktop.data.integrity import check
from crm_desktop.data.migrate import applied, known, migrate
from crm_desktop.data.undo import undo
from crm_desktop.data.whole_tables import Holds, StoredColumn, StoredTable, rows_of, stored_tables
from crm_desktop.exchange.open_copy import DESCRIPTION, README, SUMS, digest_of, spelled
from crm_desktop.exchange.open_copy_reading import _parsed, _read, _reader, company_from_copy
from crm_desktop.exchange.open_copy_writing import _Writing, write_open_copy
from crm_desktop.queries.records import RecordRef
from crm_desktop.services.attachments import FileInput, attach
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.customers import CustomerInput, add_customer
from crm_desktop.services.protection import new_protection
from tests.conftest import KEY
from tests.examples import examples
from tests.whole import make_whole

NAUGHTY = ["=1+1", "'=x", "'", "''", "a,b", 'say "hi"', "line\nbreak\n\nand more", "\t", " ", "＝1", "Łódź 😀", "NULL", "\\N", "-0"]


@pytest.fixture
def filled(store, nancy):
    """One row of every table that leads to a customer, texts that break tables, a file twice, and something taken back."""
    make_whole()
    for text in NAUGHTY:
        add_customer(CustomerInput("Nobody", notes=text), nancy)
    customer = RecordRef(Entity.CUSTOMER, 1)
    for name, content in (("Foto: März?.jpg", b"\xff\x00\r\n"), ("again.jpg", b"\xff\x00\r\n"), ("CON", b"x")):
        attach(customer, FileInput(name, content), nancy)
    undo(add_customer(CustomerInput("A mistake"), nancy).operation, nancy)
    return store


def neutral():
    with reading():
        return {table.name: (digest_of(table, rows_of(table)), [column.name for column in table.columns]) for table in stored_tables()}


def looked_at(address, key=None):
    """What a store that was made of a copy holds: on either engine, and as this engine says it."""
    store = store_at(address, key)
    database.initialize(store)
    with connected(store):
        assert verify_chain() == []
        assert [finding for finding in check(deep=True) if not finding.ok] == []
        return neutral(), contents(store)


def test_a_company_made_of_its_open_copy_is_the_same_to_the_last_row_on_either_engine(filled, owner, tmp_path, server):
    write_open_copy(tmp_path / "copy", owner)
    before, own, is_file = neutral(), contents(filled), isinstance(filled, LocalStore)
    address = server.new_database()

    company_from_copy(tmp_path / "copy", tmp_path / "new.crm")
    company_from_copy(tmp_path / "copy", address)

    in_file, file_says = looked_at(tmp_path / "new.crm")
    on_server, server_says = looked_at(address)
    server.drop(address)
    database.initialize(filled)
    assert in_file == on_server == before
    assert differences(own, file_says if is_file else server_says) == []


CELLS = {
    Holds.NUMBER: st.integers(-(2**63), 2**63 - 1),
    Holds.TEXT: st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(NAUGHTY) | st.text("'=\r\n\",x"),
}
COLUMNS = st.lists(st.tuples(st.sampled_from([Holds.NUMBER, Holds.TEXT]), st.booleans()), min_size=1, max_size=4)


@given(COLUMNS, st.data())
def test_every_value_comes_back_from_a_table_as_it_was(kinds, data):
    columns = tuple(StoredColumn(f"c{number}", holds, required, 0) for number, (holds, required) in enumerate(kinds))
    cells = [CELLS[column.holds] if column.required else st.none() | CELLS[column.holds] for column in columns]
    rows = data.draw(st.lists(st.tuples(*cells), max_size=4))

    text = b"".join(spelled(StoredTable("t", columns, ()), iter([rows]), str)).decode()

    readers = [_reader(column.holds, required=column.required) for column in columns]
    with open_text(text) as file:
        _head, *lines = _parsed("t", file)
        found = [tuple(_read("t", readers, line)) for line in lines]
    assert found == rows


def open_text(text):
    import io

    return closing(io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8", newline=""))


STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "note", "attach", "undo", "erase history of nobody"]), st.text(max_size=20), st.integers(0, 99)),
    min_size=1,
    max_size=12,
)


@settings(max_examples=examples(4, 100))
@given(STEPS)
def test_whatever_was_done_before_it_comes_back_with_equal_digests(empty_files, tmp_path_factory, steps):
    folder = tmp_path_factory.mktemp("work")
    shutil.copy(empty_files / "plain", folder / "shop.crm")
    try:
        with open_store(folder / "shop.crm").connection_context():
            work(steps)
            write_open_copy(folder / "copy", FOUNDER)
            before = contents(database.obj)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("crm_desktop.exchange.open_copy_reading.create_file", lambda path, _key: shutil.copy(empty_files / "plain", path))
            company_from_copy(folder / "copy", folder / "new.crm")
        with open_store(folder / "new.crm").connection_context():
            assert differences(before, contents(database.obj)) == []
            assert verify_chain() == []
    finally:
        shutil.rmtree(folder)


def work(steps):
    from tests.conftest import found

    found()
    done = [add_customer(CustomerInput("First"), FOUNDER)]
    for kind, text, which in steps:
        try:
            if kind == "add":
                done.append(add_customer(CustomerInput(text or "x", notes=text), FOUNDER))
            elif kind == "attach":
                done.append(attach(RecordRef(Entity.CUSTOMER, 1), FileInput(text or "x", text.encode()), FOUNDER))
            elif kind == "undo":
                done.append(undo(done[which % len(done)].operation, FOUNDER))
        except UserError:
            continue  # no name, or taken back already


def summed(folder, *names):
    """Digests written anew, as whoever wants to do harm would."""
    lines = dict(reversed(line.split("  ", 1)) for line in (folder / SUMS).read_text().splitlines())
    for name in names:
        lines[name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / SUMS).write_text("".join(f"{digest}  {name}\n" for name, digest in lines.items()))


def described(folder, change):
    """A description that was changed, with all digests as they should be."""
    package = json.loads((folder / DESCRIPTION).read_text())
    change(package)
    for each in package["resources"]:
        if (folder / each["path"]).is_file():
            each["hash"] = f"sha256:{hashlib.sha256((folder / each['path']).read_bytes()).hexdigest()}"
            each["bytes"] = (folder / each["path"]).stat().st_size
    (folder / DESCRIPTION).write_text(json.dumps(package))
    summed(folder, DESCRIPTION, *(each["path"] for each in package["resources"] if (folder / each["path"]).is_file()))


def table(folder, name, change):
    """A table that was changed, with all digests as they should be."""
    path = folder / "tables" / f"{name}.csv"
    path.write_bytes(change(path.read_bytes()))
    described(folder, lambda _package: None)


def cell(folder, name, column, value):
    with (folder / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows[1][rows[0].index(column)] = value
    with (folder / "tables" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    described(folder, lambda _package: None)


def cut(path, by=1):
    path.write_bytes(path.read_bytes()[:-by])


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def linked(folder):
    target = folder.parent / "elsewhere"
    (folder / "tables").rename(target)
    (folder / "tables").symlink_to(target)


def named(name):
    return lambda folder: (folder / SUMS).write_text((folder / SUMS).read_text() + f"{'0' * 64}  {name}\n")


def from_elsewhere(folder):
    """The file of an attachment is one that lies outside."""
    (folder.parent / "secret").write_text("secret")
    table(folder, "attachment_content", lambda text: text.replace(b"files/attachment_content/1 photo.jpg", b"files/../../secret"))


SPOILT = {
    "a table is cut": lambda folder: cut(folder / "tables" / "customer.csv"),
    "a table is missing": lambda folder: (folder / "tables" / "customer.csv").unlink(),
    "a table is empty": lambda folder: (folder / "tables" / "customer.csv").write_bytes(b""),
    "a bit of a table is another": lambda folder: flip(folder / "tables" / "operation.csv"),
    "a bit of a file is another": lambda folder: flip(folder / "files" / "attachment_content" / "1 photo.jpg"),
    "a file is missing": lambda folder: (folder / "files" / "attachment_content" / "1 photo.jpg").unlink(),
    "the description is cut": lambda folder: cut(folder / DESCRIPTION, 10),
    "the description is gone": lambda folder: (folder / DESCRIPTION).unlink(),
    "the description is another's": lambda folder: ((folder / DESCRIPTION).write_text('{"name": "x"}'), summed(folder, DESCRIPTION)),
    "the description is deep": lambda folder: ((folder / DESCRIPTION).write_text("[" * 100_000), summed(folder, DESCRIPTION)),
    "the digests are cut": lambda folder: cut(folder / SUMS, 30),
    "the digests are no text": lambda folder: (folder / SUMS).write_bytes(b"\xff\xfe"),
    "a name leads out": named("../shop.crm"),
    "a name leads out of files": named("files/x/../../../shop.crm"),
    "a name is absolute": named("/etc/passwd"),
    "a name is a device": named("files/attachment_content/CON"),
    "a file leads out": from_elsewhere,
    "a folder leads out": linked,
    "a table that nobody knows": lambda folder: described(folder, lambda package: package["resources"].append(
        {**package["resources"][0], "name": "sqlite_schema", "path": "tables/sqlite_schema.csv"})),
    "a table is left out": lambda folder: described(folder, lambda package: package["resources"].pop()),
    "a column that nobody knows": lambda folder: table(folder, "customer", lambda text: text.replace(b"legal_name", b"illegal_name", 1)),
    "a row too many": lambda folder: table(folder, "tag", lambda text: text + b"1,1,1,1,x\r\n"),
    "a cell too many": lambda folder: table(folder, "customer", lambda text: text[:-2] + b",x\r\n"),
    "a number that is none": lambda folder: table(folder, "chain_head", lambda text: text.replace(b"\r\n1,", b"\r\none,")),
    "a number that no column holds": lambda folder: cell(folder, "customer", "order_count", "9" * 19),
    "a number spelled otherwise": lambda folder: table(folder, "customer", lambda text: text.replace(b"\r\n1,", b"\r\n01,")),
    "no UTF-8": lambda folder: table(folder, "customer", lambda text: text.replace(b"Ada", b"A\xffa")),
    "a quote that never closes": lambda folder: table(folder, "customer", lambda text: text[:-2] + b',"\r\n'),
    "a reference to nothing": lambda folder: cell(folder, "customer", "account_owner_id", "99"),
    "a history that was rewritten": lambda folder: cell(folder, "operation", "label", "Somebody else did it"),
    "an entry that was rewritten": lambda folder: cell(folder, "audit_entry", "after", "{}"),
    "an end of history that is another": lambda folder: described(folder, lambda package: package["crm_desktop"].update(sequence=1)),
    "a newer program": lambda folder: described(folder, lambda package: package["crm_desktop"]["migrations"].append("9999_later")),
    "a script is left out": lambda folder: described(folder, lambda package: package["crm_desktop"]["migrations"].pop(3)),
}  # fmt: skip


@pytest.fixture(scope="module")
def good(empty_files, tmp_path_factory):
    """An open copy of a small company, made once."""
    from tests.conftest import found

    folder = tmp_path_factory.mktemp("good")
    shutil.copy(empty_files / "plain", folder / "shop.crm")
    with open_store(folder / "shop.crm").connection_context():
        found()
        add_customer(CustomerInput("Ada"), FOUNDER)
        attach(RecordRef(Entity.CUSTOMER, 1), FileInput("photo.jpg", b"jpg"), FOUNDER)
        write_open_copy(folder / "copy", FOUNDER)
    return folder / "copy"


@pytest.fixture
def made_already(empty_files, monkeypatch):
    """Making the tables takes longer than what is tried with them."""
    monkeypatch.setattr("crm_desktop.exchange.open_copy_reading.create_file", lambda path, _key: shutil.copy(empty_files / "plain", path))


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_folder_that_was_spoilt_ends_with_a_sentence_and_leaves_nothing(good, spoil, tmp_path, made_already):
    shutil.copytree(good, tmp_path / "copy")
    spoil(tmp_path / "copy")
    before = {path.name for path in tmp_path.iterdir()}

    with pytest.raises(UserError, match=r"[Nn]othing was"):
        company_from_copy(tmp_path / "copy", tmp_path / "new.crm")

    assert {path.name for path in tmp_path.iterdir()} == before


def test_a_cell_without_end_is_refused_before_it_fills_the_memory(good, tmp_path, monkeypatch, made_already):
    monkeypatch.setattr("crm_desktop.exchange.open_copy_reading.LONGEST_CELL", 2_000)
    shutil.copytree(good, tmp_path / "copy")
    table(tmp_path / "copy", "customer", lambda text: text[:-2] + b"x" * 10_000 + b"\r\n")

    with pytest.raises(UserError, match="line that is too long"):
        company_from_copy(tmp_path / "copy", tmp_path / "new.crm")


def test_what_is_there_already_stays(good, tmp_path):
    (tmp_path / "new.crm").write_bytes(b"mine")

    with pytest.raises(UserError, match="a file of that name already"):
        company_from_copy(good, tmp_path / "new.crm")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("new.crm", b"mine")]


def test_a_database_that_holds_a_company_is_refused(good, server):
    from tests.conftest import found

    lent = server.new_store(found)
    store = store_at(lent)
    with connected(store):
        before = contents(store)

    with pytest.raises(UserError, match="something in this database already"):
        company_from_copy(good, lent)
    with connected(store):
        assert contents(store) == before
    server.drop(lent)


def test_a_spoilt_folder_leaves_an_empty_database_empty(good, server, tmp_path):
    shutil.copytree(good, tmp_path / "copy")
    cell(tmp_path / "copy", "operation", "label", "Somebody else did it")
    address = server.new_database()

    with pytest.raises(UserError, match="history"):
        company_from_copy(tmp_path / "copy", address)
    company_from_copy(good, address)
    looked_at(address)
    server.drop(address)


class Stopped(Exception):
    pass


def stop_at(number):
    def told(done, _of):
        if done >= number:
            raise Stopped

    return told


def test_writing_that_is_stopped_leaves_nothing_and_shows_nothing_before_its_end(store, owner, make_customer, tmp_path):
    make_customer()
    before = {path.name for path in tmp_path.iterdir()}

    (tmp_path / ".copy.killed.part").mkdir()
    os.utime(tmp_path / ".copy.killed.part", (0, 0))

    with pytest.raises(Stopped):
        write_open_copy(tmp_path / "copy", owner, stop_at(20))
    assert {path.name for path in tmp_path.iterdir()} == before
    write_open_copy(tmp_path / "copy", owner, lambda _done, _of: demand_hidden(tmp_path / "copy"))
    assert (tmp_path / "copy" / README).is_file()


def demand_hidden(folder):
    assert not folder.exists(), "there before it is whole"


def test_reading_that_is_stopped_leaves_nothing(good, tmp_path, made_already):
    with pytest.raises(Stopped):
        company_from_copy(good, tmp_path / "new.crm", told=stop_at(20))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_something_is_left_alone(store, owner, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")

    with pytest.raises(UserError, match="holds something"):
        write_open_copy(tmp_path / "mine", owner)
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_only_an_owner_takes_everything_out_and_it_is_written_down(store, owner, nancy, tmp_path):
    with pytest.raises(NotAllowed):
        write_open_copy(tmp_path / "copy", nancy)
    assert fetch("SELECT COUNT(*) FROM access_log") == [(0,)]

    write_open_copy(tmp_path / "copy", owner)
    assert fetch("SELECT staff_id, action, entity_table FROM access_log") == [(owner.id, "export", "open copy")]
    if os.name != "nt":
        assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o700
        assert {path.stat().st_mode & 0o777 for path in (tmp_path / "copy").rglob("*") if path.is_file()} == {0o600}


def test_the_copy_of_a_protected_company_says_so_and_can_be_protected_again(templates, tmp_path):
    from tests.conftest import found

    shutil.copy(templates.file("encrypted", found), tmp_path / "shop.crm")
    with open_store(tmp_path / "shop.crm", KEY).connection_context():
        assert write_open_copy(tmp_path / "copy", FOUNDER).protected
    new = new_protection("correct horse battery")

    assert company_from_copy(tmp_path / "copy", tmp_path / "new.crm", new).protected

    assert not (tmp_path / "new.crm").read_bytes().startswith(b"SQLite")
    assert (tmp_path / "new.crm.key").is_file()
    looked_at(tmp_path / "new.crm", new.key)


def test_a_copy_from_an_older_program_is_brought_up_to_date(tmp_path):
    create_file(tmp_path / "old.crm")
    old = LocalStore(tmp_path / "old.crm")
    database.initialize(old)
    with connected(old):
        migrate(old, last=known()[0])
        with write():
            execute("INSERT INTO company (id, created_at, updated_at, name, currency, zone, locale, paper)"
                    " VALUES (1, 0, 0, 'Old', 'EUR', 'Europe/Berlin', 'de_DE', 'a4')")  # fmt: skip
        (tmp_path / "copy").mkdir()
        with reading():
            _Writing(tmp_path / "copy", lambda _done, _of: None).run()

    company_from_copy(tmp_path / "copy", tmp_path / "new.crm")

    new = LocalStore(tmp_path / "new.crm", None, Door.READ)
    database.initialize(new)
    with connected(new):
        assert applied(new) == known()
        assert fetch("SELECT name FROM company") == [("Old",)]


def test_ids_that_were_given_out_are_not_given_out_again(store, owner, nancy, make_customer, tmp_path):
    gone = add_customer(CustomerInput("Gone"), nancy)
    undo(gone.operation, nancy)
    write_open_copy(tmp_path / "copy", owner)

    company_from_copy(tmp_path / "copy", tmp_path / "new.crm")

    with open_store(tmp_path / "new.crm").connection_context():
        (row_id,) = add_customer(CustomerInput("Next"), FOUNDER).of(Entity.CUSTOMER)
    database.initialize(store)
    assert row_id > max(gone.of(Entity.CUSTOMER))


KILLED = """
import os, sys
from pathlib import Path
from crm_desktop.exchange.open_copy_reading import company_from_copy
def told(done, of):
    if done > 30:
        os._exit(9)
company_from_copy(Path(sys.argv[1]), Path(sys.argv[2]), told=told)
"""


def test_who_is_killed_on_the_way_leaves_no_company_and_the_next_try_makes_it(good, tmp_path):
    place = tmp_path / "new.crm"
    killed = subprocess.run([sys.executable, "-c", KILLED, str(good), str(place)], check=False)
    left = list(tmp_path.iterdir())
    assert killed.returncode == 9 and not place.exists() and left
    for path in left:
        os.utime(path, (0, 0))

    company_from_copy(good, place)
    assert {path.name for path in tmp_path.iterdir()} == {"new.crm", "new.crm.lock"}
    looked_at(place)
