import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_few_rounds_of_every_trial_lose_nothing():
    """In a program of its own: nobody forks while SQLite is open."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.torture", "--rounds", "3"],
        cwd=Path(__file__).parents[2],
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
