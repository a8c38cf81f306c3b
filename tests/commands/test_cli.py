import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from crm_desktop import __version__
from crm_desktop.cli import COMMANDS, root
from crm_desktop.core.paths import log_folder
from tests.commands.conftest import crm, done

HEAVY = ("peewee", "PySide6", "reportlab", "openpyxl", "psycopg", "babel", "phonenumbers", "icalendar", "platformdirs")
RUN = """
from crm_desktop.cli import main
try:
    main()
except SystemExit:
    print("", *sys.modules)
"""
SECRET = "Nancy Drew"


def python(*arguments, **environment):
    """A real process, with the settings of this test."""
    return subprocess.run(
        [sys.executable, "-m", "crm_desktop", *map(str, arguments)], env={**os.environ, **environment}, capture_output=True, timeout=60
    )


def loaded_by(*arguments):
    text = f"import sys; sys.argv[1:] = {[*map(str, arguments)]}\n{RUN}"
    ran = subprocess.run([sys.executable, "-c", text], capture_output=True, encoding="utf-8", timeout=60)
    return {module for module in ran.stdout.splitlines()[-1].split() if module in HEAVY}


@pytest.fixture
def wrong_program(monkeypatch):
    """A command that is a bug."""

    @click.command("new")
    def command():
        try:
            raise ValueError(SECRET)
        except ValueError as error:
            raise KeyError(SECRET) from error

    monkeypatch.setattr("crm_desktop.commands.new.command", command)


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["lost"], ["new", "--help"], ["-h"]], ids=" ".join)
def test_help_loads_nothing_that_takes_time(arguments):
    assert loaded_by(*arguments) == set()


def test_a_list_loads_no_library_that_it_does_not_need(shop):
    assert loaded_by("--store", shop, "list", "customers", "--count") <= {"peewee", "platformdirs"}


def test_the_version_is_the_package_s(capfd):
    assert done("--version") == f"crm-desktop, version {__version__}\n"
    assert python("--version").stdout.split()[-1].decode() == __version__


@pytest.mark.parametrize("name", ["", *(entry.name for entry in COMMANDS), "report monthly-interactions"])
def test_help_on_every_level_shows_an_example(name):
    said = done(*name.split(), "--help")

    assert "Example" in said
    assert f"crm-desktop {name.split()[0] if name else '--store'}" in said or f"crm-desktop --store shop.crm {name}" in said


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: entry.name)
def test_every_command_has_the_name_it_is_listed_under(entry):
    command = root.get_command(click.Context(root), entry.name)

    assert command is not None
    assert command.name == entry.name


@pytest.mark.parametrize(
    "arguments", [["lost"], ["list"], ["list", "cats"], ["--lost"], ["undo", "x"], ["list", "orders", "--limit", "-1"], ["do"]]
)
def test_wrong_usage_has_its_own_exit_status(arguments):
    refused = crm(*arguments)

    assert refused.status == 2
    assert "Error" in refused.err


def test_a_bug_is_one_sentence_that_names_the_log_and_the_log_names_no_customer(wrong_program):
    result = CliRunner().invoke(root, ["new"])
    log = log_folder() / "crm-desktop.log"

    assert result.exit_code == 1
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert str(log) in result.stderr
    text = log.read_text(encoding="utf-8")
    assert "builtins.ValueError\ncaused\n" in text
    assert "in command" in text
    assert SECRET not in text + result.output


def test_a_log_that_cannot_be_written_is_not_named(wrong_program, monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("CRM_DESKTOP_LOGS", str(tmp_path / "file"))
    result = CliRunner().invoke(root, ["new"])

    assert result.exit_code == 1
    assert "could not be written down" in result.stderr


def test_ctrl_c_ends_quietly(monkeypatch):
    @click.command("new")
    def command():
        raise KeyboardInterrupt

    monkeypatch.setattr("crm_desktop.commands.new.command", command)

    stopped = crm("new")

    assert (stopped.status, stopped.out, stopped.err.strip()) == (1, "", "")


def test_a_reader_that_has_seen_enough_is_no_error(shop):
    """`crm-desktop list … | head -1`."""
    done("do", "add-customer", "name=Ben", "notes=" + "x" * 300_000)
    with subprocess.Popen(
        [sys.executable, "-m", "crm_desktop", "list", "customers", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as listing:
        assert listing.stdout.read(10)
        listing.stdout.close()
        assert listing.stderr.read() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_behind_the_output_is_a_plain_sentence(shop):
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run([sys.executable, "-m", "crm_desktop", "list", "channels"], stdout=full, stderr=subprocess.PIPE, timeout=60)

    assert ran.returncode == 1
    assert ran.stderr.decode() == "The disk is full. Nothing was half saved; make room and try again.\n"


@pytest.mark.parametrize("environment", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "cp1252"}, {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}])
def test_output_is_utf_8_whatever_the_terminal_s_language(shop, environment):
    ran = python("list", "customers", **environment)

    assert ran.returncode == 0
    assert "Müller & Søn" in ran.stdout.decode("utf-8")


def test_a_module_of_the_package_is_the_same_program(shop):
    assert python("list", "customers", "--count").stdout.strip() == b"1"


def test_without_a_command_the_window_opens_the_store(monkeypatch, tmp_path):
    opened = []
    monkeypatch.setattr("crm_desktop.app.run", lambda address, login, link, _backup: opened.append((address, login, link)) or 7)
    link = "crm-desktop:call?number=%2B49301234"

    assert crm().status == 7
    assert crm("--store", "shop.crm", "--as", "nancy").status == 7
    assert crm("shop.crm").status == crm(link).status == crm("--store", "shop.crm", link).status == 7
    assert opened == [
        (None, None, ""), ("shop.crm", "nancy", ""), ("shop.crm", None, ""), (None, None, link), ("shop.crm", None, link),
    ]  # fmt: skip


def test_an_address_where_a_command_takes_words_is_only_a_word(monkeypatch, tmp_path):
    monkeypatch.setattr("crm_desktop.app.run", lambda *_given: 7)
    assert crm("lst", "crm-desktop:call?number=1").status == 2
