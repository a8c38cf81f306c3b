"""What a passphrase or password must be: long enough, and none that guessers try first."""

import unicodedata
from functools import cache

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.paths import resource

LEAST = 8
LEAST_OF_OWNERS = 12
MOST = 128


def normal(text: str) -> str:
    """The same from every keyboard and system: an é is one sign or two, depending on who types it."""
    return unicodedata.normalize("NFKC", text)


def demand_good(text: str, least: int, own_words: tuple[str, ...] = ()) -> None:
    """Raises UserError, which never repeats what was typed. `own_words`: the person's and the company's names, too easily guessed."""
    found = normal(text)
    if len(found) < least:
        raise UserError(
            _("This is too short: {least} signs are needed. Several words in a row are easy to keep in mind.").format(least=least)
        )
    if len(found) > MOST:
        raise UserError(_("This is too long: {most} signs are the most.").format(most=MOST))
    plain = found.casefold()
    if plain in _common() or len(set(plain)) < 4 or plain in {normal(word).casefold() for word in own_words}:
        raise UserError(_("This is one that guessers try first. Choose another; several words in a row are good."))


@cache
def _common() -> frozenset[str]:
    return frozenset(resource("words", "common-passwords.txt").read_text(encoding="utf-8").split())
