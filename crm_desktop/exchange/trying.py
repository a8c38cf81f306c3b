"""What is to be brought in and how, tried without writing anything, then brought in. Works in any thread that has the store."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from crm_desktop.core.actors import Actor
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.money import from_store
from crm_desktop.exchange.importing import ImportResult, Prepared, Progress, prepare_mapping, write_prepared
from crm_desktop.exchange.known_systems import Asked, reader_of
from crm_desktop.exchange.made_mapping import Matching, mapping_text
from crm_desktop.exchange.mapping import ImportMapping
from crm_desktop.exchange.mapping_file import mapping_of, read_mapping
from crm_desktop.exchange.questions import Question, answered, digests, questions
from crm_desktop.exchange.recognising import Way
from crm_desktop.exchange.saved_mappings import name_of
from crm_desktop.queries.custom_fields import all_definitions
from crm_desktop.services.backups import Reason, back_up_before
from crm_desktop.services.imports import Undone, company_facts, undo_import, without_collector


@dataclass(frozen=True, slots=True)
class Plan:
    """`paths` as they were chosen: files, or one folder. `matching` goes with a way by hand, `dates` and `decimals` by column with a
    ready mapping, `asked` with a reader."""

    paths: tuple[Path, ...]
    way: Way
    matching: Matching | None = None
    asked: Asked = field(default_factory=Asked)
    dates: dict[str, str] = field(default_factory=dict)
    decimals: dict[str, str] = field(default_factory=dict)

    @property
    def given(self) -> Path | tuple[Path, ...]:
        return self.paths[0] if len(self.paths) == 1 and self.paths[0].is_dir() else self.paths

    def mapping(self) -> ImportMapping | None:
        """None where a known system's own reader does it. Raises UserError for a mapping that is wrong."""
        if self.matching is not None:
            return mapping_of(mapping_text(self.matching), Path(f"{self.matching.source}.toml"))
        if self.way.mapping is not None:
            return answered(_with_encoding(read_mapping(self.way.mapping), self.asked.encoding), self.dates, self.decimals)
        return None


@dataclass(frozen=True, slots=True)
class Trial:
    """What would come in. `total` is the sum of all order lines, None where there are none."""

    result: ImportResult
    total: Decimal | None
    state: dict[str, tuple[int, int]]


def open_points(plan: Plan, most: int | None = None) -> list[Question]:
    """What a person has to say before this can be tried, by the first `most` rows or all."""
    mapping = plan.mapping()
    return [] if mapping is None else questions(mapping, plan.given, all_definitions(), most)


def try_out(plan: Plan, by: Actor, progress: Progress | None) -> Trial:
    """Does everything that the import would do, and takes it back."""
    with without_collector():
        return _try_out(plan, by, progress)


def bring(plan: Plan, by: Actor, progress: Progress | None, state: dict[str, tuple[int, int]]) -> ImportResult:
    """After a backup. Raises UserError where the files are not what they were when it was tried; then nothing was written."""
    if digests(plan.paths) != state:
        raise UserError(_("The file was changed since it was tried. Nothing was imported; try it again."))
    with without_collector():
        return _bring(plan, by, progress)


def take_out(run: int, by: Actor) -> Undone:
    """After a backup, what an import brought goes again; what was touched since stays and is listed."""
    back_up_before(Reason.IMPORT, by)
    return undo_import(run, by)


def stopping(progress: Progress, is_stopped: Callable[[], bool]) -> Progress:
    """Progress that ends the import where somebody stopped it."""

    def tell(share: float) -> None:
        if is_stopped():
            raise Stopped(_("The import was stopped. Nothing was imported."))
        progress(share)

    return tell


class Stopped(UserError):
    """Somebody did not want to go on; nothing was written."""


def source_of(paths: tuple[Path, ...]) -> str:
    return name_of(paths[0].stem)


def _try_out(plan: Plan, by: Actor, progress: Progress | None) -> Trial:
    state = digests(plan.paths)
    prepared = _prepared(plan, progress)
    return Trial(write_prepared(prepared, by=by, dry_run=True, progress=progress), _total(prepared), state)


def _bring(plan: Plan, by: Actor, progress: Progress | None) -> ImportResult:
    prepared = _prepared(plan, progress)
    return write_prepared(prepared, by=by, progress=progress, back_up=lambda: back_up_before(Reason.IMPORT, by))


def _prepared(plan: Plan, progress: Progress | None) -> Prepared:
    company = company_facts()
    assert company is not None, "an open store has its company"
    mapping = plan.mapping()
    if mapping is not None:
        return prepare_mapping(mapping, plan.given, company=company, custom=all_definitions(), progress=progress)
    system = reader_of(plan.way.reader)
    assert system is not None
    return system.prepare_apart(plan.paths, company, plan.asked, progress)


def _with_encoding(mapping: ImportMapping, encoding: str) -> ImportMapping:
    if not encoding:
        return mapping
    files = tuple(replace(file, habits=replace(file.habits, encoding=encoding)) for file in mapping.files)
    return replace(mapping, files=files)


def _total(prepared: Prepared) -> Decimal | None:
    found = None
    for rows in prepared.incoming:
        if rows.table == "order_line" and "total" in rows.columns:
            place = rows.columns.index("total")
            found = (found or 0) + sum(row[place] or 0 for row in rows.rows)
    return None if found is None else from_store(found)
