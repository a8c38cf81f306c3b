"""What lies in the archive or the trash is few among many: lists leave it out by these. Blocks of history are found by their own index.

Frozen SQL: live models go on changing.
"""

from typing import Any

SHELVED = ("customer", "product", "sales_order", "interaction", "follow_up")
SHELF = "CREATE INDEX {0}_shelf ON {0} (shelf, id) WHERE shelf <> ''"
BLOCKS = "CREATE INDEX audit_entry_block ON audit_entry (entity, row_id) WHERE kind = 'block'"


def up(migrator: Any, db: Any) -> None:
    for table in SHELVED:
        db.execute_sql(SHELF.format(table))
    db.execute_sql(BLOCKS)
