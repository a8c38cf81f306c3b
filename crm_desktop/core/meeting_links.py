"""Which addresses a meeting may have: those of the web, and of programs that hold meetings."""

from urllib.parse import urlsplit

SCHEMES = frozenset(
    {"http", "https", "msteams", "zoommtg", "zoomus", "webex", "wbx", "skype", "sip", "sips", "tel", "facetime", "jitsi-meet",
     "gotomeeting", "bluejeans", "slack", "discord"}
)  # fmt: skip
_WITHOUT_HOST = frozenset({"tel", "sip", "sips", "skype", "webex", "facetime"})


def meeting_link(text: str) -> str:
    """The address to open, empty for what is none. `meet.example.org/room` is one of the web."""
    link = text.strip()
    if not link or any(letter.isspace() or ord(letter) < 32 for letter in link):
        return ""
    try:
        parts = urlsplit(link if ":" in link.partition("/")[0] else f"https://{link}")
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme not in SCHEMES:
        return ""
    if parts.scheme in _WITHOUT_HOST:
        return parts.geturl() if parts.path or host else ""
    return parts.geturl() if host and (host == "localhost" or "." in host or parts.scheme not in ("http", "https")) else ""
