"""Texts that are written again and again: for e-mails, letters, chats and messages, with placeholders and in several languages."""

from dataclasses import dataclass, replace

from crm_desktop.core.actors import Actor
from crm_desktop.core.cards import clean_note, clean_said
from crm_desktop.core.changes import Change
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds_of_knowledge import TemplateKind, TemplateScope, UsedIn
from crm_desktop.core.languages import checked_language
from crm_desktop.core.placeholders import CURSOR, demand_known, names_in
from crm_desktop.core.rights import Right, demand
from crm_desktop.core.slash_words import checked_shortcut
from crm_desktop.core.text import clean_line, fold
from crm_desktop.data.history import operation
from crm_desktop.data.models import Team, TeamMember, Template
from crm_desktop.services.articles import LONGEST, note_uses

_WITH_SUBJECT = (TemplateKind.EMAIL, TemplateKind.LETTER)


@dataclass(frozen=True, slots=True)
class TemplateInput:
    """`shortcut` is what is typed for it, without the prefix; templates of one shortcut are one text in several languages.

    `team_id` goes with the scope team. One that is not active is offered no more. `purpose` is what somebody must have agreed to
    before they get it; empty: nothing, as with what an order or a question needs.
    """

    name: str
    body: str
    kind: TemplateKind = TemplateKind.EMAIL
    subject: str = ""
    language: str = ""
    shortcut: str = ""
    scope: TemplateScope = TemplateScope.COMPANY
    team_id: int | None = None
    active: bool = True
    purpose: str = ""

    def checked(self) -> "TemplateInput":
        wanted = replace(
            self,
            name=clean_said(self.name),
            body=clean_note(self.body).strip(),
            subject=clean_said(self.subject),
            language=checked_language(self.language),
            shortcut=checked_shortcut(self.shortcut),
            purpose=clean_line(self.purpose),
        )
        if not wanted.name or not wanted.body:
            raise UserError(_("A template needs a name and a text. Nothing was saved."))
        if len(wanted.body) > LONGEST:
            raise UserError(_("This text is longer than any letter. Nothing was saved; make it shorter."))
        if wanted.kind in _WITH_SUBJECT and not wanted.subject:
            raise UserError(_("An e-mail or a letter needs a subject. Nothing was saved."))
        if (wanted.scope == TemplateScope.TEAM) != (wanted.team_id is not None):
            raise UserError(_("A template of a team needs the team, and no other does. Nothing was saved."))
        demand_known(wanted.subject, "subject")
        demand_known(wanted.body, "body")
        if CURSOR in names_in(wanted.subject):
            raise UserError(_("The place where you go on writing is in the text, not in the subject. Nothing was saved."))
        return wanted

    def fill(self, template: Template) -> None:
        for name in ("name", "body", "kind", "subject", "language", "shortcut", "scope", "team_id", "active", "purpose"):
            setattr(template, name, getattr(self, name))


def add_template(wanted: TemplateInput, by: Actor, key: str | None = None) -> Change:
    """One for everybody, or a team's, needs whoever may approve; one's own does not."""
    wanted = wanted.checked()
    with operation(N_("Added the template {name}"), by, may=Right.WRITE_KNOWLEDGE, key=key) as done:
        template = Template()
        wanted.fill(template)
        template.owner_id = by.id if wanted.scope == TemplateScope.ME else None
        _demand_own(template, by)
        _check(template)
        done.insert(template)
        done.numbers["name"] = template.name
    return done.change


def change_template(template_id: int, version: int, wanted: TemplateInput, by: Actor, key: str | None = None) -> Change:
    wanted = wanted.checked()
    with operation(N_("Changed the template {name}"), by, may=Right.WRITE_KNOWLEDGE, key=key) as done:
        template = _template(template_id)
        _demand_own(template, by)
        owner = template.owner_id if template.scope == TemplateScope.ME else by.id
        wanted.fill(template)
        template.owner_id = owner if wanted.scope == TemplateScope.ME else None
        template.version = version
        _demand_own(template, by)
        _check(template)
        done.save(template)
        done.numbers["name"] = template.name
    return done.change


def use_template(
    template_id: int, by: Actor, used_in: UsedIn = UsedIn.OTHER, interaction_id: int | None = None, key: str | None = None
) -> Change:
    """It was taken for something that left the house."""
    with operation(N_("Used the template {name}"), by, may=Right.LOG_INTERACTIONS, key=key) as done:
        template = _template(template_id)
        _demand_readable(template, by)
        note_uses((template,), by, done, used_in, interaction_id)
        done.numbers["name"] = template.name
    return done.change


def _template(template_id: int) -> Template:
    template = Template.get_or_none(id=template_id)
    if template is None:
        raise UserError(_("This template is not there any more. Nothing was saved."))
    return template


def _demand_own(template: Template, by: Actor) -> None:
    if template.scope == TemplateScope.ME:
        _demand_readable(template, by)
    else:
        demand(by, Right.APPROVE_KNOWLEDGE)


def _demand_readable(template: Template, by: Actor) -> None:
    if template.scope == TemplateScope.ME and template.owner_id != by.id:
        raise NotAllowed(_("This template is a colleague's own. Nothing was changed."))


def _check(template: Template) -> None:
    """Its team is there with somebody in it, and nothing else of the same reach answers to its shortcut in its language."""
    if template.team_id is not None and not TeamMember.select().where(TeamMember.team == template.team_id).exists():
        gone = Team.get_or_none(id=template.team_id) is None
        raise UserError(
            _("This team is not there any more. Nothing was saved; choose another.")
            if gone
            else _("Nobody is in this team, so nobody could use the template. Nothing was saved.")
        )
    if not template.shortcut:
        return
    same = Template.select().where(Template.shortcut == template.shortcut, Template.language == template.language, Template.active)
    for other in same:
        if other.id != template.id and (other.kind, other.scope, other.team_id, other.owner_id) == (
            template.kind, template.scope, template.team_id, template.owner_id,
        ):  # fmt: skip
            raise UserError(
                _("“{other}” has the shortcut “{shortcut}” in this language already. Nothing was saved; choose another.").format(
                    other=other.name, shortcut=fold(template.shortcut)
                )
            )
