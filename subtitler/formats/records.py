"""The JSON records beside an SRT: values to bytes and back, with a schema version in each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Generic, TypeVar

import msgspec

from subtitler.domain.cue import Cue, CueId
from subtitler.domain.edit import Against, TrackBase
from subtitler.domain.finding import Dismissal, Finding
from subtitler.domain.hearing import HeardWindow
from subtitler.domain.sentence import TargetCue
from subtitler.domain.standing import TrackStanding
from subtitler.domain.timing import Span
from subtitler.domain.transcript import Transcript
from subtitler.domain.translation import Hypothesis
from subtitler.errors import DamagedRecordError, NewerRecordError

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
class NearMatch:
    """A sentence of the translation memory that is like another, its translation, and how like it
    is (0 to 1)."""

    source: str
    target: str
    score: float


@dataclass(frozen=True, slots=True)
class SentenceRecord:
    """A source sentence as it was translated: its text, and the cues that hold it with their
    spans; every hypothesis that is known, the engine's best first; what was taken, and what was
    put right in it. `taken` is None where the source's own text stands (no translation was
    usable, or none was needed). `masked` are translations with the terms put in, `terms` the
    rows of terms.csv that applied."""

    text: str
    cues: tuple[CueId, ...]
    spans: tuple[Span, ...]
    hypotheses: tuple[Hypothesis, ...] = ()
    taken: Hypothesis | None = None
    repaired: tuple[str, ...] = ()
    masked: tuple[Hypothesis, ...] = ()
    terms: tuple[str, ...] = ()
    near: NearMatch | None = None
    refused: str = ""


@dataclass(frozen=True, slots=True)
class TranslationRecord:
    """How a target track was made. `via` is the language in between; digests SHA-256.

    `targets` are the machine's cues, those that a person changed or deleted too, linked with
    source cues; `shares` in them count in the sentences; the track's base tells what stands for
    each, in their order as its words. `suggested` are sentences as they read now whose
    translation is kept beside a person's; `heirs` the source cues that have taken the place of
    linked ones since; `against` what cues were approved against, where that is not their
    sentence's text here.
    """

    source_language: str
    engine: str
    via: str | None
    packages: tuple[str, ...]
    sentences: tuple[SentenceRecord, ...]
    targets: tuple[TargetCue, ...]
    suggested: tuple[SentenceRecord, ...] = ()
    heirs: dict[CueId, tuple[CueId, ...]] = field(default_factory=dict)
    against: dict[CueId, Against] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """LANG.json: a track as the machine last wrote it. `style` is the guide's name.

    `base` is what the next reading of the file is held against; `translation` is a target's
    alone; `approvals` are the approved cues, each with the digest of its text. `settings` are
    those that the title's translations were last made with.
    """

    language: str
    style: str
    base: TrackBase | None = None
    translation: TranslationRecord | None = None
    approvals: dict[CueId, str] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    schema: int = SCHEMA

    @property
    def cues(self) -> tuple[Cue, ...]:
        """The cues as they stood in the file."""
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
    """findings.json: what was noticed, and what a person dismissed, by language of the track."""

    findings: dict[str, tuple[Finding, ...]]
    dismissals: dict[str, tuple[Dismissal, ...]] = field(default_factory=dict)
    schema: int = SCHEMA


@dataclass(frozen=True, slots=True)
class StatusRecord:
    """status.json: how the title's tracks stand, and all that this was made from.

    `key` is the digest of the settings that count; `records` are the sizes of the records by their
    names, `files` the digests of the tracks by their names, of a source elsewhere and of the
    title's terms by their paths (None: no such file).
    """

    key: str
    records: dict[str, int]
    files: dict[str, str | None]
    tracks: tuple[TrackStanding, ...]
    schema: int = SCHEMA


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file of a commit: the digests now on disk (None: no file) and to come.

    `path` is relative to the output folder, or absolute outside it; `ready` is the name of the
    new content beside it; `keep` says that what is replaced goes to history; `group` names the
    changes that belong together (a track's language), "" those that stand alone.
    """

    path: str
    before: str | None
    after: str
    ready: str
    keep: bool
    group: str = ""


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
        return msgspec.json.format(_encoded(record), indent=1) + b"\n"

    def compose_line(self, record: R) -> bytes:
        """The record as one line of JSON, with a final line feed."""
        return _encoded(record) + b"\n"

    def parse(self, raw: bytes, where: str) -> R:
        """The record in `raw`. Raises DamagedRecordError or NewerRecordError, naming `where`."""
        try:
            schema = msgspec.json.decode(raw, type=_Versioned).schema if self.versioned else SCHEMA
            if schema <= SCHEMA:
                return msgspec.json.decode(raw, type=self.kind)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise DamagedRecordError(
                f"{where}: this {self.name} record cannot be read ({error})",
                "It was damaged. Move it away and run the command again; the SRT stays as it is.",
            ) from error
        raise NewerRecordError(
            f"{where}: this {self.name} record is of a newer version of subtitler (form {schema})",
            "Use that version, or move the record away; the SRT stays as it is.",
        )


def _encoded(record: object) -> bytes:
    """The same bytes in every run: the order of a set is another each time."""
    return msgspec.json.encode(record, order="deterministic")


class _Versioned(msgspec.Struct):
    """What every record has: the number of its form."""

    schema: Annotated[int, msgspec.Meta(ge=1)]


TRANSCRIPT = RecordFormat(TranscriptRecord, "transcript")
SOURCE = RecordFormat(SourceRecord, "source")
TRACK = RecordFormat(TrackRecord, "track")
FINDINGS = RecordFormat(FindingsRecord, "findings")
STATUS = RecordFormat(StatusRecord, "status")
COMMIT = RecordFormat(CommitRecord, "commit")
JOURNAL_HEADER = RecordFormat(JournalHeader, "journal")
JOURNAL_WINDOW = RecordFormat(HeardWindow, "journal", versioned=False)
TRANSLATION_HEADER = RecordFormat(TranslationJournalHeader, "journal")
TRANSLATION_LINE = RecordFormat(HypothesesRecord, "journal", versioned=False)
