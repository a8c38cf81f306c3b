"""Why a customer is kept although it would be time to erase them. Frozen SQL: live models go on changing."""

from typing import Any

STATEMENTS = (
    "ALTER TABLE customer ADD COLUMN legal_hold TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX customer_legal_hold ON customer (id) WHERE legal_hold <> ''",
)


def up(migrator: Any, db: Any) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
