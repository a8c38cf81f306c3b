"""Opens the program that a meeting's link belongs to."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from crm_desktop.core.meeting_links import meeting_link


def join(text: str) -> bool:
    """Whether something was opened. Only addresses of the web and of meeting programs are: never a file or a script."""
    link = meeting_link(text)
    return bool(link) and QDesktopServices.openUrl(QUrl(link, QUrl.ParsingMode.StrictMode))
