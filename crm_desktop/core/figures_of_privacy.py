"""The figures of data protection and of records that lack something."""

from crm_desktop.core.figure import Better, Figure, Unit
from crm_desktop.core.i18n import N_

PRIVACY_FIGURES = (
    Figure("incidents_found", N_("Incidents with data"), N_("incidents found in the period"), "", Unit.COUNT, Better.LESS,
           N_("Incidents in the register, by when they were found.")),
    Figure("incidents_in_time", N_("Authority told within 72 h"), N_("those told within 72 hours of being found"),
           N_("incidents found in the period that had to be told, or were"), Unit.SHARE, Better.MORE,
           N_("Of the incidents found in the period that had to be told of and whose 72 hours are over, or that were told, those told in "
              "time."), 5),
    Figure("requests_received", N_("Requests about data"), N_("requests asked in the period"), "", Unit.COUNT, Better.NEITHER,
           N_("What persons asked about their data: access, correction, erasure, objection.")),
    Figure("requests_in_time", N_("Answered in time"), N_("those answered by the day they were due"),
           N_("requests that fell due in the period"), Unit.SHARE, Better.MORE,
           N_("Requests about data by the day they are due: a month after they were asked, or three with a reason."), 5),
    Figure("requests_open", N_("Requests still open"), N_("requests asked by the end of the period and not answered by then"), "",
           Unit.COUNT, Better.LESS, N_("Requests about data that were open at the end of the period.")),
    Figure("consents_given", N_("Consents given"), N_("consents given in the period"), "", Unit.COUNT, Better.NEITHER,
           N_("Consents by the moment they were given; who said no is not among them.")),
    Figure("consents_withdrawn", N_("Consents withdrawn or refused"), N_("consents withdrawn or refused in the period"), "", Unit.COUNT,
           Better.NEITHER, N_("Consents by the moment they were withdrawn; who said no at once is among them.")),
    Figure("persons_erased", N_("Persons erased"), N_("erasures of persons in the period"), "", Unit.COUNT, Better.NEITHER,
           N_("Persons who were made unknown, one by one or by the rules of how long things are kept.")),
    Figure("records_let_go", N_("Records let go by rule"), N_("records that went by the rules of how long things are kept"), "",
           Unit.COUNT, Better.NEITHER, N_("What an owner let go of in the period because it had been kept long enough.")),
    Figure("exports_made", N_("Exports"), N_("exports made in the period"), "", Unit.COUNT, Better.NEITHER,
           N_("How often a list or everything was written to a file.")),
    Figure("sign_ins_failed", N_("Failed sign-ins"), N_("sign-ins in the period with a wrong name or password"), "", Unit.COUNT,
           Better.LESS, N_("Sign-ins with a wrong name or password, by the moment.")),
    Figure("backups_made", N_("Backups made and proved"), N_("backups made in the period that were read again and found the same"), "",
           Unit.COUNT, Better.NEITHER, N_("Backups by the moment they were made, by hand or by the program; none counts before all of it "
                                          "was compared.")),
    Figure("backups_failed", N_("Backups that failed"), N_("backups in the period that could not be made or were not the same"), "",
           Unit.COUNT, Better.LESS, N_("Tries after which there was no new backup; whoever tried was told why.")),
    Figure("backup_oldest", N_("Oldest backup"), N_("longest time in the period since the backup before"), N_("days"), Unit.DAYS,
           Better.LESS, N_("How old the newest backup was at the worst moment of the period: what was done since would have been lost.")),
    Figure("customers_merged", N_("Duplicates merged"), N_("merges of two customers in the period that were not undone"), "", Unit.COUNT,
           Better.NEITHER, N_("Two records of one customer that became one.")),
    Figure("customers_unreachable", N_("Customers without phone or e-mail"), N_("active customers without a phone or an e-mail"), "",
           Unit.COUNT, Better.LESS, N_("Active customers of today without a phone or an e-mail; those in the archive or the trash are left "
                                       "out.")),
)  # fmt: skip
