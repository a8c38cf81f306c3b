from datetime import UTC, datetime
from decimal import Decimal

import pytest

from crm_desktop.core.errors import CannotUndo, EditConflict, NotAllowed, UserError
from crm_desktop.core.kinds_of_trade import ReturnReason
from crm_desktop.data.models import NamedReturnReason, Operation, ReturnLine
from crm_desktop.queries.desk import choices
from crm_desktop.services.history import undo
from crm_desktop.services.return_reasons import ReturnReasonInput, add_return_reason, change_return_reason
from crm_desktop.services.returns import ReturnInput, ReturnLineInput, request_return, split_return


def named(name):
    return NamedReturnReason.get(name=name)


def asked_for(reason, customer, product, by, quantity=2, note=""):
    line = ReturnLineInput(Decimal(quantity), reason, product_id=product.id, note=note)
    request_return(ReturnInput((line,), customer_id=customer.id, requested_at=datetime(2026, 1, 5, tzinfo=UTC)), by)
    return ReturnLine.select().order_by(ReturnLine.id.desc()).get()


@pytest.fixture
def ask(make_customer, make_product, nancy):
    customer, product = make_customer(), make_product()
    return lambda reason, **more: asked_for(reason, customer, product, nancy, **more)


def test_a_new_company_has_a_reason_of_each_kind(store):
    assert [reason.kind for reason in NamedReturnReason.select().order_by(NamedReturnReason.position)] == list(ReturnReason)


def test_a_line_keeps_the_word_chosen_and_its_kind(ask, owner):
    add_return_reason("Box crushed", ReturnReason.DAMAGED_IN_TRANSIT, owner)
    line = ask(named("Box crushed").id)
    assert (line.reason, line.chosen_reason.name) == ("damaged_in_transit", "Box crushed")
    assert NamedReturnReason.select().order_by(NamedReturnReason.position.desc()).get() == named("Box crushed")


def test_a_kind_alone_means_the_first_reason_of_it(ask, owner):
    add_return_reason("Too big round the waist", ReturnReason.TOO_LARGE, owner)
    assert ask(ReturnReason.TOO_LARGE).chosen_reason.name == "Too large"


def test_a_new_name_shows_on_earlier_returns_and_their_kind_stays(ask, owner):
    line = ask(ReturnReason.STYLE)
    style = named("Style")
    change_return_reason(style.id, style.version, ReturnReasonInput("Looks different", style.position), owner)
    again = ReturnLine.get_by_id(line.id)
    assert (again.chosen_reason.name, again.reason) == ("Looks different", "style")


def test_a_retired_reason_is_offered_no_more(ask, owner):
    gift = named("Gift")
    change_return_reason(gift.id, gift.version, ReturnReasonInput("Gift", gift.position, active=False), owner)
    assert "Gift" not in [choice.name for choice in choices().return_reasons]
    for which in (gift.id, ReturnReason.GIFT, 999):
        with pytest.raises(UserError, match="not offered any more"):
            ask(which)


def test_another_word_of_the_kind_other_needs_a_note_too(ask, owner):
    add_return_reason("Something else", ReturnReason.OTHER, owner)
    with pytest.raises(UserError, match="other reason"):
        ask(named("Something else").id)
    assert ask(named("Something else").id, note="smells").note == "smells"


def test_a_split_line_keeps_its_reason_on_both_sides(ask, owner, nancy):
    add_return_reason("Box crushed", ReturnReason.DAMAGED_IN_TRANSIT, owner)
    line = ask(named("Box crushed").id)
    split_return(line.return_id, line.return_request.version, {line.id: Decimal(1)}, nancy)
    assert [each.chosen_reason.name for each in ReturnLine.select()] == ["Box crushed", "Box crushed"]


@pytest.mark.parametrize("name", ["", "  ", "Gift"])
def test_a_reason_needs_a_name_of_its_own(store, owner, name):
    with pytest.raises(UserError):
        add_return_reason(name, ReturnReason.OTHER, owner)
    other = named("Other")
    with pytest.raises(UserError):
        change_return_reason(other.id, other.version, ReturnReasonInput(name), owner)


def test_two_people_who_rename_one_reason_conflict(store, owner):
    gift = named("Gift")
    change_return_reason(gift.id, gift.version, ReturnReasonInput("Present"), owner)
    with pytest.raises(EditConflict):
        change_return_reason(gift.id, gift.version, ReturnReasonInput("Was a present"), owner)


def test_a_reason_in_use_is_not_undone(ask, owner):
    add_return_reason("Box crushed", ReturnReason.DAMAGED_IN_TRANSIT, owner)
    added = Operation.select().order_by(Operation.id.desc()).get().id
    ask(named("Box crushed").id)
    with pytest.raises(CannotUndo):
        undo(added, owner)


def test_only_the_owner_edits_the_list(store, nancy):
    with pytest.raises(NotAllowed, match="supervisor"):
        add_return_reason("Box crushed", ReturnReason.DAMAGED, nancy)
