import hashlib
import json
import shutil

import pytest

from crm_desktop.data.database import fetch, open_store
from crm_desktop.data.models import RECORDS
from crm_desktop.sample.company import make_sample
from tests.conftest import UNTIL


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

    def make(seed, progress=None):
        path = tmp_path / f"{seed}.crm"
        shutil.copy(empty_files / "plain", path)
        with open_store(path).connection_context():
            make_sample("small", seed, UNTIL, progress)
            return digest()

    return make
