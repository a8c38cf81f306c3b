"""Missed calls are returned with real keys: the longest waiting first, by a script, verified, with what helps beside the notes."""

import json
from datetime import timedelta

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.core.kinds import ChannelKind, Direction, Outcome, PointKind
from crm_desktop.core.kinds_of_knowledge import AnswerKind, NodeKind
from crm_desktop.core.script_flow import ScriptStep, Way
from crm_desktop.data.models import Channel, ContactReason, Customer, Interaction, KnowledgeUse, ScriptPath
from crm_desktop.data.opening import opened
from crm_desktop.queries.interactions import InteractionFilter, first_interactions
from crm_desktop.services.articles import ArticleInput, publish_article, write_article
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.customers import AddressInput, CustomerInput, PointInput, add_customer
from crm_desktop.services.interactions import InteractionInput, log_interaction
from crm_desktop.services.scripts import ScriptInput, add_script

STEPS = (
    ScriptStep("Apologise", NodeKind.GREETING, say="I am sorry that we missed your call.", then="Photos"),
    ScriptStep("Photos", ask="Are there photos?", answer=AnswerKind.YES_NO, ways=(Way("yes", "Offer"),), required=True),
    ScriptStep("Offer", NodeKind.ANSWER, say="Offer a replacement first."),
)


pytestmark = pytest.mark.usefixtures("own_places")


@pytest.fixture
def shop(company_file):
    """Two calls were missed: Ada's three hours ago, and one from a number that nobody knows, a quarter of an hour ago."""
    path = company_file()
    with opened(path):
        where, line = AddressInput(postal_code="10115", country="DE"), PointInput(PointKind.PHONE, "030 123456")
        add_customer(CustomerInput("Ada Ltd", points=(line,), addresses=(where,)), FOUNDER)
        phone = Channel.get(kind=ChannelKind.PHONE).id
        ada = {"customer_id": Customer.get().id, "phone": "030 123456", "started_at": utc_now() - timedelta(hours=3)}
        unknown = {"caller": "040 987654", "started_at": utc_now() - timedelta(minutes=15)}
        for missed in (ada, unknown):
            log_interaction(InteractionInput(phone, outcome=Outcome.MISSED, **missed), FOUNDER)
        damaged = ContactReason.get(name="Damaged goods").id
        add_script(ScriptInput("Damaged goods", STEPS, channel=ChannelKind.PHONE, reason_id=damaged), FOUNDER)
        (row_id,) = write_article(ArticleInput("Transit damage", "Crushed cartons are replaced."), FOUNDER).of(Entity.ARTICLE)
        publish_article(row_id, 1, FOUNDER)
    return path


def test_missed_calls_are_returned_the_longest_waiting_first(person, shop):
    person.starts(shop)
    person.presses("f2")
    person.waits_to_see("Calls to return: 2")
    person.sees("Ada Ltd · 3 h")
    person.sees("040 987654 · 15 min")
    person.goes_to("Call Ada Ltd back, who waits since: 3 h")
    person.presses("space")
    person.sees("To be called at")

    person.goes_to("What is asked")
    person.types("postal")
    person.presses("tab")
    person.types("10 115")
    person.sees("Verified")

    person.goes_to("Reason")
    person.types("damaged")
    person.goes_to("In a line")
    person.types("Called back about the carton")
    person.presses("tab")
    person.types("The outer carton was crushed")
    person.waits_until_offered("Transit damage: Read it")
    person.sees("I am sorry that we missed your call.")
    person.goes_to("Next")
    person.presses("space")
    person.sees("Are there photos?")
    person.presses("space")
    person.sees("Offer a replacement first.")
    person.goes_to("Transit damage: Read it")
    person.presses("space")
    person.waits_until_offered("Into the notes")
    person.goes_to("Into the notes")
    person.presses("space", "ctrl+enter")

    with person.store():
        back = Interaction.select().order_by(Interaction.id.desc()).get()
        assert (back.direction, back.customer.name, back.verified) == (Direction.OUT, "Ada Ltd", "Postal code")
        assert back.notes == "The outer carton was crushed\nCrushed cartons are replaced."
        assert KnowledgeUse.get().interaction_id == back.id == ScriptPath.get().interaction_id
        assert [step["step"] for step in json.loads(ScriptPath.get().steps)] == ["Apologise", "Photos"]
        waiting = first_interactions(InteractionFilter(to_return=True), 10)
        assert [call.customer for call in waiting] == ["040 987654"]

    person.presses("f2")
    person.waits_to_see("Calls to return: 1")
