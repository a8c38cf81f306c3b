from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crm_desktop.core.actors import Role
from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import CannotUndo, NotAllowed, UserError
from crm_desktop.core.kinds import Direction, PointKind
from crm_desktop.core.kinds_of_service import CaseEventKind
from crm_desktop.data.models import Attachment, CaseEvent, Interaction, MailMessage, MailReference, OutgoingFile, OutgoingMail
from crm_desktop.data.undo import undo
from crm_desktop.queries.mails import thread_of
from crm_desktop.queries.outgoing_mails import answers_of, begun_mail, waiting_mails
from crm_desktop.services.attachments import FileInput
from crm_desktop.services.cases import CaseInput, open_case
from crm_desktop.services.customers import CustomerInput, PointInput, add_customer
from crm_desktop.services.outgoing_mails import (
    MailInput,
    MailState,
    MaybeSent,
    PartlyTaken,
    hold_mail,
    log_handed_over,
    note_sent,
    send_held,
    take_back,
    throw_away,
    try_again,
)

DESK = "Nancy <nancy@shop.example>"
MAIL = MailInput("Ada <ada@x.example>", "Your order", "It left today.", files=(FileInput("../label.txt", b"label"),))


@pytest.fixture
def sent():
    """What a server was given."""
    return []


@pytest.fixture
def ada(nancy):
    change = add_customer(CustomerInput("Ada", points=(PointInput(PointKind.EMAIL, "ada@x.example"),)), by=nancy)
    return min(change.of(Entity.CUSTOMER))


def refuse(error):
    def deliver(_message):
        raise error

    return deliver


def test_a_mail_that_was_sent_is_a_contact_with_its_head_and_files(nancy, ada, sent):
    case = min(open_case(CaseInput("Late", customer_id=ada), by=nancy).of(Entity.CASE))
    held = hold_mail(MailInput(MAIL.to, MAIL.subject, MAIL.body, files=MAIL.files, customer_id=ada, case_id=case), DESK, by=nancy)
    change = send_held(held, nancy, sent.append)

    (message,) = sent
    assert (message["To"], message["From"], message.get_body().get_content().strip()) == ("Ada <ada@x.example>", DESK, "It left today.")
    assert [part.get_filename() for part in message.iter_attachments()] == ["label.txt"]
    talk = Interaction.get()
    assert (talk.customer_id, talk.case_id, talk.direction, talk.summary) == (ada, case, Direction.OUT, "Your order")
    assert f"<{MailMessage.get().message_id}>" == message["Message-ID"]
    assert Attachment.get().file_name == "label.txt"
    assert CaseEvent.get(CaseEvent.interaction == talk).kind == CaseEventKind.ANSWERED
    assert change.of(Entity.INTERACTION) == {talk.id}
    assert (OutgoingMail.select().count(), OutgoingFile.select().count()) == (0, 0)


def test_what_was_sent_cannot_be_undone(nancy, sent):
    change = send_held(hold_mail(MAIL, DESK, by=nancy), nancy, sent.append)
    with pytest.raises(CannotUndo):
        undo(change.operation, nancy)


def test_what_is_held_can_be_taken_back_and_written_on(nancy, sent):
    held = hold_mail(MAIL, DESK, by=nancy)
    found = take_back(held, nancy)

    assert (found.to, found.subject, found.body, [file.content for file in found.files]) == (MAIL.to, MAIL.subject, MAIL.body, [b"label"])
    with pytest.raises(UserError, match="was taken back"):
        send_held(held, nancy, sent.append)
    assert not sent and not Interaction.select().exists()
    hold_mail(found, DESK, by=nancy, instead_of=held)
    (again,) = waiting_mails(nancy.id)
    assert again.state == MailState.HELD
    throw_away(again.id, nancy)
    assert (OutgoingMail.select().count(), OutgoingFile.select().count()) == (0, 0)


def test_the_same_form_saved_twice_holds_one_mail(nancy):
    assert hold_mail(MAIL, DESK, by=nancy, key="once") == hold_mail(MAIL, DESK, by=nancy, key="once")
    assert OutgoingMail.select().count() == 1


def test_a_refused_mail_is_kept_with_what_the_server_said(nancy, sent):
    held = hold_mail(MAIL, DESK, by=nancy)
    with pytest.raises(UserError, match="No such user"):
        send_held(held, nancy, refuse(UserError("No such user")))

    (waiting,) = waiting_mails(nancy.id)
    assert (waiting.state, waiting.problem) == (MailState.FAILED, "No such user")
    assert not Interaction.select().exists()
    send_held(held, nancy, sent.append)
    assert len(sent) == 1


def test_where_nobody_can_tell_it_is_neither_sent_again_nor_taken_back_until_somebody_looked(nancy, sent):
    held = hold_mail(MAIL, DESK, by=nancy)
    with pytest.raises(MaybeSent):
        send_held(held, nancy, refuse(MaybeSent("gone")))

    with pytest.raises(UserError, match="on its way"):
        send_held(held, nancy, sent.append)
    with pytest.raises(UserError, match="on its way"):
        take_back(held, nancy)
    try_again(held, nancy)
    send_held(held, nancy, sent.append)
    assert (len(sent), Interaction.select().count()) == (1, 1)


def test_a_mail_of_which_somebody_says_that_it_went_out_is_logged(nancy):
    held = hold_mail(MAIL, DESK, by=nancy)
    with pytest.raises(MaybeSent):
        send_held(held, nancy, refuse(MaybeSent("gone")))
    note_sent(held, nancy)
    assert Interaction.get().summary == "Your order"


def test_a_program_that_ends_while_it_sends_leaves_it_to_be_asked_about(nancy):
    class Crash(BaseException):
        pass

    held = hold_mail(MAIL, DESK, by=nancy)
    with pytest.raises(Crash):
        send_held(held, nancy, refuse(Crash()))
    assert [(each.id, each.state) for each in waiting_mails(nancy.id)] == [(held, MailState.SENDING)]


def test_of_several_whom_it_went_to_some_may_be_refused(nancy):
    told = []
    send_held(hold_mail(MAIL, DESK, by=nancy), nancy, refuse(PartlyTaken("not to bob")), told.append)
    assert (told, Interaction.select().count()) == (["not to bob"], 1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"to": ""}, "to whom"),
        ({"to": "ada at x"}, "no e-mail address"),
        ({"to": "ada@x.example\nBcc: spy@x.example"}, "no e-mail address"),
        ({"subject": " "}, "what it is about"),
        ({"body": "", "files": ()}, "nothing in it"),
        ({"body": "Your order ⟦order.number⟧"}, "order"),
        ({"files": (FileInput("x", b"1" * 26_000_000),)}, "26 MB"),
    ],
)
def test_what_cannot_leave_the_house_is_said_before_it_is_held(nancy, change, said):
    with pytest.raises(UserError, match=said):
        hold_mail(MailInput(**{"to": MAIL.to, "subject": MAIL.subject, "body": MAIL.body} | change), DESK, by=nancy)
    assert not OutgoingMail.select().exists()


def test_card_numbers_do_not_leave_the_house(nancy, sent):
    send_held(hold_mail(MailInput(MAIL.to, "Card", "4111 1111 1111 1111"), DESK, by=nancy), nancy, sent.append)
    assert "•••• 1111" in sent[0].get_content()


def test_an_auditor_sends_nothing(nancy):
    with pytest.raises(NotAllowed):
        hold_mail(MAIL, DESK, by=replace(nancy, role=Role.AUDITOR))


def test_an_answer_names_what_it_answers(nancy, ada, sent):
    first = send_held(hold_mail(MailInput(MAIL.to, "One", "1", customer_id=ada), DESK, by=nancy), nancy, sent.append)
    talk = min(first.of(Entity.INTERACTION))
    begun = begun_mail("interaction", talk)
    assert (begun.to, begun.customer_id, begun.subject) == ("Ada <ada@x.example>", ada, "One")

    send_held(hold_mail(MailInput(begun.to, "Re: One", "2", answers=answers_of(talk)), DESK, by=nancy), nancy, sent.append)
    assert sent[1]["In-Reply-To"] == sent[1]["References"] == sent[0]["Message-ID"]
    assert [row.subject for row in thread_of(talk)] == ["One", "Re: One"]
    assert MailReference.select().count() == 1


def test_what_the_mail_program_sends_is_logged_and_can_be_undone(nancy, ada):
    change = log_handed_over(MailInput(MAIL.to, MAIL.subject, MAIL.body, customer_id=ada), nancy)
    assert (Interaction.get().customer_id, MailMessage.get().recipients) == (ada, MAIL.to)
    undo(change.operation, nancy)
    assert not Interaction.select().exists()


def test_it_is_held_for_fifteen_seconds(nancy):
    held = hold_mail(MAIL, DESK, by=nancy, now=datetime(2026, 3, 2, 8, tzinfo=UTC))
    assert [(each.id, each.send_at) for each in waiting_mails(nancy.id)] == [(held, datetime(2026, 3, 2, 8, 0, 15, tzinfo=UTC))]
