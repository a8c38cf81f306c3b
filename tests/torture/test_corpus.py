"""What the fuzzer found worth keeping: each reader of foreign files reads it, or refuses it in a plain sentence."""

import pytest

from tests.torture.fuzz import CORPUS, READERS
from tests.torture.importers import IMPORTERS, feed


@pytest.mark.parametrize("name", READERS)
def test_what_a_fuzzer_thought_of_is_read_or_refused(name, tmp_path):
    files = sorted((CORPUS / name).iterdir())
    assert files
    for path in files:
        feed(name, path.read_bytes(), tmp_path)


def test_every_reader_is_fuzzed():
    assert set(READERS) == set(IMPORTERS)
