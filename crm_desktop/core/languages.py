"""Languages by their short codes, and which of several texts somebody is best served with."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.text import clean_line

T = TypeVar("T")


def checked_language(written: str) -> str:
    """`de` of de, de_DE or de-AT; empty stays empty. Raises UserError for one nobody knows."""
    code = clean_line(written).replace("-", "_").partition("_")[0].lower()
    if code and (not code.isalpha() or len(code) > 3):
        raise UserError(_("“{code}” is no language. Nothing was saved; write it like de or en.").format(code=written))
    if not code:
        return ""
    from crm_desktop.core.formats import locale_of  # Babel's data, needed only here

    return locale_of(code).language


def best_for(wanted: Iterable[str], those: Iterable[T], language_of: Callable[[T], str]) -> T | None:
    """The text in the first of the wanted languages that there is, else one in no particular language, else the first."""
    texts = list(those)
    for code in [*(language.replace("-", "_").partition("_")[0].lower() for language in wanted if language), ""]:
        for text in texts:
            if language_of(text) == code:
                return text
    return texts[0] if texts else None
