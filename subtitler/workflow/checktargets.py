"""A title's translations as `check` looks at them: held against their source by the records."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from subtitler.domain.cue import CueId
from subtitler.domain.finding import Severity
from subtitler.domain.glossary import Glossary
from subtitler.domain.style import StyleGuide, style_guide
from subtitler.errors import RefusedError
from subtitler.formats.records import TranslationRecord
from subtitler.stages.checking import (
    PairView,
    Seen,
    Stale,
    Structure,
    TrackView,
    paired_by_links,
    paired_by_time,
)
from subtitler.stages.following import CueState, Unit
from subtitler.stages.staleness import Cause
from subtitler.workflow.checkinputs import (
    Material,
    noticed_in,
    seen_by_place,
    seen_in_order,
)
from subtitler.workflow.sourcetrack import SourceTrack
from subtitler.workflow.targettrack import (
    TargetTrack,
    compared,
    read_target,
    side_of,
    target_states,
)
from subtitler.workflow.tracks import OnDisk, look

CAUSES = {
    Cause.WORDS: (Severity.ERROR, "other words"),
    Cause.NEW: (Severity.ERROR, "other words"),
    Cause.GONE: (Severity.ERROR, "the sentence is gone"),
    Cause.MARKS: (Severity.WARNING, "case or punctuation"),
    Cause.BOUNDARIES: (Severity.INFO, "other cues hold it"),
    Cause.TIMING: (Severity.INFO, "its times"),
}


def read_target_track(
    source: SourceTrack, view: TrackView, language: str, house: StyleGuide, glossary: Glossary
) -> Material | None:
    """A title's track in another language, held against its source (also given as a `view`); None
    where no file is."""
    title = source.file.title
    on_disk = look(title.srt(language))
    if on_disk.raw is None:
        return None
    target = _target(source, view, language)
    style = style_guide(house, language)
    if target is None:
        cues = seen_by_place(on_disk.document)
        track = TrackView(cues, language, style, view.frame, translated=True)
        pair = PairView(view, track, paired_by_time(view, track), glossary=glossary)
        return _material(source, on_disk, track, pair, lasting=())
    cues = seen_in_order(target.cues, target.now.document)
    track = TrackView(cues, language, style, view.frame, translated=True)
    pair = _linked(target, view, track, glossary)
    recorded = target.record.cues if target.record is not None else ()
    return _material(source, target.now, track, pair, lasting=[cue.id for cue in recorded])


def _target(source: SourceTrack, view: TrackView, language: str) -> TargetTrack | None:
    """The target by its record; None where nothing links it with the source but its times."""
    try:
        target = read_target(source, view.sentences, language)
    except RefusedError:  # another film's file: held against the source by time, as a bare one
        return None
    return None if target.adopted or target.translation is None else target


def _material(
    source: SourceTrack,
    on_disk: OnDisk,
    track: TrackView,
    pair: PairView,
    *,
    lasting: Sequence[str],
) -> Material:
    title = source.file.title
    known = set(lasting)
    return Material(
        title.title,
        title.srt(track.language),
        track,
        noticed_in(on_disk.document, track.cues, title.srt(track.language)),
        pair,
        folder=title,
        dismissals=title.read_findings().dismissals.get(track.language, ()),
        lasting={seen.cue.id: seen.cue.id for seen in track.cues if seen.cue.id in known},
    )


def _linked(
    target: TargetTrack, source: TrackView, track: TrackView, glossary: Glossary
) -> PairView:
    """A pair by the links that its record keeps, and what else it says."""
    languages = (source.language, track.language)
    spans = {seen.cue.id: seen.cue.span for seen in source.cues}
    now = side_of(source.sentences, spans, glossary, languages)
    states = {one.cue.id: one for one in target_states(target, compared(target, now, languages[0]))}
    units = {cue.id: unit for unit in target.units for cue in unit.shown if unit.own}
    here = {
        at: (units[seen.cue.id], states[seen.cue.id])
        for at, seen in enumerate(track.cues)
        if seen.cue.id in units
    }
    links = {at: sorted(state.numbers) for at, (_, state) in here.items()}
    deleted = {
        source_cue
        for unit in target.units
        if not unit.shown
        for one in unit.own
        for link in one.sources
        for source_cue in target.heirs.get(link, (link,))
    }
    assert target.translation is not None
    structure = _structure(source, track.cues, target.translation, here, deleted)
    return PairView(source, track, paired_by_links(source, track, links), structure, glossary)


def _structure(
    source: TrackView,
    cues: Sequence[Seen],
    record: TranslationRecord,
    here: Mapping[int, tuple[Unit, CueState]],
    deleted: Collection[CueId],
) -> Structure:
    """What has no counterpart on the other side, what is stale, and how sure the engine was."""
    linked: set[CueId] = {cue for _, state in here.values() for cue in state.sources}
    said = [at for at, text in enumerate(source.texts) if any(mark.isalnum() for mark in text)]
    ids = [seen.cue.id for seen in source.cues]
    scores: dict[int, tuple[int, float]] = {}
    stale = []
    for at, (unit, state) in sorted(here.items()):
        for number in sorted(unit.sentences):
            taken = record.sentences[number].taken
            if taken is not None:
                scores.setdefault(number, (at, taken.score))
        if state.cause in CAUSES:
            stale.append(Stale(at, *CAUSES[state.cause]))
    return Structure(
        recorded=True,
        missing=tuple(at for at in said if ids[at] not in linked.union(deleted)),
        deleted=tuple(at for at in said if ids[at] in set(deleted) - linked),
        own=tuple(at for at in range(len(cues)) if at not in here),
        gone=tuple(at for at, (_, state) in sorted(here.items()) if state.orphan),
        stale=tuple(stale),
        scores=tuple(scores.values()),
        via=record.via,
    )
