import os
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage, QPixmap
from PySide6.QtWidgets import QWidget

from crm_desktop.core.changes import Entity
from crm_desktop.data.database import execute, write
from crm_desktop.exchange import drawing_apart
from crm_desktop.queries.attachments import attachments_of, read_attachment
from crm_desktop.queries.records import RecordRef
from crm_desktop.services.attachments import FileInput, attach
from crm_desktop.services.history import undo_latest
from crm_desktop.ui import file_copies
from crm_desktop.ui.dialogs.describe_file import DescribeFileDialog
from crm_desktop.ui.dialogs.files import open_files
from tests.torture.hostile_pictures import ENDLESS
from tests.ui.test_main_window import CTRL, shown

COPY = Qt.DropAction.CopyAction


@pytest.fixture
def ada(make_customer):
    return make_customer("Ada")


@pytest.fixture
def files(desk, ada, qtbot, settle):
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = open_files(desk, Entity.CUSTOMER, ada.id, ada.number, parent)
    settle()
    yield dialog.files
    dialog.close()
    settle()


@pytest.fixture
def photo():
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    return picture


def names(ada):
    return [row.file_name for row in attachments_of("customer", ada.id)]


def dropped(widget, mime):
    """As a file manager drops it."""
    if widget.takes(mime):
        widget.dropEvent(QDropEvent(QPointF(5, 5), COPY, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier))
        return True
    return False


def test_files_are_dragged_in_and_one_undo_takes_them_back(files, ada, nancy, tmp_path, settle):
    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for path in paths:
        path.write_text(path.name)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])

    assert dropped(files, mime)
    settle()
    assert names(ada) == ["a.txt", "b.txt"]
    assert files.message.text() == "2 files were added."
    undo_latest(nancy)
    assert names(ada) == []


def test_words_that_are_dragged_are_not_taken(files):
    mime = QMimeData()
    mime.setText("no file")
    assert not dropped(files, mime)


@pytest.mark.parametrize("as_copied", [lambda photo: photo, QPixmap.fromImage], ids=["picture", "pixels of the screen"])
def test_a_screenshot_is_pasted_by_its_key_and_looked_at(files, ada, photo, press, settle, as_copied):
    mime = QMimeData()
    mime.setImageData(as_copied(photo))
    QGuiApplication.clipboard().setMimeData(mime)
    files.add.setFocus()
    press(Qt.Key.Key_V, CTRL)

    (row,) = attachments_of("customer", ada.id)
    assert row.file_name.startswith("Screenshot 20") and row.media_type == "image/png"
    assert QImage.fromData(read_attachment(row.id).content).size() == photo.size()
    assert files.chosen.picture.isVisible()


def test_pasting_nothing_says_what_to_do(files, settle):
    QGuiApplication.clipboard().setText("only words")
    files.paste.click()
    settle()
    assert "no picture and no file" in files.message.text()


def test_what_is_too_large_or_gone_is_refused_in_a_sentence(files, ada, tmp_path, settle, monkeypatch):
    monkeypatch.setattr("crm_desktop.services.attachments.MOST_BYTES", 10)
    (tmp_path / "huge.mov").write_bytes(bytes(11))
    files.attach_paths([tmp_path / "huge.mov"])
    settle()
    assert "“huge.mov” has 1 MB" in files.message.text()
    files.attach_paths([tmp_path / "gone.pdf"])
    settle()
    assert "There is no file" in files.message.text()
    assert names(ada) == []


@pytest.fixture
def letter(ada, nancy):
    attach(RecordRef(Entity.CUSTOMER, ada.id), FileInput("letter.txt", b"Dear all"), nancy)


def test_a_copy_is_opened_that_nobody_can_write_to(letter, files, settle, monkeypatch):
    opened = []
    monkeypatch.setattr(file_copies.QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())) or True)
    files.chosen.open.click()
    settle()
    assert opened[0].read_text() == "Dear all" and opened[0].name == "letter.txt"
    assert not opened[0].stat().st_mode & 0o222


def test_a_program_is_not_opened(files, ada, nancy, settle, monkeypatch):
    monkeypatch.setattr(file_copies.QDesktopServices, "openUrl", lambda _url: pytest.fail("it was opened"))
    attach(RecordRef(Entity.CUSTOMER, ada.id), FileInput("invoice.pdf.exe", b"MZ"), nancy)
    files.load()
    settle()
    files.chosen.open.click()
    settle()
    assert "is a program" in files.message.text()


def test_a_file_whose_content_changed_is_not_used(letter, files, settle, tmp_path):
    with write():
        execute("UPDATE attachment_content SET content = ?", (b"Dear you",))
    files.chosen.save_to(str(tmp_path / "letter.txt"))
    settle()
    assert "is damaged" in files.message.text()
    assert not (tmp_path / "letter.txt").exists()


def test_a_file_is_saved_elsewhere_and_nothing_is_overwritten(letter, files, settle, tmp_path):
    files.chosen.save_to(str(tmp_path / "letter.txt"))
    settle()
    assert (tmp_path / "letter.txt").read_text() == "Dear all"
    files.chosen.save_to(str(tmp_path / "letter.txt"))
    settle()
    assert "is there already" in files.message.text()


def test_a_file_is_described_and_removed_and_brought_back(letter, files, ada, settle, press):
    files.chosen.describe.click()
    assert files.findChildren(DescribeFileDialog)
    settle()
    press("What they wrote")
    press(Qt.Key.Key_Return, CTRL)
    assert "What they wrote" in files.model.index(0, 0).data()
    files.chosen.remove.click()
    settle()
    assert names(ada) == [] and files.none.isVisible()
    files.message._act.click()
    settle()
    assert names(ada) == ["letter.txt"]


def test_what_hangs_on_a_customer_s_orders_is_shown_below_their_own(letter, files, ada, nancy, make_order, settle):
    order = make_order(ada)
    attach(RecordRef(Entity.ORDER, order.id), FileInput("delivery.txt", b"1"), nancy)
    files.load()
    settle()
    assert shown(files.model) == ["letter.txt", "Orders", "delivery.txt"]


def test_the_first_page_of_a_pdf_is_looked_at(files, ada, nancy, settle, one_page):
    attach(RecordRef(Entity.CUSTOMER, ada.id), FileInput("one.pdf", one_page.read_bytes()), nancy)
    files.load()
    settle()
    assert files.chosen.picture.isVisible()
    assert files.chosen.picture._image.pixelColor(2, 2).name() == "#ffffff"


def test_a_pdf_that_never_ends_keeps_nobody_from_working(files, ada, nancy, settle, monkeypatch):
    monkeypatch.setattr(drawing_apart, "MOST_SECONDS", 0.5)
    record = RecordRef(Entity.CUSTOMER, ada.id)
    attach(record, FileInput("endless.pdf", ENDLESS), nancy)
    files.load()
    settle()
    assert not files.chosen.picture.isVisible()
    assert "endless.pdf is not shown here" in files.message.text()
    files.chosen.save_to(os.devnull)
    settle()
    assert "is there already" in files.message.text()
