"""Words of the reasons why somebody asked for help or a decision find it. Frozen SQL: live models go on changing."""

from typing import Any

from peewee import PostgresqlDatabase

from crm_desktop.core.text import search_words

ON_SQLITE = """CREATE VIRTUAL TABLE {0}_search USING fts5 (words, content='', contentless_delete=1, prefix='1 2 3',
    tokenize='unicode61 remove_diacritics 0');
INSERT INTO {0}_search ({0}_search, rank) VALUES ('secure-delete', 1)"""
ON_SERVER = """CREATE TABLE {0}_search (id INTEGER PRIMARY KEY, words TSVECTOR NOT NULL);
CREATE INDEX {0}_search_words ON {0}_search USING gin (words)"""
TEXTS = {
    "escalation": "SELECT id, reason || ' ' || outside || ' ' || outcome FROM escalation",
    "approval": "SELECT id, reason || ' ' || note FROM approval",
}
LONGEST_WORD = 500


def up(migrator: Any, db: Any) -> None:
    server = isinstance(db, PostgresqlDatabase)
    for table, text in TEXTS.items():
        for statement in (ON_SERVER if server else ON_SQLITE).format(table).split(";\n"):
            db.execute_sql(statement)
        for row_id, told in db.execute_sql(text).fetchall():
            words = sorted({word[:LONGEST_WORD] for word in search_words(told)})
            if server:
                db.execute_sql(f"INSERT INTO {table}_search VALUES (%s, array_to_tsvector(%s))", (row_id, words))
            else:
                db.execute_sql(f"INSERT INTO {table}_search (rowid, words) VALUES (?, ?)", (row_id, " ".join(words)))
