"""Words before they are measured: plain text, or pieces of which some are bold. Never markup."""

from collections.abc import Sequence
from string import Formatter
from typing import NamedTuple


class Span(NamedTuple):
    text: str
    bold: bool = False


Words = str | Sequence[Span]


def sentence(template: str, **values: str) -> list[Span]:
    """A translated template with its values in bold; only the template is read for braces."""
    spans = []
    for text, name, _spec, _conversion in Formatter().parse(template):
        if text:
            spans.append(Span(text))
        if name is not None:
            spans.append(Span(values[name], bold=True))
    return spans
