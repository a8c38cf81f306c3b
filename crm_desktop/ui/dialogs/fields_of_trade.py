"""Fields that only forms of customers, orders and returns have: who it is, which goods, how many of which line."""

from collections.abc import Sequence
from typing import Any

from crm_desktop.core.i18n import _
from crm_desktop.ui.dialogs.fields import Field, plain
from crm_desktop.ui.widgets.customer_finder import CustomerFinder
from crm_desktop.ui.widgets.late_choice import LateChoice
from crm_desktop.ui.widgets.lines_editor import LinesEditor
from crm_desktop.ui.widgets.quantities import Quantities


class _Customer:
    """Id and name, in a list; None for nobody."""

    def __init__(self, finder: CustomerFinder) -> None:
        self._finder = finder

    def read(self) -> list[Any] | None:
        customer_id = self._finder.customer_id()
        return [customer_id, self._finder.text()] if customer_id else None

    def fill(self, given: Sequence[Any] | None) -> None:
        if given:
            self._finder.choose(*given)
        else:
            self._finder.clear_choice()


class _Counts:
    """What stands in the fields, in their order."""

    def __init__(self, quantities: Quantities) -> None:
        self._fields = quantities.fields

    def read(self) -> list[str]:
        return [field.text() for field in self._fields]

    def fill(self, texts: Sequence[str]) -> None:
        for field, text in zip(self._fields, texts, strict=False):
            field.setText(text)


def customer_field(finder: CustomerFinder) -> Field:
    customer = _Customer(finder)
    return Field("customer", _("Customer"), customer.read, customer.fill, finder.chosen, _name)


def lines_field(editor: LinesEditor) -> Field:
    return Field("lines", _("Products"), editor.typed, editor.retype, editor.model.changed, editor.in_words)


def counts_field(quantities: Quantities, label: str) -> Field:
    counts = _Counts(quantities)
    return Field("counts", label, counts.read, counts.fill, quantities.edited, ", ".join)


def late_field(name: str, label: str, widget: LateChoice) -> Field:
    return Field(name, plain(label), widget.value, widget.choose, widget.currentIndexChanged, widget.shown)


def _name(given: Sequence[Any] | None) -> str:
    return str(given[1]) if given else _("nobody")
