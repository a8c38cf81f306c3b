"""Every word of the customers once, as of the interactions: filters by a part of a name, a street, a town or an address of mail find it
there. Local stores only. Frozen SQL: the index goes on changing."""

from typing import Any

from peewee import PostgresqlDatabase

TABLE = "CREATE TABLE customer_word (word TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID, STRICT"
TERMS = "CREATE VIRTUAL TABLE temp.customer_terms USING fts5vocab('main', 'customer_search', 'row')"
TAKE_OVER = "INSERT INTO customer_word (word) SELECT term FROM temp.customer_terms WHERE term GLOB '*[^0-9]*'"


def up(migrator: Any, db: Any) -> None:
    if not isinstance(db, PostgresqlDatabase):
        for text in (TABLE, TERMS, TAKE_OVER, "DROP TABLE temp.customer_terms"):
            db.execute_sql(text)
