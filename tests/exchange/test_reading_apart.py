"""Foreign files are read by another process: what it may not do, and how it ends."""

import ast
import os
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.errors import UserError
from crm_desktop.core.kinds import PointKind
from crm_desktop.exchange import reading_apart
from crm_desktop.exchange.calendar_reading import Read
from crm_desktop.exchange.card_pictures import Picture
from crm_desktop.exchange.contact_import import read_cards
from crm_desktop.exchange.frames import NoFrame, read_frame, write_frame
from crm_desktop.exchange.mail_heads import Mailbox
from crm_desktop.exchange.mail_reading import Mail, MailFile
from crm_desktop.exchange.packing import Unfitting, packed, unpacked
from crm_desktop.exchange.people import Person, PersonAddress, PersonPoint
from crm_desktop.exchange.reading_apart import Foreign, ReadFailed, end_idle, stopped_by
from crm_desktop.exchange.reading_child import _KINDS
from crm_desktop.exchange.tables import Exact, Reading
from crm_desktop.exchange.tables_apart import open_table
from crm_desktop.exchange.trying import Stopped
from crm_desktop.services.incoming import Place

PACKAGE = Path(reading_apart.__file__).parents[1]
READS = {
    "crm_desktop.exchange.tables.open_table",
    "crm_desktop.exchange.workbook.sheet_names",
    "crm_desktop.exchange.workbook.Workbook",
    "crm_desktop.exchange.mail_reading.read_mail",
    "crm_desktop.exchange.mail_files.mails_of",
    "crm_desktop.exchange.vcard_lines.CardFile",
    "crm_desktop.exchange.vcards.CardReader",
    "crm_desktop.exchange.calendar_reading.read_file",
    "crm_desktop.exchange.calendar_lines.read_calendars",
    "crm_desktop.ui.attached_pictures.unpacked",
}
CELLS = st.lists(st.lists(st.text(max_size=20), min_size=3, max_size=3), max_size=5)
JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda each: st.lists(each, max_size=5), max_leaves=20)


@pytest.fixture
def endless(tmp_path):
    """A file that never says anything."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no named pipes")
    os.mkfifo(tmp_path / "endless.vcf")
    return tmp_path / "endless.vcf"


def limited(code):
    text = f"from crm_desktop.exchange.child_limits import limit_this_process\nlimit_this_process()\n{code}"
    env = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    return subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, timeout=60, env=env)


def test_every_foreign_file_is_read_in_that_process():
    read_here = []
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if any(read.rpartition(".")[0] in text for read in READS) else ():
            if isinstance(node, ast.ImportFrom) and not path.stem.endswith("_child"):
                read_here += [(path.stem, name.name) for name in node.names if f"{node.module}.{name.name}" in READS]
    assert set(read_here) <= {
        ("tables", "Workbook"), ("calendar_reading", "read_calendars")
    }, "take it from tables_apart, or ask reading_apart.Foreign"  # fmt: skip


def test_a_file_that_keeps_it_waiting_is_given_up(endless, monkeypatch):
    monkeypatch.setattr(reading_apart, "MOST_SECONDS", 0.3)
    with pytest.raises(ReadFailed, match=r"^endless.vcf kept the program waiting .* Nothing was imported"):
        read_cards([endless], "", None)


def test_a_person_can_stop_it_at_any_time(endless):
    def stop(share):
        raise Stopped("enough")

    with pytest.raises(Stopped), stopped_by(stop) as tell:
        read_cards([endless], "", tell)
    assert not reading_apart._busy


def test_a_process_that_dies_is_a_plain_sentence(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n" + "1,2\n" * 10_000)
    with closing(open_table(path, Reading())) as table:
        rows = table.rows()
        next(rows)
        (child,) = reading_apart._busy
        child._process.kill()
        with pytest.raises(ReadFailed, match=r"^a.csv could not be read safely"):
            list(rows)
    assert list(open_table(path, Reading()).rows())[9_999].cells == ["1", "2"]


def test_a_mistake_of_ours_is_told_and_kept_without_what_the_file_says(tmp_path, monkeypatch):
    kept = []
    monkeypatch.setattr(reading_apart, "_keep", kept.append)
    (tmp_path / "a.csv").write_text("Klara,b\n")
    with pytest.raises(ReadFailed):
        Foreign("table", tmp_path / "a.csv", 7, None, None)
    assert "delimited.py" in kept[0]
    assert "Klara" not in kept[0]


def test_what_the_file_is_refused_for_is_said_as_it_was(tmp_path):
    with pytest.raises(UserError, match="holds no card"):
        read_cards([PACKAGE / "cli.py"], "", None)
    with pytest.raises(UserError, match="There is no file"):
        open_table(tmp_path / "none.csv", Reading())


def test_one_process_reads_one_file_after_another(tmp_path):
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    end_idle()
    with closing(open_table(tmp_path / "a.csv", Reading())):
        (first,) = reading_apart._busy
    with closing(open_table(tmp_path / "a.csv", Reading())) as table:
        assert reading_apart._busy == {first}
        assert [row.cells for row in table.rows()] == [["1", "2"]]
        assert [row.cells for row in table.rows()] == [["1", "2"]], "rows can be read again"


def test_rows_that_nobody_wants_any_more_do_not_come_into_the_next_file(tmp_path):
    (tmp_path / "a.csv").write_text("a,b\n" + "1,2\n" * 5_000)
    (tmp_path / "b.csv").write_text("c\n3\n")
    with closing(open_table(tmp_path / "a.csv", Reading())) as table:
        assert next(table.rows()).cells == ["1", "2"]
    with closing(open_table(tmp_path / "b.csv", Reading())) as table:
        assert [row.cells for row in table.rows()] == [["3"]]


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("bytearray(2 << 30)", "MemoryError"),
        ("open('left-behind', 'w')", "PermissionError|OutOfBounds"),
        ("import socket; socket.create_connection(('127.0.0.1', 9))", "OutOfBounds"),
        ("import subprocess; subprocess.run(['true'])", "OutOfBounds"),
        ("import os; os.system('true')", "OutOfBounds"),
        ("import os; os.remove('left-behind')", "OutOfBounds"),
    ],
)
def test_it_has_little_memory_and_may_only_read(code, told):
    if sys.platform != "linux" and "bytearray" in code:
        pytest.skip("a thread looks at the memory here, or a job of Windows keeps it")
    done = limited(code)
    assert done.returncode != 0
    assert any(word in done.stderr for word in told.split("|")), done.stderr


@given(CELLS, st.integers())
def test_records_come_out_of_a_message_as_they_went_in(cells, number):
    words = [*(text for row in cells for text in row), "x"]
    person = Person(Place(words[0], number), name=words[-1], points=[PersonPoint(PointKind.FAX, words[0], main=True)])
    person.addresses, person.pictures = [PersonAddress(*words[:1])], [Picture(".png", words[0].encode("utf-8", "replace"))]
    person.custom = dict.fromkeys(words, "é")
    mail = Mail(
        words[0], words, [Mailbox(*words[:1], "")], [], [], "", datetime(2026, 1, 2, tzinfo=UTC), "", files=[MailFile.whole("a", b"\0")]
    )
    for record, kind in ((person, Person), (mail, Mail), (mail, Mail | None), (None, Mail | None), (cells, list[list[str]])):
        assert unpacked(kind, packed(record)) == record
    assert unpacked(date | datetime | None, packed(date(2026, 1, 2))) == date(2026, 1, 2)


@given(JSON)
def test_what_is_no_such_record_does_not_become_one(plain):
    for kind in (Person, Mail, Read, Place, list[str], dict[str, str], date, datetime, bytes, PointKind):
        try:
            made = unpacked(kind, plain)
        except Unfitting:
            continue
        assert isinstance(made, kind if isinstance(kind, type) else kind.__origin__)


@pytest.mark.parametrize("plain", [None, "ab", ["ab"], [["a"], "b"], [["a"], [1]], [["a"], [None]], [["a"], {"b": "c"}], [[["a"]]]])
def test_cells_are_texts_in_every_row(plain):
    with pytest.raises(Unfitting):
        unpacked(list[list[str]], plain)


def test_frames_that_are_none_end_the_conversation(tmp_path):
    for content in (b"", b"\0\0", b"\0\0\0\x05ab", b"\xff\xff\xff\xff" + b"x" * 20, b"\0\0\0\x02{]", b"\0\0\0\x02\xff\xff"):
        (tmp_path / "frame").write_bytes(content)
        with (tmp_path / "frame").open("rb") as stream, pytest.raises(NoFrame):
            read_frame(stream)


def test_numbers_of_a_sheet_stay_told_from_its_texts(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    for row in (("a", "b"), ("1.5", 1.5)):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    with closing(open_table(tmp_path / "a.xlsx", Reading())) as table:
        assert [list(map(type, row.cells)) for row in table.rows()] == [[str, Exact]]


def test_a_program_in_one_file_is_its_own_reader(tmp_path):
    """It has no interpreter beside it: asked by its first word, it reads files and opens nothing."""
    code = "import sys, runpy; sys.frozen = True; runpy.run_module('crm_desktop', run_name='__main__', alter_sys=True)"
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n")
    asked = BytesIO()
    for words in (["open", "table", [str(path), None, None, None]], ["first"], ["close"]):
        write_frame(asked, words)
    done = subprocess.run(
        [sys.executable, "-c", code, reading_apart.FROZEN_ENTRY, "", ""],
        input=asked.getvalue(),
        capture_output=True,
        timeout=60,
        check=True,
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
    )
    answers = BytesIO(done.stdout)
    assert read_frame(answers)[1][1] == ["a", "b"]
    assert read_frame(answers)[1][2] == [["1", "2"]]


DRAWS = "crm_desktop.ui.drawing_child"
PARSERS = [f"crm_desktop.exchange.{name}" for name in ("workbook", "delimited", "json_records")]


@pytest.mark.parametrize(
    ("readers", "others"),
    [
        (
            [*({*_KINDS.values()} - {DRAWS}), *PARSERS],
            ["PySide6"],
        ),
        ([DRAWS], ["crm_desktop.ui.desk", "crm_desktop.services", "PySide6.QtWidgets", "PySide6.QtNetwork"]),
    ],
    ids=["words", "pictures"],
)
def test_the_process_loads_nothing_that_knows_a_store(readers, others):
    """It starts in a moment, and could not find a company's data if it were taken over by a file."""
    never = ("peewee", "sqlcipher3", "crm_desktop.data", "crm_desktop.queries", *others)
    code = f"import sys, {', '.join(readers)}; print(*[name for name in sys.modules if name.startswith({never!r})])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, cwd=PACKAGE.parent, check=True)
    assert done.stdout.split() == []
