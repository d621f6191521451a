"""A title's track: built from its transcript, and written without touching what a person wrote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import msgspec

from subtitler.domain.cue import Cue
from subtitler.domain.edit import Laid, TrackBase
from subtitler.domain.finding import Finding, Severity
from subtitler.domain.style import StyleGuide, style_guide
from subtitler.domain.timing import Span, frame_of
from subtitler.domain.transcript import UNDETERMINED, Transcript
from subtitler.errors import RefusedError
from subtitler.formats.blocks import Block, Document, same_content
from subtitler.formats.records import FINDINGS, TRACK, TRANSCRIPT, TrackRecord, TranscriptRecord
from subtitler.formats.srt import compose, compose_blocks, parse
from subtitler.formats.text import PLAIN
from subtitler.stages.cueing import CueBuilder, cue_findings
from subtitler.stages.pacing import Pace
from subtitler.stages.reconciling import Machine, Merged, adopt, merge
from subtitler.workflow.approvals import still_approved
from subtitler.workflow.commit import NewContent, again_when_saved
from subtitler.workflow.diffs import unified
from subtitler.workflow.files import digest_bytes, storage
from subtitler.workflow.job import Consent, Request
from subtitler.workflow.machinelines import chained_merge, machine_lines
from subtitler.workflow.reading import shown_of
from subtitler.workflow.recordfiles import record_content
from subtitler.workflow.relinking import relinked
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

    Raises RefusedError where it was there before any work on the title: it is somebody else's.
    `replaced`: the person said that it may go.
    """
    path = title.srt(language)
    now = look(path)
    if now.raw is not None and not replaced and not title.begun:
        raise RefusedError(f"{path}: this file was not written by subtitler", _remedy(title))
    return now


def another_film(path: Path, title: TitleFolder) -> RefusedError:
    """The error for a file of which almost no cue is known."""
    return RefusedError(
        f"{path}: almost none of its cues are those of {title.title}",
        "It looks like another film's. Put the right file there, or give --adopt to take it as "
        f"new, or --replace to write a new one (this one goes to {title.folder / 'history'}).",
    )


def _remedy(title: TitleFolder) -> str:
    return (
        "It stays as it is. To write a new one in its place, give --replace (the old one is kept "
        f"in {title.folder / 'history'}); transcribing with --title NAME writes beside it."
    )


@dataclass(frozen=True, slots=True)
class Written:
    """What writing a track came to, or would. `kept` counts the cues that a person wrote; `diff`
    is what changes in the SRT."""

    cues: int
    kept: int
    findings: tuple[Finding, ...]
    files: tuple[Path, ...]
    changed: bool
    notice: str | None = None
    diff: str = ""


def write_track(
    title: TitleFolder,
    record: TranscriptRecord,
    house: StyleGuide,
    watch: Stopwatch,
    request: Request,
) -> Written:
    """Builds the cues of a transcript around what a person wrote, and writes SRT, records and
    findings in one commit; reads and merges again where a person saves meanwhile.

    Raises RefusedError, StorageError; nothing is changed then.
    """
    return again_when_saved(lambda: _written(title, record, house, watch, request))


def _written(
    title: TitleFolder,
    record: TranscriptRecord,
    house: StyleGuide,
    watch: Stopwatch,
    request: Request,
) -> Written:
    transcript = record.transcript
    language = transcript.language
    replaced = request.replace
    now = refuse_unknown(title, language, replaced=replaced or request.adopt)
    with watch.stage("cues"):
        style = style_guide(house, language)
        frame = frame_of(Fraction(record.frame_rate) if record.frame_rate else None)
        reading = _Reading(title, transcript, style, frame, now)
        if replaced and now.raw is not None and request.consent is not None:
            _ask(reading, request.consent)
        merged, unknown = _merged(reading, replaced=replaced, adopted=request.adopt)
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
        known = title.read_track_or_none(language)[0] or TrackRecord(language, style.name)
        approvals = still_approved(known, (part.cue for part in merged.parts))
        track = replace(known, style=style.name, base=merged.base, translation=None)
        track = replace(track, approvals={} if replaced else approvals)
        contents = [
            replace(srt, group=language),
            *_older_transcript(title, language),
            record_content(title.transcript, TRANSCRIPT.compose(record), language),
            record_content(title.track(language), TRACK.compose(track), language),
            *relinked(
                title,
                merged.heirs,
                {part.cue.id for part in merged.parts},
                besides={language},
            ),
            record_content(title.findings, FINDINGS.compose(replace(stored, findings=every))),
        ]
        changed = any(digest_bytes(new.content) != new.before for new in contents)
        if not request.dry_run:
            title.commits.commit(contents)
    kept = sum(len(claim.shown) for claim in merged.base.claims)
    files = (title.srt(language),)
    notices = "; ".join(words for words in (unknown, notice) if words)
    diff = unified(files[0], now.raw, srt.content) if request.dry_run else ""
    return Written(len(merged.parts), kept, findings, files, changed, notices or None, diff)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a track is built from, and its file as it is now."""

    title: TitleFolder
    transcript: Transcript
    style: StyleGuide
    frame: Fraction
    now: OnDisk


def _ask(reading: _Reading, consent: Consent) -> None:
    """Asks whether a person's cues may go, where there are any. Raises RefusedError."""
    try:
        merged, unknown = _merged(reading, replaced=False)
    except RefusedError:  # another film's: all of it is somebody's
        consent(reading.title.srt(reading.transcript.language), len(reading.now.document.blocks))
        return
    edited = len(merged.base.claims) if not unknown else len(reading.now.document.blocks)
    if edited:
        consent(reading.title.srt(reading.transcript.language), edited)


def _merged(reading: _Reading, *, replaced: bool, adopted: bool = False) -> tuple[Merged, str]:
    """The machine's cues around a person's; all the machine's where there is no file, or the
    person gave it up. Where no record tells whose the cues are all are a person's, and words say
    so."""
    title, transcript, now = reading.title, reading.transcript, reading.now
    style, frame = reading.style, reading.frame
    language, words, rules = transcript.language, transcript.words, rules_of(style, frame)
    builder = CueBuilder.of(words, language, style, frame)

    def build(first: int, end: int, not_before: int, not_after: int | None) -> list[Laid]:
        laid = builder(first, end, not_before, not_after)
        return [replace(one, lines=machine_lines(one.lines, style, language)) for one in laid]

    machine = Machine(words, rules, build, Pace.of(style, frame))
    known, why = title.read_track_or_none(language)
    base = known.base if known is not None and known.base is not None else TrackBase(())
    if now.raw is None or replaced:  # its numbers are never used for another cue
        merged = merge(TrackBase((), last=base.last, parts=base.parts), [], [], machine)
        return chained_merge(merged, style, frame), ""
    shown = [shown_of(block) for block in now.document.blocks]
    heard = title.words_of(language)
    if known is None or known.base is None:
        why = why or "missing"
    elif known.translation is not None:
        why = "that of a translation"
    elif base.unaccounted(len(heard)):
        why = "not that of its transcript"
    if why:
        base, heard = adopt(shown, words, rules, base.last), words
    merged = chained_merge(merge(base, shown, heard, machine), style, frame)
    if shown and base.standing and merged.share_matched < ANOTHER_FILM:
        if not adopted:
            raise another_film(title.srt(language), title)
        why = "of another film"
        merged = merge(adopt(shown, words, rules, base.last), shown, words, machine)
    if not why or not shown:
        return merged, ""
    return merged, (
        f"{title.srt(language)}: its record was {why}, so every cue counts as yours and stays; "
        "--replace builds them anew"
    )


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
    return [record_content(path, TRANSCRIPT.compose(old), language)]


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
