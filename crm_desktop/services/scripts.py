"""Scripts for calls and chats: their steps, and the way a conversation took through one."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from crm_desktop.core.actors import Actor
from crm_desktop.core.cards import clean_note, clean_said
from crm_desktop.core.changes import Change
from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import ChannelKind
from crm_desktop.core.kinds_of_knowledge import AnswerKind, NodeKind
from crm_desktop.core.languages import checked_language
from crm_desktop.core.read_json import kept_list
from crm_desktop.core.rights import Right
from crm_desktop.core.script_flow import MOST_STEPS, ScriptStep, Way, checked_flow, step_called
from crm_desktop.core.text import clean_line
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import Article, ContactReason, Interaction, Script, ScriptNode, ScriptPath

_MOST_WALKED = 5 * MOST_STEPS
_COLUMNS = ("kind", "say", "ask", "answer", "choices", "ways", "next_step", "required", "seconds", "article_id", "position")


@dataclass(frozen=True, slots=True)
class ScriptInput:
    """`channel` and `reason_id` say when it is offered; without them always. `steps` are all of them, the first one begins."""

    name: str
    steps: tuple[ScriptStep, ...] = ()
    about: str = ""
    channel: ChannelKind | None = None
    reason_id: int | None = None
    language: str = ""
    active: bool = True

    def checked(self) -> "ScriptInput":
        name = clean_said(self.name)
        if not name:
            raise UserError(_("A script needs a name. Nothing was saved."))
        return replace(
            self,
            name=name,
            about=clean_said(self.about),
            language=checked_language(self.language),
            steps=checked_flow(self.steps),
        )

    def fill(self, script: Script) -> None:
        for name in ("name", "about", "language", "active", "reason_id"):
            setattr(script, name, getattr(self, name))
        script.channel = self.channel or ""


@dataclass(frozen=True, slots=True)
class Walked:
    """A step that was taken: its name, and what was answered. `at` None: now."""

    step: str
    answer: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PathInput:
    """The way through a script, in the order it was taken. `script_version` is the one that was followed; 0: today's."""

    script_id: int
    steps: tuple[Walked, ...] = ()
    script_version: int = 0


def add_script(wanted: ScriptInput, by: Actor, key: str | None = None) -> Change:
    wanted = wanted.checked()
    with operation(N_("Added the script {name}"), by, may=Right.APPROVE_KNOWLEDGE, key=key) as done:
        _check_links(wanted)
        script = Script()
        wanted.fill(script)
        done.insert(script)
        for node in nodes_of(wanted.steps):
            node.script = script
            done.insert(node)
        done.numbers["name"] = script.name
    return done.change


def change_script(script_id: int, version: int, wanted: ScriptInput, by: Actor, key: str | None = None) -> Change:
    """Its steps are replaced by those given. Ways that calls took through it before stay as they were."""
    wanted = wanted.checked()
    with operation(N_("Changed the script {name}"), by, may=Right.APPROVE_KNOWLEDGE, key=key) as done:
        _check_links(wanted)
        script = _script(script_id)
        script.version = version
        wanted.fill(script)
        done.save(script)
        _replace_steps(script, wanted.steps, done)
        done.numbers["name"] = script.name
    return done.change


def log_path(interaction_id: int, wanted: PathInput, by: Actor, key: str | None = None) -> Change:
    """The way a conversation that is logged already took through a script."""
    with operation(N_("Logged how {number} went"), by, may=Right.LOG_INTERACTIONS, key=key) as done:
        interaction = Interaction.get_or_none(id=interaction_id)
        if interaction is None:
            raise UserError(_("This conversation is not there any more. Nothing was saved."))
        new_path(interaction, wanted, done)
        done.numbers["number"] = interaction.number
    return done.change


def new_path(interaction: Interaction, wanted: PathInput, done: Done) -> None:
    """Within an operation that is under way. Steps are kept with their words, which may be others tomorrow.

    Raises UserError for a step that today's script has not, unless an older version was followed.
    """
    script = _script(wanted.script_id)
    if not wanted.steps or len(wanted.steps) > _MOST_WALKED:
        raise UserError(_("A way through a script has between 1 and {most} steps. Nothing was saved.").format(most=_MOST_WALKED))
    flow = steps_of(script.id)
    version = wanted.script_version or script.version
    walked = []
    for taken in wanted.steps:
        step = step_called(flow, taken.step)
        if step is None and version == script.version:
            raise UserError(_("The script has no step “{name}”. Nothing was saved.").format(name=taken.step))
        said = (step.ask or step.say) if step is not None else ""
        at = int((taken.at or utc_now()).timestamp())
        walked.append({"step": clean_line(taken.step), "said": said, "answer": clean_note(taken.answer).strip(), "at": at})
    last = step_called(flow, wanted.steps[-1].step)
    ended = last is not None and not last.next(wanted.steps[-1].answer)
    row = ScriptPath(interaction=interaction, script=script, script_version=version, ended=ended)
    row.steps = json.dumps(walked, ensure_ascii=False)
    done.insert(row)


def steps_of(script_id: int) -> tuple[ScriptStep, ...]:
    nodes = ScriptNode.select().where(ScriptNode.script == script_id).order_by(ScriptNode.position, ScriptNode.id)
    return tuple(step_of(node) for node in nodes)


def step_of(node: ScriptNode) -> ScriptStep:
    return ScriptStep(
        node.name, NodeKind(node.kind), node.say, node.ask, AnswerKind(node.answer), tuple(kept_list(node.choices)),
        tuple(Way(answer, to) for answer, to in kept_list(node.ways)), node.next_step, node.required, node.seconds, node.article_id,
    )  # fmt: skip


def nodes_of(steps: Sequence[ScriptStep]) -> list[ScriptNode]:
    """Rows that belong to no script yet."""
    return [
        ScriptNode(
            position=position, name=step.name, kind=step.kind, say=step.say, ask=step.ask, answer=step.answer,
            choices=json.dumps(step.choices, ensure_ascii=False),
            ways=json.dumps([[way.answer, way.to] for way in step.ways], ensure_ascii=False),
            next_step=step.then, required=step.required, seconds=step.seconds, article=step.article_id,
        )
        for position, step in enumerate(steps)
    ]  # fmt: skip


def _script(script_id: int) -> Script:
    script = Script.get_or_none(id=script_id)
    if script is None:
        raise UserError(_("This script is not there any more. Nothing was saved."))
    return script


def _check_links(wanted: ScriptInput) -> None:
    if wanted.reason_id is not None and ContactReason.get_or_none(id=wanted.reason_id) is None:
        raise UserError(_("This reason is not there any more. Nothing was saved; choose another."))
    for step in wanted.steps:
        if step.article_id is not None and Article.get_or_none(id=step.article_id) is None:
            raise UserError(_("The article of the step “{name}” is not there any more. Nothing was saved.").format(name=step.name))


def _replace_steps(script: Script, steps: Sequence[ScriptStep], done: Done) -> None:
    """By name: a step that stays is changed where it differs."""
    present = {node.name: node for node in ScriptNode.select().where(ScriptNode.script == script)}
    wanted = {node.name: node for node in nodes_of(steps)}
    for name in present.keys() - wanted.keys():
        done.delete(present[name])
    for name, node in wanted.items():
        old = present.get(name)
        if old is None:
            node.script = script
            done.insert(node)
        else:
            for column in _COLUMNS:
                setattr(old, column, getattr(node, column))
            done.save(old)
