"""The tests, and what is checked without running anything."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from xml.etree import ElementTree

from devtools import postgres, qt_libraries
from devtools.console import run, say

THOROUGH = "--thorough"  # slow rules that hold for any input are tried with all their examples
NO_TESTS = 5  # pytest's own status for it
# Every failure and the reason of every skip at the end, and each file on one worker, so that what a file shares is made once.
# The files in the order of tests/conftest.py, the long ones first: in the order of how many tests they have, one long file would be last.
USUAL = ("-q", "-rfEs", "--dist", "loadfile", "--no-loadscope-reorder", "-n")
CHECKS = (
    ("ruff", ("-m", "ruff", "check", ".")),
    ("format", ("-m", "ruff", "format", "--check", ".")),
    ("types", ("-m", "mypy")),
    ("types of packaging", ("-m", "mypy", "packaging/dev.py", "packaging/devtools", "packaging/advisories.py")),
    ("imports", ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")),
)


def test(python: Path, root: Path, arguments: list[str]) -> int:
    """pytest's exit status; 5 also when it ran, but every test was skipped."""
    env = {**qt_libraries.offscreen(), **postgres.environment(python, root)}
    if THOROUGH in arguments:
        env["CRM_DESKTOP_THOROUGH"] = "all"
        arguments = [word for word in arguments if word != THOROUGH]
    chosen = arguments or [*USUAL, str(min(4, os.cpu_count() or 1))]
    with tempfile.TemporaryDirectory(prefix="crm-tests-") as folder:
        report = Path(folder, "junit.xml")
        status = run([str(python), "-m", "pytest", f"--junitxml={report}", *chosen], env=env, cwd=root)
        if status == 0 and report.exists() and executed(report) == 0:
            say("No test was executed, and that counts as a failure.")
            return NO_TESTS
    return status


def executed(report: Path) -> int:
    """How many tests ran in a JUnit report, skipped ones left out."""
    suites = ElementTree.parse(report).getroot().iter("testsuite")
    return sum(int(suite.get("tests", 0)) - int(suite.get("skipped", 0)) for suite in suites)


def check(python: Path, root: Path) -> int:
    """All of them, also after one failed; 1 when any did."""
    env = {**os.environ, "MYPYPATH": str(root / "packaging")}
    failed = []
    for name, command in CHECKS:
        say(f"== {name}")
        if run([str(python), *command], env=env, cwd=root):
            failed.append(name)
    say(f"Not in order: {', '.join(failed)}" if failed else "All checks are in order.")
    return 1 if failed else 0
