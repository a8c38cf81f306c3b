"""Who acts, by the name they gave."""

from crm_desktop.core.actors import FOUNDER, Actor, Role
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.queries.lists import rows_of


def actor_of(login: str | None) -> Actor:
    """The person with this login, or the store's owner: where nobody signs in, people say who they are."""
    where, value = ("id = ?", FOUNDER.id) if login is None else ("login = ?", login)
    found = next(iter(rows_of(f"SELECT id, login, role, active FROM staff WHERE {where}", (value,))), None)
    if found is None and login is None:
        raise UserError(_("This store has no company yet. Make one with “new”, or import one."))
    if found is None or (login is not None and not found[3]):
        raise UserError(_("Nobody here has the login “{login}”. Nothing was changed.").format(login=login))
    return Actor(found[0], found[1], Role(found[2]))


def sign_in_is_on() -> bool:
    """An owner has a password: from then on everybody needs one."""
    return bool(rows_of("SELECT 1 FROM staff WHERE role = ? AND active AND password_hash <> '' LIMIT 1", (Role.OWNER,)))
