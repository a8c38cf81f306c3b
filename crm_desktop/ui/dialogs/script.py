"""The form of a script: what it serves, and its steps."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.kinds import ChannelKind
from crm_desktop.core.kinds_of_knowledge import ArticleState
from crm_desktop.core.plain import to_plain
from crm_desktop.queries.articles import ArticleRow, first_articles
from crm_desktop.queries.desk import Choices, choices
from crm_desktop.queries.records import RecordRef
from crm_desktop.queries.scripts import ScriptSheet, script_sheet
from crm_desktop.services.scripts import ScriptInput, add_script, change_script
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.conflict import Contest
from crm_desktop.ui.dialogs.fields import Field, Values, check_field, line_field
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.dialogs.shared_fields import late_field
from crm_desktop.ui.widgets.late_choice import LateChoice
from crm_desktop.ui.widgets.script_editor import ScriptEditor
from crm_desktop.ui.words import CHANNEL_KINDS

_ARTICLES = 500


class _Offered(NamedTuple):
    choices: Choices
    articles: list[ArticleRow]


def _offered() -> _Offered:
    return _Offered(choices(), first_articles("", _ARTICLES, (ArticleState.PUBLISHED,)))


class ScriptDialog(FormDialog):
    def __init__(self, desk: Desk, sheet: ScriptSheet | None = None, parent: QWidget | None = None) -> None:
        """`sheet` None: a new one."""
        super().__init__(desk, _("Change “{name}”").format(name=sheet.name) if sheet else _("New script"), _("Save"), parent)
        self._sheet = sheet
        self.name, self.about, self.language = QLineEdit(), QLineEdit(), QLineEdit()
        self.channel, self.reason, self.active = LateChoice(), LateChoice(), QCheckBox(_("It is &offered"))
        self.channel.offer([(_("Any channel"), None), *((_(word), kind.value) for kind, word in CHANNEL_KINDS.items())])
        self.editor = ScriptEditor()
        self._build()
        for row_id, title in (sheet.articles if sheet else {}).items():
            self.editor.article.know(row_id, title)
        self.begin_with(_values(sheet) if sheet else {"active": True}, sheet.version if sheet else 0)
        self.keep_changes(f"script {sheet.id}" if sheet else "new script")
        desk.jobs.read(self, _offered, self._show_offered)
        self.fit(860)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def work(self) -> Callable[[], Change] | None:
        if not self.name.text().strip():
            self._name_row.mark(_("A script needs a name."))
            return None
        channel = self.channel.value()
        wanted = ScriptInput(
            self.name.text(), self.editor.steps(), self.about.text(), ChannelKind(channel) if channel else None, self.reason.value(),
            self.language.text(), self.active.isChecked(),
        )  # fmt: skip
        if self._sheet is None:
            return partial(add_script, wanted, self.desk.by, self.key)
        return partial(change_script, self._sheet.id, self.version, wanted, self.desk.by, self.key)

    def contest(self) -> Contest | None:
        if self._sheet is None:
            return None
        return Contest(RecordRef(Entity.SCRIPT, self._sheet.id), partial(script_sheet, self._sheet.id), _values)

    def said_after(self) -> str:
        return _("“{name}” was saved.").format(name=self.name.text().strip())

    def _build(self) -> None:
        form = self.form
        self._name_row, _about = form.beside((_("&Name"), self.name), (_("&When it helps"), self.about))
        form.beside((_("&Channel"), self.channel), (_("&Reason"), self.reason), (_("&Language"), self.language))
        form.add(self.editor)
        form.add(self.active)
        self.fields.add(
            line_field("name", _("Name"), self.name),
            line_field("about", _("When it helps"), self.about),
            late_field("channel", _("Channel"), self.channel),
            late_field("reason", _("Reason"), self.reason),
            line_field("language", _("Language"), self.language),
            Field("steps", _("Steps"), self.editor.plain, self.editor.show_plain, self.editor.changed, _steps_words),
            check_field("active", _("It is offered"), self.active),
        )

    def _on_refused(self, error: Exception) -> None:
        """The step it is about is the one that is shown."""
        super()._on_refused(error)
        if isinstance(error, UserError) and error.about:
            self.editor.choose(error.about)

    def _show_offered(self, found: _Offered) -> None:
        self.reason.offer([(_("Any reason"), None), *((reason.name, reason.id) for reason in found.choices.reasons)])
        self.editor.article.offer([(_("none"), None), *((each.title, each.id) for each in found.articles)])


def _steps_words(steps: list[Any]) -> str:
    return ngettext("{count} step", "{count} steps", len(steps))


def _values(sheet: ScriptSheet) -> Values:
    return {
        "name": sheet.name, "about": sheet.about, "channel": sheet.channel or None, "reason": sheet.reason_id,
        "language": sheet.language, "steps": [to_plain(step) for step in sheet.steps], "active": sheet.active,
    }  # fmt: skip
