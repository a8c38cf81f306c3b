"""Who looked at whom is found by customer, by colleague and by day. Frozen SQL: live models go on changing."""

from typing import Any

STATEMENTS = (
    "CREATE INDEX access_log_at ON access_log (at, id)",
    "CREATE INDEX access_log_staff_id ON access_log (staff_id, at)",
    "CREATE INDEX access_log_row_id ON access_log (row_id, at) WHERE row_id IS NOT NULL",
    "CREATE INDEX access_log_detail ON access_log (detail) WHERE detail <> ''",
)


def up(migrator: Any, db: Any) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
