import shutil

import pytest

from crm_desktop import at_work
from crm_desktop.core.errors import UserError
from crm_desktop.core.kinds import CustomerStatus
from crm_desktop.core.long_look import LongLook
from crm_desktop.core.store_files import due_file
from crm_desktop.data import restore
from crm_desktop.data.audit import verify_chain
from crm_desktop.data.database import execute, fetch
from crm_desktop.data.erased import came_back, erased_list
from crm_desktop.data.integrity import check
from crm_desktop.data.manifest import manifest_file
from crm_desktop.data.models import Customer
from crm_desktop.data.opening import opened
from crm_desktop.services import backups
from crm_desktop.services.backups import back_up, restore_backup
from crm_desktop.services.company import FOUNDER, found_company
from crm_desktop.services.customers import CustomerInput, add_customer
from crm_desktop.services.drafts import keep_draft
from crm_desktop.services.erasing import erase_customer
from tests.conftest import COMPANY
from tests.services.test_erasing import closed, left
from tests.whole import make_whole


@pytest.fixture
def erased(empty_files, tmp_path):
    """A store in which a person was erased after a backup, the backup, and the person's id."""
    path = tmp_path / "shop.crm"
    path.write_bytes((empty_files / "plain").read_bytes())
    with opened(path):
        found_company(COMPANY)
        add_customer(CustomerInput("Bob stays"), FOUNDER)
        made = make_whole("canary")
        backup = back_up(FOUNDER).path
        closed(made, FOUNDER)
        erase_customer(made[Customer].id, FOUNDER)
    return path, backup, made[Customer].id


def assert_erased(person):
    assert Customer.get_by_id(person).status == CustomerStatus.ANONYMISED
    assert Customer.get(name="Bob stays").status != CustomerStatus.ANONYMISED
    assert left() == set() and came_back() == []
    assert verify_chain() == [] and [finding for finding in check(deep=True) if not finding.ok] == []


def test_who_was_erased_since_a_backup_is_erased_again_when_it_comes_back(erased):
    path, backup, person = erased
    assert b"canary" in backup.read_bytes()
    restore_backup(path, backup, FOUNDER)
    with opened(path):
        assert_erased(person)
        assert not due_file(path).exists()
        told = fetch("SELECT staff_id FROM operation ORDER BY id DESC LIMIT 1")
    assert told == [(0,)]


def test_the_list_beside_the_backups_names_nobody(erased):
    path, _backup, person = erased
    text = erased_list(path).read_text(encoding="utf-8")
    assert "canary" not in text and f'"{person}"' in text
    with opened(path):
        assert Customer.get_by_id(person).number not in text


def test_a_restore_that_broke_off_before_is_finished_before_the_first_screen(erased, monkeypatch):
    path, backup, person = erased
    monkeypatch.setattr(backups, "erase_again", lambda: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        restore_backup(path, backup, FOUNDER)
    assert due_file(path).exists()
    with at_work.entered(path, None, LongLook(lambda _how: None)):
        assert_erased(person)


def test_nobody_else_is_erased_in_another_store_of_that_name(erased, empty_files):
    path, _backup, person = erased
    path.write_bytes((empty_files / "plain").read_bytes())
    with opened(path):
        found_company(COMPANY)
        for name in ("Ada", "Eve", "Joe"):
            add_customer(CustomerInput(name), FOUNDER)
        execute("UPDATE customer SET created_at = created_at - 5")
        assert Customer.get_or_none(id=person) is not None and came_back() == []


def test_a_list_that_cannot_be_read_stops_a_restore_before_anything_moves(erased, monkeypatch):
    path, backup, _person = erased
    erased_list(path).write_text("{", encoding="utf-8")
    monkeypatch.setattr(restore, "restore", lambda *_args: pytest.fail("something moved"))
    with pytest.raises(UserError, match="who was erased"):
        restore_backup(path, backup, FOUNDER)


def test_a_backup_that_is_brought_back_elsewhere_brings_its_list_along(erased, tmp_path):
    path, backup, person = erased
    second = tmp_path / "stick"
    second.mkdir()
    with opened(path):
        backups.back_up_now(FOUNDER, second)
    assert [file.name for file in second.glob("*erased.json")] == [erased_list(path).name]
    shutil.copy(backup, second / backup.name)
    shutil.copy(manifest_file(backup), second)

    (tmp_path / "new").mkdir()
    restore_backup(tmp_path / "new" / "again.crm", second / backup.name, FOUNDER)

    with opened(tmp_path / "new" / "again.crm"):
        assert_erased(person)


def test_no_file_that_the_program_leaves_holds_the_person_afterwards(empty_files, tmp_path):
    path = tmp_path / "shop.crm"
    path.write_bytes((empty_files / "plain").read_bytes())
    with opened(path):
        found_company(COMPANY)
        made = closed(make_whole("canary"), FOUNDER)
        keep_draft("customer", {"name": "canary"}, FOUNDER)
        execute("""UPDATE company SET retention = '{"invoice": 0}'""")
        execute("UPDATE invoice SET issued_on = '2020-01-05'")
    assert b"canary" in path.read_bytes()
    with opened(path):
        erase_customer(made[Customer].id, FOUNDER)
        assert holding(tmp_path, b"canary") == []
    assert holding(tmp_path, b"canary") == []


def holding(folder, word):
    return [file.name for file in folder.rglob("*") if file.is_file() and word in file.read_bytes().lower()]
