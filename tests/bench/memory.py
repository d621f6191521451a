"""Issue 4's figure on memory: peak RSS on a 10-hour file against that on its first 10 minutes.

python tests/bench/memory.py [HOURS] [SUFFIX]    (default 10 m4a; it takes some minutes)

The packets of the keynote's audio are repeated, not encoded anew. Each run is a process of its own
and the whole of `subtitler transcribe`, with recognition faked at the port.
"""

from __future__ import annotations

import hashlib
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av

from bench.tables import show
from subtitler.domain.timing import Span
from subtitler.domain.transcript import Segment, Word
from subtitler.engines.media import PyAVReader
from subtitler.engines.silero import SileroFinder
from subtitler.ports import SAMPLE_RATE, DecodingOptions, Hearing, MediaReader, SpeechFinder
from subtitler.workflow.job import Job, Request
from subtitler.workflow.settings import Settings
from subtitler.workflow.transcribing import transcribe

KEYNOTE = Path(__file__).parents[2] / "media" / "keynote.mp4"
SHORT = 600  # s
LIMIT = 200  # MB
WORD, PACE = 250, 350  # ms that a faked word lasts, and from one to the next
SAID = "the libraries of this city have opened their doors to every child, and it was good.".split()


@dataclass(frozen=True)
class FakeModel:
    """Weights that there are none of."""

    name: str = "fake"
    digest: str = hashlib.sha256(b"fake").hexdigest()
    demo: bool = False

    def refuse(self, language: str) -> None:
        """It knows every language."""


class FakeTranscriber:
    """Hears a word wherever there could be one."""

    name = "fake"
    model_digest = FakeModel.digest
    multilingual = True

    def languages(self, samples: Any) -> dict[str, float]:
        """English."""
        return {"en": 1.0}

    def transcribe(self, samples: Any, start: int, options: DecodingOptions) -> Hearing:
        """Words all through the window."""
        last = len(samples) * 1000 // SAMPLE_RATE - WORD - 300
        words = tuple(
            Word(f" {SAID[count % len(SAID)]}", Span(start + at, start + at + WORD), 0.9)
            for count, at in enumerate(range(300, max(301, last), PACE))
        )
        return Hearing((Segment(words),), 0.0, -0.2, 1.5, 0.0)


class FakeEngines:
    """The real reader and finder, and recognition that takes no time."""

    def reader(self) -> MediaReader:
        """PyAV."""
        return PyAVReader()

    def finder(self) -> SpeechFinder:
        """Silero."""
        return SileroFinder()

    def model(self, settings: Settings, near: Sequence[Path]) -> FakeModel:
        """None."""
        return FakeModel()

    def engine(self, settings: Settings, model: object) -> tuple[str, str]:
        """None."""
        return "fake", "cpu"

    def load(self, job: Job) -> FakeTranscriber:
        """Nothing is loaded."""
        return FakeTranscriber()


def repeat(path: Path, seconds: float) -> None:
    """The keynote's audio (16 kHz, and so is its clock) again and again, for so long."""
    with av.open(str(path), "w") as out:
        made, end = None, 0
        while end < seconds * SAMPLE_RATE:
            with av.open(str(KEYNOTE)) as source:
                audio = source.streams.audio[0]
                made = made or out.add_stream_from_template(audio)
                packets = [one for one in source.demux(audio) if one.dts is not None]
                late = end - (packets[0].dts or 0)
                for packet in packets:
                    packet.pts = packet.dts = (packet.dts or 0) + late
                    packet.stream = made
                    end = packet.dts + (packet.duration or 0)
                    if end < seconds * SAMPLE_RATE:
                        out.mux_one(packet)


def measure(path: Path) -> dict[str, Any]:
    """One run in this process: peak RSS in MB, and seconds by stage."""
    with tempfile.TemporaryDirectory() as output:
        options = {"output_dir": output}
        done = transcribe(path, Request(options), FakeEngines(), lambda _: None)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return {
        "peak": peak / unit,
        "duration": done.duration / 1000,
        "cues": done.cues,
        "seconds": done.seconds,
    }


def main(hours: float, suffix: str) -> None:
    """Measures both and prints the table."""
    with tempfile.TemporaryDirectory() as folder:
        runs = []
        for seconds in (SHORT, hours * 3600):
            path = Path(folder) / f"{seconds:.0f}.{suffix}"
            repeat(path, seconds)
            child = [sys.executable, __file__, "--one", str(path)]
            given = subprocess.run(child, check=True, capture_output=True, text=True)
            runs.append(json.loads(given.stdout))
    stages = list(runs[1]["seconds"])
    columns = ["audio (s)", "peak RSS (MB)", "cues", *(f"{stage} (s)" for stage in stages)]
    rows = [
        [run["duration"], run["peak"], run["cues"], *(run["seconds"][stage] for stage in stages)]
        for run in runs
    ]
    show(f"memory: {suffix}, recognition faked", columns, rows)
    more = runs[1]["peak"] - runs[0]["peak"]
    print(f"{more:.0f} MB more; at most {LIMIT} MB: {'met' if more <= LIMIT else 'MISSED'}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(Path(sys.argv[2]))))
    else:
        main(float(sys.argv[1]) if len(sys.argv) > 1 else 10, (sys.argv[2:] or ["m4a"])[0])
