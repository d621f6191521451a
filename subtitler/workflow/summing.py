"""How a title stands, worked out from its files: what `status` tells of each track."""

from __future__ import annotations

from pathlib import Path

from subtitler.domain.cue import CueId
from subtitler.domain.finding import Severity
from subtitler.domain.glossary import Glossary
from subtitler.domain.standing import TrackStanding
from subtitler.domain.style import style_guide
from subtitler.domain.timing import Span
from subtitler.errors import SubtitlerError, UsageError
from subtitler.stages.following import Compared, Side, Source, State, follow
from subtitler.stages.pacing import Pace
from subtitler.stages.staleness import Cause, Change
from subtitler.workflow.glossaries import glossary_of
from subtitler.workflow.settings import Settings
from subtitler.workflow.sourcetrack import SourceFile
from subtitler.workflow.standing import (
    StandingTitle,
    StandingTrack,
    source_file,
    target_languages,
)
from subtitler.workflow.targettrack import TargetTrack
from subtitler.workflow.workspace import TitleFolder


def standing_of(
    title: TitleFolder, names: list[str], settings: Settings, glossary: Glossary
) -> tuple[TrackStanding, ...]:
    """A title's tracks, the source first; `names` are the files in the output folder that may be
    its own.

    A track that cannot be read says so in its row. Raises SubtitlerError where the title's own
    records cannot be, and nothing can be told.
    """
    own = settings.remembered(title.kept_settings())
    if own.terms != settings.terms:
        glossary = glossary_of(own, Path.cwd(), lambda _: None)
    settings = own
    file = source_file(title)
    if file is None:
        raise UsageError(f"{title.title}: there is no track", "subtitler transcribe makes one.")
    _ = settings.house  # raises for what no track can be looked at with
    targets = target_languages(file, names)
    there = [file.language, *(one for one in targets if title.srt(one).exists())]
    try:
        standing = StandingTitle.of(file, there, settings, glossary)
    except SubtitlerError as error:
        missing = not file.path.exists()
        made_anew = missing and not file.bare
        trouble = "" if made_anew else error.what
        row = TrackStanding(file.language, source=True, missing=missing, trouble=trouble)
        return (row, *(_unread(file, one) for one in targets))
    return tuple(_row(standing, one) for one in (file.language, *targets))


def _unread(file: SourceFile, language: str) -> TrackStanding:
    """A target whose source cannot be read."""
    missing = not file.title.srt(language).exists()
    return TrackStanding(language, missing=missing, trouble="its source cannot be read")


def _row(standing: StandingTitle, language: str) -> TrackStanding:
    file = standing.source.file
    path: Path = file.path if language == file.language else file.title.srt(language)
    if not path.exists():
        return TrackStanding(language, missing=True)
    try:
        track = standing.track(language)
    except SubtitlerError as error:
        return TrackStanding(language, source=language == file.language, trouble=error.what)
    return summed(track, standing)


def summed(track: StandingTrack, standing: StandingTitle) -> TrackStanding:
    """A track in figures."""
    states = track.states
    counts = dict.fromkeys(Severity, 0)
    for one in track.checked.noted if track.checked is not None else ():
        counts[one.finding.severity] += 1
    waiting, timing = 0, False
    if track.target is not None and track.held is not None and not track.target.adopted:
        waiting = _waiting(track.target, track.held, standing)
        timing = any(_moved(change, track.held) for change in track.held.changes)
    return TrackStanding(
        track.language,
        source=track.target is None,
        cues=len(states),
        edited=sum(one.state is State.EDITED for one in states),
        approved=sum(
            one.state is State.APPROVED and not one.stale and not one.orphan for one in states
        ),
        stale=sum(one.stale for one in states),
        conflicts=sum(one.conflict for one in states),
        orphans=sum(one.orphan for one in states),
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        infos=counts[Severity.INFO],
        waiting=waiting,
        timing=timing,
        changed=track.changed,
        unrecorded=track.why,
    )


def _waiting(target: TargetTrack, held: Compared, standing: StandingTitle) -> int:
    """How many sentences `translate` would do: those of the machine whose source says something
    else now, new and deleted ones, and a person's that it has no suggestion for yet."""
    source = Source(
        held.changes,
        held.now.sentences,
        held.redone(),
        held.heirs,
        _spans(held.before, range(len(held.before.sentences))),
        standing.spans,
    )
    style = style_guide(standing.settings.house, target.language)
    following = follow(target.units, source, Pace.of(style, standing.source.frame))
    translation = target.translation
    suggested = {one.text for one in translation.suggested} if translation is not None else set()
    stale = {at for change in following.stale for at in change.now}
    frozen = set(following.frozen)
    found = sum(held.now.sentences[at].text not in suggested for at in stale)
    for change in held.changes:
        if source.lays_anew(change) and not frozen.intersection(change.before):
            found += len(change.now) or 1
    return found


def _moved(change: Change, held: Compared) -> bool:
    """Whether the cues of the same words have other times now, or other cues hold them."""
    if change.cause not in {Cause.TIMING, Cause.BOUNDARIES}:
        return False
    return _spans(held.before, change.before) != _spans(held.now, change.now)


def _spans(side: Side, places: range | tuple[int, ...]) -> dict[CueId, Span]:
    sentences = [side.sentences[at] for at in places]
    return {cue: span for one in sentences for cue, span in zip(one.cues, one.spans, strict=True)}
