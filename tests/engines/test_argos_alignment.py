"""Where words come from: laws of the way from attention to characters."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from subtitler.engines.argos_alignment import anchors, composed, piece_starts

WORDS = st.lists(st.text("abcdeñé.,'", min_size=1, max_size=8), min_size=1, max_size=8)


@st.composite
def texts_in_pieces(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A text of words, and its pieces: each word cut at will."""
    words = draw(WORDS)
    pieces = []
    for word in words:
        cuts = sorted({0, len(word), *draw(st.lists(st.integers(0, len(word)), max_size=3))})
        pieces += [word[a:b] for a, b in zip(cuts, cuts[1:], strict=False)]
    return " ".join(words), pieces


@given(texts_in_pieces())
def test_pieces_of_a_text_are_found_where_they_are(given_text: tuple[str, list[str]]) -> None:
    """Each piece stands in the text where it is said to begin."""
    text, pieces = given_text
    for start, piece in zip(piece_starts(text, pieces), pieces, strict=True):
        assert text.startswith(piece, start)


@given(texts_in_pieces(), st.lists(st.text(max_size=6), max_size=12))
def test_pieces_of_another_text_are_put_in_order(
    given_text: tuple[str, list[str]], pieces: list[str]
) -> None:
    """However a tokenizer wrote them: inside the text, and never backwards."""
    text, _ = given_text
    starts = piece_starts(text, pieces)
    assert len(starts) == len(pieces)
    assert starts == sorted(starts)
    assert all(0 <= start <= len(text) for start in starts)


def test_rewritten_characters_are_found_by_what_stands_around_them() -> None:
    """A tokenizer writes quotes, dots and ligatures in its own way."""
    assert piece_starts("“Hello” … fine", ['"', "Hello", '"', "...", "fi", "ne"])[1] == 1
    assert piece_starts("Der ﬁnale Tag", ["Der", "finale", "Tag"]) == [0, 4, 10]


@given(texts_in_pieces(), texts_in_pieces(), st.integers(0, 2**32 - 1))
def test_any_attention_gives_an_anchor_for_each_word(
    source: tuple[str, list[str]], target: tuple[str, list[str]], seed: int
) -> None:
    """In the order of the target, each from the start of a word to the start of a word."""
    attention = np.random.default_rng(seed).random((len(target[1]), len(source[1])))
    found = anchors(source, target, attention)
    assert [at for at, _ in found] == _starts(target[0])
    assert {at for _, at in found} <= set(_starts(source[0]))


@given(st.permutations(range(4)))
def test_clear_attention_is_followed(order: list[int]) -> None:
    """Whatever the order of the words is, a word that draws all attention is the one."""
    words = ["alpha", "beta", "gamma", "delta"]
    attention = np.full((4, 4), 0.001)
    attention[range(4), order] = 0.997
    source, target = " ".join(words), "uno due tre quattro"
    found = anchors((source, words), (target, target.split()), attention)
    assert [source.index(words[at]) for at in order] == [at for _, at in found]


def test_a_name_or_a_figure_is_anchored_to_itself() -> None:
    """Even where the attention wavers between its neighbours."""
    source, target = "In 2019 we met Okonkwo", "Nous avons rencontré Okonkwo en 2019"
    attention = np.full((6, 5), 0.2)
    found = dict(anchors((source, source.split()), (target, target.split()), attention))
    assert found[target.index("Okonkwo")] == source.index("Okonkwo")
    assert found[target.index("2019")] == source.index("2019")


def test_a_script_without_blanks_has_a_word_for_each_piece() -> None:
    """Chinese, Japanese and Thai: the tokenizer's pieces are the words."""
    target = "我们今天见面。"
    pieces = ["我们", "今天", "见面", "。"]
    attention = np.eye(4, 3) + 0.01
    found = anchors(("We today meet", ["We", "today", "meet"]), (target, pieces), attention)
    assert [at for at, _ in found] == [0, 2, 4, 6]
    assert [at for _, at in found][:3] == [0, 3, 9]


def test_two_translations_in_a_row_have_one_alignment() -> None:
    """A word's source is the source of the word between that holds its anchor."""
    first = ((0, 5), (4, 0), (9, 10))
    second = ((0, 4), (6, 11), (9, 2))
    assert composed(first, second) == ((0, 0), (6, 10), (9, 5))
    assert composed((), second) == ()
    assert composed(((3, 7),), ((0, 0),)) == ((0, 7),)


def _starts(text: str) -> list[int]:
    return [at for at in range(len(text)) if at == 0 or text[at - 1] == " "]
