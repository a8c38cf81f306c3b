"""Steps of dev.py, one subject per file: standard library only, nothing newer than Python 3.8, for they run before all else."""
