"""How a person looks at a list: which columns, how wide, in which order, narrowed by what."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crm_desktop.queries.conditions import Asked


@dataclass(frozen=True, slots=True)
class Arrangement:
    """`columns` are keys, none of them: as the page has them. `widths` in pixels."""

    columns: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict)
    sort: str = ""
    downwards: bool = False
    where: tuple[Asked, ...] = ()

    def is_put_away(self) -> bool:
        """Whether what lies in the archive or the trash is asked for."""
        return any(field == "shelf" for field, _operator, _value in self.where)

    def text(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def read_arrangement(text: str) -> Arrangement:
    """What was kept. What makes no sense is left out: a view must not keep anybody from the list."""
    try:
        kept = json.loads(text)
    except ValueError:
        return Arrangement()
    if not isinstance(kept, dict):
        return Arrangement()
    widths = kept.get("widths")
    return Arrangement(
        tuple(each for each in _list(kept.get("columns")) if isinstance(each, str)),
        {key: width for key, width in widths.items() if isinstance(width, int)} if isinstance(widths, dict) else {},
        str(kept.get("sort", "")),
        kept.get("downwards") is True,
        tuple((each[0], each[1], each[2]) for each in _list(kept.get("where")) if _is_asked(each)),
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _is_asked(each: Any) -> bool:
    from crm_desktop.queries.conditions import OPERATORS  # most lists begin without a filter

    return isinstance(each, list) and len(each) == 3 and all(isinstance(part, str) for part in each) and each[1] in OPERATORS
