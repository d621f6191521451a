"""Markup on a translated track: what was around a cue, and what was around some of its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from subtitler.domain.cue import CueId
from subtitler.domain.finding import Finding, Severity
from subtitler.domain.sentence import Rendering, Sentence, TargetCue
from subtitler.stages.marks import Mark, MarkKind, Plain, covers, whole, written
from subtitler.stages.protecting import aligned

Placed = list[tuple[int, int, Mark]]
"""Marks around ranges of a cue's text."""


@dataclass(slots=True)
class _Track:
    """Target cues with the marks that they get, and where to find them."""

    targets: Sequence[TargetCue]
    sentences: Sequence[Sentence]
    renderings: Sequence[Rendering]
    placed: dict[int, Placed] = field(default_factory=dict)
    linked: dict[CueId, list[int]] = field(default_factory=dict)
    showing: dict[int, list[int]] = field(default_factory=dict)
    said: dict[CueId, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for at, target in enumerate(self.targets):
            for source in target.sources:
                self.linked.setdefault(source, []).append(at)
            for number in target.sentences:
                self.showing.setdefault(number, []).append(at)
        for number, sentence in enumerate(self.sentences):
            for cue in sentence.cues:
                self.said.setdefault(cue, []).append(number)

    def place(self, at: int, begin: int, end: int, mark: Mark) -> None:
        """A mark around a range of a target cue's text."""
        self.placed.setdefault(at, []).append((begin, end, mark))


def dress(
    targets: Sequence[TargetCue],
    sentences: Sequence[Sentence],
    renderings: Sequence[Rendering],
    plains: Mapping[CueId, Plain],
) -> tuple[tuple[TargetCue, ...], tuple[Finding, ...]]:
    """The target cues with their sources' markup, and a finding for each mark without a place.

    `renderings` are those that were taken, one a sentence. A position goes to the begin of every
    cue of its source; what is around all of a source cue or a sentence, around all of the
    target's; what is around some words, around the words aligned with them. Shares keep counting
    in the text without markup.
    """
    track = _Track(targets, sentences, renderings)
    findings: list[Finding] = []
    for source, plain in plains.items():
        own = track.linked.get(source, [])
        if not own:
            continue
        lost = [mark.opening for mark in whole(plain) if not _put(track, source, mark, plains)]
        for markup in (*lost, *plain.lost):
            cue = targets[own[0]].cue
            advice = f"{markup!r} of the source has no place here: put it where it belongs"
            severity = Severity.WARNING if markup in lost else Severity.INFO
            findings.append(Finding("lost-markup", severity, cue.span, advice, cue=cue.id))
    dressed = [_dressed(target, track.placed.get(at, [])) for at, target in enumerate(targets)]
    return tuple(dressed), tuple(findings)


def _put(track: _Track, source: CueId, mark: Mark, plains: Mapping[CueId, Plain]) -> bool:
    """Whether a mark found its place; a turn's is in the text already, an empty one needs none."""
    text = plains[source].text
    if mark.kind is MarkKind.PLACE:
        for at in track.linked[source]:
            track.place(at, 0, 0, mark)
        return True
    if mark.kind is MarkKind.TURN or not text[mark.begin : mark.end].strip():
        return True
    if covers(mark, text) and _everywhere(track, source, mark, plains):
        for at in track.linked[source]:
            track.place(at, 0, len(track.targets[at].cue.text), mark)
        return True
    found = False
    for number in track.said.get(source, []):
        for begin, end in _ranges(track, number, source, mark):
            found = _around(track, number, (begin, end), mark) or found
    return found


def _everywhere(track: _Track, source: CueId, mark: Mark, plains: Mapping[CueId, Plain]) -> bool:
    """Whether all the source cues of its target cues are inside such a mark."""
    others = {one for at in track.linked[source] for one in track.targets[at].sources}
    return all(
        any(
            one.opening == mark.opening and covers(one, plains[other].text)
            for one in whole(plains[other])
        )
        for other in others
        if other in plains
    )


def _ranges(track: _Track, number: int, source: CueId, mark: Mark) -> Iterable[tuple[int, int]]:
    """The ranges of a sentence's rendering that say the words inside a mark."""
    sentence, rendering = track.sentences[number], track.renderings[number]
    ranges = sentence.ranges(source, mark.begin, mark.end)
    if not ranges:
        return
    begin, end = ranges[0][0], ranges[-1][1]
    if not (sentence.text[:begin] + sentence.text[end:]).strip():
        yield 0, len(rendering.text)
    else:
        yield from aligned(rendering.text, sentence.text, (begin, end), rendering.anchors)


def _around(track: _Track, number: int, words: tuple[int, int], mark: Mark) -> bool:
    """A mark around words of a rendering, in each cue that shows some of them."""
    found = False
    for at in track.showing.get(number, []):
        for share in track.targets[at].shares:
            begin, end = max(words[0], share.begin), min(words[1], share.end)
            if share.sentence == number and begin < end:
                shift = share.at - share.begin
                track.place(at, begin + shift, end + shift, mark)
                found = True
    return found


def _dressed(target: TargetCue, placed: Placed) -> TargetCue:
    """A target cue with its marks; ranges of one mark that only white space parts are one."""
    if not placed:
        return target
    text = target.cue.text
    joined: Placed = []
    for begin, end, mark in sorted(placed, key=lambda one: (one[2].opening, one[0], one[1])):
        before = joined[-1] if joined else None
        same = before and (before[2].opening, before[2].closing) == (mark.opening, mark.closing)
        if before and same and not text[before[1] : begin].strip():
            joined[-1] = (before[0], max(before[1], end), before[2])
        else:
            joined.append((begin, end, mark))
    lines = tuple(written(text, joined).split("\n"))
    return replace(target, cue=replace(target.cue, lines=lines))
