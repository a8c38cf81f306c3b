"""Mails that nobody on this project wrote: from lists, from phones, from spam. All of them come in."""

import pytest

from crm_desktop.data.audit import verify_chain
from crm_desktop.data.models import Attachment, Interaction, MailMessage, MailReference
from crm_desktop.exchange.importing import undo_import
from crm_desktop.exchange.mails import import_mails
from crm_desktop.queries.mails import thread_of

pytestmark = pytest.mark.realdata


def test_every_mbox_comes_in(store, nancy, real):
    paths = sorted(real("mail-mbox").rglob("*.mbox"))
    result = import_mails(paths, by=nancy)

    found = result.counts["interaction"]
    assert sum(file.rows for file in result.files) == 27
    assert (found.new, found.rejected) == (27 - _twice(result), 0)
    talk = Interaction.get(Interaction.summary.contains("Presenting"))
    assert len(thread_of(talk.id)) == 3
    assert import_mails(paths, by=nancy).change is None
    verify_chain()


def test_every_eml_comes_in_and_goes_out_again(store, nancy, real):
    paths = sorted(real("mail-eml").rglob("*.eml"))
    result = import_mails(paths, by=nancy)

    found = result.counts["interaction"]
    assert found.new + found.rejected + _twice(result) == len(paths) == 103
    assert all(refused.reason.startswith("The mail on line") for refused in result.refused if "same Message-ID" in refused.reason)
    assert found.rejected == sum("same Message-ID" in refused.reason for refused in result.refused)
    assert {file.file_name for file in Attachment.select()} >= {"てすと.txt", "This is a test.pdf", "Eelanalüüsi päring.jpg"}
    assert undo_import(result.run, by=nancy).kept == []
    assert [model.select().count() for model in (Interaction, MailMessage, MailReference, Attachment)] == [0, 0, 0, 0]


def _twice(result):
    return next((int(notice.split()[0]) for notice in result.notices if "stand" in notice and "twice" in notice), 0)
