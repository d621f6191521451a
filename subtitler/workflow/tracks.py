"""A title's track: built from its transcript, and written without touching what a person wrote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import msgspec

from subtitler.domain.cue import Cue, CueId
from subtitler.domain.edit import Laid, TrackBase
from subtitler.domain.finding import Finding, Severity
from subtitler.domain.style import StyleGuide, style_guide
from subtitler.domain.timing import Span, frame_of
from subtitler.domain.transcript import UNDETERMINED, Transcript
from subtitler.errors import RefusedError
from subtitler.formats.blocks import Block, Document, legal_lines, same_content
from subtitler.formats.records import FINDINGS, TRACK, TRANSCRIPT, TrackRecord, TranscriptRecord
from subtitler.formats.srt import compose, compose_blocks, parse
from subtitler.formats.text import PLAIN
from subtitler.stages.cueing import CueBuilder, cue_findings
from subtitler.stages.pacing import Pace
from subtitler.stages.reconciling import Machine, Merged, adopt, merge
from subtitler.workflow.commit import NewContent
from subtitler.workflow.files import digest_bytes, storage
from subtitler.workflow.reading import shown_of
from subtitler.workflow.watch import Stopwatch
from subtitler.workflow.workspace import TitleFolder

ANOTHER_FILM = 0.3  # of a file's cues matched, under which it is not this title's
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


def refuse_unknown(title: TitleFolder, language: str, *, replaced: bool) -> OnDisk:
    """The SRT on disk, where it is ours to merge into.

    Raises RefusedError where no record says that the tool wrote it: then every cue in it is a
    person's, and nothing is known of what they would keep. `replaced`: the person said so.
    """
    path = title.srt(language)
    now = look(path)
    if now.raw is not None and not replaced and title.read_track(language) is None:
        raise RefusedError(f"{path}: this file was not written by subtitler", _remedy(title))
    return now


def refuse_over_person(title: TitleFolder, language: str, *, replaced: bool) -> OnDisk:
    """The SRT of a target track, where the tool may replace it.

    Raises RefusedError where a cue differs from what the tool last wrote, or no record says
    that the tool wrote it. `replaced`: the person said so.
    """
    now = refuse_unknown(title, language, replaced=replaced)
    record = title.read_track(language)
    if now.raw is None or replaced or record is None:
        return now
    if not same_content(now.document, parse(compose(record.cues).encode())):
        path = title.srt(language)
        raise RefusedError(f"{path}: a person has edited this file", _remedy(title))
    return now


def _remedy(title: TitleFolder) -> str:
    return (
        "It stays as it is. To write a new one in its place, give --replace (the old one is kept "
        f"in {title.folder / 'history'}); transcribing with --title NAME writes beside it."
    )


@dataclass(frozen=True, slots=True)
class Written:
    """What writing a track came to. `kept` counts the cues that a person wrote."""

    cues: int
    kept: int
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
    """Builds the cues of a transcript around what a person wrote, and writes SRT, records and
    findings in one commit.

    Raises RefusedError, StorageError; nothing is changed then.
    """
    transcript = record.transcript
    language = transcript.language
    now = refuse_unknown(title, language, replaced=replaced)
    with watch.stage("cues"):
        style = style_guide(house, language)
        frame = frame_of(Fraction(record.frame_rate) if record.frame_rate else None)
        merged = _merged(title, transcript, style, frame, now, replaced=replaced)
        noticed = cue_findings(merged.base.built, transcript.words, style)
    with watch.stage("files"):
        findings = (*record.findings, *noticed, *merged.findings, *_suggested(merged))
        if record.demo:
            findings = (replace(DEMO, span=Span(0, transcript.duration)), *findings)
        stored = title.read_findings()
        every = {**stored.findings, language: findings}
        if language != UNDETERMINED:
            every.pop(UNDETERMINED, None)
        srt, notice = _merged_content(title.srt(language), merged, now, replaced=replaced)
        contents = [
            srt,
            *_older_transcript(title, language),
            record_content(title.transcript, TRANSCRIPT.compose(record)),
            record_content(
                title.track(language),
                TRACK.compose(TrackRecord(language, style.name, merged.base)),
            ),
            record_content(title.findings, FINDINGS.compose(replace(stored, findings=every))),
        ]
        changed = any(digest_bytes(new.content) != new.before for new in contents)
        title.commits.commit(contents)
    kept = sum(len(claim.shown) for claim in merged.base.claims)
    files = (title.srt(language),)
    return Written(len(merged.parts), kept, findings, files, changed, notice)


def _merged(
    title: TitleFolder,
    transcript: Transcript,
    style: StyleGuide,
    frame: Fraction,
    now: OnDisk,
    *,
    replaced: bool,
) -> Merged:
    """The machine's cues around a person's; all the machine's where there is no file, or the
    person gave it up."""
    language, words, rules = transcript.language, transcript.words, rules_of(style, frame)
    builder = CueBuilder.of(words, language, style, frame)

    def build(first: int, end: int, not_before: int, not_after: int | None) -> list[Laid]:
        return [legal(laid) for laid in builder(first, end, not_before, not_after)]

    machine = Machine(words, rules, build, Pace.of(style, frame))
    known = title.read_track(language)
    base = known.base if known is not None and known.base is not None else TrackBase(())
    if now.raw is None or replaced:  # its numbers are never used for another cue
        return merge(TrackBase((), last=base.last, parts=base.parts), [], [], machine)
    shown = [shown_of(block) for block in now.document.blocks]
    heard = title.words_of(language)
    if base.unaccounted(len(heard)):  # what its indexes meant is lost
        base, heard = adopt(shown, words, rules, base.last), words
    merged = merge(base, shown, heard, machine)
    if shown and base.standing and merged.share_matched < ANOTHER_FILM:
        raise RefusedError(
            f"{title.srt(language)}: almost none of its cues are those of {title.title}",
            "It looks like another film's. Put the right file there, or give --replace to write a "
            f"new one (this one is then kept in {title.folder / 'history'}).",
        )
    return merged


def legal(laid: Laid) -> Laid:
    """A cue as an SRT gives it back: a line that no reader would take for a cue's end or times."""
    return replace(laid, lines=tuple(legal_lines(Cue(CueId("c1"), laid.span, laid.lines))))


def _suggested(merged: Merged) -> list[Finding]:
    """What the machine reads otherwise than a person wrote, to be looked at."""
    return [
        Finding(
            "suggestion",
            Severity.INFO,
            one.span,
            f"the machine reads {one.text!r} here; what a person wrote stays",
            cue=one.cues[0] if one.cues else None,
        )
        for one in merged.suggestions
    ]


def _merged_content(
    path: Path, merged: Merged, now: OnDisk, *, replaced: bool
) -> tuple[NewContent, str | None]:
    """The merged SRT: a person's blocks byte for byte, the file's encoding and line endings."""
    document = now.document
    if now.raw is None or replaced:
        return srt_content(path, [part.cue for part in merged.parts], now)
    if [part.shown for part in merged.parts] == list(range(len(document.blocks))):
        return NewContent(path, now.raw, now.digest, keep=True), None
    pieces: list[Cue | Block] = [
        part.cue if part.shown is None else document.blocks[part.shown] for part in merged.parts
    ]
    content, notice = compose_blocks(pieces, document.encoding, document.preamble)
    return NewContent(path, content, now.digest, keep=True), notice


def _older_transcript(title: TitleFolder, language: str) -> list[NewContent]:
    """What was heard before in another language: its track's record still counts in its words."""
    old = title.read_transcript()
    if old is None or old.transcript.language == language:
        return []
    path = title.transcript_in(old.transcript.language)
    return [record_content(path, TRANSCRIPT.compose(old))]


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
