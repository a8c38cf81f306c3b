"""Writes the mapping that somebody put together by hand: the same TOML file that `import` reads."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import CustomerKind
from crm_desktop.exchange.field_words import slot_words
from crm_desktop.exchange.row_shapes import KEEP, LISTED, SHAPES_BY_NAME, SHARE, Shape, field_at, is_text, reference_by
from crm_desktop.exchange.targets import BY_NAME, Kind

_KNOWN_BY = {
    "customer": ("id", "number", "email"),
    "contact": ("id", "email"),
    "product": ("id", "sku"),
    "order": ("id", "number"),
    "return": ("id", "number"),
    "interaction": ("id", "number"),
    "follow_up": ("id", "number"),
    "payment": ("id",),
    "case": ("id", "number"),
    "article": ("id", "title"),
    "template": ("id", "name"),
}
"""The first of these that a row fills says whether it came in before. Without any, the whole row does."""
_LINES = {"line": "order", "return_line": "return"}
_ADDRESSES = ("address", "billing_address", "shipping_address", "notes", "note", "description")
"""Of several columns each stands on a line of its own there."""
_DAYS, _NUMBERS, _WORDS = (Kind.DAY, Kind.MOMENT), (Kind.MONEY, Kind.QUANTITY, Kind.INTEGER), (Kind.WORD,)
_COUNTED = "Line number"
BY_ROW = "by row"
"""What a constant holds that each row says by itself."""
_PLACES = 4
"""What money is kept with: files of spreadsheets hold 731.9399999999999."""


@dataclass(frozen=True, slots=True)
class Matching:
    """`places` by column; a column without one is left out. `dates`, `decimals` and `words` say by column how it is written and what its
    words mean; `empty` are words that stand for an empty cell; `constants` by place what stands for all rows."""

    shape: str
    places: Mapping[str, str]
    source: str
    file: str
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    empty: tuple[str, ...] = ()
    dates: Mapping[str, str] = field(default_factory=dict)
    decimals: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    digits: Mapping[str, int] = field(default_factory=dict)
    """How long the codes of a column are that lost their leading zeros; 0 where they stay as they are."""

    def columns_at(self, place: str) -> list[str]:
        return [column for column, given in self.places.items() if given == place]

    def has(self, place: str) -> bool:
        return place in self.places.values() or place in self.constants


def missing(matching: Matching) -> list[str]:
    """What still has to be said, in words; empty when the import can be tried."""
    shape = SHAPES_BY_NAME[matching.shape]
    needed = [*shape.needed]
    for line in set(shape.targets) & _LINES.keys():
        if any(place.startswith(f"{line}.") for place in matching.places.values()) or _has_product(matching):
            needed.append((f"{line}.quantity",))
            if line == "line":
                needed += [("line.unit_price", "line.total"), ("line.name", "product.name", "product.sku")]
    lacking = [_(" or ").join(map(slot_words, group)) for group in needed if not any(map(matching.has, group))]
    for target in {"customer", "product"} & set(shape.targets) - {shape.main}:
        given = [place for place in matching.places.values() if place.startswith(f"{target}.")]
        names = [f"{target}.{name}" for name in (("name", "last_name", "number") if target == "customer" else ("name", "sku"))]
        if given and not any(map(matching.has, names)):
            lacking.append(_(" or ").join(map(slot_words, names)))
    lacking = list(dict.fromkeys(lacking))
    return lacking + [
        _("{place} stands at more than one column, and only texts can be put together").format(place=slot_words(place))
        for place in sorted(set(matching.places.values()) - {KEEP})
        if len(matching.columns_at(place)) > 1 and not is_text(place)
    ]


def mapping_text(matching: Matching) -> str:
    """A whole mapping file. Nothing that `missing` names may be missing."""
    making = _Making(matching)
    lines = [f"# {line}" for line in _("Made in the window. It can be changed by hand, and used by “import” as well.").splitlines()]
    top: dict[str, Any] = {"source": matching.source, "title": matching.source, "trim": True}
    file: dict[str, Any] = {"path": matching.file}
    for name in ("encoding", "delimiter", "sheet"):
        if value := getattr(matching, name):
            (file if name == "sheet" else top)[name] = value
    if matching.empty:
        top["empty"] = list(matching.empty)
    if matching.digits:
        file["digits"] = {column: length for column, length in matching.digits.items() if length and column in matching.places}
    records = making.records()
    if making.counted:
        file["count"] = {_COUNTED: making.counted}
    lines += [f"{name} = {_toml(value)}" for name, value in top.items()]
    lines += ["", "[[file]]", *(f"{name} = {_toml(value)}" for name, value in file.items())]
    for target, rules in records.items():
        lines += ["", f"[file.{target}]", *(f"{name} = {_toml(value)}" for name, value in rules.items())]
    return "\n".join(lines) + "\n"


class _Making:
    """The tables of the one file, by what they make."""

    def __init__(self, matching: Matching) -> None:
        self._matching = matching
        self._shape: Shape = SHAPES_BY_NAME[matching.shape]
        self.counted = ""
        self._records: dict[str, dict[str, Any]] = {}

    def records(self) -> dict[str, dict[str, Any]]:
        shape, matching = self._shape, self._matching
        for target in ("customer", "product"):
            if target in shape.targets and target != shape.main and self._is_told(target):
                self._records[target] = self._of_many_rows(target)
        main = self._own(shape.main)
        if lines := [target for target in shape.targets if target in _LINES and matching_fills(matching, target)]:
            self._line(lines[0], main)
            if "id" not in main:
                main["id"] = self._rule_of(self._key_columns("return", ("order",)))
            main |= {"repeated": "first"}
        keep = matching.columns_at(KEEP)
        if keep and shape.has_custom:
            main["keep"] = keep
        records = {**self._records, shape.main: main}
        order = list(BY_NAME)
        return dict(sorted(records.items(), key=lambda item: order.index(item[0])))

    def _is_told(self, target: str) -> bool:
        """Whether the row says enough to add one that is new."""
        names = ("name", "first_name", "last_name") if target == "customer" else ("name",)
        return any(self._matching.columns_at(f"{target}.{name}") for name in names)

    def _own(self, target: str) -> dict[str, Any]:
        made: dict[str, Any] = {}
        if columns := self._key_columns(target):
            made["id"] = self._rule_of(columns)
        made |= self._fields(target)
        if "customer" in self._shape.targets and target != "customer":
            self._refer(made, "customer", "number")
        return made

    def _of_many_rows(self, target: str) -> dict[str, Any]:
        """A record that the same file names again and again."""
        names = ("name",) if target == "product" else ("name", "last_name", "first_name")
        columns = self._key_columns(target, names)
        made = {"id": self._rule_of(columns, optional=True), "optional": True, "repeated": "first"} | self._fields(target)
        made["match"] = [name for name in (("number", "name") if target == "customer" else ("sku", "name")) if name in made]
        if target == "product" and "on_hand" not in made:
            made["stocked"] = {"value": "no"}
        return made

    def _line(self, target: str, main: dict[str, Any]) -> None:
        owner = _LINES[target]
        owner_columns = self._key_columns(owner, ("order",))
        self.counted = owner_columns[0]
        made: dict[str, Any] = {
            "id": {"join": [owner_columns[0], _COUNTED], "with": "/"},
            owner: self._rule_of(owner_columns),
            **self._fields(target),
        }
        self._refer(made, "product", "sku", optional=True)
        for name in ("sku", "name"):
            columns = self._matching.columns_at(f"product.{name}")
            if columns and name not in made:
                made[name] = columns[0]
        self._records[target] = made

    def _refer(self, made: dict[str, Any], target: str, known_by: str, *, optional: bool = False) -> None:
        """To the record that the same row makes, or else to one that is there."""
        names = ("name", "last_name", "first_name") if target == "customer" else ("name",)
        if target in self._records:
            made[target] = self._rule_of(self._key_columns(target, names))
        elif columns := self._matching.columns_at(f"{target}.{known_by}") or self._matching.columns_at(f"{target}.id"):
            made[target] = {"column": columns[0], "by": known_by}
            if optional:
                made[target]["missing"] = "empty"

    def _key_columns(self, target: str, further: tuple[str, ...] = ()) -> list[str]:
        found = [column for name in (*_KNOWN_BY.get(target, ()), *further) for column in self._matching.columns_at(f"{target}.{name}")]
        return list(dict.fromkeys(found))

    def _rule_of(self, columns: list[str], *, optional: bool = False) -> Any:
        if len(columns) == 1 and not optional:
            return columns[0]
        rule: dict[str, Any] = {"filled": columns} if len(columns) > 1 else {"column": columns[0]}
        return rule | ({"optional": True} if optional else {})

    def _fields(self, target: str) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for field_ in BY_NAME[target].fields:
            place = f"{target}.{field_.name}"
            if columns := self._matching.columns_at(place):
                made[field_.name] = self._rule(place, columns)
                if field_.kind is Kind.REFERENCE and field_.of in LISTED:
                    self._list(field_.of, columns[0])
            elif self._matching.constants.get(place, BY_ROW) != BY_ROW:
                made[field_.name] = self._constant(place)
        if target == "line" and (columns := self._matching.columns_at(SHARE)):
            made["discount_percent"] = {**_as_table(self._rule(SHARE, columns)), "times": 100}
        if target == "customer":
            self._name_from_parts(made)
        return made

    def _name_from_parts(self, made: dict[str, Any]) -> None:
        """A row without a name of its own is a person's, who has a first and a last name."""
        own = self._matching.columns_at("customer.name")
        parts = [column for name in ("first_name", "last_name") for column in self._matching.columns_at(f"customer.{name}")]
        if parts and not own:
            made["name"] = {"join": parts}
            made.setdefault("kind", {"value": str(CustomerKind.PERSON)})
        elif parts and len(own) == 1:
            made["name"] = {"filled": own, "join": parts}
            if self._matching.constants.get("customer.kind") == BY_ROW:
                company, person = str(CustomerKind.COMPANY), str(CustomerKind.PERSON)
                made["kind"] = {"column": own[0], "map": {company: company}, "other": company, "default": person}

    def _rule(self, place: str, columns: list[str]) -> Any:
        field_, column = field_at(place), columns[0]
        rule: dict[str, Any] = {"column": column}
        if len(columns) > 1:
            rule = {"join": columns, "with": "\n" if field_.name in _ADDRESSES else " "}
        if field_.kind is Kind.REFERENCE and field_.of not in LISTED:
            rule |= {"by": reference_by(field_)}
        matching, kind = self._matching, field_.kind
        for name, said, kinds in (
            ("dates", matching.dates, _DAYS),
            ("decimal", matching.decimals, _NUMBERS),
            ("map", matching.words, _WORDS),
        ):
            if said.get(column) and kind in kinds and len(columns) == 1:
                rule[name] = said[column]
        if "map" in rule:
            rule["map"] = {**{word: word for word in field_.words}, **rule["map"]}
        if field_.kind is Kind.MONEY and len(columns) == 1:
            rule["places"] = _PLACES
        return column if rule == {"column": column} else rule

    def _constant(self, place: str) -> dict[str, Any]:
        field_ = field_at(place)
        return {"value": self._matching.constants[place]} | ({"by": "name"} if field_.kind is Kind.REFERENCE else {})

    def _list(self, target: str, column: str) -> None:
        made: dict[str, Any] = {"id": {"column": column}, "name": column, "optional": True, "repeated": "first"}
        if target == "staff":
            made["match"] = ["login", "name", "initials"]
        if target == "channel":
            made["kind"] = {"column": column, "other": "other", "map": dict(_CHANNELS)}
        if target == "case_status":
            made["kind"] = {"column": column, "other": "open", "map": dict(_STATUSES)}
        self._records.setdefault(target, made)


_STATUSES = tuple(
    (word, kind)
    for kind, words in (
        ("waiting_customer", "Pending, Waiting, Waiting on customer, Waiting for customer, Awaiting reply, Wartet, Wartet auf Kunden"),
        ("waiting_other", "On hold, Hold, Paused, Waiting on third party, Wartet auf Dritte, Zurückgestellt"),
        ("done", "Closed, Solved, Resolved, Done, Completed, Cancelled, Canceled, Duplicate, Merged, Rejected"),
        ("done", "Geschlossen, Gelöst, Erledigt, Abgeschlossen, Storniert"),
    )
    for each in words.split(", ")
    for word in dict.fromkeys((each, each.lower(), each.upper()))
)  # fmt: skip
"""Anything else is open, and can be put right in the settings: a status keeps its kind once it came in."""
_CHANNELS = (
    ("Phone", "phone"), ("Call", "phone"), ("Phone call", "phone"), ("Telephone", "phone"), ("Telefon", "phone"), ("Email", "email"),
    ("E-mail", "email"), ("Mail", "email"), ("Chat", "chat"), ("Live chat", "chat"), ("Social", "social"), ("Social media", "social"),
    ("SMS", "messenger"), ("WhatsApp", "messenger"), ("Messenger", "messenger"), ("In person", "in_person"), ("Visit", "in_person"),
    ("Letter", "letter"), ("Brief", "letter"), ("Fax", "fax"), ("Video", "video"), ("Web", "web"), ("Web form", "web"), ("Portal", "web"),
    ("Web Portal", "web"), ("API", "web"),
)  # fmt: skip


def matching_fills(matching: Matching, target: str) -> bool:
    return any(place.startswith(f"{target}.") for place in matching.places.values()) or _has_product(matching)


def _has_product(matching: Matching) -> bool:
    return any(place.startswith("product.") for place in matching.places.values())


def _as_table(rule: Any) -> dict[str, Any]:
    return rule if isinstance(rule, dict) else {"column": rule}


def _toml(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_text(name)} = {_toml(each)}" for name, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return str(value).lower() if isinstance(value, bool) else _text(value)


def _text(text: str) -> str:
    """TOML's strings are JSON's, but that it takes no delete character as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
