"""What a page with a list says of itself: its records, its columns, where they come from, what stands above them."""

from typing import ClassVar

from PySide6.QtWidgets import QWidget

from crm_desktop.core.changes import Entity
from crm_desktop.ui.models.record_table import Column, Source
from crm_desktop.ui.pages.page import Page
from crm_desktop.ui.theme import PANEL_WIDTH, ROW_HEIGHT


class Listed(Page):
    entity: ClassVar[Entity]
    row_height: ClassVar[int] = ROW_HEIGHT
    first_order: ClassVar[tuple[str, bool]]
    """The order it begins with, and whether downwards."""
    panel_width: ClassVar[int] = PANEL_WIDTH
    always_chooses: ClassVar[bool] = False
    """What its own choices leave is never all of them: a filter narrows that."""
    next_step: ClassVar[str] = ""
    """What an empty list offers; `add_new` does it."""

    def columns(self) -> tuple[Column, ...]:
        """The page's own, as it begins; each has a key, and the fields of `list` that it tells."""
        raise NotImplementedError

    def source(self, text: str, sort: str, downwards: bool) -> Source:
        raise NotImplementedError

    def actions_above(self) -> list[QWidget]:
        """At the end of the line above the list."""
        return []

    def why_empty(self) -> str:
        raise NotImplementedError

    def show_record(self, record_id: int) -> None:
        """The chosen record changed, or what is known of it. Who asks for the panel for the first time makes it: see `ListSplit.put`."""

    def chooses(self) -> bool:
        """Whether a choice of the page's own leaves some records out."""
        return self.always_chooses
