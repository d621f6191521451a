"""Random lives of a title: what a person did stays through every run, and nothing is lost."""

from __future__ import annotations

import multiprocessing
import os
import random
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from laws.counting import Tally
from laws.demo import TALK, CommandDesk, said_in_sample
from laws.edit_laws import SOAK, Case, broken, cases, count, life

SCRIPTS = count(100, 2000)
SENTENCES, MOST = (140, 30) if SOAK else (16, 6)  # 140 sentences are some 120 cues
COMMANDS, MOST_COMMANDS = count(3, 40), 30 if SOAK else 4


def lived(every: Sequence[Case]) -> Iterable[str]:
    """What went wrong in each; a soak uses all processors."""
    if not SOAK:
        return map(broken, every)
    with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("spawn")) as pool:
        return list(pool.map(broken, every))


def test_what_a_person_did_stays(tally: Tally) -> None:
    """Edits of source and targets in several encodings, and runs of `cue`, `transcribe` and
    `translate` between them: touched cues stay byte for byte, in targets every text that a person
    wrote and every time that they set; deleted stays deleted; each word is in one place; and a
    second run changes nothing and sends nothing."""
    with tally.law("edit scripts") as trials:
        every = list(cases(SCRIPTS, SENTENCES, MOST))
        wrong = [words for words in lived(every) if words]
        trials.add(len(every))
        trials.failures += len(wrong)
        assert not wrong, f"{len(wrong)} of {len(every)}:\n" + "\n".join(wrong[:20])


def test_what_a_person_did_stays_through_the_command_line(tmp_path: Path, tally: Tally) -> None:
    """The same with the commands as a person types them, and the demo models."""
    with tally.law("edit scripts through the command line") as trials:
        for seed in range(COMMANDS):
            rng = random.Random(seed)
            steps = life(rng, rng.randint(1, MOST_COMMANDS), ("es",))
            folder = tmp_path / str(seed)
            folder.mkdir()
            CommandDesk(folder, said_in_sample(), name=TALK).live(steps)
            trials.add()
