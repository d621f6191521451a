"""What `check` looks at: files and titles read into views, with all that records know of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from subtitler.domain.cue import Cue, CueId, Origin
from subtitler.domain.finding import Dismissal, Finding, Severity
from subtitler.domain.glossary import Glossary
from subtitler.domain.style import StyleGuide, style_guide
from subtitler.domain.timing import DEFAULT_FRAME, Span
from subtitler.domain.transcript import UNDETERMINED, Transcript
from subtitler.errors import UsageError
from subtitler.formats.blocks import Block, Document
from subtitler.stages.checking import (
    PairView,
    Seen,
    SoundView,
    TrackView,
    paired_by_time,
)
from subtitler.stages.retiming import drift_as_shown, drifted, words_as_shown
from subtitler.workflow.sourcetrack import SourceFile, SourceTrack, read_source
from subtitler.workflow.tracks import look
from subtitler.workflow.workspace import TitleFolder


@dataclass(frozen=True)
class Material:
    """One track to check: where it is, what formats noticed of its form, and what it is held
    against.

    `folder` is where its dismissals are kept, None where its name can be no title; `lasting` are
    the ids that its cues keep, by those that they have in `track`; `source` is the track itself
    where it is its title's source.
    """

    title: str
    path: Path
    track: TrackView
    noticed: tuple[Finding, ...] = ()
    pair: PairView | None = None
    sound: SoundView | None = None
    folder: TitleFolder | None = None
    dismissals: tuple[Dismissal, ...] = ()
    lasting: Mapping[CueId, CueId] = field(default_factory=dict)
    source: SourceTrack | None = None


def read_bare(path: Path, language: str, house: StyleGuide, *, translated: bool) -> Material:
    """A subtitle file that no title knows. Raises RecordError where it is none, UsageError where
    it is not there."""
    on_disk = look(path)
    if on_disk.raw is None:
        raise UsageError(f"{path}: there is no such file", "Look at the name.")
    tag = language or UNDETERMINED
    cues = seen_by_place(on_disk.document)
    track = TrackView(cues, tag, style_guide(house, tag), DEFAULT_FRAME, translated)
    return Material(path.name, path, track, noticed_in(on_disk.document, cues, path))


def against(material: Material, source: Material, glossary: Glossary) -> Material:
    """A bare file held against another as its source, by time."""
    units = paired_by_time(source.track, material.track)
    pair = PairView(source.track, material.track, units, glossary=glossary)
    return replace(material, pair=pair)


def read_source_track(file: SourceFile, house: StyleGuide) -> tuple[SourceTrack, Material]:
    """A title's source, with what was heard where it was transcribed."""
    track = read_source(file, house)
    document = track.on_disk.document
    cues = seen_in_order(track.cues, document)
    style = style_guide(house, file.language)
    view = TrackView(cues, file.language, style, track.frame)
    record = None if file.bare else file.title.read_transcript()
    sound = _sound(track, view, record.transcript) if record else None
    material = Material(
        file.title.title,
        file.path,
        view,
        (*noticed_in(document, cues, file.path), *_moved(track)),
        sound=sound,
        folder=file.title,
        dismissals=file.title.read_findings().dismissals.get(file.language, ()),
        lasting={cue.id: cue.id for cue in track.cues},
        source=track,
    )
    return track, material


def _sound(track: SourceTrack, view: TrackView, heard: Transcript) -> SoundView:
    """What was heard, on the timeline of a track that a person moved as a whole."""
    drift = drift_as_shown(track.base)
    if drift is None:
        return SoundView(view, track.words, heard.speech)
    speech = tuple(drifted(span, drift) for span in heard.speech)
    return SoundView(view, words_as_shown(track.base, track.words), speech)


def _moved(track: SourceTrack) -> list[Finding]:
    """That a track was moved against its sound is told once, and not at every cue."""
    drift = drift_as_shown(track.base)
    if drift is None:
        return []
    low, high = min(drift.offsets), max(drift.offsets)
    by = f"{low / 1000:+.3f} s" if low == high else f"{low / 1000:+.3f} to {high / 1000:+.3f} s"
    advice = f"its times were moved by {by} from what was heard: right for another cut of the media"
    whole = Span(track.cues[0].span.in_time, track.cues[-1].span.out_time)
    return [Finding("moved-track", Severity.INFO, whole, advice)]


def seen_by_place(document: Document) -> tuple[Seen, ...]:
    """A file's blocks by in-time, numbered as they are there."""
    numbered = list(enumerate(document.blocks, 1))
    numbered.sort(key=lambda one: one[1].span.in_time)
    return tuple(
        Seen(
            Cue(CueId(f"c{at}"), block.span, block.lines), block.number or str(at), block.backwards
        )
        for at, block in numbered
    )


def bare_cues(document: Document) -> tuple[Cue, ...]:
    """The cues of a file that no record tells of, in its order: all of them a person's."""
    return tuple(
        Cue(CueId(f"c{at}"), block.span, block.lines, Origin.PERSON)
        for at, block in enumerate(document.blocks, 1)
    )


def seen_in_order(cues: Sequence[Cue], document: Document) -> tuple[Seen, ...]:
    """A source's cues by in-time, with the numbers that the file gives them."""
    blocks: Sequence[Block | None] = document.blocks
    if len(blocks) != len(cues):
        blocks = [None] * len(cues)
    found = [
        Seen(cue, (block.number if block else None) or str(at), bool(block and block.backwards))
        for at, (cue, block) in enumerate(zip(cues, blocks, strict=True), 1)
    ]
    return tuple(sorted(found, key=lambda one: one.cue.span.in_time))


def noticed_in(document: Document, cues: Sequence[Seen], path: Path) -> tuple[Finding, ...]:
    """What a format noticed, each at its cue; what a rule of ours says as well is left to it, and
    WebVTT is as it should be where the file's name says so."""
    left = {"backwards-times"} | ({"webvtt"} if path.suffix.casefold() == ".vtt" else set())
    by_span = {seen.cue.span: seen.cue.id for seen in reversed(cues)}
    return tuple(
        replace(one, cue=by_span.get(one.span)) for one in document.findings if one.rule not in left
    )
