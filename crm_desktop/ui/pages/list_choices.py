"""What the selected records of a list can be given in one step: a colleague, a status, a day, and what an inspection found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import CustomerStatus
from crm_desktop.ui.pages.changing import Changing, step_words
from crm_desktop.ui.theme import Tone
from crm_desktop.ui.widgets.when import days_ahead
from crm_desktop.ui.words import PRIORITIES
from crm_desktop.ui.words_of_customers import STATUSES

if TYPE_CHECKING:
    from crm_desktop.queries.desk import Choice
    from crm_desktop.ui.pages.list_page import ListPage

_STEPS = {Entity.ORDER: ("confirm", "complete"), Entity.RETURN: ("approve", "receive")}

Choices = Sequence[tuple[str, object]]
Given = tuple[object, ...]


class ListChoices:
    """Fills the menu of a list. Services are loaded when something is written."""

    def __init__(self, page: ListPage, changing: Changing, statuses: Sequence[Choice] = ()) -> None:
        """`statuses`: those of cases."""
        self._page, self._desk, self._changing, self._statuses = page, page.desk, changing, statuses

    def fill(self, menu: QMenu, staff: Sequence[tuple[int, str]]) -> None:
        people: Choices = [(name, key) for key, name in staff]
        of_list = {
            Entity.CUSTOMER: self._for_customers, Entity.CASE: self._for_cases, Entity.FOLLOW_UP: self._for_follow_ups,
            Entity.ORDER: self._for_orders, Entity.RETURN: self._for_returns, Entity.PRODUCT: self._for_products,
        }  # fmt: skip
        fill = of_list.get(self._page.entity)
        if fill is not None:
            fill(menu, people)

    def _for_customers(self, menu: QMenu, people: Choices) -> None:
        statuses: Choices = [(_(STATUSES[each]), each) for each in STATUSES if each != CustomerStatus.ANONYMISED]
        self._choice(menu, _("Status"), statuses, partial(self._bulk, "change_status"))
        self._choice(menu, _("Responsible"), [(_("Nobody"), None), *people], partial(self._bulk, "change_responsible"))
        add_to(menu, _("Merge two customers …"), self._merge)

    def _for_cases(self, menu: QMenu, people: Choices) -> None:
        self._choice(menu, _("Hand on to"), [(_("Nobody"), None), *people], partial(self._way, "cases_to", _("Hand on")))
        statuses: Choices = [(each.name, each.id) for each in self._statuses]
        self._choice(menu, _("Status"), statuses, partial(self._way, "cases_with_status", _("Status")))
        self._choice(menu, _("Priority"), _priorities(), partial(self._way, "cases_with_priority", _("Priority")))

    def _for_follow_ups(self, menu: QMenu, people: Choices) -> None:
        self._choice(menu, _("Hand on to"), people, partial(self._bulk, "hand_on"))
        days: Choices = [(f"{words}\t{self._desk.formats.day(day)}", day) for words, day in days_ahead(self._desk.formats)]
        self._choice(menu, _("Move to"), days, partial(self._way, "follow_ups_due", _("Move")))
        self._choice(menu, _("Priority"), _priorities(), partial(self._way, "follow_ups_with_priority", _("Priority")))
        add_to(menu, _("Done"), partial(self._way, "follow_ups_done", _("Done"), ()))
        add_to(menu, _("Not needed any more"), partial(self._way, "follow_ups_called_off", _("Not needed any more"), ()))

    def _for_orders(self, menu: QMenu, _people: Choices) -> None:
        self._steps(menu)

    def _for_returns(self, menu: QMenu, people: Choices) -> None:
        self._steps(menu)
        add_to(menu, _("Inspect …"), self._inspect)
        self._choice(menu, _("Responsible"), [(_("Nobody"), None), *people], partial(self._way, "returns_to", _("Responsible")))

    def _for_products(self, menu: QMenu, _people: Choices) -> None:
        self._choice(menu, _("Sold"), [(_("Yes"), True), (_("No"), False)], partial(self._bulk, "change_sold"))

    def _steps(self, menu: QMenu) -> None:
        for step in _STEPS[self._page.entity]:
            add_to(menu, step_words()[step], partial(self._take_step, step))

    def _take_step(self, step: str, _checked: bool = False) -> None:
        from crm_desktop.services.bulk_steps import WAYS, Step

        self._changing.take(WAYS[Step(step)], step_words()[step])

    def _bulk(self, name: str, given: Given, _checked: bool = False) -> None:
        """One of `services.bulk`: they do not look first."""
        from crm_desktop.services import bulk

        if self._changing.is_sensible():
            work: Callable[..., Change] = getattr(bulk, name)
            self._changing.write(partial(work, self._page.table.selected(), *given, self._desk.by))

    def _way(self, name: str, called: str, given: Given, _checked: bool = False) -> None:
        """One of `services.bulk_ways`."""
        from crm_desktop.services import bulk_ways

        self._changing.take(getattr(bulk_ways, name)(*given), called)

    def _inspect(self, _checked: bool = False) -> None:
        from crm_desktop.ui.dialogs.settle_return import InspectManyDialog

        if self._changing.is_sensible():
            InspectManyDialog(self._desk, self._page.table.selected(), self._page).open()

    def _merge(self, _checked: bool = False) -> None:
        ids = self._page.table.selected()
        if len(ids) == 2:
            from crm_desktop.ui.dialogs.merge import open_merge

            open_merge(self._desk, ids[0], ids[1], self._page)
        else:
            self._desk.say(_("Select exactly two customers to merge them."), Tone.WARN)

    def _choice(self, menu: QMenu, title: str, choices: Choices, does: Callable[..., object]) -> None:
        inner = menu.addMenu(title)
        for text, value in choices:
            add_to(inner, text.replace("&", "&&"), partial(does, (value,)))


def _priorities() -> Choices:
    return [(_(word), each) for each, word in PRIORITIES.items()]


def add_to(menu: QMenu, text: str, does: Callable[..., object], keys: QKeySequence.StandardKey | None = None) -> QAction:
    """The keys are shown: the list itself acts on them."""
    action = menu.addAction(text)
    action.triggered.connect(does)
    if keys is not None:
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    return action
