"""A case can be about one invoice. Frozen SQL: live models go on changing."""

from typing import Any

STATEMENTS = (
    "ALTER TABLE support_case ADD COLUMN invoice_id INTEGER REFERENCES invoice (id)",
    "CREATE INDEX support_case_invoice_id ON support_case (invoice_id) WHERE invoice_id IS NOT NULL",
)


def up(migrator: Any, db: Any) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
