"""What the program is made of, what is publicly known against those parts, and where our own code is weak."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from devtools.console import SetUpTrouble, run, run_quietly, say

PINS = Path("packaging", "requirements.txt")
PARTS = Path("build", "parts.cdx.json")
"""The list of parts (SBOM), as CycloneDX."""


def audit(python: Path, root: Path, known: Path | None) -> int:
    """1 when a weakness is known or a weak place was found. Known weaknesses that could not be asked for are said, and are no failure.

    `known` is a zip of advisories as osv.dev gives them away, to ask without the internet.
    """
    list_parts(python, root)
    say("== weaknesses known of the parts")
    weak = _looked_up(python, root, known) if known else _asked(python, root)
    say("== weak places in our code")
    found = run([str(python), "-m", "bandit", "-q", "-r", "crm_desktop", "-c", "pyproject.toml"], cwd=root)
    return 1 if weak or found else 0


def list_parts(python: Path, root: Path) -> None:
    (root / PARTS).parent.mkdir(exist_ok=True)
    command = [str(python), "-m", "cyclonedx_py", "requirements", str(PINS), "--pyproject", "pyproject.toml", "--output-reproducible"]
    status, said = run_quietly([*command, "--output-file", str(PARTS)], cwd=root)
    if status:
        raise SetUpTrouble(f"The list of parts could not be written:\n{said}")
    parts = json.loads((root / PARTS).read_text(encoding="utf-8"))["components"]
    say(f"{len(parts)} parts are listed in {PARTS.as_posix()}")


def _looked_up(python: Path, root: Path, known: Path) -> bool:
    """Whether the zip names a pinned version. A program of the environment, which compares versions as pip does."""
    return run([str(python), str(root / "packaging" / "advisories.py"), str(PINS), str(known.resolve())], cwd=root) != 0


def _asked(python: Path, root: Path) -> bool:
    """Whether PyPI knows of a weakness. Says so where it could not be asked about every part."""
    with tempfile.TemporaryDirectory(prefix="crm-audit-") as folder:
        answer = Path(folder, "answer.json")
        command = [str(python), "-m", "pip_audit", "-r", str(PINS), "--disable-pip", "--require-hashes", "--progress-spinner", "off"]
        run_quietly([*command, "--format", "json", "--output", str(answer)], cwd=root)  # its status tells less than its answer
        parts = json.loads(answer.read_text(encoding="utf-8"))["dependencies"] if answer.exists() else []
    asked = [part for part in parts if "skip_reason" not in part]
    weak = [f"{part['name']} {part['version']}: {found['id']}" for part in asked for found in part["vulns"]]
    say("\n".join(weak) if weak else f"None is known of the {len(asked)} parts that could be asked about.")
    if len(asked) < len(parts) or not parts:
        say(f"NOT ASKED about {len(parts) - len(asked) or 'any'} parts: the list could not be had. Fetch it as a zip: audit ADVISORIES")
    return bool(weak)
