from email import message_from_bytes, policy

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.reports.mail_draft import write_draft


def test_a_draft_holds_the_pdf_and_is_not_sent(tmp_path):
    pdf = tmp_path / "october.pdf"
    pdf.write_bytes(b"%PDF-1.4 \xff\x00")
    draft = write_draft(tmp_path / "a.eml", pdf, "Bericht für\nOktober", "Anbei: Ähre.", "october.pdf", "ada@example.org")
    mail = message_from_bytes(draft.read_bytes(), policy=policy.default)
    assert (mail["Subject"], mail["X-Unsent"], mail["To"]) == ("Bericht für Oktober", "1", "ada@example.org")
    assert "Ähre" in mail.get_body().get_content()
    (attached,) = mail.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("october.pdf", b"%PDF-1.4 \xff\x00")


def test_a_place_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(UserError, match="could not be written"):
        write_draft(tmp_path / "no" / "a.eml", tmp_path / "gone.pdf", "s", "t", "n.pdf")
