"""The monthly report with a listing of 30,000 interactions beside a bare canvas: python -m tests.benchmarks.report_bench

The floor writes the same text in the same font at the same size: one string for each cell, no line broken, no rule drawn, no page counted.
"""

import contextlib
import multiprocessing
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time
from typing import NamedTuple

from crm_desktop.data.database import create_file, open_store
from crm_desktop.queries.figures_people import Listed
from crm_desktop.reports.monthly_data import MonthlyInteractions
from crm_desktop.reports.monthly_interactions import MonthlyInteractionsParameters, collect, draw
from crm_desktop.services.company import FOUNDER, CompanyInput, StaffInput, add_staff, found_company
from tests.benchmarks.measuring import Measured, compare, told
from tests.benchmarks.memory import highest_memory
from tests.reports.shop import MONTH, fill

ROWS = 30_000
BUDGET, LINEAR, PAGE_MB = 1.5, 4.6, 0.1
SUMMARIES = ("Asked where the parcel is", "Wants a copy of the invoice", "The lamp flickers after an hour; asks for an exchange", "")


class Grown(NamedTuple):
    """Seconds for the rows and for four times as many. Megabytes of the file, and of memory, for each further page."""

    before: float
    after: float
    file_mb_per_page: float
    memory_mb_per_page: float


def measure(rows: int = ROWS, rounds: int = 5) -> Measured:
    """Medians of whole drawings."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        data = data_with(rows, path / "shop.crm")
        name = f"monthly report, {rows:,} interactions listed"
        return compare(
            name,
            "canvas.drawString of the same text",
            lambda _number: bare_canvas(data, path / "floor.pdf"),
            lambda _number: draw(data, path / "ours.pdf"),
            rounds=rounds,
            budget=BUDGET,
        )


def measure_growth(rows: int = ROWS // 4) -> Grown:
    """Each size in a fresh process that only draws, for memory only ever grows."""
    few, many = (drawn(size) for size in (rows, rows * 4))
    pages = many.pages - few.pages
    return Grown(few.seconds, many.seconds, (many.file_mb - few.file_mb) / pages, (many.memory_mb - few.memory_mb) / pages)


def growth() -> Iterator[Measured]:
    """Four times the rows beside the rows. Needs `resource`, which Windows lacks."""
    with contextlib.suppress(ModuleNotFoundError):
        grown = measure_growth()
        yield Measured("report of four times the rows", "the report of the rows", grown.before, grown.after, LINEAR, rounds=1)
        file, memory = grown.file_mb_per_page, grown.memory_mb_per_page
        yield Measured("memory for each further page of a report", "its part of the file", file, memory, most=PAGE_MB, unit="MB")


class Weighed(NamedTuple):
    """Seconds of the processor; `memory_mb` at its highest; not a number on systems that do not tell."""

    seconds: float
    pages: int
    file_mb: float
    memory_mb: float


def drawn(rows: int) -> Weighed:
    """In a process of its own, for memory only ever grows."""
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as child:
        data = data_with(rows, Path(folder) / "shop.crm")
        return child.submit(_draw_and_weigh, data, Path(folder) / "ours.pdf").result()


def _draw_and_weigh(data: MonthlyInteractions, path: Path) -> Weighed:
    start = process_time()
    draw(data, path)
    seconds, memory = process_time() - start, highest_memory()
    from pypdf import PdfReader

    return Weighed(seconds, len(PdfReader(path).pages), path.stat().st_size / 1e6, memory)


def data_with(rows: int, store: Path) -> MonthlyInteractions:
    """A small shop's month, with so many rows in its listing."""
    create_file(store)
    with open_store(store).connection_context():
        found_company(CompanyInput("Hafenhandel", "EUR", "Europe/Berlin"))
        add_staff(StaffInput("Nancy Davolio", "nancy"), FOUNDER)
        fill()
        data = collect(MonthlyInteractionsParameters(month=MONTH, list_interactions=True))
    listing = tuple(_listed(place) for place in range(rows))
    names = {row.customer_number or "": row.customer for row in listing}
    return replace(data, people=replace(data.people, listing=listing, customers={**data.people.customers, **names}))


def _listed(place: int) -> Listed:
    moment = datetime(2025, 11, 1, 8, tzinfo=UTC) + timedelta(minutes=place)
    number, customer = f"CU-{place % 4000:05}", f"Customer of the number {place % 4000}"
    summary = SUMMARIES[place % len(SUMMARIES)]
    return Listed(moment, f"I-{place}", number, customer, False, "", "Phone", "in", place % 14 + 1, summary, "Nancy", "resolved", None)


def bare_canvas(data: MonthlyInteractions, path: Path) -> None:
    from reportlab import rl_config
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    from crm_desktop.reports.fonts import REGULAR, widths
    from crm_desktop.reports.monthly_sheet import sheet_of

    widths(REGULAR)
    rl_config.useA85 = 0
    formats, reasons = sheet_of(data).formats, data.people.reasons
    canvas, y = Canvas(str(path), pagesize=A4, invariant=1, pageCompression=1), 0.0
    for row in data.people.listing:
        if y < 60:
            canvas.showPage()
            canvas.setFont(REGULAR, 9)
            y = 780.0
        cells = (formats.short_moment(row.started_at), row.customer, f"{row.channel}, in", reasons.get(row.reason_id or 0, ""), row.summary)
        for place, cell in enumerate(cells):
            canvas.drawString(44 + place * 100, y, cell)
        y -= 16.3
    canvas.save()


def main() -> None:
    for each in (measure(), *growth()):
        print(told(each))


if __name__ == "__main__":
    main()
