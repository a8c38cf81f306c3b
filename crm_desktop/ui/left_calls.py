"""A call that somebody was typing when the program ended is told of at the next start, one press away."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.queries.drafts import drafts_like
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.pages.log_interaction import LogInteractionPage
from crm_desktop.ui.theme import Tone
from crm_desktop.ui.widgets.call_view import PREFIX, CallView


def tell_left_calls(desk: Callable[[], Desk], owner: QObject) -> None:
    """`desk`: of a window that is open when it is told."""
    now = desk()
    now.jobs.read(owner, partial(drafts_like, PREFIX, now.by.id), partial(_tell, desk))


def _tell(desk: Callable[[], Desk], forms: list[str]) -> None:
    shown = {PREFIX + view.key for view in QApplication.allWidgets() if isinstance(view, CallView)}
    if left := [form for form in forms if form not in shown]:
        text = ngettext(
            "{count} call is not saved yet. What was typed is kept.", "{count} calls are not saved yet. What was typed is kept.", len(left)
        )
        desk().say_in_turn(text, Tone.WARN, (_("Show it"), lambda: desk().go_to(LogInteractionPage.name)))
