"""Views of lists are kept with their history, so that saving and removing one can be taken back. Frozen SQL: live models go on changing."""

from typing import Any

from peewee import PostgresqlDatabase

COLUMNS = ("version {} NOT NULL DEFAULT 1", "created_at {} NOT NULL DEFAULT 0", "updated_at {} NOT NULL DEFAULT 0")


def up(migrator: Any, db: Any) -> None:
    for column in COLUMNS:
        size = "BIGINT" if isinstance(db, PostgresqlDatabase) and not column.startswith("version") else "INTEGER"
        db.execute_sql(f"ALTER TABLE saved_view ADD COLUMN {column.format(size)}")
