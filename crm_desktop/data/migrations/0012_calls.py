"""From which number a call came, and which return or product a contact is about. Frozen SQL: live models go on changing."""

from typing import Any

STATEMENTS = (
    "ALTER TABLE interaction ADD COLUMN phone TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE interaction ADD COLUMN return_id INTEGER REFERENCES return_request (id)",
    "ALTER TABLE interaction ADD COLUMN product_id INTEGER REFERENCES product (id)",
    "CREATE INDEX interaction_phone ON interaction (phone, started_at) WHERE phone <> ''",
    "CREATE INDEX interaction_return_id ON interaction (return_id) WHERE return_id IS NOT NULL",
    "CREATE INDEX interaction_product_id ON interaction (product_id) WHERE product_id IS NOT NULL",
    "CREATE INDEX interaction_missed ON interaction (started_at, id) WHERE outcome = 'missed'",
)


def up(migrator: Any, db: Any) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
