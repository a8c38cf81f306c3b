"""Reads a mapping file and says in plain sentences what is wrong with it."""

import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from crm_desktop.core.dates import zone_of
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.exchange.encodings import is_known
from crm_desktop.exchange.mapping import Habits, ImportMapping, Lookup, Missing, Only, Record, Repeated, Rule, SourceFile
from crm_desktop.exchange.moments import DateOrder
from crm_desktop.exchange.targets import BY_NAME, REFERRED, Field, Kind, Target
from crm_desktop.exchange.values import plain
from crm_desktop.services.company import CompanyInput

T = TypeVar("T")
_LARGEST = 1 << 20
_RECORD_WORDS = ("id", "optional", "repeated", "match", "keep")


class _Section:
    """One table of the file. What nobody asked for by the end is a mistake."""

    def __init__(self, where: str, values: Mapping[str, Any]) -> None:
        self.where = where
        self._left = dict(values)

    def wrong(self, problem: str) -> UserError:
        return UserError(_("{where}: {problem} Nothing was imported; correct the mapping.").format(where=self.where, problem=problem))

    def take(self, name: str, kind: type[T], default: T) -> T:
        value = self._left.pop(name, default)
        if value is not default and (not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool)):
            raise self.wrong(_("“{name}” must be {kind}.").format(name=name, kind=_kind_name(kind)))
        return value

    def text(self, name: str) -> str | None:
        found = self.take(name, object, None)
        if found is not None and not isinstance(found, str):
            raise self.wrong(_("“{name}” must be {kind}.").format(name=name, kind=_kind_name(str)))
        return found

    def needed(self, name: str) -> str:
        found = self.text(name)
        if not found or not found.strip():
            raise self.wrong(_("“{name}” is missing.").format(name=name))
        return found

    def texts(self, name: str) -> tuple[str, ...]:
        """One text or a list of them."""
        value = self.take(name, object, ())
        items = (value,) if isinstance(value, str) else value
        if not isinstance(items, list | tuple) or not all(isinstance(item, str) for item in items):
            raise self.wrong(_("“{name}” must be {kind}.").format(name=name, kind=_("a text or a list of texts")))
        return tuple(items)

    def one_of(self, name: str, words: Callable[[str], T], known: tuple[str, ...], default: T) -> T:
        found = self.text(name)
        if found is None:
            return default
        if found not in known:
            raise self.wrong(_("“{name}” is {found}; it can be {known}.").format(name=name, found=found, known=", ".join(known)))
        return words(found)

    def tables(self, name: str) -> list[dict[str, Any]]:
        """A table or a list of tables."""
        value = self.take(name, object, [])
        items = [value] if isinstance(value, dict) else value
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise self.wrong(_("“{name}” must be {kind}.").format(name=name, kind=_kind_name(dict)))
        return items

    def rest(self) -> dict[str, Any]:
        left, self._left = self._left, {}
        return left

    def finish(self) -> None:
        for name in self._left:
            raise self.wrong(_("“{name}” is not known here.").format(name=name))


def read_mapping(path: Path) -> ImportMapping:
    """Raises UserError that names the table and the word which is wrong."""
    return mapping_of(_text_of(path), path)


def mapping_of(text: str, path: Path) -> ImportMapping:
    """Of a mapping's text, which is called like `path` where something is wrong with it."""
    try:
        content = tomllib.loads(text)
    except RecursionError as error:
        raise UserError(
            _("{file} is no mapping: its lists lie in one another too deeply. Nothing was imported; correct it.").format(file=path.name)
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise UserError(
            _("{file} is not a mapping: {error}. Nothing was imported; correct the mapping.").format(file=path.name, error=error)
        ) from error
    top = _Section(path.name, content)
    source = top.needed("source").strip()
    top.text("title")
    company = _company(top)
    habits = _habits(top, Habits(zone=company.zone if company else None))
    lookups = {lookup.name: lookup for lookup in (_lookup(item, habits, path.name) for item in top.tables("lookup"))}
    files = tuple(_file(item, habits, path.name) for item in top.tables("file"))
    if not files:
        raise top.wrong(_("no [[file]] says what to import."))
    top.finish()
    mapping = ImportMapping(path, text, source, files, lookups, company)
    _check_lookups(mapping, top)
    return mapping


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise UserError(_("{file} is too large to be a mapping. Nothing was imported.").format(file=path.name))
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise UserError(_("There is no mapping {path}. Nothing was imported.").format(path=path)) from error
    except UnicodeDecodeError as error:
        raise UserError(_("{file} is not a mapping: it is not UTF-8 text. Nothing was imported.").format(file=path.name)) from error
    except OSError as error:
        raise UserError(
            _("{path} cannot be read: {error}. Nothing was imported.").format(path=path, error=error.strerror or error)
        ) from error


def _company(top: _Section) -> CompanyInput | None:
    """Currency and zone are never guessed."""
    tables = top.tables("company")
    if not tables:
        return None
    section = _Section(f"{top.where} [company]", tables[0])
    locale, paper = section.text("locale"), section.text("paper")
    company = CompanyInput(
        section.needed("name"), section.needed("currency"), section.needed("zone"), locale or "en_GB", paper or "a4",
        section.text("address") or "", section.text("owner") or "",
    )  # fmt: skip
    section.finish()
    return company.checked()


def _habits(section: _Section, above: Habits) -> Habits:
    """What a file states for itself, and otherwise what stands above it."""
    encoding = section.text("encoding") or above.encoding
    if encoding is not None and not is_known(encoding):
        raise section.wrong(_("there is no encoding “{name}”.").format(name=encoding))
    delimiter = section.text("delimiter") or above.delimiter
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
        raise section.wrong(_("“delimiter” must be one character."))
    zone = section.text("zone") or above.zone
    if zone is not None:
        zone_of(zone)
    return Habits(
        encoding=encoding,
        delimiter=delimiter,
        decimal=section.one_of("decimal", str, (".", ","), above.decimal),
        dates=section.one_of("dates", str, tuple(DateOrder), above.dates),
        zone=zone,
        empty=frozenset(section.texts("empty")) or above.empty,
        trim=section.take("trim", bool, above.trim),
        guarded=section.take("guarded", bool, above.guarded),
    )


def _lookup(values: dict[str, Any], above: Habits, name: str) -> Lookup:
    section = _Section(f"{name} [[lookup]]", values)
    lookup = Lookup(
        name=section.needed("name"),
        path=_relative(section, section.needed("path")),
        key=section.needed("key"),
        value=section.needed("value"),
        habits=_habits(section, above),
        sheet=section.text("sheet"),
        optional=section.take("optional", bool, False),
    )
    section.finish()
    return lookup


def _file(values: dict[str, Any], above: Habits, name: str) -> SourceFile:
    section = _Section(f"{name} [[file]]", values)
    paths = tuple(_relative(section, path) for path in section.texts("path"))
    if not paths:
        raise section.wrong(_("“{name}” is missing.").format(name="path"))
    section.where = f"{name} {paths[0]}"
    sheet, optional = section.text("sheet"), section.take("optional", bool, False)
    habits, digits, counted = _habits(section, above), _digits(section), _counted(section)
    records = []
    for target, content in section.rest().items():
        if target not in BY_NAME:
            known = ", ".join(BY_NAME)
            raise section.wrong(_("“{name}” is not known here. What can be imported: {known}.").format(name=target, known=known))
        items = [content] if isinstance(content, dict) else content
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise section.wrong(_("“{name}” must be {kind}.").format(name=target, kind=_kind_name(dict)))
        records += [_record(BY_NAME[target], item, section.where) for item in items]
    if not records:
        raise section.wrong(_("it does not say what its rows are, as in [file.customer]."))
    return SourceFile(paths, tuple(records), habits, digits, counted, sheet, optional)


def _digits(section: _Section) -> dict[str, int]:
    digits: dict[str, Any] = section.take("digits", dict, {})
    for name, length in digits.items():
        if isinstance(length, bool) or not isinstance(length, int) or not 2 <= length <= 20:
            raise section.wrong(_("“{name}” must be {kind}.").format(name=f"digits.{name}", kind=_("a whole number from 2 to 20")))
    return digits


def _counted(section: _Section) -> dict[str, str]:
    counted: dict[str, Any] = section.take("count", dict, {})
    if not all(isinstance(of, str) and of for of in counted.values()):
        raise section.wrong(_("“{name}” must be {kind}.").format(name="count", kind=_("a table of texts")))
    return counted


def _relative(section: _Section, path: str) -> str:
    """A file of the data folder; never one elsewhere on the computer."""
    if Path(path).is_absolute() or ".." in Path(path).parts or "\\" in path or ":" in path:
        raise section.wrong(_("the path “{path}” must lie in the data folder.").format(path=path))
    return path


def _record(target: Target, values: dict[str, Any], where: str) -> Record:
    section = _Section(f"{where} [{target.name}]", values)
    keep = section.texts("keep")
    if keep and not target.custom:
        raise section.wrong(_("“keep” is not possible for this: it has no further fields."))
    match = section.texts("match")
    if unknown := [name for name in match if name not in target.known_by]:
        raise section.wrong(
            _("“{name}” is {found}; it can be {known}.").format(name="match", found=unknown[0], known=", ".join(target.known_by) or "–")
        )
    id_value = section.take("id", object, None)
    id_rule = None if id_value is None else _rule(Field("id"), id_value, section)
    optional = section.take("optional", bool, False)
    repeated = section.one_of("repeated", Repeated, tuple(Repeated), Repeated.REFUSE)
    only = tuple(_only(item, section.where, name, holds) for name, holds in (("when", True), ("unless", False))
                 for item in section.tables(name))  # fmt: skip
    rules = _custom_rules(target, section)
    for name, value in section.rest().items():
        field = Field(name, Kind.CUSTOM) if target.custom and name.startswith("custom.") else target.field(name)
        if field is None:
            known = ", ".join(item.name for item in target.fields)
            raise section.wrong(_("there is no field “{name}”. The fields are: {known}.").format(name=name, known=known))
        rules[name] = _rule(field, value, section)
    for field in target.fields:
        if field.required and field.name not in rules and not (target.name == "line" and field.name == "name"):
            raise section.wrong(_("“{name}” is missing.").format(name=field.name))
    return Record(target, rules, id_rule, optional, repeated, match or target.match, None if keep == ("rest",) else keep, only)


def _custom_rules(target: Target, section: _Section) -> dict[str, Rule]:
    """`custom.NAME` for each further field, or `custom` for a column that holds all of them as a JSON object."""
    value = section.take("custom", object, None)
    if value is None:
        return {}
    if not target.custom:
        raise section.wrong(_("“custom” is not possible for this: it has no further fields."))
    if isinstance(value, str) or (isinstance(value, dict) and "column" in value and value.keys() <= {"column", "optional"}):
        return {"custom": _rule(Field("custom", Kind.CUSTOM), value, section)}
    if not isinstance(value, dict):
        raise section.wrong(_("“{name}” must be {kind}.").format(name="custom", kind=_kind_name(dict)))
    return {f"custom.{name}": _rule(Field(f"custom.{name}", Kind.CUSTOM), rule, section) for name, rule in value.items()}


def _only(values: dict[str, Any], where: str, name: str, holds: bool) -> Only:
    section = _Section(f"{where} {name}", values)
    column, limits = section.needed("column"), {name: section.take(name, object, None) for name in ("above", "below")}
    words, starts = section.texts("is"), section.texts("starts")
    for word, limit in limits.items():
        if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int | float)):
            raise section.wrong(_("“{name}” must be {kind}.").format(name=word, kind=_("a number")))
    above, below = (None if limit is None else Decimal(str(limit)) for limit in limits.values())
    only = Only(column, frozenset(map(plain, words)), starts, above, below, holds, section.take("optional", bool, False))
    section.finish()
    if sum((bool(words), bool(starts), above is not None, below is not None)) != 1:
        raise section.wrong(_("say what the column holds: one of “is”, “starts”, “above” or “below”."))
    return only


def _rule(field: Field, value: object, record: _Section) -> Rule:
    if isinstance(value, str | list):
        value = {"column": value}
    if not isinstance(value, dict):
        raise record.wrong(_("“{name}” must be a column’s name, or a table.").format(name=field.name))
    section = _Section(f"{record.where} {field.name}", value)
    rule = Rule(
        columns=section.texts("column"),
        filled=section.texts("filled"),
        join=section.texts("join"),
        between=section.take("with", str, " "),
        after=section.text("after") or "",
        strip=section.text("strip") or "",
        less=section.texts("less"),
        value=section.text("value"),
        optional=section.take("optional", bool, False),
        lookup=section.text("lookup") or "",
        words=_words(section),
        other=section.text("other"),
        default=section.text("default"),
        by=section.one_of("by", str, ("id", *_known_by(field)), field.by),
        missing=section.one_of("missing", Missing, tuple(Missing), Missing.REJECT),
        decimal=section.one_of("decimal", str, (".", ","), None),
        dates=section.one_of("dates", str, tuple(DateOrder), None),
        places=_number(section, "places"),
        times=_times(section),
        remove=section.text("remove") or "",
        moment=section.take("moment", bool, False),
    )
    section.finish()
    _check_rule(rule, field, section)
    return rule


def _check_rule(rule: Rule, field: Field, section: _Section) -> None:
    if sum((bool(rule.columns), bool(rule.filled or rule.join), rule.value is not None)) != 1:
        raise section.wrong(_("say where it comes from: one of “column”, “filled”, “join” or “value”."))
    if rule.other is not None and rule.words is None:
        raise section.wrong(_("“other” goes with “map”."))
    numbers = field.kind in (Kind.MONEY, Kind.QUANTITY, Kind.INTEGER, Kind.CUSTOM)
    if not numbers and (rule.places is not None or rule.times != 1 or rule.remove or rule.decimal or rule.less):
        raise section.wrong(_("“places”, “times”, “remove”, “less” and “decimal” are for numbers."))
    if rule.dates and field.kind not in (Kind.DAY, Kind.MOMENT, Kind.CUSTOM):
        raise section.wrong(_("“dates” is for days and moments."))
    if rule.moment and field.kind is not Kind.DAY:
        raise section.wrong(_("“moment” is for days."))
    if rule.missing is Missing.EMPTY and (field.kind is not Kind.REFERENCE or field.required):
        raise section.wrong(_("“missing” is for references that may be empty."))


def _known_by(field: Field) -> tuple[str, ...]:
    return REFERRED[field.of].known_by if field.kind is Kind.REFERENCE else ()


def _words(section: _Section) -> dict[str, str] | None:
    words: dict[str, Any] = section.take("map", dict, {})
    if not all(isinstance(meaning, str) for meaning in words.values()):
        raise section.wrong(_("“{name}” must be {kind}.").format(name="map", kind=_("a table of texts")))
    return words or None


def _number(section: _Section, name: str) -> int | None:
    found = section.take(name, int, -1)
    if found == -1:
        return None
    if not 0 <= found <= 20:
        raise section.wrong(_("“{name}” must be {kind}.").format(name=name, kind=_("a whole number from 0 to 20")))
    return found


def _times(section: _Section) -> Decimal:
    found = section.take("times", object, 1)
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 < abs(found) <= 1_000_000:
        raise section.wrong(_("“{name}” must be {kind}.").format(name="times", kind=_("a number")))
    return Decimal(str(found))


def _check_lookups(mapping: ImportMapping, top: _Section) -> None:
    for file in mapping.files:
        for record in file.records:
            for rule in record.rules.values():
                if rule.lookup and rule.lookup not in mapping.lookups:
                    raise top.wrong(_("there is no [[lookup]] of the name “{name}”.").format(name=rule.lookup))


def _kind_name(kind: type) -> str:
    return {str: _("a text"), bool: _("true or false"), int: _("a whole number"), dict: _("a table")}.get(kind, kind.__name__)
