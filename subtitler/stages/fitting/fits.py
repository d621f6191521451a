"""A track's translations in target cues: runs of sentences that share cues, one after another."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from subtitler.domain.cue import CueId
from subtitler.domain.finding import Finding
from subtitler.domain.sentence import PlainCue, Rendering, Sentence, TargetCue
from subtitler.stages.fitting.flow import Clock, Token, Voiced, tokens_of
from subtitler.stages.fitting.inserting import in_a_row
from subtitler.stages.fitting.laying import Lines
from subtitler.stages.fitting.options import FitOptions
from subtitler.stages.fitting.placing import Run
from subtitler.stages.fitting.recueing import recue
from subtitler.stages.fitting.showing import Shown, show, target_cue
from subtitler.stages.fitting.slots import Slot, slots_of
from subtitler.stages.fitting.verdicts import trouble, verdicts
from subtitler.stages.pacing import Pace
from subtitler.stages.sourcewords import SourceWord


@dataclass(frozen=True, slots=True)
class Fitted:
    """Target cues by in-time, what is wrong with them, and for each sentence the index of the
    rendering that was taken."""

    cues: tuple[TargetCue, ...]
    findings: tuple[Finding, ...]
    chosen: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Track:
    """All that the groups of one track have in common; `order` numbers its cues."""

    sentences: Sequence[Sentence]
    renderings: Sequence[Sequence[Rendering]]
    clocks: Sequence[Clock]
    slots: Sequence[Slot]
    order: Mapping[CueId, int]
    options: FitOptions

    @property
    def pace(self) -> Pace:
        """The style's times."""
        return Pace.of(self.options.style, self.options.frame)

    def voiced(self, number: int, taken: int, group: _Group) -> Voiced:
        """A sentence in one of its renderings."""
        sentence = self.sentences[number]
        own = sorted(group.places[self.order[cue]] for cue in sentence.cues)
        rendering = self.renderings[number][taken]
        return Voiced(number, sentence, rendering, self.clocks[number], own[0], own[-1])

    def run(self, slots: Sequence[Slot], tokens: Sequence[Token]) -> Run:
        """Tokens to be shown in slots."""
        lines = Lines(tokens, self.options.language, self.options.style)
        return Run(slots, tokens, lines, self.pace)


@dataclass(frozen=True, slots=True)
class _Group:
    """Sentences that share cues: the numbers of both in the track, and each cue's place here."""

    cues: Sequence[int]
    numbers: Sequence[int]
    places: Mapping[int, int]


def fit(
    cues: Sequence[PlainCue],
    words: Sequence[Sequence[SourceWord]],
    sentences: Sequence[Sentence],
    renderings: Sequence[Sequence[Rendering]],
    options: FitOptions,
) -> Fitted:
    """The target cues of a track's sentences.

    `words` are the cues' (source_words); `renderings` gives for each sentence those that may be
    taken, best first: a later one is taken where it is shorter and spares a cue that would be
    cut or too fast. CPL and the number of lines hold in every cue, but for a word wider than a
    line, with `keep_cues`, and for a cue without time to be cut in; what is wrong is a finding.
    Raises ValueError for a sentence without a rendering.
    """
    if len(renderings) != len(sentences) or not all(renderings):
        raise ValueError("every sentence needs a rendering")
    said = {cue.id: own for cue, own in zip(cues, words, strict=True)}
    track = _Track(
        sentences,
        renderings,
        [Clock(sentence, said) for sentence in sentences],
        slots_of(cues, Pace.of(options.style, options.frame)),
        {cue.id: number for number, cue in enumerate(cues)},
        options,
    )
    if options.recue:
        numbers = sorted(range(len(sentences)), key=lambda at: _begin(track, at))
        voiced = [Voiced(at, sentences[at], renderings[at][0], track.clocks[at]) for at in numbers]
        return Fitted(*recue(cues, voiced, options), (0,) * len(sentences))
    taken = frozenset(cue.id for cue in cues)
    targets: list[TargetCue] = []
    findings: list[Finding] = []
    chosen = [0] * len(sentences)
    for group in _groups(track):
        run, shown = _best(track, group, chosen)
        made = [target_cue(one, run, taken) for one in shown]
        targets += made
        findings += [
            finding
            for one, target in zip(shown, made, strict=True)
            for finding in verdicts(one, target, run)
        ]
    targets.sort(key=lambda target: target.cue.span.in_time)
    findings.sort(key=lambda finding: finding.span.in_time)
    return Fitted(tuple(targets), tuple(findings), tuple(chosen))


def _groups(track: _Track) -> list[_Group]:
    """The sentences in groups that share no cue with each other, in order of their begins."""
    root = list(range(len(track.slots)))

    def find(cue: int) -> int:
        while root[cue] != cue:
            root[cue] = root[root[cue]]
            cue = root[cue]
        return cue

    for sentence in track.sentences:
        first, *rest = (find(track.order[cue]) for cue in sentence.cues)
        for other in rest:
            root[find(other)] = find(first)
    numbers: dict[int, list[int]] = {}
    for number, sentence in enumerate(track.sentences):
        numbers.setdefault(find(track.order[sentence.cues[0]]), []).append(number)
    groups = []
    for own in numbers.values():
        cues = sorted({track.order[cue] for at in own for cue in track.sentences[at].cues})
        own.sort(key=lambda at: _begin(track, at))
        groups.append(_Group(cues, own, {cue: place for place, cue in enumerate(cues)}))
    return groups


def _begin(track: _Track, number: int) -> tuple[int, int]:
    piece = track.sentences[number].pieces[0]
    return track.order[piece.cue], piece.begin


def _best(track: _Track, group: _Group, chosen: list[int]) -> tuple[Run, list[Shown]]:
    """The group's cues, with shorter renderings (noted in `chosen`) where they spare trouble."""
    run, shown = _shown(track, group, chosen)
    before = [chosen[number] for number in group.numbers]
    places = [group.places[one.slot.number] for one in shown]
    for number in _troubled(run, shown):
        if len(track.renderings[number]) > 1:
            voiced = track.voiced(number, 0, group)
            own = shown[bisect_left(places, voiced.first) : bisect_right(places, voiced.last)]
            chosen[number] = _choose(track, group, run, own, voiced)
    if [chosen[number] for number in group.numbers] != before:
        return _shown(track, group, chosen)
    return run, shown


def _shown(track: _Track, group: _Group, chosen: Sequence[int]) -> tuple[Run, list[Shown]]:
    voiced = [track.voiced(number, chosen[number], group) for number in group.numbers]
    tokens = in_a_row(voiced, track.order, track.options.language, track.options.style.cpl)
    run = track.run([track.slots[cue] for cue in group.cues], tokens)
    return run, show(run, keep_cues=track.options.keep_cues)


def _troubled(run: Run, shown: Sequence[Shown]) -> list[int]:
    """The sentences with words in a cue that was cut, or is too full or too fast."""
    found: dict[int, None] = {}
    for one in shown:
        if any(trouble(run, [one])):
            found.update(dict.fromkeys(token.sentence for token in run.tokens[one.first : one.end]))
    return list(found)


def _choose(track: _Track, group: _Group, run: Run, shown: Sequence[Shown], first: Voiced) -> int:
    """The rendering of a sentence with the least trouble in its own cues, the first of equals.

    `first` is its best one; its neighbours' words stay in the cues where they are now.
    """
    number, options = first.number, track.options
    row = run.tokens[shown[0].first : shown[-1].end]
    before = next(at for at, token in enumerate(row) if token.sentence == number)
    others = [token for token in row if token.sentence != number]
    slots = run.slots[first.first : first.last + 1]
    best, least = 0, trouble(run, shown)
    for at, rendering in enumerate(track.renderings[number]):
        if len(rendering.text) >= len(first.rendering.text):
            continue
        own = tokens_of(track.voiced(number, at, group), options.language, options.style.cpl)
        tokens = [
            replace(
                token,
                first=max(0, token.first - first.first),
                last=min(first.last, token.last) - first.first,
            )
            for token in [*others[:before], *own, *others[before:]]
        ]
        trial = track.run(slots, tokens)
        found = trouble(trial, show(trial, keep_cues=options.keep_cues))
        if found < least:
            best, least = at, found
    return best
