"""What the company aims at with a figure."""

from decimal import Decimal

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.errors import UserError
from crm_desktop.core.figure import Figure, Unit
from crm_desktop.core.figure_targets import can_aim
from crm_desktop.core.figures import FIGURES_BY_ID
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.money import ZERO, shown
from crm_desktop.core.rights import Right
from crm_desktop.data.history import operation
from crm_desktop.data.models import FigureTarget

_WHOLE = Decimal(100)


def set_figure_target(figure: str, target: Decimal | None, by: Actor, key: str | None = None) -> Change:
    """Percent for shares, minutes for times, days, money, or the number itself in a month. None: no target."""
    known = _checked(figure, target)
    aim = ZERO if target is None else target
    with operation(N_("Set the target of a figure"), by, may=Right.EDIT_COMPANY, key=key) as done:
        row = FigureTarget.get_or_none(figure=known.id)
        if row is None and target is not None:
            done.insert(FigureTarget(figure=known.id, aim=aim))
        elif row is not None and target is None:
            done.delete(row)
        elif row is not None:
            row.aim = aim
            done.save(row)
    return done.change


def _checked(figure: str, target: Decimal | None) -> Figure:
    known = FIGURES_BY_ID.get(figure)
    if known is None:
        raise UserError(_("There is no figure “{figure}”. Nothing was saved.").format(figure=figure))
    if not can_aim(known):
        raise UserError(
            _("Neither more nor less of “{figure}” is better, so it has no target. Nothing was saved.").format(figure=_(known.name))
        )
    least = ZERO if known.is_part else -_WHOLE
    if target is not None and (target < least or (known.unit is Unit.SHARE and target > _WHOLE)):
        raise UserError(_("{target} is no target of “{figure}”. Nothing was saved.").format(target=shown(target), figure=_(known.name)))
    return known
