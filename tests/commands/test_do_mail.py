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
    monkeypatch.setattr(actions_of_mail, "deliver", lambda message, server, password: taken.append((message, password)))
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
    assert [(message["To"], password) for message, password in sent] == [("Ada <ada@x.example>", "s3cret")]
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


@pytest.fixture
def late(sent):
    done("do", "add-template", "name=Late parcel", "shortcut=late", "subject=Your order {order.number}", "kind=email",
         "body=Dear {customer.name,fallback=customer}, {cursor}it comes soon: {shipment.tracking,fallback=no number yet}")  # fmt: skip
    return ("do", "send-mail", "to=ada@x.example")


def test_a_template_is_filled_with_what_is_known_of_the_record_and_files_go_along(late, sent, tmp_path):
    (tmp_path / "label.txt").write_text("label")
    (tmp_path / "way.txt").write_text("left, then right")
    done(*late, "template=late", "order=SO-00001", "body=we are sorry. ", f"file={tmp_path}/label.txt", f"file={tmp_path}/way.txt")
    ((message, _password),) = sent
    assert message["Subject"] == "Your order SO-00001"
    assert message.get_body().get_content().strip() == "Dear Müller & Søn, we are sorry. it comes soon: no number yet"
    assert [part.get_filename() for part in message.iter_attachments()] == ["label.txt", "way.txt"]
    contact = json.loads(done("list", "interactions", "--json"))["records"][-1]
    assert (contact["customer"], contact["order"]) == ("CU-00001", "SO-00001")
    assert [each["name"] for each in json.loads(done("list", "knowledge-uses", "--json"))["records"]] == ["Late parcel"]


def test_a_template_is_also_found_by_its_name_and_what_is_given_stands_instead(late, sent):
    done(*late, "template=late PARCEL", "order=SO-00001", "subject=A word about your order")
    assert sent[0][0]["Subject"] == "A word about your order"


def test_an_empty_place_an_unknown_template_and_a_missing_file_send_nothing(late, sent):
    assert "⟦order.number⟧" in str(crm(*late, "template=late"))
    assert "no template" in str(crm(*late, "template=sooner"))
    assert "no file" in str(crm(*late, "subject=x", "body=y", "file=/nowhere/label.pdf"))
    assert not sent
