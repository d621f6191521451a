"""A sample as a title that was transcribed, without hearing it; and the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from typer.testing import CliRunner

from argos_fixtures import MEDIA, PACKAGES
from laws.edit_laws import Desk, transcript_of
from laws.sheets import expect
from running import ENGINES
from subtitler.cli.app import app
from subtitler.domain.style import HOUSES
from subtitler.domain.timing import Span
from subtitler.domain.transcript import Segment, Word
from subtitler.errors import SubtitlerError
from subtitler.formats.records import MadeWith, TranscriptRecord
from subtitler.workflow.hearing import method
from subtitler.workflow.job import Request
from subtitler.workflow.settings import resolve
from subtitler.workflow.sources import media_digest
from subtitler.workflow.tracks import write_track
from subtitler.workflow.watch import Stopwatch
from subtitler.workflow.workspace import title_folder

SAMPLE = MEDIA / "opening-address.mp4"
TALK = "opening-address"
MODEL = MEDIA / "demo-models" / "whisper-demo.pt"
COMMAND = [sys.executable, "-m", "subtitler"]


def said_in_sample() -> list[Word]:
    """What is said in the sample, as its truth file tells."""
    truth = json.loads(SAMPLE.with_suffix(".truth.json").read_bytes())
    words = [word for sentence in truth["sentences"] for word in sentence["words"]]
    heard: list[Word] = []
    at = 0
    for one in words:
        begin = max(at, round(1000 * one["start"]))
        at = max(begin + 20, round(1000 * one["end"]))
        heard.append(Word(" " + one["word"], Span(begin, at), 0.9))
    return heard


def sample_record() -> TranscriptRecord:
    """The transcript as the demo model would have left it: `transcribe` takes it for its own."""
    settings = resolve({"model": str(MODEL)}, MEDIA)
    model = ENGINES.model(settings, [MEDIA])
    engine, device = ENGINES.engine(settings, model)
    digest = media_digest(SAMPLE)
    made = MadeWith(digest, 1, model.digest, "auto", method(), engine, device)
    kept = {**settings.to_remember(), "packages": str(PACKAGES)}
    plain = transcript_of(said_in_sample(), "netflix")
    return replace(plain, media_path=str(SAMPLE), made_with=made, demo=True, settings=kept)


def write_sample(root: Path) -> None:
    """The sample as a title of an output folder."""
    title = title_folder(root, TALK)
    with title.locked():
        write_track(title, sample_record(), HOUSES["netflix"], Stopwatch(), Request({}))


class CommandDesk(Desk):
    """A title whose commands are run as a person types them, with the demo models."""

    def translated(self, words: Iterable[str]) -> frozenset[str]:
        """A real translator's words are not known beforehand."""
        return frozenset()

    def record(self, words: Sequence[Word], model: str) -> TranscriptRecord:
        """What a model heard; the command takes it for its own."""
        own = sample_record()
        segments = (Segment(tuple(words)),)
        return replace(own, transcript=replace(own.transcript, segments=segments))

    def cue(self, style: str | None) -> bool:
        """`subtitler cue`, or with no other style `subtitler transcribe`."""
        if style is None:
            return self._done("transcribe", str(SAMPLE), "--model", str(MODEL))
        self.style = style
        return self._done("cue", TALK, "--style", style)

    def translate(self) -> bool:
        """`subtitler translate`."""
        return self._done("translate", TALK, "--to", ",".join(self.targets))

    def _done(self, *words: str) -> bool:
        code, events = called(self.root, *words)
        expect(code == 0, f"{words} ended with {code}: {events}")
        done = [event for event in events if event["event"] in {"finished", "translated"}]
        return any(one["outcome"] != "unchanged" or one.get("sent") for one in done)


def called(root: Path, *words: str) -> tuple[int, list[dict[str, object]]]:
    """Runs the command line in this process: its exit code, and the events that it told."""
    done = CliRunner().invoke(app, [*words, "--output-dir", str(root), "--json"])
    code = done.exit_code
    if isinstance(done.exception, SubtitlerError):
        code = done.exception.exit_code
    elif done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    rows = [row for row in done.output.splitlines() if row.startswith("{")]
    return code, [json.loads(row) for row in rows]


def started(root: Path, *words: str) -> subprocess.Popen[bytes]:
    """Runs the command line in a process of its own."""
    return subprocess.Popen(
        [*COMMAND, *words, "--output-dir", str(root), "--quiet"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
