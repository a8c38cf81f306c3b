"""Stored values as the person reads them: fixed kinds in words, numbers, days and moments as the company writes them."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from crm_desktop.core import money
from crm_desktop.core.birthdays import as_birthday
from crm_desktop.core.dates import NEVER
from crm_desktop.core.formats import Formats, locale_of
from crm_desktop.core.i18n import _, in_context
from crm_desktop.core.money import UNIT
from crm_desktop.core.read_json import kept_list
from crm_desktop.core.record_words import RECORD, field_word, thing_word
from crm_desktop.core.repeats import repeat_words
from crm_desktop.queries.dossiers import digits_of
from crm_desktop.reports.documents.dossier_terms import PAPERS, terms_of
from crm_desktop.reports.documents.history_lines import dotted

_NOTHING: tuple[Any, ...] = (None, "", "[]", [], {})
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")


def shown(formats: Formats, table: str, name: str, values: Mapping[str, Any]) -> str:
    """Empty for nothing, and for a day that never comes."""
    value = values[name]
    if value in _NOTHING:
        return ""
    if isinstance(value, dict):
        return _named(formats, value)
    if (table, name) in _OWN:
        return _OWN[table, name](formats, str(value))
    words = terms_of(table, name, str(values.get("kind", "")))
    if not isinstance(value, bool) and value in words:
        return in_context(RECORD, words[value])
    return _amount(formats, str(value), digits_of(table, name)) or _plain(formats, value)


def _amount(formats: Formats, text: str, digits: int | None) -> str:
    """Empty where it is none."""
    if digits is None or not _NUMBER.fullmatch(text):
        return ""
    return formats.number(Decimal(text), max(digits, len(text.partition(".")[2])))


def _named(formats: Formats, value: dict[str, Any]) -> str:
    """What a row of another table is called, or fields that the company defined."""
    if value.keys() == {"id", "called"}:
        return str(value["called"] or value["id"])
    return "\n".join(f"{name}: {_plain(formats, each)}" for name, each in value.items())


def _plain(formats: Formats, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return _dated(formats, str(value))


def _dated(formats: Formats, text: str) -> str:
    if text.startswith(NEVER.isoformat()):
        return ""
    try:
        if _MOMENT.fullmatch(text):
            return formats.moment(datetime.fromisoformat(text))
        return formats.day(date.fromisoformat(text)) if _DAY.fullmatch(text) else text
    except ValueError:
        return text


def _taxes(formats: Formats, text: str) -> str:
    rate_word, net_word, tax_word = (field_word(name) for name in ("tax_rate", "net", "tax"))
    return "\n".join(
        dotted(
            f"{rate_word} {shown(formats, 'invoice_line', 'tax_rate', {'tax_rate': money.shown(rate * UNIT)})}",
            f"{net_word} {formats.number(net * UNIT, 2)}",
            f"{tax_word} {formats.number(tax * UNIT, 2)}",
        )
        for rate, net, tax in kept_list(text)
    )


def _holds(formats: Formats, text: str) -> str:
    return "\n".join(" – ".join(formats.moment(datetime.fromtimestamp(at, UTC)) for at in hold) for hold in kept_list(text))


def _birthday(formats: Formats, text: str) -> str:
    day = as_birthday(text)
    return formats.day_of_year(int(day[2:4]), int(day[5:])) if day.startswith("--") else _dated(formats, day or text)


def _language(formats: Formats, tag: str) -> str:
    """Its name in the page's language; what is no tag stands as it was written. So do countries."""
    return str(locale_of(formats.language).languages.get(tag.replace("_", "-").partition("-")[0].lower(), tag))


def _country(formats: Formats, code: str) -> str:
    return str(locale_of(formats.language).territories.get(code, code))


def _channels(_formats: Formats, text: str) -> str:
    words = terms_of("customer", "preferred_channel", "")
    return ", ".join(in_context(RECORD, words.get(kind, kind)) for kind in text.split(","))


def _repeats(formats: Formats, text: str) -> str:
    return repeat_words(text, formats)


def _looked_at(_formats: Formats, text: str) -> str:
    return in_context(RECORD, PAPERS[text]) if text in PAPERS else thing_word(text)


_OWN = {
    ("access_log", "what"): _looked_at,
    ("address", "country"): _country,
    ("appointment", "recurrence"): _repeats,
    ("contact", "birthday"): _birthday,
    ("customer", "birthday"): _birthday,
    ("customer", "language"): _language,
    ("customer", "do_not_contact"): _channels,
    ("follow_up", "recurrence"): _repeats,
    ("interaction", "holds"): _holds,
    ("invoice", "taxes"): _taxes,
}
