"""How long a call should take at most. Frozen SQL: live models go on changing."""

from typing import Any


def up(migrator: Any, db: Any) -> None:
    db.execute_sql("ALTER TABLE company ADD COLUMN call_target_seconds INTEGER NOT NULL DEFAULT 0")
