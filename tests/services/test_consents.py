"""What customers agree to: noted, withdrawn, undone, and asked before mails and surveys that need it."""

from datetime import UTC, datetime, timedelta

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.consents import ConsentState
from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.survey_kinds import SurveyChannel, SurveyKind, SurveyState
from crm_desktop.data.models import Consent, Customer, Survey, SurveyResponse, Template
from crm_desktop.data.undo import undo
from crm_desktop.queries.consents import consents_of, how_it_stands, purposes
from crm_desktop.services.cases import CaseInput, open_case
from crm_desktop.services.consents import ConsentInput, NoConsent, note_consent, withdraw_consent
from crm_desktop.services.merging import merge_customers
from crm_desktop.services.outgoing_mails import MailInput, hold_mail, log_handed_over
from crm_desktop.services.survey_responses import AskedInput, ask_survey
from crm_desktop.services.surveys import SurveyInput, add_survey, set_survey_state
from crm_desktop.services.templates import TemplateInput, add_template
from tests.conftest import MOMENT

FORM = ConsentInput("Newsletter", "email", "web form", text_version="May text", given_at=MOMENT, evidence="form 12")
DESK = "Nancy <nancy@shop.example>"


@pytest.fixture
def ada(make_customer):
    return make_customer("Ada")


@pytest.fixture
def news(nancy):
    """A template for who agreed to the newsletter."""
    add_template(TemplateInput("News", "What is new.", subject="News", purpose=" Newsletter "), nancy)
    return Template.get().id


def mail(customer, template, **fields):
    return MailInput("ada@x.example", "News", "What is new.", customer_id=customer and customer.id, template_id=template, **fields)


def test_each_thing_said_is_kept_with_how_and_by_whom(ada, nancy, store):
    note_consent(ada.id, FORM, nancy)
    withdraw_consent(Consent.get().id, nancy, "by letter", MOMENT + timedelta(1))
    note_consent(ada.id, ConsentInput("newsletter", given_at=utc_now(), refused=True), nancy)

    first, second = consents_of(ada.id)
    assert first[1:4] == ("Newsletter", "email", "web form")
    assert first[6:] == ("May text", "form 12", "by letter", "Nancy Davolio", "Nancy Davolio")
    assert (first.said.state, second.said.state) == (ConsentState.WITHDRAWN, ConsentState.REFUSED)
    assert how_it_stands(ada.id, "Newsletter", "email").state is ConsentState.REFUSED
    assert purposes() == ("Newsletter", "newsletter")


def test_a_consent_is_withdrawn_once_and_a_withdrawal_can_be_taken_back(ada, nancy):
    note_consent(ada.id, FORM, nancy)
    change = withdraw_consent(Consent.get().id, nancy)
    with pytest.raises(NotAllowed):
        withdraw_consent(Consent.get().id, nancy)

    undo(change.operation, nancy)
    assert how_it_stands(ada.id, "Newsletter", "email").allows


@pytest.mark.parametrize(
    "wanted",
    [
        ConsentInput(" "),
        ConsentInput("News", "pigeon"),
        ConsentInput("News", id=1),
        ConsentInput("News", given_at=utc_now() + timedelta(2)),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_kept(ada, nancy, wanted):
    with pytest.raises(UserError):
        note_consent(ada.id, wanted, nancy)
    assert Consent.select().count() == 0


def test_a_template_that_needs_a_consent_goes_to_nobody_without(ada, nancy, news):
    with pytest.raises(NoConsent, match="never agreed"):
        hold_mail(mail(ada, news), DESK, nancy)
    note_consent(ada.id, FORM, nancy)
    assert hold_mail(mail(ada, news), DESK, nancy)

    withdraw_consent(Consent.get().id, nancy)
    with pytest.raises(NoConsent, match="withdrew"):
        hold_mail(mail(ada, news), DESK, nancy)
    with pytest.raises(NoConsent):
        log_handed_over(mail(ada, news), nancy)
    with pytest.raises(NoConsent, match="nobody is known"):
        hold_mail(mail(None, news), DESK, nancy)


def test_what_an_order_or_case_needs_is_sent_all_the_same_and_nothing_else_is(ada, nancy, news):
    (case,) = open_case(CaseInput("Late", customer_id=ada.id), by=nancy).of(Entity.CASE)

    with pytest.raises(NoConsent):
        hold_mail(mail(ada, news, is_needed=True), DESK, nancy)
    with pytest.raises(NoConsent):
        hold_mail(mail(ada, news, case_id=case), DESK, nancy)
    assert hold_mail(mail(ada, news, case_id=case, is_needed=True), DESK, nancy)
    assert hold_mail(mail(ada, None), DESK, nancy), "what is written by hand needs no consent"


def test_a_survey_that_needs_a_consent_is_asked_of_nobody_without_and_may_be_answered(ada, nancy):
    add_survey(SurveyInput("How were we", SurveyKind.CSAT, "How were we?", purpose="Opinion"), nancy)
    survey = Survey.get()
    set_survey_state(survey.id, survey.version, SurveyState.OPEN, nancy)

    with pytest.raises(NoConsent):
        ask_survey(AskedInput(survey.id, SurveyChannel.EMAIL, ada.id), nancy)
    ask_survey(AskedInput(survey.id, SurveyChannel.PHONE, ada.id, score=5), nancy)
    note_consent(ada.id, ConsentInput("opinion"), nancy)
    ask_survey(AskedInput(survey.id, SurveyChannel.EMAIL, ada.id), nancy)
    assert SurveyResponse.select().count() == 2


def test_who_was_merged_allows_what_both_allowed(ada, make_customer, nancy):
    twin = make_customer("Ada L.")
    note_consent(twin.id, FORM, nancy)
    merge_customers(ada.id, ada.version, twin.id, Customer.get_by_id(twin.id).version, {}, nancy)

    assert how_it_stands(ada.id, "Newsletter", "email").allows
    assert consents_of(ada.id)[0].given_at <= datetime.now(UTC)
