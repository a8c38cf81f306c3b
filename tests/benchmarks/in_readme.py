"""The table of what was measured, with its date, between two marks of README.md."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.benchmarks.growth_bench import Grown
from tests.benchmarks.measuring import Measured, shown
from tests.benchmarks.million_bench import GROWING

README = Path(__file__).parents[2] / "README.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
_SAID = ("computer", "Python", "SQLite", "PySide6-Essentials", "busy")


def write(facts: Mapping[str, str], measured: Mapping[str, Sequence[Measured]], grown: Sequence[Grown], path: Path = README) -> None:
    before, _begin, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not end:
        raise SystemExit(f"{path.name} has no place for the table: {BEGIN} … {END}")
    table = "\n".join(lines(facts, measured, grown))
    path.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")


def lines(facts: Mapping[str, str], measured: Mapping[str, Sequence[Measured]], grown: Sequence[Grown]) -> Iterator[str]:
    """What is promised; of the same figure of several lists, the one that is nearest to its budget."""
    versions = "; ".join(f"{name} {facts[name]}" if name != "computer" else facts[name] for name in _SAID if facts.get(name))
    yield f"Measured {facts['measured']}: {versions}."
    yield ""
    yield "| what | took | p95 | floor | ratio | budget | |"
    yield "|---|---|---|---|---|---|---|"
    for name, some in measured.items():
        yield from (_line(name, each) for each in _worst(some))
    if grown:
        yield ""
        yield f"| growth | {' | '.join(GROWING)} | times | budget | |"
        yield f"|---|{'---|' * len(GROWING)}---|---|---|"
        yield from (_growth(each) for each in grown)


def _worst(some: Sequence[Measured]) -> list[Measured]:
    found: dict[str, Measured] = {}
    for each in some:
        family = re.sub(r"[\d,.]+", "", each.name.rpartition(": ")[2])
        if each.demand and (family not in found or found[family].strain < each.strain):
            found[family] = each
    return list(found.values())


def _line(bench: str, each: Measured) -> str:
    took, floor = shown(each.ours, each.unit), shown(each.floor, each.unit)
    slowest = shown(each.ours_p95, each.unit) if each.ours_p95 else ""
    cells = f"{each.name} ({bench})", took, slowest, f"{floor}, {each.floor_name}", f"{each.ratio:.2f} ×", each.demand, _verdict(each.kept)
    return f"| {' | '.join(cells)} |"


def _growth(each: Grown) -> str:
    cells = (
        each.name,
        *(shown(each.seconds[size]) if size in each.seconds else "" for size in GROWING),
        f"{each.times:.2f} ×",
        f"≤ {each.most:.3g} ×",
        _verdict(each.kept),
    )
    return f"| {' | '.join(cells)} |"


def _verdict(kept: bool | None) -> str:
    return {True: "kept", False: "**not kept**", None: ""}[kept]
