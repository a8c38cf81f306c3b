"""Mails that are only there as a web page, as text that can be read. Nothing is loaded from anywhere.

Written for pages as mails have them: the standard library's parser takes minutes for some that spam is made of.
"""

import re
from collections.abc import Iterator
from html import unescape

_UNSEEN = frozenset({"script", "style", "head", "title", "template", "object", "svg"})
_PARAGRAPHS = frozenset({"p", "div", "table", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "section", "article"})
_STARTS = {"br": "\n", "tr": "\n", "hr": "\n", "dt": "\n", "dd": "\n", "li": "\n• ", "td": " ", "th": " "}
_LINKS = ("http://", "https://", "mailto:", "tel:")
_LONGEST, _LONGEST_TAG = 1_000_000, 4_000
_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9]*)")
_ATTRIBUTE = re.compile(r"""\b(href|alt)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n{3,}")
_SPACES = re.compile(r"[ \t\r\n\f]+")


def text_of_page(page: str) -> str:
    reader = _Page()
    for text, tag in _pieces(page[:_LONGEST]):
        reader.say(text)
        if tag:
            reader.take(tag)
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def _pieces(page: str) -> Iterator[tuple[str, str]]:
    """Each text with the tag behind it, without its brackets. Every letter is looked at once: a bracket that stays open ends the page."""
    place = begun = 0
    while (start := page.find("<", place)) >= 0:
        if page.startswith("<!--", start):
            closed = page.find("-->", start)
            end = closed + 3 if closed >= 0 else len(page)
            yield page[begun:start], ""
        elif page[start + 1 : start + 2] in ("!", "?", "/") or page[start + 1 : start + 2].isalpha():
            closed = page.find(">", start)
            if closed < 0:
                break
            end = closed + 1
            yield page[begun:start], page[start + 1 : closed]
        else:
            place = start + 1  # less than
            continue
        place = begun = end
    yield page[begun:], ""


class _Page:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self._unseen: list[str] = []
        self._link, self._link_from = "", 0

    def say(self, text: str) -> None:
        if text and not self._unseen:
            self.parts.append(_SPACES.sub(" ", unescape(text)))

    def take(self, tag: str) -> None:
        found = _NAME.match(tag)
        if found is None:
            return
        name = found[1].lower()
        if tag.startswith("/"):
            self._end(name)
        else:
            self._start(name, {each[1].lower(): each[2] or each[3] or each[4] or "" for each in _ATTRIBUTE.finditer(tag[:_LONGEST_TAG])})

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _UNSEEN:
            self._unseen.append(name)
        elif name == "body":
            self._unseen.clear()
        elif name in _PARAGRAPHS:
            self.parts.append("\n\n")
        elif name == "a":
            self._link, self._link_from = unescape(attributes.get("href", "")).strip(), len(self.parts)
        elif name == "img":
            self.say(attributes.get("alt", ""))
        else:
            self.parts.append(_STARTS.get(name, ""))

    def _end(self, name: str) -> None:
        if name in self._unseen:
            del self._unseen[self._unseen.index(name) :]
        elif name in _PARAGRAPHS:
            self.parts.append("\n\n")
        elif name == "a":
            self._end_link()

    def _end_link(self) -> None:
        """Where it leads stands behind what is said of it, unless both are the same."""
        shown = "".join(self.parts[self._link_from :]).strip()
        target, self._link = self._link, ""
        if target.casefold().startswith(_LINKS) and target.partition(":")[2].strip("/") not in shown:
            self.parts.append(f" ({target})")
