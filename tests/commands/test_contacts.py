"""Address books on the command line: in, out, tried first, and what is wrong with them in plain words."""

import json

from tests.commands.conftest import crm, done
from tests.exchange.test_contact_import import ANNA, CLEO


def test_cards_come_in_are_listed_and_go_out(shop, tmp_path):
    book = tmp_path / "book.vcf"
    book.write_bytes((ANNA + CLEO).encode())
    assert "This was a trial" in done("import", "--from", "vcard", book, "--dry-run")
    assert "import --undo 1" in done("import", "--from", "vcard", tmp_path)
    company = json.loads(done("list", "customers", "--where", "name", "~", "ahre", "--json"))["records"][0]
    assert (company["kind"], company["city"], company["country"], company["phone"]) == ("company", "Köln", "DE", "0221 123456")
    points = json.loads(done("list", "contact-points", "--where", "contact", "=", "Anna Ähre", "--json"))["records"]
    assert [(point["kind"], point["label"], point["main"]) for point in points] == [
        ("phone", "work", True), ("mobile", "", False), ("email", "", True),
    ]  # fmt: skip
    done("export", "customers", tmp_path / "out.vcf", "--where", "source", "=", "vcard")
    assert (tmp_path / "out.vcf").read_text(encoding="utf-8").count("BEGIN:VCARD") == 3
    done("import", "--undo", "1")
    assert done("list", "contacts", "--count") == "0\n"


def test_what_is_wrong_is_said_and_the_rest_comes_in(shop, tmp_path):
    book = tmp_path / "book.vcf"
    book.write_bytes(CLEO.encode() + "BEGIN:VCARD\r\nFN:Łódź\r\nEND:VCARD\r\nBEGIN:VCARD\r\nFN:cut".encode("cp1250"))
    found = crm("import", "--from", "vcard", book, "--rejects", tmp_path / "left-out.csv")
    assert found.status == 3
    assert "--encoding, as in windows-1252" in found.err
    assert "This card does not end" in (tmp_path / "left-out.csv").read_text(encoding="utf-8-sig")
    assert crm("import", "--from", "vcard", book, "--encoding", "windows-1250").status == 3
    assert done("list", "customers", "--where", "name", "=", "Łódź", "--count") == "1\n"


def test_tables_and_their_dates(shop, tmp_path):
    table = tmp_path / "outlook.csv"
    table.write_text("First Name,Birthday\nAnna,3/4/1980\n", encoding="utf-8")
    assert "--dates DMY or MDY" in crm("import", "--from", "outlook", table).err
    done("import", "--from", "outlook", table, "--dates", "DMY")
    assert json.loads(done("list", "customers", "--where", "name", "=", "Anna", "--json"))["records"][0]["birthday"] == "1980-04-03"


def test_what_goes_with_address_books_alone_is_refused_elsewhere(shop, tmp_path):
    (tmp_path / "a.toml").write_text("", encoding="utf-8")
    for wrong in (["--from", "northwind", "--encoding", "utf-8", tmp_path], [tmp_path / "a.toml", "--dates", "DMY"], ["--from", "vcard"]):
        assert crm("import", *wrong).status == 2
    assert "There is no .vcf, .vcard file" in crm("import", "--from", "vcard", tmp_path).err
    assert "holds no card" in crm("import", "--from", "vcard", tmp_path / "a.toml").err.replace("is empty", "holds no card")


def test_every_known_system_is_named(shop):
    listed = done("import", "--list")
    assert all(name in listed for name in ("vcard", "google-contacts", "outlook", "thunderbird", "contacts-csv", "northwind", "superstore"))
    assert "vcard" in crm("import", "--from", "lost", ".").err
