"""Every word of the interactions once, so that a filter finds parts of words among them. Local stores only. Frozen SQL: the index goes on
changing."""

from typing import Any

from peewee import PostgresqlDatabase

TABLE = "CREATE TABLE interaction_word (word TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID, STRICT"
TERMS = "CREATE VIRTUAL TABLE temp.interaction_terms USING fts5vocab('main', 'interaction_search', 'row')"
TAKE_OVER = "INSERT INTO interaction_word (word) SELECT term FROM temp.interaction_terms WHERE term GLOB '*[^0-9]*'"


def up(migrator: Any, db: Any) -> None:
    if not isinstance(db, PostgresqlDatabase):
        for text in (TABLE, TERMS, TAKE_OVER, "DROP TABLE temp.interaction_terms"):
            db.execute_sql(text)
