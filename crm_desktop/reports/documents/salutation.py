"""How a letter greets somebody: formal, and nobody is called Mr or Ms whose salutation nobody noted."""

from crm_desktop.core.i18n import _
from crm_desktop.core.text import fold
from crm_desktop.queries.documents import Addressee

_HE = frozenset({"mr", "mister", "herr", "herrn", "hr", "m", "monsieur", "senor", "sr", "signor", "meneer", "dhr", "sir"})
_SHE = frozenset({"ms", "mrs", "miss", "frau", "fr", "mme", "madame", "senora", "sra", "signora", "mevrouw", "mevr", "madam"})
_TITLES = frozenset({"dr", "prof", "professor", "doctor", "ing", "mag", "rev"})


def greeting(to: Addressee) -> str:
    """`Dear Ms Dr Lovelace,` from the salutation `Ms Dr`; a company without a named person is greeted as such."""
    if not to.is_person:
        return _("Dear Sir or Madam,")
    words = to.salutation.split()
    titles = [word for word in words if _plain(word) in _TITLES]
    name = " ".join([*titles, to.last_name or to.name])
    said = {_plain(word) for word in words}
    if said & _HE and not said & _SHE:
        return _("Dear Mr {name},").format(name=name)
    if said & _SHE and not said & _HE:
        return _("Dear Ms {name},").format(name=name)
    return _("Dear {name},").format(name=" ".join([*titles, to.name]))


def _plain(word: str) -> str:
    return fold(word).rstrip(".")
