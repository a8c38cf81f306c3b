"""Files of mails into a store."""

from datetime import UTC, datetime
from email.utils import format_datetime

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import UserError
from crm_desktop.core.kinds import Direction, PointKind
from crm_desktop.data.attachment_contents import content_of
from crm_desktop.data.models import (
    Attachment,
    CaseEvent,
    Channel,
    Company,
    Customer,
    Interaction,
    MailMessage,
    MailReference,
    Staff,
    SupportCase,
)
from crm_desktop.exchange.importing import undo_import
from crm_desktop.exchange.known_systems import Asked, import_from, reader_of
from crm_desktop.exchange.mails import import_mails
from crm_desktop.queries.mails import mail_of, thread_of
from crm_desktop.services.case_steps import solve_case
from crm_desktop.services.cases import CaseInput, open_case
from crm_desktop.services.customers import CustomerInput, PointInput, add_customer
from crm_desktop.services.erasing import erase_customer
from crm_desktop.services.interactions import InteractionInput, change_interaction

ADA = "Ada Ähre <Ada@Aehre.example>"
FILES = """MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

See the picture. My card: 4111 1111 1111 1111
--b
Content-Type: image/png; name="../../x.png"
Content-Disposition: attachment
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--b--
"""


def mail(ident="1@x", sender=ADA, subject="Late", date="Mon, 2 Mar 2026 09:00:00 +0100", more="", body="Where is it?"):
    said = {"Message-ID": f"<{ident}>" if ident else "", "From": sender, "To": "desk@shop.example", "Subject": subject, "Date": date}
    head = "".join(f"{name}: {value}\n" for name, value in said.items() if value)
    return head + more + (body if body.startswith("MIME") else f"\n{body}\n")


def box(*mails):
    return "".join(f"From somebody  Mon Mar  2 09:00:00 2026\n{one}\n" for one in mails)


@pytest.fixture
def bring(nancy, tmp_path):
    def bring(text, name="mails.mbox", **options):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return import_mails([path], by=nancy, **options)

    return bring


@pytest.fixture
def ada(nancy):
    points = (PointInput(PointKind.EMAIL, "ada@aehre.example"),)
    change = add_customer(CustomerInput("Bäckerei Ähre", points=points), by=nancy)
    return Customer.get_by_id(min(change.of(Entity.CUSTOMER)))


def counts(result):
    found = result.counts["interaction"]
    return found.new, found.changed, found.same, found.kept, found.rejected


def test_a_mail_of_a_customer_is_an_interaction_with_them(bring, ada):
    result = bring(mail(), "late.eml")

    assert (counts(result), result.refused) == ((1, 0, 0, 0, 0), [])
    found = Interaction.get()
    assert (found.customer_id, found.caller, found.direction, found.summary) == (ada.id, "", Direction.IN, "Late")
    assert (found.notes, found.started_at) == ("Where is it?", datetime(2026, 3, 2, 8, tzinfo=UTC))
    assert found.channel.kind == "email"
    head = mail_of(found.id)
    assert (head.message_id, head.sender, head.recipients) == ("1@x", ADA, "desk@shop.example")


def test_the_same_mails_again_change_nothing(bring, ada):
    bring(box(mail(), mail("2@x", body=FILES)))
    again = bring(box(mail(), mail("2@x", body=FILES)))

    assert (counts(again), again.change) == ((0, 0, 2, 0, 0), None)
    assert (Interaction.select().count(), MailMessage.select().count(), Attachment.select().count()) == (2, 2, 1)


def test_undoing_takes_mails_files_and_threads_away_and_they_may_come_again(bring, nancy):
    result = bring(box(mail(), mail("2@x", more="In-Reply-To: <1@x>\n", body=FILES)))

    assert undo_import(result.run, by=nancy).kept == []
    assert [model.select().count() for model in (Interaction, MailMessage, MailReference, Attachment)] == [0, 0, 0, 0]
    assert counts(bring(box(mail(), mail("2@x", body=FILES)))) == (2, 0, 0, 0, 0)
    assert Attachment.select().count() == 1


def test_a_trial_writes_nothing(bring):
    assert counts(bring(mail(body=FILES), "one.eml", dry_run=True)) == (1, 0, 0, 0, 0)
    assert not Interaction.select().exists()


def test_whoever_is_no_customer_stays_by_name_and_address(bring):
    result = bring(mail(sender='"Doe, John" <john@doe.example>'), "one.eml")

    found = Interaction.get()
    assert (found.customer_id, found.caller) == (None, "Doe, John <john@doe.example>")
    assert any("no customer here" in notice for notice in result.notices)


def test_of_two_customers_with_one_address_none_is_guessed(bring, ada, nancy):
    add_customer(CustomerInput("Müller", points=(PointInput(PointKind.EMAIL, "ada@aehre.example"),)), by=nancy)
    result = bring(mail(), "one.eml")

    assert (Interaction.get().customer_id, Interaction.get().caller) == (None, ADA)
    (refused,) = result.refused
    assert "Several customers" in refused.reason


def test_what_a_colleague_wrote_went_out_to_the_customer(bring, ada, nancy):
    Staff.update(email="nancy@shop.example").where(Staff.id == nancy.id).execute()
    bring(mail(sender="Nancy <Nancy@shop.example>").replace("To: desk@shop.example", f"To: {ADA}"), "one.eml")

    found = Interaction.get()
    assert (found.direction, found.staff_id, found.customer_id) == (Direction.OUT, nancy.id, ada.id)


def test_the_company_s_own_address_is_not_a_caller(bring):
    Company.update(email="Desk@shop.example").execute()
    bring(mail(sender="desk@shop.example").replace("To: desk@shop.example", "To: Bob <bob@example.org>"), "one.eml")

    assert (Interaction.get().direction, Interaction.get().caller) == (Direction.OUT, "Bob <bob@example.org>")


def test_answers_are_one_thread_whatever_came_first(bring):
    bring(mail("3@x", date="Wed, 4 Mar 2026 09:00:00 +0000", more="References: <1@x> <2@x>\n"), "c.eml")
    bring(mail("1@x"), "a.eml")
    bring(mail("2@x", date="Tue, 3 Mar 2026 09:00:00 +0000", more="In-Reply-To: <1@x>\n"), "b.eml")
    bring(mail("9@x", subject="Other"), "d.eml")

    for one in MailMessage.select().where(MailMessage.message_id != "9@x"):
        assert [row.message_id for row in thread_of(one.interaction_id)] == ["1@x", "2@x", "3@x"]
    assert [row.message_id for row in thread_of(MailMessage.get(message_id="9@x").interaction_id)] == ["9@x"]


@pytest.fixture
def case_of_ada(bring, ada, nancy):
    """With the mail that it came with."""
    bring(mail("1@x"), "a.eml")
    (case_id,) = open_case(CaseInput("Late", customer_id=ada.id, interaction_id=Interaction.get().id), nancy).of(Entity.CASE)
    return SupportCase.get_by_id(case_id)


def test_an_answer_joins_the_case_of_its_thread_however_many_mails_lie_between(bring, case_of_ada):
    last = mail("4@x", date="Fri, 6 Mar 2026 09:00:00 +0000", more="In-Reply-To: <3@x>\n")
    result = bring(box(mail("9@x", subject="Other"), last, mail("3@x", more="In-Reply-To: <1@x>\n")))

    about = {row.message_id: row.interaction.case_id for row in MailMessage.select()}
    assert about == {"1@x": case_of_ada.id, "3@x": case_of_ada.id, "4@x": case_of_ada.id, "9@x": None}
    heard = CaseEvent.select().where(CaseEvent.case == case_of_ada, CaseEvent.kind == "heard")
    assert [event.interaction.started_at.day for event in heard.order_by(CaseEvent.at)] == [2, 2, 6]
    assert undo_import(result.run, by=nancy_of(case_of_ada)).kept == []
    assert heard.count() == 1


def nancy_of(case):
    return CaseEvent.get(CaseEvent.case == case, CaseEvent.kind == "opened").staff.actor()


def test_a_mail_of_somebody_else_in_that_thread_stays_by_itself(bring, case_of_ada, nancy):
    add_customer(CustomerInput("Bob", points=(PointInput(PointKind.EMAIL, "bob@bob.example"),)), by=nancy)
    bring(mail("2@x", sender="bob@bob.example", more="In-Reply-To: <1@x>\n"), "b.eml")

    assert MailMessage.get(message_id="2@x").interaction.case_id is None


def test_a_mail_about_a_solved_case_reopens_it_in_the_import(bring, case_of_ada, nancy):
    solve_case(case_of_ada.id, SupportCase.get().version, nancy)
    again = format_datetime(datetime.now(UTC))
    bring(mail("2@x", date=again, more="In-Reply-To: <1@x>\n"), "b.eml")

    assert (SupportCase.get().state, SupportCase.get().reopened) == ("open", 1)
    bring(mail("2@x", date=again, more="In-Reply-To: <1@x>\n"), "b.eml")
    assert Interaction.select().count() == 2


def test_answers_to_one_that_is_not_here_belong_together(bring):
    bring(box(mail("2@x", more="In-Reply-To: <1@x>\n"), mail("3@x", more="References: <1@x>\n")))

    assert len(thread_of(Interaction.get().id)) == 2


def test_a_file_has_a_safe_name_and_card_numbers_are_cut(bring):
    result = bring(mail(body=FILES), "one.eml")

    found = Attachment.get()
    assert (found.file_name, found.entity_table, found.media_type) == ("x.png", "interaction", "image/png")
    assert content_of(found.sha256) == b"\x89PNG\r\n\x1a\n"
    assert "•••• 1111" in Interaction.get().notes
    assert any("card number" in notice for notice in result.notices)


def test_two_files_of_one_content_are_two_and_come_once(bring):
    part = FILES[FILES.index("--b\nContent-Type: image") : FILES.index("--b--")]
    two = FILES.replace("--b--", part.replace("../../x.png", "y.png") + "--b--")
    bring(box(mail(body=two)))
    bring(box(mail(body=two)))
    assert sorted(file.file_name for file in Attachment.select()) == ["x.png", "y.png"]


def test_without_a_date_it_stands_at_the_moment_it_came_and_stays_there(bring, monkeypatch):
    monkeypatch.setattr("crm_desktop.exchange.mails.utc_now", lambda: datetime(2026, 5, 1, tzinfo=UTC))
    result = bring(mail(date="sometime"), "one.eml")
    assert Interaction.get().started_at == datetime(2026, 5, 1, tzinfo=UTC)
    assert [(refused.column, refused.value) for refused in result.refused] == [("Date", "sometime")]

    monkeypatch.setattr("crm_desktop.exchange.mails.utc_now", lambda: datetime(2026, 6, 1, tzinfo=UTC))
    assert bring(mail(date="sometime"), "one.eml").change is None


def test_two_mails_of_one_message_id_both_come_in(bring):
    assert counts(bring(box(mail(), mail(subject="Other")))) == (2, 0, 0, 0, 0)


def test_one_that_stands_twice_comes_once_and_one_that_says_something_else_is_named(bring):
    result = bring(box(mail(), mail(), mail(body="Something else")))

    assert counts(result) == (1, 0, 0, 0, 1)
    assert any("stands twice" in notice for notice in result.notices)
    assert "same Message-ID" in result.refused[0].reason


def test_what_somebody_put_right_here_stays(bring, ada, nancy):
    bring(mail(sender="john@doe.example"), "one.eml")
    found = Interaction.get()
    wanted = InteractionInput(found.channel_id, customer_id=ada.id, summary="Late delivery", notes=found.notes, started_at=found.started_at)
    change_interaction(found.id, found.version, wanted, by=nancy)
    bring(mail(sender="john@doe.example"), "one.eml")

    assert (Interaction.get().customer_id, Interaction.get().summary) == (ada.id, "Late delivery")


def test_nothing_of_a_person_who_was_erased_comes_back(bring, ada, owner):
    bring(mail(body=FILES), "one.eml")
    erase_customer(ada.id, by=owner)
    head = MailMessage.get()
    assert (head.sender, head.recipients, head.subject) == ("", "", "")

    bring(mail(body=FILES), "one.eml")
    assert (Interaction.get().notes, MailMessage.get().sender, Attachment.select().count()) == ("", "", 0)


def test_a_company_without_a_channel_for_mails_gets_one(bring):
    Channel.update(active=False).where(Channel.kind == "email").execute()
    Channel.update(name="Old mail").where(Channel.kind == "email").execute()
    bring(mail(), "one.eml")

    assert (Interaction.get().channel.name, Interaction.get().channel.active) == ("E-mail", True)


def test_a_folder_of_mails_comes_in_by_name(nancy, tmp_path):
    for number in (1, 2):
        (tmp_path / f"{number}.eml").write_text(mail(f"{number}@x"), encoding="utf-8")
    result = import_from(reader_of("mail"), [tmp_path], Asked(), by=nancy)

    assert counts(result) == (2, 0, 0, 0, 0)


def test_an_mbox_that_is_none_is_refused(bring):
    with pytest.raises(UserError, match="holds no mails"):
        bring("id,name\n1,Ada\n")


def test_stopping_leaves_nothing_behind(bring):
    class Enough(Exception):
        pass

    def stop(share):
        raise Enough

    with pytest.raises(Enough):
        bring(box(*(mail(f"{number}@x") for number in range(50))), progress=stop)
    assert not Interaction.select().exists()
