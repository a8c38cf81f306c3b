"""Attached files as copies that other programs open, and small pictures of what is in them."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QObject, QSize, QUrl
from PySide6.QtGui import QDesktopServices, QImage

from crm_desktop.core.actors import Actor
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.exchange.attached_files import save_attachment
from crm_desktop.exchange.drawing_apart import PIXEL, drawn_apart
from crm_desktop.exchange.reading_apart import Held
from crm_desktop.queries.attachments import read_attachment
from crm_desktop.ui.attached_pictures import MOST_BYTES

_LOOKED_AT = ("image/", "application/pdf")


class Copies(QObject):
    """Gone when the program ends."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._folder = tempfile.TemporaryDirectory(prefix="crm-desktop-files-", ignore_cleanup_errors=True)

    def write(self, attachment_id: int, by: Actor) -> Path:
        """In a worker. Compared with what was attached; only to be read, for what somebody changes in a copy would be lost."""
        made = save_attachment(attachment_id, Path(tempfile.mkdtemp(dir=self._folder.name)), by)
        made.chmod(0o400)
        return made


def copies() -> Copies:
    """The application's, made when it is first asked for."""
    app = QCoreApplication.instance()
    assert app is not None, "no application yet"
    found = app.findChild(Copies)
    return found if isinstance(found, Copies) else Copies(app)


def open_file(path: Path) -> None:
    """With the program that this computer has for it. Raises UserError where there is none."""
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        raise UserError(_("This computer has no program for {name}. Save the file and open it elsewhere.").format(name=path.name))


def small_picture(attachment_id: int, most: QSize, is_wanted: Callable[[], bool] = lambda: True) -> QImage | None:
    """In a worker: the picture or the first page; None where there is nothing to look at. Raises UserError."""
    found = read_attachment(attachment_id)
    if not found.media_type.startswith(_LOOKED_AT):
        return None
    return drawn(Held(found.file_name, found.content), most, is_wanted)


def drawn(file: Held, most: QSize, is_wanted: Callable[[], bool] = lambda: True) -> QImage | None:
    """In a worker: what it looks like, no larger than `most`. It is drawn in a process of its own, whoever sent it. Raises UserError."""
    if len(file.content) > MOST_BYTES:
        return None
    found = drawn_apart(file, most.width(), most.height(), is_wanted)
    if found is None:
        return None
    return QImage(found.pixels, found.width, found.height, found.width * PIXEL, QImage.Format.Format_ARGB32).copy()


def png_of(picture: QImage) -> bytes:
    """In a worker."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]  # takes the name as text
    return bytes(content.data())
