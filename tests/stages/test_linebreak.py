"""How a cue's words are laid out in lines."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtitler.domain.measure import length
from subtitler.domain.style import HOUSES, StyleGuide, style_guide
from subtitler.stages.linebreak import LineBreaker
from subtitler.stages.phrases import PLAIN, break_costs
from subtitler.stages.sentences import sentence_ends

NETFLIX = style_guide(HOUSES["netflix"], "en")
NARROW = StyleGuide("narrow", cpl=12)
COSTS = st.sampled_from([0.0, 3.0, PLAIN, 30.0, 36.0])


def breaker(text: str, style: StyleGuide = NETFLIX, language: str = "en") -> LineBreaker:
    """A text ready to be laid out, as the cue builder asks for it."""
    tokens = [" " + token for token in text.split()]
    ends = sentence_ends(tokens, language)
    return LineBreaker(tokens, break_costs(tokens, ends, language), style)


def laid(text: str, style: StyleGuide = NETFLIX, language: str = "en") -> str:
    return " / ".join(breaker(text, style, language).lines(0, len(text.split())))


GOLDEN = [
    ("one line where it fits", "It is what we all want to see here today.", "It is what we all want to see here today."),
    ("after a comma", "When the water came up to the houses, all of us left the old village.", "When the water came up to the houses, / all of us left the old village."),
    ("before a conjunction", "All the children went to school because it was a cold Monday.", "All the children went to school / because it was a cold Monday."),
    ("bottom-heavy", "Everybody always thought mountains never change themselves.", "Everybody always thought / mountains never change themselves."),
    ("not inside a name", "We were all here to listen to Maria Gonzalez about the new hospital.", "We were all here to listen / to Maria Gonzalez about the new hospital."),
    ("no lone word, though after a comma", "Yes, everybody always thought mountains never change.", "Yes, everybody always / thought mountains never change."),
]  # fmt: skip


@pytest.mark.parametrize(("law", "text", "expected"), GOLDEN, ids=[one[0] for one in GOLDEN])
def test_lines_break_as_an_editor_breaks_them(law: str, text: str, expected: str) -> None:
    """Written for these rules: sense before shape, shape before chance."""
    assert laid(text) == expected


@st.composite
def laid_out(
    draw: st.DrawFn, words: tuple[int, int] = (1, 12), letters: int = 9, lines: int | None = None
) -> LineBreaker:
    """Words of any width, breaks of any cost, lines narrow enough to be hard."""
    text = st.text("abc", min_size=1, max_size=letters)
    said = draw(st.lists(text, min_size=words[0], max_size=words[1]))
    costs = draw(st.lists(COSTS, min_size=len(said), max_size=len(said)))
    style = StyleGuide("narrow", cpl=12, max_lines=lines or draw(st.integers(1, 3)))
    return LineBreaker([" " + one for one in said], costs, style)


def ways(one: LineBreaker) -> list[list[list[str]]]:
    """Every way to lay the words out that the style allows: a wide word has a line to itself."""
    words = [text.strip() for text in one.texts]
    found = []
    for count in range(one.style.max_lines):
        for cuts in combinations(range(1, len(words)), count):
            bounds = [0, *cuts, len(words)]
            lines = [words[a:b] for a, b in zip(bounds, bounds[1:], strict=False)]
            if all(len(line) == 1 or len(" ".join(line)) <= one.style.cpl for line in lines):
                found.append(lines)
    return found


@given(laid_out())
def test_there_are_lines_just_where_there_is_a_way(one: LineBreaker) -> None:
    """No word is lost, no line has more than CPL unless it is one word, none is too many."""
    possible = ways(one)
    found = one.layout(0, len(one.texts))
    assert (found is None) == (not possible)
    if found is None:
        with pytest.raises(ValueError, match="fit in no"):
            one.lines(0, len(one.texts))
        return
    assert [line.split() for line in one.lines(0, len(one.texts))] in possible


@given(laid_out())
def test_one_line_where_it_fits(one: LineBreaker) -> None:
    """At no cost: two lines that could be one hide the picture for nothing."""
    text = "".join(one.texts).strip()
    if len(text) <= one.style.cpl:
        assert one.lines(0, len(one.texts)) == (text,)
        assert one.layout(0, len(one.texts)) == (0.0, (0,))


@given(laid_out(words=(4, 5), letters=5, lines=2))
def test_a_word_stands_alone_only_where_no_break_avoids_it(one: LineBreaker) -> None:
    """An orphan costs more than any phrase; what is wider than a line costs more still."""
    possible = ways(one)
    if not possible or len(one.lines(0, len(one.texts))) == 1:
        return
    cpl = one.style.cpl

    def faults(lines: list[list[str]]) -> tuple[int, int]:
        wide = sum(len(" ".join(line)) > cpl for line in lines)
        return wide, any(len(line) == 1 for line in lines)

    shown = [line.split() for line in one.lines(0, len(one.texts))]
    assert faults(shown) == min(map(faults, (way for way in possible if len(way) == 2)))


@given(laid_out(), st.data())
def test_a_part_is_laid_out_as_if_it_were_the_whole(one: LineBreaker, data: st.DataObject) -> None:
    """The builder asks about ranges: words around them change nothing."""
    first = data.draw(st.integers(0, len(one.texts) - 1))
    end = data.draw(st.integers(first + 1, len(one.texts)))
    alone = LineBreaker(one.texts[first:end], one.costs[first:end], one.style)
    within, by_itself = one.layout(first, end), alone.layout(0, end - first)
    if within is None or by_itself is None:
        assert within == by_itself
        return
    assert within[0] == pytest.approx(by_itself[0])
    assert one.lines(first, end) == alone.lines(0, end - first)


@given(
    st.lists(
        st.sampled_from(["今天", " AI", "，", "ｶﾅ", " été", " हिन्दी"]), min_size=1, max_size=8
    ),
    st.booleans(),
)
def test_width_is_what_a_viewer_sees(texts: list[str], half: bool) -> None:
    """The same measure as CPL, without the space a line does not begin with."""
    style = StyleGuide("ours", half_width=half)
    one = LineBreaker(texts, [PLAIN] * len(texts), style)
    assert one.width(0, len(texts)) == length("".join(texts).lstrip(), half)


def test_a_word_wider_than_a_line_has_one_to_itself() -> None:
    """It is never cut; its neighbours keep their own line."""
    assert laid("see extraordinarily it", replace(NARROW, max_lines=3)) == (
        "see / extraordinarily / it"
    )
    assert breaker("see extraordinarily it", NARROW).layout(0, 3) is None


def test_equal_lines_are_better_than_a_long_and_a_short_one() -> None:
    """Where all words bind alike: the halves nearest to each other, the longer one below."""
    one = LineBreaker([" aaaa"] * 5, [PLAIN] * 5, StyleGuide("ours", cpl=20))
    assert [len(line.split()) for line in one.lines(0, 5)] == [2, 3]
