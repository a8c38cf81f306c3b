"""What data protection is called on screen."""

from crm_desktop.core.i18n import N_, _
from crm_desktop.core.privacy import BACKED_UP, FAILED_BACKUP, ClockState, RequestKind, RequestOutcome, Risk
from crm_desktop.ui.theme import Tone

RISKS = {
    Risk.NONE: N_("nobody is likely to be harmed"),
    Risk.RISK: N_("some risk to those concerned"),
    Risk.HIGH: N_("high risk to those concerned"),
}
CLOCKS = {
    ClockState.RUNS: (N_("{hours} h left to tell the authority"), Tone.WARN),
    ClockState.OVER: (N_("{hours} h late: tell the authority"), Tone.BAD),
    ClockState.TOLD: (N_("told within 72 h"), Tone.OK),
    ClockState.TOLD_LATE: (N_("told {hours} h late"), Tone.BAD),
    ClockState.NOT_NEEDED: (N_("need not be told"), Tone.PLAIN),
}
REQUEST_KINDS = {
    RequestKind.ACCESS: N_("What is held about them"),
    RequestKind.CORRECTION: N_("Correct something"),
    RequestKind.ERASURE: N_("Erase them"),
    RequestKind.OBJECTION: N_("Do not use it for something"),
    RequestKind.RESTRICTION: N_("Keep it, use it no more"),
    RequestKind.PORTABILITY: N_("Hand it over as a file"),
}
REQUEST_OUTCOMES = {
    RequestOutcome.OPEN: N_("open"),
    RequestOutcome.GRANTED: N_("granted"),
    RequestOutcome.PARTLY: N_("granted in part"),
    RequestOutcome.REFUSED: N_("refused"),
}
_ACTIONS = {
    "look": N_("looked at them"),
    "print": N_("made the paper “{what}”"),
    "export": N_("wrote “{what}” to a file"),
    "save attachment": N_("saved a document"),
    "sign-in": N_("signed in"),
    "failed sign-in": N_("tried to sign in, in vain"),
    BACKED_UP: N_("made a backup"),
    FAILED_BACKUP: N_("could not make a backup"),
}


def access_word(action: str, what: str) -> str:
    """`what` is the name of a list or a paper, as it is kept."""
    return _(_ACTIONS[action]).format(what=what.replace("-", " ")) if action in _ACTIONS else action
