"""Mails handed to a real server on this computer."""

import logging
import ssl
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from crm_desktop.core.errors import UserError
from crm_desktop.exchange.smtp import Security, Server, deliver
from crm_desktop.services.outgoing_mails import MaybeSent, PartlyTaken


class Office:
    """Takes mails, but none for bob, and goes away where it is told to."""

    def __init__(self):
        self.taken = []
        self.answer = "250 OK"
        self.gone = False

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("bob"):
            return "550 No such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.gone:
            server.transport.close()
        self.taken.append((envelope.mail_from, envelope.rcpt_tos, envelope.content.decode()))
        return self.answer


class Here(Controller):
    """At whatever port is free."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class Locked(Here):
    def factory(self):
        def check(server, session, envelope, mechanism, data):
            return AuthResult(success=data.password == b"secret", handled=False)

        return SMTP(self.handler, authenticator=check, auth_required=True, auth_require_tls=False)


pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


@pytest.fixture(autouse=True)
def quiet_server(caplog):
    """What the server of the test says about us is not what is tested."""
    caplog.set_level(logging.CRITICAL, logger="mail.log")


@pytest.fixture
def office():
    return Office()


def served(controller):
    controller.start()
    return Server("127.0.0.1", controller.port, Security.NONE)


@pytest.fixture
def server(office):
    controller = Here(office, hostname="127.0.0.1", port=0, ready_timeout=20)
    yield served(controller)
    controller.stop()


@pytest.fixture
def locked(office):
    controller = Locked(office, hostname="127.0.0.1", port=0, ready_timeout=20)
    yield served(controller)
    controller.stop()


def mail(to="ada@x.example"):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Nancy Ähre <nancy@shop.example>", to, "Grüße"
    message.set_content("It left today.\n.\nFrom here.")
    return message


def test_a_mail_arrives_as_it_was_written(server, office):
    deliver(mail(), server)
    ((sender, recipients, content),) = office.taken
    assert (sender, recipients) == ("nancy@shop.example", ["ada@x.example"])
    assert "It left today." in content and "=?utf-8?" in content


def test_the_right_password_opens_and_a_wrong_one_is_said(locked, office):
    with_user = Server(locked.host, locked.port, Security.NONE, "nancy")
    deliver(mail(), with_user, "secret")
    with pytest.raises(UserError, match="does not know this user and password"):
        deliver(mail(), with_user, "wrong")
    assert len(office.taken) == 1


@pytest.mark.parametrize(("answer", "said"), [("554 Looks like spam", "Looks like spam"), ("452 Mailbox full", "Mailbox full")])
def test_what_the_server_says_is_shown(server, office, answer, said):
    office.answer = answer
    with pytest.raises(UserError, match=f"{said}. Nothing was sent"):
        deliver(mail(), server)


def test_an_unknown_recipient_is_named(server):
    with pytest.raises(UserError, match=r"bob@x\.example: No such user here"):
        deliver(mail("bob@x.example"), server)


def test_of_several_the_refused_are_named_and_the_others_have_it(server, office):
    with pytest.raises(PartlyTaken, match=r"not to bob@x\.example"):
        deliver(mail("ada@x.example, bob@x.example"), server)
    assert office.taken[0][1] == ["ada@x.example"]


def test_a_server_that_goes_away_leaves_it_open_whether_it_took_the_mail(server, office):
    office.gone = True
    with pytest.raises(MaybeSent, match="Look among what you sent"):
        deliver(mail(), server)


def test_no_server_is_said_in_words():
    with pytest.raises(UserError, match="cannot be reached at port 1"):
        deliver(mail(), Server("127.0.0.1", 1, Security.NONE))


def test_a_server_that_cannot_lock_the_line_gets_nothing(server, office):
    with pytest.raises(UserError, match="Nothing was sent"):
        deliver(mail(), Server(server.host, server.port, Security.STARTTLS), context=ssl.create_default_context())
    with pytest.raises(UserError, match="could not be locked"):
        deliver(mail(), Server(server.host, server.port, Security.TLS))
    assert not office.taken


def test_a_password_is_not_sent_over_an_open_line():
    with pytest.raises(UserError, match="open line"):
        deliver(mail(), Server("mail.example", 25, Security.NONE, "nancy"), "secret")
