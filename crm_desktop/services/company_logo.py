"""The company's logo: a picture on the company's own row, for printed pages."""

import io

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.rights import Right
from crm_desktop.data.history import operation
from crm_desktop.data.models import Attachment, Company
from crm_desktop.queries.attachments import read_attachment
from crm_desktop.services.attachments import FileInput, new_attachment

MOST_BYTES = 2_000_000
LONGEST_SIDE = 4_000
KINDS = ("PNG", "JPEG")
SHORTEST_SIDE = 16
_TABLE = Company._meta.table_name


def company_logo() -> bytes | None:
    """A PNG or JPEG; None where there is none. Raises UserError where it is damaged, or was put there by something else than this."""
    row = _standing()
    if row is None:
        return None
    found = read_attachment(row.id)
    demand_picture(FileInput(found.file_name, found.content))
    return found.content


def set_logo(file: FileInput, by: Actor, key: str | None = None) -> Change:
    """Instead of the one there was. Raises UserError for what is no whole picture of a sane size."""
    demand_picture(file)
    with operation(N_("Changed the company's logo"), by, may=Right.EDIT_COMPANY, key=key) as done:
        before, row = _standing(), new_attachment(_TABLE, Company.the().id, file)
        if before is not None and before.sha256 == row.sha256:
            raise UserError(_("This is the logo already. Nothing was changed."))
        if before is not None:
            done.delete(before)
        done.insert(row)
    return done.change


def remove_logo(by: Actor, key: str | None = None) -> Change:
    with operation(N_("Removed the company's logo"), by, may=Right.EDIT_COMPANY, key=key) as done:
        row = _standing()
        if row is None:
            raise UserError(_("There is no logo. Nothing was changed."))
        done.delete(row)
    return done.change


def demand_picture(file: FileInput) -> None:
    """A PNG or JPEG that can be read to its end. Its size is looked at before any of it is unpacked."""
    from PIL import Image

    if len(file.content) > MOST_BYTES:
        raise UserError(_("A logo has {most} MB at most. Nothing was changed; make it smaller.").format(most=MOST_BYTES // 1_000_000))
    try:
        with Image.open(io.BytesIO(file.content), formats=KINDS) as picture:
            sides = picture.size
            picture.verify()
        if min(sides) >= SHORTEST_SIDE and max(sides) <= LONGEST_SIDE:
            with Image.open(io.BytesIO(file.content), formats=KINDS) as picture:  # one that was verified cannot be read again
                picture.load()
            return
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UserError(_("This is no whole PNG or JPEG picture. Nothing was changed; save the logo as PNG and try again.")) from error
    raise UserError(
        _("The picture has {width} × {height} points; a logo has {least} to {most} on each side. Nothing was changed.").format(
            width=sides[0], height=sides[1], least=SHORTEST_SIDE, most=LONGEST_SIDE
        )
    )


def _standing() -> Attachment | None:
    return Attachment.select().where(Attachment.entity_table == _TABLE).order_by(Attachment.id.desc()).first()  # type: ignore[no-any-return]
