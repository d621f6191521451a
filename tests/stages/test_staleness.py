"""Laws of staleness: by sentence, by cause."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edit_scripts as scripts
from subtitler.domain.cue import CueId
from subtitler.domain.timing import Span
from subtitler.stages.staleness import Cause, Change, SourceSentence, changes


def compared(text: str, language: str) -> tuple[str, ...]:
    """A stand-in for the figures' comparison: casefolded words, figures with their signs."""
    return tuple(re.findall(r"[-+]?\d[\d.,]*\d%?|[-+]?\d%?|\w+", text.casefold()))


def sentence(text: str, *cues: int) -> SourceSentence:
    spans = tuple(Span(1000 * cue, 1000 * cue + 900) for cue in cues)
    return SourceSentence(text, tuple(CueId(f"c{cue}") for cue in cues), spans)


def causes(
    before: Sequence[SourceSentence], now: Sequence[SourceSentence]
) -> list[tuple[object, ...]]:
    return [
        (found.before, found.now, found.cause) for found in changes(before, now, compared, "en")
    ]


FIRST = sentence("We have come here.", 1, 2)
SECOND = sentence("Peace is what we want, and 5 % more.", 2, 3)
THIRD = sentence("Thank you.", 4)
BEFORE = [FIRST, SECOND, THIRD]
NONE, WORDS, MARKS = Cause.NONE, Cause.WORDS, Cause.MARKS


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param(
            BEFORE, [((0,), (0,), NONE), ((1,), (1,), NONE), ((2,), (2,), NONE)], id="nothing"
        ),
        pytest.param(
            [replace(FIRST, text="We  have\ncome here."), *BEFORE[1:]],
            [((0,), (0,), NONE), ((1,), (1,), NONE), ((2,), (2,), NONE)],
            id="line break",
        ),
        pytest.param(
            [replace(FIRST, text="We have gone here."), *BEFORE[1:]],
            [((0,), (0,), WORDS), ((1,), (1,), NONE), ((2,), (2,), NONE)],
            id="one word",
        ),
        pytest.param(
            [FIRST, replace(SECOND, text="Peace is what we want, and -5 % more."), THIRD],
            [((0,), (0,), NONE), ((1,), (1,), WORDS), ((2,), (2,), NONE)],
            id="the sign of a figure",
        ),
        pytest.param(
            [replace(FIRST, text="we have come here!"), *BEFORE[1:]],
            [((0,), (0,), MARKS), ((1,), (1,), NONE), ((2,), (2,), NONE)],
            id="case and punctuation",
        ),
        pytest.param(
            [
                sentence("We have come here, peace is what we want.", 1, 2, 3),
                sentence("And 5 % more.", 3),
                THIRD,
            ],
            [((0, 1), (0, 1), MARKS), ((2,), (2,), NONE)],
            id="a boundary moved",
        ),
        pytest.param(
            [
                sentence("We have come here, peace is what they want.", 1, 2, 3),
                sentence("And 5 % more.", 3),
                THIRD,
            ],
            [((0, 1), (0, 1), WORDS), ((2,), (2,), NONE)],
            id="a boundary moved and a word",
        ),
        pytest.param(
            [
                sentence("We have gone here.", 1, 2),
                sentence("Peace is what they want, and 5 % more.", 2, 3),
                THIRD,
            ],
            [((0,), (0,), WORDS), ((1,), (1,), WORDS), ((2,), (2,), NONE)],
            id="a word in each of two that share a cue",
        ),
        pytest.param(
            [replace(FIRST, spans=(Span(900, 1900), Span(2000, 2900))), *BEFORE[1:]],
            [((0,), (0,), Cause.TIMING), ((1,), (1,), NONE), ((2,), (2,), NONE)],
            id="timing",
        ),
        pytest.param(
            [sentence(FIRST.text, 1), *BEFORE[1:]],
            [((0,), (0,), Cause.BOUNDARIES), ((1,), (1,), NONE), ((2,), (2,), NONE)],
            id="cue boundaries",
        ),
        pytest.param(
            [FIRST, THIRD],
            [((0,), (0,), NONE), ((2,), (1,), NONE), ((1,), (), Cause.GONE)],
            id="a sentence gone",
        ),
        pytest.param(
            [FIRST, SECOND, sentence("One thing more.", 9), THIRD],
            [
                ((0,), (0,), NONE),
                ((1,), (1,), NONE),
                ((), (2,), Cause.NEW),
                ((2,), (3,), NONE),
            ],
            id="a sentence inserted",
        ),
    ],
)
def test_causes(now: list[SourceSentence], expected: list[tuple[object, ...]]) -> None:
    """Each change has the cause that a person would name, and its neighbours have none."""
    assert causes(BEFORE, now) == expected


def test_lost_ids_do_not_make_anything_stale() -> None:
    """With all cue ids new (a record made anew) the words still tell which sentence is which."""
    renamed = [
        replace(one, cues=tuple(CueId(f"c9{cue[1:]}") for cue in one.cues)) for one in BEFORE
    ]
    assert [cause for *_, cause in causes(BEFORE, renamed)] == [Cause.BOUNDARIES] * 3
    changed = [replace(renamed[0], text="Quite another thing."), *renamed[1:]]
    assert [cause for *_, cause in causes(BEFORE, changed)] == [WORDS] + [Cause.BOUNDARIES] * 2


def track(rng: random.Random) -> list[SourceSentence]:
    """Forty sentences over one to three cues each; neighbours may share a cue."""
    known = scripts.vocabulary(rng)
    found, cue = [], 1
    for _ in range(40):
        count = rng.randint(1, 3)
        text = rng.choice(scripts.SHORT)
        if rng.random() < 0.8:
            text = " ".join(scripts.phrase(rng, known, rng.randint(3, 12)))
        found.append(sentence(text, *range(cue, cue + count)))
        cue += count - rng.choice([0, 0, 1])
    return found


@given(st.integers(0, 2**32))
def test_changed_words_are_always_found_and_nothing_else(seed: int) -> None:
    """Every sentence with a changed word is stale by its words; timing alone never is."""
    rng = random.Random(seed)
    before = track(rng)
    now = list(before)
    changed = set(rng.sample(range(40), rng.randint(0, 6)))
    for at in range(40):
        said = now[at].text.split()
        if at in changed:
            said[rng.randrange(len(said))] = f"xx{rng.randrange(99)}"
        spans = tuple(span.grown(rng.choice([0, 0, 40])) for span in now[at].spans)
        now[at] = replace(now[at], text=" ".join(said), spans=spans)
    found = changes(before, now, compared, "en")
    stale = {at for one in found if one.cause >= Cause.MARKS for at in one.before}
    # a sentence that only shares a cue with a changed one is never dragged along
    assert stale == changed
    covered = [at for one in found for at in one.before]
    assert sorted(covered) == list(range(40))
    assert sorted(at for one in found for at in one.now) == list(range(40))


def test_no_sentences_no_changes() -> None:
    """Nothing before is all new; nothing now is all gone."""
    assert changes([], [], compared, "en") == ()
    assert changes([], [THIRD], compared, "en") == (Change((), (0,), Cause.NEW),)
    assert changes([THIRD], [], compared, "en") == (Change((0,), (), Cause.GONE),)
