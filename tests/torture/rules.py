"""The tests that are marked `torture`: what holds at every step and in any sequence, with more of both than in the usual round."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.examples import ALL, CHANGE, VARIABLE
from tests.torture.shop import Tally

ROOT = Path(__file__).parents[2]
COMMAND = ("-m", "pytest", "-q", "-rfE", "-m", "torture", "--dist", "loadfile", "--no-loadscope-reorder", "-n")


def trial(_folder: Path, rounds: int, _seed: int) -> Tally:
    """One round is what every change goes through; more than one, all there is, once."""
    env = {**os.environ, VARIABLE: CHANGE if rounds == 1 else ALL, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, *COMMAND, str(min(4, os.cpu_count() or 1))]
    done = subprocess.run(command, cwd=ROOT, env=env, check=False, stdout=subprocess.PIPE, text=True, encoding="utf-8", errors="replace")
    last = done.stdout.strip().rpartition("\n")[2]
    passed = re.search(r"(\d+) passed", last)
    harm = () if done.returncode == 0 and passed else (done.stdout[-20_000:],)
    return Tally(int(passed[1]) if passed else 0, "with all their steps" if rounds == 1 else "with all their steps and examples", harm)
