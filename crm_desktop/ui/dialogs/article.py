"""The form of an article: Markdown on one side, how it reads on the other."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QSplitter, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.dates import NEVER
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_knowledge import ArticleKind, Audience
from crm_desktop.queries.articles import ArticleSheet, article_sheet
from crm_desktop.queries.desk import Choices, choices
from crm_desktop.queries.records import RecordRef
from crm_desktop.services.articles import ArticleInput, change_article, write_article
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.conflict import Contest
from crm_desktop.ui.dialogs.fields import Field, Values, choice_field, line_field, text_field
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.theme import sized
from crm_desktop.ui.widgets.article_view import ArticleView
from crm_desktop.ui.widgets.day_or_none import DayOrNone
from crm_desktop.ui.widgets.late_choice import LateChoice
from crm_desktop.ui.widgets.linked_edit import LinkedEdit, linked_words
from crm_desktop.ui.widgets.notes_edit import NoteLine, NotesEdit
from crm_desktop.ui.widgets.product_finder import ProductFinder
from crm_desktop.ui.words_of_knowledge import ARTICLE_KINDS, AUDIENCES

_HEIGHT = 280


class ArticleDialog(FormDialog):
    def __init__(self, desk: Desk, sheet: ArticleSheet | None = None, title: str = "", parent: QWidget | None = None) -> None:
        """`sheet` None: a new one, which may be given its title."""
        super().__init__(desk, _("Change “{title}”").format(title=sheet.title) if sheet else _("New article"), _("Save"), parent)
        self._sheet, self.makes = sheet, None if sheet else Entity.ARTICLE
        today = desk.formats.today()
        self.title, self.language, self.shortcut = NoteLine(), QLineEdit(), QLineEdit()
        self.body, self.shown = NotesEdit(), ArticleView()
        self.kind, self.audience = QComboBox(), QComboBox()
        for kind, word in ARTICLE_KINDS.items():
            self.kind.addItem(_(word), kind.value)
        for audience, word in AUDIENCES.items():
            self.audience.addItem(_(word), audience.value)
        self.review = DayOrNone(_("Look at it again by"), today.replace(year=today.year + 1, day=min(today.day, 28)))
        self.product, self.reason = ProductFinder(desk.jobs), LateChoice()
        self.products, self.reasons = LinkedEdit(self.product), LinkedEdit(self.reason)
        self._build()
        self.begin_with(_values(sheet) if sheet else {"title": title}, sheet.version if sheet else 0)
        self.keep_changes(f"article {sheet.id}" if sheet else "new article")
        desk.jobs.read(self, choices, self._show_choices)
        self.fit(860)
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def work(self) -> Callable[[], Change] | None:
        if not self.title.text().strip():
            self._title_row.mark(_("An article needs a title."))
            return None
        if not self.body.toPlainText().strip():
            self._body_row.mark(_("An article needs a text."))
            return None
        wanted = ArticleInput(
            self.title.text(), self.body.toPlainText(), ArticleKind(self.kind.currentData()), self.language.text(),
            Audience(self.audience.currentData()), self.review.value() or NEVER, self.products.ids(), self.reasons.ids(),
            self.shortcut.text(),
        )  # fmt: skip
        if self._sheet is None:
            return partial(write_article, wanted, self.desk.by, self.key)
        return partial(change_article, self._sheet.id, self.version, wanted, self.desk.by, self.key)

    def contest(self) -> Contest | None:
        if self._sheet is None:
            return None
        return Contest(RecordRef(Entity.ARTICLE, self._sheet.id), partial(article_sheet, self._sheet.id), _values)

    def said_after(self) -> str:
        return _("“{title}” was saved.").format(title=self.title.text().strip())

    def _build(self) -> None:
        form = self.form
        self._title_row = form.add_row(_("&Title"), self.title)
        form.beside((_("&Kind"), self.kind), (_("&Who reads it"), self.audience), (_("&Language"), self.language))
        form.beside((_("Re&view"), self.review), (_("S&hortcut"), self.shortcut))
        self.shortcut.setPlaceholderText(_("one word, typed after a slash"))
        self.language.setPlaceholderText(_("such as en or de"))
        sides = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        sides.addWidget(self.body)
        sides.addWidget(self.shown)
        sides.setFixedHeight(sized(_HEIGHT))
        sides.setFocusProxy(self.body)
        help_text = _("# makes a heading, **two stars** make it bold, - begins a list; ![](picture.png) shows an attached picture.")
        self._body_row = form.add_row(_("Te&xt"), sides, help_text)
        form.beside((_("About these &products"), self.products), (_("About these &reasons"), self.reasons))
        self.shown.setAccessibleName(_("How it reads"))
        self.fields.add(
            line_field("title", _("Title"), self.title),
            choice_field("kind", _("Kind"), self.kind),
            choice_field("audience", _("Who reads it"), self.audience),
            line_field("language", _("Language"), self.language),
            line_field("shortcut", _("Shortcut"), self.shortcut),
            text_field("body", _("Text"), self.body),
            Field("products", _("Products"), self.products.linked, self.products.show_linked, self.products.changed, linked_words),
            Field("reasons", _("Reasons"), self.reasons.linked, self.reasons.show_linked, self.reasons.changed, linked_words),
            Field("review", _("Review"), self.review.text, self.review.show_text, self.review.changed),
        )
        self.body.textChanged.connect(self._on_text)
        self.product.changed.connect(self._on_product)
        self.reason.activated.connect(self._on_reason)

    def _show_choices(self, found: Choices) -> None:
        self.reason.offer([(_("Add a reason …"), None), *((reason.name, reason.id) for reason in found.reasons)])

    @Slot()
    def _on_text(self) -> None:
        self.shown.show_markdown(self.body.toPlainText(), {})

    @Slot()
    def _on_product(self) -> None:
        chosen = self.product.product_id()
        if chosen:
            self.products.add(chosen, self.product.text())
            self.product.choose(0, "")

    @Slot(int)
    def _on_reason(self, _place: int) -> None:
        if self.reason.value():
            self.reasons.add(self.reason.value(), self.reason.currentText())
            self.reason.choose(None)


def _values(sheet: ArticleSheet) -> Values:
    return {
        "title": sheet.title, "kind": sheet.kind, "audience": sheet.audience, "language": sheet.language,
        "shortcut": sheet.shortcut, "body": sheet.body,
        "products": [list(each) for each in sheet.products], "reasons": [list(each) for each in sheet.reasons],
        "review": sheet.review_by.isoformat() if sheet.review_by else "",
    }  # fmt: skip
