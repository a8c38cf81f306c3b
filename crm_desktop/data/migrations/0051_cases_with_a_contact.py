"""What was counted of cases is counted anew: how many of those solved had any contact is now part of it. Frozen SQL."""

from typing import Any


def up(migrator: Any, db: Any) -> None:
    db.execute_sql("DELETE FROM kept_count WHERE subject = 'cases'")
