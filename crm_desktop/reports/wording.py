"""The words of a page in its language. What customers get on paper has a catalogue of its own, which may be there before the rest."""

import gettext
from io import BytesIO

from crm_desktop.core.errors import UserError
from crm_desktop.core.formats import locale_of
from crm_desktop.core.i18n import _
from crm_desktop.core.paths import resource

WRITTEN_IN = "en"
_WHOLE, _DOCUMENTS = "crm_desktop.mo", "documents.po"


def words_in(language: str) -> gettext.NullTranslations:
    """English where a word is missing."""
    whole = gettext.translation("crm_desktop", resource("locale"), [language], fallback=True)
    if not _has(language, _DOCUMENTS):
        return whole
    papers = _catalogue_of(language)
    papers.add_fallback(whole)
    return papers


def checked_language(wanted: str, *, is_document: bool = False) -> str:
    """The words' language. Raises UserError for one that the program does not speak."""
    language = str(locale_of(wanted or WRITTEN_IN).language)
    if not _is_spoken(language, is_document=is_document):
        raise UserError(
            _("There is no translation into “{language}” yet. Nothing was printed; leave the language out.").format(language=wanted)
        )
    return language


def spoken_on_paper(tag: str) -> str:
    """The language that a tag like de-AT or de_DE begins with, where documents are spoken in it; else empty."""
    language = tag.strip().replace("_", "-").partition("-")[0].lower()
    return language if language.isalpha() and _is_spoken(language, is_document=True) else ""


def languages(*, is_document: bool) -> tuple[str, ...]:
    """That a page can be in, English first."""
    found = sorted(folder.parent.name for folder in resource("locale").glob("*/LC_MESSAGES"))
    return (WRITTEN_IN, *(language for language in found if language != WRITTEN_IN and _is_spoken(language, is_document=is_document)))


def _is_spoken(language: str, *, is_document: bool) -> bool:
    return language == WRITTEN_IN or _has(language, _WHOLE) or (is_document and _has(language, _DOCUMENTS))


def _has(language: str, file: str) -> bool:
    return resource("locale", language, "LC_MESSAGES", file).is_file()


def _catalogue_of(language: str) -> gettext.GNUTranslations:
    """Read from the text that translators edit: a few hundred lines, when a page is drawn."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with resource("locale", language, "LC_MESSAGES", _DOCUMENTS).open(encoding="utf-8") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
