import hashlib

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import CannotUndo, NotAllowed, UserError
from crm_desktop.core.kinds import Shelf
from crm_desktop.data.database import execute, fetch, write
from crm_desktop.data.integrity import check
from crm_desktop.data.models import Attachment, Customer
from crm_desktop.queries.attachments import attachments_of, read_attachment
from crm_desktop.queries.records import RecordRef
from crm_desktop.services import attachments as service
from crm_desktop.services.attachments import FileInput, attach, attach_all, describe_file, detach, file_input
from crm_desktop.services.erasing import erase_customer
from crm_desktop.services.history import undo
from crm_desktop.services.shelves import empty_trash, put_on_shelf

PHOTO = FileInput("C:\\fakepath\\Schaden 1.jpg", b"\xff\xd8\xff\xe0 broken parcel")


def customer_of(row):
    return RecordRef(Entity.CUSTOMER, row.id)


def contents():
    return [sha256 for (sha256,) in fetch("SELECT sha256 FROM attachment_content ORDER BY sha256")]


def unsound():
    return [finding.name for finding in check(deep=True) if not finding.ok]


@pytest.fixture
def ada(make_customer):
    return make_customer("Ada")


def test_a_file_is_read_back_as_it_was_attached(ada, nancy):
    change = attach(customer_of(ada), PHOTO, nancy)

    (row,) = attachments_of("customer", ada.id)
    assert row[:4] == (row.id, "Schaden 1.jpg", "image/jpeg", 18)
    assert read_attachment(row.id) == ("Schaden 1.jpg", "image/jpeg", PHOTO.content)
    assert Attachment.get().sha256 == hashlib.sha256(PHOTO.content).hexdigest()
    assert (change.of(Entity.CUSTOMER), Customer.get_by_id(ada.id).version) == ({ada.id}, ada.version)
    assert unsound() == []


def test_one_content_is_stored_once_however_often_it_is_attached(ada, make_order, nancy):
    order = make_order(ada)
    attach(customer_of(ada), PHOTO, nancy)
    attach(RecordRef(Entity.ORDER, order.id), PHOTO._replace(name="other name.jpg"), nancy)

    assert (len(contents()), Attachment.select().count()) == (1, 2)
    with pytest.raises(UserError, match="attached there already"):
        attach(customer_of(ada), PHOTO, nancy)


def test_undo_and_redo_bring_the_content_too(ada, nancy):
    attached = attach(customer_of(ada), PHOTO, nancy)
    (row,) = attachments_of("customer", ada.id)
    detached = detach(row.id, nancy)
    assert (attachments_of("customer", ada.id), len(contents())) == ([], 1)

    back = undo(detached.operation, nancy)
    assert read_attachment(row.id).content == PHOTO.content
    undo(back.operation, nancy)
    undo(detached.operation + 2, nancy)
    undone = undo(attached.operation, nancy)
    assert attachments_of("customer", ada.id) == []
    undo(undone.operation, nancy)
    assert read_attachment(row.id).content == PHOTO.content
    assert unsound() == []


def test_a_record_with_a_file_does_not_vanish_by_undo(ada, nancy):
    attach(customer_of(ada), PHOTO, nancy)
    with pytest.raises(CannotUndo, match="Attached a file to CU-00001"):
        undo(attached_before(), nancy)


def attached_before():
    """The operation before the latest one: it added the customer."""
    ((latest,),) = fetch("SELECT MAX(id) FROM operation")
    return latest - 1


def test_emptying_the_trash_lets_the_content_go_unless_another_record_needs_it(ada, make_customer, nancy, owner):
    ben = make_customer("Ben")
    letter = FileInput("letter.txt", b"Dear all")
    attach(customer_of(ada), PHOTO, nancy)
    attach(customer_of(ada), letter, nancy)
    attach(customer_of(ben), letter, nancy)
    put_on_shelf(Entity.CUSTOMER, ada.id, ada.version, Shelf.TRASH, nancy)

    empty_trash(owner)

    assert contents() == [hashlib.sha256(letter.content).hexdigest()]
    assert read_attachment(attachments_of("customer", ben.id)[0].id).content == letter.content
    assert unsound() == []


def test_damage_is_named_and_never_handed_out(ada, nancy):
    attach(customer_of(ada), PHOTO, nancy)
    (row,) = attachments_of("customer", ada.id)
    with write():
        execute("UPDATE attachment_content SET content = ?", (b"\xff\xd8\xff\xe0 Broken parcel",))

    with pytest.raises(UserError, match=r"“Schaden 1.jpg” is damaged"):
        read_attachment(row.id)
    assert unsound() == ["contents"]
    with write():
        execute("DELETE FROM attachment_content")
    with pytest.raises(UserError, match="not in this store any more"):
        read_attachment(row.id)
    assert unsound() == ["attachments"]
    with pytest.raises(UserError, match="no attachment 99"):
        read_attachment(99)


def test_a_content_of_another_size_is_found_without_reading_it(ada, nancy):
    attach(customer_of(ada), PHOTO, nancy)
    with write():
        execute("UPDATE attachment_content SET content = ?", (b"short",))

    assert [finding.name for finding in check() if not finding.ok] == ["attachments"]


def test_who_may_not_change_a_record_attaches_nothing(ada, auditor, nancy):
    with pytest.raises(NotAllowed):
        attach(customer_of(ada), PHOTO, auditor)
    attach(customer_of(ada), PHOTO, nancy)
    with pytest.raises(NotAllowed):
        detach(Attachment.get().id, auditor)
    with pytest.raises(UserError, match="not there any more"):
        attach(RecordRef(Entity.ORDER, 99), FileInput("a", b"b"), nancy)
    with pytest.raises(UserError, match="on this kind of record"):
        attach(RecordRef(Entity.COMPANY, 1), FileInput("a", b"b"), nancy)
    with pytest.raises(UserError, match="no attachment 99"):
        detach(99, nancy)
    assert len(contents()) == 1


def test_too_large_empty_and_missing_files_are_refused(ada, nancy, tmp_path, monkeypatch):
    monkeypatch.setattr(service, "MOST_BYTES", 2_000_000)
    (tmp_path / "large.bin").write_bytes(bytes(2_000_001))
    (tmp_path / "empty").touch()

    for name, words in (
        ("large.bin", "has 3 MB; an attachment has 2 MB at most"),
        ("empty", "“empty” is empty"),
        ("none", "There is no file"),
        (".", "There is no file"),
    ):
        with pytest.raises(UserError, match=words):
            file_input(tmp_path / name)
    with pytest.raises(UserError, match="2 MB at most"):
        attach(customer_of(ada), FileInput("x", bytes(2_000_001)), nancy)
    assert contents() == []


def test_several_files_come_in_one_operation_and_go_with_one_undo(ada, nancy):
    change = attach_all(customer_of(ada), [PHOTO, FileInput("letter.pdf", b"%PDF-1.7")], nancy)
    assert [row.file_name for row in attachments_of("customer", ada.id)] == ["Schaden 1.jpg", "letter.pdf"]
    undo(change.operation, nancy)
    assert attachments_of("customer", ada.id) == []


def test_of_several_files_none_is_attached_when_one_is_refused(ada, nancy):
    with pytest.raises(UserError, match=r"“empty\.txt” is empty"):
        attach_all(customer_of(ada), [PHOTO, FileInput("empty.txt", b"")], nancy)
    with pytest.raises(UserError, match="attached there already"):
        attach_all(customer_of(ada), [PHOTO, PHOTO], nancy)
    assert attachments_of("customer", ada.id) == []


def test_a_file_is_called_otherwise_and_keeps_its_ending(ada, nancy):
    attach(customer_of(ada), PHOTO, nancy)
    (row,) = attachments_of("customer", ada.id)
    change = describe_file(row.id, row.version, "Crushed box", " What the carrier\ndid ", nancy)

    (now,) = attachments_of("customer", ada.id)
    assert (now.file_name, now.note) == ("Crushed box.jpg", "What the carrier did")
    undo(change.operation, nancy)
    assert attachments_of("customer", ada.id)[0][:6] == row[:6]


def test_a_file_needs_a_name(ada, nancy):
    attach(customer_of(ada), PHOTO, nancy)
    (row,) = attachments_of("customer", ada.id)
    with pytest.raises(UserError, match="needs a name"):
        describe_file(row.id, row.version, "  ", "", nancy)


def test_what_a_file_shows_goes_when_the_person_is_erased(ada, nancy, owner):
    attach(customer_of(ada), PHOTO, nancy)
    (row,) = attachments_of("customer", ada.id)
    describe_file(row.id, row.version, "Ada", "Ada's box", nancy)
    erase_customer(ada.id, owner)
    assert not [text for row in fetch("SELECT before, after FROM audit_entry") for text in row if "Ada's box" in text]
