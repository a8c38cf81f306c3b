"""History keeps several new rows in one entry, which older programs cannot read; an index of the few entries that were erased.

Frozen SQL: live models go on changing.
"""

from typing import Any

INDEX = "CREATE INDEX audit_entry_erased_by_id ON audit_entry (erased_by_id) WHERE erased_by_id IS NOT NULL"


def up(migrator: Any, db: Any) -> None:
    db.execute_sql("DROP INDEX audit_entry_erased_by_id")
    db.execute_sql(INDEX)
