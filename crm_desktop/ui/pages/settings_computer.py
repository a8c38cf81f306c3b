"""What this person chose on this computer: one row per declared setting, in force as soon as it is chosen."""

from dataclasses import Field, fields
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QLocale, Qt, Slot
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.paths import resource
from crm_desktop.core.settings import Settings, change_settings, load_settings
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.settings_entry import narrow
from crm_desktop.ui.pages.settings_section import Section
from crm_desktop.ui.theme import sized, wear
from crm_desktop.ui.widgets.basics import button, column, surface
from crm_desktop.ui.widgets.downwards import Downwards
from crm_desktop.ui.widgets.form import Form

_WIDEST = 460
KEYBOARD = N_("Keyboard")
DECLARED: tuple[Field[str], ...] = tuple(each for each in fields(Settings) if each.metadata["title"])


class ComputerSection(Section):
    name: ClassVar[str] = "computer"
    title: ClassVar[str] = N_("This computer")
    said: ClassVar[str] = N_("How the program looks and speaks here. It concerns nobody else, and is in force at once.")
    terms: ClassVar[tuple[str, ...]] = (
        *(each.metadata["title"] for each in DECLARED),
        N_("Dark"),
        N_("Density"),
        N_("Font"),
        N_("Zoom"),
        N_("Telephone"),
        KEYBOARD,
        N_("Shortcuts"),
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.form = Form()
        self.asked: dict[str, QComboBox] = {}
        for each in DECLARED:
            self._add(each)
        self.keys = button(_("Change or print the &keys …"), tip=_("Every command and its keys, looked up, changed and printed"))
        self.keys.clicked.connect(self._on_keys)
        self.form.add_row(_(KEYBOARD), self.keys)
        callers = self._callers()
        for part in (self.form, callers):
            # Below the height it asks for, rows would lie over one another: the area scrolls instead.
            part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        inside = surface("clear", column(self.form, callers, 1))
        inside.setMaximumWidth(sized(_WIDEST))
        self.inside.addWidget(Downwards(inside), 1)
        self.reload()

    def reload(self) -> None:
        settings = load_settings()
        for name, asked in self.asked.items():
            asked.blockSignals(True)
            asked.setCurrentIndex(max(asked.findData(getattr(settings, name)), 0))
            asked.blockSignals(False)

    def start(self, term: str = "") -> None:
        if term and term in (_(KEYBOARD), _("Shortcuts")):
            self.keys.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        name = next((each.name for each in DECLARED if _(each.metadata["title"]) == term), DECLARED[0].name)
        self.asked[name].setFocus(Qt.FocusReason.OtherFocusReason)

    def _callers(self) -> QWidget:
        # Networking is loaded by whoever wants to see or use it.
        from crm_desktop.ui.caller_hook import caller_hook
        from crm_desktop.ui.widgets.caller_settings import CallerSettings

        return CallerSettings(caller_hook())

    def _add(self, declared: Field[str]) -> None:
        asked = self.asked[declared.name] = narrow(QComboBox())
        choices = declared.metadata["choices"] or _languages()
        for value, title in choices.items():
            asked.addItem(_(title), value)
        self.form.add_row(_(declared.metadata["title"]), asked, _(declared.metadata["said"]) if declared.metadata["said"] else "")
        asked.activated.connect(partial(self._on_chosen, declared.name))

    @Slot()
    def _on_keys(self) -> None:
        from crm_desktop.ui.dialogs.keyboard import KeyboardDialog

        KeyboardDialog(self.window()).open()

    def _on_chosen(self, name: str, _place: int) -> None:
        """In force for now even where it cannot be kept."""
        self.message.clear()
        value = self.asked[name].currentData()
        try:
            wear(change_settings(**{name: value}))
        except UserError as error:
            self.message.show_error(error)


def _languages() -> dict[str, str]:
    """What the program's words were translated into, by the names speakers use; they were written in English."""
    found = sorted(folder.name for folder in resource("locale").iterdir() if folder.is_dir())
    return {"": "English", **{code: QLocale(code).nativeLanguageName().capitalize() for code in found}}
