"""An e-mail sent from the command line: by the server of the settings, with the password from a file."""

import json

import pytest

from crm_desktop.commands import actions_of_mail
from crm_desktop.core.errors import UserError
from crm_desktop.core.settings import change_settings
from tests.commands.conftest import crm, done

MAIL = ("do", "send-mail", "to=Ada <ada@x.example>", "subject=Your order", "body=It left today.", "customer=CU-00001")


@pytest.fixture
def sent(shop, tmp_path, monkeypatch):
    """What the server was handed, with the password."""
    taken = []
    monkeypatch.setattr(actions_of_mail, "deliver", lambda message, server, password: taken.append((message["To"], password)))
    change_settings(mail_way="smtp", mail_host="mail.shop.example", mail_from="Shop <desk@shop.example>", mail_user="desk")
    secret = tmp_path / "password"
    secret.write_text("s3cret\n")
    monkeypatch.setenv(actions_of_mail.FILE_VARIABLE, str(secret))
    yield taken
    change_settings(mail_way="mailto", mail_host="", mail_from="", mail_user="")


def contacts():
    return [each["summary"] for each in json.loads(done("list", "interactions", "--json"))["records"]]


def test_a_mail_goes_out_and_is_a_contact(sent):
    done(*MAIL)
    assert sent == [("Ada <ada@x.example>", "s3cret")]
    assert "Your order" in contacts()


def test_without_its_password_nothing_is_sent(sent, monkeypatch):
    monkeypatch.delenv(actions_of_mail.FILE_VARIABLE)
    assert actions_of_mail.FILE_VARIABLE in str(crm(*MAIL))
    assert not sent and "Your order" not in contacts()


def test_what_the_server_refuses_is_said_and_no_contact(sent, monkeypatch):
    def refuse(message, server, password):
        raise UserError("The mail server refused it: full.")

    monkeypatch.setattr(actions_of_mail, "deliver", refuse)
    assert "full" in str(crm(*MAIL))
    assert "Your order" not in contacts()
