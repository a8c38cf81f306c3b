"""Attached files as copies that other programs open, and small pictures of what is in them."""

import tempfile
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QObject, QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QImageReader, QPainter

from crm_desktop.core.actors import Actor
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.exchange.attached_files import save_attachment
from crm_desktop.queries.attachments import AttachedFile, read_attachment

_MOST_PIXELS = 200_000_000
"""Larger pictures are not drawn: they would take as much memory as four times that."""


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


def small_picture(attachment_id: int, most: QSize) -> QImage | None:
    """In a worker: the picture or the first page, no larger than `most`; None where there is nothing to look at. Raises UserError."""
    found = read_attachment(attachment_id)
    if found.media_type == "application/pdf":
        return _first_page(found, most)
    return _picture(found, most) if found.media_type.startswith("image/") else None


def png_of(picture: QImage) -> bytes:
    """In a worker."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]  # takes the name as text
    return bytes(content.data())


def _picture(found: AttachedFile, most: QSize) -> QImage | None:
    buffer = _opened(found)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.width() * size.height() > _MOST_PIXELS:
        return None
    if size.isValid() and (size.width() > most.width() or size.height() > most.height()):
        reader.setScaledSize(size.scaled(most, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1)))
    drawn = reader.read()
    return None if drawn.isNull() else drawn


def _first_page(found: AttachedFile, most: QSize) -> QImage | None:
    from PySide6.QtPdf import QPdfDocument

    document, buffer = QPdfDocument(), _opened(found)
    document.load(buffer)
    if document.status() != QPdfDocument.Status.Ready or not document.pageCount():
        return None
    size = document.pagePointSize(0).toSize().scaled(most, Qt.AspectRatioMode.KeepAspectRatio)
    drawn = document.render(0, size.expandedTo(QSize(1, 1)))
    document.close()
    if drawn.isNull():
        return None
    paper = QImage(drawn.size(), QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    _lay(drawn, paper)
    return paper


def _lay(drawn: QImage, paper: QImage) -> None:
    """A page's ground is transparent."""
    painter = QPainter(paper)
    painter.drawImage(0, 0, drawn)
    painter.end()


def _opened(found: AttachedFile) -> QBuffer:
    buffer = QBuffer()
    buffer.setData(found.content)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return buffer
