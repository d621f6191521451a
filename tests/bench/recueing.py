"""`subtitler cue` on a one-hour talk: seconds of the whole process. Issue 4's bar is 2 s."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from bench.tables import show
from subtitler.domain.timing import Span
from subtitler.domain.transcript import Segment, Word
from subtitler.formats.records import TRANSCRIPT
from subtitler.workflow.engines import CatalogEngines
from subtitler.workflow.job import Request
from subtitler.workflow.transcribing import transcribe
from subtitler.workflow.workspace import title_folder

KEYNOTE = Path(__file__).parents[2] / "media" / "keynote.mp4"
HOUR = 3_600_000
RUNS = 5


def main() -> None:
    """Hears the keynote once, repeats it to an hour, and builds its cues again and again."""
    with tempfile.TemporaryDirectory() as folder:
        request = Request({"output_dir": folder, "language": "en"})
        done = transcribe(KEYNOTE, request, CatalogEngines(), lambda _: None)
        title = title_folder(Path(folder), done.title)
        record = title.read_transcript()
        assert record is not None
        once = record.transcript
        segments = [
            _later(segment, at * once.duration)
            for at in range(HOUR // once.duration + 1)
            for segment in once.segments
        ]
        transcript = replace(once, segments=tuple(segments), duration=HOUR + once.duration)
        title.transcript.write_bytes(TRANSCRIPT.compose(replace(record, transcript=transcript)))
        seconds = []
        for at in range(RUNS):
            style = ("ted", "netflix")[at % 2]
            command = [sys.executable, "-m", "subtitler", "cue", done.title, "--style", style]
            began = time.perf_counter()
            subprocess.run(
                [*command, "--output-dir", folder, "--quiet"], check=True, stdout=subprocess.DEVNULL
            )
            seconds.append(time.perf_counter() - began)
        words = sum(len(segment.words) for segment in segments)
    row = (f"{words} words", min(seconds), statistics.median(seconds), max(seconds), "2")
    show("subtitler cue, one hour, whole process", ("", "min s", "median s", "max s", "bar"), [row])


def _later(segment: Segment, by: int) -> Segment:
    return Segment(
        tuple(
            Word(word.text, Span(word.span.in_time + by, word.span.out_time + by), word.probability)
            for word in segment.words
        )
    )


if __name__ == "__main__":
    main()
