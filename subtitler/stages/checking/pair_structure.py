"""Rules about how two tracks hang together: what is missing, stale, or of another film."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator

from subtitler.domain.timing import Span
from subtitler.stages.checking.pairing import PairView, Unit
from subtitler.stages.checking.rules import ERROR, INFO, WARNING, Hit, Needs, Rule
from subtitler.stages.checking.texts import folded
from subtitler.stages.checking.views import TrackView

LOW_SHARE = 0.05  # of the engine's least sure sentences that are worth a look …
ENOUGH = 20  # … of at least so many


def _structure(pair: PairView) -> Iterator[Hit]:
    known = pair.structure
    if not known.recorded:
        yield from _by_time(pair)
        return
    for at in known.missing:
        yield _untranslated(pair, at)
    for at in known.deleted:
        span = pair.source.cues[at].cue.span
        advice = f"a person deleted the translation of the source's cue {_number(pair, at)}"
        yield Hit(_nearest(pair, at), INFO, advice, span=span, about=(pair.source.texts[at],))
    for at in known.gone:
        yield Hit(at, ERROR, "its source cue is gone: look whether it is still said")
    for at in known.own:
        yield Hit(at, INFO, "a person added it: no cue of the source belongs to it")


def _by_time(pair: PairView) -> Iterator[Hit]:
    """Cues with words of one track that are under no cue of the other."""
    for at in _alone(pair.source, pair.target):
        yield _untranslated(pair, at)
    for at in _alone(pair.target, pair.source):
        yield Hit(at, INFO, "nothing of the source is shown with it: look whether it is said")


def _alone(track: TrackView, other: TrackView) -> Iterator[int]:
    shown = [seen.cue.span for seen in other.cues]
    begins = [span.in_time for span in shown]
    longest = max((span.duration for span in shown), default=0)
    for at, seen in enumerate(track.cues):
        if not any(mark.isalnum() for mark in track.texts[at]):
            continue
        span = seen.cue.span
        first, last = (
            bisect_left(begins, span.in_time - longest),
            bisect_left(begins, span.out_time),
        )
        if not any(2 * span.overlap(one) >= _shorter(span, one) for one in shown[first:last]):
            yield at


def _shorter(one: Span, other: Span) -> int:
    return max(1, min(one.duration, other.duration))


def _untranslated(pair: PairView, at: int) -> Hit:
    advice = f"the source's cue {_number(pair, at)} is translated nowhere: translate it"
    span, about = pair.source.cues[at].cue.span, (pair.source.texts[at],)
    return Hit(_nearest(pair, at), ERROR, advice, span=span, about=about)


def _number(pair: PairView, at: int) -> str:
    return pair.source.cues[at].number


def _nearest(pair: PairView, at: int) -> int | None:
    """The target cue beside a source cue: where a person looks for it."""
    if not pair.target.cues:
        return None
    span = pair.source.cues[at].cue.span
    begins = [seen.cue.span.in_time for seen in pair.target.cues]
    return max(0, min(bisect_right(begins, span.in_time), len(begins)) - 1)


def _stale(pair: PairView) -> Iterator[Hit]:
    for one in pair.structure.stale:
        advice = f"its source changed since it was translated ({one.cause}): translate it again"
        yield Hit(one.target, one.severity, advice)


def _unsure(pair: PairView) -> Iterator[Hit]:
    if pair.structure.via:
        yield Hit(None, INFO, f"it was translated through {pair.structure.via}: look at names")
    scores = sorted(pair.structure.scores, key=lambda one: one[1])
    if len(scores) >= ENOUGH:
        for at, score in scores[: int(len(scores) * LOW_SHARE)]:
            advice = "the engine was less sure of it than of the others: read it"
            yield Hit(at, INFO, advice, round(score, 2))


def _differently(pair: PairView) -> Iterator[Hit]:
    """The same source sentence, told in several ways."""
    said: dict[str, list[Unit]] = defaultdict(list)
    for unit in pair.told:
        if len(unit.source) >= ENOUGH:
            said[" ".join(folded(unit.source).split())].append(unit)
    for units in said.values():
        forms = {" ".join(folded(one.target).split()) for one in units}
        if len(forms) > 1:
            first = pair.target.cues[units[0].targets[0]].number
            for unit in units[1:]:
                if folded(unit.target) != folded(units[0].target):
                    advice = f"cue {first} says the same sentence in other words: choose one"
                    about = (unit.target, units[0].target)
                    yield Hit(unit.targets[0], INFO, advice, about=about)


STRUCTURE_RULES: tuple[Rule[PairView], ...] = (
    Rule(
        "Q34",
        "stale",
        (ERROR, WARNING, INFO),
        _stale,
        "The source changed since this was translated: its words (E), case or punctuation (W), "
        "only its times (I).",
        Needs.PAIR,
    ),
    Rule(
        "Q36",
        "unsure",
        (INFO,),
        _unsure,
        "Translated through another language; one of the 5 % that the engine was least sure of.",
        Needs.PAIR,
    ),
    Rule(
        "Q39",
        "two-ways",
        (INFO,),
        _differently,
        "The same sentence of the source, from 20 characters on, told in other words elsewhere.",
        Needs.PAIR,
    ),
    Rule(
        "Q40",
        "structure",
        (ERROR, INFO),
        _structure,
        "A source cue with words that no cue of the translation belongs to, or a cue whose source "
        "is gone (E); a deleted or added cue (I). A track of another film is told as such.",
        Needs.PAIR,
    ),
)
