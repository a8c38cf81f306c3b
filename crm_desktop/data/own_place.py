"""A company's file lies on this computer, in a folder that nothing synchronises."""

from pathlib import Path

from crm_desktop.core.errors import StoreRefused
from crm_desktop.core.i18n import _
from crm_desktop.core.paths import companies_folder
from crm_desktop.core.shared_places import shared_by, this_computer


class SharedPlace(StoreRefused):
    """What is saved there may be lost, or mixed with what another computer saves."""


def demand_own_place(path: Path) -> None:
    """Asked at every opening: a folder may be moved, or begin to be synchronised. Raises SharedPlace."""
    if name := shared_by(path.resolve(), this_computer()):
        text = _(
            "{path} lies in {name}: a company that is in use can be lost there. It was left as it is. Keep its file on this computer, "
            "for instance in {own}; backups may lie in {name}."
        )
        raise SharedPlace(text.format(path=path, name=name, own=companies_folder()))
