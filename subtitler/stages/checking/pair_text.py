"""Rules about a translation's words: copied, left over, repeated, in another script, too long."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from subtitler.stages.checking.pair_terms import ADDRESS
from subtitler.stages.checking.pairing import PairView, Unit
from subtitler.stages.checking.rules import ERROR, WARNING, Hit, Needs, Rule
from subtitler.stages.checking.texts import (
    left_over,
    loops,
    plain_words,
    script_share,
    words_of,
)
from subtitler.stages.checking.views import primary
from subtitler.stages.garbage import COPIED, DENSE, LETTERS, OWN_SCRIPT, TIMES
from subtitler.stages.terms import find_terms

LONGEST = 12  # words of a phrase that can be said over and over
LEFT_OVER = 3  # words of the source in a row
RATIO = (0.4, 2.5)  # times the document's median ratio of lengths
ENOUGH = 15  # characters from which on a length tells something
FEW = 5  # units, fewer of which have no median


def _copied(pair: PairView) -> Iterator[Hit]:
    if primary(pair.source.language) == primary(pair.target.language):
        return
    for unit in pair.told:
        if _is_copy(unit):
            yield Hit(unit.targets[0], WARNING, "the source's words stand here: translate them")


def _is_copy(unit: Unit) -> bool:
    """The same words but for names and figures, and at least COPIED that are neither."""
    ours = plain_words(unit.source)
    return not unit.sound and len(ours) >= COPIED and ours == plain_words(unit.target)


def _left_over(pair: PairView) -> Iterator[Hit]:
    languages = (pair.source.language, pair.target.language)
    if primary(languages[0]) == primary(languages[1]):
        return
    for unit in pair.told:
        if _is_copy(unit):
            continue
        texts = (ADDRESS.sub("", unit.source), ADDRESS.sub("", unit.target))
        left = left_over(*texts, languages, LEFT_OVER)
        if left and not find_terms(left, languages[0], pair.glossary):
            at = next((at for at in unit.targets if left in _line(pair, at)), unit.targets[0])
            advice = f"{left!r} is still in the source's language: translate it"
            yield Hit(at, WARNING, advice)


def _line(pair: PairView, at: int) -> str:
    return pair.target.texts[at].replace("\n", " ")


def _script(pair: PairView) -> Iterator[Hit]:
    for at, text in enumerate(pair.target.texts):
        share = script_share(text, pair.target.language, LETTERS)
        if share is not None and share < OWN_SCRIPT:
            advice = "most letters are of another script than the language's: translate it"
            yield Hit(at, ERROR, advice, round(share, 2), OWN_SCRIPT)


def _lengths(pair: PairView) -> Iterator[Hit]:
    told = [one for one in pair.told if len(one.source) >= ENOUGH and not one.sound]
    if len(told) < FEW or (
        {primary(pair.source.language), primary(pair.target.language)} & DENSE and len(told) < 20
    ):
        return
    ratios = [len(one.target) / len(one.source) for one in told]
    middle = statistics.median(ratios)
    for unit, ratio in zip(told, ratios, strict=True):
        low, high = RATIO[0] * middle, RATIO[1] * middle
        if low <= ratio <= high:
            continue
        limit = low if ratio < low else high
        what = "far shorter" if ratio < low else "far longer"
        advice = f"it is {what} than its source usually asks: look whether all of it is there"
        yield Hit(unit.targets[0], WARNING, advice, round(ratio, 2), round(limit, 2))


def _repeated(pair: PairView) -> Iterator[Hit]:
    for unit in pair.told:
        theirs = [word.casefold() for word in words_of(unit.target)]
        times = loops(theirs, LONGEST)
        if times < TIMES:
            continue
        ours = loops([word.casefold() for word in words_of(unit.source)], LONGEST)
        if times > ours:
            advice = "it says the same over and over, and the source does not: translate it anew"
            yield Hit(unit.targets[0], ERROR, advice, times, TIMES)


def _twins(pair: PairView) -> Iterator[Hit]:
    texts = pair.target.texts
    own: dict[int, Unit] = {at: unit for unit in pair.units for at in unit.targets}
    for at in range(len(texts) - 1):
        here, after = texts[at].strip(), texts[at + 1].strip()
        if not here or here.casefold() != after.casefold():
            continue
        if not _source_repeats(pair, own, at):
            advice = "the next cue says the same, and the source does not: translate one anew"
            yield Hit(at, WARNING, advice)


def _source_repeats(pair: PairView, own: dict[int, Unit], at: int) -> bool:
    """Whether the sources of two neighbours say the same as well."""
    one, two = own.get(at), own.get(at + 1)
    if one is None or two is None:
        return False
    if one is not two:
        return one.source.casefold().strip() == two.source.casefold().strip()
    words = [word.casefold() for word in words_of(one.source)]
    half = len(words) // 2
    ours = [pair.source.texts[place].strip().casefold() for place in one.sources]
    return len(ours) != len(set(ours)) or (half > 0 and words[:half] == words[half:])


WORD_RULES: tuple[Rule[PairView], ...] = (
    Rule(
        "Q12",
        "copied",
        (WARNING,),
        _copied,
        "The source's own words, names and figures aside, at least three.",
        Needs.PAIR,
    ),
    Rule(
        "Q13",
        "script",
        (ERROR,),
        _script,
        "Under half of the letters are of the language's script, of at least 8.",
        Needs.PAIR,
    ),
    Rule(
        "Q14",
        "left-over",
        (WARNING,),
        _left_over,
        "Three or more words of the source in a row, none of them in a term.",
        Needs.PAIR,
    ),
    Rule(
        "Q15",
        "length",
        (WARNING,),
        _lengths,
        "A translation's length to its source's, outside 0.4 to 2.5 times the track's median; from "
        "15 characters on.",
        Needs.PAIR,
    ),
    Rule(
        "Q16",
        "repetition",
        (ERROR,),
        _repeated,
        "A phrase of up to twelve words three times in a row, more often than in the source.",
        Needs.PAIR,
    ),
    Rule(
        "Q17",
        "twins",
        (WARNING,),
        _twins,
        "Two neighbours that say the same, and their sources do not.",
        Needs.PAIR,
    ),
)
