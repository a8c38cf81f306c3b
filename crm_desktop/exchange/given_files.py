"""Where the files of a mapping are: in a folder, or just those that were named."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.exchange.mapping import ImportMapping

Given = Path | Sequence[Path]
"""A folder, or files."""


class GivenFiles:
    def __init__(self, given: Given, mapping: ImportMapping) -> None:
        """Raises UserError for a file that is not there, or that the mapping has no use for."""
        self._folder = given if isinstance(given, Path) else None
        self._files = {} if isinstance(given, Path) else {path.name.casefold(): path for path in given}
        self._only = None if isinstance(given, Path) else _only_one(list(self._files.values()), mapping)
        wanted = {Path(name).name.casefold() for name in _names(mapping)}
        for name, path in self._files.items():
            if not path.exists():
                raise UserError(_("There is no file {path}. Nothing was imported.").format(path=path))
            if name not in wanted and self._only is None:
                raise UserError(
                    _("{file} is none of the files that are read here: {files}. Nothing was imported; rename it.").format(
                        file=path.name, files=", ".join(dict.fromkeys(_names(mapping)))
                    )
                )

    def missing(self, *names: str) -> UserError:
        """What to say where none of these is there."""
        wanted = ", ".join(names)
        if self._folder is None:
            named = ", ".join(path.name for path in self._files.values())
            return UserError(_("{files} is needed beside {named}. Nothing was imported; name it too.").format(files=wanted, named=named))
        folder = self._folder.absolute()
        if len(names) > 1:
            return UserError(_("None of the files {files} is in {folder}. Nothing was imported.").format(files=wanted, folder=folder))
        return UserError(_("There is no file {file} in {folder}. Nothing was imported.").format(file=wanted, folder=folder))

    def find(self, names: Sequence[str]) -> Path | None:
        """The first of these names that is there."""
        if self._folder is not None:
            return next((path for name in names if (path := self._folder / name).exists()), None)
        found = (self._files.get(Path(name).name.casefold()) for name in names)
        return next((path for path in found if path is not None), None) or self._stands_for(names)

    def _stands_for(self, names: Sequence[str]) -> Path | None:
        """One file that was named is meant whatever it is called."""
        if self._only is not None and any(Path(name).suffix.lower() == self._only.suffix.lower() for name in names):
            return self._only
        return None


def _only_one(files: Sequence[Path], mapping: ImportMapping) -> Path | None:
    """A workbook can hold all that a mapping reads; a table only where the mapping reads one."""
    if len(files) == 1 and (len(mapping.files) == 1 or files[0].suffix.lower() == ".xlsx"):
        return files[0]
    return None


def _names(mapping: ImportMapping) -> Iterable[str]:
    yield from (name for file in mapping.files for name in file.paths)
    yield from (lookup.path for lookup in mapping.lookups.values())
