"""Countries as files name them, and their two letters."""

from functools import cache

from crm_desktop.core.text import search_words

_ALSO = {
    "usa": "US", "u s a": "US", "us of america": "US", "united states of america": "US", "america": "US", "uk": "GB", "great britain": "GB",
    "england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB", "holland": "NL", "the netherlands": "NL",
    "korea": "KR", "republic of korea": "KR", "russian federation": "RU", "czech republic": "CZ", "viet nam": "VN", "turkey": "TR",
    "deutschland": "DE", "osterreich": "AT", "schweiz": "CH", "suisse": "CH", "espana": "ES", "italia": "IT", "brasil": "BR",
    "ivory coast": "CI", "burma": "MM", "uae": "AE",
}  # fmt: skip


def country_code(written: str) -> str:
    """ISO 3166 in two letters where the country is known, else as it was written."""
    return _codes().get(" ".join(search_words(written)), written.strip())


@cache
def _codes() -> dict[str, str]:
    """Names in English, folded."""
    from babel import Locale

    territories = {code: name for code, name in Locale("en").territories.items() if len(code) == 2 and code.isalpha() and code != "ZZ"}
    names = {" ".join(search_words(name)): code for code, name in territories.items()}
    return names | {code.casefold(): code for code in territories} | _ALSO
