"""Fields that forms share whose choices come from the store: who it is, what is chosen late, when, how often."""

from datetime import date
from typing import Any

from crm_desktop.core.i18n import _
from crm_desktop.core.repeats import repeat_words
from crm_desktop.ui.dialogs.fields import Field, plain
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.widgets.customer_finder import CustomerFinder
from crm_desktop.ui.widgets.late_choice import LateChoice
from crm_desktop.ui.widgets.repeat_edit import RepeatEdit
from crm_desktop.ui.widgets.span_edit import Span, SpanEdit


def late_field(name: str, label: str, widget: LateChoice) -> Field:
    return Field(name, plain(label), widget.value, widget.choose, widget.currentIndexChanged, widget.shown)


def customer_field(finder: CustomerFinder) -> Field:
    """`[id, name]`, or None."""
    found = _Found(finder)
    return Field("customer", _("Customer"), found.read, found.fill, finder.chosen, found.shown)


def repeat_field(widget: RepeatEdit, formats: Formats) -> Field:
    return Field("rule", _("Comes again"), widget.rule, widget.show_rule, widget.changed, lambda rule: repeat_words(rule, formats))


def span_field(widget: SpanEdit, formats: Formats) -> Field:
    """`[day, time, minutes]`, or None while it makes no sense."""
    spans = _Spans(widget, formats)
    return Field("span", _("When"), spans.read, spans.fill, widget.changed, spans.shown)


class _Found:
    def __init__(self, finder: CustomerFinder) -> None:
        self._finder = finder

    def read(self) -> list[Any] | None:
        customer_id = self._finder.customer_id()
        return [customer_id, self._finder.text()] if customer_id else None

    def fill(self, given: list[Any] | None) -> None:
        if given:
            self._finder.choose(*given)
        else:
            self._finder.clear_choice()

    def shown(self, given: list[Any] | None) -> str:
        return str(given[1]) if given else ""


class _Spans:
    def __init__(self, widget: SpanEdit, formats: Formats) -> None:
        self._widget, self._formats = widget, formats

    def read(self) -> list[Any] | None:
        span = self._widget.span()
        return [span.day.isoformat(), span.time, span.minutes] if span else None

    def fill(self, given: list[Any] | None) -> None:
        if given:
            self._widget.show_span(Span(date.fromisoformat(given[0]), given[1], given[2]))

    def shown(self, given: list[Any] | None) -> str:
        return self._formats.due(date.fromisoformat(given[0]), given[1]) if given else ""
