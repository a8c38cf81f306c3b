"""What surveys ask and how their scores are counted: fixed kinds, with the scale of each."""

from enum import StrEnum
from typing import NamedTuple


class SurveyKind(StrEnum):
    """Satisfaction (CSAT), effort (CES), recommendation (NPS), or a company's own questions alone."""

    CSAT = "csat"
    CES = "ces"
    NPS = "nps"
    OWN = "own"


class SurveyState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class QuestionKind(StrEnum):
    TEXT = "text"
    CHOICE = "choice"
    SEVERAL = "several"
    SCALE = "scale"
    MATRIX = "matrix"
    DATE = "date"


class SurveyChannel(StrEnum):
    """How it was asked."""

    PHONE = "phone"
    PAPER = "paper"
    EMAIL = "email"
    IN_PERSON = "in_person"
    WEB = "web"
    OTHER = "other"


class ResponseState(StrEnum):
    ASKED = "asked"
    ANSWERED = "answered"
    DECLINED = "declined"


class Scale(NamedTuple):
    """`good` and better counts as satisfied; `low` and worse calls for somebody to get in touch, unless a company says otherwise."""

    lowest: int
    highest: int
    good: int
    low: int


SCALES = {SurveyKind.CSAT: Scale(1, 5, 4, 2), SurveyKind.CES: Scale(1, 7, 5, 3), SurveyKind.NPS: Scale(0, 10, 9, 6)}
NO_SCORE = -1
DETRACTORS = 6
"""NPS: who gives so much or less."""
LONGEST_SCALE = 11
"""Steps that fit a form and a printed sheet."""
WITH_OPTIONS = frozenset({QuestionKind.CHOICE, QuestionKind.SEVERAL, QuestionKind.MATRIX})
