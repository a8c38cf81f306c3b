import json
import shutil
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from crm_desktop.cli import root
from crm_desktop.commands.desk import remember
from crm_desktop.core.paths import log_folder


class Done(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


def crm(*arguments, text=None):
    """One command line, run in this process. A traceback, which no user may see, fails the test."""
    result = CliRunner().invoke(root, [str(argument) for argument in arguments], input=text)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    assert "went wrong in the program" not in result.stderr, log_of_a_bug()
    return Done(result.exit_code, result.stdout, result.stderr)


def log_of_a_bug():
    return (log_folder() / "crm-desktop.log").read_text(encoding="utf-8")


def done(*arguments, text=None):
    """One that must work out: what it printed."""
    found = crm(*arguments, text=text)
    assert found.status == 0, found.err
    return found.out


@pytest.fixture(autouse=True)
def own_settings(tmp_path, monkeypatch):
    monkeypatch.setenv("CRM_DESKTOP_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("CRM_DESKTOP_LOGS", str(tmp_path / "logs"))
    monkeypatch.delenv("CRM_DESKTOP_KEY_FILE", raising=False)


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """Made once by the commands themselves, and copied for each test."""
    path = tmp_path_factory.mktemp("template") / "shop.crm"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CRM_DESKTOP_CONFIG", str(path.parent))
        done("new", path, "--name", "Ada's Tools", "--locale", "en_GB")
        done("do", "add-staff", "name=Nancy", "login=nancy", "role=supervisor")
        done("do", "add-staff", "name=Ann", "login=ann", "role=auditor")
        done("do", "add-staff", "name=Rob", "login=rob")
        done("do", "add-customer", "name=Müller & Søn", "point=phone:030 123 45 67", "address.city=Köln", "address.country=DE")
        done("do", "add-product", "sku=P-1", "name=Hammer", "price=9.99")
        done("do", "place-order", "customer=CU-00001", "line=P-1:3", "ordered_at=2026-01-05T10:30", "channel=Phone")
        done("do", "log-interaction", "customer=CU-00001", "channel=Phone", "summary=Where is my parcel?", "started_at=2026-01-06T11:00")
        done("do", "add-follow-up", "title=Call back", "customer=CU-00001", "due_on=2026-01-07", "remind_before=30")
    return path


@pytest.fixture
def shop(template, tmp_path):
    path = tmp_path / "shop.crm"
    shutil.copy(template, path)
    path.chmod(0o600)
    remember(path)  # as any command that was given its address does
    return path
