import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
BUILD = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
FILES = {
    "requirements.txt": PROJECT["dependencies"],
    "requirements-dev.txt": [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"], *BUILD],
}
PYTHONS = ("3.11.7", "3.12.1", "3.13.0", "3.14.0")


def read(name):
    return (ROOT / "packaging" / name).read_text(encoding="utf-8")


def pins(name):
    """Requirements without their hashes."""
    return [Requirement(line.rstrip("\\ ")) for line in read(name).splitlines() if "==" in line and not line.startswith(("#", " "))]


def key(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def holds(requirement, python):
    environment = {"python_version": python.rpartition(".")[0], "python_full_version": python, "sys_platform": "win32", "os_name": "nt"}
    return requirement.marker is None or requirement.marker.evaluate(environment)


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("name", FILES)
def test_whatever_pyproject_asks_for_is_pinned_once_in_a_version_that_suits(name, python):
    pinned = {}
    for pin in pins(name):
        if holds(pin, python):
            assert key(pin.name) not in pinned
            pinned[key(pin.name)] = Version(str(pin.specifier).removeprefix("=="))
    wanted = [asked for asked in map(Requirement, FILES[name]) if holds(asked, python)]

    assert [str(asked) for asked in wanted if not asked.specifier.contains(pinned.get(key(asked.name), Version("0")))] == []


@pytest.mark.parametrize("name", FILES)
def test_every_pin_has_hashes_and_no_line_says_where_packages_come_from(name):
    lines = [line for line in read(name).splitlines() if not line.startswith("#")]
    text = "\n".join(lines).replace("\\\n", "")

    assert [line for line in text.splitlines() if "--hash=sha256:" not in line] == []
    assert not re.search(r"https?:|file:|--(extra-)?index|--find-links|--trusted", text)


def test_both_files_pin_the_same_versions():
    """What the program needs on old Pythons only, its developers may need on all."""
    for python in PYTHONS:
        program, developer = ({f"{pin.name}{pin.specifier}" for pin in pins(name) if holds(pin, python)} for name in FILES)
        assert program <= developer


@pytest.mark.parametrize("name", ["pyside6-essentials", "sqlcipher3", "pillow"])
def test_what_is_compiled_is_pinned_for_several_systems(name):
    """One package for each of Windows, macOS and Linux at the least."""
    found = re.findall(rf"^{name}==.*(?:\n    --hash.*)+", read("requirements.txt"), flags=re.MULTILINE)
    assert found
    assert all(pin.count("--hash") >= 3 for pin in found)
