import json
from zipfile import ZipFile

import advisories
import pytest

PINS = """\
pillow==13.0.0 \\
    --hash=sha256:00
shiboken6==6.11.3 ; python_full_version < '3.12' \\
    --hash=sha256:01
shiboken6==6.12.0 ; python_full_version >= '3.12' \\
    --hash=sha256:02
et-xmlfile==2.0.0 \\
    --hash=sha256:03
"""


def affecting(name, ecosystem="PyPI", **more):
    return {"id": "PYSEC-1", "affected": [{"package": {"ecosystem": ecosystem, "name": name}, **more}]}


def between(*events, kind="ECOSYSTEM"):
    return {"ranges": [{"type": kind, "events": list(events)}]}


@pytest.fixture
def known(tmp_path):
    def _known(*found):
        (tmp_path / "pins.txt").write_text(PINS, encoding="utf-8")
        with ZipFile(tmp_path / "all.zip", "w") as folder:
            for number, advisory in enumerate(found):
                folder.writestr(f"{number}.json", json.dumps(advisory))
        return advisories.of_pins(tmp_path / "pins.txt", tmp_path / "all.zip")

    return _known


def test_a_pinned_version_that_an_advisory_lists_is_named(known):
    assert known(affecting("Pillow", versions=["12.0.0", "13.0.0"])) == ["pillow 13.0.0: PYSEC-1"]


def test_names_are_compared_as_pip_compares_them(known):
    assert known(affecting("ET_XmlFile", versions=["2.0.0"])) == ["et-xmlfile 2.0.0: PYSEC-1"]


def test_a_range_holds_from_its_introduction_until_its_repair(known):
    assert known(affecting("pillow", **between({"introduced": "0"}, {"fixed": "13.0.0"}))) == []
    assert known(affecting("pillow", **between({"introduced": "0"}, {"fixed": "13.0.1"}))) == ["pillow 13.0.0: PYSEC-1"]
    assert known(affecting("pillow", **between({"introduced": "13.0.1"}))) == []


def test_a_range_may_end_with_the_last_affected_version(known):
    assert known(affecting("pillow", **between({"introduced": "2"}, {"last_affected": "13.0.0"}))) == ["pillow 13.0.0: PYSEC-1"]
    assert known(affecting("pillow", **between({"introduced": "2"}, {"last_affected": "12.9"}))) == []


def test_each_version_pinned_for_some_python_is_asked_about(known):
    assert known(affecting("shiboken6", **between({"introduced": "6.11.3"}))) == ["shiboken6 6.11.3: PYSEC-1", "shiboken6 6.12.0: PYSEC-1"]


def test_advisories_of_other_packages_or_systems_and_withdrawn_ones_name_nothing(known):
    withdrawn = {**affecting("pillow", versions=["13.0.0"]), "withdrawn": "2026-01-01T00:00:00Z"}

    assert known(affecting("pillow", "npm", versions=["13.0.0"]), affecting("pillows", versions=["13.0.0"]), withdrawn) == []


def test_ranges_of_commits_are_not_versions(known):
    assert known(affecting("pillow", **between({"introduced": "0"}, kind="GIT"))) == []


def test_a_file_that_is_no_zip_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "pins.txt").write_text(PINS, encoding="utf-8")
    (tmp_path / "all.zip").write_bytes(b"not a zip")

    with pytest.raises(SystemExit, match="cannot be read as a zip of advisories"):
        advisories.of_pins(tmp_path / "pins.txt", tmp_path / "all.zip")
