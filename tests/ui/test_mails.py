"""Writing e-mails, holding them back, and what waits at the next start."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import UserError
from crm_desktop.core.kinds_of_knowledge import Audience
from crm_desktop.core.settings import change_settings
from crm_desktop.data.models import Interaction, KnowledgeUse, MissedSearch, OutgoingMail
from crm_desktop.queries.outgoing_mails import answers_of
from crm_desktop.services.articles import ArticleInput, publish_article, write_article
from crm_desktop.services.attachments import FileInput
from crm_desktop.services.outgoing_mails import MailInput, MailState, hold_mail, log_handed_over, send_held
from crm_desktop.services.templates import TemplateInput, add_template
from crm_desktop.ui.dialogs.compose_mail import ComposeDialog, open_mail
from crm_desktop.ui.dialogs.mail_password import PasswordDialog
from crm_desktop.ui.dialogs.pick_article import PickArticle
from crm_desktop.ui.dialogs.waiting_mails import WaitingMailsDialog
from crm_desktop.ui.outbox import Outbox, outbox_of
from crm_desktop.ui.pages.interaction_panel import InteractionPanel

DESK = "Nancy <nancy@shop.example>"


@pytest.fixture
def by_server():
    change_settings(mail_way="smtp", mail_host="mail.shop.example", mail_from=DESK)
    yield
    change_settings(mail_way="mailto", mail_host="", mail_from="", mail_user="")


@pytest.fixture
def outbox(desk):
    """Gives what a server was handed in `taken`; what stands in `refuses` is raised instead."""
    made = outbox_of(desk.jobs, desk.by)
    made.taken, made.refuses = [], []

    def deliver(message, server, password):
        if made.refuses:
            raise made.refuses.pop()
        made.taken.append((message, password))

    made.delivering = deliver
    return made


@pytest.fixture
def compose(desk, qtbot, settle, make_customer):
    ada, parents = make_customer("Ada"), []

    def compose(entity=Entity.CUSTOMER, row_id=None):
        parent = QWidget()
        parents.append(parent)
        qtbot.addWidget(parent)
        open_mail(desk, entity, row_id or ada.id, parent)
        settle()
        (dialog,) = parent.findChildren(ComposeDialog)
        return dialog

    return compose


def write(dialog, to="Ada <ada@x.example>", subject="Your order", body="It left today."):
    dialog.to.setText(to)
    dialog.subject.setText(subject)
    dialog.body.setPlainText(body)


def test_a_mail_waits_a_moment_and_goes_to_the_server(by_server, outbox, compose, desk, settle):
    dialog = compose()
    write(dialog)
    dialog.save.click()
    settle()
    (held,) = OutgoingMail.select()
    assert outbox.is_timed(held.id) and not outbox.taken

    outbox.send(held.id, desk)
    settle()
    assert [message["Subject"] for message, _password in outbox.taken] == ["Your order"]
    assert (Interaction.get().summary, OutgoingMail.select().count()) == ("Your order", 0)


def test_what_waits_can_be_taken_back_and_is_there_to_write_on(by_server, outbox, compose, desk, settle, qapp):
    dialog = compose()
    write(dialog)
    dialog.save.click()
    settle()
    outbox.take_back(OutgoingMail.get().id, desk)
    settle()
    (again,) = (each for each in qapp.topLevelWidgets() if isinstance(each, ComposeDialog) and each.isVisible())
    assert (again.to.text(), again.body.toPlainText()) == ("Ada <ada@x.example>", "It left today.")
    assert not outbox.taken and not Interaction.select().exists()
    assert OutgoingMail.get().state == MailState.TAKEN
    again.throw_away()
    settle()
    assert not OutgoingMail.select().exists()


def test_what_is_written_into_one_that_was_taken_back_outlives_a_crash(by_server, outbox, compose, desk, settle, qapp):
    dialog = compose()
    write(dialog)
    dialog.save.click()
    settle()

    def taken_back():
        outbox.take_back(OutgoingMail.get().id, desk)
        settle()
        return [each for each in qapp.topLevelWidgets() if isinstance(each, ComposeDialog) and each.isVisible()][-1]

    first = taken_back()
    QTest.keyClicks(first.body, "Dear Ada. ")
    first.draft.keep()
    settle()
    first.draft = None  # the program is killed: nothing is cleared up
    first.hide()
    again = taken_back()
    assert again.body.toPlainText() == "Dear Ada. It left today."
    again.reject()
    assert again.isVisible(), "it asks what becomes of it"
    again.throw_away()
    settle()
    assert not OutgoingMail.select().exists()


def test_what_the_server_refuses_is_said_and_kept(by_server, outbox, compose, desk, settle):
    dialog = compose()
    write(dialog)
    dialog.save.click()
    settle()
    outbox.refuses.append(UserError("The mail server refused it: full."))
    outbox.send(OutgoingMail.get().id, desk)
    settle()
    assert (OutgoingMail.get().state, OutgoingMail.get().problem) == (MailState.FAILED, "The mail server refused it: full.")


def test_an_empty_place_of_a_template_keeps_it_here(by_server, outbox, compose, settle):
    dialog = compose()
    write(dialog, body="Your order ⟦order.number⟧ left.")
    dialog.save.click()
    settle()
    assert dialog.message.isVisibleTo(dialog) and not OutgoingMail.select().exists()
    dialog.throw_away()


def test_a_shortcut_becomes_its_template_and_its_empty_place_keeps_the_mail_here(by_server, outbox, compose, nancy, settle):
    add_template(TemplateInput("Late", "Dear {customer.name}, {order.number}", subject="Late", shortcut="late"), nancy)
    dialog = compose()
    write(dialog, subject="", body="")
    dialog.body.setFocus()
    QTest.keyClicks(dialog.body, "/late ")
    settle()
    assert (dialog.subject.text(), dialog.body.toPlainText()) == ("Late", "Dear Ada, ⟦order.number⟧")
    assert "order.number" in dialog.message.text()
    dialog.save.click()
    settle()
    assert not OutgoingMail.select().exists()
    assert "empty places" in dialog.message.text()


@pytest.fixture
def published(owner):
    """For customers, with a shortcut; and one for colleagues."""
    for title, shortcut, audience in (("Descaling a kettle", "descale", Audience.CUSTOMERS), ("Haggling", "haggle", Audience.INTERNAL)):
        (row_id,) = write_article(ArticleInput(title, f"**{title}**: with vinegar.", audience=audience, shortcut=shortcut), owner).of(
            Entity.ARTICLE
        )
        publish_article(row_id, 1, owner)


def test_an_article_is_found_and_put_into_the_mail_and_its_use_is_noted(by_server, outbox, compose, published, desk, settle):
    dialog = compose()
    write(dialog, subject="Your kettle", body="")
    dialog.pick.click()
    settle()
    (pick,) = dialog.findChildren(PickArticle)
    assert [pick.found.item(row).text() for row in range(pick.found.count())] == ["Descaling a kettle"]
    pick.sought.setText("vinegar")
    pick.look()
    settle()
    QTest.keyClick(pick.sought, Qt.Key.Key_Return)
    settle()
    assert dialog.body.toPlainText() == "Descaling a kettle: with vinegar."
    dialog.save.click()
    settle()
    outbox.send(OutgoingMail.get().id, desk)
    settle()
    use = KnowledgeUse.get()
    assert (use.article.title, use.used_in, use.interaction_id) == ("Descaling a kettle", "email", Interaction.get().id)


def test_a_search_in_vain_is_noted_for_whoever_writes_articles(by_server, outbox, compose, published, settle):
    dialog = compose()
    dialog.pick.click()
    settle()
    (pick,) = dialog.findChildren(PickArticle)
    pick.sought.setText("rust")
    pick.look()
    settle()
    assert pick.none.isVisibleTo(pick) and not pick.insert.isEnabled()
    pick.reject()
    settle()
    assert [row.words for row in MissedSearch.select()] == ["rust"]
    dialog.throw_away()


def test_an_article_comes_by_its_shortcut_but_not_one_for_colleagues(by_server, outbox, compose, published, settle):
    dialog = compose()
    write(dialog, body="")
    dialog.body.setFocus()
    QTest.keyClicks(dialog.body, "/descale ")
    settle()
    assert dialog.body.toPlainText() == "Descaling a kettle: with vinegar."
    QTest.keyClicks(dialog.body, " /haggle ")
    settle()
    assert "for colleagues only" in dialog.message.text() and "Haggling" not in dialog.body.toPlainText()
    dialog.throw_away()


def test_a_card_number_is_cut_down_while_a_mail_is_written(by_server, outbox, compose, settle):
    dialog = compose()
    dialog.body.setFocus()
    dialog.body.clear()
    QTest.keyClicks(dialog.body, "4111 1111 1111 1111 is yours")
    dialog.subject.setFocus()
    QTest.keyClicks(dialog.subject, "5555555555554444 again")
    assert (dialog.body.toPlainText(), dialog.subject.text()) == ("•••• 1111 is yours", "•••• 4444 again")
    dialog.throw_away()


def test_the_password_is_asked_for_once_and_not_kept(by_server, outbox, compose, desk, settle):
    change_settings(mail_user="nancy")
    dialog = compose()
    write(dialog)
    dialog.save.click()
    (asked,) = dialog.findChildren(PasswordDialog)
    asked.password.setText("secret")
    asked.go_on.click()
    settle()
    assert OutgoingMail.select().count() == 1 and not outbox.needs_password()
    outbox.throw_away(OutgoingMail.get().id, desk)
    settle()


def test_without_a_server_the_mail_program_gets_it_and_it_is_noted(outbox, compose, settle, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    dialog = compose()
    write(dialog, body="Two\nlines & more")
    dialog.save.click()
    settle()
    address = bytes(opened[0].toEncoded()).decode()
    assert address.startswith("mailto:Ada%20%3Cada@x.example%3E?") and "body=Two%0D%0Alines%20%26%20more" in address
    assert Interaction.get().summary == "Your order"


def test_an_answer_quotes_what_it_answers(by_server, outbox, compose, nancy, settle):
    change = log_handed_over(MailInput("Bob <bob@x.example>", "Lamp", "It is broken."), nancy)
    dialog = compose(Entity.INTERACTION, min(change.of(Entity.INTERACTION)))
    assert (dialog.to.text(), dialog.subject.text()) == ("Bob <bob@x.example>", "Re: Lamp")
    assert dialog.body.toPlainText().strip() == "> It is broken."
    dialog.throw_away()


def test_what_was_left_behind_is_asked_about(by_server, outbox, desk, qtbot, nancy, settle):
    mail = MailInput("Ada <ada@x.example>", "Left behind", "Text", files=(FileInput("a.txt", b"1"),))
    hold_mail(mail, DESK, by=nancy)
    unclear = hold_mail(mail, DESK, by=nancy)
    OutgoingMail.update(state=MailState.SENDING).where(OutgoingMail.id == unclear).execute()
    dialog = WaitingMailsDialog(desk, outbox)
    qtbot.addWidget(dialog)
    dialog.show()
    settle()
    assert dialog.list.count() == 2
    dialog.send.click()
    settle()
    assert len(outbox.taken) == 1 and dialog.list.count() == 1
    assert "nobody can tell" in dialog.why.text()
    dialog.was_sent.click()
    settle()
    assert (OutgoingMail.select().count(), Interaction.select().count()) == (0, 2)


def test_at_the_start_only_what_is_late_is_asked_about(by_server, desk, qtbot, nancy, settle):
    window = QWidget()
    qtbot.addWidget(window)
    box = Outbox(desk.jobs, desk.by)
    box.look(desk, window)
    settle()
    assert not window.findChildren(WaitingMailsDialog)
    held = hold_mail(MailInput("Ada <ada@x.example>", "Late", "Text"), DESK, by=nancy)
    OutgoingMail.update(send_at=0).where(OutgoingMail.id == held).execute()
    box.look(desk, window)
    settle()
    assert len(window.findChildren(WaitingMailsDialog)) == 1


def test_a_contact_shows_the_other_mails_of_its_exchange(desk, qtbot, nancy, settle):
    first = send_held(hold_mail(MailInput("Ada <ada@x.example>", "Lamp", "1"), DESK, by=nancy), nancy, lambda message: None)
    talk = min(first.of(Entity.INTERACTION))
    answer = MailInput("Ada <ada@x.example>", "Re: Lamp", "2", answers=answers_of(talk))
    send_held(hold_mail(answer, DESK, by=nancy), nancy, lambda message: None)
    panel = InteractionPanel(desk)
    qtbot.addWidget(panel)
    panel.show_interaction(talk)
    settle()
    assert "Re: Lamp" in panel.exchange.text() and panel.exchange.isVisibleTo(panel)
