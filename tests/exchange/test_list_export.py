"""A list as it is shown, into a file: whole or not at all, and nothing a spreadsheet would take for a formula."""

import csv
import json
from array import array

import pytest

from crm_desktop.core.actors import Actor, Role
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.data.models import AccessLog
from crm_desktop.exchange.list_export import Exported, export_list, with_currency
from crm_desktop.queries.narrowed import subject_called


@pytest.fixture
def listed(make_customer):
    ids = array("q", [make_customer(name).id for name in ("=1+1", "Ada", "Bob")])
    subject = subject_called("customers")
    columns = with_currency(subject, [subject.column(name) for name in ("name", "spent")])
    return Exported(subject, columns, lambda: array("q", [ids[2], ids[0], 999]))


def told(done, total):
    """Nobody looks."""


def test_the_records_stand_in_the_order_of_the_list_and_formulas_are_texts(listed, nancy, tmp_path):
    assert export_list(listed, tmp_path / "list.csv", nancy, told) == 2
    rows = list(csv.reader((tmp_path / "list.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert rows == [["name", "spent", "currency"], ["Bob", "0.00", "EUR"], ["'=1+1", "0.00", "EUR"]]
    export_list(listed, tmp_path / "list.json", nancy, told)
    assert [each["name"] for each in json.loads((tmp_path / "list.json").read_text(encoding="utf-8"))["records"]] == ["Bob", "=1+1"]
    assert AccessLog.select().count() == 2


def test_what_is_stopped_or_refused_leaves_nothing(listed, nancy, tmp_path):
    def stop(_done, _total):
        raise UserError("stopped")

    with pytest.raises(UserError, match="stopped"):
        export_list(listed, tmp_path / "list.xlsx", nancy, stop)
    with pytest.raises(UserError, match="ends in none"):
        export_list(listed, tmp_path / "list.doc", nancy, told)
    assert list(tmp_path.glob("*list*")) == []


def test_only_who_may_export_does(listed, nancy, tmp_path):
    with pytest.raises(NotAllowed):
        export_list(listed, tmp_path / "list.csv", Actor(nancy.id, "rita", Role.REPRESENTATIVE), told)
    assert list(tmp_path.glob("*list*")) == []
