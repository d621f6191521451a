"""Rules about where a text is parted: between lines, and between cues."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from subtitler.stages.checking.rules import ERROR, INFO, WARNING, Hit, Rule
from subtitler.stages.checking.views import TrackView
from subtitler.stages.figures.language import language_of
from subtitler.stages.figures.spans import unbreakable_spans
from subtitler.stages.phrase_tables import phrase_table
from subtitler.stages.phrases import BOUND, EDGES, LEANING, NAME, break_costs
from subtitler.stages.sentences import is_terminal

BESIDE = 4  # words on either side of a break that tell what it parts
GOES_ON = 1000  # ms of pause, over which two cues have nothing to do with each other
ABBREVIATED = re.compile(r"[^\W\d_]{1,4}\.")
NAMES = re.compile(r"[^\W\d_]\S*")


def _bad_breaks(track: TrackView) -> Iterator[Hit]:
    for at, text in enumerate(track.texts):
        lines = text.split("\n")
        turns = {turn.at for turn in track.plain_cues[at].turns}
        place = 0
        for line, after in zip(lines, lines[1:], strict=False):
            place += len(line) + 1
            if place not in turns:
                yield from _judged(track, at, line.split(), after.split(), "line")
        following = _following(track, at)
        if following:
            yield from _judged(track, at, lines[-1].split(), following, "cue")


def _following(track: TrackView, at: int) -> list[str]:
    """The first words of the next cue, where it goes on with this one's sentence."""
    if at + 1 >= len(track.cues) or track.cues[at].cue.span.distance(
        track.cues[at + 1].cue.span
    ) > (GOES_ON):
        return []
    if any(not turn.at for turn in track.plain_cues[at + 1].turns):
        return []
    return track.texts[at + 1].split("\n", maxsplit=1)[0].split()


def _judged(
    track: TrackView, at: int, before: Sequence[str], after: Sequence[str], ends: str
) -> Iterator[Hit]:
    """What is wrong with a break between these words; `ends` says what ends there."""
    if not before or not after or is_terminal(before[-1]):
        return
    words = [*before[-2:], after[0]]
    texts = [" " + word for word in words]
    here = len(words) - 2
    cost = break_costs(texts, [is_terminal(word) for word in words], track.language)[here]
    if cost < LEANING or (cost == NAME and not _is_held(track, words[here], after[0])):
        return
    shown = f"{before[-1]!r} and {after[0]!r}"
    if cost == NAME:
        advice = f"the {ends} ends between {shown}, a name or a number and its unit: keep them"
        yield Hit(at, WARNING, advice + " together")
    elif cost in {BOUND, LEANING}:
        yield Hit(at, INFO, f"the {ends} ends between {shown}, which belong together")


def _is_held(track: TrackView, word: str, after: str) -> bool:
    """Whether two words are a name, or a number and its unit. In German every noun has a capital,
    and two in a row are seldom a name; "in 1952 at sea" is no number of seas."""
    if word.strip(EDGES)[:1].isdigit():
        table, key = phrase_table(track.language), after.strip(EDGES).lower()
        return key not in table.prepositions and key not in table.articles
    capitals = language_of(track.language).figures.nouns_capital
    return not (capitals and NAMES.fullmatch(word) and NAMES.fullmatch(after))


def _parted(track: TrackView) -> Iterator[Hit]:
    for at in range(len(track.cues) - 1):
        before, after = track.texts[at].split(), _following(track, at)
        if not after or not _may_part(track, before, after):
            continue
        head, tail = " ".join(before[-BESIDE:]), " ".join(after[:BESIDE])
        for begin, end in unbreakable_spans(f"{head} {tail}", track.language):
            held = f"{head} {tail}"[begin:end]
            name = not any(mark.isdigit() for mark in held) and not _number(track, before[-1])
            if begin < len(head) and end > len(head) + 1 and not (name and "." not in held):
                yield Hit(at, ERROR, f"the cue ends inside {held!r}: keep it in one cue")


def _may_part(track: TrackView, before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether it is worth looking for a figure or an abbreviation at the end of a cue."""
    if not before or (is_terminal(before[-1]) and not ABBREVIATED.fullmatch(before[-1])):
        return False
    digits = any(mark.isdigit() for word in (*before[-2:], *after[:2]) for mark in word)
    return digits or bool(ABBREVIATED.fullmatch(before[-1])) or _number(track, before[-1])


def _number(track: TrackView, word: str) -> bool:
    return word.strip(EDGES).lower() in language_of(track.language).number_starts


BREAK_RULES: tuple[Rule[TrackView], ...] = (
    Rule(
        "Q09",
        "bad-break",
        (WARNING, INFO),
        _bad_breaks,
        "A line or a cue that ends inside a phrase: after an article, a preposition, a negation, "
        "an auxiliary (I); inside a name, or between a number and its unit (W). Word lists for "
        "English, Spanish and French.",
    ),
    Rule(
        "Q37",
        "parted",
        (ERROR,),
        _parted,
        "A cue that ends inside a number, a date, a time or an abbreviation.",
    ),
)
