"""Which sentences of a source and which cues of its translation belong together."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from subtitler.domain.figure import Figure, FigureDifference
from subtitler.domain.finding import Severity
from subtitler.domain.glossary import Glossary
from subtitler.domain.sentence import Sentence, SentenceKind
from subtitler.domain.timing import Span
from subtitler.stages.checking.views import TrackView
from subtitler.stages.figures import compare_figures, find_figures
from subtitler.stages.grouping import groups
from subtitler.stages.wording import joint

TOGETHER = 0.5  # share of the shorter one's time that makes two sentences the same


@dataclass(frozen=True, slots=True)
class Unit:
    """What says the same: positions of source cues and of target cues, and both their texts,
    each in one line. `sound`: nothing in the source is speech. `sources` without `targets` is
    not translated, `targets` without `sources` is nobody's."""

    sources: tuple[int, ...]
    targets: tuple[int, ...]
    source: str
    target: str
    sound: bool = False


@dataclass(frozen=True, slots=True)
class Stale:
    """A target cue whose source changed since, and how grave that is."""

    target: int
    severity: Severity
    cause: str


@dataclass(frozen=True, slots=True)
class Structure:
    """What a title's records say of how its tracks hang together, by position.

    `recorded`: the records say so; else only times do, and the rest is empty.
    `missing`: source cues that no target cue belongs to; `deleted`: those whose target a person
    deleted; `own`: target cues that a person added, or whose source is `gone`; `scores`: how
    sure the engine was of the text in a target cue; `via`: the language in between.
    """

    recorded: bool = False
    missing: tuple[int, ...] = ()
    deleted: tuple[int, ...] = ()
    own: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()
    stale: tuple[Stale, ...] = ()
    scores: tuple[tuple[int, float], ...] = ()
    via: str | None = None


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """A unit's figures on both sides, and those that they do not share."""

    unit: Unit
    ours: tuple[Figure, ...]
    theirs: tuple[Figure, ...]
    differences: tuple[FigureDifference, ...]


@dataclass(frozen=True)
class PairView:
    """A source and its translation, unit by unit."""

    source: TrackView
    target: TrackView
    units: tuple[Unit, ...]
    structure: Structure = field(default_factory=Structure)
    glossary: Glossary = field(default_factory=Glossary)

    @cached_property
    def told(self) -> tuple[Unit, ...]:
        """The units with words on both sides."""
        return tuple(one for one in self.units if one.source.strip() and one.target.strip())

    @cached_property
    def figures(self) -> tuple[UnitFigures, ...]:
        """The units of `told` that have a figure on either side."""
        found = []
        ours, theirs = self.source.language, self.target.language
        for unit in self.told:
            sides = find_figures(unit.source, ours), find_figures(unit.target, theirs)
            if any(sides):
                differences = compare_figures(unit.source, ours, unit.target, theirs)
                found.append(UnitFigures(unit, *sides, differences))
        return tuple(found)


def paired_by_time(source: TrackView, target: TrackView) -> tuple[Unit, ...]:
    """The units of two tracks of which nothing is known but times: sentences that are shown at
    the same time for half of the shorter one's."""
    ours, theirs = _spans(source), _spans(target)
    links = list(_overlaps(ours, theirs))
    nodes = [("source", at) for at in range(len(ours))] + [
        ("target", at) for at in range(len(theirs))
    ]
    joined = groups(nodes, [(("source", one), ("target", two)) for one, two in links])
    units = []
    for group in joined:
        mine = [source.sentences[at] for side, at in group if side == "source"]
        other = [target.sentences[at] for side, at in group if side == "target"]
        units.append(
            Unit(
                _positions(source, mine),
                _positions(target, other),
                _text(one.text for one in mine),
                _text(one.text for one in other),
                _silent(mine),
            )
        )
    return tuple(sorted(units, key=lambda unit: (unit.targets or (len(theirs),), unit.sources)))


def paired_by_links(
    source: TrackView, target: TrackView, links: Mapping[int, Sequence[int]]
) -> tuple[Unit, ...]:
    """The units of two tracks of which is known for each target cue (by position) which of the
    source's sentences (by number) it shows."""
    nodes = [("source", at) for at in range(len(source.sentences))] + [
        ("target", at) for at in range(len(target.cues))
    ]
    edges = [(("source", number), ("target", at)) for at, own in links.items() for number in own]
    units = []
    for group in groups(nodes, edges):
        mine = [source.sentences[at] for side, at in group if side == "source"]
        targets = tuple(at for side, at in group if side == "target")
        text = _text(target.texts[at].replace("\n", " ") for at in targets)
        units.append(
            Unit(
                _positions(source, mine),
                targets,
                _text(one.text for one in mine),
                text,
                _silent(mine),
            )
        )
    return tuple(units)


def _silent(sentences: Sequence[Sentence]) -> bool:
    return bool(sentences) and all(one.kind is SentenceKind.SOUND for one in sentences)


def _text(texts: Iterable[str]) -> str:
    whole = ""
    for text in texts:
        whole += (joint(whole, text) if whole else "") + text
    return whole


def _positions(track: TrackView, sentences: Iterable[Sentence]) -> tuple[int, ...]:
    return tuple(sorted({track.places[cue] for one in sentences for cue in one.cues}))


def _spans(track: TrackView) -> list[Span]:
    """When each sentence is shown: of each of its cues the share that it has of it."""
    places = track.places
    spans = []
    for sentence in track.sentences:
        edges: list[int] = []
        for piece in sentence.pieces:
            shown = track.cues[places[piece.cue]].cue.span
            size = max(1, len(track.texts[places[piece.cue]]))
            edges.append(shown.in_time + shown.duration * piece.begin // size)
            edges.append(shown.in_time + shown.duration * min(size, piece.end) // size)
        spans.append(Span(min(edges), max(edges)))
    return spans


def _overlaps(ours: Sequence[Span], theirs: Sequence[Span]) -> Iterable[tuple[int, int]]:
    order = sorted(range(len(theirs)), key=lambda at: theirs[at].in_time)
    begins = [theirs[at].in_time for at in order]
    longest = max((span.duration for span in theirs), default=0)
    for one, span in enumerate(ours):
        for at in order[bisect_left(begins, span.in_time - longest) :]:
            other = theirs[at]
            if other.in_time > span.out_time:
                break
            shorter = max(1, min(span.duration, other.duration))
            if span.overlap(other) >= TOGETHER * shorter:
                yield one, at
