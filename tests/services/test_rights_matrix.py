"""Every service function that acts for somebody asks for a right: which one stands in `rights.txt`, with the roles that have it.

A new function fails here until it has a line there: `python -m tests.services.test_rights_matrix` writes the file anew, to be looked at.
"""

import ast
from pathlib import Path

import pytest

from crm_desktop.core.actors import Actor, Role
from crm_desktop.core.errors import NotAllowed
from crm_desktop.core.rights import RIGHTS, Right, demand

SERVICES = Path(__file__).parents[2] / "crm_desktop" / "services"
TABLE = Path(__file__).with_name("rights.txt")
OF_THE_RECORD = "the record's own"
"""As `core/record_rights.py` says."""
WITHOUT = {
    "access.note_look": "writes down what this person looked at",
    "appointments.clashes": "reads what everybody may see",
    "articles.note_missed_search": "counts what was looked for",
    "case_viewers.leave_case": "says who looks at a case",
    "case_viewers.look_at_case": "says who looks at a case",
    "drafts.drop_draft": "only one's own",
    "drafts.keep_draft": "only one's own",
    "notices.tell_due": "only to oneself",
    "outgoing_mails.take_back": "only one's own",
    "outgoing_mails.throw_away": "only one's own",
    "outgoing_mails.try_again": "only one's own",
    "sign_in.new_factor": "nothing is kept before `keep_factor`",
}
"""Why a function needs no right."""
TURNS = 8
"""A function may ask by another that it calls, and that by another."""


def functions():
    """Of all services, by module and name."""
    found = {}
    for file in sorted(SERVICES.glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                found[f"{file.stem}.{node.name}"] = node
        for node in tree.body:  # rights by kind stand in a table of their module
            if isinstance(node, ast.Assign | ast.AnnAssign) and own_rights(node):
                names = [node.target] if isinstance(node, ast.AnnAssign) else node.targets
                found.update({f"{file.stem}.{name.id}": node for name in names if isinstance(name, ast.Name)})
    return found


def own_rights(node):
    of_records = {OF_THE_RECORD} if "right_for" in used_names(node) else set()
    return of_records | {
        each.attr
        for each in ast.walk(node)
        if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name) and each.value.id == "Right"
    }


def used_names(node):
    names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    return names | {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}


def asked():
    """The rights that each public function which takes an actor can ask for."""
    every = functions()
    rights = {name: own_rights(node) for name, node in every.items()}
    by_name = {}
    for name in every:
        by_name.setdefault(name.split(".")[1], []).append(name)
    calls = {name: {each for used in used_names(node) for each in reached(used, name, by_name)} for name, node in every.items()}
    for _turn in range(TURNS):
        rights = {name: own | {right for other in calls[name] for right in rights[other]} for name, own in rights.items()}
    return {name: rights[name] for name, node in every.items() if acts_for_somebody(name, node)}


def reached(used, by, by_name):
    """What a name means there: the module's own, or else the only one of that name."""
    found = by_name.get(used, [])
    own = [name for name in found if name.split(".")[0] == by.split(".")[0]]
    return [name for name in own or (found if len(found) == 1 else []) if name != by]


def acts_for_somebody(name, node):
    if not isinstance(node, ast.FunctionDef) or name.split(".")[1].startswith("_"):
        return False
    arguments = [*node.args.args, *node.args.kwonlyargs]
    types = {each.arg: each.annotation.id for each in arguments if isinstance(each.annotation, ast.Name)}
    return types.get("by") == "Actor" and "Done" not in types.values()


def line_of(name, rights):
    known = [Right[right] for right in rights - {OF_THE_RECORD}]
    roles = [role.value for role in Role if all(right in RIGHTS[role] for right in known)]
    return f"{name}: {', '.join(sorted(rights)) or WITHOUT.get(name, 'NOTHING')} -> {', '.join(roles)}"


def lines():
    return [line_of(name, rights) for name, rights in sorted(asked().items())]


def test_every_service_function_asks_for_the_right_that_is_written_down():
    assert lines() == TABLE.read_text(encoding="utf-8").splitlines()


def test_none_goes_without_for_no_reason():
    assert {name for name, rights in asked().items() if not rights} == set(WITHOUT)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("right", Right)
def test_who_has_a_right_goes_on_and_who_has_not_is_told_so(role, right):
    actor = Actor(7, "somebody", role)
    if right in RIGHTS[role]:
        demand(actor, right)
    else:
        with pytest.raises(NotAllowed, match=right):
            demand(actor, right)


if __name__ == "__main__":
    TABLE.write_text("\n".join(lines()) + "\n", encoding="utf-8")
