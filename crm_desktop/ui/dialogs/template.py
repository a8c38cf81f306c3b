"""The form of a template: its text with placeholders, and who it is for."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_knowledge import TemplateKind, TemplateScope
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.queries.records import RecordRef
from crm_desktop.queries.templates import TeamChoice, TemplateSheet, teams, template_sheet
from crm_desktop.services.templates import TemplateInput, add_template, change_template
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.conflict import Contest
from crm_desktop.ui.dialogs.fields import Values, check_field, choice_field, line_field, text_field
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.dialogs.shared_fields import late_field
from crm_desktop.ui.theme import sized
from crm_desktop.ui.widgets.late_choice import LateChoice
from crm_desktop.ui.widgets.notes_edit import NoteLine, NotesEdit
from crm_desktop.ui.widgets.placeholder_edit import PlaceholderMarks, placeholder_menu
from crm_desktop.ui.widgets.purpose_edit import PurposeEdit, whom_it_reaches
from crm_desktop.ui.words_of_knowledge import SCOPES, TEMPLATE_KINDS

_WITH_SUBJECT = (TemplateKind.EMAIL, TemplateKind.LETTER)


class TemplateDialog(FormDialog):
    def __init__(self, desk: Desk, sheet: TemplateSheet | None = None, parent: QWidget | None = None) -> None:
        """`sheet` None: a new one."""
        super().__init__(desk, _("Change “{name}”").format(name=sheet.name) if sheet else _("New template"), _("Save"), parent)
        self._sheet = sheet
        self.name, self.subject, self.language, self.shortcut = NoteLine(), NoteLine(), QLineEdit(), QLineEdit()
        self.kind, self.scope, self.team = QComboBox(), QComboBox(), LateChoice()
        self.body, self.active, self.purpose = NotesEdit(), QCheckBox(_("It is &offered")), PurposeEdit(desk)
        self._marks = PlaceholderMarks(self.body.document())
        for kind, word in TEMPLATE_KINDS.items():
            self.kind.addItem(_(word), kind.value)
        approves = Right.APPROVE_KNOWLEDGE in RIGHTS[desk.by.role]
        for scope, word in SCOPES.items():
            if approves or scope == TemplateScope.ME:
                self.scope.addItem(_(word), scope.value)
        self._build()
        self.begin_with(_values(sheet) if sheet else {"active": True}, sheet.version if sheet else 0)
        self.keep_changes(f"template {sheet.id}" if sheet else "new template")
        self._on_kind()
        self._on_scope()
        desk.jobs.read(self, teams, self._show_teams)
        self.fit(620)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def work(self) -> Callable[[], Change] | None:
        kind, scope = TemplateKind(self.kind.currentData()), TemplateScope(self.scope.currentData())
        if not self.name.text().strip():
            self._name_row.mark(_("A template needs a name."))
            return None
        if kind in _WITH_SUBJECT and not self.subject.text().strip():
            self._subject_row.mark(_("An e-mail or a letter needs a subject."))
            return None
        if not self.body.toPlainText().strip():
            self._body_row.mark(_("A template needs a text."))
            return None
        wanted = TemplateInput(
            self.name.text(), self.body.toPlainText(), kind, self.subject.text() if kind in _WITH_SUBJECT else "", self.language.text(),
            self.shortcut.text(), scope, self.team.value() if scope == TemplateScope.TEAM else None, self.active.isChecked(),
            self.purpose.text(),
        )  # fmt: skip
        if self._sheet is None:
            return partial(add_template, wanted, self.desk.by, self.key)
        return partial(change_template, self._sheet.id, self.version, wanted, self.desk.by, self.key)

    def contest(self) -> Contest | None:
        if self._sheet is None:
            return None
        return Contest(RecordRef(Entity.TEMPLATE, self._sheet.id), partial(template_sheet, self._sheet.id), _values)

    def said_after(self) -> str:
        return _("“{name}” was saved.").format(name=self.name.text().strip())

    def _build(self) -> None:
        form = self.form
        self._name_row = form.add_row(_("&Name"), self.name)
        form.beside((_("&Kind"), self.kind), (_("&Language"), self.language), (_("Shor&tcut"), self.shortcut))
        self.language.setPlaceholderText(_("such as en or de"))
        self.shortcut.setPlaceholderText(_("such as refund, typed as /refund"))
        self._subject_row = form.add_row(_("&Subject"), self.subject)
        self.body.setFixedHeight(sized(240))
        help_text = _("{customer.first_name,fallback=there} says “there” where no first name is known.")
        self._body_row = form.add_row(_("Te&xt"), self.body, help_text)
        self.places.update(subject=self._subject_row, body=self._body_row)
        form.add(placeholder_menu(self.body, self.subject, parent=form))
        self._scope_row, self._team_row = form.beside((_("&For"), self.scope), (_("T&eam"), self.team))
        form.add_row(_("Only for &who agreed to"), self.purpose, whom_it_reaches())
        form.add(self.active)
        self.fields.add(
            line_field("name", _("Name"), self.name),
            choice_field("kind", _("Kind"), self.kind),
            line_field("language", _("Language"), self.language),
            line_field("shortcut", _("Shortcut"), self.shortcut),
            line_field("subject", _("Subject"), self.subject),
            text_field("body", _("Text"), self.body),
            choice_field("scope", _("For"), self.scope),
            late_field("team", _("Team"), self.team),
            line_field("purpose", _("Only for who agreed to"), self.purpose),
            check_field("active", _("It is offered"), self.active),
        )
        self.kind.currentIndexChanged.connect(self._on_kind)
        self.scope.currentIndexChanged.connect(self._on_scope)

    def _show_teams(self, found: list[TeamChoice]) -> None:
        self.team.offer((each.name, each.id) for each in found)
        if self.team.value() != self.base.get("team"):
            self.base["team"] = self.team.value()

    @Slot()
    def _on_kind(self) -> None:
        self._subject_row.setVisible(self.kind.currentData() in _WITH_SUBJECT)

    @Slot()
    def _on_scope(self) -> None:
        self._team_row.setVisible(self.scope.currentData() == TemplateScope.TEAM)


def _values(sheet: TemplateSheet) -> Values:
    return {
        "name": sheet.name, "kind": sheet.kind, "language": sheet.language, "shortcut": sheet.shortcut, "subject": sheet.subject,
        "body": sheet.body, "scope": sheet.scope, "team": sheet.team_id, "active": sheet.active,
        "purpose": sheet.purpose,
    }  # fmt: skip
