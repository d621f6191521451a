"""Our track as a second person's copy is merged into it: its file, its record, its words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from subtitler.domain.edit import Laid, Shown, TrackBase
from subtitler.domain.sentence import TargetCue
from subtitler.domain.style import style_guide
from subtitler.domain.timing import frame_of
from subtitler.domain.transcript import Word
from subtitler.errors import UsageError
from subtitler.formats.records import TrackRecord
from subtitler.stages.cueing import CueBuilder
from subtitler.stages.pacing import Pace
from subtitler.stages.reconciling import Machine, adopt
from subtitler.workflow.job import Request
from subtitler.workflow.machinelines import machine_lines
from subtitler.workflow.reading import shown_of
from subtitler.workflow.settings import Settings
from subtitler.workflow.sourcetrack import SourceFile
from subtitler.workflow.targettrack import heard_of, machine_of
from subtitler.workflow.tracks import OnDisk, look


@dataclass(frozen=True, slots=True)
class CopyWork:
    """Which copy is merged into which track of a title."""

    file: SourceFile
    settings: Settings
    language: str
    copy: Path
    request: Request

    @property
    def of_source(self) -> bool:
        """Whether the track is the title's source."""
        return self.language == self.file.language

    @property
    def path(self) -> Path:
        """Our file."""
        return self.file.path if self.of_source else self.file.title.srt(self.language)


@dataclass(frozen=True, slots=True)
class OurTrack:
    """A track as it is: its file, its record (None where there is none to use), and the words
    that its base counts in."""

    now: OnDisk
    record: TrackRecord | None
    base: TrackBase
    machine: Machine

    @property
    def shown(self) -> list[Shown]:
        """The cues of the file."""
        return [shown_of(block) for block in self.now.document.blocks]


def our_track(work: CopyWork) -> OurTrack:
    """Reads our track; without a record that can be used every cue counts as a person's.

    Raises UsageError where its file is not there.
    """
    now = look(work.path)
    if now.raw is None:
        raise UsageError(
            f"{work.path}: the track is not there", "subtitler restore brings a version back."
        )
    record, _ = work.file.title.read_track_or_none(work.language)
    translation = record.translation if record is not None else None
    targets = translation.targets if translation is not None else ()
    heard = _heard(work, targets)
    base = record.base if record is not None else None
    usable = (translation is None) == work.of_source
    if base is None or not usable or base.unaccounted(len(heard)):
        shown = [shown_of(block) for block in now.document.blocks]
        heard = heard if work.of_source else ()
        base = adopt(shown, heard, "", base.last if base is not None else 0)
        return OurTrack(now, None, base, _machine(work, heard, base))
    if work.of_source and work.file.bare:
        base = _as_its_own(base)
    machine = _machine(work, heard, base)
    if not work.of_source:
        machine = machine_of(targets, machine)
    return OurTrack(now, record, base, machine)


def _heard(work: CopyWork, targets: tuple[TargetCue, ...]) -> tuple[Word, ...]:
    """The words that a track's base counts in."""
    if not work.of_source:
        return heard_of(targets)
    return () if work.file.bare else work.file.title.words_of(work.language)


def _machine(work: CopyWork, heard: tuple[Word, ...], base: TrackBase) -> Machine:
    """What the machine says of the track: what it said before."""
    transcript = work.file.title.read_transcript()
    rate = transcript.frame_rate if transcript is not None else None
    frame = frame_of(Fraction(rate) if rate else None)
    style = style_guide(work.settings.house, work.language)
    builder = CueBuilder.of(heard, work.language, style, frame)

    def build(first: int, end: int, not_before: int, not_after: int | None) -> list[Laid]:
        return [
            replace(laid, lines=machine_lines(laid.lines, style, work.language))
            for laid in builder(first, end, not_before, not_after)
        ]

    return Machine(heard, base.rules, build, Pace.of(style, frame))


def _as_its_own(base: TrackBase) -> TrackBase:
    """The base of a bare file, in which all cues count as a person's: both copies came from it as
    it was read last."""
    claims = (
        replace(claim, base=claim.shown) if claim.shown and not claim.base else claim
        for claim in base.claims
    )
    return replace(base, claims=tuple(claims))
