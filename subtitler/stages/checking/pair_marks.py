"""Rules about what goes with the words: tags, question marks, speakers, sounds, negation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from subtitler.stages.checking.credits import credit
from subtitler.stages.checking.negation import denies, may_deny
from subtitler.stages.checking.pairing import PairView, Unit
from subtitler.stages.checking.rules import ERROR, WARNING, Hit, Needs, Rule
from subtitler.stages.checking.texts import folded
from subtitler.stages.checking.typography import URL
from subtitler.stages.checking.views import TrackView
from subtitler.stages.marks import MarkKind, whole
from subtitler.stages.sounds import NOTE, is_label, sound_ranges
from subtitler.stages.soundwords import translated_sound

ENDS = re.compile(r"[?!？！؟]+(?=[\s\"'”’»)\]]|$)|[;\u037e](?=\s|$)")
QUESTIONS = "?？؟"
SHOUTS = "!！"
GREEK = ";\u037e"


def _marks_lost(pair: PairView) -> Iterator[Hit]:
    for unit in pair.told:
        if unit.sound:
            continue
        ours = _ends(unit.source, pair.source)
        theirs = _ends(unit.target, pair.target)
        for mark, name in ((QUESTIONS, "question"), (SHOUTS, "exclamation")):
            if ours[mark] and not theirs[mark]:
                at = unit.targets[-1]
                advice = f"the source's {name} does not end as one: give it its mark"
                yield Hit(at, WARNING, advice, 0, ours[mark])


def _ends(text: str, track: TrackView) -> Counter[str]:
    """How many sentences of a text end as questions and as exclamations."""
    found: Counter[str] = Counter()
    if not any(mark in text for mark in QUESTIONS + SHOUTS + GREEK):
        return found
    for mark in ENDS.findall(URL.sub("", text)):
        question = any(one in QUESTIONS for one in mark) or (
            mark in GREEK and track.primary == "el"
        )
        found[QUESTIONS] += question
        found[SHOUTS] += any(one in SHOUTS for one in mark)
    return found


def _denials(pair: PairView) -> Iterator[Hit]:
    for unit in pair.told:
        said = denies(unit.source, pair.source.language)
        if said and not may_deny(unit.target, pair.target.language):
            advice = "the source denies something, and this does not: look whether it is right"
            yield Hit(unit.targets[0], WARNING, advice)


def _speakers(pair: PairView) -> Iterator[Hit]:
    for unit in pair.told:
        if len(unit.sources) != 1 or len(unit.targets) != 1:
            continue  # speakers in cues of their own need no dashes
        counts = [
            sum(1 for turn in track.plain_cues[at].turns if turn.mark)
            for track, at in ((pair.source, unit.sources[0]), (pair.target, unit.targets[0]))
        ]
        if max(counts) > 1 and counts[0] != counts[1]:
            advice = "the source has another number of speakers: mark each with its dash"
            yield Hit(unit.targets[0], WARNING, advice, counts[1], counts[0])


def _markup(pair: PairView) -> Iterator[Hit]:
    for unit in pair.units:
        if not unit.sources or not unit.targets:
            continue
        ours = _tags(pair.source, unit.sources)
        theirs = _tags(pair.target, unit.targets)
        if ours != theirs and not _only_split(ours, theirs, unit):
            tags = " ".join(sorted((ours - theirs) + (theirs - ours)))
            at = unit.targets[0]
            yield Hit(at, ERROR, f"other tags than in the source ({tags}): put them right")


def _tags(track: TrackView, places: Sequence[int]) -> Counter[str]:
    found: Counter[str] = Counter()
    for at in places:
        plain = track.plains[at]
        for mark in whole(plain) if plain.marks else ():
            if mark.kind is not MarkKind.TURN and not mark.opening.lower().startswith("<v"):
                found[mark.opening.lower()] += 1
    return found


def _only_split(ours: Counter[str], theirs: Counter[str], unit: Unit) -> bool:
    """A tag around a sentence is one more in each cue more that the sentence has."""
    more = abs(len(unit.sources) - len(unit.targets))
    return (
        set(ours) == set(theirs)
        and bool(more)
        and all(abs(ours[tag] - theirs[tag]) <= more for tag in ours)
    )


def _made_up(pair: PairView) -> Iterator[Hit]:
    for unit in pair.units:
        if not unit.targets or not unit.target.strip():
            continue
        made_up = credit(unit.target)
        if made_up and not credit(unit.source):
            advice = f"the source says nothing like {made_up!r}: translate it anew"
            yield Hit(_holding(pair, unit, made_up), ERROR, advice)
        elif (sounds := _sounds(unit.target)) and unit.sources and not _sounds(unit.source):
            advice = f"the source has no sound like {sounds[0]!r}: take it out"
            yield Hit(_holding(pair, unit, sounds[0]), ERROR, advice)


def _holding(pair: PairView, unit: Unit, text: str) -> int:
    texts = pair.target.texts
    return next(
        (at for at in unit.targets if text in texts[at].replace("\n", " ")), unit.targets[0]
    )


def _sounds(text: str) -> list[str]:
    """The sounds of a text, speakers' labels and editors' brackets in a sentence aside."""
    if not any(mark in text for mark in "[(（【" + NOTE):
        return []
    found = [text[begin:end] for begin, end in sound_ranges(text)]
    return [sound for sound in found if not is_label(sound)]


def _sounds_changed(pair: PairView) -> Iterator[Hit]:
    languages = (pair.source.language, pair.target.language)
    for unit in pair.told:
        if not unit.sound or not unit.targets:
            continue
        ruled = translated_sound(unit.source, *languages)
        inner = _inner(unit.target)
        if ruled != unit.source and inner != _inner(ruled):
            advice = f"a sound is translated by rule: write {ruled!r}"
            yield Hit(unit.targets[0], WARNING, advice)
        elif not _sounds(unit.target) and any(mark.isalnum() for mark in unit.target):
            advice = "the source is a sound that nobody says: write it in brackets"
            yield Hit(unit.targets[0], WARNING, advice)


def _inner(text: str) -> str:
    return folded(text).strip("[](){}（）【】♪♫ .!")


MARK_RULES: tuple[Rule[PairView], ...] = (
    Rule("Q10", "speakers", (WARNING,), _speakers, "", Needs.PAIR),
    Rule("Q18", "made-up", (ERROR, WARNING), _made_up, "", Needs.PAIR),
    Rule("Q19", "tags", (ERROR, WARNING), _markup, "", Needs.PAIR),
    Rule(
        "Q23",
        "negation",
        (WARNING,),
        _denials,
        "The source denies something, and nothing in the translation may. Word lists for English, "
        "Spanish, French, German, Portuguese and Italian.",
        Needs.PAIR,
    ),
    Rule("Q29", "question-marks", (WARNING,), _marks_lost, "", Needs.PAIR),
    Rule(
        "Q38",
        "sound",
        (WARNING,),
        _sounds_changed,
        "A cue that is only a sound ([applause], ♪), translated otherwise than by rule.",
        Needs.PAIR,
    ),
)
