"""A language that needs twice the room."""

import gettext


class Twice(gettext.NullTranslations):
    """Every text twice as long; those with gaps to fill get letters, since a gap must not be filled twice."""

    def gettext(self, message: str) -> str:
        plain = message.replace("&", "")
        return message + (" " + "x" * len(plain) if "{" in plain else " " + plain)

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.gettext(one if count == 1 else many)
