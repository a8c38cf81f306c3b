import json
import re

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.data.attachment_contents import hash_of
from crm_desktop.data.models import AccessLog, Customer
from crm_desktop.reports.documents.data import figures
from crm_desktop.reports.documents.dossier import NAME, DossierParameters, collect
from crm_desktop.reports.making import make_report
from crm_desktop.reports.registry import printable_called
from crm_desktop.services.customers import CustomerInput, change_customer
from crm_desktop.services.erasing import erase_customer
from tests.reports.documents.conftest import pages_of
from tests.services.test_erasing import closed
from tests.whole import make_whole

ON_ONE_ENGINE = pytest.mark.parametrize("address", ["plain"], indirect=True)


def held(customer):
    (paper,) = figures(collect(DossierParameters((customer.number,))))["documents"]
    return paper["held"]


def columns_with(word, told):
    return {
        (table["table"], name) for table in told["tables"] for row in table["rows"] for name, v in row["values"].items() if word in str(v)
    }


@ON_ONE_ENGINE
def test_the_paper_says_all_that_the_file_says(store, owner, tmp_path):
    mine = make_whole("canary")
    make_whole("stranger")
    wanted = DossierParameters((mine[Customer].number,))
    made = make_report(printable_called(NAME), wanted, owner, tmp_path / "d.pdf", tmp_path / "d.json")

    text = " ".join(pages_of(tmp_path / "d.pdf"))

    file = json.loads((tmp_path / "d.json").read_text(encoding="utf-8"))
    assert file == json.loads(json.dumps(made.figures)) and file["document"] == NAME
    told = [row["values"] for table in file["documents"][0]["held"]["tables"] for row in table["rows"]]
    assert len(re.findall("canary", text)) >= sum("canary" in str(value) for values in told for value in values.values())
    assert "stranger" not in text and hash_of(b"canary") in re.sub(r"\s", "", text)
    (noted,) = AccessLog.select().where(AccessLog.action == "print")
    assert (noted.entity_table, noted.detail) == (NAME, mine[Customer].number)


@ON_ONE_ENGINE
def test_what_was_written_before_is_told_with_when_it_ended(make_customer, nancy):
    customer = make_customer("Ada", notes="formerly so")
    change_customer(customer.id, 1, CustomerInput("Ada", notes="now so"), nancy)
    told = held(customer)
    assert [each["values"]["notes"] for each in told["earlier"]] == ["formerly so"]


@ON_ONE_ENGINE
def test_of_who_was_erased_only_what_invoices_keep_is_told(store, owner):
    made = closed(make_whole("canary"), owner)
    erase_customer(made[Customer].id, owner)
    told = held(made[Customer])
    assert columns_with("canary", told) == {("invoice", "name"), ("invoice", "address")}
    assert "canary" not in json.dumps([each for each in told["earlier"] if each["table"] != "invoice"])


@ON_ONE_ENGINE
def test_nobody_of_that_number_is_said(store, owner):
    with pytest.raises(UserError, match="CU-9"):
        collect(DossierParameters(("CU-9",)))
