"""What this program exported comes into another store and says the same there."""

import json

import pytest

from tests.commands.conftest import done

OWN = {"source", "source_id", "import_run", "created_at", "updated_at", "shipment", "return_line", "payment", "settled_by", "completed_at",
       "last_contact_at", "article", "template"}  # fmt: skip
"""What each store gives anew."""
LISTS = ("customers", "products", "orders", "order-lines", "returns", "return-lines", "payments", "shipments", "shipment-lines",
         "articles", "templates")  # fmt: skip


@pytest.fixture
def trade(shop):
    """Orders that were paid in two ways, shipped in parts, returned, refunded and cancelled."""
    for action in (
        ("add-product", "sku=P-2", 'name==Saw, "large"', "price=1234.50"),
        ("place-order", "customer=CU-00001", "line=P-1:5", "line=P-2:2:1200", "ordered_at=2026-01-08T09:00", "shipping_charge=4.90"),
        ("record-payment", "order=SO-00002", "amount=2000", "method=card", "reference=+49/17", "received_at=2026-01-08T10:00"),
        ("record-payment", "order=SO-00002", "amount=500", "received_at=2026-01-09T10:00"),
        ("ship", "order=SO-00002", "line.order_line=SO-00002/1", "line.quantity=4", "shipped_on=2026-01-09", "carrier=DHL",
         "tracking=T 1", "link=https://dhl.example/{tracking}"),
        ("ship", "order=SO-00002", "shipped_on=2026-01-10", "carrier=Post"),
        ("mark-delivered", "shipment=1", "on=2026-01-12"),
        ("request-return", "order=SO-00002", "line.order_line=SO-00002/2", "line.quantity=1", "line.reason=damaged",
         "window_reason=known", "requested_at=2026-01-13T08:00"),
        ("approve-return", "return=RMA-00001"),
        ("receive-return", "return=RMA-00001", "on=2026-01-15"),
        ("inspect-line", "return_line=1", "condition=defective", "disposition=scrap"),
        ("settle-by-refund", "return_line=1", "method=card"),
        ("request-return", "order=SO-00002", "line.order_line=SO-00002/1", "line.quantity=2", "line.reason=unwanted",
         "window_reason=known"),
        ("refund", "order=SO-00002", "amount=10", "reason=late"),
        ("cancel-order", "order=SO-00001", "reason=twice"),
        ("write-article", "title=Saws", "body=Keep them **dry**.", "audience=customers", "shortcut=saw", "language=en"),
        ("publish-article", "article=1"),
        ("add-template", "name=Late", "subject=Your order {order.number}", "body=It is late.", "shortcut=late"),
        ("add-template", "name=My own", "subject=Hi", "body=It is me.", "scope=me"),
    ):  # fmt: skip
        done("do", *action)
    return shop


def listed(what):
    records = json.loads(done("list", what, "--json"))["records"]
    shared = [record for record in records if record.get("scope") != "me"]
    return [{name: value for name, value in record.items() if name not in OWN} for record in shared]


def test_orders_payments_shipments_and_returns_are_the_same_in_another_store(trade, tmp_path):
    done("export", "everything", tmp_path / "all")
    before = {what: listed(what) for what in LISTS}

    again = tmp_path / "again.crm"
    done("new", again, "--name", "Again", "--currency", "EUR", "--locale", "en_GB")
    done("do", "add-staff", "name=Nancy", "login=nancy", "role=supervisor")
    done("import", "--from", "crm-desktop", tmp_path / "all")

    assert [record["name"] for record in json.loads(done("list", "templates", "--json"))["records"]] == ["Late"], "a colleague's own stays"
    for what, records in before.items():
        assert listed(what) == records, what
    done("check", "--deep")
    assert "This was import" not in done("import", "--from", "crm-desktop", tmp_path / "all")
