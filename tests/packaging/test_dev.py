import ast
import subprocess
import sys
from datetime import date
from pathlib import Path

import dev
import pytest
from devtools import checks, postgres, tour
from devtools.console import SetUpTrouble

ROOT = Path(__file__).parents[2]
SOURCES = [ROOT / "packaging" / "dev.py", *sorted((ROOT / "packaging" / "devtools").rglob("*.py"))]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_python_3_8_understands_it_and_nothing_has_to_be_installed(path):
    tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    modules = {alias.name for node in imports for alias in node.names if isinstance(node, ast.Import)}
    modules |= {node.module for node in imports if isinstance(node, ast.ImportFrom)}

    assert {module.split(".")[0] for module in modules} <= sys.stdlib_module_names | {"devtools"}


@pytest.mark.parametrize("words", [["fly"], ["check", "twice"], ["--python"]])
def test_a_wrong_word_is_refused_with_the_usage(words, capsys):
    with pytest.raises(SystemExit) as stopped:
        dev.main(words)
    assert stopped.value.code == 2
    assert "screenshots" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--python", "/opt/p", "test", "-k", "undo"], ["test", "-k", "undo", "--python=/opt/p"]])
def test_the_python_may_be_named_anywhere_and_the_rest_goes_to_pytest(words, monkeypatch):
    seen = []
    monkeypatch.setattr(dev.pythons, "choose", lambda asked: asked)
    monkeypatch.setitem(dev.COMMANDS, "test", dev.Command(lambda chosen, arguments: seen.append((chosen, arguments)) or 0, 9))

    assert dev.main(words) == 0
    assert seen == [("/opt/p", ["-k", "undo"])]


def test_trouble_is_a_sentence_and_status_1(monkeypatch, capsys):
    monkeypatch.setattr(dev.pythons, "choose", lambda _: (_ for _ in ()).throw(SetUpTrouble("No Python here.")))

    assert dev.main(["check"]) == 1
    assert capsys.readouterr().err.strip() == "No Python here."


@pytest.mark.parametrize(("skipped", "status"), [(1, 0), (2, 5)])
def test_a_run_in_which_no_test_was_executed_fails(skipped, status, tmp_path, monkeypatch):
    def pytest_passes(command, **_):
        report = next(word for word in command if word.startswith("--junitxml=")).partition("=")[2]
        Path(report).write_text(f'<testsuites><testsuite skipped="{skipped}" tests="2"/></testsuites>')
        return 0

    monkeypatch.setattr(checks, "run", pytest_passes)
    monkeypatch.setattr(checks.postgres, "environment", lambda *_: {})
    assert checks.test(Path("python"), tmp_path, []) == status


def test_a_thorough_run_is_the_usual_one_with_a_word_for_the_tests(tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr(checks, "run", lambda command, env, **_: seen.append((command[3:], env.get("CRM_DESKTOP_THOROUGH"))) or 1)
    monkeypatch.setattr(checks.postgres, "environment", lambda *_: {})
    monkeypatch.delenv("CRM_DESKTOP_THOROUGH", raising=False)
    checks.test(Path("python"), tmp_path, ["--thorough"])
    checks.test(Path("python"), tmp_path, [])

    (thorough, word), (usual, none) = seen
    assert (thorough[1:], word, none) == (usual[1:], "all", None)


def test_every_check_runs_also_after_one_failed(monkeypatch, tmp_path, capsys):
    seen = []
    monkeypatch.setattr(checks, "run", lambda command, **_: seen.append(command) or len(seen) == 1)

    assert checks.check(Path("python"), tmp_path) == 1
    assert len(seen) == len(checks.CHECKS)
    assert "Not in order: ruff\n" in capsys.readouterr().out


def test_the_report_is_of_the_last_whole_month(tmp_path):
    place = tour.places(tmp_path, date(2027, 1, 31))

    assert (place.month, place.store.name, place.report.name) == ("2026-12", "sample-2027-01.crm", "interactions-2026-12.pdf")


def test_half_a_sample_company_is_not_kept(tmp_path, monkeypatch):
    def broken_off(command, **_):
        Path(command[4]).write_text("half")
        return 1

    monkeypatch.setattr(tour, "run", broken_off)
    with pytest.raises(SetUpTrouble):
        tour.show(Path("python"), tmp_path, date(2026, 11, 21))
    assert list((tmp_path / "build" / "sample").iterdir()) == []


def test_without_postgresql_it_is_said_what_is_skipped_and_how_to_mend_it(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(postgres, "_find", lambda *_: None)
    monkeypatch.setattr(postgres.debian, "may_install", lambda: False)

    assert postgres.environment(Path(sys.executable), tmp_path) == {}
    assert "will be skipped. To have them: " in capsys.readouterr().out


def test_help_needs_nothing_installed(tmp_path):
    done = subprocess.run(
        [sys.executable, "-E", "-S", str(ROOT / "packaging" / "dev.py"), "--help"], capture_output=True, text=True, cwd=tmp_path
    )

    assert done.returncode == 0
    assert "run" in done.stdout
