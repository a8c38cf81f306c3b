"""Named ways of looking at a list: kept, changed, shared with the company, removed. Each can be taken back."""

from typing import NamedTuple

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.core.text import clean_line
from crm_desktop.data.history import operation
from crm_desktop.data.models import SavedView
from crm_desktop.queries.saved_views import SHARED

_LONGEST = 80


class Said(NamedTuple):
    """What history says of it: two message ids, and a name in them. Never the view's own, which may be a customer's: what an operation says
    of itself is sealed, and erasing could not take it."""

    saved: str = N_("Saved a view of a list")
    removed: str = N_("Removed a view of a list")
    name: str = ""

    def numbers(self) -> dict[str, str | int]:
        return {"name": self.name} if self.name else {}


_VIEW = Said()


def save_view(page: str, name: str, content: str, by: Actor, *, share: bool = False, said: Said = _VIEW, key: str | None = None) -> Change:
    """A view of that name is replaced by this one, this person's own or the company's."""
    name = clean_line(name)
    if not name or len(name) > _LONGEST:
        raise UserError(_("A view needs a name of at most {most} letters. Nothing was saved.").format(most=_LONGEST))
    owner = SHARED if share else by.id
    with operation(said.saved, by, may=Right.UNDO, key=key) as done:
        view = SavedView.get_or_none(staff_id=owner, page=page, name=name)
        if view is None:
            done.insert(SavedView(staff_id=owner, page=page, name=name, content=content))
        else:
            view.content = content
            done.save(view)
        done.numbers |= said.numbers()
    return done.change


def remove_view(view_id: int, version: int, by: Actor, *, said: Said = _VIEW, key: str | None = None) -> Change:
    """A shared one only by who may undo what others did: nobody knows whose it was."""
    with operation(said.removed, by, may=Right.UNDO, key=key) as done:
        view = SavedView.get_or_none(id=view_id)
        if view is None or view.version != version:
            raise UserError(_("This view is not there any more, or it changed meanwhile. Nothing was removed."))
        _demand_own(view, by)
        done.delete(view)
        done.numbers |= said.numbers()
    return done.change


def _demand_own(view: SavedView, by: Actor) -> None:
    if view.staff_id not in (by.id, SHARED) or (view.staff_id == SHARED and Right.UNDO_OTHERS not in RIGHTS[by.role]):
        raise NotAllowed(_("This view is shared in the company. Nothing was removed; ask a supervisor."))
