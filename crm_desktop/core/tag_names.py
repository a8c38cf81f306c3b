"""Tags as people write them: VIP, vip and “vip ” are one."""

import re
import unicodedata

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.text import clean_line

LONGEST = 60
JOINED = "; "
"""Between tags in one cell."""
_BETWEEN = re.compile(r"[;,\n]")


def tag_name(text: str) -> str:
    """Spelled as it was written, but for the spaces. Raises UserError for what cannot be a tag."""
    name = " ".join(clean_line(text).split())
    if not name:
        raise UserError(_("A tag needs a name. Nothing was changed."))
    if len(name) > LONGEST:
        raise UserError(_("A tag has at most {most} letters. Nothing was changed.").format(most=LONGEST))
    if _BETWEEN.search(name):
        raise UserError(_("“{name}” has a comma or a semicolon in it, which stand between tags. Nothing was changed.").format(name=name))
    return name


def tag_key(name: str) -> str:
    """What all spellings of a tag have in common."""
    return " ".join(unicodedata.normalize("NFKC", name).split()).casefold()


def tag_names(cell: str) -> list[str]:
    """Several in one text, with commas or semicolons between them; each once."""
    names = {tag_key(name): name for name in map(tag_name, filter(str.strip, _BETWEEN.split(cell)))}
    return list(names.values())
