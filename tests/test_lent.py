import psycopg
import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.data.contents import contents
from crm_desktop.data.database import database, execute, fetch, write
from crm_desktop.data.models import Customer
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.customers import CustomerInput, add_customer
from tests.conftest import found
from tests.lent import Lent

CUT = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences ORDER BY 1"


@pytest.fixture
def lent(server):
    address = server.new_store(found)
    lent = Lent(address)
    yield lent
    lent.close()
    server.drop(address)


def everything():
    return contents(database.obj), fetch(SEQUENCES)


def test_after_a_test_each_row_and_each_number_is_as_before(lent):
    database.initialize(lent.connect())
    before = everything()
    add_customer(CustomerInput("Ada"), FOUNDER)
    with write():
        execute("UPDATE channel SET name = 'Drum' WHERE kind = 'phone'")
        execute("DELETE FROM contact_reason")
    assert everything() != before

    assert lent.restore()

    database.initialize(lent.connect())
    assert everything() == before
    add_customer(CustomerInput("Bob"), FOUNDER)
    assert [row.id for row in Customer.select()] == [1]


def test_a_number_that_was_drawn_for_nothing_is_given_again(lent):
    database.initialize(lent.connect())
    before = everything()
    with pytest.raises(UserError), write():
        fetch("SELECT nextval('customer_id_seq')")
        raise UserError("never mind")

    assert lent.restore() and everything() == before


def test_whoever_else_is_connected_is_sent_away(lent):
    database.initialize(lent.connect())
    other = psycopg.connect(lent.address)

    assert lent.restore()

    with pytest.raises(psycopg.OperationalError):
        other.execute("SELECT 1")


def test_other_tables_end_its_use(lent):
    database.initialize(lent.connect())
    with write():
        execute("CREATE TABLE surprise (id INTEGER)")
    assert not lent.restore()


def test_a_connection_that_was_cut_ends_its_use(lent):
    database.initialize(lent.connect())
    with psycopg.connect(lent.address, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    assert not lent.restore()
