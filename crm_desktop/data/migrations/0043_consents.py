"""How a consent was given and withdrawn, by whom it was noted, and what needs one. Frozen SQL: live models go on changing."""

from typing import Any

TEXT = "TEXT NOT NULL DEFAULT ''"
STATEMENTS = (
    f"ALTER TABLE consent ADD COLUMN evidence {TEXT}",
    f"ALTER TABLE consent ADD COLUMN withdrawal {TEXT}",
    "ALTER TABLE consent ADD COLUMN noted_by_id INTEGER REFERENCES staff (id)",
    "ALTER TABLE consent ADD COLUMN withdrawn_by_id INTEGER REFERENCES staff (id)",
    "CREATE INDEX consent_noted_by_id ON consent (noted_by_id)",
    "CREATE INDEX consent_withdrawn_by_id ON consent (withdrawn_by_id)",
    f"ALTER TABLE template ADD COLUMN purpose {TEXT}",
    f"ALTER TABLE survey ADD COLUMN purpose {TEXT}",
)


def up(migrator: Any, db: Any) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
