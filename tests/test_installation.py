"""The built wheel, installed into a clean environment and run outside the checkout, finds all that it needs."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LISTING = """
from pathlib import Path
import crm_desktop
from crm_desktop.core.paths import resource
package = Path(crm_desktop.__file__).parent
print(package)
for folder in (resource(), package / "data" / "migrations"):
    print(*sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*") if "__pycache__" not in path.parts), sep="|")
"""


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*") if "__pycache__" not in path.parts)


def run(*command: str | Path, cwd: Path) -> str:
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run([*map(str, command)], cwd=cwd, env=env, capture_output=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    return tmp_path_factory.mktemp("elsewhere")


@pytest.fixture(scope="module")
def python(elsewhere):
    """A clean environment that has the wheel, and borrows what the wheel depends on."""
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", elsewhere, cwd=ROOT)
    (wheel,) = elsewhere.glob("*.whl")
    venv.create(elsewhere / "clean", symlinks=os.name != "nt")
    clean = elsewhere / "clean" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    packages = run(clean, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=elsewhere).strip()
    Path(packages, "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    run(sys.executable, "-m", "pip", "--python", clean, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=elsewhere)
    return clean


def test_the_installed_program_finds_its_resources_and_migrations(python, elsewhere):
    package, resources, migrations = run(python, "-c", LISTING, cwd=elsewhere).splitlines()

    assert Path(package).is_relative_to(elsewhere)
    assert resources.split("|") == files(ROOT / "resources")
    assert migrations.split("|") == files(ROOT / "crm_desktop" / "data" / "migrations")


def test_the_installed_command_finds_itself_in_order(python, elsewhere):
    run(python.with_name("crm-desktop" + python.suffix), "self-check", cwd=elsewhere)
