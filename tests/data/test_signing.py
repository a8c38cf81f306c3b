import json

import pytest

from crm_desktop.core.store_files import state_folder
from crm_desktop.data.audit import link_of
from crm_desktop.data.database import create_file, execute, fetch, write
from crm_desktop.data.integrity import check
from crm_desktop.data.lock import checked_file
from crm_desktop.data.manifest import default_folder, list_backups, manifest_file
from crm_desktop.data.opening import opened
from crm_desktop.services.backups import back_up, restore_backup
from crm_desktop.services.company import FOUNDER, found_company
from tests.conftest import COMPANY
from tests.data.conftest import add


@pytest.fixture(autouse=True)
def own_settings(monkeypatch, tmp_path_factory):
    monkeypatch.setenv("CRM_DESKTOP_CONFIG", str(tmp_path_factory.mktemp("settings")))


def findings(shop):
    with opened(shop.path, shop.key):
        return {each.name: each for each in check()}


def signed(shop):
    return findings(shop)["signed"].problems


def rewrite_from(first):
    """As somebody would who knows how: every link from there on is made anew, and the chain is whole."""
    with write():
        ((previous,),) = fetch("SELECT link FROM operation WHERE sequence = ?", (first - 1,)) or (("",),)
        execute("UPDATE operation SET label = 'Nothing happened' WHERE sequence = ?", (first,))
        for row_id, *own in fetch(
            "SELECT id, sequence, key, label, numbers, staff_id, at, undoes_id, final FROM operation WHERE sequence >= ? ORDER BY sequence",
            (first,),
        ):
            sealed = fetch("SELECT kind, entity, row_id, last_id, digest FROM audit_entry WHERE operation_id = ? ORDER BY id", (row_id,))
            previous = link_of(previous, tuple(own), sealed)
            execute("UPDATE operation SET link = ? WHERE id = ?", (previous, row_id))
        execute("UPDATE chain_head SET link = ?", (previous,))


def forget_signature(shop):
    (state_folder(shop.path) / "signed.json").unlink()


def test_what_is_done_in_order_is_in_order(shop):
    for _time in range(3):
        with opened(shop.path, shop.key):
            add()
            back_up(FOUNDER)
    assert all(each.ok for each in findings(shop).values())


def test_a_chain_that_is_rewritten_and_whole_is_found_by_what_the_last_exit_signed(shop):
    with opened(shop.path, shop.key):
        add()
    kept = (state_folder(shop.path) / "signed.json").read_text(encoding="utf-8")
    with opened(shop.path, shop.key):
        rewrite_from(2)
    (state_folder(shop.path) / "signed.json").write_text(kept, encoding="utf-8")

    found = findings(shop)
    assert found["history"].ok
    assert "history was rewritten after operation 0: operation 5 is not the one" in found["signed"].problems[0]


def test_backups_tell_between_which_operations_it_was_rewritten(shop):
    for _time in range(3):
        with opened(shop.path, shop.key):
            add()
            back_up(FOUNDER)
    with opened(shop.path, shop.key):
        rewrite_from(6)
    assert "rewritten after operation 5: operation 6 is not" in signed(shop)[0]


def test_a_history_that_was_cut_short_shows(shop):
    with opened(shop.path, shop.key):
        add()
        back_up(FOUNDER)
    with opened(shop.path, shop.key), write():
        ((last, link),) = fetch("SELECT sequence, link FROM operation ORDER BY sequence DESC LIMIT 1 OFFSET 1")
        execute("DELETE FROM audit_entry WHERE operation_id IN (SELECT id FROM operation WHERE sequence > ?)", (last,))
        execute("DELETE FROM operation WHERE sequence > ?", (last,))
        execute("UPDATE chain_head SET sequence = ?, link = ?", (last, link))
    assert "operation 5, which was the last one" in signed(shop)[0]


def test_a_forged_signature_is_worth_nothing(shop):
    with opened(shop.path, shop.key):
        add()
    file = state_folder(shop.path) / "signed.json"
    (stated,) = json.loads(file.read_text(encoding="utf-8"))
    with opened(shop.path, shop.key):
        file.write_text(json.dumps([{**stated, "sequence": 3}]), encoding="utf-8")
        (problem,) = next(each for each in check() if each.name == "signed").problems
    assert "was changed afterwards" in problem


def test_a_restore_is_no_false_alarm_and_later_changes_are_still_found(shop):
    with opened(shop.path, shop.key):
        first = back_up(FOUNDER)
        add("Later")
        back_up(FOUNDER)
    restore_backup(shop.path, first.path, FOUNDER, shop.key)
    assert signed(shop) == ()
    with opened(shop.path, shop.key):
        add("Another")
        back_up(FOUNDER)
    assert signed(shop) == ()
    with opened(shop.path, shop.key):
        rewrite_from(5)
    assert "operation 5 is not" in signed(shop)[0]


def test_a_new_company_in_the_place_of_one_that_is_gone_is_no_false_alarm(shop):
    with opened(shop.path, shop.key):
        back_up(FOUNDER)
    shop.path.unlink()
    create_file(shop.path, shop.key)
    with opened(shop.path, shop.key):
        found_company(COMPANY)
    assert signed(shop) == ()


def test_what_another_computer_signed_is_passed_over(plain_shop, monkeypatch, tmp_path):
    with opened(plain_shop.path, None):
        back_up(FOUNDER)
    monkeypatch.setenv("CRM_DESKTOP_CONFIG", str(tmp_path / "other"))
    with opened(plain_shop.path, None):
        rewrite_from(2)
    assert signed(plain_shop) == ()


def test_each_backup_holds_its_end_signed(shop):
    with opened(shop.path, shop.key):
        back_up(FOUNDER)
    (backup,) = list_backups(default_folder(shop.path))
    about = backup.manifest
    assert (about.signed.sequence, about.signed.link) == (about.seen.sequence, about.seen.link)
    assert shop.key is None or shop.key.hex() not in manifest_file(backup.path).read_text(encoding="utf-8")


def test_who_only_reads_signs_nothing_anew(shop):
    with opened(shop.path, shop.key):
        add()
    file = state_folder(shop.path) / "signed.json"
    before = file.read_bytes()
    with opened(shop.path, shop.key):
        fetch("SELECT 1")
    assert file.read_bytes() == before
    assert checked_file(shop.path).exists()
