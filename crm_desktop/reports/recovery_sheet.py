"""Sheets that are printed once and put away: the recovery key, for who forgot the passphrase, and codes for who lost the telephone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_desktop.core.i18n import _
from crm_desktop.data.trouble import in_plain_words

if TYPE_CHECKING:
    from crm_desktop.reports.page import PageLook
    from crm_desktop.reports.text import Text


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """`key` as `recovery_key.written` writes it; `file` is the company file's name, where it has one already."""

    key: str
    file: str
    company: str
    day: date
    paper: str = "a4"
    language: str = "en"

    def groups(self) -> list[str]:
        return self.key.split("-")


@dataclass(frozen=True, slots=True)
class CodesSheet:
    """One-time codes of one person; `login` is what they sign in with."""

    codes: tuple[str, ...]
    login: str
    company: str
    day: date
    paper: str = "a4"
    language: str = "en"


def draw_codes(sheet: CodesSheet, path: Path) -> None:
    """The same for codes."""

    from crm_desktop.reports.fonts import BOLD
    from crm_desktop.reports.page import PageLook
    from crm_desktop.reports.text import Style, Text

    large = Style(16, 26, BOLD)
    look = PageLook(_("Codes for emergencies"), sheet.login, sheet.company, sheet.language, sheet.paper)
    advice = (
        _("Each opens once, in the place of the six digits that the telephone shows. Cross it out when it was used."),
        _("Whoever has this sheet needs the password too. Keep it where you keep contracts, not beside the computer."),
        _("When few are left, set the second factor up anew in Settings: then these count no more."),
    )
    opening = _("With these codes you sign in when your telephone with the second factor is lost.")
    lines = [Text("               ".join(pair), large) for pair in _pairs(sheet.codes)]
    _make(path, look, _story(look, (sheet.company, sheet.day.isoformat()), opening, lines, advice))


def draw(sheet: RecoverySheet, path: Path) -> None:
    """The PDF, readable by its owner only. ReportLab is not imported before this. Raises UserError where it cannot be written."""

    from crm_desktop.reports.fonts import BOLD
    from crm_desktop.reports.page import PageLook
    from crm_desktop.reports.text import Style, Text

    large = Style(22, 34, BOLD)
    groups = sheet.groups()
    half = len(groups) // 2
    look = PageLook(_("Recovery key"), sheet.company or sheet.file, sheet.company, sheet.language, sheet.paper)
    opening = _("With this key the company's file opens when nobody knows its passphrase any more.")
    lines = [Text("   ".join(part), large) for part in (groups[:half], groups[half:])]
    _make(path, look, _story(look, (sheet.file, sheet.day.isoformat()), opening, lines, _advice()))


def _story(look: "PageLook", about: Sequence[str], opening: str, secret: Sequence["Text"], advice: Iterable[str]) -> list[Any]:
    """The secret between two rules, what it opens above, how to keep it below."""
    from reportlab.platypus import Spacer

    from crm_desktop.reports.page import Rule, TitleBlock
    from crm_desktop.reports.text import BODY, Text

    return [
        TitleBlock(look.title, look.subtitle, [*filter(None, about)]),
        Text(opening, BODY, after=16),
        Rule(),
        Spacer(1, 10),
        *secret,
        Spacer(1, 10),
        Rule(),
        Spacer(1, 16),
        *(Text(words, BODY, after=6, mark="•") for words in advice),
    ]


def _pairs(codes: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return (codes[place : place + 2] for place in range(0, len(codes), 2))


def _make(path: Path, look: "PageLook", story: list[Any]) -> None:
    from crm_desktop.reports.page import make_pdf

    with in_plain_words():
        path.touch(mode=0o600)
        path.chmod(0o600)
        make_pdf(path, look, story)


def _advice() -> tuple[str, ...]:
    return (
        _("Put this sheet where you keep contracts, not beside the computer. Whoever has it and the file can read everything."),
        _("It opens every backup too, also those from before the passphrase was changed."),
        _("To use it: open the company, choose “I forgot it”, type the eight groups and choose a new passphrase."),
        _("Capital and small letters, spaces and dashes do not matter. There is no letter I, L, O or U in it."),
        _("Without the passphrase and without this sheet nobody can open the file: not the makers of the program either."),
    )
