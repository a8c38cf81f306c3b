"""What runs beside a company's windows as long as one is open: it is loaded when the first was painted."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from crm_desktop.ui.backing_up import BackingUp
from crm_desktop.ui.beforehand import Beforehand
from crm_desktop.ui.caller_hook import caller_hook
from crm_desktop.ui.case_closing import CaseClosing
from crm_desktop.ui.case_watch import CaseWatch
from crm_desktop.ui.clock_watch import ClockWatch
from crm_desktop.ui.counting_ahead import CountingAhead
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.doorbell import Doorbell
from crm_desktop.ui.left_calls import tell_left_calls
from crm_desktop.ui.monthly import MonthlyReports
from crm_desktop.ui.pages import PAGES
from crm_desktop.ui.tray import serve_tray


def begin_beside(
    desk: Callable[[], Desk], address: Path | str, ask: Callable[[str], None], leave: Callable[[], None], parent: QObject
) -> Doorbell:
    """`desk`: of a window that is open now. `ask` shows what an address of ours asks for, whoever brings it; `leave` closes all windows."""
    caller_hook().asked.connect(ask)
    caller_hook().start()
    serve_tray(ask, leave)
    MonthlyReports(desk(), parent).begin()
    CaseWatch(desk().jobs, parent).begin()
    CaseClosing(desk(), parent).begin()
    BackingUp(desk, str(address), parent)
    ClockWatch(desk, parent).begin()
    Beforehand((page for page in PAGES if page.is_for(desk().by)), desk().jobs, parent).begin()
    CountingAhead(desk, parent).look_later()
    tell_left_calls(desk, parent)
    bell = Doorbell(address, parent)
    bell.rang.connect(ask)
    return bell
