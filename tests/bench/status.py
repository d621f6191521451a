"""`subtitler status` over 1,000 titles: seconds of the whole process. Issue 6's bar is 2 s."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bench.tables import show
from subtitler.domain.timing import Span
from subtitler.domain.transcript import Segment
from subtitler.formats.records import TRANSCRIPT
from subtitler.workflow.engines import CatalogEngines
from subtitler.workflow.job import Request
from subtitler.workflow.recueing import recue
from subtitler.workflow.status import refresh
from subtitler.workflow.transcribing import transcribe
from subtitler.workflow.translating import TranslationRequest, translate_all
from subtitler.workflow.workspace import title_folder

MEDIA = Path(__file__).parents[2] / "media"
TITLE = "talk"
TITLES = 1000
TIMES = 2  # that the sample is said, for some 110 cues
TARGETS = ("es", "fr")
RUNS = 5


def main() -> None:
    """Translates one title, copies it a thousand times, and asks how all of them stand."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        cues = _translated(root)
        _copied(root)
        rows = [
            ("as it was left", *_seconds(root, lambda: None)),
            ("every SRT touched", *_seconds(root, lambda: _touch(root))),
        ]
        began = time.perf_counter()
        for at in range(1, 11):
            title = title_folder(root, f"{TITLE}{at}")
            title.status.unlink()
            refresh(title)
        each = (time.perf_counter() - began) / 10
    words = f"subtitler status, {TITLES} titles of {cues} cues in {1 + len(TARGETS)} languages"
    show(words, ("whole process", "min s", "median s", "max s", "bar s"), rows)
    show("A summary made anew", ("", "s"), [("one title, in a process that runs", each)])


def _translated(root: Path) -> int:
    """A talk of so many cues, and its translations; gives how many the source has."""
    options = {"output_dir": str(root), "language": "en"}
    transcribe(MEDIA / "keynote.mp4", Request(options, TITLE), CatalogEngines(), lambda _: None)
    title = title_folder(root, TITLE)
    record = title.read_transcript()
    assert record is not None
    once = record.transcript
    segments = [
        _later(segment, at * once.duration) for at in range(TIMES) for segment in once.segments
    ]
    long = replace(once, segments=tuple(segments), duration=TIMES * once.duration)
    title.transcript.write_bytes(TRANSCRIPT.compose(replace(record, transcript=long)))
    title.srt("en").unlink()  # all of it is the machine's
    title.track("en").unlink()
    done = recue(TITLE, Request({"output_dir": str(root)}), lambda _: None)
    packages = {"output_dir": str(root), "packages": str(MEDIA / "demo-models")}
    asked = TranslationRequest(Request(packages), TARGETS)
    assert not translate_all(TITLE, asked, CatalogEngines(), lambda _: None)
    return done.cues


def _later(segment: Segment, by: int) -> Segment:
    return Segment(
        tuple(
            replace(word, span=Span(word.span.in_time + by, word.span.out_time + by))
            for word in segment.words
        )
    )


def _copied(root: Path) -> None:
    """The title with its summary under other names."""
    first = title_folder(root, TITLE)
    refresh(first)
    for at in range(1, TITLES):
        title = title_folder(root, f"{TITLE}{at}")
        shutil.copytree(first.folder, title.folder)  # with the times that summaries are kept by
        for language in ("en", *TARGETS):
            shutil.copy2(first.srt(language), title.srt(language))
        summary = first.status.read_text(encoding="utf-8")
        summary = summary.replace(f'"{TITLE}.', f'"{title.title}.')
        title.status.write_text(summary, encoding="utf-8")


def _touch(root: Path) -> None:
    for path in root.glob("*.srt"):
        path.touch()


def _seconds(root: Path, before: Callable[[], None]) -> tuple[float, float, float, str]:
    seconds = []
    for _ in range(RUNS):
        before()
        began = time.perf_counter()
        command = [sys.executable, "-m", "subtitler", "status", "--output-dir", str(root)]
        done = subprocess.run(command, check=True, capture_output=True)
        seconds.append(time.perf_counter() - began)
        assert done.stdout.count(b"\n") > TITLES
    return min(seconds), statistics.median(seconds), max(seconds), "2"


if __name__ == "__main__":
    main()
