"""The digest of a table: every row counts, in the order of the key, however many are read at once."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.data import contents
from crm_desktop.data.contents import table
from crm_desktop.data.database import LocalStore, connected, create_file

INTEGERS = st.integers(-(2**63), 2**63 - 1)
CELLS = {"INTEGER": INTEGERS, "TEXT": st.text(), "BLOB": st.binary()}
"""All types of columns that stores have."""


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    path = tmp_path_factory.mktemp("contents") / "scratch.crm"
    create_file(path)
    store = LocalStore(path)
    with connected(store):
        yield store


def made(store, rows, columns="id INTEGER PRIMARY KEY, word ANY"):
    store.execute_sql("DROP TABLE IF EXISTS kept")
    store.execute_sql(f"CREATE TABLE kept ({columns}) STRICT")
    with store.atomic():
        for row in rows:
            store.execute_sql(f"INSERT INTO kept VALUES ({', '.join('?' * len(row))})", row)
    return table(store, "kept")


def test_many_rows_are_digested_as_one_after_the_other(scratch):
    rows = [(number, f"word {number}") for number in range(1, 1_203)]
    lines = "\n".join(f'[{number},"{word}"]' for number, word in rows)
    plain = hashlib.sha256(f"{json.dumps(['id', 'word'])}\n{lines}".encode()).hexdigest()
    assert made(scratch, rows, "id INTEGER PRIMARY KEY, word TEXT") == (1_202, plain)


@pytest.mark.parametrize("kind", CELLS)
@given(data=st.data())
def test_any_changed_value_shows(scratch, kind, data):
    columns, cell = f"id INTEGER PRIMARY KEY, word {kind}", st.none() | CELLS[kind]
    rows = data.draw(st.dictionaries(INTEGERS, cell, min_size=1, max_size=8))
    before = made(scratch, rows.items(), columns)
    assert made(scratch, reversed(rows.items()), columns) == before
    key = data.draw(st.sampled_from(sorted(rows)))
    other = data.draw(cell.filter(lambda value: value != rows[key]))
    assert made(scratch, {**rows, key: other}.items(), columns).digest != before.digest
    assert made(scratch, [row for row in rows.items() if row[0] != key], columns).rows == before.rows - 1


def test_a_table_of_another_key_is_digested_too(scratch):
    rows = [("b", 2), ("a", 1)]
    found = made(scratch, rows, "word TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (word, number)")
    head = json.dumps(["word", "number"])
    assert found == (2, hashlib.sha256(f'{head}\n["a",1]\n["b",2]'.encode()).hexdigest())


def test_rows_that_are_too_long_for_one_text_are_read_one_at_a_time(scratch, monkeypatch):
    rows = [(number, "x" * 30_000) for number in range(1, 41)]
    whole = made(scratch, rows)
    asked = contents._asked
    sizes = []

    def short(store, text, params):
        sizes.append(params[1])
        if params[1] > 1:
            raise contents.DataError("string or blob too big")
        return asked(store, text, params)

    monkeypatch.setattr(contents, "_asked", short)
    with scratch.atomic():
        assert table(scratch, "kept") == whole
    assert sizes[:3] == [500, 1, 500]
