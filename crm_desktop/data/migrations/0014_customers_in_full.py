"""What a customer's form holds and had no column: tax id, which contact is the first to ask, and what a consent allows to be used.

Frozen SQL: live models go on changing.
"""

from typing import Any

from peewee import PostgresqlDatabase

TAX_ID = "ALTER TABLE customer ADD COLUMN tax_id TEXT NOT NULL DEFAULT ''"
MAIN = "ALTER TABLE contact ADD COLUMN main {}"
CHANNEL = "ALTER TABLE consent ADD COLUMN channel TEXT NOT NULL DEFAULT ''"


def up(migrator: Any, db: Any) -> None:
    db.execute_sql(TAX_ID)
    db.execute_sql(MAIN.format("BOOLEAN NOT NULL DEFAULT FALSE" if isinstance(db, PostgresqlDatabase) else "INTEGER NOT NULL DEFAULT 0"))
    db.execute_sql(CHANNEL)
