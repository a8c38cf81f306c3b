"""An article's Markdown as words alone, for a letter, a mail or a chat: steps keep their numbers, points their dash, rows their cells."""

from collections.abc import Iterator

from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCursor, QTextDocument, QTextListFormat, QTextTable, QTextTableCell

MARKDOWN = QTextDocument.MarkdownFeature.MarkdownNoHTML | QTextDocument.MarkdownFeature.MarkdownDialectGitHub
_DEEPER = "   "
_TICKS = {QTextBlockFormat.MarkerType.Unchecked: "☐", QTextBlockFormat.MarkerType.Checked: "☑"}
_POINTS = (QTextListFormat.Style.ListDisc, QTextListFormat.Style.ListCircle, QTextListFormat.Style.ListSquare)


def as_it_reads(markdown: str) -> str:
    """Without the signs of Markdown, as it stands in a letter."""
    document = QTextDocument()
    document.setMarkdown(markdown, MARKDOWN)
    return words_of(document)


def words_of(document: QTextDocument) -> str:
    """Paragraphs apart, the lines of a list or table together."""
    found, before = "", ""
    for kind, line in _lines(document):
        found += ("\n" if kind and kind == before else "\n\n") + line
        before = kind
    return found.strip()


def quote_level(block: QTextBlock) -> int:
    return int(block.blockFormat().property(QTextBlockFormat.Property.BlockQuoteLevel.value) or 0)


def is_code(block: QTextBlock) -> bool:
    return block.blockFormat().hasProperty(QTextBlockFormat.Property.BlockCodeFence.value)


def blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def without_empty_heads(document: QTextDocument) -> None:
    """Qt begins a table after a quotation or code with an empty line in its first cell."""
    for block in list(blocks(document)):
        cursor = QTextCursor(block)
        table = cursor.currentTable()
        if table and not block.text() and block.next().isValid() and table.cellAt(block.next().position()) == table.cellAt(cursor):
            cursor.deleteChar()


def _lines(document: QTextDocument) -> Iterator[tuple[str, str]]:
    """Each line with what holds it together with its neighbours; empty: a paragraph of its own."""
    passed = -1
    for block in blocks(document):
        table, shape = QTextCursor(block).currentTable(), block.blockFormat()
        if block.position() <= passed:
            continue
        if table:
            passed = table.lastPosition()
            yield from (("table", line) for line in _rows(table))
        elif is_code(block):
            yield "code", block.text()
        elif text := block.text().strip():
            point = _point(block, text) if block.textList() is not None else _DEEPER * shape.indent() + text
            yield "list" if shape.indent() or block.textList() is not None else "", point


def _point(block: QTextBlock, text: str) -> str:
    made, marker = block.textList(), block.blockFormat().marker()
    shape = made.format()
    sign = _TICKS.get(marker) or ("–" if shape.style() in _POINTS else made.itemText(block))
    return _DEEPER * (shape.indent() - 1) + f"{sign} {text}"


def _rows(table: QTextTable) -> Iterator[str]:
    for number in range(table.rows()):
        cells = (table.cellAt(number, place) for place in range(table.columns()))
        yield " – ".join(filter(None, map(_cell, cells)))


def _cell(cell: QTextTableCell) -> str:
    first, last = cell.firstCursorPosition(), cell.lastCursorPosition()
    first.setPosition(last.position(), QTextCursor.MoveMode.KeepAnchor)
    return first.selection().toPlainText().strip()
