"""`subtitler shift` and `stretch`: other times for all of a title's tracks together.

In the source these are a person's edits. In the targets, which follow it, nothing becomes a
person's that was not: their records get the same times.
"""

from __future__ import annotations

import glob
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from subtitler.domain.sentence import Sentence
from subtitler.errors import SavedMeanwhileError, UsageError
from subtitler.formats.amending import amended
from subtitler.formats.blocks import Document
from subtitler.formats.records import FINDINGS, SOURCE, TRACK, SentenceRecord, TrackRecord
from subtitler.stages.assembling import assemble
from subtitler.stages.retiming import (
    Retiming,
    retimed_base,
    retimed_by_person,
    retimed_findings,
    retimed_targets,
)
from subtitler.workflow.commit import NewContent, again_when_saved
from subtitler.workflow.diffs import unified
from subtitler.workflow.editevents import Retimed
from subtitler.workflow.events import Notice, Planned, Report
from subtitler.workflow.files import digest_bytes, digest_file, storage
from subtitler.workflow.job import Request
from subtitler.workflow.laying import ground_of
from subtitler.workflow.naming import settings_for, source_of, unnamed
from subtitler.workflow.recordfiles import record_content
from subtitler.workflow.relinking import relinked
from subtitler.workflow.settings import Settings
from subtitler.workflow.sources import written
from subtitler.workflow.sourcetrack import SourceFile, SourceTrack, parted_name, read_source
from subtitler.workflow.targettrack import TargetTrack, read_target
from subtitler.workflow.tracks import OnDisk

LATEST = 100 * 3600 * 1000  # ms: what a time of an SRT can hold with two figures for hours


@dataclass(frozen=True, slots=True)
class _Work:
    """What is to be done to a title's tracks."""

    file: SourceFile
    settings: Settings
    retiming: Retiming
    clip: bool


@dataclass(frozen=True, slots=True)
class _Change:
    """One track with its new times: its file first, then the records that tell of it. Of its
    `cues`, `clipped` are cut off at zero; `backwards` had times that ran so, and have none now."""

    language: str
    path: Path
    before: bytes
    contents: tuple[NewContent, ...]
    cues: int
    clipped: int
    backwards: int

    @property
    def stands(self) -> bool:
        """Whether it is written: its record tells it, where it has one."""
        last = self.contents[-1]
        with storage("reading", last.path):
            return digest_file(last.path) == digest_bytes(last.content)


def retime(
    text: str, retiming: Retiming, request: Request, report: Report, *, clip: bool = False
) -> Retimed | None:
    """Gives all tracks of a title their new times in one commit; None where it was only planned.

    `clip`: a time before zero becomes zero. Raises UsageError where one would lie there without
    it, or where a source is none; RefusedError, RecordError, StorageError; nothing is changed
    then.
    """
    settings = settings_for(text, request)
    file = source_of(text, Path(settings.output_dir))
    work = _Work(file, settings, retiming, clip)
    with file.title.locked():
        if request.dry_run:
            for change in _changes(work):
                report(_planned(file, change))
            return None
        changes = _write(work)
        _shift_findings(work, {one.language for one in changes})
    for change in changes:
        if change.clipped:
            report(Notice(f"{change.path}: {change.clipped} cues were cut off at zero"))
        if change.backwards:
            report(
                Notice(
                    f"{change.path}: {change.backwards} cues whose times ran backwards have no "
                    "length now"
                )
            )
    return Retimed(
        title=file.title.title,
        outcome="retimed" if changes else "unchanged",
        cues={one.language: one.cues for one in changes},
        clipped=sum(one.clipped for one in changes),
        files=tuple(written(one.path) for one in changes),
    )


def _planned(file: SourceFile, change: _Change) -> Planned:
    diff = unified(change.path, change.before, change.contents[0].content)
    files = (written(change.path),)
    return Planned(file.title.title, change.language, change.cues, 0, diff, (), files)


def _write(work: _Work) -> list[_Change]:
    """Writes all tracks; what was written before a person saved another is not done twice."""
    tried: list[_Change] = []

    def attempt() -> list[_Change]:
        done = [one for one in tried if one.stands]
        fresh = _changes(work, {one.language for one in done})
        tried[:] = [*done, *fresh]
        work.file.title.commits.commit([new for one in fresh for new in one.contents])
        return list(tried)

    try:
        return again_when_saved(attempt)
    except SavedMeanwhileError as error:
        done = ", ".join(one.language for one in tried if one.stands) or "none"
        raise SavedMeanwhileError(
            error.what, f"Tracks that have their new times: {done}; the others have not."
        ) from error


def _changes(work: _Work, done: set[str] | None = None) -> list[_Change]:
    """The tracks that get other times, but for those that are `done`; the source first.

    Raises UsageError where a time would lie before zero.
    """
    track = read_source(work.file, work.settings.house)
    done = done or set()
    targets = [one for one in _targets(work, track) if one.language not in done]
    documents = [(one.path, one.now.document) for one in targets]
    if work.file.language not in done:
        documents.insert(0, (work.file.path, track.on_disk.document))
    _refuse_outside(work, documents)
    changes = [_target_change(work, one) for one in targets]
    if work.file.language not in done:
        besides = {work.file.language, *(one.language for one in targets), *done}
        changes.insert(0, _source_change(work, track, besides))
    return [one for one in changes if one.contents[0].content != one.before]


def _targets(work: _Work, track: SourceTrack) -> list[TargetTrack]:
    """The title's other tracks that have a file, each as a translation would read it."""
    title = work.file.title
    if not title.begun:
        return []
    found = set(title.languages())
    for path in title.root.glob(f"{glob.escape(title.title)}.*.srt"):
        name, language = parted_name(path)
        if name == title.title and title.srt(language) == path:
            found.add(language)
    source = work.file.path.absolute()
    languages = [
        language
        for language in sorted(found - {work.file.language})
        if title.srt(language).exists() and title.srt(language).absolute() != source
    ]
    sentences: tuple[Sentence, ...] = ()
    if languages:
        sentences = assemble(ground_of(track).cues, work.file.language)
    return [read_target(track, sentences, language) for language in languages]


def _refuse_outside(work: _Work, documents: Sequence[tuple[Path, Document]]) -> None:
    """Raises UsageError where a time would come to lie before zero, or beyond 100 hours."""
    retiming = work.retiming
    first: tuple[int, Path, int] | None = None
    for path, document in documents:
        for number, block in enumerate(document.blocks, 1):
            if retiming.exact(block.span.out_time) >= LATEST:
                raise UsageError(
                    f"{path}: cue {number} would end after 100 hours", "Look at the figure."
                )
            if first is None or block.span.in_time < first[0]:
                first = (block.span.in_time, path, number)
    if first is None or work.clip or retiming.exact(first[0]) >= 0:
        return
    time, path, number = first
    most = f"The tracks can be shifted by -{time / 1000:.3f} s at most. " * (retiming.factor == 1)
    raise UsageError(
        f"{path}: cue {number} would begin {-retiming.exact(time) / 1000:.3f} s before zero",
        f"{most}--clip lets such times be zero.",
    )


def _file_content(work: _Work, path: Path, now: OnDisk, language: str) -> tuple[NewContent, int]:
    """A file with its new times, and how many cues are cut off at zero."""
    blocks = now.document.blocks
    changed = {at: (work.retiming.span(block.span), block.lines) for at, block in enumerate(blocks)}
    clipped = sum(work.retiming.exact(block.span.in_time) < 0 for block in blocks)
    content, _ = amended(now.raw or b"", now.document, changed)
    return NewContent(path, content, now.digest, keep=True, group=language), clipped


def _source_change(work: _Work, track: SourceTrack, besides: set[str]) -> _Change:
    """The source: only its file's times change; its record tells that a person set them."""
    file, title, language = work.file, work.file.title, work.file.language
    srt, clipped = _file_content(work, file.path, track.on_disk, language)
    contents = [srt]
    if not unnamed(file):
        known, _ = title.read_track_or_none(language)
        base = retimed_by_person(track.base, work.retiming, track.words)
        record = replace(known or TrackRecord(language, work.settings.style), base=base)
        here = frozenset(cue.id for cue in track.cues)
        contents += relinked(title, track.heirs, here, besides=besides)
        if file.bare:
            source = replace(
                title.read_source() or track.record,
                path=track.record.path,
                digest=digest_bytes(srt.content),
            )
            contents.append(record_content(title.source, SOURCE.compose(source), language))
        contents.append(record_content(title.track(language), TRACK.compose(record), language))
    return _change(language, file.path, track.on_disk, contents, clipped)


def _target_change(work: _Work, target: TargetTrack) -> _Change:
    """A target: its file, and its record as if the machine had written it so."""
    title, language = work.file.title, target.language
    srt, clipped = _file_content(work, target.path, target.now, language)
    contents = [srt]
    if not target.adopted and target.record is not None and target.translation is not None:
        record = _target_record(target, target.record, work.retiming)
        contents.append(record_content(title.track(language), TRACK.compose(record), language))
    return _change(language, target.path, target.now, contents, clipped)


def _change(
    language: str, path: Path, now: OnDisk, contents: Sequence[NewContent], clipped: int
) -> _Change:
    blocks = now.document.blocks
    backwards = sum(block.backwards for block in blocks)
    return _Change(language, path, now.raw or b"", tuple(contents), len(blocks), clipped, backwards)


def _target_record(target: TargetTrack, record: TrackRecord, retiming: Retiming) -> TrackRecord:
    known = record.translation
    if known is None:
        return record

    def moved(sentences: Sequence[SentenceRecord]) -> tuple[SentenceRecord, ...]:
        return tuple(replace(one, spans=tuple(map(retiming.span, one.spans))) for one in sentences)

    translation = replace(
        known,
        sentences=moved(known.sentences),
        suggested=moved(known.suggested),
        targets=retimed_targets(known.targets, retiming),
        heirs={cue: own for cue, own in sorted(target.heirs.items()) if own != (cue,)},
    )
    return replace(record, base=retimed_base(target.read_base, retiming), translation=translation)


def _shift_findings(work: _Work, languages: set[str]) -> None:
    """Findings go with their cues; a run that is killed before this leaves them to the next
    translation or check."""
    title = work.file.title
    stored = title.read_findings()
    every = {
        language: retimed_findings(found, work.retiming) if language in languages else found
        for language, found in stored.findings.items()
    }
    if every != stored.findings:
        content = FINDINGS.compose(replace(stored, findings=every))
        title.commits.commit([record_content(title.findings, content)])
