"""The translation memory with 100,000 pairs: milliseconds a look-up, seconds to write and read."""

from __future__ import annotations

import random
import re
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bench.tables import show
from subtitler.workflow.memory import Memory, Pair
from subtitler.workflow.memoryuse import export_tmx, import_tmx

ROOT = Path(__file__).parents[2]
PAIRS, LOOKUPS = 100_000, 200
WORDS = 4, 25  # of a sentence


def main() -> None:
    """Sentences drawn from the words of the documents; those looked up are some, changed a bit."""
    drawn = random.Random(7)
    words = re.findall(r"\w+", " ".join(path.read_text("utf-8") for path in ROOT.glob("docs/*.md")))

    def sentence() -> str:
        return " ".join(drawn.choices(words, k=drawn.randint(*WORDS))) + "."

    pairs = [
        Pair("en", "es", sentence(), sentence(), at % 2 == 0, f"talk {at // 500}")
        for at in range(PAIRS)
    ]
    rows: list[tuple[object, ...]] = []

    with tempfile.TemporaryDirectory() as name, Memory.open(Path(name)) as memory:
        rows.append(("keep them (s)", *_timed(lambda: memory.remember(pairs), 1)))
        rows.append(("keep them again, unchanged (s)", *_timed(lambda: memory.remember(pairs), 1)))

        def near(text: str) -> object:
            return memory.near(text, "en", "es")

        def both(text: str) -> object:
            return memory.exact([text], "en", "es"), near(text)

        size = memory.path.stat().st_size
        rows.append(("the first near (ms)", *_timed(lambda: near("One."), 1000)))
        some = drawn.sample(pairs, LOOKUPS)
        rows.append(("exact (ms)", *_each(lambda one: memory.exact([one], "en", "es"), some)))
        for what, changed in (("alike", _changed(some)), ("others", [sentence() for _ in some])):
            asked = [replace(pair, source=text) for pair, text in zip(some, changed, strict=True)]
            rows.append((f"near, {what} (ms)", *_each(near, asked)))
            rows.append((f"exact and near, {what} (ms)", *_each(both, asked)))
        here, there = {"output_dir": name}, {"output_dir": f"{name}/two"}
        tmx = Path(name) / "x.tmx"
        rows.append(("export (s)", *_timed(lambda: export_tmx(tmx, here, None, None), 1)))
        rows.append(("import (s)", *_timed(lambda: import_tmx(tmx, there, approved=False), 1)))
        title = (
            f"{PAIRS} pairs: memory {size / 1e6:.0f} MB, TMX {tmx.stat().st_size / 1e6:.0f} MB; "
            "the bar for a look-up is 50 ms"
        )
    show(title, ("", "median", "95 %", "most", "CPU, median"), rows)


def _changed(pairs: list[Pair]) -> list[str]:
    """Each source without its first word."""
    return [pair.source.split(maxsplit=1)[1] for pair in pairs]


def _timed(work: Callable[[], object], unit: int) -> tuple[object, ...]:
    began, used = time.perf_counter(), time.process_time()
    work()
    wall, cpu = time.perf_counter() - began, time.process_time() - used
    return wall * unit, "", "", cpu * unit


def _each(look: Callable[[str], object], pairs: list[Pair]) -> tuple[float, ...]:
    """Look-ups of each source: ms at the median, at 95 %, at most, and of the CPU."""
    times = []
    for pair in pairs:
        wall, _, _, cpu = _timed(lambda pair=pair: look(pair.source), 1000)  # type: ignore[misc]
        times.append((wall, cpu))
    walls = sorted(float(wall) for wall, _ in times)  # type: ignore[arg-type]
    cpus = [float(cpu) for _, cpu in times]  # type: ignore[arg-type]
    return (
        statistics.median(walls),
        walls[len(walls) * 95 // 100],
        walls[-1],
        statistics.median(cpus),
    )


if __name__ == "__main__":
    main()
