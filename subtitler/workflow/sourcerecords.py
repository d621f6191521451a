"""What a reading of a source changes in a title's records, whoever reads it."""

from __future__ import annotations

from dataclasses import replace

from subtitler.formats.records import SOURCE, TRACK, TrackRecord
from subtitler.workflow.commit import NewContent
from subtitler.workflow.recordfiles import record_content
from subtitler.workflow.relinking import relinked
from subtitler.workflow.sourcetrack import SourceTrack


def source_contents(
    track: SourceTrack, *, besides: str, style: str, settings: dict[str, str] | None = None
) -> list[NewContent]:
    """The records that a reading of the source changes: its own, and the links of all targets but
    `besides`. `settings` are those of a translation, None where none is made."""
    title, language = track.file.title, track.file.language
    known, _ = title.read_track_or_none(language)
    source = replace(known or TrackRecord(language, style), base=track.base)
    if settings is not None:
        source = replace(source, settings=settings)
    contents = [record_content(title.track(language), TRACK.compose(source))]
    if track.base != (known.base if known is not None else None):
        here = frozenset(cue.id for cue in track.cues)
        contents += relinked(title, track.heirs, here, besides={language, besides})
    if track.file.bare:
        contents.append(record_content(title.source, SOURCE.compose(track.record)))
    return contents
