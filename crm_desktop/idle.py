"""Locks a company's windows when nobody is at them, where there is a word to ask for: people sign in, or the company is protected."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from crm_desktop.core.i18n import _
from crm_desktop.core.settings import load_settings
from crm_desktop.services.protection import unlock
from crm_desktop.services.sign_in import confirm
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.idle_lock import IdleLock
from crm_desktop.ui.reminders import reminders_of
from crm_desktop.ui.system_lock import SystemLock


def idle_lock(desk: Desk, address: Path | str, *, signs_in: bool, parent: QObject) -> IdleLock:
    """One's own password where people sign in; the company's passphrase where they do not."""
    said = _("Nobody was here for a while. What you were doing is as you left it.")
    asked = _("&Password of {login}").format(login=desk.by.login) if signs_in else _("&Passphrase")
    check = partial(_confirm, desk) if signs_in else partial(_open_again, Path(address))
    lock = IdleLock(said, asked, check, int(load_settings().idle_minutes), parent)
    reminders = reminders_of(desk.jobs, desk.by, desk.formats)
    lock.locked.connect(reminders.name_nobody)
    lock.unlocked.connect(reminders.name_again)
    system = SystemLock(lock)
    system.left.connect(lock.lock)
    system.listen()
    return lock


def _confirm(desk: Desk, password: str) -> None:
    with desk.jobs.session():
        confirm(desk.by.login, password)


def _open_again(path: Path, passphrase: str) -> None:
    """Nothing is opened: it is open, and the passphrase is right."""
    unlock(path, passphrase)
