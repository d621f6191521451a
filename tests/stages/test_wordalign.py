"""Laws of the word alignment: which word of one transcript is which of another."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edit_scripts as scripts
from subtitler.domain.timing import Span
from subtitler.domain.transcript import Word
from subtitler.stages.drift import Pair, Token, drift_between, heaviest_chain
from subtitler.stages.wordalign import align_words, tokens


def words(text: str, start: int = 0, step: int = 400) -> list[Word]:
    return [
        Word(" " + word, Span(start + step * at, start + step * at + 300), 0.9)
        for at, word in enumerate(text.split())
    ]


@given(st.integers(0, 2**32), st.sampled_from([0.0, 0.1, 0.5, 1.0]))
def test_the_mapping_never_goes_back(seed: int, share: float) -> None:
    """Whatever another model hears, old indexes never descend, and each is one that exists."""
    rng = random.Random(seed)
    old = scripts.speech(rng, 20)
    places = align_words(old, scripts.reheard(old, rng, share))
    known = [at for at in places if at is not None]
    assert known == sorted(known)
    assert all(0 <= at < len(old) for at in known)


@given(st.integers(0, 2**32), st.integers(0, 500_000))
def test_a_shift_changes_no_mapping(seed: int, by: int) -> None:
    """The same words later are the same words."""
    old = scripts.speech(random.Random(seed), 20)
    new = [Word(w.text, Span(w.span.in_time + by, w.span.out_time + by), 0.5) for w in old]
    assert align_words(old, new) == tuple(range(len(old)))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a b c d", "a b c d", (0, 1, 2, 3)),
        ("a b c d", "A, b. C d!", (0, 1, 2, 3)),
        ("a cat sat here", "a cad sat here", (0, 1, 2, 3)),
        ("no no no no", "no no no no", (0, 1, 2, 3)),
    ],
)
def test_small_mappings(old: str, new: str, expected: tuple[int | None, ...]) -> None:
    """Case and punctuation say nothing; a word heard otherwise in its place is that word."""
    assert align_words(words(old), words(new)) == expected


def test_two_words_can_be_one() -> None:
    """What is heard as two words where one was belongs to that one."""
    old = [*words("we"), Word(" gonna", Span(400, 900), 0.9), *words("win", 1000)]
    new = [
        *words("we"),
        Word(" going", Span(400, 700), 0.9),
        Word(" to", Span(700, 900), 0.9),
        *words("win", 1000),
    ]
    assert align_words(old, new) == (0, 1, 1, 2)


def test_time_decides_which_of_equal_words_is_lost() -> None:
    """Of ten times "no", the one that is no longer heard is the one at its time."""
    old = words(" ".join(["no"] * 10), step=2000)
    assert align_words(old, old[:4] + old[5:]) == (0, 1, 2, 3, 5, 6, 7, 8, 9)


def test_a_word_from_elsewhere_is_new() -> None:
    """A word far from any that was heard before is none of them."""
    assert align_words(words("a b"), [*words("a b"), *words("b", 60_000)]) == (0, 1, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don’t <i>STOP</i>, Straße!", ("don't", "stop", "strasse")),
        ("{\\an8}３ｋｍ", ("3km",)),
        ("今日は", ("今", "日", "は")),
        ("♪", ("♪",)),
        ("", ()),
    ],
)
def test_tokens(text: str, expected: tuple[str, ...]) -> None:
    """Words are compared without case, markup, punctuation and width; dense scripts by
    character."""
    assert tokens(text) == expected


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(1, 5)), max_size=9))
def test_the_heaviest_chain_is_the_best_of_all(raw: list[tuple[int, int, int]]) -> None:
    """Tried against every subset: no ascending chain is worth more."""
    pairs = [Pair(old, new, float(worth)) for old, new, worth in raw]
    chain = heaviest_chain(pairs)
    best = 0.0
    for mask in range(1 << len(pairs)):
        picked = sorted(pair for at, pair in enumerate(pairs) if mask >> at & 1)
        if all(a.old < b.old and a.new < b.new for a, b in zip(picked, picked[1:], strict=False)):
            best = max(best, sum(pair.worth for pair in picked))
    assert sum(pair.worth for pair in chain) == best
    assert all(a.old < b.old and a.new < b.new for a, b in zip(chain, chain[1:], strict=False))


def test_a_drift_follows_a_stretch_and_a_cut() -> None:
    """23.976 to 25 fps, and a passage cut in at half time, are both found everywhere."""
    old = [Token(f"w{at}", 1000 * at) for at in range(200)]
    stretched = drift_between(old, [Token(key, time * 25 // 24) for key, time in old])
    cut = drift_between(old, [Token(key, time + 30_000 * (time > 100_000)) for key, time in old])
    for time in range(5000, 195_000, 7000):
        assert abs(stretched.moved(time) - time * 25 / 24) < 200
        if abs(time - 100_000) > 5000:
            assert cut.moved(time) == time + 30_000 * (time > 100_000)


def test_unrelated_texts_have_no_drift() -> None:
    """A few common words by chance move nothing."""
    rng = random.Random(7)
    old = [Token(word, 700 * at) for at, word in enumerate(rng.choices(scripts.COMMON, k=300))]
    new = [Token(word, 700 * at) for at, word in enumerate(rng.choices(scripts.COMMON, k=300))]
    assert drift_between(old, new).moved(50_000) == 50_000
