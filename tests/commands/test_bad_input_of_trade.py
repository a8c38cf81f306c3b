"""What makes no sense about returns, invoices and appointments: one plain sentence, and nothing changed."""

import json
import re

import pytest

from tests.commands.conftest import crm, done

LINE = ("order=SO-00001", "line.order_line=SO-00001/1")
RETURN = ("request-return", *LINE, "line.reason=damaged", "window_reason=known")
TWO = '{"order_line": "SO-00001/1", "quantity": "2"}'
INVOICE = ("issue-invoice", *LINE)
MEETING = ("plan-appointment", "title=Visit", "starts_on=2026-03-02", "starts_time=09:00")


def listed(what):
    return json.loads(done("list", what, "--json"))["records"]


@pytest.fixture
def sold(shop):
    """Three hammers paid, two of them shipped; one came back and waits to be settled; one is invoiced."""
    done("do", "record-payment", "order=SO-00001", "amount=29.97")
    done("do", "ship", *LINE, "line.quantity=2", "shipped_on=2026-01-06")
    done("do", *RETURN, "line.quantity=1")
    done("do", "approve-return", "return=RMA-00001")
    done("do", "receive-return", "return=RMA-00001", "on=2026-01-12")
    done("do", "inspect-line", "return_line=1", "condition=used", "disposition=scrap")
    done("do", *INVOICE, "line.quantity=1")
    done("do", *MEETING, "recurrence=FREQ=WEEKLY;BYDAY=MO")
    return shop


WRONG = [
    ([*RETURN, "line.quantity=2"], "Only 1 of “Hammer” were shipped"),
    ([*RETURN, "line.quantity=0"], "must be above zero"),
    ([*RETURN, "line.quantity=-1"], "must be above zero"),
    ([*RETURN, "line.quantity=NaN"], "is not a number"),
    ([*RETURN, "line.quantity=1e400"], "is not a number"),
    ([*RETURN, "line.quantity=0.00001"], "at most 4 decimal places"),
    ([*RETURN, "line.quantity=1", "line.note=bell\x07"], "U\\+0007"),
    (["request-return", *LINE, "line.quantity=1", "line.reason=whim"], "not one of"),
    (["request-return", *LINE, "line.quantity=1", "line.reason=other", "window_reason=known"], "other reason"),
    (["request-return", "customer=CU-00001", "line.product=P-9", "line.quantity=1", "line.reason=gift"], "There is no"),
    (["request-return", "line.product=P-1", "line.quantity=1", "line.reason=gift"], "customer or an order"),
    (["receive-return", "return=RMA-00001"], "Return RMA-00001 is inspected"),
    (["inspect-line", "return_line=1", "condition=new", "disposition=scrap"], "is inspected|not one of"),
    (["settle-by-refund", "return_line=1", "value=9.991"], "lies between 0 and 9.99"),
    (["settle-by-refund", "return_line=1", "value=10"], "lies between 0 and 9.99"),
    (["settle-by-refund", "return_line=1", "value=-1"], "lies between 0 and 9.99"),
    (["settle-by-partial-refund", "return_line=1"], "how much goes back"),
    (["settle-by-store-credit", "return_line=1", "expires_on=2026-02-30"], "2026-02-30"),
    (["settle-by-exchange", "return_line=1", "line=P-1:0"], "above zero"),
    (["refund", "order=SO-00001", "amount=30", "reason=kind"], "has 29.97 EUR left"),
    (["refund", "order=SO-00001", "amount=0.001", "reason=kind"], "2 digits after the point"),
    (["split-return", "return=RMA-00001", "line.return_line=1", "line.quantity=1"], "leave some"),
    (["split-return", "return=RMA-00001", "line.return_line=1", "line.quantity=2"], "that are not settled"),
    ([*INVOICE, "line.quantity=3"], "2 of “Hammer” are left"),
    ([*INVOICE, "line.quantity=0"], "2 of “Hammer” are left"),
    ([*INVOICE, "line.quantity=-1"], "2 of “Hammer” are left"),
    ([*INVOICE, "line.quantity=0.00001"], "at most 4 decimal places"),
    (["issue-invoice", "order=SO-00001", *[f"line={TWO}"] * 2], "2 of “Hammer” are left to invoice, so 4"),
    (["issue-credit-note", "invoice=INV-00001", "reason=wrong", "line.invoice_line=INV-00001/1", "line.quantity=2"], "takes units"),
    (["issue-credit-note", "invoice=INV-00001", "reason= "], "Say why"),
    (["issue-credit-note", "invoice=INV-00009", "reason=wrong"], "There is no"),
    (["cancel-order", "order=SO-00001", "reason=no"], "have left already"),
    (["add-return-reason", "name=Gift", "kind=gift"], "there already"),
    (["change-return-reason", "return_reason=Gift", "name=Other"], "there already"),
    ([*MEETING, "zone=Mars/Base"], "no time zone"),
    ([*MEETING, "minutes=0"], "from a minute"),
    ([*MEETING, "minutes=10081"], "to seven days"),
    ([*MEETING, "recurrence=FREQ=SECONDLY"], "is not a repetition"),
    ([*MEETING, "recurrence=every monday"], "is not a repetition"),
    ([*MEETING, "remind_before=-1"], "comes before"),
    ([*MEETING, "attendee.name= "], "who is asked"),
    (["plan-appointment", "title=Visit", "starts_on=2026-02-30"], "2026-02-30"),
    (["plan-appointment", "title=Visit", "starts_on=2026-03-02", "starts_time=25:00"], "not a time of day"),
    (["skip-occurrence", "appointment=1", "day=2026-03-03"], "does not come on 2026-03-03"),
    (["dismiss-appointment-reminder", "appointment=1"], "No reminder"),
    (["snooze-appointment", "appointment=7", "until=2026-03-02T08:00"], "There is no"),
    (["close-appointment", "appointment=1", "state=cancelled"], "Say why"),
]  # fmt: skip


def test_what_makes_no_sense_is_one_sentence_and_changes_nothing(sold):
    before = done("history")
    answers = [(line, crm("do", *line), words) for line, words in WRONG]

    assert [line for line, answer, _words in answers if answer.status not in (1, 2)] == []
    assert [answer.err for _line, answer, _words in answers if answer.status == 1 and answer.err.count("\n") != 1] == []
    assert [(line, answer.err) for line, answer, words in answers if not re.search(words, answer.err)] == []
    assert done("history") == before


def test_a_refund_above_the_roles_limit_names_who_may(sold):
    done("do", "set-refund-limit", "role=representative", "limit=5")
    refused = crm("--as", "rob", "do", "settle-by-refund", "return_line=1")
    assert refused.status == 1
    assert "5" in refused.err
    assert listed("return-lines")[0]["resolution"] == ""


def test_a_card_number_in_the_note_of_a_return_or_an_appointment_is_cut(sold):
    done("do", *RETURN, "line.quantity=1", "line.note=paid with 4111 1111 1111 1111")
    done("do", *MEETING, "note=card 4111 1111 1111 1111")
    assert listed("return-lines")[-1]["note"] == "paid with •••• 1111"
    assert listed("appointments")[-1]["note"] == "card •••• 1111"


def test_a_return_of_what_cost_nothing_pays_nothing(shop):
    done("do", "add-product", "sku=FREE", "name=Sample", "price=0")
    done("do", "place-order", "customer=CU-00001", "line=FREE:2")
    done("do", "ship", "order=SO-00002", "shipped_on=2026-11-01")
    line = ("line.order_line=SO-00002/1", "line.quantity=2", "line.reason=gift", "window_reason=known")
    done("do", "request-return", "order=SO-00002", *line)
    done("do", "approve-return", "return=RMA-00001")
    done("do", "receive-return", "return=RMA-00001")
    done("do", "inspect-line", "return_line=1", "condition=unopened", "disposition=restock")
    done("do", "settle-by-refund", "return_line=1")
    assert (listed("returns")[0]["state"], listed("payments")) == ("settled", [])


@pytest.mark.parametrize(("currency", "price", "too_fine", "right"), [("JPY", "1000", "999.5", "999"), ("KWD", "1.005", "1.0005", "1.004")])
def test_what_goes_back_has_the_digits_of_its_currency(shop, currency, price, too_fine, right):
    done("do", "place-order", "customer=CU-00001", f"line=P-1:1:{price}", f"currency={currency}")
    done("do", "record-payment", "order=SO-00002", f"amount={price}")
    done("do", "ship", "order=SO-00002", "shipped_on=2026-11-01")
    done(
        "do", "request-return", "order=SO-00002", "line.order_line=SO-00002/1", "line.quantity=1", "line.reason=gift", "window_reason=known"
    )
    done("do", "approve-return", "return=RMA-00001")
    done("do", "receive-return", "return=RMA-00001")
    done("do", "inspect-line", "return_line=1", "condition=used", "disposition=scrap")
    assert f"0 and {price} {currency}" in crm("do", "settle-by-refund", "return_line=1", f"value={too_fine}").err
    done("do", "settle-by-refund", "return_line=1", f"value={right}")
    assert (listed("payments")[-1]["amount"], listed("payments")[-1]["currency"]) == (right, currency)
