"""Every command, every wrong place: one plain sentence, exit status 1 (or 2 for wrong usage), and nothing is written."""

import os
import re
import stat
import sys
from pathlib import Path

import pytest

from crm_desktop.cli import COMMANDS
from tests.commands.conftest import crm, done

FOUNDING = {"new", "demo"}
"""They need a place where nothing is."""
WITHOUT_A_STORE = {"self-check"}
SOURCE = 'source = "shop"\n'
COMPANY = '[company]\nname = "Ada"\ncurrency = "EUR"\nzone = "Europe/Berlin"\n'
FILE = """
[[file]]
path = "customers.csv"
[file.customer]
id = "id"
name = "name"
"""


@pytest.fixture
def files(tmp_path):
    """What the commands are given beside the store."""
    (tmp_path / "shop.toml").write_text(SOURCE + FILE, encoding="utf-8")
    (tmp_path / "customers.csv").write_text("id,name\n1,Ben\n", encoding="utf-8")
    return tmp_path


def commands(files):
    """A line of each kind that would work in a good store."""
    return {
        "do": ["do", "add-customer", "name=Ben"],
        "import": ["import", files / "shop.toml"],
        "import --undo": ["import", "--undo", "1"],
        "export": ["export", "customers", files / "out.csv"],
        "export everything": ["export", "everything", files / "all"],
        "export whole": ["export", "whole", files / "all"],
        "list": ["list", "customers", "--json"],
        "search": ["search", "ben"],
        "trends": ["trends"],
        "report": ["report", "monthly-interactions", "--month", "2026-01", "--to", files / "out.pdf"],
        "report --run": ["report", "--run", "1", "--to", files / "out.pdf"],
        "backup": ["backup", files / "kept"],
        "save-attachment": ["save-attachment", "1", files],
        "restore": ["restore", files / "lost.crm"],
        "check": ["check"],
        "protect": ["protect", "--recovery-sheet", files / "sheet.pdf"],
        "unprotect": ["unprotect"],
        "passphrase": ["passphrase"],
        "recovery-key": ["recovery-key", "--recovery-sheet", files / "sheet.pdf"],
        "password": ["password", "nancy"],
        "history": ["history"],
        "undo": ["undo"],
    }


def nothing(path):
    path.unlink()


def empty(path):
    path.write_bytes(b"")


def half(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 // 4096 * 4096 - 100])


def foreign(path):
    path.write_bytes(b"%PDF-1.7 a report, not a company" * 100)


def folder(path):
    path.unlink()
    path.mkdir()


def scribbled(path):
    content = bytearray(path.read_bytes())
    content[4096:90_000] = os.urandom(90_000 - 4096)
    path.write_bytes(content)


def newer(path):
    """As the next version of the program would leave it."""
    from crm_desktop.data.database import connected, store_at

    store = store_at(path)
    with connected(store):
        store.execute_sql("INSERT INTO schema_migration (name, applied) VALUES ('9999_future', '2030-01-01 00:00:00')")


@pytest.mark.parametrize("spoil", [nothing, empty, half, foreign, folder, scribbled, newer], ids=lambda spoil: spoil.__name__)
def test_a_store_that_cannot_be_opened_is_named_in_one_sentence_and_left_as_it_is(spoil, shop, files):
    spoil(shop)
    before = shop.read_bytes() if shop.is_file() else None

    for name, line in commands(files).items():
        if name == "import" and spoil is nothing:
            continue
        refused = crm("--store", shop, *line)
        assert refused.status == 1, name
        assert is_one_sentence(refused.err), (name, refused.err)
        assert (shop.read_bytes() if shop.is_file() else None) == before, name
    assert not {"out.csv", "out.pdf", "all"} & {path.name for path in files.iterdir()}


def test_without_a_store_every_command_says_how_to_get_one(files):
    for name, line in commands(files).items():
        refused = crm(*line)
        assert refused.status == 1, name
        assert "--store" in refused.err, name
        assert is_one_sentence(refused.err), name


def test_every_command_is_tried_here():
    tried = {name.split()[0] for name in commands(Path())}
    assert tried | FOUNDING | WITHOUT_A_STORE | {"backups"} == {entry.name for entry in COMMANDS}


@pytest.mark.parametrize("command", [["new", "--name", "Ada"], ["demo"]], ids=["new", "demo"])
def test_a_place_that_is_taken_or_not_there_is_refused_and_nothing_is_made(command, tmp_path):
    (tmp_path / "taken.crm").write_text("mine", encoding="utf-8")
    (tmp_path / "folder").mkdir()

    for place in ("taken.crm", "folder", "lost/shop.crm", "taken.crm/shop.crm", "x" * 300):
        refused = crm(command[0], tmp_path / place, *command[1:])
        assert refused.status == 1, place
        assert is_one_sentence(refused.err), refused.err
    assert (tmp_path / "taken.crm").read_text(encoding="utf-8") == "mine"
    assert {path.name for path in tmp_path.iterdir()} <= {"taken.crm", "folder"}


@pytest.mark.parametrize(
    "wrong",
    [["--currency", "XXQ"], ["--zone", "Mars/Olympus"], ["--locale", "xx_YY"], ["--name", " "], ["--name", "a\x1bb"]],
    ids=lambda wrong: f"{wrong[0]}={wrong[1]!r}",
)
def test_a_company_that_makes_no_sense_is_not_made(wrong, tmp_path):
    refused = crm("new", tmp_path / "shop.crm", "--name", "Ada", *wrong)

    assert refused.status == 1
    assert is_one_sentence(refused.err)
    assert not list(tmp_path.glob("shop*"))


WRONG = (
    ["do", "add-customer", "--json", "lost.json"],
    ["import", "lost.toml"],
    ["import", "shop.csv"],
    ["import", "--from", "lost", "."],
    ["import", "--undo", "99"],
    ["export", "orders", "out.vcf"],
    ["export", "customers", "out"],
    ["export", "customers", "lost/out.csv"],
    ["export", "customers", "folder.csv"],
    ["export", "customers", "out.csv", "--where", "name", "==", "x"],
    ["export", "everything", "folder.csv"],
    ["list", "customers", "--where", "name", "~", "\x07"],
    ["list", "customers", "--sort", "nme"],
    ["list", "orders", "--where", "total", ">", "1" * 5000],
    ["list", "orders", "--where", "ordered_at", "=", "2026-13"],
    ["list", "orders", "--by", "total.month"],
    ["list", "orders", "--sum", "number"],
    ["report", "monthly-interactions", "--month", "2026-13"],
    ["report", "monthly-interactions", "--month", "2026-01", "--to", "out.txt"],
    ["report", "monthly-interactions", "--month", "2026-01", "--to", "lost/out.pdf"],
    ["report", "monthly-interactions", "--month", "2026-01", "--figures", "out.pdf", "--to", "out.pdf"],
    ["report", "monthly-interactions", "--from", "2026-01-31", "--until", "2026-01-01", "--to", "out.pdf"],
    ["report", "monthly-interactions", "--month", "2026-01", "--staff", "who", "--to", "out.pdf"],
    ["report", "monthly-interactions", "--month", "2026-01", "--paper", "a0", "--to", "out.pdf"],
    ["report", "--run", "99", "--to", "out.pdf"],
    ["backup", "shop.toml"],
    ["restore", "lost.crm"],
    ["restore", "shop.toml"],
    ["history", "customer", "CU-99"],
    ["undo", "99"],
)


def test_what_makes_no_sense_in_a_good_store_changes_nothing(shop, files, monkeypatch):
    monkeypatch.chdir(files)
    (files / "folder.csv").mkdir()
    (files / "folder.csv" / "kept").touch()
    (files / "shop.csv").write_bytes(b"\xff\xfe\x00")
    before = done("history", "--json")

    for line in WRONG:
        refused = crm(*line)
        assert refused.status == 1, line
        assert is_one_sentence(refused.err), (line, refused.err)
    assert done("history", "--json") == before
    assert not [path.name for path in files.iterdir() if path.name.startswith((".", "out", "lost"))]
    assert [path.name for path in (files / "folder.csv").iterdir()] == ["kept"]


WRONG_USAGE = (
    ["do", "fly"],
    ["do", "add-customer", "nme=x"],
    ["import"],
    ["import", "a.toml", "b.toml"],
    ["import", "--from", "northwind"],
    ["export", "cats", "out.csv"],
    ["export", "everything", "all", "--sort", "name"],
    ["list", "cats"],
    ["list", "orders", "--limit", "many"],
    ["list", "orders", "--where", "total", ">"],
    ["report"],
    ["report", "yearly"],
    ["report", "--run", "x"],
    ["report", "--run", "1", "monthly-interactions"],
    ["demo"],
    ["new", "shop.crm"],
    ["history", "cat", "1"],
    ["history", "customer"],
    ["undo", "0"],
)


@pytest.mark.parametrize("line", WRONG_USAGE, ids=" ".join)
def test_wrong_usage_shows_how_it_is_used(line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    refused = crm("--store", "lost.crm", *line)

    assert refused.status == 2
    assert refused.err.startswith(("Usage: crm-desktop", "Error: "))


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere, Windows has no such folders")
def test_a_place_where_nobody_may_write_is_named(shop, files):
    shop.chmod(stat.S_IRUSR)
    try:
        refused = crm("--store", shop, "do", "add-customer", "name=Ben")
    finally:
        shop.chmod(stat.S_IRUSR | stat.S_IWUSR)
    assert refused.status == 1
    assert is_one_sentence(refused.err)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://",
        "postgresql://host",
        "postgresql://host:port/shop",
        "postgresql://ada:secret@127.0.0.1/shop",
        "postgresql://127.0.0.1:1/shop",
    ],
)
def test_a_server_that_is_not_there_is_one_sentence(address):
    refused = crm("--store", address, "list", "customers")

    assert refused.status == 1
    assert is_one_sentence(refused.err), refused.err
    assert "secret" not in refused.err


def test_a_broken_import_leaves_no_company_where_nothing_was(files):
    (files / "shop.toml").write_text(SOURCE + COMPANY + FILE, encoding="utf-8")
    (files / "customers.csv").write_bytes(b"")

    refused = crm("--store", files / "new.crm", "import", files / "shop.toml")

    assert refused.status == 1
    assert is_one_sentence(refused.err)
    assert not list(files.glob("new*"))


def is_one_sentence(text):
    """One line that a person can read: it begins with a capital or a path, ends with a stop, and quotes no code."""
    line = text.strip()
    return "\n" not in line and line.endswith((".", "!", ")")) and not re.search(r"Error\b|Exception|<class|0x[0-9a-f]{6}", line)


@pytest.mark.parametrize(
    "link",
    ["crm-desktop:call?number=" + "1" * 2_000, "crm-desktop:call?number=1\x1b[31m", "CRM-DESKTOP:call?\u202e", "crm-desktop:a\nb"],
)
def test_a_link_that_is_none_opens_nothing_and_is_not_repeated(link):
    refused = crm(link)
    assert refused.status == 1
    assert refused.err == "This link is too long, or holds signs that no link of this program has. Nothing was opened.\n"
