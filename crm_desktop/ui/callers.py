"""Who rings, as another program says it: a telephone program, or an address such as `crm-desktop:call?number=%2B49301234`."""

import re
from dataclasses import dataclass
from functools import partial
from urllib.parse import parse_qs, urlsplit

from PySide6.QtWidgets import QApplication

from crm_desktop.core.i18n import _
from crm_desktop.core.links import CALL, asked_in, is_link
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.theme import Tone

_LONGEST = 40
_NUMBER = re.compile(r"\+?[\d\s()/.\-–]{2,}")


@dataclass(frozen=True, slots=True)
class Incoming:
    """The number is as the telephone wrote it: digits and what parts them, nothing else."""

    number: str


def incoming_of(link: str) -> Incoming | None:
    """Of an address from outside; None for what is no call, or says no number that could be one."""
    if not is_link(link) or asked_in(link) != CALL:
        return None
    return incoming(parse_qs(urlsplit(link).query, max_num_fields=8).get("number", [""])[0])


def incoming(text: str) -> Incoming | None:
    number = text.strip().removeprefix("tel:").strip()
    return Incoming(number) if len(number) <= _LONGEST and _NUMBER.fullmatch(number) and any(map(str.isdigit, number)) else None


def bring_up(desk: Desk, caller: Incoming) -> None:
    """The call page with whoever this is; where a dialog is open, only the offer of it."""
    show = partial(desk.narrow, "log", caller, caller.number)
    if QApplication.activeModalWidget() is None:
        show()
    else:
        desk.say(_("{number} calls.").format(number=caller.number), Tone.INFO, (_("Take the call"), show))
