"""Import by mapping: reads every file to its end first, then writes all of it in one go, or nothing."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.dates import local_day, utc_now, zone_of
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.data.trouble import in_plain_words
from crm_desktop.exchange.collecting import Collector, Context
from crm_desktop.exchange.custom_columns import Definitions
from crm_desktop.exchange.extraction import FileReader, Surroundings, Told, words_of
from crm_desktop.exchange.given_files import Given, GivenFiles
from crm_desktop.exchange.mapping import ImportMapping, Lookup, Repeated, SourceFile
from crm_desktop.exchange.mapping_file import read_mapping
from crm_desktop.exchange.notices import notices
from crm_desktop.exchange.reading_apart import stopped_by
from crm_desktop.exchange.rejects import write_rejects
from crm_desktop.exchange.row_taking import Pairs, Taking
from crm_desktop.exchange.tables import Reading, Table
from crm_desktop.exchange.tables_apart import open_table
from crm_desktop.exchange.targets import TARGETS
from crm_desktop.queries.custom_fields import all_definitions
from crm_desktop.services.company import CompanyInput
from crm_desktop.services.imports import Undone, bring_in, company_facts, without_collector
from crm_desktop.services.imports import undo_import as _undo_import
from crm_desktop.services.incoming import Counts, Incoming, Refused, RunInput

Progress = Callable[[float], None]
_READING = 0.6
_AT_ONCE = 500
"""Rows between two words on how far it is."""
_RANK = {target.name: rank for rank, target in enumerate(TARGETS)}


@dataclass(frozen=True, slots=True)
class FileFacts:
    """How a file was read: its name, encoding and delimiter or sheet, and how many rows it held."""

    name: str
    facts: tuple[str, ...]
    rows: int


@dataclass(slots=True)
class Prepared:
    """Everything the files say, checked, and nothing written yet. `notices` are sentences for people; `refused` goes by word."""

    mapping: ImportMapping
    incoming: list[Incoming] = field(default_factory=list)
    refused: list[tuple[str, Refused]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    files: list[FileFacts] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """`run` is None after a dry run. `partly`: some rows were rejected, or kept as somebody changed them here."""

    run: int | None
    counts: Mapping[str, Counts]
    refused: Sequence[Refused]
    notices: Sequence[str]
    files: Sequence[FileFacts]
    change: Change | None

    @property
    def partly(self) -> bool:
        return bool(self.refused)


def run_import(
    mapping_path: Path,
    data: Given | None = None,
    *,
    by: Actor,
    dry_run: bool = False,
    rejects: Path | None = None,
    progress: Progress | None = None,
    back_up: Callable[[], object] | None = None,
) -> ImportResult:
    """Import into the open store, whose company is there. `data` is the folder of the files or names them; None: beside the mapping.

    `back_up` is called once everything is read and before anything is written. `progress` goes from 0 to 1 and may raise to stop:
    then nothing was written. Raises UserError where nothing could be imported at all.
    """
    prepared = prepare(mapping_path, data, company=company_facts(), custom=all_definitions(), progress=progress)
    return write_prepared(prepared, by=by, dry_run=dry_run, rejects=rejects, progress=progress, back_up=back_up)


def undo_import(run: int, *, by: Actor) -> Undone:
    """Take out what a run brought; what was touched since is kept and listed."""
    return _undo_import(run, by)


def prepare(
    mapping_path: Path,
    data: Given | None = None,
    *,
    company: CompanyInput | None = None,
    custom: Definitions | None = None,
    progress: Progress | None = None,
) -> Prepared:
    """Read and check every file; no store is needed. `company` and `custom` fields are the store's, where there is one.

    What the mapping says about its own company counts first: its files were written there.
    """
    return prepare_mapping(read_mapping(mapping_path), data, company=company, custom=custom, progress=progress)


def prepare_mapping(
    mapping: ImportMapping,
    data: Given | None = None,
    *,
    company: CompanyInput | None = None,
    custom: Definitions | None = None,
    progress: Progress | None = None,
) -> Prepared:
    """As `prepare`, with a mapping that was read or made already."""
    stated = mapping.company or company
    if stated is None:
        raise UserError(
            _("{file} has no [company] table. Nothing was imported; state its currency and zone.").format(file=mapping.path.name)
        )
    with in_plain_words(), without_collector(), stopped_by(progress) as tell:
        reading = _Reading(Prepared(mapping), mapping.path.parent if data is None else data, stated, custom or {}, tell)
        reading.read_all()
    return reading.prepared


def write_prepared(
    prepared: Prepared,
    *,
    by: Actor,
    dry_run: bool = False,
    rejects: Path | None = None,
    progress: Progress | None = None,
    back_up: Callable[[], object] | None = None,
) -> ImportResult:
    """Raises UserError before anything is written where `rejects` or the backup cannot be written."""
    if rejects is not None:
        write_rejects(rejects, ())
    if back_up is not None and not dry_run:
        back_up()
    run = RunInput(prepared.mapping.source, prepared.mapping.text, prepared.digests)
    told = None if progress is None else lambda share: progress(_READING + share * (1 - _READING))
    arrival = bring_in(prepared.incoming, run, by, refused=prepared.refused, dry_run=dry_run, progress=told)
    if rejects is not None:
        write_rejects(rejects, arrival.refused)
    if progress is not None:
        progress(1.0)
    return ImportResult(arrival.run_id, arrival.counts, arrival.refused, prepared.notices, prepared.files, arrival.change)


class _Reading:
    """Goes through the files of a mapping and fills `prepared`."""

    def __init__(self, prepared: Prepared, data: Given, company: CompanyInput, custom: Definitions, progress: Progress | None) -> None:
        self.prepared = prepared
        self._mapping, self._custom, self._progress = prepared.mapping, custom, progress
        self._files = GivenFiles(data, prepared.mapping)
        zone = company.zone
        self._context = Context(company.currency, zone, company.locale.rpartition("_")[2], local_day(utc_now(), zone_of(zone)))
        self._told = Told()
        self._collectors: list[Collector] = []
        self._read_bytes, self._all_bytes = 0, 1

    def read_all(self) -> None:
        paths = [(file, self._files.find(file.paths)) for file in self._mapping.files]
        if not any(path for _file, path in paths):
            raise self._files.missing(*(file.paths[0] for file in self._mapping.files))
        for file, path in paths:
            if path is None and not file.optional:
                raise self._files.missing(file.paths[0])
        self._all_bytes = sum(path.stat().st_size for _file, path in paths if path) or 1
        around = Surroundings(self._context.zone, self._lookups(), self._told, self._custom)
        for file, path in paths:
            if path is not None:
                self._read_file(file, path, around)
            else:
                self.prepared.notices.append(_("{file} is not there and was left out.").format(file=file.paths[0]))
        self._collectors.sort(key=lambda collector: _RANK[collector.target.name])
        self._take_wholes()
        self.prepared.incoming += [rows for collector in self._collectors for rows in collector.incoming()]
        self.prepared.notices += notices(self._collectors, self._told)

    def _take_wholes(self) -> None:
        """A mapping that knows no lines of shipments, or of returns, means all of their orders."""
        known = {record.target.name for file in self._mapping.files for record in file.records}
        for collector in self._collectors:
            collector.main.whole = f"{collector.target.name}_line" not in known

    def _lookups(self) -> dict[str, Mapping[str, str] | None]:
        return {lookup.name: self._lookup(lookup) for lookup in self._mapping.lookups.values()}

    def _lookup(self, lookup: Lookup) -> Mapping[str, str] | None:
        path = self._files.find((lookup.path,))
        if path is None and lookup.optional:
            self.prepared.notices.append(_("{file} is not there and was left out.").format(file=lookup.path))
            return None
        if path is None:
            raise self._files.missing(lookup.path)
        how = Reading(lookup.habits.encoding, lookup.habits.delimiter, lookup.sheet)
        with closing(open_table(path, how)) as table:
            return words_of(table, lookup)

    def _read_file(self, file: SourceFile, path: Path, around: Surroundings) -> None:
        how = Reading(file.habits.encoding, file.habits.delimiter, file.sheet)
        with closing(open_table(path, how)) as table:
            whole = FileReader(file, table, partial(open_table, path, how), around)
            pairs = [(reader, Collector(reader.record, reader.columns(), self._context)) for reader in whole.records]
            pairs.sort(key=lambda pair: _RANK[pair[0].record.target.name])
            self._collectors += [collector for _reader, collector in pairs]
            rows = self._read_rows(table, whole, pairs, path.stat().st_size)
        self._read_bytes += path.stat().st_size
        self.prepared.files.append(FileFacts(table.name, table.facts, rows))
        if table.doubt:
            self.prepared.notices.append(f"{table.name}: {table.doubt}")
        if not rows:
            self.prepared.notices.append(_("{file} has a header and no rows.").format(file=table.name))
        with path.open("rb") as opened:
            self.prepared.digests[table.name] = hashlib.file_digest(opened, "sha256").hexdigest()

    def _read_rows(self, table: Table, whole: FileReader, pairs: Pairs, size: int) -> int:
        own = [reader for reader, _collector in pairs if reader.record.repeated is Repeated.REFUSE] or whole.records
        taking = Taking(table.name, len(table.header), whole, pairs, () if any(reader.is_in_all for reader in own) else own)
        rows, count = table.rows(), 0
        while batch := list(islice(rows, _AT_ONCE)):
            self.prepared.refused += taking.take(batch)
            count += len(batch)
            if self._progress is not None:
                self._progress(_READING * (self._read_bytes + size * table.share_read()) / self._all_bytes)
        self._tell_of_nothing(table, taking.nothing)
        return count

    def _tell_of_nothing(self, table: Table, rows: int) -> None:
        if rows:
            told = ngettext(
                "{count} row holds nothing that the mapping looks for.", "{count} rows hold nothing that the mapping looks for.", rows
            )
            self.prepared.notices.append(f"{table.name}: {told}")
