from datetime import timedelta
from decimal import Decimal

from crm_desktop.core.dates import utc_now
from crm_desktop.core.kinds_of_trade import ReturnReason
from crm_desktop.core.rights import Right
from crm_desktop.data.history import operation
from crm_desktop.data.models import ReturnRequest
from crm_desktop.queries.returns import stuck_returns
from crm_desktop.services.returns import ReturnInput, ReturnLineInput, approve_return, decline_return, request_return


def test_a_return_that_nobody_touches_is_stuck(make_customer, make_product, nancy):
    line = ReturnLineInput(Decimal(1), ReturnReason.STYLE, product_id=make_product().id)
    customer = make_customer()
    for _time in range(3):
        request_return(ReturnInput((line,), customer_id=customer.id), nancy)
    decline_return(1, 1, "worn", nancy)
    approve_return(2, 1, nancy)
    today = utc_now().date()

    assert stuck_returns(today) == []
    assert [(row.number, row.customer, row.state) for row in stuck_returns(today + timedelta(days=4))] == [
        ("RMA-00003", customer.name, "requested")
    ]
    assert {row.number for row in stuck_returns(today + timedelta(days=20))} == {"RMA-00002", "RMA-00003"}


def test_a_return_past_its_deadline_is_stuck(make_customer, make_product, nancy):
    line = ReturnLineInput(Decimal(1), ReturnReason.STYLE, product_id=make_product().id)
    request_return(ReturnInput((line,), customer_id=make_customer().id), nancy)
    today = utc_now().date()
    approve_return(1, 1, nancy, today - timedelta(days=1))
    assert [row.number for row in stuck_returns(today)] == ["RMA-00001"]


def test_a_return_that_came_in_as_it_stands_is_stuck_since_it_was_asked_for(make_customer, owner):
    today, asked = utc_now().date(), utc_now() - timedelta(days=20)
    columns = ("number", "customer_id", "requested_at", "received_at", "currency", "state")
    rows = [
        ("R-1", make_customer().id, int(asked.timestamp()), None, "EUR", "approved"),
        ("R-2", 1, int(asked.timestamp()), int((asked + timedelta(days=15)).timestamp()), "EUR", "received"),
        ("R-3", 1, int(asked.timestamp()), int((asked + timedelta(days=18)).timestamp()), "EUR", "received"),
    ]
    with operation("Filled", owner, may=Right.IMPORT) as done:
        done.insert_many(ReturnRequest, columns, rows)

    assert [row.number for row in stuck_returns(today)] == ["R-1", "R-2"]
    assert stuck_returns(today)[0].since == asked
    assert [row.number for row in stuck_returns(today, responsible=(owner.id,))] == []
