"""Issue 6's figures on values: matching edited files, and merging them.

PYTHONPATH=tests python tests/bench/merging.py [SCRIPTS]
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from functools import partial

import cue_rules
import edit_scripts as scripts
from bench.tables import show
from subtitler.domain.edit import Laid, accounted
from subtitler.domain.style import HOUSES, style_guide
from subtitler.domain.transcript import Word
from subtitler.stages.cueing import build_track
from subtitler.stages.matching import Matching, match
from subtitler.stages.reconciling import Machine, merge

TRIES = 3


def fastest(work: Callable[[], object]) -> float:
    """Seconds of one processor that `work` takes, the least of three."""
    taken = []
    for _ in range(TRIES):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def wrong(script: scripts.Script, matching: Matching) -> int:
    """Cues of the base not matched with exactly their own, and inserted ones matched at all."""
    truth = {(at, place) for place, placed in enumerate(script.placed) for at in placed.of}
    found = {(one.base, one.shown) for one in matching.matches}
    inserted = {place for place, placed in enumerate(script.placed) if not placed.of}
    return len({at for at, _ in truth ^ found}) + len({at for _, at in found if at in inserted})


def accuracy(count: int) -> list[tuple[object, ...]]:
    """Matching right over random scripts of 30 edits on 500 cues; a fourth shifted as a whole."""
    rows: list[tuple[object, ...]] = []
    kinds: dict[str, Callable[[scripts.Script], None] | None] = {"edits": None}
    for name, whole_file in {**kinds, **scripts.WHOLE_FILE}.items():
        faults = cues = 0
        worst = 0
        for seed in range(count):
            rng = random.Random(seed)
            base = scripts.cues_of(rng, 500)
            script = scripts.edited(base, rng, 30)
            if whole_file is not None:
                whole_file(script)
            missed = wrong(script, match(base, script.theirs))
            faults, cues, worst = faults + missed, cues + len(base), max(worst, missed)
        rows.append((name, count, f"{100 * (1 - faults / cues):.3f} %", worst))
    return rows


def cueing(words: list[Word]) -> Machine:
    """The product's own cutter as the machine; it knows no bounds here."""
    style, frame = style_guide(HOUSES["netflix"], "en"), Fraction(40)

    def build(first: int, end: int, _before: int, _after: int | None) -> list[Laid]:
        said = words[first:end]
        cues = list(build_track(said, "en", style, frame)[0].cues)
        laid, at = [], first
        for cue, group in zip(cues, cue_rules.words_of(cues, said), strict=True):
            laid.append(Laid(at, at + len(group), cue.span, cue.lines))
            at += len(group)
        return laid

    return Machine(words, "netflix", build, scripts.PACE)


def merging() -> list[tuple[object, ...]]:
    """Seconds for merging 2,000 cues with 100 edits: nothing new, another cut, another model."""
    rng = random.Random(3)
    words = scripts.speech(rng, 1800)
    base = scripts.first_built(words, 8)
    file = scripts.edited(base.standing, rng, 100).theirs
    other = scripts.reheard(words, rng, 0.1)
    rows: list[tuple[object, ...]] = []
    for name, machine in {
        "nothing new": scripts.machine(words, 8),
        "cut anew": scripts.machine(words, 6),
        "heard anew": scripts.machine(other, 8),
        "heard anew, cut by cueing": cueing(other),
    }.items():
        seconds = fastest(partial(merge, base, file, words, machine))
        merged = merge(base, file, words, machine)
        whole = accounted(merged.base, len(machine.words))
        rows.append((name, len(base.standing), len(words), seconds, "yes" if whole else "NO"))
    return rows


def speeds() -> list[tuple[object, ...]]:
    """Seconds for matching files of several sizes and kinds."""
    rows: list[tuple[object, ...]] = []
    for size in (2000, 20_000):
        rng = random.Random(1)
        base = scripts.cues_of(rng, size)
        script = scripts.edited(base, rng, size // 20)
        files = {f"{size // 20} edits": script.theirs}
        scripts.shift_all(script)
        files["… and shifted"] = script.theirs
        files["another film"] = scripts.opened(scripts.cues_of(rng, size), rng).theirs
        for name, file in files.items():
            rows.append((name, size, fastest(partial(match, base, file))))
    return rows


def main(count: int) -> None:
    """Prints the tables."""
    show(
        "Cues matched right (500 cues, 30 edits; 99.5 % asked)",
        ("whole file", "scripts", "right", "worst: cues wrong"),
        accuracy(count),
    )
    show("Matching (processor seconds, fastest of 3)", ("file", "cues", "s"), speeds())
    show(
        "Merging 2,000 cues (processor seconds, fastest of 3; under 1 s asked)",
        ("machine", "cues", "words", "s", "each word once"),
        merging(),
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
