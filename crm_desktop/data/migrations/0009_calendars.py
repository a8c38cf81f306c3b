"""Days on which a series of appointments does not come, and attendees that came from a calendar. Frozen SQL: live models go on changing."""

from typing import Any

STATEMENTS = (
    "ALTER TABLE appointment ADD COLUMN except_days TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE attendee ADD COLUMN source TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE attendee ADD COLUMN source_id TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE attendee ADD COLUMN import_run_id INTEGER",
    "CREATE UNIQUE INDEX attendee_origin ON attendee (source, source_id) WHERE source <> ''",
    "CREATE INDEX attendee_run ON attendee (import_run_id)",
)


def up(migrator: Any, db: Any) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
