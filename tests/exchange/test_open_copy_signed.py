"""Who signed the end of an open copy's history, and what is said where nobody can tell."""

import hashlib
import json
import shutil
from dataclasses import replace

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.data.database import open_store
from crm_desktop.data.signing import Judged
from crm_desktop.exchange.open_copy import DESCRIPTION, SUMS
from crm_desktop.exchange.open_copy_reading import company_from_copy, judged, read_about, unjudged
from crm_desktop.exchange.open_copy_writing import write_open_copy
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.customers import CustomerInput, add_customer
from tests.conftest import found


@pytest.fixture(scope="module")
def good(empty_files, tmp_path_factory):
    folder = tmp_path_factory.mktemp("good")
    shutil.copy(empty_files / "plain", folder / "shop.crm")
    with open_store(folder / "shop.crm").connection_context():
        found()
        add_customer(CustomerInput("Ada"), FOUNDER)
        write_open_copy(folder / "copy", FOUNDER)
    return folder / "copy"


def test_the_end_of_its_history_is_signed_on_the_computer_that_wrote_it(good):
    about = read_about(good)
    assert judged(about) == Judged.GENUINE and unjudged(about) == ""
    assert judged(replace(about, signed=None)) == Judged.UNKNOWN != judged(replace(about, link="f" * 64))


def test_a_history_that_was_rewritten_with_every_digest_made_anew_is_refused_where_it_was_signed(good, tmp_path):
    shutil.copytree(good, tmp_path / "copy")
    forged(tmp_path / "copy")

    with pytest.raises(UserError, match=r"the end of its history is not the one that was signed on this computer. Nothing was made"):
        company_from_copy(tmp_path / "copy", tmp_path / "new.crm")
    assert not (tmp_path / "new.crm").exists()


def test_another_computer_cannot_judge_it_and_says_so(good, tmp_path, monkeypatch):
    shutil.copytree(good, tmp_path / "copy")
    monkeypatch.setenv("CRM_DESKTOP_CONFIG", str(tmp_path / "of another computer"))

    about = company_from_copy(tmp_path / "copy", tmp_path / "new.crm")

    assert judged(about) == Judged.UNKNOWN
    assert "Take it only from somebody you trust" in unjudged(about)
    assert (tmp_path / "new.crm").is_file()


def forged(folder):
    """Another end of the history, with the digest of the description made anew."""
    text = (folder / DESCRIPTION).read_text(encoding="utf-8")
    stated = json.loads(text)
    stated["crm_desktop"]["link"] = "f" * 64
    said = json.dumps(stated).encode()
    digests = (hashlib.sha256(each).hexdigest() for each in (text.encode(), said))
    (folder / DESCRIPTION).write_bytes(said)
    sums = folder / SUMS
    sums.write_text(sums.read_text(encoding="utf-8").replace(*digests), encoding="utf-8")
