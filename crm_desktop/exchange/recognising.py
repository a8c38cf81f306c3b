"""What somebody's files are: which system wrote them, or which columns they have and how those begin. Nothing is read to its end."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.exchange.column_guesses import bare, phone_columns
from crm_desktop.exchange.contact_columns import meaning, tell_people
from crm_desktop.exchange.extraction import used_columns
from crm_desktop.exchange.given_files import GivenFiles
from crm_desktop.exchange.known_systems import READERS, reader_of
from crm_desktop.exchange.mapping import ImportMapping
from crm_desktop.exchange.mapping_file import read_mapping
from crm_desktop.exchange.saved_mappings import is_own, mapping_files, title_of
from crm_desktop.exchange.tables import Reading
from crm_desktop.exchange.tables_apart import open_table
from crm_desktop.exchange.values import plain

BY_HAND = N_("Match its columns by hand")
ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".json", ".vcf", ".vcard", ".ics", ".eml", ".mbox")
_EXAMPLES = 100
_MARKS = {"vcard": b"BEGIN:VCARD", "ics": b"BEGIN:VCALENDAR", "mail": b"RETURN-PATH: "}
_MOST_FILES, _MOST_MAILS = 100, 20_000
_SURE = 0.5
"""The share of a file's columns that a ready mapping must read to be taken without asking."""
_BY_NAME = 0.5
"""What it counts for that a mapping names this very file and finds enough of its columns: then it may leave most of them out."""
_ENOUGH = 6


@dataclass(frozen=True, slots=True)
class SeenTable:
    """A table's header and first rows. `sheets` are those of its workbook, `doubt` says what was guessed."""

    path: Path
    sheet: str
    sheets: tuple[str, ...]
    encoding: str
    delimiter: str
    facts: tuple[str, ...]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    doubt: str

    def examples(self, column: str, most: int = 3) -> list[str]:
        """The first different values of a column."""
        place = self.header.index(column)
        filled = (row[place].strip() for row in self.rows if len(row) == len(self.header))
        return list(islice(dict.fromkeys(text for text in filled if text), most))


@dataclass(frozen=True, slots=True)
class Way:
    """How files can be read: by a known system's `reader`, by a ready `mapping`, or, with neither, by hand. `fits`: how much of them."""

    title: str
    reader: str = ""
    mapping: Path | None = None
    own: bool = False
    fits: float = 0.0

    @property
    def by_hand(self) -> bool:
        return not self.reader and self.mapping is None


@dataclass(frozen=True, slots=True)
class Recognised:
    """`ways`: the likeliest first. `table` is None where the files are no tables, or several. `folder` is the one that was chosen."""

    paths: tuple[Path, ...]
    ways: tuple[Way, ...]
    table: SeenTable | None
    folder: Path | None = None

    @property
    def name(self) -> str:
        """What people call what they chose."""
        return (self.folder or self.paths[0]).name

    def given(self, way: Way) -> tuple[Path, ...]:
        """A mapping finds its files in a folder by itself."""
        return (self.folder,) if self.folder is not None and way.mapping is not None else self.paths


def recognise(paths: Sequence[Path], encoding: str = "", sheet: str = "") -> Recognised:
    """Raises UserError, in words for whoever chose the files, where nothing can be made of them."""
    files = list(_files(paths))
    for reader in ("vcard", "ics", "mail"):
        system = reader_of(reader)
        assert system is not None
        if all(file.suffix.lower() in system.endings or _begins(file, _MARKS[reader]) for file in files):
            return Recognised(tuple(files), (Way(_(system.title), reader=reader, fits=1.0),), None)
    table = _seen(files[0], encoding, sheet) if len(files) == 1 else None
    ways = [*_by_mapping(paths, files, table), *(_by_reader(table) if table is not None else _all_contacts(files))]
    if table is not None:
        ways.append(Way(_(BY_HAND), fits=_SURE))
    if not ways:
        names = ", ".join(file.name for file in files[:5])
        raise UserError(
            _("Nothing that is known here is made of these files together: {files}. Choose one of them at a time.").format(files=names)
        )
    folder = paths[0] if len(paths) == 1 and paths[0].is_dir() else None
    return Recognised(tuple(files), tuple(sorted(ways, key=lambda way: (-way.fits, not way.by_hand))), table, folder)


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    found = [file for path in paths for file in (sorted(path.iterdir()) if path.is_dir() else [path])]
    wanted = [file for file in found if file.suffix.lower() in ENDINGS and file.is_file()] if len(found) > 1 else found
    if not wanted:
        raise UserError(_("There is no file here that can be read. Choose CSV, XLSX, VCF, ICS, EML or MBOX files."))
    most = _MOST_MAILS if all(file.suffix.lower() == ".eml" for file in wanted) else _MOST_FILES
    if len(wanted) > most:
        raise UserError(
            _("These are {count} files; {most} can be brought in at once. Nothing was imported.").format(count=len(wanted), most=most)
        )
    return wanted


def _unknown(path: Path) -> UserError:
    return UserError(
        _(
            "{file} is none of the files that can be read here: tables as CSV or XLSX, contacts as VCF, appointments as ICS, mails as EML"
            " or MBOX, and the lists that this program writes as JSON. Nothing was imported; export it as CSV."
        ).format(file=path.name)
    )


def _begins(path: Path, mark: bytes) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(64).lstrip(b"\xef\xbb\xbf \r\n").upper().startswith(mark)
    except OSError:
        return False  # opening it as a table says why


def _seen(path: Path, encoding: str, sheet: str) -> SeenTable:
    if path.suffix.lower() not in ENDINGS:
        raise _unknown(path)
    sheets: tuple[str, ...] = ()
    if path.suffix.lower() == ".xlsx" and path.is_file():
        from crm_desktop.exchange.tables_apart import sheet_names

        sheets = tuple(sheet_names(path))
        sheet = sheet or (sheets[0] if sheets else "")
    with closing(open_table(path, Reading(encoding or None, None, sheet or None))) as table:
        if path.suffix.lower() == ".json" and table.facts[0] != "JSON":
            raise _unknown(path)
        rows = tuple(tuple(map(str, row.cells)) for row in islice(table.rows(), _EXAMPLES) if not row.problem)
        is_text = table.facts[0] not in ("XLSX", "JSON")
        delimiter = {_("tab"): "\t"}.get(table.facts[1], table.facts[1]) if is_text else ""
        return SeenTable(
            path, sheet, sheets, table.facts[0] if is_text else "", delimiter, table.facts, tuple(table.header), rows, table.doubt
        )


def _by_mapping(paths: Sequence[Path], files: Sequence[Path], table: SeenTable | None) -> Iterable[Way]:
    given = paths[0] if len(paths) == 1 and paths[0].is_dir() else tuple(files)
    for path in mapping_files():
        try:
            mapping = read_mapping(path)
            fits = _fit(mapping, given)
        except UserError:
            continue  # it is not for these files, or somebody broke it: then the command says how
        if table is not None and not is_own(path) and _knows_by_phone(mapping, table):
            continue  # two calls of one number would be taken for the same call
        yield Way(title_of(path) or path.stem, mapping=path, own=is_own(path), fits=fits + (0.5 if is_own(path) else 0.0))


def _knows_by_phone(mapping: ImportMapping, table: SeenTable) -> bool:
    phones, there = ({bare(column) for column in columns} for columns in (phone_columns(table.header, table.rows), table.header))
    rules = [record.id for file in mapping.files for record in file.records if record.target.name == "interaction"]
    return any(next((name for name in map(bare, rule.columns) if name in there), "") in phones for rule in rules if rule is not None)


def _fit(mapping: ImportMapping, given: Path | tuple[Path, ...]) -> float:
    """The share of columns that it reads, and more where it names the file. Raises UserError where something that it needs is not there."""
    files = GivenFiles(given, mapping)
    read, there, named = 0, 0, 0.0
    for file in mapping.files:
        path = files.find(file.paths)
        if path is None and not file.optional:
            raise files.missing(*file.paths)
        if path is not None:
            with closing(open_table(path, Reading(file.habits.encoding, file.habits.delimiter, file.sheet))) as table:
                used = len(used_columns(file, table))
                read, there = read + used, there + len(table.header)
            named = _BY_NAME if path.name in file.paths and used >= _ENOUGH and not file.optional else named
    for lookup in mapping.lookups.values():
        if not lookup.optional and files.find((lookup.path,)) is None:
            raise files.missing(lookup.path)
    if not there:
        raise files.missing(*(file.paths[0] for file in mapping.files))
    return read / there + named


def _by_reader(table: SeenTable) -> Iterable[Way]:
    header = [plain(name) for name in table.header]
    known = [what for what in meaning(header) if what]
    share = len(known) / len(header)
    if any(name.startswith(("e-mail 1 - ", "phone 1 - ")) for name in header) or "yomi name" in header:
        yield _way("google-contacts", 1.0)
    elif "primary email" in header and "display name" in header:
        yield _way("thunderbird", 1.0)
    elif any(tell_people(known)):
        is_outlook = {"e-mail address", "e-mail-adresse"} & set(header) and share > _SURE
        yield _way("outlook" if is_outlook else "contacts-csv", share if is_outlook else share - 0.3)


def _all_contacts(files: Sequence[Path]) -> Iterable[Way]:
    """Several address books at once."""
    for file in files:
        with closing(open_table(file, Reading())) as table:
            if not any(tell_people(meaning([plain(name) for name in table.header]))):
                return
    yield _way("contacts-csv", _SURE)


def _way(reader: str, fits: float) -> Way:
    return Way(_(next(system.title for system in READERS if system.name == reader)), reader=reader, fits=fits)
