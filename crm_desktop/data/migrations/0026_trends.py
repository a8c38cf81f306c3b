"""What trends count, read from indexes alone: incoming contacts with a reason, carriers of an order, its products. Frozen SQL."""

from typing import Any

INDEXES = """CREATE INDEX interaction_trends ON interaction (started_at, reason_id, channel_id, customer_id, order_id, product_id)
    WHERE direction = 'in' AND reason_id IS NOT NULL;
CREATE INDEX shipment_order_carrier ON shipment (order_id, carrier) WHERE direction = 'out';
CREATE INDEX order_line_order_product ON order_line (order_id, product_id)"""


def up(migrator: Any, db: Any) -> None:
    for statement in INDEXES.split(";\n"):
        db.execute_sql(statement)
