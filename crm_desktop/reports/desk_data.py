"""The service desk's part of a monthly report as plain data: numbers of cases and customers, logins, never names nor words of theirs."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from crm_desktop.core.figures import Value
from crm_desktop.reports.compared import NONE, Compared

AGES = (1, 3, 7, 14, 30)
"""Days that one step of the ageing ends with; the last step has no end."""


@dataclass(frozen=True, slots=True)
class AgeRow:
    """A step of `AGES`."""

    kind: ClassVar[str] = "age"

    step: int
    cases: Value

    @property
    def key(self) -> str:
        return str(self.step)


@dataclass(frozen=True, slots=True)
class PartRow:
    """Cases of one priority, kind, channel or status of today: `side` says which, `word` its fixed word or the company's own."""

    kind: ClassVar[str] = "part of cases"

    side: str
    word: str
    opened: Value
    before: Value
    closed: Value
    left: Value

    @property
    def key(self) -> str:
        return f"{self.side} {self.word}"


@dataclass(frozen=True, slots=True)
class CauseRow:
    kind: ClassVar[str] = "cause"

    cause: str
    cases: Value
    before: Value

    @property
    def key(self) -> str:
        return self.cause or NONE


@dataclass(frozen=True, slots=True)
class RemedyRow:
    kind: ClassVar[str] = "remedy"

    remedy: str
    given: Value
    cost: Value

    @property
    def key(self) -> str:
        return self.remedy


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A single case. `days` since it was opened; `late` seconds past its target.

    `next_step`: the number of the follow-up that is due first, on `next_on`; `promised_on`: the day the solution is due.
    """

    number: str
    customer: str
    kind_of_case: str
    priority: str
    assignee: str
    opened_on: date
    days: int
    target: str = ""
    late: int = 0
    is_done: bool = False
    next_step: str = ""
    next_on: date | None = None
    promised_on: date | None = None


@dataclass(frozen=True, slots=True)
class EscalationRow:
    """Escalations to one level, or for one reason: `side` says which."""

    kind: ClassVar[str] = "escalated"

    side: str
    word: str
    made: Value
    accepted: Value
    handed_back: Value
    take_over: Value

    @property
    def key(self) -> str:
        return f"{self.side} {self.word}"


@dataclass(frozen=True, slots=True)
class EscalationLine:
    """A single one, by its id; what came of it is looked up when a page is printed. `taken`: seconds until somebody took over."""

    id: int
    case: str
    level: str
    trigger: str
    helper: str
    asked_on: date
    taken: int | None
    is_back: bool


@dataclass(frozen=True, slots=True)
class Cases:
    """`flow` adds up: open at the start + opened + reopened − solved = open at the end."""

    flow: tuple[Compared, ...]
    figures: tuple[Compared, ...]
    ages: tuple[AgeRow, ...]
    parts: tuple[PartRow, ...]
    causes: tuple[CauseRow, ...]
    remedies: tuple[RemedyRow, ...]
    escalations: tuple[Compared, ...]
    oldest: tuple[CaseLine, ...]
    complaints: tuple[CaseLine, ...]
    escalated: tuple[EscalationRow, ...] = ()
    helped: tuple[EscalationLine, ...] = ()


@dataclass(frozen=True, slots=True)
class LevelRow:
    kind: ClassVar[str] = "target"

    target: str
    priority: str
    met: Value
    before: Value

    @property
    def key(self) -> str:
        return f"{self.target} {self.priority}"


@dataclass(frozen=True, slots=True)
class TurnRow:
    """`turn` is us, customer or other."""

    kind: ClassVar[str] = "turn"

    turn: str
    share: Value
    before: Value

    @property
    def key(self) -> str:
        return self.turn


@dataclass(frozen=True, slots=True)
class Levels:
    figures: tuple[Compared, ...]
    times: tuple[Compared, ...]
    rows: tuple[LevelRow, ...]
    turns: tuple[TurnRow, ...]
    breaches: tuple[CaseLine, ...]
    breached: int


@dataclass(frozen=True, slots=True)
class ScoreRow:
    kind: ClassVar[str] = "score"

    survey: str
    score: int
    answers: Value

    @property
    def key(self) -> str:
        return f"{self.survey} {self.score}"


@dataclass(frozen=True, slots=True)
class VoiceRow:
    """What the customers of one channel or colleague said; only from five answers on."""

    kind: ClassVar[str] = "said about"

    side: str
    name: str
    csat: Value
    mean: Value

    @property
    def key(self) -> str:
        return f"{self.side} {self.name}"


@dataclass(frozen=True, slots=True)
class ProductVoiceRow:
    """What customers said about one product; the ratings only from five answers on."""

    kind: ClassVar[str] = "said about a product"

    sku: str
    name: str
    answers: Value
    low: Value
    csat: Value
    mean: Value

    @property
    def key(self) -> str:
        return self.sku


@dataclass(frozen=True, slots=True)
class CommentLine:
    """An answer with a comment, by its number; the words are looked up when a page is printed."""

    number: str
    score: int
    survey: str
    customer: str
    case: str
    answered_on: date
    remedies: tuple[str, ...] = ()
    case_is_done: bool = False
    follow_up: str = ""
    """Its state; empty: none was made."""
    followed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Voices:
    figures: tuple[Compared, ...]
    scores: tuple[ScoreRow, ...]
    rows: tuple[VoiceRow, ...]
    comments: tuple[CommentLine, ...]
    products: tuple[ProductVoiceRow, ...] = ()


@dataclass(frozen=True, slots=True)
class DeskPersonRow:
    """What one colleague did at the desk."""

    kind: ClassVar[str] = "colleague"

    login: str
    closed: Value
    open: Value
    in_time: Value
    csat: Value
    qa: Value

    @property
    def key(self) -> str:
        return self.login or NONE


@dataclass(frozen=True, slots=True)
class CriterionRow:
    kind: ClassVar[str] = "section"

    section: str
    score: Value

    @property
    def key(self) -> str:
        return self.section


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A criterion that got less than all of it, in so many scores."""

    kind: ClassVar[str] = "criterion"

    section: str
    text: str
    score: Value

    @property
    def key(self) -> str:
        return f"{self.section} {self.text}"


@dataclass(frozen=True, slots=True)
class Assessed:
    """`themes`: what to practise first."""

    figures: tuple[Compared, ...]
    sections: tuple[CriterionRow, ...]
    themes: tuple[ThemeRow, ...] = ()


@dataclass(frozen=True, slots=True)
class UsedRow:
    """An article or template, by its id; the title is looked up when a page is printed."""

    kind: ClassVar[str] = "knowledge"

    what: str
    id: int
    uses: Value

    @property
    def key(self) -> str:
        return f"{self.what} {self.id}"


@dataclass(frozen=True, slots=True)
class LateArticle:
    id: int
    review_by: date


@dataclass(frozen=True, slots=True)
class NewArticle:
    id: int
    approved_on: date


@dataclass(frozen=True, slots=True)
class MissedRow:
    kind: ClassVar[str] = "words"

    words: str
    searches: Value

    @property
    def key(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class Known:
    figures: tuple[Compared, ...]
    used: tuple[UsedRow, ...]
    missed: tuple[MissedRow, ...]
    late: tuple[LateArticle, ...]
    fresh: tuple[NewArticle, ...] = ()


@dataclass(frozen=True, slots=True)
class DeskPart:
    """What the store knows nothing of is None."""

    cases: Cases | None
    levels: Levels | None
    voices: Voices | None
    team: tuple[DeskPersonRow, ...]
    assessed: Assessed | None
    known: Known | None
