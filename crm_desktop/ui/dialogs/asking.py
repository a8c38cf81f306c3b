"""A form for something that may exceed what this person may do: then a supervisor is asked, with one press."""

from collections.abc import Callable
from functools import partial

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import _
from crm_desktop.services.refund_limits import AboveLimit
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.theme import Tone


class AskingDialog(FormDialog):
    def asking(self) -> Callable[[], Change] | None:
        """What asks for the same as `work` does."""
        raise NotImplementedError

    def _on_refused(self, error: Exception) -> None:
        super()._on_refused(error)
        work = self.asking() if isinstance(error, AboveLimit) else None
        if work is not None:
            self.message.say(str(error), Tone.WARN, (_("Ask a supervisor"), partial(self._ask, work)))

    def _ask(self, work: Callable[[], Change]) -> None:
        self.save.setEnabled(False)
        self.desk.jobs.write(self, work, self._on_asked, self._on_refused)

    def _on_asked(self, change: Change) -> None:
        self.desk.say(_("A supervisor is asked. The answer stands on the page Team."))
        self.saved.emit(change)
        self.accept()
