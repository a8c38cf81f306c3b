"""The second step of an import: how the file is read, which of its columns goes where, and what only a person can tell."""

import re
from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from crm_desktop.core.i18n import N_, _
from crm_desktop.exchange.column_guesses import guess_places, guess_shape
from crm_desktop.exchange.contact_columns import meaning
from crm_desktop.exchange.field_words import slot_words
from crm_desktop.exchange.known_systems import Asked
from crm_desktop.exchange.made_mapping import BY_ROW, Matching, missing
from crm_desktop.exchange.moments import told_order
from crm_desktop.exchange.questions import Question
from crm_desktop.exchange.recognising import Recognised, SeenTable, Way
from crm_desktop.exchange.row_shapes import KEEP, SHAPES, field_at
from crm_desktop.exchange.saved_mappings import name_of
from crm_desktop.exchange.targets import Kind
from crm_desktop.exchange.trying import Plan, source_of
from crm_desktop.exchange.values import plain
from crm_desktop.queries.desk import Choices
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.pages.import_grid import ColumnGrid
from crm_desktop.ui.pages.import_questions import Constant, QuestionsPanel, day_shown
from crm_desktop.ui.theme import GAP, NARROW_PANEL_WIDTH, Tone, sized
from crm_desktop.ui.widgets.basics import column, label, row, scrolled, surface
from crm_desktop.ui.widgets.downwards import Downwards
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.form import FormRow

ENCODINGS = ("utf-8", "cp1252", "cp1250", "cp1251", "iso8859-15", "cp437", "cp850", "mac_roman", "cp932", "gb18030", "big5", "euc_kr")
_NULL = "NULL"
_NOT_PEOPLE = ("ics", "mail")
"""Readers of files that hold no people: nothing is asked about those."""
_NOT_IN_NAMES = re.compile(r"[^\w .()-]")
_LEAST = 170
"""Pixels of height for the columns and for what is asked about them; the page scrolls where there are fewer."""
_PATIENCE = 250
"""Milliseconds without a further change before the file is looked through again."""
_CONTACT_WORDS = {
    "name": N_("name"), "first_name": N_("first name"), "last_name": N_("last name"), "salutation": N_("salutation"),
    "company": N_("company"), "department": N_("department"), "role": N_("role"), "birthday": N_("birthday"), "born": N_("birthday"),
    "notes": N_("notes"), "tags": N_("tags"), "language": N_("language"), "phone": N_("phone"), "mobile": N_("mobile phone"),
    "fax": N_("fax"), "email": N_("e-mail"), "web": N_("web page"), "messenger": N_("messenger"), "address": N_("address"),
}  # fmt: skip


class ColumnsStep(QWidget):
    changed = Signal()
    """What is open should be looked for again."""
    look_again = Signal(str, str)
    """With this encoding and sheet."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._lists = desk, Choices((), (), (), ())
        self._found: Recognised | None = None
        self._questions: list[Question] = []
        self._fixed: dict[str, str] = {}
        self._build()
        self._later = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._later.timeout.connect(self.changed)
        self.ways.activated.connect(self._show_way)
        self.shapes.activated.connect(self._show_way)
        self.encodings.activated.connect(self._on_look_again)
        self.sheets.activated.connect(self._on_look_again)
        self.grid.changed.connect(self._on_changed)
        self.questions.changed.connect(self._on_answered)
        self.null.toggled.connect(self._on_changed)
        self.name.editingFinished.connect(self._on_changed)

    def take_lists(self, lists: Choices) -> None:
        self._lists = lists

    def show_found(self, found: Recognised) -> None:
        """New files; what was chosen for others is forgotten."""
        self._found = found
        self._questions = []
        self.questions.forget()
        self.ways.clear()
        for way in found.ways:
            self.ways.addItem(way.title, way)
        self.name.setText(source_of(found.paths))
        self.keep.setChecked(False)
        self._show_table(found.table)
        self._show_way()

    def show_read_again(self, found: Recognised) -> None:
        """The same file in another encoding, or another of its sheets: the way of reading it stays."""
        way = self.way()
        self.show_found(found)
        place = next((place for place in range(self.ways.count()) if self.ways.itemData(place).title == way.title), 0)
        self.ways.setCurrentIndex(place)
        self._show_way()

    def way(self) -> Way:
        found = self.ways.currentData()
        assert isinstance(found, Way)
        return found

    def plan(self, *, answered: bool = True) -> Plan:
        """What is chosen now; without answers, everything that could be asked is open."""
        assert self._found is not None
        way, answers = self.way(), self.questions.answers()
        if way.by_hand:
            matching = self._matching()
            if answered:
                matching = replace(matching, dates=answers.dates, decimals=answers.decimals, words=answers.words, digits=answers.digits)
            return Plan(self._found.paths, way, replace(matching, constants=answers.constants))
        asked = Asked(self._stated_encoding(), self.dates.currentData() or "", self.persons.isChecked())
        plan = Plan(self._found.given(way), way, asked=asked)
        return replace(plan, dates=answers.dates, decimals=answers.decimals) if answered else plan

    def lacking(self) -> list[str]:
        """What still has to be said, in words."""
        return self.lacking_places() + [box.accessibleName() for box in self.questions.unanswered()]

    def lacking_places(self) -> list[str]:
        matching = self.plan().matching
        return [] if matching is None else missing(matching)

    def show_questions(self, questions: list[Question]) -> None:
        self._questions = questions
        self._show_open()

    def mapping_name(self) -> str:
        """Under which the columns are to be remembered; empty where they are not."""
        return self.name.text().strip() if self.keep.isChecked() and self.way().by_hand else ""

    def start(self) -> None:
        """Put the keyboard where something is open."""
        unanswered = self.questions.unanswered()
        if unanswered:
            unanswered[0].setFocus()
        elif self.shapes.isVisible():
            self.shapes.setFocus()
        else:
            self.ways.setFocus()

    def _build(self) -> None:
        self.ways, self.shapes, self.sheets, self.encodings, self.dates = (QComboBox() for _count in range(5))
        self.name, self.keep = QLineEdit(), QCheckBox(_("&Remember these columns under this name"))
        self.persons, self.null = (
            QCheckBox(_("People with a company become customers themselves")),
            QCheckBox(_("Cells that say NULL are empty")),
        )
        for tick in (self.keep, self.persons, self.null):
            tick.setAccessibleName(tick.text().replace("&", ""))
        for shape in SHAPES:
            self.shapes.addItem(_(shape.title), shape)
        for order, text in (("", _("as the file shows")), ("DMY", _("the day stands first")), ("MDY", _("the month stands first"))):
            self.dates.addItem(text, order)
        for box in (self.ways, self.shapes, self.sheets, self.encodings, self.dates):
            box.setMinimumContentsLength(18)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.name.setMinimumWidth(170)
        self.ways.setMinimumContentsLength(28)
        self._rows = {
            "ways": FormRow(_("Read as"), self.ways),
            "shapes": FormRow(_("Each row is"), self.shapes),
            "sheets": FormRow(_("Sheet"), self.sheets),
            "encodings": FormRow(_("Letters (encoding)"), self.encodings),
            "dates": FormRow(_("In 3/4/2024"), self.dates),
            "name": FormRow(_("Known as"), self.name),
        }
        self.name.setToolTip(_("A later import under the same name updates these records instead of adding them again."))
        above = flowing(*self._rows.values(), gap=12)
        self.grid, self.questions = ColumnGrid(), QuestionsPanel(self._desk.formats)
        self.grid.setProperty("surface", "card")
        self.plain = label("", "soft", wrap=True)
        inner = surface("card", column(self.grid, self.plain, 1))
        self.plain.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        left = surface("box", column(scrolled(inner), margins=(1, 1, 1, 1)))
        eye = surface("card", column(self.questions, margins=(0, 0, GAP, 0)))
        right = surface("box", column(label(_("Needs your eye"), "heading"), Downwards(eye), margins=(2 * GAP, 12, GAP, 12)))
        right.setMinimumWidth(NARROW_PANEL_WIDTH)
        right.setMaximumWidth(sized(NARROW_PANEL_WIDTH))
        for each in (left, right):
            each.setMinimumHeight(sized(_LEAST))
        both = row(left, right, gap=12)
        both.setStretch(0, 2)
        both.setStretch(1, 1)
        layout = column(above, self.persons, self.null, self.keep, both, gap=GAP)
        layout.setStretch(4, 1)
        self.setLayout(column(Downwards(surface("ground", layout))))

    def _show_table(self, table: SeenTable | None) -> None:
        self.sheets.clear()
        self.sheets.addItems(list(table.sheets) if table else [])
        self.sheets.setCurrentText(table.sheet if table else "")
        self.encodings.clear()
        known = table.encoding if table else ""
        self.encodings.addItems(list(dict.fromkeys(filter(None, (known, *ENCODINGS)))))
        if table is None:
            self.encodings.insertItem(0, _("as the file shows"))
            self.encodings.setCurrentIndex(0)
        is_null = table is not None and any(_NULL in line for line in table.rows)
        self.null.setChecked(is_null)
        self.null.setVisible(is_null)
        if table is not None:
            self.shapes.setCurrentIndex(SHAPES.index(guess_shape(table.header)))

    @Slot()
    def _show_way(self) -> None:
        assert self._found is not None
        way, table = self.way(), self._found.table
        is_text = way.reader != "mail" and (table is None or bool(table.encoding))
        shown = {
            "ways": self.ways.count() > 1,
            "shapes": way.by_hand,
            "sheets": len(table.sheets) > 1 and way.by_hand if table else False,
            "encodings": is_text,
            "dates": bool(way.reader) and way.reader not in ("vcard", *_NOT_PEOPLE),
            "name": way.by_hand,
        }
        for name, is_shown in shown.items():
            self._rows[name].setVisible(is_shown)
        self.keep.setVisible(way.by_hand)
        self.persons.setVisible(bool(way.reader) and way.reader not in _NOT_PEOPLE)
        self.null.setVisible(way.by_hand and table is not None and any(_NULL in line for line in table.rows))
        self.grid.setVisible(table is not None)
        self.plain.setText(self._told() if table is None else "")
        self.plain.setVisible(table is None)
        self._questions = []
        if table is not None and way.by_hand:
            shape = self.shapes.currentData()
            self.grid.show_choices(table.header, shape, guess_places(table.header, shape, table.rows))
        elif table is not None:
            self._fixed = _fixed(way, table)
            self.grid.show_fixed(table.header, self._fixed)
        self._on_changed()

    def _told(self) -> str:
        assert self._found is not None
        names = "\n".join(path.name for path in self._found.paths[:30])
        return f"{self.way().title}\n\n{names}"

    def _matching(self) -> Matching:
        assert self._found is not None
        assert self._found.table is not None
        table = self._found.table
        file = _NOT_IN_NAMES.sub("_", table.path.stem) + table.path.suffix
        empty = (_NULL,) if self.null.isChecked() and not self.null.isHidden() else ()
        return Matching(
            self.shapes.currentData().name, self.grid.chosen(), name_of(self.name.text()), file, table.sheet, table.encoding,
            table.delimiter, empty,
        )  # fmt: skip

    def _stated_encoding(self) -> str:
        if self._found is not None and self._found.table is not None:
            return "" if self.encodings.currentText() == self._found.table.encoding else self.encodings.currentText()
        return "" if self.encodings.currentIndex() <= 0 else self.encodings.currentText()

    def _constants(self) -> list[Constant]:
        """What no column says and the record must have, or what is often the same for all."""
        if not self.way().by_hand:
            return []
        chosen, shape = self.grid.chosen().values(), self.shapes.currentData()
        found = []
        if shape.name == "interactions" and "interaction.channel" not in chosen:
            channels = tuple((channel.name, channel.name) for channel in self._lists.channels)
            found.append(Constant("interaction.channel", channels, is_needed=True))
        if "customer.name" in chosen and "customer.kind" not in chosen:
            kinds: tuple[tuple[str, str], ...] = (("company", _("Company")), ("person", _("Person")))
            if {"customer.first_name", "customer.last_name"} & set(chosen):
                kinds = ((BY_ROW, _("Company where it has a name, else a person")), *kinds)
            found.append(Constant("customer.kind", kinds, is_needed=False))
        return found

    def _show_open(self) -> None:
        assert self._found is not None
        table, way = self._found.table, self.way()
        notes = []
        if table is not None and table.doubt:
            text = _("The letters were read as {encoding}, which is a guess. Choose another encoding if the examples look wrong.")
            notes.append((text.format(encoding=table.encoding), Tone.WARN))
        if way.by_hand:
            notes += [(_("Still missing: {what}.").format(what=what), Tone.WARN) for what in self.lacking_places()]
        self.questions.ask(notes, self._constants(), self._questions, can_map=way.by_hand)
        self._show_examples()

    def _show_examples(self) -> None:
        assert self._found is not None
        table, places = self._found.table, self.grid.chosen()
        if table is None:
            return
        answers = self.questions.answers()
        unsure = {question.column for question in self._questions if not answers.covers(question)}
        for name in table.header:
            examples = table.examples(name)
            self.grid.show_example(name, self._example(name, places.get(name, ""), examples, answers.dates, table))
            if self.way().by_hand and name not in places:
                self.grid.mark(name, _("left out"), Tone.PLAIN)
            elif name in unsure:
                self.grid.mark(name, _("check"), Tone.WARN)
            else:
                is_read = self.way().by_hand or name in self._fixed
                self.grid.mark(name, "✓" if is_read else _("left out"), Tone.OK if is_read else Tone.PLAIN)

    def _example(self, name: str, place: str, examples: list[str], said: Mapping[str, str], table: SeenTable) -> str:
        if not examples:
            return _("(empty)")
        if place in ("", KEEP) or field_at(place).kind not in (Kind.DAY, Kind.MOMENT):
            return " · ".join(examples)
        orders = {told_order(text) for text in table.examples(name, 100)} - {""}
        order = said.get(name, orders.pop() if len(orders) == 1 else "")
        shown = day_shown(examples[0], order, self._desk.formats)
        return examples[0] if shown == examples[0] else f"{examples[0]} → {shown}"

    @Slot()
    def _on_look_again(self) -> None:
        if self._found is not None and self._found.table is not None:
            self.look_again.emit(self.encodings.currentText() if self._found.table.encoding else "", self.sheets.currentText())

    @Slot()
    def _on_changed(self) -> None:
        self._show_open()
        self._later.start()

    @Slot()
    def _on_answered(self) -> None:
        self._show_examples()
        if self.way().by_hand:
            self._show_open()


def _fixed(way: Way, table: SeenTable) -> dict[str, str]:
    """Where a ready mapping or a reader puts each column, in words."""
    if way.reader:
        found = zip(table.header, meaning([plain(name) for name in table.header]), strict=True)
        told = {name: _(_CONTACT_WORDS.get(what.partition(":")[0], N_("further field"))) for name, what in found if what}
        return {name: told.get(name, _("further field")) for name in table.header}
    if way.mapping is None:
        return {}
    from crm_desktop.exchange.mapping_file import read_mapping

    names = {plain(name): name for name in table.header}
    told = {}
    for record in (record for file in read_mapping(way.mapping).files for record in file.records):
        for field, rule in (*record.rules.items(), *((("id", record.id),) if record.id else ())):
            for name in (*rule.columns, *rule.join, *rule.filled):
                if plain(name) in names:
                    told.setdefault(names[plain(name)], slot_words(f"{record.target.name}.{field}"))
        for name in table.header if record.keep is None else record.keep:
            if plain(name) in names:
                told.setdefault(names[plain(name)], _("further field"))
    return told
