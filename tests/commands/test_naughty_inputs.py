"""Every action takes any words: they are in the store as they were given, or refused in a plain sentence."""

import json
from dataclasses import is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from itertools import count

import pytest
from peewee import DoesNotExist

from crm_desktop.commands.actions import ACTIONS
from crm_desktop.commands.do import _version
from crm_desktop.commands.inputs import NEEDED, fields_of
from crm_desktop.commands.references import REFERENCES
from crm_desktop.core.errors import AlreadyDone, UserError
from crm_desktop.data.database import is_server
from crm_desktop.data.integrity import check
from crm_desktop.data.models import RECORDS
from crm_desktop.queries.records import RecordName
from crm_desktop.services.company import FOUNDER
from tests.commands.test_naughty_strings import OWN, REAL, is_refused
from tests.conftest import DAY, MOMENT
from tests.examples import examples

WORDS = frozenset(
    {"name", "title", "summary", "notes", "note", "text", "description", "caller", "comment", "instruction", "first_name", "last_name",
     "company", "department", "role", "city", "wish", "body", "subject", "reference"}
)  # fmt: skip
"""Fields that hold what people wrote; others are read as numbers, codes, links …"""
FOR_GOOD = {"empty-trash", "erase-customer", "erase-kept-invoices", "send-mail"}
REFUSED = ("a\x00b", "\x1b[31m", "\x85next", "half \ud800 pair")
PLAIN = {int: 1, Decimal: Decimal(1), bool: False, date: DAY, datetime: MOMENT, RecordName: RecordName("CU-00001")}


class CannotBeMade(Exception):
    """It needs what nobody has here, or what no words are."""


def strings():
    more = json.loads(REAL.read_text(encoding="utf-8")) if REAL.exists() else []
    return [text for text in dict.fromkeys([*OWN, *more, *REFUSED]) if text.strip() and len(text) < 200]


def plain(text):
    return " ".join(text.split())


def value_of(field, text, *, everywhere):
    kind = field.of_each
    if field.refers:
        found = REFERENCES[field.name].model.select().get().id
    elif isinstance(kind, type) and issubclass(kind, StrEnum):
        found = next(iter(kind))
    elif is_dataclass(kind):
        found = kind(**arguments(fields_of(kind), text, everywhere=everywhere))
    else:
        found = text if kind is str else PLAIN.get(kind, NEEDED)
    if found is NEEDED:
        raise CannotBeMade
    return (found,) if field.several else found


def arguments(known, text, *, everywhere):
    """`everywhere`: also where words make no sense."""
    asked = [each for each in known if each.default is NEEDED or (each.of_each is str and (everywhere or each.name in WORDS))]
    return {each.target: value_of(each, text, everywhere=everywhere) for each in asked}


def run(action, text, *, everywhere):
    """What was given to it, by name; None where it was refused."""
    shape = action.shape
    try:
        own = arguments(shape.own, text, everywhere=everywhere)
        inner = arguments(fields_of(shape.wanted), text, everywhere=everywhere) if shape.wanted is not None else {}
        taken = {shape.taken: shape.wanted(**inner)} if shape.wanted is not None else {}
        own |= _version(action, own)
    except (CannotBeMade, DoesNotExist):
        return None
    try:
        action.run(**own, **taken, by=FOUNDER)
    except (UserError, AlreadyDone, OverflowError):  # `do` makes a sentence of the last
        return None
    except Exception as error:
        raise AssertionError(action.name, text) from error
    return {**own, **inner}


def last_words():
    """Those of the newest rows of each table."""
    for model in RECORDS:
        names = [name for name in model._meta.fields if name in WORDS]
        for row in model.select().order_by(model.id.desc()).limit(2) if names else ():
            yield from (value for name in names if isinstance(value := getattr(row, name), str))


@pytest.mark.parametrize("address", ["plain", "server"], indirect=True)
@pytest.mark.parametrize("everywhere", [False, True], ids=["where words are", "everywhere"])
def test_every_action_takes_any_words_or_refuses_them(store, everywhere):
    texts, turn, did = strings(), count(), set()
    for _round in range(examples(1 if is_server() else 3, 60)):
        for action in ACTIONS:
            text = texts[next(turn) * 7 % len(texts)]
            done = run(action, text, everywhere=everywhere) if action.name not in FOR_GOOD else None
            if done is not None:
                did.add(action.name)
                if action.name.startswith("add-"):
                    written = set(last_words())
                    assert not any(map(is_refused, written)), (action.name, text)
                    assert "name" not in done or plain(text) in map(plain, written), (action.name, text)
    assert {"add-customer", "add-product", "log-interaction", "open-case", "add-follow-up"} <= did or everywhere
    assert len(did) > 20
    assert not [found.sentence for found in check() if not found.ok]
