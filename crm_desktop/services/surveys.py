"""What customers are asked: written, opened, closed, and written anew once somebody answered."""

import json
from dataclasses import dataclass, replace

from crm_desktop.core.actors import Actor
from crm_desktop.core.cards import clean_note, clean_said
from crm_desktop.core.changes import Change
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.rights import Right
from crm_desktop.core.survey_kinds import LONGEST_SCALE, SCALES, WITH_OPTIONS, QuestionKind, SurveyKind, SurveyState
from crm_desktop.core.text import clean_line
from crm_desktop.data.history import operation
from crm_desktop.data.models import Staff, Survey, SurveyQuestion, SurveyResponse

MOST_QUESTIONS = 40
MOST_OPTIONS = 20
_LABELS = {
    SurveyState.DRAFT: N_("The survey {name} is a draft again"),
    SurveyState.OPEN: N_("Opened the survey {name}"),
    SurveyState.CLOSED: N_("Closed the survey {name}"),
}


@dataclass(frozen=True, slots=True)
class QuestionInput:
    """`options` are what there is to choose from, of a matrix its columns, whose lines are `items`. `lowest` and `highest`: of a scale."""

    text: str
    kind: QuestionKind = QuestionKind.TEXT
    required: bool = False
    options: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    lowest: int = 1
    highest: int = 5

    def checked(self) -> "QuestionInput":
        text, options, items = clean_said(self.text), _lines(self.options), _lines(self.items)
        if not text:
            raise UserError(_("A question needs its words. Nothing was saved."))
        if self.kind in WITH_OPTIONS and len(options) < 2:
            raise UserError(_("“{text}” needs two answers or more to choose from. Nothing was saved.").format(text=text))
        if self.kind == QuestionKind.MATRIX and not items:
            raise UserError(_("“{text}” needs the lines that are answered one by one. Nothing was saved.").format(text=text))
        if len(options) > MOST_OPTIONS or len(items) > MOST_OPTIONS:
            raise UserError(_("“{text}” has more than {count} lines. Nothing was saved.").format(text=text, count=MOST_OPTIONS))
        if self.kind == QuestionKind.SCALE and not 1 <= self.highest - self.lowest < LONGEST_SCALE:
            raise UserError(_("“{text}” needs a scale of 2 to {count} steps. Nothing was saved.").format(text=text, count=LONGEST_SCALE))
        return replace(
            self,
            text=text,
            options=options if self.kind in WITH_OPTIONS else (),
            items=items if self.kind == QuestionKind.MATRIX else (),
            lowest=self.lowest if self.kind == QuestionKind.SCALE else 1,
            highest=self.highest if self.kind == QuestionKind.SCALE else 5,
        )

    def row(self, survey: Survey, position: int) -> SurveyQuestion:
        return SurveyQuestion(
            survey=survey, position=position, kind=self.kind, text=self.text, required=self.required,
            options=json.dumps(self.options, ensure_ascii=False), items=json.dumps(self.items, ensure_ascii=False), lowest=self.lowest,
            highest=self.highest,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SurveyInput:
    """`question` asks for the score. A score of `low_score` or less (None: what is low on this scale) makes a follow-up, unless
    `follow_up` says no; without `follow_up_owner_id` it is for who enters the answers. `purpose` is what somebody must have agreed to
    before they are asked; empty: nothing.
    """

    name: str
    kind: SurveyKind = SurveyKind.CSAT
    question: str = ""
    language: str = ""
    intro: str = ""
    thanks: str = ""
    follow_up: bool = True
    low_score: int | None = None
    follow_up_days: int = 1
    follow_up_owner_id: int | None = None
    questions: tuple[QuestionInput, ...] = ()
    purpose: str = ""

    def checked(self) -> "SurveyInput":
        name, question, scale = clean_said(self.name), clean_said(self.question), SCALES.get(self.kind)
        if not name:
            raise UserError(_("A survey needs a name. Nothing was saved."))
        if scale is not None and not question:
            raise UserError(_("Write the question that asks for the score. Nothing was saved."))
        if scale is None and not self.questions:
            raise UserError(_("A survey of your own needs a question. Nothing was saved."))
        if len(self.questions) > MOST_QUESTIONS:
            raise UserError(_("A survey has at most {count} questions. Nothing was saved.").format(count=MOST_QUESTIONS))
        if scale is not None and self.low_score is not None and not scale.lowest <= self.low_score < scale.highest:
            raise UserError(
                _("A low score lies from {lowest} to below {highest}. Nothing was saved.").format(
                    lowest=scale.lowest, highest=scale.highest
                )
            )
        if not 0 <= self.follow_up_days <= 365:
            raise UserError(_("A follow-up is due within a year. Nothing was saved; give a number of days."))
        low = None if scale is None else scale.low if self.low_score is None else self.low_score
        return replace(
            self, name=name, question="" if scale is None else question, language=clean_line(self.language), intro=clean_note(self.intro),
            thanks=clean_note(self.thanks), low_score=low, follow_up=self.follow_up and scale is not None,
            questions=tuple(question.checked() for question in self.questions), purpose=clean_line(self.purpose),
        )  # fmt: skip

    def fill(self, survey: Survey) -> None:
        for name in ("name", "kind", "question", "language", "intro", "thanks", "follow_up", "low_score", "follow_up_days", "purpose"):
            setattr(survey, name, getattr(self, name))
        survey.follow_up_owner_id = self.follow_up_owner_id


def add_survey(wanted: SurveyInput, by: Actor, key: str | None = None) -> Change:
    """A draft: nobody is asked before it is opened."""
    with operation(N_("Added the survey {name}"), by, may=Right.DESIGN_SURVEYS, key=key) as done:
        wanted = _checked(wanted, None)
        survey = Survey()
        wanted.fill(survey)
        done.insert(survey)
        done.insert(*(question.row(survey, position) for position, question in enumerate(wanted.questions, start=1)))
        done.numbers["name"] = survey.name
    return done.change


def change_survey(survey_id: int, version: int, wanted: SurveyInput, by: Actor, key: str | None = None) -> Change:
    """Once somebody was asked, what is asked stays as it is; name, follow-up and kind words can still change."""
    with operation(N_("Changed the survey {name}"), by, may=Right.DESIGN_SURVEYS, key=key) as done:
        survey = standing_survey(survey_id)
        wanted = _checked(wanted, survey)
        kept = list(SurveyQuestion.select().where(SurveyQuestion.survey == survey).order_by(SurveyQuestion.position))
        same = [asked(question) for question in kept] == list(wanted.questions)
        if _was_asked(survey) and not (same and (survey.kind, survey.question) == (wanted.kind, wanted.question)):
            raise NotAllowed(
                _("Customers were asked this already, so the questions of “{name}” stay. Nothing was changed; copy the survey.").format(
                    name=survey.name
                )
            )
        survey.version = version
        wanted.fill(survey)
        done.save(survey)
        if not same:
            for question in kept:
                done.delete(question)
            done.insert(*(question.row(survey, position) for position, question in enumerate(wanted.questions, start=1)))
        done.numbers["name"] = survey.name
    return done.change


def set_survey_state(survey_id: int, version: int, state: SurveyState, by: Actor, key: str | None = None) -> Change:
    """Open: it is asked. Closed: it is asked no more; answers to what was asked still come in. Back to a draft only while nobody was."""
    with operation(_LABELS[state], by, may=Right.DESIGN_SURVEYS, key=key) as done:
        survey = standing_survey(survey_id)
        if state == SurveyState.DRAFT and _was_asked(survey):
            raise NotAllowed(_("Customers were asked “{name}” already. Nothing was changed; close it instead.").format(name=survey.name))
        if survey.version == version and survey.state == state:
            raise UserError(_("“{name}” is that already. Nothing was changed.").format(name=survey.name))
        survey.version, survey.state = version, state
        done.save(survey)
        done.numbers["name"] = survey.name
    return done.change


def copy_survey(survey_id: int, by: Actor, key: str | None = None) -> Change:
    """A new draft with the same questions, to be changed."""
    with operation(N_("Copied the survey {other} to {name}"), by, may=Right.DESIGN_SURVEYS, key=key) as done:
        survey = standing_survey(survey_id)
        values = {name: value for name, value in survey.__data__.items() if name not in _OWN}
        copied = Survey(**{**values, "name": _free_name(survey.name), "state": SurveyState.DRAFT})
        done.insert(copied)
        kept = SurveyQuestion.select().where(SurveyQuestion.survey == survey).order_by(SurveyQuestion.position)
        done.insert(*(asked(question).row(copied, position) for position, question in enumerate(kept, start=1)))
        done.numbers.update(name=copied.name, other=survey.name)
    return done.change


def asked(question: SurveyQuestion) -> QuestionInput:
    """As a form would have it."""
    return QuestionInput(
        question.text, QuestionKind(question.kind), bool(question.required), question.choices, question.lines, question.lowest,
        question.highest,
    )  # fmt: skip


def standing_survey(survey_id: int) -> Survey:
    survey = Survey.get_or_none(id=survey_id)
    if survey is None:
        raise UserError(_("This survey is not there any more. Nothing was changed."))
    return survey


_OWN = ("id", "version", "created_at", "updated_at", "source", "source_id", "import_run_id")


def _checked(wanted: SurveyInput, survey: Survey | None) -> SurveyInput:
    wanted = wanted.checked()
    taken = Survey.get_or_none(name=wanted.name)
    if taken is not None and (survey is None or taken.id != survey.id):
        raise UserError(_("There is a survey “{name}” already. Nothing was saved; choose another name.").format(name=wanted.name))
    if wanted.follow_up_owner_id is not None and Staff.get_or_none(id=wanted.follow_up_owner_id) is None:
        raise UserError(_("This colleague is not there any more. Nothing was saved; choose another."))
    return wanted


def _was_asked(survey: Survey) -> bool:
    return bool(SurveyResponse.select().where(SurveyResponse.survey == survey).exists())


def _free_name(name: str) -> str:
    taken, count = {row.name for row in Survey.select(Survey.name)}, 2
    while f"{name} ({count})" in taken:
        count += 1
    return f"{name} ({count})"


def _lines(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Without empty ones, and each once."""
    return tuple(dict.fromkeys(filter(None, map(clean_said, texts))))
