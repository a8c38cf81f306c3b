"""The service desk on the command line: what a person types, from the first word to the follow-up."""

import json

from tests.commands.conftest import crm, done


def listed(*arguments):
    return json.loads(done("list", *arguments, "--json"))["records"]


def test_a_complaint_goes_from_the_call_to_the_follow_up(shop):
    done("do", "open-case", "subject=Crushed boxes", "kind=complaint", "customer=CU-00001", "order=SO-00001", "priority=urgent")
    done("do", "log-interaction", "customer=CU-00001", "channel=Phone", "case=C-00001", "summary=24 boxes wet")
    done("do", "note-case", "case=C-00001", "text=@owner the carrier again")
    done("do", "judge-complaint", "case=C-00001", "validity=valid", "cause=carrier")
    done("do", "give-remedy", "case=C-00001", "kind=replacement", "line=P-1:2")
    done("do", "give-remedy", "case=C-00001", "kind=coupon", "percent=5")
    done("do", "tick-item", "case=C-00001", "item=1")
    done("do", "solve-case", "case=C-00001", "note=sent again")

    (case,) = listed("cases")
    assert (case["state"], case["validity"], case["cause"], case["remedy_cost"]) == ("done", "valid", "carrier", "19.98")
    assert [each["kind"] for each in listed("case-remedies")] == ["replacement", "coupon"]
    assert [each["case"] for each in listed("vouchers")] == ["C-00001"]
    assert [each["case"] for each in listed("follow-ups") if each["case"]] == ["C-00001"]
    assert [each["staff"] for each in listed("mentions")] == ["owner"]
    assert len(listed("case-checks")) == 1
    assert {"opened", "answered", "note", "checked", "cause", "remedy", "status"} == {each["kind"] for each in listed("case-events")}


def test_a_case_is_changed_by_what_is_given_and_nothing_else(shop):
    done("do", "open-case", "subject=Where is it?", "customer=CU-00001", "assignee=owner")
    done("do", "change-case", "case=C-00001", "priority=high", "status=In progress")
    (case,) = listed("cases")
    assert (case["subject"], case["priority"], case["status"], case["assignee"]) == ("Where is it?", "high", "In progress", "owner")
    done("do", "assign-case", "case=C-00001")
    assert listed("cases")[0]["assignee"] == ""


def test_cases_join_and_part(shop):
    for subject in ("One", "Two", "Three"):
        done("do", "open-case", f"subject={subject}", "customer=CU-00001")
    done("do", "merge-cases", "case=C-00002", "into=C-00001")
    done("do", "set-case-parent", "case=C-00003", "problem=C-00001")
    done("do", "split-case", "case=C-00001", "subject=Four")
    found = {each["subject"]: each for each in listed("cases")}
    assert (found["Two"]["merged_into"], found["Three"]["parent"], found["Four"]["split_from"]) == ("C-00001",) * 3
    assert "itself" in crm("do", "merge-cases", "case=C-00001", "into=C-00001")[2]
    assert "part of itself" in crm("do", "set-case-parent", "case=C-00001", "problem=C-00003")[2]


def test_statuses_and_checklists_are_the_company_s(shop):
    done("do", "add-case-status", "name=With the carrier", "kind=waiting_other")
    done("do", "change-case-status", "status=new", "name=Just in", "active=yes")
    done("do", "add-checklist-item", "name=Weighed", "kind=complaint")
    assert next(each["name"] for each in listed("case-statuses")) == "Just in"
    assert listed("checklist-items")[-1]["name"] == "Weighed"


def test_a_call_with_all_that_comes_of_it_is_one_operation(shop):
    done(
        "do", "log-call", "channel=Phone", "customer=CU-00001", "summary=Lamp is broken", 'ordered={"lines": ["P-1:2"]}',
        'promised={"title": "Ask the carrier", "due_on": "2026-12-01"}', 'promised={"title": "Tell her", "due_on": "2026-12-02"}',
    )  # fmt: skip

    call = listed("interactions")[-1]
    assert call["summary"] == "Lamp is broken" and call["order"] == listed("orders")[-1]["number"]
    assert [each["title"] for each in listed("follow-ups") if each["interaction"] == call["number"]] == ["Ask the carrier", "Tell her"]
    done("undo")
    assert "Tell her" not in {each["title"] for each in listed("follow-ups")}
    assert call["number"] not in {each["number"] for each in listed("interactions")}


def test_a_call_of_nobody_known_makes_its_caller_a_customer(shop):
    done("do", "log-call", "channel=Phone", "summary=Wants a lamp", "new_customer.name=Ada Ltd", 'ordered={"lines": ["P-1:1"]}')
    call = listed("interactions")[-1]
    assert call["customer_name"] == "Ada Ltd" and call["order"]


def test_a_case_is_opened_about_payments_by_their_numbers(shop):
    done("do", "record-payment", "order=SO-00001", "amount=5")
    numbers = [str(each["payment"]) for each in listed("payments")]
    done("do", "open-case", "subject=Charged twice", "kind=billing_dispute", *(f"payment={number}" for number in numbers))
    done("do", "change-case", "case=C-00001", "priority=high")
    assert [str(each["payment"]) for each in listed("case-payments")] == numbers


def test_where_no_case_is_due_to_be_closed_that_is_said(shop):
    assert done("do", "close-due-cases") == "There was nothing to do. Nothing was changed.\n"
    assert json.loads(done("do", "close-due-cases", "--json", "-", text="{}"))["operation"] is None


def test_the_fields_of_a_part_are_named_as_they_are_typed(shop):
    assert "target.FIELD=" in done("do", "--list", "add-service-level")
