import sys
from pathlib import Path

# dev.py finds its steps beside itself, as Python does for any script.
sys.path.append(str(Path(__file__).parents[2] / "packaging"))
