import pytest

from crm_desktop.core.actors import Actor, Role
from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.kinds_of_knowledge import TemplateKind, TemplateScope, UsedIn
from crm_desktop.data.models import Template
from crm_desktop.services.templates import TemplateInput, add_template, change_template, use_template

REFUND = TemplateInput(
    "Refund", "Dear {customer.first_name,fallback=customer}", subject="Your refund", shortcut="/Refund", language="en_GB"
)


@pytest.fixture
def rep(store):
    return Actor(1, "rita", Role.REPRESENTATIVE)


def added(wanted, by):
    (row_id,) = add_template(wanted, by).of(Entity.TEMPLATE)
    return Template.get_by_id(row_id)


def test_a_template_is_kept_with_its_shortcut_and_language(store, nancy):
    template = added(REFUND, nancy)
    assert (template.shortcut, template.language, template.owner_id) == ("refund", "en", None)


def test_one_shortcut_serves_several_languages_and_not_two_in_one(store, nancy):
    added(REFUND, nancy)
    german = TemplateInput("Erstattung", "Guten Tag", subject="Ihre Erstattung", shortcut="refund", language="de")
    added(german, nancy)
    with pytest.raises(UserError, match="“Erstattung”"):
        add_template(TemplateInput("Noch eine", "Hallo", subject="x", shortcut="refund", language="de"), nancy)


@pytest.mark.parametrize(
    "wanted",
    [
        TemplateInput("x", "{customer.nick}", subject="y"),
        TemplateInput("x", "y", subject="{order.numbr}"),
        TemplateInput("x", "y", subject="{cursor}"),
        TemplateInput("x", "y"),
        TemplateInput("", "y", subject="z"),
        TemplateInput("x", " ", kind=TemplateKind.CHAT),
        TemplateInput("x", "y", kind=TemplateKind.CHAT, shortcut="two words"),
        TemplateInput("x", "y", kind=TemplateKind.CHAT, scope=TemplateScope.TEAM),
    ],
)
def test_what_makes_no_sense_is_refused(store, nancy, wanted):
    with pytest.raises(UserError):
        add_template(wanted, nancy)
    assert not Template.select().exists()


def test_ones_own_needs_nobody_and_everybodys_needs_a_supervisor(store, rep, nancy):
    own = added(TemplateInput("Mine", "Hi {cursor}", kind=TemplateKind.CHAT, scope=TemplateScope.ME), rep)
    assert own.owner_id == rep.id
    with pytest.raises(NotAllowed):
        add_template(REFUND, rep)
    with pytest.raises(NotAllowed):
        change_template(own.id, 1, TemplateInput("Mine", "Hi", kind=TemplateKind.CHAT), rep)
    with pytest.raises(NotAllowed):
        use_template(own.id, nancy)


def test_each_use_counts(store, nancy):
    template = added(REFUND, nancy)
    use_template(template.id, nancy, UsedIn.EMAIL)
    assert Template.get_by_id(template.id).used == 1
