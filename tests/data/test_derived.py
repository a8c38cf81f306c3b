"""What a server has to know before columns are computed for many rows at once."""

import pytest

from crm_desktop.core.rights import Right
from crm_desktop.data import derived
from crm_desktop.data.bulk import filling
from crm_desktop.data.database import execute, fetch, is_server
from crm_desktop.data.history import operation
from crm_desktop.data.models import Customer
from crm_desktop.services.company import FOUNDER

ROWS = [(f"C-{n}", "Ada") for n in range(40)]


def counted():
    """How many customers the server thought there were when their names were folded; below 0 where it never looked."""
    return fetch("SELECT reltuples::int FROM pg_class WHERE oid = 'customer'::regclass")[0][0]


@pytest.mark.parametrize(("many", "known"), [(39, 40), (40, -1)])
def test_many_rows_of_an_import_are_counted_before_what_follows_is_computed(store, monkeypatch, many, known):
    if not is_server():
        pytest.skip("a file knows its indexes without being asked")
    monkeypatch.setattr(derived, "_MANY", many)
    thought = _thought(monkeypatch)
    with operation("Imported", FOUNDER, may=Right.IMPORT) as done:
        done.insert_many(Customer, ("number", "name"), ROWS)
    assert thought == [known]


def test_all_rows_of_a_filling_are_counted_before_what_follows_is_computed(store, monkeypatch):
    if not is_server():
        pytest.skip("a file knows its indexes without being asked")
    thought = _thought(monkeypatch)
    with filling("Filled", FOUNDER, lambda _done, _of: None) as bulk:
        bulk.insert_many(Customer, ("number", "name"), ROWS)
    assert thought[0] == 40


def _thought(monkeypatch):
    found, real = [], derived.name_customers

    def name_customers(ids):
        if ids:
            found.append(counted())
        real(ids)

    execute("UPDATE pg_class SET reltuples = -1 WHERE oid = 'customer'::regclass")
    monkeypatch.setattr(derived, "name_customers", name_customers)
    return found
