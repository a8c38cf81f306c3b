"""A customer with one row of every table that leads to them, made from the models alone: a table that comes later is in it by itself."""

from decimal import Decimal
from itertools import count

from peewee import ForeignKeyField, IntegerField

from crm_desktop.core.rights import Right
from crm_desktop.data.attachment_contents import keep_content
from crm_desktop.data.fields import DayField, MoneyField, UtcField, is_personal
from crm_desktop.data.history import operation
from crm_desktop.data.models import (
    RECORDS,
    Approval,
    Assessment,
    Attachment,
    CaseStatus,
    Channel,
    ChecklistItem,
    Criterion,
    Customer,
    Invoice,
    Mention,
    Order,
    Product,
    Scorecard,
    Script,
    Survey,
    SurveyQuestion,
    SurveyResponse,
)
from crm_desktop.data.models.party import HANGING
from crm_desktop.data.rows import children
from crm_desktop.services.company import FOUNDER
from tests.conftest import DAY, MOMENT

COUNT = count(1)
VALUES = {
    "currency": "EUR", "zone": "Europe/Berlin", "method": "card", "reason": "damaged", "kind": "email", "result": "reached",
    "purpose": "newsletter", "quantity": Decimal(1),
}  # fmt: skip
UNIQUE = {"number", "code", "uid", "key"}
OWN = {
    Order: {"state": "completed", "kind": None},
    Invoice: {"kind": "invoice", "total": Decimal(5)},
    Mention: {"staff": FOUNDER.id},
    SurveyResponse: {"channel": "phone"},
    Assessment: {"staff": FOUNDER.id, "reviewer": FOUNDER.id, "kind": "supervisor"},
    Approval: {"asked_by": FOUNDER.id},
}


def reachable():
    """Every table whose rows lead to a customer, parents first."""
    found, waiting = set(HANGING), [Customer]
    while waiting:
        model = waiting.pop()
        if model not in found:
            found.add(model)
            waiting += [child for _name, child in children(model)]
    return [model for model in RECORDS if model in found]


def make_whole(word="canary", **fields):
    """By model, the rows made. Every personal column holds the word."""
    with operation("Filled", FOUNDER, may=Right.IMPORT) as done:
        made = {Channel: Channel.get(kind="phone"), Product: Product(sku=f"W-{next(COUNT)}", name="Lamp")}
        made |= {CaseStatus: CaseStatus.get(kind="done"), ChecklistItem: ChecklistItem.get()}
        made[Script] = Script(name="Damage")
        done.insert(made[Product])
        done.insert(made[Script])
        made |= _asked_and_judged_by(done)
        for model in reachable():
            values = _values(model, made, word)
            if model is Attachment:
                values |= {"sha256": keep_content(word.encode()), "size": len(word)}
            row = model(**{**values, **(fields if model is Customer else {})})
            done.insert(row)
            made[model] = row
    return made


def _asked_and_judged_by(done):
    """What a survey asks and what a conversation is judged by leads to nobody."""
    survey, scorecard = Survey(name=f"Survey {next(COUNT)}", kind="csat"), Scorecard(name=f"Calls {next(COUNT)}")
    done.insert(survey)
    done.insert(scorecard)
    question = SurveyQuestion(survey=survey, position=1, kind="text", text="Why?")
    criterion = Criterion(scorecard=scorecard, position=1, text="Listens", scale="yes_no", weight=1)
    done.insert(question)
    done.insert(criterion)
    return {Survey: survey, SurveyQuestion: question, Scorecard: scorecard, Criterion: criterion}


def _values(model, made, word):
    values = {}
    for field in model._meta.sorted_fields:
        if field.name in ("id", "version", "created_at", "updated_at") or field.name in model.derived:
            continue
        if isinstance(field, ForeignKeyField):
            values[field.name] = made.get(field.rel_model)
        elif field.name == "custom":
            values["custom"] = f'{{"own":"{word}"}}' if is_personal(field) else "{}"
        elif field.name == "entity_table":
            values |= {"entity_table": "customer", "row_id": made[Customer].id}
        elif field.name in UNIQUE:
            values[field.name] = f"{model._meta.table_name}-{next(COUNT)}"
        elif is_personal(field):
            values[field.name] = word
        elif field.name not in values and field.default is None and not field.null:
            values[field.name] = _value(field)
    return values | {name: value for name, value in OWN.get(model, {}).items() if value is not None}


def _value(field):
    if field.name in VALUES:
        return VALUES[field.name]
    kinds = ((UtcField, MOMENT), (DayField, DAY), (MoneyField, Decimal(1)), (IntegerField, 1))
    return next((value for kind, value in kinds if isinstance(field, kind)), field.name)
