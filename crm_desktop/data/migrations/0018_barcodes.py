"""What a scanner reads off a product: one or several codes with spaces between them. Frozen SQL: live models go on changing."""

from typing import Any


def up(migrator: Any, db: Any) -> None:
    db.execute_sql("ALTER TABLE product ADD COLUMN barcode TEXT NOT NULL DEFAULT ''")
