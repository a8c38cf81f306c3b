from decimal import Decimal

import pytest

from crm_desktop.core.errors import EditConflict, NotAllowed, UserError
from crm_desktop.core.kinds_of_trade import Condition, Disposition, ReturnReason
from crm_desktop.data.models import ReturnLine, SupplierReturn
from crm_desktop.services.returns import ReturnInput, ReturnLineInput, approve_return, inspect_line, receive_return, request_return
from crm_desktop.services.supplier_returns import note_supplier_answer, send_to_supplier
from tests.conftest import DAY


@pytest.fixture
def goods(make_customer, make_product, nancy):
    wanted = ReturnLineInput(Decimal(1), ReturnReason.DAMAGED, product_id=make_product().id)
    request_return(ReturnInput((wanted,), customer_id=make_customer().id), nancy)
    approve_return(1, 1, nancy)
    receive_return(1, 2, nancy)
    inspect_line(ReturnLine.get().id, 1, Condition.DEFECTIVE, Disposition.SUPPLIER, nancy)
    return SupplierReturn.get()


@pytest.mark.parametrize(("credit", "state"), [(Decimal(4), "credited"), (None, "refused")])
def test_a_supplier_answers_what_was_sent(goods, nancy, credit, state):
    with pytest.raises(NotAllowed, match="are waiting"):
        note_supplier_answer(goods.id, goods.version, credit, nancy)
    send_to_supplier(goods.id, goods.version, "Pens & Co", DAY, nancy)
    note_supplier_answer(goods.id, SupplierReturn.get().version, credit, nancy)
    assert (SupplierReturn.get().state, SupplierReturn.get().credit) == (state, credit or 0)


def test_goods_go_to_somebody(goods, nancy):
    with pytest.raises(UserError, match="to whom"):
        send_to_supplier(goods.id, goods.version, " ", DAY, nancy)


def test_two_people_who_send_it_conflict(goods, nancy, owner):
    send_to_supplier(goods.id, goods.version, "Pens & Co", DAY, nancy)
    with pytest.raises(EditConflict):
        send_to_supplier(goods.id, goods.version, "Pens & Co", DAY, owner)
