"""The JSON records beside an SRT: values to bytes and back, with a schema version in each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

import msgspec

from subtitler.domain.cue import Cue, CueId
from subtitler.domain.edit import TrackBase
from subtitler.domain.finding import Finding
from subtitler.domain.hearing import HeardWindow
from subtitler.domain.sentence import TargetCue
from subtitler.domain.timing import Span
from subtitler.domain.transcript import Transcript
from subtitler.domain.translation import Hypothesis
from subtitler.errors import RecordError

SCHEMA = 1

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class MadeWith:
    """All that recognition depended on; what must be equal for its result to be used again.

    Digests are SHA-256 in hex. `language` is the setting (`auto` or a tag), `recognition` the
    digest of the recognition settings.
    """

    media_digest: str
    audio_track: int
    model_digest: str
    language: str
    recognition: str
    engine: str
    device: str


@dataclass(frozen=True, slots=True)
class TranscriptRecord:
    """transcript.json. `frame_rate` is a fraction as text, `settings` the title's own."""

    media_path: str
    made_with: MadeWith
    transcript: Transcript
    certainty: float
    frame_rate: str | None
    demo: bool
    findings: tuple[Finding, ...] = ()
    settings: dict[str, str] = field(default_factory=dict)
    schema: int = SCHEMA


@dataclass(frozen=True, slots=True)
class SentenceRecord:
    """A source sentence as it was translated: its text, and the cues that hold it with their
    spans; every hypothesis that is known, the engine's best first; what was taken, and what was
    put right in it. `taken` is None where the source's own text stands (no translation was
    usable, or none was needed)."""

    text: str
    cues: tuple[CueId, ...]
    spans: tuple[Span, ...]
    hypotheses: tuple[Hypothesis, ...] = ()
    taken: Hypothesis | None = None
    repaired: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TranslationRecord:
    """How a target track was made. `targets` are its cues as written, linked with source cues;
    `shares` in them count in the sentences. `via` is the language in between; digests SHA-256."""

    source_language: str
    engine: str
    via: str | None
    packages: tuple[str, ...]
    sentences: tuple[SentenceRecord, ...]
    targets: tuple[TargetCue, ...]


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """LANG.json: a track as the machine last wrote it. `style` is the guide's name.

    `base` is what a source track's next reading is held against, `translation` a target's.
    """

    language: str
    style: str
    base: TrackBase | None = None
    translation: TranslationRecord | None = None
    schema: int = SCHEMA

    @property
    def cues(self) -> tuple[Cue, ...]:
        """The cues as they stood in the file."""
        if self.translation is not None:
            return tuple(target.cue for target in self.translation.targets)
        return self.base.standing if self.base is not None else ()


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """source.json: a bare subtitle file that is a title's source. It stays where it is."""

    path: str
    language: str
    digest: str
    settings: dict[str, str] = field(default_factory=dict)
    schema: int = SCHEMA


@dataclass(frozen=True, slots=True)
class HypothesesRecord:
    """A line of a translation's journal: a sentence and its hypotheses."""

    text: str
    hypotheses: tuple[Hypothesis, ...]


@dataclass(frozen=True, slots=True)
class TranslationJournalHeader:
    """The first line of a translation's journal: what it counts for."""

    key: str
    schema: int = SCHEMA


@dataclass(frozen=True, slots=True)
class FindingsRecord:
    """findings.json: what was noticed, by language of the track."""

    findings: dict[str, tuple[Finding, ...]]
    schema: int = SCHEMA


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file of a commit: the digests now on disk (None: no file) and to come.

    `path` is relative to the output folder; `ready` is the name of the new content beside it;
    `keep` says that what is replaced goes to history.
    """

    path: str
    before: str | None
    after: str
    ready: str
    keep: bool


@dataclass(frozen=True, slots=True)
class CommitRecord:
    """commit.json: files that change together."""

    changes: tuple[FileChange, ...]
    schema: int = SCHEMA


@dataclass(frozen=True, slots=True)
class JournalHeader:
    """The first line of a journal: what it counts for, and the language that was found."""

    key: str
    language: str
    certainty: float
    schema: int = SCHEMA


@dataclass(frozen=True, slots=True)
class RecordFormat(Generic[R]):
    """parse() and compose() for one kind of record; `versioned` where it says its own form."""

    kind: type[R]
    name: str
    versioned: bool = True

    def compose(self, record: R) -> bytes:
        """The record as JSON, indented, with a final line feed."""
        return msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"

    def compose_line(self, record: R) -> bytes:
        """The record as one line of JSON, with a final line feed."""
        return msgspec.json.encode(record) + b"\n"

    def parse(self, raw: bytes, where: str) -> R:
        """The record in `raw`. Raises RecordError, naming `where`, for anything else."""
        try:
            schema = msgspec.json.decode(raw, type=_Versioned).schema if self.versioned else SCHEMA
            if schema == SCHEMA:
                return msgspec.json.decode(raw, type=self.kind)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise RecordError(
                f"{where}: this {self.name} record cannot be read ({error})",
                "It was damaged. Move it away and run the command again; the SRT stays as it is.",
            ) from error
        raise RecordError(
            f"{where}: this {self.name} record is of a newer version of subtitler (form {schema})",
            "Use that version, or move the record away; the SRT stays as it is.",
        )


class _Versioned(msgspec.Struct):
    """What every record has: the number of its form."""

    schema: int


TRANSCRIPT = RecordFormat(TranscriptRecord, "transcript")
SOURCE = RecordFormat(SourceRecord, "source")
TRACK = RecordFormat(TrackRecord, "track")
FINDINGS = RecordFormat(FindingsRecord, "findings")
COMMIT = RecordFormat(CommitRecord, "commit")
JOURNAL_HEADER = RecordFormat(JournalHeader, "journal")
JOURNAL_WINDOW = RecordFormat(HeardWindow, "journal", versioned=False)
TRANSLATION_HEADER = RecordFormat(TranslationJournalHeader, "journal")
TRANSLATION_LINE = RecordFormat(HypothesesRecord, "journal", versioned=False)
