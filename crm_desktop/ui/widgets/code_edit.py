"""A field for something that has a short code, like a country or a language: typed by name, in English or in its own words, or by code."""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from PySide6.QtCore import QLocale, QStringListModel, Qt, Slot
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from crm_desktop.core.text import fold

_MOST_SHOWN = 12


class Named(NamedTuple):
    code: str
    name: str
    others: tuple[str, ...]


class CodeEdit(QLineEdit):
    """Shows the name and holds the code; what is neither stays as it was typed."""

    def __init__(self, known: tuple[Named, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = {each.code: each.name for each in known}
        self._codes = _spellings(known)
        completer = QCompleter(QStringListModel(_spelled(known), self), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchStartsWith)
        completer.setMaxVisibleItems(_MOST_SHOWN)
        self.setCompleter(completer)
        self.editingFinished.connect(self._name)

    def code(self) -> str:
        typed = self.text().strip()
        return self._codes.get(fold(typed), typed)

    def show_code(self, code: str) -> None:
        self.setText(self._names.get(code, code))

    def shown(self, code: str) -> str:
        return self._names.get(code, code)

    @Slot()
    def _name(self) -> None:
        """`de` becomes Germany."""
        if (name := self._names.get(self.code(), "")) and name != self.text():
            self.setText(name)


def country_edit() -> CodeEdit:
    return CodeEdit(countries())


def language_edit() -> CodeEdit:
    return CodeEdit(languages())


@cache
def countries() -> tuple[Named, ...]:
    found: dict[str, list[str]] = {}
    for place in _places():
        code = QLocale.territoryToCode(place.territory())
        if len(code) == 2:
            found.setdefault(code, [QLocale.territoryToString(place.territory())]).append(place.nativeTerritoryName())
    return tuple(_named(found))


@cache
def languages() -> tuple[Named, ...]:
    found: dict[str, list[str]] = {}
    for place in _places():
        code = QLocale.languageToCode(place.language(), QLocale.LanguageCodeType.ISO639Part1)
        if code:
            found.setdefault(code, [QLocale.languageToString(place.language())]).append(place.nativeLanguageName())
    return tuple(_named(found))


def _places() -> list[QLocale]:
    return QLocale.matchingLocales(QLocale.Language.AnyLanguage, QLocale.Script.AnyScript, QLocale.Country.AnyCountry)


def _named(found: dict[str, list[str]]) -> Iterable[Named]:
    for code, names in sorted(found.items()):
        yield Named(code, names[0], tuple(dict.fromkeys(filter(None, names[1:]))))


@cache
def _spelled(known: tuple[Named, ...]) -> list[str]:
    return sorted({name for each in known for name in (each.name, *each.others)}, key=fold)


@cache
def _spellings(known: tuple[Named, ...]) -> dict[str, str]:
    """By what may be typed. A code and a name in English are surer than what a place is called in some language."""
    others = {fold(name): each.code for each in known for name in each.others}
    return others | {fold(each.name): each.code for each in known} | {fold(each.code): each.code for each in known}


def _countries_spelled() -> None:
    _kept(countries())


def _languages_spelled() -> None:
    _kept(languages())


def _kept(known: tuple[Named, ...]) -> None:
    _spelled(known)
    _spellings(known)


AT_REST = (countries, _countries_spelled, languages, _languages_spelled)
