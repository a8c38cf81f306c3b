"""`export whole` and `new --from`: a company out in open formats, and made of them again."""

import shutil

import pytest

from tests.commands.conftest import crm, done

PHRASE = "three small dogs"


@pytest.fixture
def shop(template, tmp_path):
    shutil.copy(template, tmp_path / "shop.crm")
    return tmp_path / "shop.crm"


def test_the_company_goes_out_and_comes_back_protected(shop, tmp_path):
    (tmp_path / "phrase").write_text(PHRASE, encoding="utf-8")
    before = done("--store", shop, "list", "customers", "--json")
    said = crm("--store", shop, "export", "whole", tmp_path / "copy")
    assert said.status == 0
    assert "Whoever has the folder can read everything in it." in said.err

    made = done(
        "--passphrase-file", tmp_path / "phrase", "new", tmp_path / "new.crm", "--from", tmp_path / "copy", "--protect",
        "--recovery-sheet", tmp_path / "sheet.pdf",
    )  # fmt: skip

    assert "Made Ada's Tools in" in made
    assert done("--passphrase-file", tmp_path / "phrase", "list", "customers", "--json") == before
    assert b"SQLite" not in (tmp_path / "new.crm").read_bytes()[:16]
    assert done("--passphrase-file", tmp_path / "phrase", "check", "--deep")


def test_who_copies_a_protected_company_is_told_that_the_folder_is_not(tmp_path):
    (tmp_path / "phrase").write_text(PHRASE, encoding="utf-8")
    with_phrase = ("--passphrase-file", tmp_path / "phrase")
    done(*with_phrase, "new", tmp_path / "kept.crm", "--name", "Ada", "--protect", "--recovery-sheet", tmp_path / "sheet.pdf")

    said = crm(*with_phrase, "export", "whole", tmp_path / "copy")
    assert "without any passphrase" in said.err
    again = crm("new", tmp_path / "again.crm", "--from", tmp_path / "copy")
    assert "is not now" in again.err
    assert "Ada" in done("list", "company")


def test_what_an_open_copy_has_of_its_own_is_not_asked_for(shop, tmp_path):
    done("--store", shop, "export", "whole", tmp_path / "copy")

    assert crm("new", tmp_path / "a.crm", "--from", tmp_path / "copy", "--name", "Other").status == 2
    assert crm("new", tmp_path / "a.crm").status == 2
    assert crm("--store", shop, "export", "whole", tmp_path / "b", "--where", "name", "=", "x").status == 2
    assert crm("new", tmp_path / "a.crm", "--from", tmp_path).err.startswith(f"{tmp_path} is no open copy of a company.")
    assert crm("--store", shop, "--as", "nancy", "export", "whole", tmp_path / "b").status == 1
    assert not (tmp_path / "a.crm").exists()
    assert not (tmp_path / "b").exists()
