"""What `check` looks at: files and titles read into views, with all that records know of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from subtitler.domain.cue import Cue, CueId, Origin
from subtitler.domain.finding import Dismissal, Finding, Severity
from subtitler.domain.glossary import Glossary
from subtitler.domain.sentence import TargetCue
from subtitler.domain.style import StyleGuide, style_guide
from subtitler.domain.timing import DEFAULT_FRAME
from subtitler.domain.transcript import UNDETERMINED
from subtitler.errors import UsageError
from subtitler.formats.blocks import Block, Document
from subtitler.formats.records import SentenceRecord, TrackRecord, TranslationRecord
from subtitler.stages.checking import (
    PairView,
    Seen,
    SoundView,
    Stale,
    Structure,
    TrackView,
    paired_by_links,
    paired_by_time,
)
from subtitler.stages.figures import comparison_words
from subtitler.stages.matching import match
from subtitler.stages.staleness import Cause, Change, SourceSentence, changes
from subtitler.workflow.reading import shown_of
from subtitler.workflow.sourcetrack import SourceFile, SourceTrack, read_source
from subtitler.workflow.tracks import look
from subtitler.workflow.workspace import TitleFolder

CAUSES = {
    Cause.WORDS: (Severity.ERROR, "other words"),
    Cause.NEW: (Severity.ERROR, "other words"),
    Cause.GONE: (Severity.ERROR, "the sentence is gone"),
    Cause.MARKS: (Severity.WARNING, "case or punctuation"),
    Cause.BOUNDARIES: (Severity.INFO, "other cues hold it"),
    Cause.TIMING: (Severity.INFO, "its times"),
}


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


def lasting_ids(record: TrackRecord | None, document: Document) -> dict[CueId, CueId]:
    """The lasting ids of a target's cues, by the ids that they have by place in `document`.

    Cues that a person added since the tool last wrote the track have none.
    """
    if record is None:
        return {}
    known = record.cues
    if not known and record.translation is not None:
        known = tuple(one.cue for one in record.translation.targets)
    found: dict[CueId, CueId] = {}
    taken: set[CueId] = set()
    for one in match(known, [shown_of(block) for block in document.blocks]).matches:
        place, lasting = CueId(f"c{one.shown + 1}"), known[one.base].id
        if place not in found and lasting not in taken:
            found[place] = lasting
            taken.add(lasting)
    return found


def read_bare(path: Path, language: str, house: StyleGuide, *, translated: bool) -> Material:
    """A subtitle file that no title knows. Raises RecordError where it is none, UsageError where
    it is not there."""
    on_disk = look(path)
    if on_disk.raw is None:
        raise UsageError(f"{path}: there is no such file", "Look at the name.")
    tag = language or UNDETERMINED
    cues = _bare_cues(on_disk.document)
    track = TrackView(cues, tag, style_guide(house, tag), DEFAULT_FRAME, translated)
    return Material(path.name, path, track, _noticed(on_disk.document, cues))


def against(material: Material, source: Material, glossary: Glossary) -> Material:
    """A bare file held against another as its source, by time."""
    units = paired_by_time(source.track, material.track)
    pair = PairView(source.track, material.track, units, glossary=glossary)
    return replace(material, pair=pair)


def read_source_track(file: SourceFile, house: StyleGuide) -> tuple[SourceTrack, Material]:
    """A title's source, with what was heard where it was transcribed."""
    track = read_source(file, house)
    document = track.on_disk.document
    cues = _numbered(track.cues, document)
    style = style_guide(house, file.language)
    view = TrackView(cues, file.language, style, track.frame)
    record = None if file.bare else file.title.read_transcript()
    sound = SoundView(view, track.words, record.transcript.speech) if record else None
    material = Material(
        file.title.title,
        file.path,
        view,
        _noticed(document, cues),
        sound=sound,
        folder=file.title,
        dismissals=file.title.read_findings().dismissals.get(file.language, ()),
        lasting={cue.id: cue.id for cue in track.cues},
        source=track,
    )
    return track, material


def read_target_track(
    file: SourceFile, language: str, source: TrackView, house: StyleGuide, glossary: Glossary
) -> Material | None:
    """A title's track in another language, held against its source; None where no file is."""
    path = file.title.srt(language)
    on_disk = look(path)
    if on_disk.raw is None:
        return None
    document = on_disk.document
    cues = _bare_cues(document)
    style = style_guide(house, language)
    record = file.title.read_track_or_none(language)[0]
    translation = record.translation if record is not None else None
    track = TrackView(cues, language, style, source.frame, translated=True)
    if translation is None:
        units = paired_by_time(source, track)
        pair = PairView(source, track, units, glossary=glossary)
    else:
        pair = replace(_linked(source, track, document, translation), glossary=glossary)
    return Material(
        file.title.title,
        path,
        track,
        _noticed(document, cues),
        pair,
        folder=file.title,
        dismissals=file.title.read_findings().dismissals.get(language, ()),
        lasting=lasting_ids(record, document),
    )


def _bare_cues(document: Document) -> tuple[Seen, ...]:
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


def _numbered(cues: Sequence[Cue], document: Document) -> tuple[Seen, ...]:
    """A source's cues by in-time, with the numbers that the file gives them."""
    blocks: Sequence[Block | None] = document.blocks
    if len(blocks) != len(cues):
        blocks = [None] * len(cues)
    found = [
        Seen(cue, (block.number if block else None) or str(at), bool(block and block.backwards))
        for at, (cue, block) in enumerate(zip(cues, blocks, strict=True), 1)
    ]
    return tuple(sorted(found, key=lambda one: one.cue.span.in_time))


def _noticed(document: Document, cues: Sequence[Seen]) -> tuple[Finding, ...]:
    """What a format noticed, each at its cue; what a rule of ours says as well is left to it."""
    by_span = {seen.cue.span: seen.cue.id for seen in reversed(cues)}
    return tuple(
        replace(one, cue=by_span.get(one.span))
        for one in document.findings
        if one.rule != "backwards-times"
    )


def _linked(
    source: TrackView, target: TrackView, document: Document, record: TranslationRecord
) -> PairView:
    """A pair by the links that its record keeps, and what else it says."""
    order = {seen.cue.id: at for at, seen in enumerate(target.cues)}
    matching = match(
        [one.cue for one in record.targets], [shown_of(one) for one in document.blocks]
    )
    held: dict[int, list[TargetCue]] = {}
    for one in matching.matches:
        at = order[CueId(f"c{one.shown + 1}")]
        held.setdefault(at, []).append(record.targets[one.base])
    found = _changes(source, record.sentences)
    now = {before: change.now for change in found for before in change.before}
    links = {
        at: sorted({number for one in own for old in one.sentences for number in now.get(old, ())})
        for at, own in held.items()
    }
    units = paired_by_links(source, target, links)
    deleted = [record.targets[at] for at in matching.unmatched_base]
    structure = _structure(source, target, record, held, deleted)
    structure = replace(structure, stale=_stale(found, held))
    return PairView(source, target, units, structure)


def _changes(source: TrackView, before: Sequence[SentenceRecord]) -> tuple[Change, ...]:
    spans = {seen.cue.id: seen.cue.span for seen in source.cues}
    now = [
        SourceSentence(one.text, one.cues, tuple(spans[cue] for cue in one.cues))
        for one in source.sentences
    ]
    old = [SourceSentence(one.text, one.cues, one.spans) for one in before]
    return changes(old, now, comparison_words, source.language)


def _structure(
    source: TrackView,
    target: TrackView,
    record: TranslationRecord,
    held: Mapping[int, Sequence[TargetCue]],
    deleted: Sequence[TargetCue],
) -> Structure:
    here = {cue for own in held.values() for one in own for cue in one.sources}
    once = here | {cue for one in deleted for cue in one.sources}
    said = [at for at, text in enumerate(source.texts) if any(mark.isalnum() for mark in text)]
    ids = [seen.cue.id for seen in source.cues]
    gone = [
        at
        for at, own in held.items()
        if not any(cue in source.places for one in own for cue in one.sources)
    ]
    scores: dict[int, tuple[int, float]] = {}
    for at in sorted(held):
        for one in held[at]:
            for number in one.sentences:
                taken = record.sentences[number].taken
                if taken is not None:
                    scores.setdefault(number, (at, taken.score))
    return Structure(
        recorded=True,
        missing=tuple(at for at in said if ids[at] not in once),
        deleted=tuple(at for at in said if ids[at] in once - here),
        own=tuple(at for at in range(len(target.cues)) if at not in held),
        gone=tuple(gone),
        scores=tuple(scores.values()),
        via=record.via,
    )


def _stale(found: Sequence[Change], held: Mapping[int, Sequence[TargetCue]]) -> tuple[Stale, ...]:
    """The target cues whose sentences changed, each with the gravest cause."""
    causes = {before: change.cause for change in found for before in change.before}
    stale = []
    for at in sorted(held):
        numbers = {number for one in held[at] for number in one.sentences}
        cause = max((causes.get(number, Cause.NONE) for number in numbers), default=Cause.NONE)
        if cause in CAUSES:
            stale.append(Stale(at, *CAUSES[cause]))
    return tuple(stale)
