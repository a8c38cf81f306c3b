"""Each reader of foreign files with what a fuzzer thinks of, guided by the lines that it reaches: `python -m tests.torture.fuzz`.

    [NAME …]         of these readers; all without one
    --minutes N      of each, 10 without it
    --keep           take what reaches new lines into tests/torture/corpus, which the tests read each time

It needs atheris, which nothing else here does and which has no wheels for Windows: `pip install atheris`. A finding stands in
build/fuzz/NAME.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.server import fast_place

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "tests" / "torture" / "corpus"
READERS = ("csv", "json", "xlsx", "sheet", "people", "vcard", "ics", "eml", "mbox", "mapping")
LONGEST, MOST_KEPT = 2_048, 60
_NONE = "?"
_AGAIN = """#!/bin/sh
exec "{python}" -m tests.torture.fuzz --one {name} "$@"
"""
"""The fuzzer starts what it was started by once more, to find the few files that reach all; a module is nothing that a shell starts."""
_SECONDS = 5
"""For one file: what takes longer is a finding."""


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="fuzz", description="Feeds each reader of foreign files.")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(READERS))
    asked, rest = parser.parse_known_args(words)
    if asked.one:
        return _feed_one(asked.names[0], [*rest, *asked.names[1:]])
    if unknown := [name for name in asked.names if name not in READERS]:
        parser.error(f"there is no reader {unknown[0]}")
    try:
        import atheris  # noqa: F401
    except ImportError:
        print("This needs atheris, which has no wheels for Windows: pip install atheris", file=sys.stderr)
        return 2
    print("| reader | files fed | lines and branches reached | findings | s | of the processor |\n|---|---:|---:|---:|---:|---:|")
    return max([_fuzz(name, asked.minutes, keep=asked.keep) for name in asked.names or READERS])


def _fuzz(name: str, minutes: float, *, keep: bool) -> int:
    found, corpus = ROOT / "build" / "fuzz" / name, ROOT / "build" / "fuzz" / f"{name}-corpus"
    for folder in (found, corpus, CORPUS / name):
        folder.mkdir(parents=True, exist_ok=True)
    since, worked = time.monotonic(), _worked()
    told, whole = _libfuzzer(name, f"-max_total_time={int(minutes * 60)}", f"-artifact_prefix={found}/", str(corpus), str(CORPUS / name))
    findings = [path for path in found.iterdir() if path.stat().st_mtime > time.time() - (time.monotonic() - since)]
    runs, reached = _last(r"^#(\d+)\b", told), _last(r" cov: (\d+)", told)
    print(f"| `{name}` | {runs} | {reached} | {len(findings)} | {time.monotonic() - since:.0f} | {_worked() - worked:.0f} |", flush=True)
    if findings or not whole:
        print(*told.splitlines()[-40:], sep="\n", file=sys.stderr)
    if keep:
        _keep(name, corpus)
    return int(bool(findings) or not whole)


def _worked() -> float:
    spent = os.times()
    return spent.children_user + spent.children_system


def _libfuzzer(name: str, *words: str) -> tuple[str, bool]:
    """What it said, and whether it came to its end: killed, or out of memory, it may leave no finding behind."""
    program = [sys.executable, "-m", "tests.torture.fuzz", "--one", name]
    limits = [f"-timeout={_SECONDS}", "-rss_limit_mb=1500", f"-max_len={LONGEST}", "-print_final_stats=1", "-seed=1"]
    done = subprocess.run([*program, *limits, *words], cwd=ROOT, capture_output=True, text=True, errors="replace")
    return done.stdout + done.stderr, done.returncode == 0


def _keep(name: str, corpus: Path) -> None:
    """The few that together reach what all reach."""
    with tempfile.TemporaryDirectory() as fewer:
        _libfuzzer(name, "-merge=1", fewer, str(CORPUS / name), str(corpus))
        smallest = sorted(Path(fewer).iterdir(), key=lambda path: path.stat().st_size)[:MOST_KEPT]
        for path in smallest:
            shutil.copy(path, CORPUS / name / path.name[:12])


def _last(pattern: str, told: str) -> str:
    return (re.findall(pattern, told, re.MULTILINE) or [_NONE])[-1]


def _feed_one(name: str, words: list[str]) -> int:
    """Under the fuzzer, which ends this process. The readers are loaded only here, so that it sees their lines."""
    import atheris

    with atheris.instrument_imports(include=["crm_desktop.exchange", "email.feedparser", "email.message", "tomllib"]):
        from tests.torture.importers import feed
    with tempfile.TemporaryDirectory(dir=fast_place()) as folder:
        again = Path(folder, "again")
        again.write_text(_AGAIN.format(python=sys.executable, name=name))
        again.chmod(0o700)
        atheris.Setup([str(again), *words], lambda content: feed(name, content, Path(folder)))
        atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
