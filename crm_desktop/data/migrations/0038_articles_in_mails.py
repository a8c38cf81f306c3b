"""Articles have a word that is typed for them, and stand in e-mails. Frozen SQL: live models go on changing."""

from typing import Any

STATEMENTS = (
    "ALTER TABLE article ADD COLUMN shortcut TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX article_shortcut ON article (shortcut) WHERE shortcut <> ''",
    "ALTER TABLE outgoing_mail ADD COLUMN articles TEXT NOT NULL DEFAULT '[]'",
)


def up(migrator: Any, db: Any) -> None:
    for statement in STATEMENTS:
        db.execute_sql(statement)
