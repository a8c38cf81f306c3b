"""Ways to what figures of a period ask for: what was settled, given, cancelled in it, and what is pending. Frozen SQL."""

from typing import Any

INDEXES = """CREATE INDEX return_line_settled_at ON return_line (settled_at) WHERE settled_at IS NOT NULL;
CREATE INDEX return_request_settled_at ON return_request (settled_at) WHERE settled_at IS NOT NULL;
CREATE INDEX sales_order_cancelled_at ON sales_order (cancelled_at) WHERE cancelled_at IS NOT NULL;
CREATE INDEX payment_pending ON payment (received_at) WHERE status = 'pending';
CREATE INDEX voucher_given_at ON voucher (given_at)"""


def up(migrator: Any, db: Any) -> None:
    for statement in INDEXES.split(";\n"):
        db.execute_sql(statement)
