"""A target's new state: what stays, and the machine's cues of all other sentences laid anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from subtitler.domain.cue import CueId
from subtitler.domain.finding import Finding
from subtitler.domain.sentence import PlainCue, Rendering, Sentence, TargetCue
from subtitler.domain.timing import Span
from subtitler.stages.choosing import Rules
from subtitler.stages.dressing import dress
from subtitler.stages.figures import unbreakable_spans
from subtitler.stages.fitting import FitOptions, Fitted, fit
from subtitler.stages.following import (
    Compared,
    Following,
    Fragment,
    Source,
    Unit,
    follow,
    fragment_of,
)
from subtitler.stages.marks import Plain
from subtitler.stages.pacing import Pace
from subtitler.stages.protecting import plain_cues, take_off, take_off_track
from subtitler.stages.reconciling import give_way
from subtitler.stages.retiming import words_as_shown
from subtitler.stages.sourcewords import SourceWord, source_words
from subtitler.workflow.machinelines import chained_targets, machine_lines
from subtitler.workflow.rendering import Engine, Rendered, Store, render
from subtitler.workflow.sourcetrack import SourceTrack
from subtitler.workflow.watch import Stopwatch


@dataclass(frozen=True, slots=True)
class Ground:
    """A source as it is translated: its cues without markup, their words, and its sentences."""

    plains: tuple[Plain, ...]
    cues: tuple[PlainCue, ...]
    words: tuple[tuple[SourceWord, ...], ...]
    sentences: tuple[Sentence, ...]

    @property
    def spans(self) -> dict[CueId, Span]:
        """When each cue is shown."""
        return {cue.id: cue.span for cue in self.cues}

    def rooms(self, sentences: Sequence[Sentence]) -> list[int]:
        """Ms for which each sentence is on screen: of each of its cues the share that it has."""
        by_id = {cue.id: cue for cue in self.cues}
        return [
            sum(
                by_id[one.cue].span.duration * (one.end - one.begin) // len(by_id[one.cue].text)
                for one in sentence.pieces
            )
            for sentence in sentences
        ]


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence that was laid: its number in the source as it is, or the part of a frozen one."""

    sentence: Sentence
    rendered: Rendered
    number: int | None = None
    fragment: Fragment | None = None


@dataclass(frozen=True, slots=True)
class Laying:
    """What a target comes to: `rows` were laid as `cues` (whose shares count in the rows), with
    `chosen` renderings; `suggested` are the translations of what a person's cues say otherwise."""

    following: Following
    rows: tuple[Row, ...]
    cues: tuple[TargetCue, ...]
    chosen: tuple[int, ...]
    findings: tuple[Finding, ...]
    suggested: tuple[tuple[int, Rendered], ...]


@dataclass(frozen=True, slots=True)
class Layer:
    """All that a target is laid with."""

    ground: Ground
    compared: Compared
    rules: Rules
    engine: Engine
    store: Store
    options: FitOptions
    pace: Pace
    watch: Stopwatch


def ground_of(track: SourceTrack) -> Ground:
    """A source without its markup; its sentences are parted later, by the engine's limit."""
    plains = take_off_track(track.cues)
    cues = plain_cues(track.cues, plains)
    words = source_words(cues, words_as_shown(track.base, track.words))
    return Ground(tuple(plains), tuple(cues), tuple(map(tuple, words)), ())


def lay_target(units: Sequence[Unit], layer: Layer, *, nothing_new: bool = False) -> Laying:
    """Lays all that is not a person's anew, around what is.

    `nothing_new`: only what stands there is looked at.
    """
    ground, compared = layer.ground, layer.compared
    source = Source(
        compared.changes,
        compared.now.sentences,
        compared.redone(),
        compared.heirs,
        {
            cue: span
            for one in compared.before.sentences
            for cue, span in zip(one.cues, one.spans, strict=True)
        },
        ground.spans,
    )
    firm: set[CueId] = set()
    while True:
        following = follow(units, source, layer.pace, firm)
        if nothing_new:
            following = replace(following, free=(), fragments=())
        laying = _laid(following, layer)
        homeless = _homeless(laying, units, source) - firm
        if not homeless or nothing_new:
            return laying
        firm |= homeless


def _homeless(laying: Laying, units: Sequence[Unit], source: Source) -> set[CueId]:
    """Cues whose times a person set for which nothing was laid that shows all that they showed."""
    shown = {one.cue.id: {laying.rows[at].number for at in one.sentences} for one in laying.cues}
    now = {at: change.now for change in source.changes for at in change.before}
    found = set()
    for unit in units:
        name = unit.own[0].cue.id if unit.own else None
        if name is None or name not in laying.following.timed:
            continue
        links = {heir for link in unit.own[0].sources for heir in source.heirs.get(link, ())}
        said = {at for number in unit.sentences for at in now[number]}
        there = {at for at in said if links.intersection(source.now[at].cues)}
        if not there <= shown.get(name, set()) or name not in shown:
            found.add(name)
    return found


def _laid(following: Following, layer: Layer) -> Laying:
    ground = layer.ground
    stale = sorted({at for change in following.stale for at in change.now})
    numbers = [*following.free, *stale]
    asked = [ground.sentences[at] for at in numbers]
    rooms = ground.rooms(asked)
    with layer.watch.stage("translation"):
        rendered = render(asked, rooms, layer.rules, layer.engine, layer.store)
    rows = [
        Row(ground.sentences[at], one, at)
        for at, one in zip(following.free, rendered, strict=False)
    ]
    for fragment in following.fragments:
        row = _fragment_row(fragment, ground, layer.options.language)
        if row is not None:
            rows.append(row)
    sentences = [row.sentence for row in rows]
    ways = [row.rendered.renderings for row in rows]
    with layer.watch.stage("fitting"):
        fitted = fit(ground.cues, ground.words, sentences, ways, layer.options)
        cues, lost = _dressed(fitted, rows, ground, layer)
    cues, stay = _around(cues, rows, following, layer.pace)
    taken = {cue.id for kept in following.kept for cue in kept.shown}
    taken |= {one.cue.id for kept in following.kept for one in kept.own}
    style, frame = layer.options.style, layer.options.frame
    beside = [cue for kept in following.kept for cue in kept.shown]
    named, renamed = _named(chained_targets(cues, beside, following.timed, style, frame), taken)
    findings = (*(one for one in fitted.findings if one.cue not in stay), *lost)
    return Laying(
        following,
        tuple(rows),
        named,
        fitted.chosen,
        tuple(
            replace(one, cue=renamed.get(one.cue, one.cue)) if one.cue is not None else one
            for one in findings
        ),
        tuple(zip(stale, rendered[len(following.free) :], strict=True)),
    )


def _fragment_row(fragment: Fragment, ground: Ground, language: str) -> Row | None:
    sentence = fragment_of([ground.sentences[at] for at in fragment.now], fragment.links)
    text = fragment.text(take_off(fragment.cue.lines).text).replace("\n", " ")
    if sentence is None or not text.strip():
        return None
    rendering = Rendering(text, (), unbreakable_spans(text, language))
    return Row(sentence, Rendered(sentence, (rendering,)), fragment=fragment)


def _dressed(
    fitted: Fitted, rows: Sequence[Row], ground: Ground, layer: Layer
) -> tuple[list[TargetCue], tuple[Finding, ...]]:
    """The fitted cues with their sources' markup and the typography of their language."""
    taken = [row.rendered.renderings[at] for row, at in zip(rows, fitted.chosen, strict=True)]
    plains = dict(zip((cue.id for cue in ground.cues), ground.plains, strict=True))
    dressed, lost = dress(fitted.cues, [row.sentence for row in rows], taken, plains)
    options = layer.options
    written = []
    for one in dressed:
        lines = machine_lines(one.cue.lines, options.style, options.language)
        written.append(_rewritten(one, lines))
    return written, lost


def _rewritten(one: TargetCue, lines: tuple[str, ...]) -> TargetCue:
    """A cue with its lines written otherwise: its shares begin where the same words do."""
    if lines == one.cue.lines:
        return one
    old, new = take_off(one.cue.lines).text, take_off(lines).text
    same = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    shares = []
    for share in one.shares:
        block = next(block for block in same if share.at < block.a + block.size or not block.size)
        at = block.b + max(0, share.at - block.a)
        shares.append(replace(share, at=min(at, len(new))))
    return replace(one, cue=replace(one.cue, lines=lines), shares=tuple(shares))


def _around(
    cues: Sequence[TargetCue], rows: Sequence[Row], following: Following, pace: Pace
) -> tuple[list[TargetCue], set[CueId]]:
    """The cues drawn back from all that stays, and which of them will stay from now on: those with
    a person's times, and what else shows the same sentences or parts of frozen ones alone."""
    timed = following.timed
    numbers = {at for one in cues if one.cue.id in timed for at in one.sentences}
    numbers |= {at for at, row in enumerate(rows) if row.fragment is not None}
    beside = {one.cue.id for one in cues if set(one.sentences) <= numbers} - set(timed)
    person = [cue.span for kept in following.kept for cue in kept.shown]
    person += timed.values()
    stay = {one.cue.id: one for one in cues if one.cue.id in timed}
    stay |= {one.cue.id: _given_way(one, person, pace) for one in cues if one.cue.id in beside}
    person += [stay[cue].cue.span for cue in sorted(beside)]
    found = [stay.get(one.cue.id) or _given_way(one, person, pace) for one in cues]
    return found, set(stay)


def _given_way(one: TargetCue, person: Sequence[Span], pace: Pace) -> TargetCue:
    """A cue drawn back from those that stay, down to the style's minimum duration."""
    span = one.cue.span
    near = [
        other
        for other in person
        if other.in_time < span.out_time + pace.gap and span.in_time < other.out_time + pace.gap
    ]
    if not near:
        return one
    middle = max(0, (span.in_time + span.out_time - pace.minimum) // 2)
    said = Span(max(span.in_time, middle), min(span.out_time, middle + pace.minimum))
    return replace(one, cue=replace(one.cue, span=give_way(span, said, near, pace)))


def _named(
    cues: Sequence[TargetCue], taken: set[CueId]
) -> tuple[tuple[TargetCue, ...], Mapping[CueId, CueId]]:
    """The cues with ids that are free; and which ids became which."""
    renamed: dict[CueId, CueId] = {}
    used = set(taken)
    found = []
    for one in cues:
        name, part = one.cue.id, 2
        while name in used:
            name = CueId(f"{one.cue.id}/{part}")
            part += 1
        used.add(name)
        if name != one.cue.id:
            renamed[one.cue.id] = name
        found.append(replace(one, cue=replace(one.cue, id=name)))
    return tuple(found), renamed
