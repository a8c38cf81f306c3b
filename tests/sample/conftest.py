import hashlib
import json
import shutil
from datetime import date

import pytest

from crm_desktop.data.database import fetch, open_store
from crm_desktop.data.models import RECORDS
from crm_desktop.sample.company import make_sample

UNTIL = date(2026, 5, 13)  # a Wednesday in the past: nothing depends on when the tests run


def digest():
    """Of every record, but for when rows were written."""
    content = hashlib.sha256()
    for model in RECORDS:
        columns = ", ".join(f.column_name for f in model._meta.sorted_fields if f.name not in ("created_at", "updated_at"))
        content.update(json.dumps(fetch(f"SELECT {columns} FROM {model._meta.table_name} ORDER BY id")).encode())
    return content.hexdigest()


@pytest.fixture
def digest_of(empty_files, tmp_path):
    """Of a small company made anew."""

    def make(seed):
        path = tmp_path / f"{seed}.crm"
        shutil.copy(empty_files / "plain", path)
        with open_store(path).connection_context():
            make_sample("small", seed, UNTIL)
            return digest()

    return make


@pytest.fixture(scope="session")
def sample_file(empty_files, tmp_path_factory):
    path = tmp_path_factory.mktemp("sample") / "small.crm"
    shutil.copy(empty_files / "plain", path)
    store = open_store(path)
    with store.connection_context():
        make_sample("small", 1, UNTIL)
    return path


@pytest.fixture
def sample(sample_file, tmp_path):
    """A copy, open: the small company with seed 1."""
    shutil.copy(sample_file, tmp_path / "small.crm")
    store = open_store(tmp_path / "small.crm")
    with store.connection_context():
        yield store
