"""From an empty folder to the owner's report and back, as a script would do it."""

import csv
import json
import re

import pytest

from tests.commands.conftest import crm, done

MAPPING = """
source = "shop"
[company]
name = "Ada's Tools"
currency = "EUR"
zone = "Europe/Berlin"
[[file]]
path = "customers.csv"
[file.customer]
id = "id"
name = "name"
"""


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shop.toml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "customers.csv").write_text("id,name\n1,Ben\n2,Cleo\n", encoding="utf-8")
    return tmp_path


def names():
    return [record["name"] for record in json.loads(done("list", "customers", "--json"))["records"]]


def test_an_import_into_nothing_makes_the_company(files):
    said = done("--store", "new.crm", "import", "shop.toml")

    assert "customer    2        0     0     0         0" in said
    assert "import --undo 1" in said
    assert names() == ["Ben", "Cleo"]
    assert "Ada's Tools" in done("list", "company")


def test_a_trial_import_into_nothing_leaves_nothing(files):
    said = done("--store", "new.crm", "import", "shop.toml", "--dry-run")

    assert "nothing was written" in said
    assert not list(files.glob("new.crm*"))


def test_an_import_is_backed_up_first_repeated_without_change_and_taken_out_again(shop, files):
    done("import", "shop.toml")
    again = done("import", "shop.toml")

    assert "customer    0        0     2     0         0" in again
    assert "--undo" not in again
    assert len(json.loads(done("backups", "--json"))["records"]) >= 1
    done("import", "--undo", "1")
    assert names() == ["Müller & Søn"]


def test_what_was_changed_since_an_import_is_kept_when_it_is_taken_out(shop, files):
    done("import", "shop.toml")
    done("do", "change-customer", "customer=CU-00002", "notes=Likes tea")

    undone = crm("import", "--undo", "1")

    assert undone.status == 3
    assert "Kept" in undone.out
    assert names() == ["Müller & Søn", "Ben"]


def test_rows_that_are_left_out_are_named_and_the_rest_comes_in(shop, files):
    (files / "customers.csv").write_text("id,name\n1,Ben\n2,Cleo,too much\n3,Dee\n4\n", encoding="utf-8")

    partly = crm("import", "shop.toml", "--rejects", "left out.csv")

    assert partly.status == 3
    assert "customers.csv:3:" in partly.err
    with (files / "left out.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["line"] for row in csv.DictReader(file)] == ["3", "5"]
    assert names() == ["Müller & Søn", "Ben", "Dee"]
    assert json.loads(done("list", "rejects", "--where", "line", "=", "3", "--json"))["count"] == 1


def test_known_systems_are_named_and_used_by_name(shop, files):
    assert "northwind" in done("import", "--list")

    assert f"There is no file orders.csv in {files}." in crm("import", "--from", "northwind", ".").err
    assert "orders.csv is needed beside customers.csv." in crm("import", "--from", "northwind", "customers.csv").err
    assert "shop.toml is none of the files" in crm("import", "--from", "northwind", "customers.csv", "shop.toml").err
    assert "There is no file" in crm("import", "--from", "northwind", "nowhere.csv").err


def test_the_report_is_printed_kept_and_printed_again(shop, files):
    said = done("report", "monthly-interactions", "--month", "2026-01", "--figures", "january.json")
    again = done("report", "--run", "1", "--to", "again.pdf", "--figures", "again.json")

    assert said == "Printed monthly-interactions-2026-01.pdf; it is kept as report 1.\n"
    assert "again.pdf" in again
    assert (files / "monthly-interactions-2026-01.pdf").read_bytes() == (files / "again.pdf").read_bytes()
    figures = json.loads((files / "january.json").read_text(encoding="utf-8"))
    assert figures == json.loads((files / "again.json").read_text(encoding="utf-8"))
    assert next(figure["value"] for figure in figures["figures"] if figure["id"] == "contacts") == 1
    assert json.loads(done("list", "report-runs", "--json"))["records"][0]["parameters"]["month"] == "2026-01-01"


def test_every_parameter_of_a_report_is_an_option(shop, files):
    done(
        "report", "monthly-interactions", "--from", "2026-01-01", "--until", "2026-01-15", "--staff", "owner", "--staff", "nancy",
        "--list-interactions", "--hide-names", "--hide-team", "--paper", "letter", "--to", "some.pdf",
    )  # fmt: skip

    parameters = json.loads(done("list", "report-runs", "--json"))["records"][0]["parameters"]
    assert parameters.items() >= {
        "since": "2026-01-01", "until": "2026-01-15", "staff": ["owner", "nancy"], "list_interactions": True, "hide_names": True,
        "hide_team": True, "paper": "letter",
    }.items()  # fmt: skip


def test_the_sample_company_is_there_in_one_command(files):
    done("demo", "sample.crm", "--until", "2026-10-31")

    assert int(done("list", "customers", "--count")) == 60
    assert done("check").count("ok ") == len(done("check").splitlines())


def test_a_sample_company_of_a_size_that_nobody_makes_leaves_nothing(files):
    assert crm("demo", "sample.crm", "--size", "huge").status == 1
    assert crm("demo", "sample.crm", "--until", "31.10.2026").status == 1
    assert not list(files.glob("sample*"))


def test_a_backup_is_restored_and_what_was_there_lies_aside(shop, files):
    made = done("backup")
    done("do", "add-customer", "name=Ben")
    backup = re.search(r"verified: (.*) \(", made)[1]

    said = done("restore", backup)

    assert names() == ["Müller & Søn"]
    aside = re.search(r"before lies in (.*)\.$", said, re.MULTILINE)[1]
    assert done("--store", aside, "list", "customers", "--count") == "2\n"


def test_a_backup_is_restored_by_its_name_where_the_store_is_gone(shop, files):
    done("backup")
    (kept,) = json.loads(done("backups", "--json"))["records"]
    shop.unlink()

    assert kept["verified"]
    done("--store", shop, "restore", kept["path"].rpartition("/")[2].rpartition("\\")[2])
    assert names() == ["Müller & Søn"]
    assert "may not do this" in crm("--as", "rob", "restore", kept["path"]).err


def test_only_the_owner_restores_a_store_that_does_not_open(shop, files):
    done("backup", "kept")
    (backup,) = (path for path in (files / "kept").iterdir() if path.suffix == ".crm")
    shop.unlink()

    assert "Leave out --as" in crm("--store", shop, "--as", "nancy", "restore", backup).err
    assert not shop.exists()


def test_check_finds_one_changed_byte_of_history(shop):
    from crm_desktop.data.database import connected, store_at

    assert json.loads(done("check", "--deep", "--json"))["ok"]
    store = store_at(shop)
    with connected(store):
        store.execute_sql("UPDATE audit_entry SET after = replace(after, 'Hammer', 'Hammes')")

    found = crm("check", "--json")

    assert found.status == 1
    assert [look["name"] for look in found.json["records"] if not look["ok"]] == ["history"]
    assert "BAD" in crm("check").out


def test_what_was_done_is_taken_back_and_brought_back(shop):
    done("do", "change-customer", "customer=CU-00001", "notes=Likes tea")
    assert "notes: – → Likes tea" in done("history", "customer", "CU-00001")

    assert done("undo") == "Undone: Changed customer CU-00001 (operation 10).\n"
    done("undo", "11")
    assert json.loads(done("list", "customers", "--json"))["records"][0]["notes"] == "Likes tea"
    assert json.loads(done("history", "--json", "--limit", "2"))["records"][0]["undoes"] == 11


def test_what_others_build_on_is_not_undone(shop):
    refused = crm("undo", "5")

    assert refused.status == 1
    assert "came later" in refused.err


def test_this_installation_is_in_order():
    said = done("self-check")

    assert "BAD" not in said
    assert re.search(r"SQLite 3\.\d+\.\d+ with full-text search", said)
    assert re.search(r"PDF: one page, \d+ bytes", said)


def test_an_installation_that_lacks_its_files_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr("crm_desktop.commands.self_check.resource", lambda *parts: tmp_path.joinpath(*parts))

    found = crm("self-check")

    assert found.status == 1
    assert found.out.count("BAD") == 4
    assert found.err == "This installation is not in order. Install the program again.\n"
