import os
import stat

import pytest
from pypdf import PdfReader

from crm_desktop.core.errors import UserError
from crm_desktop.core.recovery_key import read
from crm_desktop.core.second_place import choosing
from crm_desktop.core.settings import change_settings, load_settings
from crm_desktop.data.backup import verify_backup
from crm_desktop.data.opening import opened
from crm_desktop.services.backups import back_up_now
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.protection import renew_passphrase, unlock, unlock_by_recovery
from tests.commands.conftest import crm, done

PHRASE, OTHER = "three small dogs", "four large cats"


@pytest.fixture
def phrases(tmp_path):
    for name, phrase in (("phrase", PHRASE), ("other", OTHER)):
        (tmp_path / name).write_text(f"{phrase}\n", encoding="utf-8")
    return tmp_path / "phrase", tmp_path / "other"


@pytest.fixture
def kept(phrases, tmp_path):
    path = tmp_path / "kept.crm"
    done("--passphrase-file", phrases[0], "new", path, "--name", "Ada", "--protect", "--recovery-sheet", tmp_path / "sheet.pdf")
    return path


def test_a_new_company_is_protected_and_opens_with_its_passphrase(kept, phrases):
    assert b"SQLite" not in kept.read_bytes()[:16]
    assert "Ada" in done("--passphrase-file", phrases[0], "list", "company")
    assert crm("--passphrase-file", phrases[1], "list", "company").err == (
        "This is not the passphrase of this company. Nothing was changed; try again, or use the recovery key.\n"
    )


def test_the_sheet_says_the_key_that_opens_it(kept, tmp_path):
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "sheet.pdf").pages)
    lines = [line.split() for line in text.splitlines()]
    groups = [word for line in lines if len(line) == 4 and all(len(word) == 4 for word in line) for word in line]

    assert len(read("-".join(groups))) == 16
    assert len(unlock_by_recovery(kept, " ".join(groups))) == 32


def test_the_environment_names_the_file_too(kept, phrases, monkeypatch):
    monkeypatch.setenv("CRM_DESKTOP_PASSPHRASE_FILE", str(phrases[0]))
    assert "Ada" in done("list", "company")


def test_without_terminal_and_file_it_says_what_it_needs(kept):
    refused = crm("list", "company")
    assert refused.status == 1
    assert "--passphrase-file" in refused.err


def test_on_a_terminal_the_key_is_typed_back_before_anything_is_made(tmp_path, monkeypatch):
    monkeypatch.setattr("crm_desktop.commands.keys.may_ask", lambda: True)
    monkeypatch.setattr("crm_desktop.commands.protection.may_ask", lambda: True)
    shown = crm("new", tmp_path / "typed.crm", "--name", "Ada", "--protect", text=f"{PHRASE}\n{PHRASE}\n0000\n")

    assert shown.status == 1
    assert "signs were typed" in shown.err
    assert PHRASE not in shown.out + shown.err
    assert not list(tmp_path.glob("typed*"))


def test_without_terminal_a_sheet_is_demanded_before_anything_is_made(phrases, tmp_path):
    refused = crm("--passphrase-file", phrases[0], "new", tmp_path / "a.crm", "--name", "Ada", "--protect")
    assert "--recovery-sheet" in refused.err
    assert not list(tmp_path.glob("a.crm*"))


def test_a_company_is_protected_changed_and_freed_again(shop, phrases, tmp_path):
    done("--passphrase-file", phrases[0], "protect", shop, "--recovery-sheet", tmp_path / "sheet.pdf")
    assert b"SQLite" not in shop.read_bytes()[:16]
    content = shop.read_bytes()
    done("--passphrase-file", phrases[0], "passphrase", shop, "--new-passphrase-file", phrases[1])
    assert done("--store", shop, "--passphrase-file", phrases[1], "list", "customers", "--count") == "1\n"
    assert len(content) == len(shop.read_bytes())
    assert crm("--passphrase-file", phrases[0], "unprotect", shop).status == 1
    done("--passphrase-file", phrases[1], "unprotect", shop)
    assert done("--store", shop, "list", "customers", "--count") == "1\n"


def test_a_forgotten_passphrase_is_replaced_and_opens_the_backup_of_yesterday(kept, phrases, tmp_path):
    done("--passphrase-file", phrases[0], "backup")
    (backup,) = (path for path in (tmp_path / "kept backups").iterdir() if path.suffix == ".crm")
    renew_passphrase(kept, unlock_by_recovery(kept, groups_on(tmp_path / "sheet.pdf")), OTHER)
    done("--passphrase-file", phrases[1], "do", "add-customer", "name=Later")

    done("--passphrase-file", phrases[1], "restore", backup)
    assert done("--passphrase-file", phrases[1], "list", "customers", "--count") == "0\n"
    assert crm("--passphrase-file", phrases[0], "list", "customers").status == 1
    done("--passphrase-file", phrases[0], "restore", backup)
    assert done("--passphrase-file", phrases[1], "list", "customers", "--count") == "0\n"


def test_the_recovery_key_is_asked_for_by_its_name(kept):
    refused = crm("passphrase", kept, "--forgotten")
    assert refused.status == 1 and "The recovery key is on the printed sheet" in refused.err


def test_protecting_twice_and_too_easy_a_passphrase_are_refused(shop, kept, phrases, tmp_path):
    assert "already" in crm("--passphrase-file", phrases[0], "protect", kept, "--recovery-sheet", tmp_path / "s.pdf").err
    phrases[0].write_text("password", encoding="utf-8")
    before = shop.read_bytes()
    assert "guessers" in crm("--passphrase-file", phrases[0], "protect", shop, "--recovery-sheet", tmp_path / "s.pdf").err
    assert shop.read_bytes() == before


def test_only_an_owner_protects(shop, phrases, tmp_path):
    refused = crm("--as", "nancy", "--passphrase-file", phrases[0], "protect", shop, "--recovery-sheet", tmp_path / "s.pdf")
    assert "protect the company" in refused.err


def test_a_server_s_company_is_its_administrator_s(phrases):
    assert "administrator" in crm("--store", "postgresql://ada@host/shop", "--passphrase-file", phrases[0], "protect").err


def groups_on(sheet):
    text = "".join(page.extract_text() for page in PdfReader(sheet).pages)
    lines = [line.split() for line in text.splitlines()]
    return " ".join(word for line in lines if len(line) == 4 and all(len(word) == 4 for word in line) for word in line)


def test_a_new_recovery_key_counts_and_the_former_opens_neither_company_nor_backups(kept, phrases, tmp_path):
    with_phrase = ("--passphrase-file", phrases[0])
    done(*with_phrase, "backup")
    (backup,) = (path for path in (tmp_path / "kept backups").iterdir() if path.suffix == ".crm")
    before = kept.read_bytes()
    former = groups_on(tmp_path / "sheet.pdf")

    assert "Tear up the former sheet" in done(*with_phrase, "recovery-key", "--recovery-sheet", tmp_path / "new.pdf")

    new = groups_on(tmp_path / "new.pdf")
    assert new != former and kept.read_bytes() == before
    for place in (kept, backup):
        assert len(unlock_by_recovery(place, new)) == 32
        with pytest.raises(UserError, match="recovery key of another company"):
            unlock_by_recovery(place, former)
    assert "Ada" in done(*with_phrase, "list", "company")
    done("--passphrase-file", phrases[0], "--store", tmp_path / "back.crm", "restore", backup)
    assert stat.S_IMODE((tmp_path / "new.pdf").stat().st_mode) == 0o600 or os.name == "nt"


def test_the_backups_in_the_second_place_open_with_the_new_recovery_key_and_not_with_the_former(kept, phrases, tmp_path):
    with_phrase, stick = ("--passphrase-file", phrases[0]), tmp_path / "stick"
    stick.mkdir()
    change_settings(second_places=choosing(load_settings(), str(kept), stick))
    with opened(kept, unlock(kept, PHRASE)):
        assert back_up_now(FOUNDER, stick).problem == ""
    (copy,) = (path for path in stick.iterdir() if path.suffix == ".crm")
    former, content = groups_on(tmp_path / "sheet.pdf"), copy.read_bytes()
    foreign = stick / "other-20260101T000000Z.crm"
    foreign.write_bytes(b"of another company")

    done(*with_phrase, "recovery-key", "--recovery-sheet", tmp_path / "new.pdf")

    key = unlock_by_recovery(copy, groups_on(tmp_path / "new.pdf"))
    with pytest.raises(UserError, match="recovery key of another company"):
        unlock_by_recovery(copy, former)
    assert copy.read_bytes() == content and foreign.read_bytes() == b"of another company"
    assert verify_backup(copy, key).verified


def test_without_the_second_place_the_new_recovery_key_counts_all_the_same(kept, phrases, tmp_path):
    change_settings(second_places=choosing(load_settings(), str(kept), tmp_path / "unplugged"))

    done("--passphrase-file", phrases[0], "recovery-key", "--recovery-sheet", tmp_path / "new.pdf")

    assert len(unlock_by_recovery(kept, groups_on(tmp_path / "new.pdf"))) == 32
    assert not (tmp_path / "unplugged").exists()


def test_a_new_recovery_key_that_was_not_handed_over_does_not_count(kept, phrases, tmp_path):
    former = groups_on(tmp_path / "sheet.pdf")

    refused = crm("--passphrase-file", phrases[0], "recovery-key")
    assert refused.status == 1 and "--recovery-sheet" in refused.err
    assert crm("--passphrase-file", phrases[0], "recovery-key", "--recovery-sheet", tmp_path / "lost" / "x.pdf").status == 1
    assert len(unlock_by_recovery(kept, former)) == 32


def test_a_company_without_passphrase_has_no_recovery_key(tmp_path):
    done("new", tmp_path / "open.crm", "--name", "Ada")
    assert "has no passphrase" in crm("recovery-key", "--recovery-sheet", tmp_path / "x.pdf").err
    assert not (tmp_path / "x.pdf").exists()
