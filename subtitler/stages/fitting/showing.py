"""Target cues of one run: each slot's words in lines and on screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from subtitler.domain.cue import Cue, CueId
from subtitler.domain.sentence import Share, TargetCue
from subtitler.domain.timing import Span
from subtitler.stages.fitting.flow import Token
from subtitler.stages.fitting.placing import Run, cuts
from subtitler.stages.fitting.slots import Slot
from subtitler.stages.fitting.splitting import split


@dataclass(slots=True)
class Shown:
    """Words `first` to `end` of a run on screen, in lines that begin at `starts`.

    `part` is 1 for the slot's own cue, 2 for the next one cut from it. `merged` are the slots
    that have no words of their own and belong to this cue too. `full`: it holds more than the
    style's lines, because it had no time to be cut in, or because (`kept`) cues are not cut.
    """

    slot: Slot
    part: int
    span: Span
    first: int
    end: int
    starts: tuple[int, ...]
    full: bool = False
    kept: bool = False
    merged: list[Slot] = field(default_factory=list)


def show(run: Run, *, keep_cues: bool) -> list[Shown]:
    """The run's words in its slots, one cue or (without `keep_cues`) several a slot."""
    shown: list[Shown] = []
    waiting: list[Slot] = []  # slots without words, before any with words
    bounds = cuts(run)
    for slot, first, end in zip(run.slots, bounds, bounds[1:], strict=False):
        if first < end:
            shown += _in_slot(run, slot, first, end, keep_cues=keep_cues)
        elif shown:
            _merge(shown[-1], slot, run.pace.maximum)
        else:
            waiting.append(slot)
    shown[0].merged += waiting
    return shown


def _in_slot(run: Run, slot: Slot, first: int, end: int, *, keep_cues: bool) -> list[Shown]:
    """The cues of one slot: one where its lines hold the words, or where no more can be."""
    laid = run.lines.layout(first, end)
    if laid is None and not keep_cues:
        parts = split(run, slot, first, end)
        if parts is not None:
            return [
                Shown(slot, number, span, begin, stop, run.lines.starts(begin, stop))
                for number, (begin, stop, span) in enumerate(parts, start=1)
            ]
    starts = run.lines.starts(first, end)
    characters = run.lines.characters(starts, end)
    out = slot.out
    if characters * 1000 > run.pace.cps * slot.own:
        out = min(slot.latest, max(out, slot.in_time + run.pace.need(characters)))
    span = Span(slot.in_time, out)
    return [Shown(slot, 1, span, first, end, starts, full=laid is None, kept=keep_cues)]


def _merge(shown: Shown, slot: Slot, maximum: int) -> None:
    """A slot without words: the cue before it stays on screen through it, if it is the next and
    as long as a cue may stay."""
    shown.merged.append(slot)
    last = shown.merged[-2] if len(shown.merged) > 1 else shown.slot
    if slot.number == last.number + 1 and not last.together and not slot.together:
        start, out = shown.span.in_time, shown.span.out_time
        shown.span = Span(start, max(out, min(slot.out, start + maximum)))


def target_cue(one: Shown, run: Run, taken: frozenset[str]) -> TargetCue:
    """The cue of words on screen. `taken` are the ids of all source cues."""
    lines, tokens = run.lines, run.tokens
    texts: list[str] = []
    shares: list[Share] = []
    place = 0
    for begin, stop in zip(one.starts, (*one.starts[1:], one.end), strict=True):
        texts.append(lines.text(begin, stop))
        shares += _shares(tokens[begin:stop], [lines.token(at) for at in range(begin, stop)], place)
        place += len(texts[-1]) + 1
    belongs = sorted([one.slot, *one.merged], key=lambda slot: slot.number)
    cue = Cue(_id(one, taken), one.span, tuple(texts))
    return TargetCue(cue, tuple(slot.id for slot in belongs), tuple(shares))


def _shares(tokens: Sequence[Token], texts: Sequence[str], place: int) -> list[Share]:
    """Where the tokens of a line are in the cue's text; `place` is where the line begins."""
    shares: list[Share] = []
    for token, text in zip(tokens, (texts[0].lstrip(), *texts[1:]), strict=True):
        at = place + len(text) - (token.end - token.begin)
        before = shares[-1] if shares else None
        if (
            before
            and before.sentence == token.sentence
            and at - before.at == token.begin - before.begin
        ):
            shares[-1] = Share(token.sentence, before.begin, token.end, before.at)
        else:
            shares.append(Share(token.sentence, token.begin, token.end, at))
        place += len(text)
    return shares


def _id(one: Shown, taken: frozenset[str]) -> CueId:
    """`c17`, then `c17/2` …, but for numbers that a source cue already has."""
    name, number = one.slot.id, 1
    for _ in range(one.part - 1):
        number += 1
        while f"{one.slot.id}/{number}" in taken:
            number += 1
        name = CueId(f"{one.slot.id}/{number}")
    return name
