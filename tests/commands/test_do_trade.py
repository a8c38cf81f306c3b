"""Money and goods by commands alone, read back by `list`."""

import json

from tests.commands.conftest import crm, done


def listed(what, *where):
    return json.loads(done("list", what, "--json", *where))["records"]


def only(what, *where):
    (record,) = listed(what, *where)
    return record


def values(record, *names):
    return tuple(record[name] for name in names)


def sold():
    done("do", "record-payment", "order=SO-00001", "amount=29.97", "method=card", "reference=4711")
    done("do", "ship", "order=SO-00001", "shipped_on=2026-01-06", "carrier=Post", "tracking=T1")


def received(reason="line.reason=damaged", quantity=1):
    line = "line.order_line=SO-00001/1"
    done("do", "request-return", "order=SO-00001", line, f"line.quantity={quantity}", reason, "window_reason=known")
    done("do", "approve-return", "return=RMA-00001")
    done("do", "receive-return", "return=RMA-00001", "on=2026-01-12")


def test_an_order_is_paid_shipped_returned_and_refunded(shop):
    sold()
    assert values(only("orders"), "payment_state", "paid", "owed", "fulfilment") == ("paid", "29.97", "0.00", "fulfilled")
    assert values(only("shipments"), "order", "carrier", "status") == ("SO-00001", "Post", "in_transit")

    received()
    done("do", "inspect-line", "return_line=1", "condition=used", "disposition=restock")
    assert only("returns")["state"] == "inspected"
    done("do", "settle-by-refund", "return_line=1", "method=card")

    order, line = only("orders"), only("return-lines")
    assert values(order, "payment_state", "refunded", "credited", "owed") == ("partly_refunded", "9.99", "9.99", "0.00")
    assert values(line, "return", "order", "position", "resolution", "value") == ("RMA-00001", "SO-00001", 1, "refund", "9.99")
    assert only("order-lines")["returned"] == 1
    assert [values(row, "direction", "amount", "return") for row in listed("payments")] == [
        ("in", "29.97", ""), ("out", "9.99", "RMA-00001"),
    ]  # fmt: skip
    assert [row["quantity"] for row in listed("stock-movements")] == [-3, 1]
    assert values(only("customers"), "balance") == ("0.00",)


def test_a_return_says_why_in_the_companys_own_words(shop):
    sold()
    done("do", "add-return-reason", "name=Box crushed", "kind=damaged_in_transit")
    done("do", "change-return-reason", "return_reason=box crushed", "name=Box was crushed")
    received("line.reason=BOX WAS CRUSHED")

    assert values(only("return-lines"), "reason", "reason_name") == ("damaged_in_transit", "Box was crushed")
    assert values(listed("return-reasons")[-1], "name", "kind", "active") == ("Box was crushed", "damaged_in_transit", True)
    assert "not one of" in crm("do", "request-return", "order=SO-00001", "line.quantity=1", "line.reason=whim").err


def test_an_order_leaves_in_parts_and_a_return_is_split(shop):
    done("do", "ship", "order=SO-00001", "line.order_line=SO-00001/1", "line.quantity=1")
    assert only("orders")["fulfilment"] == "unfulfilled"
    done("do", "change-shipment", "shipment=1", "shipped_on=2026-01-06", "carrier=Post")
    assert only("orders")["fulfilment"] == "partly"
    done("do", "change-shipment", "shipment=1", "tracking=T2")
    assert values(only("shipments"), "carrier", "tracking", "shipped_on") == ("Post", "T2", "2026-01-06")

    done("do", "ship", "order=SO-00001", "shipped_on=2026-01-07")
    received(quantity=2)
    done("do", "split-return", "return=RMA-00001", "line.return_line=1", "line.quantity=1")
    assert [values(row, "number", "split_from") for row in listed("returns")] == [("RMA-00001", ""), ("RMA-00002", "RMA-00001")]


def test_an_invoice_is_corrected_in_part(shop):
    done("do", "issue-invoice", "order=SO-00001")
    done("do", "issue-credit-note", "invoice=INV-00001", "reason=damaged", "line.invoice_line=INV-00001/1", "line.quantity=1")

    assert [values(row, "number", "kind", "total", "corrects") for row in listed("invoices")] == [
        ("INV-00001", "invoice", "29.97", ""), ("CN-00001", "credit_note", "9.99", "INV-00001"),
    ]  # fmt: skip


def test_an_order_is_invoiced_in_parts(shop):
    done("do", "ship", "order=SO-00001", "line.order_line=SO-00001/1", "line.quantity=1", "shipped_on=2026-01-06")
    done("do", "issue-invoice", "order=SO-00001", "shipped=yes")
    assert "was chosen" in crm("do", "issue-invoice", "order=SO-00001", "shipped=yes").err
    done("do", "issue-invoice", "order=SO-00001", "line.order_line=SO-00001/1", "line.quantity=1")
    assert "1 of “Hammer” are left" in crm("do", "issue-invoice", "order=SO-00001", "line.order_line=SO-00001/1", "line.quantity=2").err
    assert "leave one" in crm("do", "issue-invoice", "order=SO-00001", "line.order_line=SO-00001/1", "line.quantity=1", "shipped=yes").err
    done("do", "issue-invoice", "order=SO-00001")

    done("do", "record-payment", "order=SO-00001", "amount=9.99", "invoice=INV-00002")
    assert [row["state"] for row in listed("invoices")] == ["issued", "paid", "issued"]

    assert [values(row, "number", "total") for row in listed("invoices")] == [
        ("INV-00001", "9.99"), ("INV-00002", "9.99"), ("INV-00003", "9.99"),
    ]  # fmt: skip


def test_a_voucher_pays_for_an_order(shop):
    done("do", "give-voucher", "kind=coupon", "amount=10", "code=TEN")
    done("do", "pay-by-voucher", "order=SO-00001", "code=TEN")

    assert values(only("vouchers"), "code", "remaining", "uses") == ("TEN", "0.00", 1)
    assert values(only("orders"), "payment_state", "owed") == ("partly_paid", "19.97")


def test_a_change_of_an_appointment_keeps_who_was_asked(shop):
    done("do", "plan-appointment", "title=Visit", "starts_on=2026-03-02", "starts_time=09:00", "attendee.staff=nancy")
    done("do", "change-appointment", "appointment=1", "place=Köln")

    assert values(only("appointments"), "title", "place", "owner") == ("Visit", "Köln", "owner")
    assert only("attendees")["staff"] == "nancy"


def test_a_reminder_is_put_off_and_seen(shop):
    done("do", "plan-appointment", "title=Round", "starts_on=2999-03-04", "starts_time=09:00", "recurrence=FREQ=WEEKLY", "remind_before=30")
    done("do", "skip-occurrence", "appointment=1", "day=2999-03-04")
    done("do", "change-appointment", "appointment=1", "place=Köln")
    done("do", "snooze-appointment", "appointment=1", "until=2999-03-11T08:45")
    done("do", "dismiss-appointment-reminder", "appointment=1")

    assert values(only("appointments"), "place", "except_days") == ("Köln", "2999-03-04")
    assert [(row["at"][:16], bool(row["shown_at"]), row["cancelled"]) for row in listed("appointment-reminders")] == [
        ("2999-03-04T08:30", False, True), ("2999-03-11T08:30", True, False), ("2999-03-18T08:30", False, False),
    ]  # fmt: skip


def test_appointments_go_out_as_a_calendar_and_come_in_from_one(shop, tmp_path):
    done("do", "plan-appointment", "title=Visit", "starts_on=2026-03-02", "starts_time=09:00", "customer=CU-00001")
    done("do", "plan-appointment", "title=Call", "starts_on=2026-03-03", "starts_time=10:00")
    calendar = tmp_path / "calendar.ics"
    assert done("export", "appointments", calendar, "--where", "title", "=", "Call") == f"Exported 1 record to {calendar}.\n"
    calendar.write_bytes(calendar.read_bytes().replace(b"UID:", b"UID:copy-of-"))

    assert "nothing was written" in done("import", "--from", "ics", calendar, "--dry-run")
    assert "This was import 1" in done("import", "--from", "ics", calendar)
    assert [values(row, "title", "source") for row in listed("appointments")] == [("Visit", ""), ("Call", ""), ("Call", "ics")]
    done("import", "--undo", "1")
    assert len(listed("appointments")) == 2


def test_goods_go_on_to_a_supplier_who_refuses_them(shop):
    sold()
    received()
    done("do", "inspect-line", "return_line=1", "condition=defective", "disposition=supplier")
    done("do", "send-to-supplier", "supplier_return=1", "supplier=Ironworks", "on=2026-01-20")
    done("do", "note-supplier-answer", "supplier_return=1", "credit=")

    assert values(only("supplier-returns"), "supplier", "state", "credit") == ("Ironworks", "refused", "0.00")


def test_a_record_that_is_not_there_is_one_sentence(shop):
    for arguments in (["settle-by-refund", "return_line=7"], ["ship", "order=SO-9"], ["approve-return", "return=RMA-9"]):
        refused = crm("do", *arguments)
        assert (refused.status, refused.err.count("\n")) == (1, 1)
        assert "There is no" in refused.err
    assert "“return_line” is needed" in crm("do", "settle-by-refund").err
