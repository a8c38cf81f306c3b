"""Words that are typed after a slash and become a template or an article."""

import re

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.text import clean_line

_WORD = re.compile(r"[\w-]{1,30}")


def checked_shortcut(written: str) -> str:
    """Without the slash and in small letters; empty stays empty. Raises UserError for more than a word."""
    word = clean_line(written).lstrip("/").lower()
    if word and not _WORD.fullmatch(word):
        raise UserError(_("A shortcut is one word of letters and digits, like refund. Nothing was saved."))
    return word
