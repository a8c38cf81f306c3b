import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from crm_desktop.reports.page import PageLook, make_pdf

LOOK = PageLook("Customer interactions", "November 2025", "Hafenhandel", "en")


def words_of(path: Path) -> str:
    """All text of the PDF; lines of one paragraph are joined by spaces."""
    pages = PdfReader(io.BytesIO(path.read_bytes())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.fixture
def print_pages(tmp_path):
    """Draw flowables into a PDF and give its path."""

    def made(*story, look=LOOK, name="page.pdf"):
        path = tmp_path / name
        make_pdf(path, look, list(story))
        return path

    return made


@pytest.fixture
def shop(filled_store):
    """Two months of a small shop."""
    return filled_store
