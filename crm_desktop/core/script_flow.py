"""The way through a script: its steps, where each leads, and what makes a script impossible to follow.

A script begins with its first step and ends where a step leads nowhere. A loop is allowed where it asks something and one of the answers
leads out of it: a script that cannot end from one of its steps is refused, as are steps that nothing leads to.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from crm_desktop.core.cards import clean_note, clean_said
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_knowledge import AnswerKind, NodeKind
from crm_desktop.core.text import fold

MOST_STEPS = 200
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Way:
    """With this answer the call goes on at that step; empty: it ends."""

    answer: str
    to: str = ""


@dataclass(frozen=True, slots=True)
class ScriptStep:
    """`say` is what to say, `ask` what to ask; `then` is the next step whatever was answered, unless one of the `ways` fits.

    `seconds` is how long it should take at most; 0: not said. A required step cannot be skipped.
    """

    name: str
    kind: NodeKind = NodeKind.PROBE
    say: str = ""
    ask: str = ""
    answer: AnswerKind = AnswerKind.NONE
    choices: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    then: str = ""
    required: bool = False
    seconds: int = 0
    article_id: int | None = None

    @property
    def answers(self) -> tuple[str, ...]:
        """The only answers there are; empty where any text will do."""
        return {AnswerKind.YES_NO: (YES, NO), AnswerKind.CHOICE: self.choices}.get(self.answer, ())

    def next(self, answer: str) -> str:
        """The name of the step that follows this answer; empty at the end."""
        return next((way.to for way in self.ways if fold(way.answer) == fold(answer.strip())), self.then)

    def targets(self) -> Iterator[str]:
        """Wherever it can lead; the plain next step only where some answer has no way of its own."""
        yield from (way.to for way in self.ways)
        taken = {fold(way.answer) for way in self.ways}
        if not self.answers or any(fold(answer) not in taken for answer in self.answers):
            yield self.then

    def checked(self) -> "ScriptStep":
        step = replace(
            self,
            name=clean_said(self.name),
            say=clean_note(self.say).strip(),
            ask=clean_said(self.ask),
            choices=tuple(dict.fromkeys(filter(None, map(clean_said, self.choices)))),
            ways=tuple(replace(way, answer=clean_said(way.answer), to=clean_said(way.to)) for way in self.ways),
            then=clean_said(self.then),
        )
        if not step.name:
            raise UserError(_("Every step of a script needs a name. Nothing was saved."))
        if not step.say and not step.ask:
            raise UserError(_("The step “{name}” neither says nor asks anything. Nothing was saved.").format(name=step.name))
        if not 0 <= step.seconds <= 3600:
            raise UserError(_("The time for the step “{name}” is up to an hour, in seconds. Nothing was saved.").format(name=step.name))
        step._check_answers()
        return step

    def _check_answers(self) -> None:
        if (self.answer == AnswerKind.NONE) == bool(self.ask):
            raise UserError(
                _("The step “{name}” needs both a question and a kind of answer, or neither. Nothing was saved.").format(name=self.name)
            )
        if self.answer == AnswerKind.CHOICE and len(self.choices) < 2:
            raise UserError(_("The step “{name}” needs at least two answers to choose from. Nothing was saved.").format(name=self.name))
        known = set(map(fold, self.answers))
        for way in self.ways:
            if not way.answer or self.answer == AnswerKind.NONE or (known and fold(way.answer) not in known):
                raise UserError(
                    _("The step “{name}” goes on after the answer “{answer}”, which cannot be given. Nothing was saved.").format(
                        name=self.name, answer=way.answer
                    )
                )


def checked_flow(steps: Iterable[ScriptStep]) -> tuple[ScriptStep, ...]:
    """Raises UserError naming the step where the way is broken, leads nowhere or never ends."""
    flow = tuple(step.checked() for step in steps)
    if not flow:
        raise UserError(_("A script needs at least one step. Nothing was saved."))
    if len(flow) > MOST_STEPS:
        raise UserError(_("A script has {most} steps at most. Nothing was saved; part it.").format(most=MOST_STEPS))
    names = [step.name for step in flow]
    for place, name in enumerate(names):
        if name in names[:place]:
            raise UserError(_("Two steps are called “{name}”. Nothing was saved; give one of them another name.").format(name=name))
    for step in flow:
        for target in {*(way.to for way in step.ways), step.then} - {"", *names}:
            raise UserError(
                _("The step “{name}” leads to “{target}”, which is not there. Nothing was saved.").format(name=step.name, target=target),
                about=step.name,
            )
    _demand_reached(flow)
    _demand_ends(flow)
    return flow


def step_called(flow: Sequence[ScriptStep], name: str) -> ScriptStep | None:
    return next((step for step in flow if step.name == name), None)


def _demand_reached(flow: tuple[ScriptStep, ...]) -> None:
    by_name = {step.name: step for step in flow}
    reached, waiting = set(), [flow[0].name]
    while waiting:
        name = waiting.pop()
        if name and name not in reached:
            reached.add(name)
            waiting += by_name[name].targets()
    for step in flow:
        if step.name not in reached:
            raise UserError(
                _("Nothing leads to the step “{name}”. Nothing was saved; lead to it from another step, or take it out.").format(
                    name=step.name
                ),
                about=step.name,
            )


def _demand_ends(flow: tuple[ScriptStep, ...]) -> None:
    """Backwards from the end: a step from which it cannot be reached goes round for ever."""
    ending: set[str] = {""}
    while more := {step.name for step in flow if step.name not in ending and not ending.isdisjoint(step.targets())}:
        ending |= more
    for step in flow:
        if step.name not in ending:
            raise UserError(
                _("From the step “{name}” the script goes round without an end. Nothing was saved; let one of its answers end it.").format(
                    name=step.name
                ),
                about=step.name,
            )
