from datetime import date
from decimal import Decimal

import pytest

from crm_desktop.core.kinds_of_trade import VoucherKind
from crm_desktop.data.models import Voucher
from crm_desktop.queries.agreements import agreement_sheet, voucher_sheet
from crm_desktop.queries.customer_panel import returnable
from crm_desktop.services.agreements import AgreementInput, start_agreement
from crm_desktop.services.shipments import ParcelLine, ShipmentInput, ship
from crm_desktop.services.vouchers import VoucherInput, give_voucher, pay_by_voucher


@pytest.fixture
def ada(make_customer):
    return make_customer("Ada")


def test_an_agreement_is_read_whole(ada, make_product, nancy):
    wanted = AgreementInput(
        ada.id, "Coffee", date(2026, 1, 31), make_product("P-1").id, renews_on=date(2026, 2, 28), renewal_months=1, price=Decimal("19.90")
    )
    start_agreement(wanted, nancy)

    found = agreement_sheet(1)

    assert (found.name, found.product, found.price, found.currency) == ("Coffee", "Product P-1", Decimal("19.90"), "EUR")
    assert (found.starts_on, found.ends_on, found.renews_on, found.renewal_months) == (date(2026, 1, 31), None, date(2026, 2, 28), 1)
    assert agreement_sheet(2) is None


def test_a_voucher_says_what_it_was_used_for(ada, make_order, nancy):
    order = make_order(ada)
    give_voucher(VoucherInput(VoucherKind.COUPON, Decimal(10), customer_id=ada.id, code="TEN"), nancy)
    pay_by_voucher(order.id, "TEN", nancy, Decimal(4))

    found = voucher_sheet(Voucher.get().id)

    assert (found.code, found.amount, found.remaining, found.cancelled) == ("TEN", Decimal(10), Decimal(6), False)
    assert [(use.order, use.amount) for use in found.uses] == [(order.number, Decimal(4))]
    assert voucher_sheet(9) is None


def test_only_what_was_shipped_can_come_back(ada, make_order, nancy):
    order = make_order(ada)
    assert returnable(ada.id, 5) == []
    ship(order.id, order.version, ShipmentInput((ParcelLine(1, Decimal(1)),), date(2026, 1, 6)), nancy)
    assert [each.number for each in returnable(ada.id, 5)] == [order.number]
