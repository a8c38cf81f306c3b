"""What customers call about, from the call to the last step, by commands alone; history tells it again in plain words."""

from tests.commands.conftest import crm, done
from tests.commands.test_do_trade import listed, only, values


def told(count):
    """What history says was done last, the first thing first, without when and by whom."""
    lines = done("history", "--limit", str(count)).splitlines()
    return [line.split("  ")[-1] for line in reversed(lines)]


def test_goods_that_arrived_broken_are_replaced_with_a_voucher_and_a_promise(shop):
    done("do", "record-payment", "order=SO-00001", "amount=29.97", "method=card")
    done("do", "ship", "order=SO-00001", "shipped_on=2026-01-06", "carrier=Post", "tracking=T1")
    done("do", "log-interaction", "customer=CU-00001", "channel=Phone", "order=SO-00001", "summary=One hammer arrived broken")
    line = ("line.order_line=SO-00001/1", "line.quantity=1", "line.reason=damaged_in_transit")
    done("do", "request-return", "order=SO-00001", *line, "window_reason=it came late")
    done("do", "approve-return", "return=RMA-00001")
    done("do", "receive-return", "return=RMA-00001", "on=2026-01-12")
    done("do", "inspect-line", "return_line=1", "condition=damaged_by_carrier", "disposition=scrap")
    done("do", "settle-by-replacement", "return_line=1")
    done("do", "give-voucher", "customer=CU-00001", "kind=goodwill", "amount=5.00", "reason=For the trouble", "code=SORRY-5")
    done("do", "add-follow-up", "title=Did the new hammer arrive?", "customer=CU-00001", "due_on=2026-01-20")

    replacement = only("orders", "--where", "number", "=", "SO-00002")
    assert values(replacement, "customer", "total", "owed") == ("CU-00001", "0.00", "0.00")
    assert values(only("return-lines"), "reason", "resolution", "value", "replacement") == (
        "damaged_in_transit", "replacement", "9.99", "SO-00002",
    )  # fmt: skip
    assert only("returns")["state"] == "settled"
    assert values(only("vouchers"), "code", "customer", "remaining") == ("SORRY-5", "CU-00001", "5.00")
    assert [row["title"] for row in listed("follow-ups", "--where", "state", "=", "open")] == ["Call back", "Did the new hammer arrive?"]
    assert [row["quantity"] for row in listed("stock-movements")] == [-3, -1]
    assert told(10) == [
        "Recorded a payment for order SO-00001", "Shipped order SO-00001", "Logged interaction I-00002", "Return RMA-00001 was asked for",
        "Approved return RMA-00001", "Received return RMA-00001", "Inspected a line of return RMA-00001",
        "Replaced a line of return RMA-00001", "Gave voucher SORRY-5", "Added follow-up F-00002",
    ]  # fmt: skip
    assert done("check", "--deep")


def test_a_wrong_invoice_is_credited_and_issued_anew(shop):
    done("do", "issue-invoice", "order=SO-00001")
    refused = crm("do", "change-lines", "order=SO-00001", "line=P-1:2")
    assert refused.status == 1 and "Invoice INV-00001 of this order is out" in refused.err
    done("do", "issue-credit-note", "invoice=INV-00001", "reason=Three were written, two were ordered")
    done("do", "change-lines", "order=SO-00001", "line=P-1:2")
    done("do", "issue-invoice", "order=SO-00001")

    assert [values(row, "number", "corrects", "total", "state") for row in listed("invoices", "--sort", "number")] == [
        ("CN-00001", "INV-00001", "29.97", "issued"), ("INV-00001", "", "29.97", "void"), ("INV-00002", "", "19.98", "issued"),
    ]  # fmt: skip
    assert values(only("orders"), "total", "owed") == ("19.98", "19.98")
    assert told(4) == [
        "Issued invoice INV-00001", "Issued credit note CN-00001 for invoice INV-00001", "Changed the lines of order SO-00001",
        "Issued invoice INV-00002",
    ]  # fmt: skip
    assert done("check", "--deep")
