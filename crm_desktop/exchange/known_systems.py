"""The systems whose own files come in without a mapping: one line in `READERS` for each. Mappings that are shipped stand beside them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from crm_desktop.core.actors import Actor
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.exchange.importing import ImportResult, Prepared, Progress, write_prepared
from crm_desktop.exchange.reading_apart import stopped_by
from crm_desktop.services.company import CompanyInput
from crm_desktop.services.imports import company_facts


@dataclass(frozen=True, slots=True)
class Asked:
    """What people state beside the files. Empty: to be found out. `dates` is DMY or MDY."""

    encoding: str = ""
    dates: str = ""
    people_as_customers: bool = False

    def text(self) -> str:
        """As it is written down with the import."""
        stated = [f"--{name} {value}" for name, value in (("encoding", self.encoding), ("dates", self.dates)) if value]
        return " ".join([*stated, *(["--people-as-customers"] if self.people_as_customers else [])])


Prepare = Callable[[Sequence[Path], CompanyInput, Asked, Progress | None], Prepared]
"""Reads and checks every file with the store open, and writes nothing. Raises UserError where nothing can be imported at all."""


class KnownSystem(NamedTuple):
    """`title` is a message id; `endings` are those of its files, by which they are found in a folder."""

    name: str
    title: str
    endings: tuple[str, ...]
    prepare: Prepare

    def prepare_apart(self, paths: Sequence[Path], company: CompanyInput, asked: Asked, progress: Progress | None) -> Prepared:
        """`progress` can stop the process that reads the files."""
        with stopped_by(progress) as tell:
            return self.prepare(paths, company, asked, tell)


def _vcard(paths: Sequence[Path], company: CompanyInput, asked: Asked, progress: Progress | None) -> Prepared:
    from crm_desktop.exchange.contact_import import prepare_people, read_cards

    found = read_cards(paths, asked.encoding, progress)
    return prepare_people("vcard", paths, found, company, people_as_customers=asked.people_as_customers, asked=asked.text())


def _contact_table(source: str) -> Prepare:
    def prepare(paths: Sequence[Path], company: CompanyInput, asked: Asked, progress: Progress | None) -> Prepared:
        from crm_desktop.exchange.contact_import import prepare_people, read_tables

        found = read_tables(paths, asked.encoding, asked.dates, progress)
        return prepare_people(source, paths, found, company, people_as_customers=asked.people_as_customers, asked=asked.text())

    return prepare


def _calendar(paths: Sequence[Path], company: CompanyInput, asked: Asked, progress: Progress | None) -> Prepared:
    from crm_desktop.exchange.calendars import prepare_calendars

    return prepare_calendars(paths, company.zone, asked.encoding, asked=asked.text(), progress=progress)


def _mails(paths: Sequence[Path], company: CompanyInput, asked: Asked, progress: Progress | None) -> Prepared:
    from crm_desktop.exchange.mails import prepare_mails

    return prepare_mails(paths, progress=progress)


READERS: tuple[KnownSystem, ...] = (
    KnownSystem("ics", N_("Appointments: the .ics files of calendars and invitations"), (".ics",), _calendar),
    KnownSystem("mail", N_("E-mails: .eml files, and the .mbox files of mail programs"), (".eml", ".mbox"), _mails),
    KnownSystem("vcard", N_("Contacts as cards: the .vcf files of phones and mail programs"), (".vcf", ".vcard"), _vcard),
    KnownSystem("google-contacts", N_("Google Contacts, both layouts of its CSV"), (".csv",), _contact_table("google-contacts")),
    KnownSystem(
        "outlook", N_("Outlook contacts: CSV of the program or of Outlook.com, in English or German"), (".csv",), _contact_table("outlook")
    ),
    KnownSystem("thunderbird", N_("Thunderbird's address book as CSV"), (".csv",), _contact_table("thunderbird")),
    KnownSystem(
        "contacts-csv",
        N_("Contacts as CSV of another program, with columns named like those of Outlook"),
        (".csv",),
        _contact_table("contacts-csv"),
    ),
)


def reader_of(name: str) -> KnownSystem | None:
    return next((system for system in READERS if system.name == name), None)


def import_from(
    system: KnownSystem,
    paths: Sequence[Path],
    asked: Asked,
    *,
    by: Actor,
    dry_run: bool = False,
    rejects: Path | None = None,
    progress: Progress | None = None,
    back_up: Callable[[], object] | None = None,
) -> ImportResult:
    """Into the open store, as `run_import` does. A folder stands for the files in it that have the system's endings."""
    company = company_facts()
    assert company is not None, "an open store has its company"
    prepared = system.prepare_apart(list(_files(system, paths)), company, asked, progress)
    return write_prepared(prepared, by=by, dry_run=dry_run, rejects=rejects, progress=progress, back_up=back_up)


def _files(system: KnownSystem, paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = sorted(file for file in path.iterdir() if file.is_file() and file.suffix.lower() in system.endings)
        if not found:
            endings = ", ".join(system.endings)
            raise UserError(_("There is no {endings} file in {folder}. Nothing was imported.").format(endings=endings, folder=path))
        yield from found
