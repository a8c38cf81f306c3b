"""Publicly known weaknesses of the pinned versions, in a zip of advisories (osv.dev's format), asked without the internet."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from packaging.version import Version

PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)", re.MULTILINE)


def pinned(pins: Path) -> set[tuple[str, str]]:
    """Every name and version, also where two systems have different ones."""
    return {(_canonical(name), version) for name, version in PIN.findall(pins.read_text(encoding="utf-8"))}


def of_pins(pins: Path, known: Path) -> list[str]:
    """`NAME VERSION: ADVISORY` of each pinned version that an advisory names, sorted."""
    versions: dict[str, set[str]] = {}
    for name, version in pinned(pins):
        versions.setdefault(name, set()).add(version)
    weak = set()
    for advisory in _advisories(known):
        for affected in advisory.get("affected", ()):
            package = affected.get("package", {})
            name = _canonical(package.get("name", ""))
            if package.get("ecosystem") == "PyPI" and name in versions:
                weak |= {f"{name} {one}: {advisory['id']}" for one in versions[name] if _is_affected(one, affected)}
    return sorted(weak)


def _advisories(known: Path) -> Iterator[dict[str, Any]]:
    """Those that were not withdrawn."""
    try:
        with ZipFile(known) as folder:
            for name in folder.namelist():
                if name.endswith(".json"):
                    advisory = json.loads(folder.read(name))
                    if "withdrawn" not in advisory:
                        yield advisory
    except (OSError, BadZipFile, ValueError) as error:
        raise SystemExit(f"{known} cannot be read as a zip of advisories ({error}). Fetch it again, then run this again.") from error


def _is_affected(version: str, affected: dict[str, Any]) -> bool:
    """By the listed versions, or by a range: from `introduced` until `fixed`, or through `last_affected`."""
    if version in affected.get("versions", ()):
        return True
    asked = Version(version)
    for span in affected.get("ranges", ()):
        inside = False
        for event in span.get("events", ()) if span.get("type") == "ECOSYSTEM" else ():
            ((kind, bound),) = event.items()
            if kind == "introduced":
                inside = inside or asked >= Version(bound)
            elif (kind == "fixed" and asked >= Version(bound)) or (kind == "last_affected" and asked > Version(bound)):
                inside = False
        if inside:
            return True
    return False


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    named = of_pins(Path(sys.argv[1]), Path(sys.argv[2]))
    print("\n".join(named) if named else "None is known of any pinned version.")
    sys.exit(1 if named else 0)
