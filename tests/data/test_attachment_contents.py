"""Contents of attachments in backups and in the check, on both engines."""

from crm_desktop.core.changes import Entity
from crm_desktop.data.attachment_contents import damaged, drop_contents, keep_content, missing
from crm_desktop.data.contents import contents, differences
from crm_desktop.data.database import current, execute, fetch, write
from crm_desktop.data.opening import opened
from crm_desktop.data.restore import restore
from crm_desktop.queries.attachments import attachments_of, read_attachment
from crm_desktop.queries.records import RecordRef
from crm_desktop.services.attachments import FileInput, attach
from crm_desktop.services.backups import back_up
from crm_desktop.services.company import FOUNDER

LARGE = FileInput("scan.pdf", b"%PDF-" + bytes(range(256)) * 12_000)


def test_a_backup_brings_every_content_back(shop):
    with opened(shop.path, shop.key):
        attach(RecordRef(Entity.CUSTOMER, 1), LARGE, FOUNDER)
        kept = back_up(FOUNDER)
        with write():
            execute("DELETE FROM attachment_content")
    assert (kept.verified, kept.rows("attachment_content")) == (True, 1)

    restore(shop.path, kept.path, shop.key)

    with opened(shop.path, shop.key):
        (row,) = attachments_of("customer", 1)
        assert read_attachment(row.id).content == LARGE.content


def test_a_digest_of_the_store_covers_every_byte_of_a_content(store):
    with write():
        keep_content(LARGE.content)
    before = contents(current())
    with write():
        execute("UPDATE attachment_content SET content = ?", (LARGE.content[:-1] + b"!",))
    after = contents(current())

    assert differences(before, after) == ["attachment_content"]
    assert after["attachment_content"].rows == 1
    assert len(list(damaged())) == 1


def test_a_content_goes_only_when_nothing_hangs_on_it(make_customer, nancy):
    customer = RecordRef(Entity.CUSTOMER, make_customer().id)
    attach(customer, LARGE, nancy)
    with write():
        unused = keep_content(b"nobody's")
        used = keep_content(LARGE.content)
        drop_contents([unused, used, "not there"])

    assert fetch("SELECT sha256 FROM attachment_content") == [(used,)]
    assert list(missing()) == []
