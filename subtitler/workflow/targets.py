"""A title's track in another language: looked at before the work, written after it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from subtitler.domain.cue import Cue
from subtitler.domain.finding import Finding
from subtitler.errors import UsageError
from subtitler.formats.records import FINDINGS, SOURCE, TRACK, TrackRecord
from subtitler.workflow.commit import NewContent
from subtitler.workflow.files import digest_bytes
from subtitler.workflow.sourcetrack import SourceTrack
from subtitler.workflow.tracks import OnDisk, record_content, refuse_over_person, srt_content


@dataclass(frozen=True, slots=True)
class TargetFile:
    """A target track as it is before it is translated: its SRT, and the record of it if any."""

    language: str
    path: Path
    now: OnDisk
    record: TrackRecord | None


@dataclass(frozen=True, slots=True)
class WrittenTarget:
    """What writing a target came to."""

    path: Path
    findings: tuple[Finding, ...]
    changed: bool
    notice: str | None


def refuse_target(track: SourceTrack, language: str, *, replaced: bool) -> TargetFile:
    """The target's SRT, where the tool may write it.

    Raises UsageError where it would be the source itself, RefusedError where a person wrote it.
    """
    file = track.file
    path = file.title.srt(language)
    if path.absolute() == file.path.absolute():
        raise UsageError(
            f"{path}: this is the source, and would be the translation into {language} too",
            "Choose another --output-dir, or another language.",
        )
    now = refuse_over_person(file.title, language, replaced=replaced)
    record = file.title.read_track(language)
    known = record if record is not None and record.translation is not None else None
    return TargetFile(language, path, now, known)


def write_target(
    track: SourceTrack, target: TargetFile, record: TrackRecord, findings: tuple[Finding, ...]
) -> WrittenTarget:
    """Writes the SRT, its record, the findings, and what is now known of the source's cues, in
    one commit. Raises RefusedError, StorageError; nothing is changed then."""
    title, language = track.file.title, target.language
    cues: tuple[Cue, ...] = record.cues
    srt, notice = srt_content(target.path, cues, target.now)
    stored = title.read_findings()
    every = {**stored.findings, language: findings}
    source = title.read_track(track.file.language) or TrackRecord(track.file.language, record.style)
    contents: list[NewContent] = [
        srt,
        record_content(title.track(language), TRACK.compose(record)),
        record_content(
            title.track(track.file.language), TRACK.compose(replace(source, base=track.base))
        ),
        record_content(title.findings, FINDINGS.compose(replace(stored, findings=every))),
    ]
    if track.file.bare:
        contents.append(record_content(title.source, SOURCE.compose(track.record)))
    changed = any(digest_bytes(new.content) != new.before for new in contents[:2])
    title.commits.commit(contents)
    return WrittenTarget(target.path, findings, changed, notice)
