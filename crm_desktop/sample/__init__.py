"""A company that never was, to look at and to try things on: `make_sample(size, seed, until, progress)` of `sample.company`.

Everything is invented. Mail addresses end in `.example`.
"""
