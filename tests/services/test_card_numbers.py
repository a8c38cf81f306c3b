"""No number of a payment card is kept, whatever is written and by whichever way it comes in; other long numbers stay as they are."""

import random
from dataclasses import fields
from decimal import Decimal

import pytest

from crm_desktop.core.cards import is_card, mask_cards
from crm_desktop.core.kinds_of_knowledge import AnswerKind
from crm_desktop.core.kinds_of_trade import VoucherKind
from crm_desktop.core.script_flow import ScriptStep
from crm_desktop.services.articles import ArticleInput
from crm_desktop.services.cases import CaseInput
from crm_desktop.services.customers import CustomerInput
from crm_desktop.services.escalations import EscalationInput
from crm_desktop.services.follow_ups import FollowUpInput
from crm_desktop.services.interactions import InteractionInput
from crm_desktop.services.outgoing_mails import MailInput
from crm_desktop.services.scorecards import CriterionInput, ScorecardInput
from crm_desktop.services.scripts import ScriptInput
from crm_desktop.services.surveys import QuestionInput, SurveyInput
from crm_desktop.services.templates import TemplateInput
from crm_desktop.services.vouchers import VoucherInput

PANS, PHONES = 10_000, 10_000
ISSUED = (("4", 16), ("4", 13), ("4", 19), ("51", 16), ("55", 16), ("2720", 16), ("34", 15), ("37", 15), ("6011", 16), ("65", 16),
          ("3530", 16), ("36", 14), ("62", 17))  # fmt: skip
TOLD = "Paid with 4111 1111 1111 1111 yesterday"
KEPT = "Paid with •••• 1111 yesterday"
STEP = ScriptStep("Pay", say=TOLD, ask=TOLD, answer=AnswerKind.TEXT)
WRITTEN = (
    (ArticleInput(TOLD, TOLD), ("title", "body")),
    (TemplateInput(TOLD, TOLD, subject=TOLD), ("name", "body", "subject")),
    (MailInput("ada@x.example", TOLD, TOLD), ("subject", "body")),
    (ScriptInput(TOLD, (STEP,), about=TOLD), ("name", "about")),
    (CriterionInput(TOLD, TOLD, TOLD), ("text", "section", "guidance")),
    (ScorecardInput(TOLD, note=TOLD, criteria=(CriterionInput("Greets"),)), ("name", "note")),
    (SurveyInput(TOLD, question=TOLD, intro=TOLD, thanks=TOLD), ("name", "question", "intro", "thanks")),
    (QuestionInput(TOLD), ("text",)),
    (CaseInput(TOLD, caller=TOLD, description=TOLD), ("subject", "caller", "description")),
    (InteractionInput(1, caller=TOLD, summary=TOLD, notes=TOLD), ("caller", "summary", "notes")),
    (FollowUpInput(TOLD, promise=TOLD), ("title", "promise")),
    (EscalationInput(1, reason=TOLD), ("reason",)),
    (VoucherInput(VoucherKind.GOODWILL, Decimal(5), reason=TOLD), ("reason",)),
    (CustomerInput("Ada", notes=TOLD, quick_facts=TOLD), ("notes", "quick_facts")),
)


@pytest.fixture
def chance():
    return random.Random(47)


def digits(chance, count):
    return "".join(chance.choices("0123456789", k=count))


def pan(chance):
    begin, length = chance.choice(ISSUED)
    start = begin + digits(chance, length - len(begin) - 1)
    return next(start + last for last in "0123456789" if is_card(start + last))


def spellings(number):
    groups = [number[at : at + 4] for at in range(0, len(number), 4)]
    return number, " ".join(groups), "-".join(groups), ".".join(groups), "\u00a0".join(groups), f"(card {' '.join(groups)}, 12/29)"


def test_what_is_written_is_kept_without_its_card(store):
    """Of every form and every `do`: both give the service this input."""
    for wanted, names in WRITTEN:
        kept = wanted.checked()
        assert {name: getattr(kept, name) for name in names} == dict.fromkeys(names, KEPT), type(wanted).__name__
        assert "4111 1111" not in " ".join(str(getattr(kept, each.name)) for each in fields(kept)), type(wanted).__name__


def test_every_number_of_a_card_is_cut_down_in_every_spelling(chance):
    for _round in range(PANS):
        number = pan(chance)
        for text in spellings(number):
            masked, count = mask_cards(text)
            assert (count, number[:-4] in "".join(filter(str.isdigit, masked))) == (1, False), text


@pytest.mark.parametrize("spell", ["+{} {} {}", "0{}{}/{}", "DE{2} {1} {0}", "GB{} NWBK {} {}", "SO-{}{}{}", "#{}{}{}"])
def test_hardly_ever_is_a_phone_an_iban_or_an_order_number_taken_for_a_card(spell, chance):
    taken = 0
    for _round in range(PHONES):
        groups = (digits(chance, 2), digits(chance, 4), digits(chance, 8)) if "2" not in spell else (
            " ".join(digits(chance, 4) for _group in range(3)), digits(chance, 4), digits(chance, 2)
        )  # fmt: skip
        taken += mask_cards(spell.format(*groups))[1]
    assert taken < PHONES / 1_000
