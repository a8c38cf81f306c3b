import json
import re

import pytest

from crm_desktop.commands.actions import ACTIONS
from tests.commands.conftest import crm, done


def only(what, *where):
    (record,) = json.loads(done("list", what, "--json", *where))["records"]
    return record


def test_what_was_done_is_said_with_its_number(shop):
    assert done("do", "log-interaction", "channel=Phone", "caller=A man") == "Logged interaction I-00002\n"
    assert done("do", "add-customer", "name=Ben") == "Added customer CU-00002\n"


def test_an_interaction_is_logged_with_its_follow_up_in_one_go(shop):
    done(
        "do", "log-interaction", "channel=e-mail", "customer=CU-00001", "reason=late delivery", "order=SO-00001", "outcome=follow-up",
        "started_at=2026-02-01T09:00", "ended_at=2026-02-01T09:10", "hold=2026-02-01T09:01/2026-02-01T09:03",
        "follow_up.title=Find the parcel", "follow_up.due_on=2026-02-03", "follow_up.owner=nancy",
    )  # fmt: skip

    talk, promised = only("interactions", "--where", "number", "=", "I-00002"), only("follow-ups", "--where", "number", "=", "F-00002")
    assert (talk["channel"], talk["reason"], talk["order"], talk["outcome"]) == ("E-mail", "Late delivery", "SO-00001", "follow_up")
    assert talk["started_at"] == "2026-02-01T09:00:00+01:00"
    assert talk["holds"] == [["2026-02-01T09:01:00+01:00", "2026-02-01T09:03:00+01:00"]]
    assert (promised["owner"], promised["customer"], promised["interaction"]) == ("nancy", "CU-00001", "I-00002")
    assert done("undo") == "Undone: Logged interaction I-00002 (operation 10).\n"


def test_lines_of_an_order_are_written_short_or_as_json(shop):
    done("do", "place-order", "customer=CU-00001", "line=P-1:2", "line=P-1:1.5:5.00:10%", 'line={"product": "P-1", "quantity": 1}')

    lines = json.loads(done("list", "order-lines", "--json", "--where", "order", "=", "SO-00002"))["records"]
    assert [(line["quantity"], line["unit_price"], line["discount_percent"], line["total"]) for line in lines] == [
        (2, "9.99", 0, "19.98"), (1.5, "5.00", 10, "6.75"), (1, "9.99", 0, "9.99"),
    ]  # fmt: skip


def test_json_goes_in_and_comes_out(shop):
    given = {"customer": "CU-00001", "lines": [{"product": "P-1", "quantity": 3}], "note": "soon", "discount": 1.10}
    answer = json.loads(done("do", "place-order", "--json", "-", "note=later", text=json.dumps(given)))

    assert answer == {"action": "place-order", "number": "SO-00002", "operation": 10, "done": "Placed order SO-00002"}
    order = only("orders", "--where", "number", "=", "SO-00002")
    assert (order["note"], order["discount"], order["total"]) == ("later", "1.10", "28.87")


def test_a_change_overwrites_only_what_is_given(shop):
    done("do", "change-customer", "customer=CU-00001", "notes=Rings twice")

    found = only("customers")
    assert (found["name"], found["phone"], found["city"], found["notes"]) == ("Müller & Søn", "030 123 45 67", "Köln", "Rings twice")

    done("do", "change-follow-up", "follow_up=F-00001", "due_on=2026-01-08")

    assert only("follow-ups")["title"] == "Call back"
    standing = only("reminders", "--where", "cancelled", "=", "no")
    assert standing["at"] == "2026-01-08T08:30:00+01:00"


def test_an_empty_value_takes_away_what_was_there(shop):
    done("do", "change-interaction", "interaction=I-00001", "ended_at=2026-01-06T11:05", "order=SO-00001")
    done("do", "change-interaction", "interaction=I-00001", "ended_at=", "order=")

    found = only("interactions")
    assert (found["ended_at"], found["order"], found["summary"]) == (None, "", "Where is my parcel?")


def test_contacts_and_parts_of_orders_are_named_through_what_they_belong_to(shop):
    done("do", "add-contact", "customer=CU-00001", "name=Zoë", "point=email:zoe@example.org")
    done("do", "log-interaction", "channel=Chat", "customer=CU-00001", "contact=zoe")
    done("do", "change-quantity", "line=SO-00001/1", "quantity=5")

    assert only("interactions", "--where", "contact", "!=", "")["contact"] == "Zoë"
    assert only("order-lines")["quantity"] == 5
    assert "give customer=" in crm("do", "log-interaction", "channel=Chat", "contact=zoe").err


def test_what_a_role_may_not_do_is_refused(shop):
    refused = crm("--as", "ann", "do", "add-customer", "name=Ben")

    assert refused.status == 1
    assert "may not do this (edit customers)" in refused.err
    assert "nobody here" in crm("--as", "who", "do", "add-customer", "name=Ben").err.casefold()


WRONG = (
    (["log-interaction", "channel=Telex"], "no “Telex” here; give a channel's name as channel"),
    (["log-interaction"], "“channel” is needed"),
    (["log-interaction", "channel=Phone", "summary=x", "started_at=2026-02-30T10:00"], "started_at: There is no moment"),
    (["log-interaction", "channel=Phone", "summary=x", "mood_before=9"], "from 1 to 5"),
    (["log-interaction", "channel=Phone", "summary=x", "follow_up=soon"], "JSON"),
    (["log-interaction", "channel=Phone", "summary=x", "direction=up"], "not one of: in, out"),
    (["log-interaction", "channel=Phone", "summary=a\x07b"], "U\\+0007"),
    (["place-order", "customer=CU-00001"], "“lines” is needed"),
    (["place-order", "customer=CU-99999", "line=P-1:1"], "no “CU-99999” here; give a customer's number"),
    (["place-order", "customer=CU-00001", "line=P-1"], "is no line"),
    (["place-order", "customer=CU-00001", "line=P-9:1"], "no “P-9” here; give a product's SKU"),
    (["place-order", "customer=CU-00001", "line=P-1:99999999999999"], "too"),
    (["place-order", "customer=CU-00001", "line=P-1:1:1:101%"], "between 0 and 100"),
    (["add-product", "sku=P-2", "name=Saw", "price=12,50"], "price: “12,50” is not a number"),
    (["add-product", "sku=P-2", "name=Saw", "price=" + "9" * 400], "is not a number"),
    (["add-customer", "kind=person"], "needs a name"),
    (["add-customer", "name=x", "vip=perhaps"], "neither yes nor no"),
    (["add-customer", "name=x", "customer_since=9999-99-99"], "no day"),
    (["add-customer", "name=x", "point=030 1234"], "no phone or e-mail"),
    (["add-follow-up", "title=x", "due_on=2026-01-05", "recurrence=sometimes"], "not a repetition"),
    (["add-follow-up", "title=x", "due_on=0001-01-01", "remind_before=999999999"], "too far out"),
    (["complete-follow-up", "follow_up=F-9"], "no “F-9” here; give a follow-up's number"),
)


def test_a_wrong_value_is_one_sentence_and_nothing_is_changed(shop):
    before = done("history")

    for arguments, words in WRONG:
        refused = crm("do", *arguments)
        assert (refused.status, refused.err.count("\n")) == (1, 1), arguments
        assert re.search(words, refused.err), refused.err
    assert done("history") == before


WRONG_JSON = (
    ("", "no JSON"),
    ("[1]", "must be a JSON object"),
    ("[" * 100_000, "no JSON"),
    ('{"name": NaN}', "no JSON"),
    ('{"name": true}', "is a text"),
    ('{"name": ["x"]}', "is a text"),
    ('{"name": "x", "nme": "y"}', "no field “nme”"),
    ('{"name": "x", "points": {"kind": "phone", "value": "1", "x": 1}}', "no field “x”"),
)


def test_wrong_json_is_one_sentence(shop):
    for text, words in WRONG_JSON:
        refused = crm("do", "add-customer", "--json", "-", text=text)
        assert (refused.status, refused.err.count("\n")) == (1, 1), text[:80]
        assert words in refused.err


@pytest.mark.parametrize("arguments", [["nme=x"], ["name"], ["name=x", "name=y"], ["address.city=x", "address.city=y"]])
def test_fields_that_are_not_written_as_they_must_are_wrong_usage(arguments):
    assert crm("do", "add-customer", *arguments).status == 2


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_every_action_says_what_its_fields_hold(action):
    said = done("do", action.name, "--list")

    assert action.help in said
    assert all(field.typed in said for field in action.shape.fields)


def test_a_customer_comes_with_people_consents_and_tags(shop):
    done(
        "do", "add-customer", "name=Bo Ltd", "tax_id=DE 1", "birthday=--05-31", "tag=VIP", "tag=new",
        "account_owner=nancy", "credit_limit=500",
        'contact={"contact": {"name": "Ben", "main": true}, "points": [{"kind": "phone", "value": "030 1"}]}',
        'consent={"purpose": "Newsletter", "channel": "email"}',
    )  # fmt: skip
    found = only("customers", "--where", "number", "=", "CU-00002")
    assert (found["tax_id"], found["birthday"], found["account_owner"], found["credit_limit"]) == ("DE 1", "--05-31", "nancy", "500.00")
    assert found["tags"] == ["new", "VIP"]
    person = only("contacts", "--where", "customer", "=", "CU-00002")
    assert (person["name"], person["main"], person["phone"]) == ("Ben", True, "030 1")

    done("do", "change-customer", "customer=CU-00002", "untagged=new", "notes=Rings twice")
    found = only("customers", "--where", "number", "=", "CU-00002")
    assert (found["tags"], found["credit_limit"], found["account_owner"]) == (["VIP"], "500.00", "nancy")
