"""A company that is not there yet: its file, what it begins with, and where its people start."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.core.i18n import _
from crm_desktop.core.paths import new_company_file
from crm_desktop.ui.desk import Place

if TYPE_CHECKING:
    from crm_desktop.services.company import CompanyInput
    from crm_desktop.services.protection import NewProtection
    from crm_desktop.ui.dialogs.found_company import Founding


class NewCompany(NamedTuple):
    """`fill(progress)` runs in the new store before anybody sees it; `said` tells meanwhile what takes its time."""

    name: str
    fill: Callable[..., None]
    protection: "NewProtection | None" = None
    first: Place | None = None
    said: str = ""

    @property
    def key(self) -> bytes | None:
        return self.protection.key if self.protection is not None else None

    def make_file(self) -> Path:
        """An empty store named after its company, in the folder for companies."""
        from crm_desktop.data.database import create_file

        path = new_company_file(self.name)
        if self.protection is not None:
            from crm_desktop.services.protection import create_protected

            create_protected(path, self.protection)
        else:
            create_file(path)
        return path


def sample() -> NewCompany:
    return NewCompany(_("Sample"), _make_sample, said=_("Making up a shop. It takes a few seconds."))


def founded(wanted: "Founding") -> NewCompany:
    first = Place("import", only=wanted.files or None) if wanted.files is not None else None
    return NewCompany(wanted.company.name, partial(_found, wanted.company), wanted.protection, first)


def _found(wanted: "CompanyInput", _progress: Callable[[int, int], None]) -> None:
    from crm_desktop.services.company import found_company

    found_company(wanted)


def _make_sample(progress: Callable[[int, int], None]) -> None:
    from crm_desktop.sample.company import make_sample

    make_sample("small", progress=progress)
