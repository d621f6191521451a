"""What a run of `transcribe` is given, and what is decided before its work begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from subtitler.formats.records import MadeWith
from subtitler.ports import AudioTrack, Media, MediaReader, SpeechFinder, Transcriber, Translator
from subtitler.workflow.events import Report
from subtitler.workflow.settings import Settings
from subtitler.workflow.watch import Stopwatch
from subtitler.workflow.workspace import TitleFolder


class Model(Protocol):
    """The weights that a setting names, on this machine or not yet."""

    @property
    def name(self) -> str:
        """What they were asked for as."""
        ...

    @property
    def digest(self) -> str:
        """SHA-256, known without loading."""
        ...

    @property
    def demo(self) -> bool:
        """Whether they know nothing but the samples' sentences."""
        ...

    def refuse(self, language: str) -> None:
        """Raises UsageError where the model does not know the language (a tag)."""
        ...


Masks = Callable[[int], str]
"""The stand-in with a number from 0 on, for what must not be translated."""
MOST_MASKS = 20  # in one sentence


class Engines(Protocol):
    """What the workflow takes from the outside; engines/catalog.py is the real one."""

    def reader(self) -> MediaReader:
        """Reads media."""
        ...

    def finder(self) -> SpeechFinder:
        """Finds speech in one stream."""
        ...

    def model(self, settings: Settings, near: Sequence[Path]) -> Model:
        """The model that the settings name; the demo model is sought upward from `near`."""
        ...

    def engine(self, settings: Settings, model: Model) -> tuple[str, str]:
        """The names of the engine and the device that will be used."""
        ...

    def load(self, job: Job) -> Transcriber:
        """The job's recogniser, fetched where it is not on this machine, and loaded."""
        ...

    def translator(
        self, source: str, target: str, settings: Settings, near: Sequence[Path]
    ) -> Translator:
        """The translator between two languages; demo packages are sought upward from `near`."""
        ...

    def is_demo(self, settings: Settings) -> bool:
        """Whether the translation packages know nothing but the samples' sentences."""
        ...

    def masks(self, translator: Translator, sentences: Sequence[str]) -> Masks | None:
        """Stand-ins that mostly come through a translator, None where none does."""
        ...


Consent = Callable[[Path, int], None]
"""Asked before a person's cues (so many, in a file) are replaced; raises RefusedError for a no."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asked for; `options` by setting, None where not given. `replace`: what they
    wrote is given up, where `consent` (None: needs none) says so; `adopt`: the files are taken as
    new; `dry_run`: nothing is written."""

    options: Mapping[str, object]
    title: str | None = None
    again: bool = False
    replace: bool = False
    adopt: bool = False
    dry_run: bool = False
    consent: Consent | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One input with everything that was decided about it before work begins."""

    title: TitleFolder
    media: Media
    track: AudioTrack
    settings: Settings
    request: Request
    model: Model
    wanted: MadeWith
    report: Report
    watch: Stopwatch
