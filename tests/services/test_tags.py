import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import CannotUndo, NotAllowed, UserError
from crm_desktop.core.tag_names import JOINED, tag_key, tag_name, tag_names
from crm_desktop.data.integrity import check
from crm_desktop.data.models import Customer, Operation, Tag
from crm_desktop.data.search import find
from crm_desktop.queries.listing import Question, count, records
from crm_desktop.queries.records import RecordRef
from crm_desktop.queries.subjects import CUSTOMERS, ORDERS
from crm_desktop.queries.subjects_of_records import TAGGED_RECORDS, TAGS
from crm_desktop.queries.tags import tags_of
from crm_desktop.services.history import undo
from crm_desktop.services.tags import rename_tag, tag, untag


def customer_of(row):
    return RecordRef(Entity.CUSTOMER, row.id)


def shown(subject, *names, where=()):
    return list(records(Question(subject, where), [subject.column(name) for name in names]))


def sound():
    return [finding for finding in check(deep=True) if not finding.ok] == []


def test_one_operation_tags_many_records_of_several_kinds(make_customer, make_order, nancy):
    ada, ben = make_customer("Ada"), make_customer("Ben")
    order = make_order(ada)

    change = tag([customer_of(ada), customer_of(ben), RecordRef(Entity.ORDER, order.id), customer_of(ada)], ["VIP", "wholesale"], nancy)

    assert (change.of(Entity.CUSTOMER), change.of(Entity.ORDER)) == ({ada.id, ben.id}, {order.id})
    assert shown(CUSTOMERS, "name", "tags") == [("Ada", ["VIP", "wholesale"]), ("Ben", ["VIP", "wholesale"])]
    assert shown(ORDERS, "tags") == [(["VIP", "wholesale"],)]
    assert shown(TAGS, "tag", "records", "customers", "orders", "returns") == [("VIP", 3, 2, 1, 0), ("wholesale", 3, 2, 1, 0)]
    assert Customer.get_by_id(ada.id).version == ada.version
    undo(change.operation, nancy)
    assert Tag.select().count() == 0


def test_capitals_and_spaces_make_no_other_tag(make_customer, nancy):
    ada, ben = make_customer("Ada"), make_customer("Ben")
    tag([customer_of(ada)], ["Very  Important"], nancy)
    tag([customer_of(ben)], ["very important ", "VERY IMPORTANT"], nancy)

    assert tags_of("customer", ben.id) == ["Very Important"]
    asked = (("=", "VERY important"), ("!=", "x"), ("=", ""))
    assert [count(Question(CUSTOMERS, (("tags", sign, value),))) for sign, value in asked] == [2, 2, 0]
    with pytest.raises(UserError, match="there already"):
        tag([customer_of(ada)], ["very IMPORTANT"], nancy)
    untag([customer_of(ada), customer_of(ben)], ["VERY important"], nancy)
    assert Tag.select().count() == 0
    with pytest.raises(UserError, match="None of these records"):
        untag([customer_of(ada)], ["very important"], nancy)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (("tags", "=", "vip"), ["Ada", "Ben"]),
        (("tags", "!=", "vip"), ["Cleo"]),
        (("tags", "~", "WHOLE"), ["Ada"]),
        (("tags", "=", ""), ["Cleo"]),
        (("tags", "!=", ""), ["Ada", "Ben"]),
    ],
)
def test_records_are_asked_for_by_their_tags(make_customer, nancy, asked, found):
    ada, ben = make_customer("Ada"), make_customer("Ben")
    make_customer("Cleo")
    tag([customer_of(ada), customer_of(ben)], ["VIP"], nancy)
    tag([customer_of(ada)], ["wholesale"], nancy)

    assert [name for (name,) in shown(CUSTOMERS, "name", where=(asked,))] == found


def test_a_tag_is_renamed_everywhere_and_two_become_one(make_customer, make_order, nancy, owner):
    ada, ben = make_customer("Ada"), make_customer("Ben")
    tag([customer_of(ada), customer_of(ben)], ["wholesale"], nancy)
    tag([customer_of(ben)], ["Reseller"], nancy)
    with pytest.raises(NotAllowed):
        rename_tag("wholesale", "reseller", nancy)

    change = rename_tag("Wholesale", "reseller", owner)

    assert shown(TAGGED_RECORDS, "record", "tag") == [("CU-00001", "Reseller"), ("CU-00002", "Reseller")]
    assert find(Customer, "whole") == []
    rename_tag("reseller", "RESELLER", owner)
    assert shown(TAGS, "tag", "records") == [("RESELLER", 2)]
    with pytest.raises(UserError, match="no tag “whole”"):
        rename_tag("whole", "x", owner)
    with pytest.raises(CannotUndo, match="Renamed a tag"):
        undo(change.operation, owner)
    assert sound()


def test_a_customer_is_found_by_its_tags_and_no_longer_when_they_are_gone(make_customer, nancy):
    ada = make_customer("Ada")
    change = tag([customer_of(ada)], ["Großhandel"], nancy)
    assert find(Customer, "gross") == [ada.id]

    back = undo(change.operation, nancy)
    assert find(Customer, "gross") == []
    undo(back.operation, nancy)
    assert find(Customer, "gross") == [ada.id]
    untag([customer_of(ada)], ["großhandel"], nancy)
    assert find(Customer, "gross") == []
    assert sound()


def test_a_record_with_a_tag_does_not_vanish_by_undo_and_none_is_brought_back_without_its_record(make_customer, nancy):
    added = make_customer("Ada")
    operation = Operation.select().order_by(Operation.id.desc()).first().id
    change = tag([customer_of(added)], ["VIP"], nancy)

    with pytest.raises(CannotUndo, match="Tagged CU-00001"):
        undo(operation, nancy)
    undo(change.operation, nancy)
    undo(operation, nancy)
    with pytest.raises(CannotUndo, match="Undid operation"):
        undo(change.operation + 1, nancy)


def test_who_may_not_change_a_record_does_not_tag_it(make_customer, make_product, nancy, auditor, store):
    ada, hammer = make_customer("Ada"), make_product()
    representative = nancy.__class__(nancy.id, "rob", "representative")

    with pytest.raises(NotAllowed, match="edit customers"):
        tag([customer_of(ada)], ["VIP"], auditor)
    with pytest.raises(NotAllowed, match="edit products"):
        tag([customer_of(ada), RecordRef(Entity.PRODUCT, hammer.id)], ["VIP"], representative)
    with pytest.raises(UserError, match="not there any more"):
        tag([customer_of(ada), RecordRef(Entity.ORDER, 99)], ["VIP"], nancy)
    assert Tag.select().count() == 0


@pytest.mark.parametrize("name", ["", " ", "a,b", "a;b", "x" * 61, "a\x00b"])
def test_what_cannot_be_a_tag_is_refused(make_customer, nancy, name):
    with pytest.raises(UserError, match=r"Nothing was changed|nothing was saved"):
        tag([customer_of(make_customer())], [name], nancy)


WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters=",;"), min_size=1, max_size=60).filter(str.strip)


@given(st.lists(WORDS.map(tag_name), max_size=5, unique_by=tag_key))
def test_tags_in_one_cell_are_the_same_tags_again(names):
    assert tag_names(JOINED.join(names)) == names


@given(WORDS)
def test_a_tag_in_capitals_is_the_same_tag(name):
    assert tag_key(tag_name(name)) == tag_key(f"  {tag_name(name)} ")
    assert tag_key(tag_name(name).lower()) == tag_key(tag_name(tag_name(name).lower()))
