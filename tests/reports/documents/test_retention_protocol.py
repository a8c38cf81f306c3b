import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.core.retention import Kept
from crm_desktop.data.models import MissedSearch
from crm_desktop.queries.retention import Gone, last_run, run_of
from crm_desktop.reports.documents.data import figures
from crm_desktop.reports.documents.retention_protocol import NAME, RetentionProtocolParameters, collect
from crm_desktop.reports.making import make_report
from crm_desktop.reports.registry import printable_called
from crm_desktop.services.erasing import erase_customer
from crm_desktop.services.retention import apply_retention, set_retention
from tests.reports.documents.conftest import pages_of
from tests.services.test_retention import LONG_AGO


@pytest.fixture
def let_go(owner):
    for word in ("lamp", "vase"):
        MissedSearch.create(words=word, at=LONG_AGO, staff_id=owner.id)
    set_retention(Kept.SEARCHES, 36, owner)
    apply_retention(owner, sure=True)
    return last_run()


def test_the_paper_says_what_went_by_which_rule_by_whom_and_after_which_backup(let_go, owner, tmp_path):
    wanted = RetentionProtocolParameters((str(let_go),), "de")
    made = make_report(printable_called(NAME), wanted, owner, tmp_path / "p.pdf")

    (text,) = pages_of(tmp_path / "p.pdf")
    run = run_of(str(let_go))
    assert run.rules == (Gone(Kept.SEARCHES, 36, 2, 0, 0),)
    assert f"Löschprotokoll {let_go}" in text and run.who in text and run.backup in "".join(text.split())
    assert "Vergeblich gesuchte Wörter" in text and "3 Jahre" in text
    assert "lamp" not in str(made.figures)


def test_an_erasure_of_one_person_and_nothing_at_all_are_no_protocol_of_rules(owner, make_customer):
    assert last_run() == 0
    erase_customer(make_customer("Ada").id, owner)
    assert last_run() == 0
    for number in ("1", "77", "first"):
        with pytest.raises(UserError, match=number):
            collect(RetentionProtocolParameters((number,)))


def test_the_file_for_machines_has_each_rule(let_go):
    (paper,) = figures(collect(RetentionProtocolParameters((str(let_go),))))["documents"]
    (rule,) = paper["told"]["rules"]
    assert (rule["rule"], rule["gone"], rule["left"]) == ("searches", 2, 0)
