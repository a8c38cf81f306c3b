"""Returns of which nobody knows the day count in their order's month, and say so. Frozen SQL: live models go on changing."""

from typing import Any

from peewee import PostgresqlDatabase


def up(migrator: Any, db: Any) -> None:
    kind = "BOOLEAN NOT NULL DEFAULT TRUE" if isinstance(db, PostgresqlDatabase) else "INTEGER NOT NULL DEFAULT 1"
    db.execute_sql(f"ALTER TABLE return_request ADD COLUMN dated {kind}")
