from datetime import UTC, datetime
from decimal import Decimal

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.kinds import Shelf
from crm_desktop.core.kinds_of_trade import VoucherKind
from crm_desktop.data.models import Consent, Customer
from crm_desktop.queries.customer_panel import beside, customer_of, details
from crm_desktop.queries.records import RecordRef
from crm_desktop.services.attachments import FileInput, attach
from crm_desktop.services.shelves import put_on_shelf
from crm_desktop.services.tags import tag
from crm_desktop.services.vouchers import VoucherInput, cancel_voucher, give_voucher

LONG_AGO = datetime(2020, 5, 1, tzinfo=UTC)


@pytest.fixture
def ada(make_customer):
    return make_customer("Ada")


def test_the_panel_says_what_is_there_and_how_much_of_it(ada, make_order, make_interaction, nancy):
    make_order(ada)
    make_interaction(ada)
    ref = RecordRef(Entity.CUSTOMER, ada.id)
    tag([ref], ["Wholesale"], nancy)
    attach(ref, FileInput("a.txt", b"1"), nancy)

    found = beside(ada.id)

    assert (found.card.name, found.shelf, found.tags, found.documents) == ("Ada", "", {"Wholesale": "plain"}, 1)
    assert (found.counts[Entity.ORDER], found.counts[Entity.INTERACTION], found.counts[Entity.RETURN]) == (1, 1, 0)
    assert found.balance == Decimal("29.97")


def test_who_was_put_away_says_where(ada, nancy):
    put_on_shelf(Entity.CUSTOMER, ada.id, ada.version, Shelf.ARCHIVE, nancy)
    assert beside(ada.id).shelf == Shelf.ARCHIVE


def test_who_is_gone_is_nobody(store):
    assert beside(77) is None and details(77, "2026-01-05") is None and customer_of(Entity.ORDER, 77) == 0


def test_only_vouchers_that_still_count_are_open(ada, nancy):
    for amount in ("10", "20"):
        give_voucher(VoucherInput(VoucherKind.COUPON, Decimal(amount), customer_id=ada.id, code=f"V{amount}"), nancy)
    give_voucher(VoucherInput(VoucherKind.DISCOUNT, percent=Decimal(5), customer_id=ada.id, code="FIVE"), nancy)
    cancel_voucher(1, 1, nancy)

    assert [(each.code, each.remaining, each.percent) for each in details(ada.id, "2026-01-05").vouchers] == [
        ("V20", Decimal(20), Decimal(0)),
        ("FIVE", Decimal(0), Decimal(5)),
    ]


def test_a_consent_says_until_when(ada):
    Consent.create(customer=ada, purpose="Newsletter", given_at=LONG_AGO, withdrawn_at=None)
    Consent.create(customer=ada, purpose="Calls", channel="phone", given_at=LONG_AGO, withdrawn_at=datetime(2021, 5, 1, tzinfo=UTC))

    first, second = details(ada.id, "2026-01-05").consents

    assert (first.purpose, first.given_at, first.withdrawn_at) == ("Newsletter", LONG_AGO, None)
    assert (second.channel, second.withdrawn_at.year) == ("phone", 2021)


def test_an_entry_knows_its_customer(ada, make_order):
    assert customer_of(Entity.ORDER, make_order(ada).id) == ada.id == Customer.get().id
