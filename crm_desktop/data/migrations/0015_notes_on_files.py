"""What a file shows, in words: a name like IMG_2041.jpg says nothing. Frozen SQL: live models go on changing."""

from typing import Any


def up(migrator: Any, db: Any) -> None:
    db.execute_sql("ALTER TABLE attachment ADD COLUMN note TEXT NOT NULL DEFAULT ''")
