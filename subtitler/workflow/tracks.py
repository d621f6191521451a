"""A title's track: built from its transcript, and written without touching what a person wrote."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from subtitler.domain.cue import Track
from subtitler.domain.finding import Finding, Severity
from subtitler.domain.style import StyleGuide, style_guide
from subtitler.domain.timing import Span, frame_of
from subtitler.domain.transcript import UNDETERMINED
from subtitler.errors import RefusedError
from subtitler.formats.blocks import Document, same_content
from subtitler.formats.records import FINDINGS, TRACK, TRANSCRIPT, TrackRecord, TranscriptRecord
from subtitler.formats.srt import compose, compose_blocks, parse
from subtitler.formats.text import PLAIN
from subtitler.stages.cueing import build_track
from subtitler.workflow.commit import NewContent
from subtitler.workflow.files import digest_bytes, storage
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
        f"in {title.folder / 'history'}); to have both, give --title NAME."
    )
    if record is None:
        raise RefusedError(f"{path}: this file was not written by subtitler", remedy)
    if not same_content(now.document, parse(compose(record.cues).encode())):
        raise RefusedError(f"{path}: a person has edited this file", remedy)
    return now


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
        track, noticed = build_track(transcript.words, language, style, frame_of(rate))
    with watch.stage("files"):
        findings = (*record.findings, *noticed)
        if record.demo:
            findings = (replace(DEMO, span=Span(0, transcript.duration)), *findings)
        stored = title.read_findings()
        every = {**stored.findings, language: findings}
        if language != UNDETERMINED:
            every.pop(UNDETERMINED, None)
        srt, notice = _srt(title.srt(language), track, now)
        contents = [
            srt,
            _record(title.transcript, TRANSCRIPT.compose(record)),
            _record(
                title.track(language), TRACK.compose(TrackRecord(language, house.name, track.cues))
            ),
            _record(title.findings, FINDINGS.compose(replace(stored, findings=every))),
        ]
        changed = any(digest_bytes(new.content) != new.before for new in contents)
        title.commits.commit(contents)
    return Written(track, findings, (title.srt(language),), changed, notice)


def _srt(path: Path, track: Track, now: OnDisk) -> tuple[NewContent, str | None]:
    """The SRT to come, in the encoding and with the line endings that the file has; and a
    notice where the text cannot be written in them."""
    if now.raw is None:
        content, notice = compose_blocks(track.cues, PLAIN)
    elif same_content(now.document, parse(compose(track.cues).encode())):
        content, notice = now.raw, None
    else:
        content, notice = compose_blocks(track.cues, now.document.encoding)
    return NewContent(path, content, now.digest, keep=True), notice


def _record(path: Path, content: bytes) -> NewContent:
    with storage("reading", path):
        before = digest_bytes(path.read_bytes()) if path.exists() else None
    return NewContent(path, content, before)
