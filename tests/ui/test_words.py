import pytest

from crm_desktop.core.kinds import Fulfilment, OrderState
from crm_desktop.core.kinds_of_trade import InvoiceState, PaymentState, ReturnState, ShipmentStatus
from crm_desktop.ui.words import INVOICE_STATES, ORDER_STATES, PAYMENT_STATES, RETURN_STATES, SHIPMENT_STATUSES, order_chips


def test_every_state_has_a_word():
    known = (ORDER_STATES, PAYMENT_STATES, INVOICE_STATES, SHIPMENT_STATUSES, RETURN_STATES)

    assert [set(words) for words in known] == [
        set(kinds) for kinds in (OrderState, PaymentState, InvoiceState, ShipmentStatus, ReturnState)
    ]


@pytest.mark.parametrize(
    ("state", "fulfilment", "word"),
    [
        ("open", "unfulfilled", "Open"),
        ("open", "partly", "Partly shipped"),
        ("open", "fulfilled", "Shipped"),
        ("completed", "fulfilled", "Completed"),
        ("completed", "returned", "Returned"),
        ("cancelled", "unfulfilled", "Cancelled"),
    ],
)
def test_an_order_says_where_its_goods_are(state, fulfilment, word):
    assert [chip.text for chip in order_chips(state, fulfilment)] == [word]


def test_an_order_has_a_word_in_any_state():
    assert all(order_chips(state, fulfilment) for state in OrderState for fulfilment in Fulfilment)
