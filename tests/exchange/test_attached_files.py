"""Attached files, out of the store."""

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import UserError
from crm_desktop.data.database import execute, fetch, write
from crm_desktop.exchange.attached_files import save_attachment
from crm_desktop.exchange.export import export_everything
from crm_desktop.queries.records import RecordRef
from crm_desktop.services.attachments import FileInput, attach


@pytest.fixture
def attached(make_customer, nancy):
    customer = RecordRef(Entity.CUSTOMER, make_customer().id)
    for name in ("CON", "Foto: März?.jpg"):
        attach(customer, FileInput(name, name.encode()), nancy)


def test_everything_goes_out_with_its_attached_files(attached, owner, tmp_path):
    export_everything(tmp_path / "all", owner)

    files = {path.name: path.read_bytes() for path in (tmp_path / "all" / "attached-files").iterdir()}
    assert files == {"1 _CON": b"CON", "2 Foto_ März_.jpg": "Foto: März?.jpg".encode()}


def test_a_damaged_file_stops_it_and_leaves_nothing(attached, owner, tmp_path):
    with write():
        execute("UPDATE attachment_content SET content = ? WHERE sha256 = (SELECT sha256 FROM attachment WHERE id = 2)", (b"other",))

    with pytest.raises(UserError, match=r"“Foto: März.*is damaged"):
        export_everything(tmp_path / "all", owner)
    with pytest.raises(UserError, match="is damaged"):
        save_attachment(2, tmp_path, owner)
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith("shop.crm")] == []


def test_what_leaves_the_store_is_written_down_and_overwrites_nothing(attached, nancy, tmp_path):
    (tmp_path / "_CON").write_text("mine")

    assert save_attachment(1, tmp_path, nancy).name == "_CON (2)"
    assert (tmp_path / "_CON").read_text() == "mine"
    assert fetch("SELECT staff_id, action, entity_table, row_id FROM access_log") == [(nancy.id, "save attachment", "attachment", 1)]
    with pytest.raises(UserError, match="is there already"):
        save_attachment(1, tmp_path / "_CON", nancy)
