"""Sheets with secrets on them: whole, in their owner's hands alone, and drawn without a trace."""

import os
import stat
from datetime import date

import pytest
from pypdf import PdfReader

from crm_desktop.core.errors import UserError
from crm_desktop.reports.recovery_sheet import CodesSheet, RecoverySheet, draw, draw_codes

CODES = tuple(f"{number}abc-def{number}" for number in range(10))
KEY = "4F7K-09QX-" * 3 + "4F7K-09QX"
DAY = date(2026, 1, 5)


def text_of(path):
    return " ".join("".join(page.extract_text() for page in PdfReader(path).pages).split())


def test_every_code_stands_on_the_sheet_with_whose_it_is_and_since_when(tmp_path):
    draw_codes(CodesSheet(CODES, "olga", "Müller & Søhne <b>", DAY), tmp_path / "codes.pdf")

    said = text_of(tmp_path / "codes.pdf")
    assert [code for code in CODES if code not in said] == []
    assert "olga" in said and "Müller & Søhne <b>" in said and "2026-01-05" in said and "Each opens once" in said


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_nobody_else_reads_a_sheet_and_one_that_lay_there_open_is_closed(tmp_path):
    (tmp_path / "sheet.pdf").touch(mode=0o644)
    draw(RecoverySheet(KEY, "shop.crm", "Ada", DAY), tmp_path / "sheet.pdf")
    draw_codes(CodesSheet(CODES, "olga", "Ada", DAY), tmp_path / "codes.pdf")

    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}
    assert {path.name for path in tmp_path.iterdir()} == {"sheet.pdf", "codes.pdf"}


def test_where_no_sheet_can_be_written_it_is_said(tmp_path):
    with pytest.raises(UserError, match="Nothing was changed"):
        draw_codes(CodesSheet(CODES, "olga", "Ada", DAY), tmp_path / "lost" / "codes.pdf")
