"""Tags that differ only in capitals and spaces are one tag: `key` is what they have in common. Frozen SQL: live models go on changing."""

from typing import Any

from peewee import PostgresqlDatabase

TABLES = """ALTER TABLE tag ADD COLUMN key {key} NOT NULL DEFAULT '';
UPDATE tag SET key = LOWER(TRIM(name));
DROP INDEX tag_name;
CREATE UNIQUE INDEX tag_of_row ON tag (entity_table, row_id, key);
CREATE INDEX tag_key ON tag (key, entity_table, row_id)"""


def up(migrator: Any, db: Any) -> None:
    key = 'TEXT COLLATE "C"' if isinstance(db, PostgresqlDatabase) else "TEXT"
    for statement in TABLES.format(key=key).split(";\n"):
        db.execute_sql(statement)
