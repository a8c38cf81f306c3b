from datetime import date
from decimal import Decimal

import pytest

from crm_desktop.core.errors import EditConflict, NotAllowed, UserError
from crm_desktop.data.models import Agreement
from crm_desktop.services.agreements import (
    AgreementInput,
    change_agreement,
    renew_agreement,
    renewals_due,
    resume_agreement,
    start_agreement,
    stop_agreement,
)
from crm_desktop.services.history import undo_latest

START = date(2026, 1, 31)


@pytest.fixture
def wanted(make_customer):
    return AgreementInput(make_customer().id, "Service plan", START, renews_on=date(2026, 2, 28), renewal_months=1, price=Decimal("9.90"))


@pytest.fixture
def agreement(wanted, nancy):
    start_agreement(wanted, nancy)
    return Agreement.get()


def test_an_agreement_starts_with_its_price_in_the_companys_currency(agreement):
    assert (agreement.state, agreement.currency, agreement.price) == ("started", "EUR", Decimal("9.90"))


def test_a_month_that_is_short_does_not_shorten_the_next(agreement, nancy):
    days = []
    for _month in range(3):
        renew_agreement(agreement.id, Agreement.get().version, nancy)
        days.append(Agreement.get().renews_on)
    assert days == [date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)]


def test_what_is_due_comes_in_order_and_stops_with_the_agreement(agreement, nancy):
    assert renewals_due(date(2026, 2, 27)) == []
    assert renewals_due(date(2026, 2, 28)) == [agreement]
    stop_agreement(agreement.id, agreement.version, date(2026, 2, 1), "moved away", nancy)
    assert renewals_due(date(2026, 2, 28)) == []
    with pytest.raises(NotAllowed, match="is stopped"):
        renew_agreement(agreement.id, Agreement.get().version, nancy)


def test_a_stopped_agreement_can_be_resumed(agreement, nancy):
    stop_agreement(agreement.id, agreement.version, date(2026, 2, 1), "moved away", nancy)
    resume_agreement(agreement.id, Agreement.get().version, nancy)
    assert (Agreement.get().state, Agreement.get().stop_reason) == ("started", "")


def test_changing_what_somebody_changed_is_a_conflict(agreement, wanted, nancy, owner):
    stop_agreement(agreement.id, agreement.version, date(2026, 2, 1), "moved away", nancy)
    with pytest.raises(EditConflict):
        change_agreement(agreement.id, agreement.version, wanted, owner)


def test_stopping_says_why_and_undo_starts_again(agreement, nancy):
    with pytest.raises(UserError, match="Say why"):
        stop_agreement(agreement.id, agreement.version, START, "", nancy)
    stop_agreement(agreement.id, agreement.version, START, "moved away", nancy)
    undo_latest(nancy)
    assert Agreement.get().state == "started"


@pytest.mark.parametrize(
    "fields",
    [
        {"name": " "},
        {"ends_on": date(2026, 1, 1)},
        {"renewal_months": 0},
        {"price": Decimal("9.999")},
        {"price": Decimal(-1)},
        {"customer_id": 99},
        {"product_id": 99},
    ],
)
def test_an_agreement_that_makes_no_sense_is_refused(wanted, nancy, fields):
    values = {name: getattr(wanted, name) for name in AgreementInput.__slots__}
    with pytest.raises(UserError, match="Nothing was saved"):
        start_agreement(AgreementInput(**{**values, **fields}), nancy)
    assert not Agreement.select().exists()
