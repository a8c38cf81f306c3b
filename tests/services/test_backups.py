import os
import shutil
from dataclasses import replace

import pytest

from crm_desktop.core.actors import Role
from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.data import backup
from crm_desktop.data.audit import verify_chain
from crm_desktop.data.contents import contents, differences, snapshot
from crm_desktop.data.database import current, fetch, is_server
from crm_desktop.data.manifest import manifest_file
from crm_desktop.data.models import AccessLog
from crm_desktop.data.opening import opened
from crm_desktop.services.backups import (
    Reason,
    back_up,
    back_up_before,
    back_up_by_itself,
    backed_up_before,
    backup_folder,
    backups,
    check_store,
    newest_backup,
    restore_backup,
)
from crm_desktop.services.company import FOUNDER, found_company
from crm_desktop.services.customers import CustomerInput, add_customer
from crm_desktop.services.erasing import erase_customer
from tests.conftest import COMPANY


@pytest.fixture
def place(own_database, address, tmp_path, monkeypatch):
    """A closed store with a company and one customer. Backups of one on a server lie in a folder of the test."""
    return prepared(address, tmp_path, monkeypatch)


@pytest.fixture
def on_server(server, tmp_path, monkeypatch):
    return prepared((server.new_store(), None), tmp_path, monkeypatch)[0]


def prepared(address, folder, monkeypatch):
    if isinstance(address[0], str) and not (shutil.which("pg_dump") and shutil.which("pg_restore")):
        pytest.skip("PostgreSQL's client programs are not on the path")
    monkeypatch.setattr("crm_desktop.services.backups.companies_folder", lambda: folder)
    with opened(*address):
        found_company(COMPANY)
        add_customer(CustomerInput('Ada "the\tfirst" \\. Ltd'), FOUNDER)
    return address


@pytest.fixture
def store_path(empty_files, tmp_path, monkeypatch):
    """The same, and a file."""
    shutil.copy(empty_files / "plain", tmp_path / "shop.crm")
    return prepared((tmp_path / "shop.crm", None), tmp_path, monkeypatch)[0]


def names():
    return [row[0] for row in fetch("SELECT name FROM customer ORDER BY id")]


def test_what_is_backed_up_comes_back_row_by_row(place):
    with opened(*place):
        before = contents(current())
        found = back_up(FOUNDER)
        add_customer(CustomerInput("Later"), FOUNDER)
    assert found.verified and found.rows("customer") == 1

    restored = restore_backup(place[0], found.path, FOUNDER, place[1])

    assert restored.aside is not None and restored.aside.exists()
    with opened(*place):
        assert differences(contents(current()), before) == []
        assert verify_chain() == []
        add_customer(CustomerInput("Goes on"), FOUNDER)
        assert names()[1:] == ["Goes on"]


def test_what_was_there_before_a_restore_can_be_restored_too(place):
    with opened(*place):
        found = back_up(FOUNDER)
        add_customer(CustomerInput("Later"), FOUNDER)
    aside = restore_backup(place[0], found.path, FOUNDER, place[1]).aside
    restore_backup(place[0], aside, FOUNDER, place[1])
    with opened(*place):
        assert names()[1:] == ["Later"]


def test_backups_are_listed_the_newest_first_without_opening_the_store(place):
    assert backups(place[0]) == []
    with opened(*place):
        made = [back_up(FOUNDER) for _time in range(2)]
    assert backups(place[0]) == made[::-1]
    assert {found.path.parent for found in made} == {backup_folder(place[0])}
    assert {found.manifest.engine for found in made} == {"postgresql" if isinstance(place[0], str) else "sqlite"}


def test_a_folder_that_is_named_is_used(place, tmp_path):
    with opened(*place):
        found = back_up(FOUNDER, tmp_path / "stick")
    assert backups(place[0], tmp_path / "stick") == [found]


def test_a_backup_that_was_changed_is_not_restored(place):
    with opened(*place):
        found = back_up(FOUNDER)
        add_customer(CustomerInput("Later"), FOUNDER)
    content = bytearray(found.path.read_bytes())
    content[len(content) // 2] ^= 1
    found.path.write_bytes(content)
    with pytest.raises(UserError, match="changed"):
        restore_backup(place[0], found.path, FOUNDER, place[1])
    with opened(*place):
        assert names()[1:] == ["Later"]


def test_before_an_import_a_file_is_backed_up(place):
    with opened(*place):
        found = back_up_before(Reason.IMPORT, FOUNDER)
        assert (found is None) == is_server()


def test_a_healthy_store_is_said_to_be_healthy(place):
    with opened(*place):
        assert all(finding.ok for finding in check_store(deep=True))


def test_without_postgresqls_programs_the_backup_is_refused(on_server, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda _name: None)
    with opened(on_server), pytest.raises(UserError, match="pg_dump is not on this computer"):
        back_up(FOUNDER)
    assert backups(on_server) == []


def test_a_dump_that_lacks_rows_is_not_kept(on_server, monkeypatch):
    from crm_desktop.data import server_backup

    def with_one_more(store):
        seen = snapshot(store)
        hours = seen.tables["business_hours"]
        return replace(seen, tables={**seen.tables, "business_hours": hours._replace(rows=hours.rows + 1)})

    monkeypatch.setattr(server_backup, "snapshot", with_one_more)
    with opened(on_server), pytest.raises(UserError, match=r"does not hold the rows that were backed up \(business_hours"):
        back_up(FOUNDER)
    assert backups(on_server) == []


def test_a_server_that_somebody_uses_is_not_restored_over(on_server):
    with opened(on_server):
        found = back_up(FOUNDER)
        with pytest.raises(UserError, match="Somebody else is connected"):
            restore_backup(on_server, found.path, FOUNDER)


def test_a_dump_without_its_note_is_not_trusted(on_server):
    with opened(on_server):
        found = back_up(FOUNDER)
    manifest_file(found.path).unlink()
    with pytest.raises(UserError, match="never verified"):
        restore_backup(on_server, found.path, FOUNDER)


def test_a_dump_comes_back_in_an_empty_database(on_server, server):
    with opened(on_server):
        found = back_up(FOUNDER)
    other = server.new_database()
    assert restore_backup(other, found.path, FOUNDER).aside is None
    with opened(other):
        assert len(names()) == 1


def test_a_dump_is_not_restored_over_tables_of_another_version(on_server):
    with opened(on_server) as store:
        found = back_up(FOUNDER)
        store.execute_sql("UPDATE schema_migration SET name = '0000_other' WHERE left(name, 4) = '0001'")
    with pytest.raises(UserError, match="another version"):
        restore_backup(on_server, found.path, FOUNDER)


def changed(name):
    add_customer(CustomerInput(name), FOUNDER)


def test_a_backup_by_itself_is_made_only_after_a_change(store_path):
    with opened(store_path):
        assert back_up_by_itself(FOUNDER).backup.verified
        assert back_up_by_itself(FOUNDER) is None
        changed("New")
        assert back_up_by_itself(FOUNDER).backup.rows("customer") == 2


def test_a_backup_by_itself_lies_in_the_second_place_too_and_is_caught_up_there(store_path, tmp_path):
    second = tmp_path / "stick"
    with opened(store_path):
        absent = back_up_by_itself(FOUNDER, second)
        assert "is not there now" in absent.problem and newest_backup(store_path, second) is None
        second.mkdir()
        assert back_up_by_itself(FOUNDER, second).problem == ""
        assert back_up_by_itself(FOUNDER, second) is None

    copy = newest_backup(store_path, second)
    assert copy.manifest == absent.backup.manifest
    restore_backup(store_path, copy.path, FOUNDER)


def test_a_second_place_that_is_full_is_told_and_the_first_backup_stays(store_path, tmp_path, monkeypatch):
    def full(folder, _size):
        if folder == tmp_path:
            raise UserError("There is not enough room")

    monkeypatch.setattr("crm_desktop.data.durable.demand_room", full)
    with opened(store_path):
        found = back_up_by_itself(FOUNDER, tmp_path)

    assert found.problem == "There is not enough room"
    assert found.backup.path.exists() and newest_backup(store_path, tmp_path) is None


def test_thinning_leaves_what_somebody_asked_for_what_was_never_verified_and_other_companies(store_path):
    with opened(store_path):
        by_hand = back_up(FOUNDER)
        by_itself = []
        for name in "abcdef":
            changed(name)
            by_itself.append(back_up_by_itself(FOUNDER).backup)
    folder = backup_folder(store_path)
    stranger = folder / "stranger-20200101T000000Z.crm"
    stranger.write_bytes(b"nobody knows")

    gone = backup.thin(folder, by_itself[-1], 1)

    assert [each.path for each in gone] == [each.path for each in by_itself[:3]]
    assert by_hand.path.exists() and stranger.exists()
    assert not any(manifest_file(each.path).exists() for each in gone)


def test_what_a_killed_backup_left_goes_after_a_day(store_path):
    folder = backup_folder(store_path)
    folder.mkdir()
    old, young = folder / "old.part", folder / "young.part"
    for part in (old, young):
        part.write_bytes(b"half")
    os.utime(old, (0, 0))

    with opened(store_path):
        back_up(FOUNDER)

    assert young.exists() and not old.exists()


def test_what_was_backed_up_and_what_failed_is_noted(store_path, tmp_path):
    with opened(store_path):
        add_customer(CustomerInput("Ada"), FOUNDER)
        back_up(FOUNDER)
        back_up_by_itself(FOUNDER)
        (tmp_path / "file").write_text("in the way")
        with pytest.raises(UserError):
            back_up(FOUNDER, tmp_path / "file")
        add_customer(CustomerInput("Bob"), FOUNDER)
        assert back_up_by_itself(FOUNDER) is not None and back_up_by_itself(FOUNDER) is None
        noted = [(row.action, row.detail, row.staff_id) for row in AccessLog.select().order_by(AccessLog.id)]
    by_hand, failed, by_itself = (
        ("backup", "by hand", FOUNDER.id),
        ("failed backup", "by hand", FOUNDER.id),
        ("backup", "by itself", FOUNDER.id),
    )
    assert noted == [by_hand, failed, by_itself]


def test_what_nobody_can_take_back_has_a_backup_from_just_before(store_path):
    with opened(store_path):
        (ada,) = add_customer(CustomerInput("Ada"), FOUNDER).of(Entity.CUSTOMER)
        with pytest.raises(NotAllowed):
            backed_up_before(erase_customer)(ada, replace(FOUNDER, role=Role.SUPERVISOR))
        assert backups(store_path) == []
        backed_up_before(erase_customer)(ada, FOUNDER)
        (made,) = backups(store_path)
        assert made.manifest.reason == Reason.ERASURE and b"Ada" in made.path.read_bytes()
