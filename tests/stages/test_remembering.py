"""Equal and similar sentences, and languages that serve for others."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

from subtitler.domain.memory import Pair, Remembered
from subtitler.stages.remembering import (
    best_exact,
    closeness,
    exact_key,
    near_keys,
    target_closeness,
    texts_of,
    worth_keeping,
)

SHORT = st.text("ab .", max_size=12)


@given(st.text(), st.sampled_from([" ", "\n", "\t", "\u00a0", "  "]))
def test_white_space_and_composition_do_not_count(text: str, blank: str) -> None:
    """A text is equal to itself with other blanks, and decomposed; the key is its own key."""
    key = exact_key(text)
    assert exact_key(key) == key
    assert exact_key(unicodedata.normalize("NFD", text)) == key
    assert exact_key(f"{blank}{key.replace(' ', blank)}{blank}") == key


@pytest.mark.parametrize(
    "other", ["good morning.", "Good morning!", "Good morning", "Good  mornings."]
)
def test_case_and_punctuation_count(other: str) -> None:
    """Two sentences."""
    assert exact_key(other) != exact_key("Good morning.")


@given(SHORT, st.sets(SHORT.map(exact_key)), st.integers(1, 9), st.sampled_from([0, 0.3, 0.7, 1]))
def test_near_keys_are_those_that_a_plain_search_finds(
    text: str, keys: set[str], limit: int, floor: float
) -> None:
    """The likest of all whose score and length are over the floor; 1 is an equal text."""
    key = exact_key(text)
    plain = [
        Indel.normalized_similarity(key, one)
        for one in keys
        if min(len(key), len(one)) >= floor * max(len(key), len(one)) - 1e-9
    ]
    wanted = sorted((score for score in plain if score >= floor), reverse=True)[:limit]
    found = near_keys(text, texts_of(keys), limit, floor)
    assert [score for _, score in found] == pytest.approx(wanted)
    assert all((score == 1) == (near == key) for near, score in found)


@pytest.mark.parametrize(
    ("asked", "stored", "close"),
    [
        ("es-MX", "es-MX", 0),
        ("pt", "pt-BR", 1),
        ("pt-BR", "pt", 1),
        ("zh-TW", "zh-Hant", 1),
        ("es-MX", "es", 2),
        ("en-GB", "en", 2),
        ("es", "es-MX", 3),
        ("es-MX", "es-ES", None),
        ("pt-PT", "pt-BR", None),
        ("zh", "zh-Hant", None),
        ("sr-Latn", "sr", None),
        ("es", "pt", None),
        ("x-one", "x-two", None),
    ],
)
def test_which_target_languages_serve(asked: str, stored: str, close: int | None) -> None:
    """The same, a wider, a narrower one; no other region, script or language."""
    assert target_closeness(asked, stored) == close


def test_a_source_serves_in_every_region() -> None:
    """But in its own script only."""
    assert closeness(("en-US", "es"), ("en-GB", "es")) == 0
    assert closeness(("zh-Hans", "es"), ("zh-TW", "es")) is None


def remembered(target: str, language: str, *, approved: bool) -> Remembered:
    return Remembered(Pair("en", language, "Hi.", target, approved, "talk"), "", "")


def test_the_first_of_several_translations() -> None:
    """The closest language alone; in it approved before edited, then the newest; each once."""
    found = [
        remembered("wide", "es", approved=True),
        remembered("new", "es-MX", approved=False),
        remembered("yes", "es-MX", approved=True),
        remembered("new ", "es-MX", approved=False),
        remembered("old yes", "es-MX", approved=True),
        remembered("yes", "es-MX", approved=False),
    ]
    best = best_exact(("en", "es-MX"), found)
    assert [one.pair.target for one in best] == ["yes", "old yes", "new"]
    assert [one.pair.target for one in best_exact(("en", "es-AR"), found)] == ["wide"]
    assert best_exact(("en", "fr"), found) == ()


@pytest.mark.parametrize(
    ("source", "target", "worth"),
    [("Hi.", "Hola.", True), (" ", "Hola.", False), ("Hi.", "\n", False), ("Hi.", "\ud800", False)],
)
def test_a_pair_without_words_is_worth_nothing(source: str, target: str, worth: bool) -> None:
    """Nor one with half a character, which no file can hold."""
    assert worth_keeping(Pair("en", "es", source, target, True, "talk")) is worth
