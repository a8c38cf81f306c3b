"""E-mails that waited when the program ended are asked about once the first window is painted. Nothing heavy is loaded before."""

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from crm_desktop.ui.desk import Desk


def ask_about_unsent(desk: Desk, window: QWidget) -> None:
    QTimer.singleShot(0, window, partial(_ask, desk, window))


def _ask(desk: Desk, window: QWidget) -> None:
    from crm_desktop.ui.outbox import ask_about_left_behind

    ask_about_left_behind(desk, window)
