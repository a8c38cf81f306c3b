"""Fields that only forms of orders and returns have: which goods, how many of which line."""

from collections.abc import Sequence

from crm_desktop.core.i18n import _
from crm_desktop.ui.dialogs.fields import Field
from crm_desktop.ui.widgets.lines_editor import LinesEditor
from crm_desktop.ui.widgets.quantities import Quantities


class _Counts:
    """What stands in the fields, in their order."""

    def __init__(self, quantities: Quantities) -> None:
        self._fields = quantities.fields

    def read(self) -> list[str]:
        return [field.text() for field in self._fields]

    def fill(self, texts: Sequence[str]) -> None:
        for field, text in zip(self._fields, texts, strict=False):
            field.setText(text)


def lines_field(editor: LinesEditor) -> Field:
    return Field("lines", _("Products"), editor.typed, editor.retype, editor.model.changed, editor.in_words)


def counts_field(quantities: Quantities, label: str) -> Field:
    counts = _Counts(quantities)
    return Field("counts", label, counts.read, counts.fill, quantities.edited, ", ".join)
