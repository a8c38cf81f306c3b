import json

import pytest

from tests.commands.conftest import crm, done
from tests.reports.documents.conftest import pages_of


@pytest.fixture
def sold(shop):
    """An order of three hammers, invoiced."""
    done("--store", shop, "do", "issue-invoice", "order=SO-00001", "issued_on=2026-01-06")
    return shop


def test_a_document_is_printed_by_its_number_with_its_figures_beside_it(sold, tmp_path):
    said = done(
        "--store", sold, "report", "invoice", "--number", "INV-00001", "--to", tmp_path / "i.pdf", "--figures", tmp_path / "i.json",
        "--paper", "letter",
    )  # fmt: skip
    (paper,) = json.loads((tmp_path / "i.json").read_text(encoding="utf-8"))["documents"]

    assert said == f"Printed {tmp_path / 'i.pdf'}.\n"
    assert (paper["total"], paper["items"][0]["quantity"], paper["currency"]) == ("29.97", "3", "EUR")
    assert "INV-00001" in pages_of(tmp_path / "i.pdf")[0] and "€29.97" in pages_of(tmp_path / "i.pdf")[0]


def test_without_a_place_it_is_named_after_what_it_is(sold, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done("--store", sold, "report", "order-confirmation", "--number", "SO-00001")
    assert (tmp_path / "order-confirmation-SO-00001.pdf").exists()


def test_several_go_into_one_file_or_into_a_folder(sold, tmp_path):
    done("--store", sold, "do", "place-order", "customer=CU-00001", "line=P-1:1")
    numbers = ("--number", "SO-00001", "--number", "SO-00002")
    done("--store", sold, "report", "order-confirmation", *numbers, "--to", tmp_path / "both.pdf")
    (tmp_path / "each").mkdir()
    done("--store", sold, "report", "order-confirmation", *numbers, "--to", tmp_path / "each")

    assert len(pages_of(tmp_path / "both.pdf")) == 2
    assert sorted(path.name for path in (tmp_path / "each").iterdir()) == [f"order-confirmation-SO-0000{n}.pdf" for n in (1, 2)]


def test_all_of_some_days_go_into_a_folder(sold, tmp_path):
    (tmp_path / "each").mkdir()
    done("--store", sold, "report", "invoice", "--from", "2026-01-01", "--until", "2026-01-31", "--to", tmp_path / "each")
    assert [path.name for path in (tmp_path / "each").iterdir()] == ["invoice-INV-00001.pdf"]


def test_of_several_none_is_printed_where_one_cannot_be(sold, tmp_path):
    (tmp_path / "each").mkdir()
    found = crm("--store", sold, "report", "invoice", "--number", "INV-00001", "--number", "INV-9", "--to", tmp_path / "each")

    assert (found.status, found.err) == (1, "There is no invoice “INV-9”. Nothing was printed.\n")
    assert not list((tmp_path / "each").iterdir())


def test_a_letter_comes_from_a_file(shop, tmp_path):
    (tmp_path / "t.txt").write_text("Thank you.\n\nYours.", encoding="utf-8-sig")
    done(
        "--store", shop, "report", "letter", "--customer", "CU-00001", "--subject", "Hello", "--text-file", tmp_path / "t.txt",
        "--date", "2026-11-22", "--to", tmp_path / "l.pdf",
    )  # fmt: skip
    assert "Hello Dear Sir or Madam, Thank you. Yours. Kind regards" in pages_of(tmp_path / "l.pdf")[0]


@pytest.mark.parametrize(
    ("options", "status", "words"),
    [
        (("invoice",), 1, "Say what to print"),
        (("invoice", "--number", "INV-00001", "--to", "x.txt"), 1, "does not end in .pdf"),
        (("invoice", "--number", "INV-00001", "--language", "xx"), 1, "no language"),
        (("letter", "--customer", "CU-00001", "--subject", "x", "--text-file", "missing.txt"), 1, "cannot be read"),
        (("letter", "--customer", "CU-00001", "--subject", "x", "--text", "a", "--text-file", "b"), 2, "not both"),
        (("return-slip", "--number", "RMA-1"), 1, "no return “RMA-1”"),
    ],
)
def test_refusals(sold, options, status, words):
    found = crm("--store", sold, "report", *options)
    assert found.status == status and words in found.err and "Traceback" not in found.err


def test_everyday_staff_may_print_and_each_print_is_noted(sold, tmp_path):
    from crm_desktop.data.models import AccessLog
    from crm_desktop.data.opening import opened

    done("--store", sold, "--as", "rob", "report", "invoice", "--number", "INV-00001", "--to", tmp_path / "i.pdf")
    with opened(sold):
        assert [(row.action, row.entity_table, row.detail) for row in AccessLog.select()] == [("print", "invoice", "INV-00001")]


def test_what_cannot_be_written_is_refused_and_leaves_nothing(sold, tmp_path):
    found = crm("--store", sold, "report", "invoice", "--number", "INV-00001", "--to", tmp_path / "no folder" / "i.pdf")
    assert found.status == 1 and "could not be written" in found.err
