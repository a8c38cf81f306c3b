"""Who somebody is: passwords, second factors, and how often one may be wrong. On as soon as an owner has a password.

What it means for a local file is a rule of work, not a wall: see the README.
"""

import hashlib
from dataclasses import dataclass
from math import ceil
from time import monotonic
from weakref import WeakKeyDictionary

from crm_desktop.core.actors import Actor, Role
from crm_desktop.core.changes import Change
from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.core.passphrases import LEAST, LEAST_OF_OWNERS, demand_good
from crm_desktop.core.rights import Right
from crm_desktop.core.sign_in import SecondFactor, address_of, new_second_factor, remaining, wait_after
from crm_desktop.core.text import fold
from crm_desktop.data import passwords
from crm_desktop.data.database import Guarded, current, database, execute, fetch, write
from crm_desktop.data.history import operation
from crm_desktop.data.models import AccessLog, Company, SignInTry, Staff

_COUNTED: WeakKeyDictionary[Guarded, dict[str, tuple[int, float]]] = WeakKeyDictionary()
"""Failures that this program counted, and when by a clock that nobody sets: whoever sets the other one gets no further guess."""


class SignInRefused(UserError):
    """The same sentence whether the login is unknown or the password wrong."""


class CodeWanted(UserError):
    """The password is right, and this person has a second factor."""


@dataclass(frozen=True, slots=True)
class NewFactor:
    """Held in memory until a code of it was typed. `address` is for the QR code, `secret` for who cannot scan one."""

    factor: SecondFactor
    address: str

    @property
    def secret(self) -> str:
        return self.factor.secret


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`needs_factor`: an owner who has none yet sets one up now, before anything else."""

    actor: Actor
    needs_factor: bool = False


def sign_in(login: str, password: str, code: str = "") -> SignedIn:
    """Takes about 0.2 seconds, right or wrong. Raises SignInRefused, and CodeWanted where a code is needed and none was given."""
    who = _who(login)
    failures = _begin_try(who)
    found = Staff.get_or_none(Staff.login == login.strip(), Staff.active)
    is_right = passwords.is_right(found.password_hash if found is not None else "", password)
    if found is None or not is_right:
        _note(found, "failed sign-in")
        raise _refusal()
    if found.second_factor and not code.strip():
        _end_try(who, failures)  # the password was no guess; the code is one when it comes
        raise CodeWanted(_("Type the code that your telephone shows, or one of the codes you wrote down."))
    if found.second_factor:
        _use_code(found, code)
    if passwords.is_outdated(found.password_hash):
        with write():
            execute("UPDATE staff SET password_hash = ? WHERE id = ?", (passwords.hashed(password), found.id))
    _end_try(who, 0)
    _note(found, "sign-in")
    return SignedIn(found.actor(), found.role == Role.OWNER and not found.second_factor)


def confirm(login: str, password: str) -> None:
    """Somebody who is signed in is there again; guesses are counted as at the sign-in. Raises SignInRefused."""
    who = _who(login)
    _begin_try(who)
    kept = Staff.get_or_none(Staff.login == login, Staff.active)
    if not passwords.is_right(kept.password_hash if kept is not None else "", password):
        raise SignInRefused(_("This is not your password. Nothing was changed; try again."))
    _end_try(who, 0)


def set_password(staff_id: int, password: str, by: Actor, old: str = "", key: str | None = None) -> Change:
    """One's own needs the old one, where there is one; another's, the right to edit staff. Raises UserError for one that is too easy."""
    own = staff_id == by.id
    staff = Staff.get_by_id(staff_id)
    least = LEAST_OF_OWNERS if staff.role == Role.OWNER else LEAST
    demand_good(password, least, (staff.login, staff.name, staff.email, Company.the().name))
    if own and staff.password_hash and not passwords.is_right(staff.password_hash, old):
        raise NotAllowed(_("This is not your password of now. Nothing was changed; try again."))
    made = passwords.hashed(password)
    may = Right.KEEP_OWN_PASSWORD if own else Right.EDIT_STAFF
    with operation(N_("Set the password of {login}"), by, may=may, key=key, final=True) as done:
        done.numbers["login"] = staff.login
        execute("UPDATE staff SET password_hash = ? WHERE id = ?", (made, staff_id))
        execute("DELETE FROM sign_in_try WHERE who = ?", (_who(staff.login),))
    return done.change


def stop_sign_in(by: Actor, key: str | None = None) -> Change:
    """Nobody needs a password any more: for somebody who works alone. All passwords and second factors are forgotten."""
    with operation(N_("Turned signing in off"), by, may=Right.EDIT_STAFF, key=key, final=True) as done:
        execute("UPDATE staff SET password_hash = '', second_factor = ''")
        execute("DELETE FROM sign_in_try")
    return done.change


def new_factor(by: Actor) -> NewFactor:
    factor = new_second_factor()
    return NewFactor(factor, address_of(factor, by.login, Company.the().name))


def keep_factor(new: NewFactor, code: str, by: Actor, key: str | None = None) -> tuple[Change, tuple[str, ...]]:
    """Once a code of it was typed, it counts: the ten codes for emergencies, which are shown now and never again."""
    accepted = new.factor.accepting(code, _now())
    if accepted is None:
        raise UserError(_("This is not the code it shows now. Nothing was changed; look whether your telephone's clock is right."))
    kept, codes = accepted.with_new_codes()
    with operation(N_("Set up a second factor for {login}"), by, may=Right.KEEP_OWN_PASSWORD, key=key, final=True) as done:
        done.numbers["login"] = by.login
        execute("UPDATE staff SET second_factor = ? WHERE id = ?", (kept.to_json(), by.id))
    return done.change, codes


def drop_factor(staff_id: int, by: Actor, key: str | None = None) -> Change:
    """For somebody whose telephone is lost. An owner sets up another at the next sign-in."""
    own = staff_id == by.id
    with operation(
        N_("Took the second factor off {login}"), by, may=Right.KEEP_OWN_PASSWORD if own else Right.EDIT_STAFF, key=key, final=True
    ) as done:
        done.numbers["login"] = Staff.get_by_id(staff_id).login
        execute("UPDATE staff SET second_factor = '' WHERE id = ?", (staff_id,))
    return done.change


def _note(staff: Staff | None, action: str) -> None:
    """In the access log; who is not known stays nobody: what was typed may be a password in the wrong field."""
    with write():
        AccessLog.create(at=utc_now(), staff_id=staff.id if staff is not None else 0, action=action)


def _begin_try(who: str) -> int:
    """Counted before it is known to be wrong, so that guesses at the same time count too. How many there were before."""
    now = _now()
    with write():
        ((failures, at),) = fetch(*_of("SELECT failures, at FROM sign_in_try WHERE who = {}", who)) or [(0, 0)]
        if (wait := _wait(who, failures, at, now)) > 0:
            raise SignInRefused(
                ngettext(
                    "Too many tries. Wait {count} second, then try again.", "Too many tries. Wait {count} seconds, then try again.", wait
                )
            )
        execute("DELETE FROM sign_in_try WHERE who = ?", (who,))
        SignInTry.create(who=who, failures=failures + 1, at=now)
    _COUNTED.setdefault(current(), {})[who] = (failures + 1, monotonic())
    return int(failures)


def _wait(who: str, failures: int, at: int, now: int) -> int:
    """Seconds; by the clock on the wall only where another program counted the last failure, or this one did before it was started anew."""
    counted, since = _COUNTED.get(current(), {}).get(who, (0, 0.0))
    if counted != failures:
        return remaining(failures, at, now)
    return max(0, ceil(wait_after(failures) - (monotonic() - since)))


def _end_try(who: str, failures: int) -> None:
    with write():
        if failures:
            execute("UPDATE sign_in_try SET failures = ? WHERE who = ?", (failures, who))
        else:
            execute("DELETE FROM sign_in_try WHERE who = ?", (who,))


def _use_code(staff: Staff, code: str) -> None:
    with write():
        ((kept,),) = fetch(*_of("SELECT second_factor FROM staff WHERE id = {}", staff.id))
        accepted = SecondFactor.from_json(kept).accepting(code, _now())
        if accepted is not None:
            execute("UPDATE staff SET second_factor = ? WHERE id = ?", (accepted.to_json(), staff.id))
    if accepted is None:
        raise SignInRefused(_("This code does not count: it may be used up, or of another moment. Nothing was changed; type the next one."))


def _refusal() -> SignInRefused:
    return SignInRefused(_("Login or password is wrong. Nothing was changed; try again, or ask the owner of this company."))


def _who(login: str) -> str:
    """No login, and no password that was typed in its place, is written down."""
    return hashlib.sha256(fold(login.strip()).encode()).hexdigest()


def _of(text: str, value: object) -> tuple[str, tuple[object, ...]]:
    return text.format(database.param), (value,)


def _now() -> int:
    return int(utc_now().timestamp())
