"""A company's file that somebody prepared is refused before anything in it is used, and left as it is."""

import pytest

from crm_desktop.core.errors import StoreRefused
from crm_desktop.data import database, prepared
from crm_desktop.data.opening import opened

TRIGGER = "CREATE TRIGGER x {} ON {} BEGIN {}; END"
COMPUTED = "CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT {}) STRICT"
PREPARED = {
    "a trigger that deletes": TRIGGER.format("AFTER INSERT", "customer", "DELETE FROM sales_order"),
    "a trigger that changes": TRIGGER.format("AFTER UPDATE", "staff", "UPDATE staff SET role = 'owner'"),
    "a trigger before": TRIGGER.format("BEFORE DELETE", "customer", "SELECT RAISE(IGNORE)"),
    "a trigger on the history": TRIGGER.format("BEFORE INSERT", "audit_entry", "SELECT RAISE(IGNORE)"),
    "a view": "CREATE VIEW extra AS SELECT 1 AS x",
    "a view instead of a table": "ALTER TABLE product RENAME TO real_one; CREATE VIEW product AS SELECT * FROM real_one",
    "a view of itself": "CREATE VIEW a AS SELECT * FROM b; CREATE VIEW b AS SELECT * FROM a",
    "a view with a trigger": "CREATE VIEW v AS SELECT 1 AS x; "
    + TRIGGER.format("INSTEAD OF INSERT", "v", "DELETE FROM customer"),
    "a computed column": "ALTER TABLE customer ADD COLUMN y TEXT AS (name || 'x')",
    "a computed column in other words": "ALTER TABLE customer ADD COLUMN y TEXT GENERATED ALWAYS AS (name) VIRTUAL",
    "a new table with a computed column": "CREATE TABLE z (a INTEGER, b INTEGER AS (a) STORED) STRICT",
    "a default that is worked out": "CREATE TABLE z (a TEXT DEFAULT (hex(randomblob(9)))) STRICT",
    "a check that is worked out": "CREATE TABLE z (a TEXT CHECK (length(a) < 9)) STRICT",
    "a table that takes anything": "CREATE TABLE z (a, b)",
    "a table without types beside ours": "ALTER TABLE staff RENAME TO y; CREATE TABLE staff AS SELECT * FROM y",
    "words of another table": "CREATE VIRTUAL TABLE z_search USING fts5 (words, content='staff', content_rowid='id')",
    "another module": "CREATE VIRTUAL TABLE z USING rtree (id, a, b)",
    "words that are kept whole": "CREATE VIRTUAL TABLE z_search USING fts5 (words)",
    "words of the words": "CREATE VIRTUAL TABLE z USING fts5vocab (customer_search, 'row')",
    "an index that works something out": "CREATE INDEX z ON customer (hex(name))",
    "an index of some rows": "CREATE INDEX z ON customer (name) WHERE unicode(name) > 9",
    "hidden in a comment": "CREATE TABLE z (a TEXT, b TEXT /* AS ('x') */) STRICT",
}  # fmt: skip


def prepare(shop, statements):
    store = database.SqlCipherDatabase(str(shop.path), passphrase=database.passphrase_of(shop.key))
    with store.connection_context():
        for statement in statements.split("; ") if "TRIGGER" not in statements else _parts(statements):
            store.execute_sql(statement)


def _parts(statements):
    first, _mark, rest = statements.partition("; CREATE TRIGGER")
    return [first, f"CREATE TRIGGER{rest}"] if rest else [statements]


@pytest.mark.parametrize("statements", PREPARED.values(), ids=PREPARED)
def test_a_prepared_store_is_refused_and_left_as_it_is(shop, statements):
    prepare(shop, statements)
    before = shop.path.read_bytes()
    with pytest.raises(StoreRefused, match="never makes"), opened(shop.path, shop.key):
        pass
    assert shop.path.read_bytes() == before


def test_every_store_of_ours_is_as_this_program_makes_it(shop):
    with opened(shop.path, shop.key) as store:
        store.execute_sql("ANALYZE")
        assert prepared.strange_in(store) == ""


def test_a_column_called_as_something_else_is_no_computed_one():
    assert not prepared._is_strange("table", "t", "CREATE TABLE t (\"as\" TEXT DEFAULT 'AS (x)', checks INTEGER) STRICT")
