"""What was typed and never saved goes with the person it was about, and nobody else's words go along."""

import ast
from collections.abc import Iterator

import pytest

from crm_desktop.core.kinds import PointKind
from crm_desktop.data.models import Customer, UnsavedForm
from crm_desktop.queries.outgoing_mails import _ABOUT as MAILED
from crm_desktop.services.customers import CustomerInput, PointInput, add_customer
from crm_desktop.services.drafts import keep_draft
from crm_desktop.services.erasing import erase_customer
from crm_desktop.services.erasing_typed import ABOUT, AnyOf
from tests.test_shape import ROOT

NOT_OF_PERSONS = {
    "article ", "assessment ", "absence", "answers of ", "call-", "follow-up-in-a-line", "inspect-many", "new article", "new script",
    "new scorecard", "new survey form", "new template", "new product", "new-appointment", "new-case", "new-customer", "new-follow-up",
    "new-order", "new-training", "loose-return", "mail-taken-back-", "product ", "report-", "scorecard ", "script ", "settings-", "stock ",
    "survey", "survey about ", "survey form ", "template ", "training-", "why ",
}  # fmt: skip
"""They say nothing of a customer, or name them or a number of theirs in the form's name or in what was typed."""
GIVEN = {
    "{draft}-": ("solve-", "reopen-", "judge-"), "{step}-": ("payment-", "refund-"),
    "mail-{entity}-": tuple(f"mail-{of}-" for of in MAILED),
    "kept_as": ("inspect-", "inspect-many"), "_form(case_id)": ("case-note-",), "PREFIX + self.key": ("call-",), "self._name": ("report-",),
    "settings-{type(parent).__name__}-": ("settings-",), "form": (),
}  # fmt: skip
"""Names whose beginning a caller gives."""


@pytest.fixture
def ada(store, owner):
    add_customer(CustomerInput('Ada "Countess" Lovelace', last_name="Lane", points=(PointInput(PointKind.PHONE, "0431 123456"),)), owner)
    return Customer.get()


def left():
    return {row.form for row in UnsavedForm.select()}


def test_a_form_goes_by_whose_record_it_is_also_where_it_names_nobody(ada, make_interaction, make_order, make_customer, owner):
    bob = make_customer("Bob")
    theirs, others = make_interaction(ada), make_interaction(bob)
    keep_draft(f"interaction-{theirs.id}", {"notes": "was furious"}, owner)
    keep_draft(f"customer-{ada.id} 2", {"notes": "in the second window"}, owner)
    keep_draft(f"interaction-{others.id}", {"notes": "was kind"}, owner)
    keep_draft(f"product {theirs.id}", {"name": "Lamp"}, owner)
    keep_draft(f"why Cancel {theirs.number}", {"reason": "she said so"}, owner)
    erase_customer(ada.id, owner)
    assert left() == {f"interaction-{others.id}", f"product {theirs.id}"}


@pytest.mark.parametrize(
    "typed", ['{"who": "ada \\"countess\\" LOVELACE"}', "Ms Lane rang", "call +49 30, no: 0431 123456", "Lane's lamp", "CU-00001 wants two"]
)
def test_a_form_that_names_them_in_any_way_goes(ada, owner, typed):
    keep_draft("new-follow-up", {"title": typed}, owner)
    erase_customer(ada.id, owner)
    assert left() == set()


@pytest.mark.parametrize("typed", ["planes and laneways", "CU-000012", "0431 1234567"])
def test_what_only_looks_like_it_stays(ada, owner, typed):
    keep_draft("new-follow-up", {"title": typed}, owner)
    erase_customer(ada.id, owner)
    assert left() == {"new-follow-up"}


def test_names_are_found_in_every_writing():
    assert all(
        AnyOf([name])(text) for name, text in (("王伟", "给王伟打电话"), ("Żak", "zadzwoń do ŻAK dziś"), ("Schmidt", "Schmidts Lampe"))
    )
    assert not AnyOf(["", "N"])("N")


def test_every_form_that_outlives_a_crash_is_known_here():
    """Whoever makes a new one says here of whose record it speaks, or that it speaks of none."""
    found = {
        name for file in (ROOT / "crm_desktop" / "ui").rglob("*.py") for name in kept_names(ast.parse(file.read_text(encoding="utf-8")))
    }
    named = {each for name in found for each in GIVEN.get(name, (name,))}
    assert len(named) > 50
    assert named - NOT_OF_PERSONS - set(ABOUT) == set() and (set(ABOUT) | NOT_OF_PERSONS) - named == set()


def kept_names(tree: ast.AST) -> Iterator[str]:
    """What stands before the id in the names of forms that are kept."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute | ast.Name):
            does = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id
            place = {"keep_changes": 0, "keep_typing": 0, "Draft": 1}.get(does)
            if place is not None and len(call.args) > place:
                yield from beginnings(call.args[place])


def beginnings(name: ast.expr) -> Iterator[str]:
    if isinstance(name, ast.IfExp):
        yield from (*beginnings(name.body), *beginnings(name.orelse))
    elif isinstance(name, ast.Constant):
        yield name.value
    elif isinstance(name, ast.JoinedStr):
        yield "".join(part.value if isinstance(part, ast.Constant) else f"{{{ast.unparse(part.value)}}}" for part in name.values[:-1])
    else:
        yield ast.unparse(name)
