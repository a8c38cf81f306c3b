"""What an address book says of a person at a company: both names, and what has no column. Frozen SQL: live models go on changing."""

from typing import Any

TABLES = """ALTER TABLE contact ADD COLUMN first_name TEXT NOT NULL DEFAULT '';
ALTER TABLE contact ADD COLUMN last_name TEXT NOT NULL DEFAULT '';
ALTER TABLE contact ADD COLUMN custom TEXT NOT NULL DEFAULT '{}'"""


def up(migrator: Any, db: Any) -> None:
    for statement in TABLES.split(";\n"):
        db.execute_sql(statement)
