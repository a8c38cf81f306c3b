import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest

from crm_desktop.core.plain import from_plain, to_plain


@dataclass(frozen=True)
class Part:
    name: str
    on: date
    at: datetime | None
    pairs: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Whole:
    parts: tuple[Part, ...]
    first: Part | None
    values: Mapping[str, str | int | float]
    secret: str = field(default="")


WHOLE = Whole(
    (Part("ä", date(2026, 1, 5), datetime(2026, 1, 5, 9, tzinfo=UTC), ((1, 0.5),)), Part("", date(1, 1, 1), None, ())), None, {"n": 1}
)


def test_what_was_kept_is_the_same_object_again():
    assert from_plain(Whole, json.loads(json.dumps(to_plain(WHOLE)))) == WHOLE


def test_a_field_can_be_left_out_and_comes_back_with_its_default():
    told = to_plain(Whole((), None, {}, "Ada"), frozenset({"secret"}))

    assert "Ada" not in json.dumps(told)
    assert from_plain(Whole, told).secret == ""


def test_json_of_another_shape_is_refused():
    with pytest.raises(TypeError):
        from_plain(Whole, {"parts": []})
