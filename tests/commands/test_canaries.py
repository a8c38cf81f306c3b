"""Thirty words that stand in a protected company and nowhere else: nothing that the program leaves behind says any of them."""

import tempfile

import pytest

from crm_desktop.core.crash_log import write_crash
from crm_desktop.exchange.reading_apart import end_idle
from tests.commands.conftest import crm, done
from tests.commands.test_protection import PHRASE

WORDS = [f"canary{number:02}quartz" for number in range(30)]
RECORDS = [
    ("add-customer", {"name": 0, "first_name": 1, "last_name": 2, "notes": 3, "quick_facts": 8}),
    ("log-interaction", {"summary": 4, "notes": 5, "caller": 6}),
    ("add-follow-up", {"title": 7}),
    ("open-case", {"subject": 9, "description": 10}),
    ("add-product", {"sku": 11, "name": 12, "description": 13}),
    ("plan-appointment", {"title": 14, "place": 15, "note": 16}),
    ("write-article", {"title": 17, "body": 18}),
    ("add-staff", {"name": 19, "login": 20}),
]
BESIDE = {
    "add-customer": {"kind": "person", "point": "email:canary21quartz@example.org"},
    "log-interaction": {"channel": "Phone", "customer": "CU-00001"},
    "add-follow-up": {"customer": "CU-00001", "due_on": "2030-01-01"},
    "open-case": {"customer": "CU-00001", "channel": "Phone"},
    "add-product": {"price": "1"},
    "plan-appointment": {"starts_on": "2030-01-01", "starts_time": "10:00", "minutes": "30"},
}


@pytest.fixture
def left(tmp_path, monkeypatch):
    """Everything that the program may leave: beside the store, its settings, its logs, its temporary files, its backups."""
    for name in ("temp", "given", "asked for"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temp"))
    phrase = tmp_path / "phrase"
    phrase.write_text(f"{PHRASE}\n")
    monkeypatch.setenv("CRM_DESKTOP_PASSPHRASE_FILE", str(phrase))
    monkeypatch.setenv("CRM_DESKTOP_STORE", str(tmp_path / "shop.crm"))
    done(
        "new",
        tmp_path / "shop.crm",
        "--name",
        "Ada",
        "--locale",
        "en_GB",
        "--protect",
        "--recovery-sheet",
        tmp_path / "asked for" / "sheet.pdf",
    )
    return tmp_path


def shop(left):
    return ("--store", left / "shop.crm")


def act(left, action, numbers):
    given = {**BESIDE.get(action, {}), **{name: WORDS[number] for name, number in numbers.items()}}
    done(*shop(left), "do", action, *(f"{name}={value}" for name, value in given.items()))


def test_nothing_that_is_left_behind_says_what_a_protected_company_holds(left):
    for action, numbers in RECORDS:
        act(left, action, numbers)
    given, asked = left / "given", left / "asked for"
    (given / "c.vcf").write_text(f"BEGIN:VCARD\nVERSION:3.0\nFN:{WORDS[22]}\nTEL:1\nEND:VCARD\nBEGIN:VCARD\nNOTE:{WORDS[23]}\nEND:VCARD\n")
    (given / "c.csv").write_text(f"Name,E-mail,Birthday\n{WORDS[24]},a@b.example,{WORDS[25]}\n")
    (given / "m.eml").write_text(f"From: {WORDS[26]} <c@d.example>\nSubject: {WORDS[27]}\n\n{WORDS[28]}\n")
    for reader, name in (("vcard", "c.vcf"), ("contacts-csv", "c.csv"), ("mail", "m.eml")):
        crm(*shop(left), "import", "--from", reader, given / name)
    (given / f"{WORDS[29]}.txt").write_text(WORDS[29])
    done(*shop(left), "do", "attach", "record=CU-00001", f"file={given / f'{WORDS[29]}.txt'}")
    for word in WORDS[::6]:
        crm(*shop(left), "search", word)
    done(*shop(left), "export", "customers", asked / "c.csv")
    crm(*shop(left), "export", "customers", left / "no folder" / "c.xlsx")
    crm(*shop(left), "report", "customer", "--number", "CU-00001", "--to", asked / "c.pdf")
    crm(*shop(left), "do", "add-customer", f"name={WORDS[0]}", f"language={WORDS[1]}")
    done(*shop(left), "backup", left / "kept")
    write_crash(ValueError(WORDS[5]))
    end_idle()

    assert WORDS[0] in (asked / "c.csv").read_text(), "the words are there where they were asked for"
    found = {}
    for path in left.rglob("*"):
        if path.is_file() and not {given, asked} & set(path.parents):
            content = path.read_bytes().lower()
            hits = [word for word in WORDS if word.encode() in content or word.encode("utf-16-le") in content or word in path.name.lower()]
            found |= {str(path.relative_to(left)): hits} if hits else {}
    assert not found
    assert not list((left / "temp").iterdir())
