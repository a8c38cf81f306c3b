import hashlib
import json
import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor

import pytest

from crm_desktop.core.actors import Actor, Role
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.data.models import Operation, ReportRun
from crm_desktop.reports.making import DrawJob, draw_report, make_report, reprint
from crm_desktop.reports.registry import REPORTS, report_called
from tests.reports.conftest import words_of
from tests.reports.shop import MONTH, fill

MONTHLY = REPORTS[0]
FILLING = fill


@pytest.fixture
def wanted():
    return MONTHLY.parameters(month=MONTH)


def test_a_report_is_written_and_kept(shop, owner, wanted, tmp_path):
    before = Operation.select().count()
    made = make_report(MONTHLY, wanted, owner, tmp_path / "r.pdf", tmp_path / "r.json")

    run = ReportRun.get_by_id(made.run)
    assert run.fingerprint == made.fingerprint == hashlib.sha256((tmp_path / "r.pdf").read_bytes()).hexdigest()
    assert json.loads(run.figures) == json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert json.loads(run.parameters)["month"] == "2025-11-01"
    assert (run.as_of, Operation.select().count()) == (before, before)


def test_a_kept_run_prints_the_same_figures_though_the_data_went_on(shop, owner, wanted, make_interaction, tmp_path):
    made = make_report(MONTHLY, wanted, owner, tmp_path / "then.pdf")
    make_interaction()
    again = reprint(made.run, owner, tmp_path / "again.pdf", tmp_path / "again.json")

    assert again.fingerprint == made.fingerprint
    assert json.loads((tmp_path / "again.json").read_text(encoding="utf-8")) == made.figures


def test_a_listing_read_again_says_so(shop, owner, make_interaction, tmp_path):
    made = make_report(MONTHLY, MONTHLY.parameters(month=MONTH, list_interactions=True), owner, tmp_path / "then.pdf")
    make_interaction()
    reprint(made.run, owner, tmp_path / "again.pdf")

    assert "read again for this print" in words_of(tmp_path / "again.pdf")
    assert "read again for this print" not in words_of(tmp_path / "then.pdf")


def test_a_child_process_draws_the_same_file(shop, wanted, tmp_path):
    """As the window does: what is handed over is plain data, and the child opens no store."""
    data = MONTHLY.collect(wanted)
    here, there = (DrawJob(MONTHLY.name, data, tmp_path / name) for name in ("here.pdf", "there.pdf"))

    assert pickle.loads(pickle.dumps(data)) == data
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as child:
        assert child.submit(draw_report, there).result() == draw_report(here)


def test_a_file_that_cannot_be_written_leaves_nothing_behind(shop, owner, wanted, tmp_path):
    with pytest.raises(UserError, match="could not be written"):
        make_report(MONTHLY, wanted, owner, tmp_path / "no folder" / "r.pdf")

    assert ReportRun.select().count() == 0
    assert not list(tmp_path.rglob("*.pdf"))


def test_a_failed_drawing_leaves_the_old_file(shop, owner, wanted, tmp_path, monkeypatch):
    (tmp_path / "r.pdf").write_bytes(b"old")
    monkeypatch.setattr("crm_desktop.reports.monthly_pages.make_pdf", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make_report(MONTHLY, wanted, owner, tmp_path / "r.pdf")

    assert [path.name for path in tmp_path.glob("*r.pdf")] == ["r.pdf"]
    assert (tmp_path / "r.pdf").read_bytes() == b"old"


def test_a_role_without_the_right_runs_no_report(shop, owner, nancy, wanted, tmp_path):
    with pytest.raises(NotAllowed):
        make_report(MONTHLY, wanted, Actor(3, "rep", Role.REPRESENTATIVE), tmp_path / "r.pdf")
    assert make_report(MONTHLY, wanted, nancy, tmp_path / "r.pdf").run


def test_a_report_nobody_knows_is_refused_naming_those_there_are():
    with pytest.raises(UserError, match="There are: monthly-interactions"):
        report_called("weekly")


def test_a_run_nobody_kept_is_refused(store, owner, tmp_path):
    with pytest.raises(UserError, match="number 77"):
        reprint(77, owner, tmp_path / "r.pdf")
