"""What is done with a company's file while no window has it open: an earlier state put in its place, a backup at the end of the day."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crm_desktop.at_work import entered
from crm_desktop.core.actors import FOUNDER, PROGRAM, Actor
from crm_desktop.core.errors import LookGivenUp, StoreRefused, UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.long_look import LongLook
from crm_desktop.core.second_place import second_place
from crm_desktop.core.settings import load_settings
from crm_desktop.data.database import Guarded
from crm_desktop.data.opening import opened
from crm_desktop.queries.actors import actor_of
from crm_desktop.services.backups import Restored, back_up_by_itself, restore_backup


class BringingBack:
    """A backup on its way into the store's place. In the store's thread, but for `said`.

    The window offers it to whom may do it. Nobody signs in again before: whoever starts programs here may move the files, too.
    """

    def __init__(self, backup: Path, login: str | None) -> None:
        self._backup, self._login = backup, login
        self._done: Restored | None = None

    @contextmanager
    def entered(self, address: Path | str, key: bytes | None, watched: LongLook) -> Iterator[Guarded]:
        """The store as it was then, open for a window."""
        self._done = restore_backup(address, self._backup, self._by(address, key, watched), key, watched)
        with entered(address, key, watched) as store:
            yield store

    def said(self) -> str:
        assert self._done is not None, "a store that was entered was brought back before"
        text = _("Everything is as it was in {backup} ({holds}).").format(backup=self._backup.name, holds=self._done.backup.holds())
        if self._done.aside is None:
            return text
        return f"{text} {_('What was there before lies in {aside}.').format(aside=self._done.aside)}"

    def _by(self, address: Path | str, key: bytes | None, watched: LongLook) -> Actor:
        """A store that cannot be opened cannot say who works there: then it is its owner who brings it back."""
        try:
            with opened(address, key, watched=watched):
                return actor_of(self._login)
        except LookGivenUp:
            raise
        except StoreRefused as error:
            if self._login is not None:
                raise UserError(
                    _("This company cannot be opened to see who {login} is. Nothing was changed; ask its owner.").format(login=self._login)
                ) from error
            return FOUNDER


def back_up_at_rest(address: Path | str, key: bytes | None) -> None:
    """Beside whoever opens it again meanwhile. Raises UserError; where no backup was made, the next start tells the age of the last."""
    if isinstance(address, Path):
        with opened(address, key):
            back_up_by_itself(PROGRAM, second_place(load_settings(), str(address)))
