"""Rules about a track and what was heard: speech, words, their times and probabilities."""

from __future__ import annotations

import difflib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from subtitler.domain.cue import Origin
from subtitler.domain.measure import length
from subtitler.domain.timing import Span, clock
from subtitler.domain.transcript import Word
from subtitler.stages.checking.rules import ERROR, INFO, WARNING, Hit, Needs, Rule
from subtitler.stages.checking.texts import folded, words_of
from subtitler.stages.checking.views import TrackView
from subtitler.stages.garbage import WORD
from subtitler.stages.sounds import sound_ranges

MISSED, MUCH_MISSED = 1000, 3000  # ms of speech under no cue
AWAY = 500  # ms from speech, beyond which nobody says a cue
QUARTER = 0.25  # of a cue that speech covers at least …
RATE = 20.0  # … unless its text is so short that it can be said in that time, characters a second
DOUBTFUL, HARDLY = 0.5, 0.3  # probabilities
LATE, EARLY, CUT, FAR = 200, 1000, 250, 1000  # ms
REACH = (300, 1500, 5000)  # ms around a cue in which its words are sought, nearest first


@dataclass(frozen=True, slots=True)
class Said:
    """A cue's words as they were heard: from the first matched to the last, and whether those
    are the cue's own first and last word."""

    words: tuple[Word, ...]
    first: bool
    last: bool


@dataclass(frozen=True)
class SoundView:
    """A track, the words that were heard, and where a voice was (both by time)."""

    track: TrackView
    words: tuple[Word, ...]
    speech: tuple[Span, ...]

    @cached_property
    def said(self) -> tuple[Said | None, ...]:
        """For each cue its words as they were heard; None where half of them were not."""
        keys = [_key(word.text) for word in self.words]
        ins = [word.span.in_time for word in self.words]
        return tuple(self._said(at, keys, ins) for at in range(len(self.track.cues)))

    def _said(self, at: int, keys: Sequence[str], ins: Sequence[int]) -> Said | None:
        own = [_key(word) for word in words_of(spoken_text(self.track.texts[at]))]
        if not own or not keys:
            return None
        span = self.track.cues[at].cue.span
        best: list[tuple[int, int]] = []
        for reach in REACH:
            first = bisect_left(ins, span.in_time - reach)
            end = bisect_left(ins, span.out_time + reach)
            pairs = _matched(own, keys, first, end)
            if len(pairs) > len(best):
                best = pairs
            if best and best[0][0] == 0 and best[-1][0] == len(own) - 1:
                break
        if 2 * len(best) < len(own):
            return None
        words = tuple(self.words[place] for _, place in best)
        return Said(words, best[0][0] == 0, best[-1][0] == len(own) - 1)


def spoken_text(text: str) -> str:
    """A cue's text without its sounds."""
    if not any(mark in text for mark in "[(（【♪♫:"):
        return text
    at, parts = 0, []
    for begin, end in sound_ranges(text):
        parts.append(text[at:begin])
        at = end
    return "".join([*parts, text[at:]])


def _key(text: str) -> str:
    return "".join(WORD.findall(folded(text)))


def _matched(
    own: Sequence[str], keys: Sequence[str], first: int, end: int
) -> list[tuple[int, int]]:
    """Pairs (place in the cue, place in the transcript) of equal words, in order on both sides."""
    there = keys[first:end]
    if list(own) == list(there):
        return [(at, first + at) for at in range(len(own))]
    matcher = difflib.SequenceMatcher(None, own, there, autojunk=False)
    return [
        (block.a + at, first + block.b + at)
        for block in matcher.get_matching_blocks()
        for at in range(block.size)
    ]


def _missed(view: SoundView) -> Iterator[Hit]:
    cues = [seen.cue.span for seen in view.track.cues]
    begins = [span.in_time for span in cues]
    longest = max((span.duration for span in cues), default=0)
    for span in view.speech:
        first = bisect_left(begins, span.in_time - longest)
        end = bisect_left(begins, span.out_time)
        for hole in _uncovered(span, cues[first:end]):
            if hole.duration < MISSED:
                continue
            severity = ERROR if hole.duration >= MUCH_MISSED else WARNING
            at = max(0, bisect_left(begins, hole.in_time) - 1) if cues else None
            advice = f"speech stands under no cue: listen at {clock(hole.in_time)}, and add it"
            yield Hit(at, severity, advice, hole.duration, MISSED, hole)


def _uncovered(span: Span, cues: Sequence[Span]) -> list[Span]:
    """The parts of a span that are under no cue."""
    holes: list[Span] = []
    begin = span.in_time
    for cue in cues:
        if cue.in_time >= span.out_time:
            break
        if cue.in_time > begin:
            holes.append(Span(begin, cue.in_time))
        begin = max(begin, cue.out_time)
    if begin < span.out_time:
        holes.append(Span(begin, span.out_time))
    return holes


def _unsaid(view: SoundView) -> Iterator[Hit]:
    for at, seen in enumerate(view.track.cues):
        text = spoken_text(view.track.texts[at])
        span = seen.cue.span
        if not any(mark.isalnum() for mark in text) or not span.duration:
            continue
        if all(span.distance(one) > AWAY for one in _near(view.speech, span, AWAY)):
            advice = "nobody speaks while it is shown: listen whether it was said"
            yield Hit(at, ERROR, advice, 0, AWAY)
            continue
        heard = sum(span.overlap(one) for one in _near(view.speech, span, 0))
        if heard < QUARTER * span.duration and length(text) * 1000 > RATE * heard:
            advice = "there is little speech for so much text: listen whether it was said"
            yield Hit(at, WARNING, advice, round(heard / span.duration, 2), QUARTER)


def _near(speech: Sequence[Span], span: Span, by: int) -> Sequence[Span]:
    first = bisect_left(speech, span.in_time - by, key=lambda one: one.out_time)
    end = bisect_left(speech, span.out_time + by + 1, key=lambda one: one.in_time)
    return speech[first:end]


def _doubtful(view: SoundView) -> Iterator[Hit]:
    for at, said in enumerate(view.said):
        if said is None or view.track.cues[at].cue.origin is Origin.PERSON:
            continue  # a person looked at it already
        telling = [word for word in said.words if _is_telling(word, said) and word.probability]
        worst = min(telling or said.words, key=lambda word: word.probability)
        mean = sum(word.probability for word in said.words) / len(said.words)
        least = min(said.words, key=lambda word: word.probability)
        if telling and worst.probability < DOUBTFUL:
            advice = (
                f"{worst.text.strip()!r} was hardly heard, and it is a name or a figure: listen"
            )
            yield Hit(at, WARNING, advice, round(worst.probability, 2), DOUBTFUL)
        elif mean < DOUBTFUL:
            yield Hit(at, WARNING, "it was hardly heard: listen", round(mean, 2), DOUBTFUL)
        elif least.probability < HARDLY:
            advice = f"{least.text.strip()!r} was hardly heard: listen"
            yield Hit(at, INFO, advice, round(least.probability, 2), HARDLY)


def _is_telling(word: Word, said: Said) -> bool:
    """Whether a word is a figure, or a name: it has a capital and begins no cue."""
    text = word.text.strip("\"'“«¿¡( ")
    if any(mark.isdigit() for mark in text):
        return True
    return text[:1].isupper() and word is not said.words[0] and text not in {"I", "I'm", "I've"}


def _off(view: SoundView) -> Iterator[Hit]:
    for at, said in enumerate(view.said):
        if said is None:
            continue
        span = view.track.cues[at].cue.span
        late = span.in_time - said.words[0].span.in_time if said.first else 0
        cut = said.words[-1].span.out_time - span.out_time if said.last else 0
        if late > LATE:
            severity = ERROR if late > FAR else WARNING
            advice = "it comes later than its first word: let it begin with the word"
            yield Hit(at, severity, advice, late, LATE)
        elif -late > EARLY:
            advice = "it comes long before its first word: let it begin with the word"
            yield Hit(at, WARNING, advice, -late, EARLY)
        elif cut > CUT:
            severity = ERROR if cut > FAR else WARNING
            advice = "it goes before its last word is said: let it stay until then"
            yield Hit(at, severity, advice, cut, CUT)


SOUND_RULES: tuple[Rule[SoundView], ...] = (
    Rule(
        "Q41",
        "speech-without-text",
        (ERROR, WARNING),
        _missed,
        "At least 1 s of speech under no cue (W), 3 s (E).",
        Needs.SOUND,
    ),
    Rule(
        "Q42",
        "text-without-speech",
        (ERROR, WARNING),
        _unsaid,
        "No speech within 500 ms of a cue (E); speech under less than a quarter of it, and too "
        "little to say its text at 20 characters a second (W). Sound cues aside.",
        Needs.SOUND,
    ),
    Rule(
        "Q43",
        "doubtful",
        (WARNING, INFO),
        _doubtful,
        "A name or a figure that was heard with a probability under 0.5, or all of the cue's words "
        "in the mean (W); any word under 0.3 (I). Not what a person wrote.",
        Needs.SOUND,
    ),
    Rule(
        "Q44",
        "off-words",
        (ERROR, WARNING),
        _off,
        "In more than 200 ms after its first word or 1 s before it, out more than 250 ms before "
        "its last word's end (W); more than 1 s late or cut (E).",
        Needs.SOUND,
    ),
)
