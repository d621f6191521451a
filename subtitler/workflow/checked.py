"""What `check` found: tracks with their findings, and those that a person dismissed."""

from __future__ import annotations

from dataclasses import dataclass

from subtitler.domain.cue import CueId
from subtitler.domain.finding import Dismissal, Finding, Severity
from subtitler.workflow.checkinputs import Material
from subtitler.workflow.events import Failed


@dataclass(frozen=True, slots=True)
class Noted:
    """A finding with the number of its cue as the file has it (empty: the whole track), and the
    cue's text. `lasting` is its cue's id where that lasts, `digest` that of what was measured;
    `dismissed` says who took it back, None while it counts."""

    finding: Finding
    number: str
    text: str
    lasting: CueId | None = None
    digest: str = ""
    dismissed: Dismissal | None = None

    @property
    def note(self) -> str:
        """Why it was dismissed, as far as that was said."""
        return self.dismissed.note if self.dismissed is not None else ""

    @property
    def key(self) -> tuple[str, CueId | None, str]:
        """What a dismissal of it is kept by."""
        return (self.finding.rule, self.lasting, self.digest)


@dataclass(frozen=True, slots=True)
class CheckedTrack:
    """One track with its findings, worst first, and apart from them those that were dismissed.

    `path` is as it was given, or found; `material` what was looked at.
    """

    title: str
    path: str
    language: str
    cues: int
    noted: tuple[Noted, ...]
    dismissed: tuple[Noted, ...]
    material: Material

    def count(self, severity: Severity) -> int:
        """How many findings are of one severity."""
        return sum(1 for one in self.noted if one.finding.severity is severity)


@dataclass(frozen=True, slots=True)
class Checked:
    """All tracks that could be read, and the inputs that could not."""

    tracks: tuple[CheckedTrack, ...]
    failed: tuple[Failed, ...]

    @property
    def codes(self) -> tuple[int, ...]:
        """The exit codes of the inputs that could not be read."""
        return tuple(one.exit_code for one in self.failed)

    def count(self, severity: Severity) -> int:
        """How many findings are of one severity."""
        return sum(track.count(severity) for track in self.tracks)
