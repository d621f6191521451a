"""A title's track: built from its transcript, and written without touching what a person wrote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import msgspec

from subtitler.domain.cue import Cue, Track
from subtitler.domain.edit import Built, TrackBase
from subtitler.domain.finding import Finding, Severity
from subtitler.domain.style import DEFAULT_HOUSE, HOUSES, StyleGuide, style_guide
from subtitler.domain.timing import DEFAULT_FRAME, Span, frame_of
from subtitler.domain.transcript import UNDETERMINED
from subtitler.errors import RefusedError
from subtitler.formats.blocks import Document, same_content
from subtitler.formats.records import FINDINGS, TRACK, TRANSCRIPT, TrackRecord, TranscriptRecord
from subtitler.formats.srt import compose, compose_blocks, parse
from subtitler.formats.text import PLAIN
from subtitler.stages.cueing import build_cues
from subtitler.workflow.commit import NewContent
from subtitler.workflow.files import digest_bytes, storage
from subtitler.workflow.reading import read_against
from subtitler.workflow.watch import Stopwatch
from subtitler.workflow.workspace import TitleFolder

DEMO = Finding(
    "demo-model",
    Severity.INFO,
    Span(0, 0),
    "a demo model made this: it knows only the sentences of its samples",
)


@dataclass(frozen=True, slots=True)
class OnDisk:
    """An SRT as it is now: its bytes (None: no file) and its blocks."""

    raw: bytes | None
    document: Document

    @property
    def digest(self) -> str | None:
        """SHA-256 of the bytes."""
        return None if self.raw is None else digest_bytes(self.raw)


def look(path: Path) -> OnDisk:
    """The file at `path`. Raises StorageError, and RecordError where it is no text."""
    with storage("reading", path):
        raw = path.read_bytes() if path.exists() else None
    return OnDisk(raw, parse(raw or b"", str(path)))


def refuse_over_person(title: TitleFolder, language: str, *, replaced: bool) -> OnDisk:
    """The SRT on disk, where the tool may replace it.

    Raises RefusedError where a cue differs from what the tool last wrote, or no record says
    that the tool wrote it: then a person did. `replaced`: the person said so.
    """
    path = title.srt(language)
    now = look(path)
    if now.raw is None or replaced:
        return now
    record = title.read_track(language)
    remedy = (
        "It stays as it is. To write a new one in its place, give --replace (the old one is kept "
        f"in {title.folder / 'history'}); transcribing with --title NAME writes beside it."
    )
    if record is None:
        raise RefusedError(f"{path}: this file was not written by subtitler", remedy)
    if _is_edited(title, record, now):
        raise RefusedError(f"{path}: a person has edited this file", remedy)
    return now


def _is_edited(title: TitleFolder, record: TrackRecord, now: OnDisk) -> bool:
    """Whether a cue in the file is not as the machine wrote it."""
    if record.base is None or not record.base.claims:
        return not same_content(now.document, parse(compose(record.cues).encode()))
    transcript = title.read_transcript()
    words = transcript.transcript.words if transcript else ()
    style = style_guide(HOUSES[DEFAULT_HOUSE], record.language)
    return read_against(record.base, now.document, words, style, DEFAULT_FRAME).edited


@dataclass(frozen=True, slots=True)
class Written:
    """What writing a track came to."""

    track: Track
    findings: tuple[Finding, ...]
    files: tuple[Path, ...]
    changed: bool
    notice: str | None = None


def write_track(
    title: TitleFolder,
    record: TranscriptRecord,
    house: StyleGuide,
    watch: Stopwatch,
    *,
    replaced: bool,
) -> Written:
    """Builds the cues of a transcript and writes SRT, records and findings in one commit.

    Raises RefusedError, StorageError; nothing is changed then.
    """
    transcript = record.transcript
    language = transcript.language
    now = refuse_over_person(title, language, replaced=replaced)
    with watch.stage("cues"):
        style = style_guide(house, language)
        rate = Fraction(record.frame_rate) if record.frame_rate else None
        frame = frame_of(rate)
        built, noticed = build_cues(transcript.words, language, style, frame)
        track = Track(language, tuple(one.cue for one in built))
    with watch.stage("files"):
        findings = (*record.findings, *noticed)
        if record.demo:
            findings = (replace(DEMO, span=Span(0, transcript.duration)), *findings)
        stored = title.read_findings()
        every = {**stored.findings, language: findings}
        if language != UNDETERMINED:
            every.pop(UNDETERMINED, None)
        srt, notice = srt_content(title.srt(language), track.cues, now)
        contents = [
            srt,
            record_content(title.transcript, TRANSCRIPT.compose(record)),
            record_content(
                title.track(language), TRACK.compose(_track_record(language, style, frame, built))
            ),
            record_content(title.findings, FINDINGS.compose(replace(stored, findings=every))),
        ]
        changed = any(digest_bytes(new.content) != new.before for new in contents)
        title.commits.commit(contents)
    return Written(track, findings, (title.srt(language),), changed, notice)


def _track_record(
    language: str, style: StyleGuide, frame: Fraction, built: Sequence[Built]
) -> TrackRecord:
    base = TrackBase(tuple(built), rules=rules_of(style, frame), last=len(built))
    return TrackRecord(language, style.name, base)


def rules_of(style: StyleGuide, frame: Fraction) -> str:
    """What cues are cut by, as one word: other rules cut them anew."""
    figures = replace(style, base="", own=frozenset())
    return digest_bytes(msgspec.json.encode([figures, str(frame)]))[:16]


def srt_content(path: Path, cues: Sequence[Cue], now: OnDisk) -> tuple[NewContent, str | None]:
    """The SRT to come, in the encoding and with the line endings that the file has; and a
    notice where the text cannot be written in them."""
    if now.raw is None:
        content, notice = compose_blocks(cues, PLAIN)
    elif same_content(now.document, parse(compose(cues).encode())):
        content, notice = now.raw, None
    else:
        content, notice = compose_blocks(cues, now.document.encoding)
    return NewContent(path, content, now.digest, keep=True), notice


def record_content(path: Path, content: bytes) -> NewContent:
    """A record to come, in place of what is there."""
    with storage("reading", path):
        before = digest_bytes(path.read_bytes()) if path.exists() else None
    return NewContent(path, content, before)
