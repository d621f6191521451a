"""Issue 4's figures on the samples: words, times and cues of `subtitler transcribe`, by engine.

python tests/bench/accuracy.py [MEDIA...]       other media need a .truth.json beside them
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import numpy as np
import torch
import whisper

import cue_rules
from bench.tables import show
from bench.truth import Truth, aligned, shares, word_errors
from subtitler.domain.style import HOUSES, style_guide
from subtitler.domain.timing import frame_of
from subtitler.engines.media import PyAVReader
from subtitler.stages.sentences import is_terminal
from subtitler.workflow.engines import CatalogEngines
from subtitler.workflow.events import Finished
from subtitler.workflow.job import Request
from subtitler.workflow.transcribing import transcribe
from subtitler.workflow.workspace import title_folder

MEDIA = Path(__file__).parents[2] / "media"
SAMPLES = [MEDIA / f"{name}.mp4" for name in ("opening-address", "keynote", "discurso")]
CHECKPOINT = MEDIA / "demo-models" / "whisper-demo.pt"
ENGINES = ("whisper", "faster-whisper")


@dataclass
class Measured:
    """What one engine made of all the media."""

    errors: int = 0
    said: int = 0
    in_times: list[float] = field(default_factory=list)
    out_times: list[float] = field(default_factory=list)
    cues: int = 0
    readable: int = 0
    mixed: int = 0
    broken: list[str] = field(default_factory=list)
    seconds: Counter[str] = field(default_factory=Counter)


def main(media: list[Path]) -> None:
    """Measures and prints."""
    reference = {path: _reference(path) for path in media}
    rows, totals = [], {}
    for engine in ENGINES:
        totals[engine] = total = Measured()
        for path in media:
            before = total.errors
            _measure(path, engine, total)
            errors, (own, said) = total.errors - before, reference[path]
            rows.append((f"{path.parent.name}/{path.stem}", engine, errors, own, said))
    show(
        "Wrong words, by sample",
        ("sample", "engine", "subtitler", "openai-whisper transcribe()", "said"),
        rows,
    )
    own, said = (sum(one[at] for one in reference.values()) for at in (0, 1))
    show(
        f"All samples pooled (openai-whisper's own transcribe(), fp32: {100 * own / said:.2f} %)",
        ("figure", *ENGINES, "bar"),
        [(name, *(row(totals[one]) for one in ENGINES), bar) for name, row, bar in FIGURES],
    )
    for engine, total in totals.items():
        for line in total.broken:
            print(engine, line)
        stages = ", ".join(f"{name} {spent:.2f}" for name, spent in total.seconds.items())
        print(f"{engine}, seconds by stage: {stages}")


FIGURES = [
    ("word error rate, %", lambda m: f"{100 * m.errors / m.said:.2f}", "openai's + 0.5"),
    ("in-time error, median, ms", lambda m: _quantile(m.in_times, 0.5), "80"),
    ("in-time error, 90th percentile, ms", lambda m: _quantile(m.in_times, 0.9), "200"),
    ("out-time at most 150 ms early, %", lambda m: _share(m.out_times), "95"),
    ("violations of hard limits and rule 13", lambda m: len(m.broken), "0"),
    ("cues within CPS, %", lambda m: f"{100 * m.readable / m.cues:.1f}", "97"),
    ("cues without end + start, %", lambda m: f"{100 - 100 * m.mixed / m.cues:.1f}", "95"),
    ("cues", lambda m: m.cues, ""),
    ("decoding, s", lambda m: f"{m.seconds['decode']:.3f}", ""),
    ("words + cues + files, s", lambda m: f"{_after(m.seconds):.3f}", "decoding's"),
]


def _reference(path: Path) -> tuple[int, int]:
    """openai-whisper's own transcribe() with the same weights: greedy, fp32, its fallback."""
    truth = Truth.of(path)
    reader = PyAVReader()
    media = reader.probe(path)
    blocks = [block.samples for block in reader.read(media, media.tracks[0])]
    model = whisper.load_model(str(CHECKPOINT))
    torch.manual_seed(0)  # its fallback samples, and seeds nothing
    heard = model.transcribe(np.concatenate(blocks), language=truth.language, fp16=False)
    return word_errors(truth, heard["text"])


def _measure(path: Path, engine: str, total: Measured) -> None:
    truth = Truth.of(path)
    options = {"engine": engine, "language": truth.language, "model": str(CHECKPOINT)}
    with tempfile.TemporaryDirectory() as folder:
        request = Request({**options, "output_dir": folder})
        done: Finished = transcribe(path, request, CatalogEngines(), lambda _: None)
        title = title_folder(Path(folder), done.title)
        record, track = title.read_transcript(), title.read_track(truth.language)
    assert record is not None
    assert track is not None
    words, cues = list(record.transcript.words), list(track.cues)
    errors, said = word_errors(truth, "".join(word.text for word in words))
    total.errors, total.said = total.errors + errors, total.said + said
    total.seconds.update(done.seconds)
    total.cues += len(cues)
    style = style_guide(HOUSES["netflix"], truth.language)
    frame = frame_of(Fraction(record.frame_rate) if record.frame_rate else None)
    groups = cue_rules.words_of(cues, words)
    total.broken += cue_rules.hard_limits(cues, style, frame)
    total.broken += cue_rules.in_times(cues, groups, frame)
    total.broken += cue_rules.out_times(cues, groups, style, frame)
    pairs = aligned(truth, words)
    for cue, (first, end) in zip(cues, shares(cues, words), strict=True):
        total.readable += sum(map(len, cue.lines)) * 1000 <= style.cps * cue.span.duration
        ends = [is_terminal(word.text) for word in words[first:end]]
        total.mixed += any(ends[:-1]) and not ends[-1]
        if first in pairs and not pairs[first].grouped:
            total.in_times.append(abs(cue.span.in_time - pairs[first].start))
        if end - 1 in pairs:
            total.out_times.append(cue.span.out_time - pairs[end - 1].end)


def _quantile(values: list[float], share: float) -> str:
    if share == 0.5:
        return f"{statistics.median(values):.0f}"
    return f"{sorted(values)[int(share * len(values))]:.0f}"


def _share(outs: list[float]) -> str:
    return f"{100 * sum(out >= -150 for out in outs) / len(outs):.1f}"


def _after(seconds: Counter[str]) -> float:
    return sum(seconds[name] for name in ("words", "cues", "files"))


if __name__ == "__main__":
    main([Path(one) for one in sys.argv[1:]] or SAMPLES)
