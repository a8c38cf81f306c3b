import gc
from functools import partial
from typing import ClassVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QDialog

from crm_desktop.core.i18n import speaking
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.widgets.notes_edit import NoteLine, NotesEdit
from tests.benchmarks.dialogs_bench import every_dialog, name_of, opened, openers, parts_left_by
from tests.ui.cut import cut
from tests.ui.pictures.studio import SMALL, studio
from tests.ui.twice import Twice


@pytest.fixture
def made(sample_path, tmp_path, monkeypatch, dressed, qapp):
    """A window on the sample company, in a language that needs twice the room."""
    monkeypatch.setenv("CRM_DESKTOP_CONFIG", str(tmp_path))
    monkeypatch.setenv("CRM_DESKTOP_LOGS", str(tmp_path))
    with speaking(Twice()), studio(sample_path, qapp) as made:
        gc.collect()
        gc.freeze()  # for each dialog the collector would walk through the window again
        yield made
    made.window.deleteLater()


def forgets_words(dialog):
    """Whether notes are typed there that a crash would take."""
    notes = [*dialog.findChildren(NotesEdit), *dialog.findChildren(NoteLine)]
    return isinstance(dialog, FormDialog) and dialog.draft is None and any(not each.isReadOnly() for each in notes)


def seen(make, name, made, cramped, forgetful):
    """The dialog as it stands on screen; what is cut in it is noted, and whether it forgets what is typed."""
    dialog = opened(make, name, made.jobs)
    goes_when_closed = dialog.testAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # an export may be done before it was looked at
    dialog.show()
    for _round in range(3):
        QApplication.processEvents()
    for _round in range(6):  # what was read meanwhile is laid out, from the inside outwards; nothing more is read
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    if forgets_words(dialog):
        forgetful.append(name)
    cramped[name] = [*cut(dialog), *([("size", dialog.size())] if dialog.size().boundedTo(SMALL) != dialog.size() else [])]
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, goes_when_closed)
    return dialog


class Kept(QDialog):
    every: ClassVar[list[QDialog]] = []

    def __init__(self, parent):
        super().__init__(parent)
        self.every.append(self)


def test_every_dialog_has_room_for_texts_twice_as_long_keeps_words_and_leaves_no_part_of_it_behind(made):
    opening = openers(made.desk, made.window)
    assert sorted(opening) == sorted(every_dialog())
    cramped, left, forgetful = {}, {}, []
    for name, make in opening.items():
        left[name] = parts_left_by(partial(seen, make, name, made, cramped, forgetful), name, made.jobs)
    left.pop("crash.CrashDialog")  # goes when the next one comes
    assert {name: parts for name, parts in left.items() if parts} == {}
    assert {name: found for name, found in cramped.items() if found} == {}
    assert forgetful == ["compose_mail.ComposeDialog"], "who opens it says for which record it keeps what is typed"

    kept = name_of(Kept)
    assert parts_left_by(lambda: Kept(made.window), kept, made.jobs) == ["Kept"]
    assert not made.failures
