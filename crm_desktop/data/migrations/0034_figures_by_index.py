"""Which cases were open at a moment of the past, and who complained, told by indexes alone. Frozen SQL: live models go on changing."""

from typing import Any

INDEXES = (
    "CREATE INDEX support_case_running ON support_case (last_event_at, opened_at)",
    """CREATE INDEX interaction_complained ON interaction (reason_id, started_at, customer_id, case_id, direction)
    WHERE direction = 'in' AND case_id IS NULL AND customer_id IS NOT NULL""",
)


def up(migrator: Any, db: Any) -> None:
    for statement in INDEXES:
        db.execute_sql(statement)
