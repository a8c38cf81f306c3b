from datetime import timedelta
from decimal import Decimal

from crm_desktop.core.dates import utc_now
from crm_desktop.core.kinds_of_trade import ReturnReason
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
