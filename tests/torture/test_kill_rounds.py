import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_sixteen_kills_lose_nothing_that_was_acknowledged():
    """In a program of its own: nobody forks while SQLite is open."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.torture.kill_rounds", "8", "1"],
        cwd=Path(__file__).parents[2],
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
