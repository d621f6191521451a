"""Laws of identity: which cue of an edited file is which cue of the base."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

import edit_scripts as scripts
from subtitler.domain.cue import Cue, CueId
from subtitler.domain.edit import Shown
from subtitler.domain.timing import Span
from subtitler.stages.matching import SURE, Matching, match


def cue(number: int, start: int, text: str, lasts: int = 1000) -> Cue:
    return Cue(CueId(f"c{number}"), Span(start, start + lasts), tuple(text.split("/")))


def shown(start: int, text: str, lasts: int = 1000) -> Shown:
    return Shown(Span(start, start + lasts), tuple(text.split("/")))


def as_file(cues: Sequence[Cue]) -> list[Shown]:
    return [Shown(one.span, one.lines) for one in cues]


def pairs(matching: Matching) -> set[tuple[int, int]]:
    return {(one.base, one.shown) for one in matching.matches}


def wrong(script: scripts.Script, bases: int, matching: Matching) -> int:
    """Cues not matched right: a split is right when both halves match, a merge when it matches
    both, an inserted cue when nothing does."""
    truth = {(at, place) for place, placed in enumerate(script.placed) for at in placed.of}
    differing = truth ^ pairs(matching)
    inserted = {place for place, placed in enumerate(script.placed) if not placed.of}
    return len({at for at, _ in differing}) + len(
        {place for _, place in pairs(matching) if place in inserted}
    )


@pytest.mark.parametrize("whole_file", [None, *scripts.WHOLE_FILE.values()])
def test_random_scripts_are_matched_right(
    whole_file: Callable[[scripts.Script], None] | None,
) -> None:
    """Of 500 cues after 30 edits of all kinds, at least 99.5 % are matched right."""
    faults = 0
    for seed in range(8):
        rng = random.Random(seed)
        cues = scripts.cues_of(rng, 500)
        script = scripts.edited(cues, rng, 30)
        if whole_file is not None:
            whole_file(script)
        faults += wrong(script, 500, match(cues, script.theirs))
    assert faults <= 0.005 * 500 * 8


def test_an_unchanged_file_is_matched_one_to_one_and_surely() -> None:
    """Each cue of an untouched file matches itself with full sureness."""
    cues = scripts.cues_of(random.Random(1), 200)
    found = match(cues, as_file(cues))
    assert [(one.base, one.shown) for one in found.matches] == [(at, at) for at in range(200)]
    assert {one.sure for one in found.matches} == {1.0}
    assert found.share_matched == 1.0


@pytest.mark.parametrize("gone", [0, 7, 49])
@pytest.mark.parametrize("shift", [0, 61_000])
def test_time_decides_among_equal_texts(gone: int, shift: int) -> None:
    """Of fifty cues with one text, the one that was deleted is the one found missing."""
    cues = [cue(at + 1, 2500 * at, "No.") for at in range(50)]
    around = [cue(at + 51, 125_000 + 2000 * at, f"Other words, {at} times.") for at in range(9)]
    base = [*cues, *around]
    theirs = [
        replace(one, span=Span(one.span.in_time + shift, one.span.out_time + shift))
        for one in as_file(base)
    ]
    del theirs[gone]
    assert match(base, theirs).unmatched_base == (gone,)


def test_a_shift_of_equal_texts_alone_is_seen() -> None:
    """Fifty cues of one text, shifted together by more than their distance, stay in order."""
    base = [cue(at + 1, 2500 * at, "No.") for at in range(50)]
    theirs = [shown(2500 * at + 10_000, "No.") for at in range(50)]
    assert pairs(match(base, theirs)) == {(at, at) for at in range(50)}


BASE = [
    cue(1, 0, "We meet here today/to speak of peace."),
    cue(2, 1100, "Nobody wanted this war."),
    cue(3, 2200, "It came anyway."),
]


@pytest.mark.parametrize(
    ("theirs", "expected"),
    [
        pytest.param(
            [shown(0, "We meet here today", 500), shown(500, "to speak of peace.", 500)],
            {(0, 0), (0, 1)},
            id="split",
        ),
        pytest.param(
            [shown(0, "We meet here today/to speak of peace./Nobody wanted this war.", 2100)],
            {(0, 0), (1, 0)},
            id="merge",
        ),
        pytest.param(
            [shown(0, "<i>WE MEET HERE TODAY</i>/<i>to speak of peace</i>")],
            {(0, 0)},
            id="case, punctuation and markup",
        ),
        pytest.param([shown(1100, "They all longed for it.")], {(1, 0)}, id="rewritten in place"),
        pytest.param([shown(90_000, "Nobody wanted this war.")], {(1, 0)}, id="moved away"),
        pytest.param([shown(5000, "My own remark.")], set(), id="inserted"),
        pytest.param(
            [shown(0, "We meet here today", 500), shown(500, "about quite other things", 500)],
            {(0, 0), (0, 1)},
            id="split, one half rewritten",
        ),
        pytest.param(
            [shown(1100, "It came anyway."), shown(2200, "Nobody wanted this war.")],
            {(1, 1), (2, 0)},
            id="texts swapped",
        ),
    ],
)
def test_each_kind_of_edit(theirs: list[Shown], expected: set[tuple[int, int]]) -> None:
    """An edit of one kind is found, with all else deleted around it."""
    assert pairs(match(BASE, theirs)) == expected


def test_blocks_in_another_order_are_the_same_cues() -> None:
    """Where a block stands in the file says nothing."""
    cues = scripts.cues_of(random.Random(2), 40)
    order = random.Random(3).sample(range(40), 40)
    theirs = [as_file(cues)[at] for at in order]
    assert pairs(match(cues, theirs)) == {(at, place) for place, at in enumerate(order)}


def test_scripts_without_spaces_are_matched_by_character() -> None:
    """A Japanese cue cut in two matches with both halves."""
    base = [cue(1, 0, "今日は平和について話します", 4000)]
    theirs = [shown(0, "今日は平和に", 2000), shown(2000, "ついて話します", 2000)]
    assert pairs(match(base, theirs)) == {(0, 0), (0, 1)}


def test_the_less_like_the_less_sure() -> None:
    """Sureness falls from the same cue over a reworded one to one that only stands there."""
    same = match(BASE, [shown(1100, "Nobody wanted this war.")])
    reworded = match(BASE, [shown(1150, "No one wanted that war.")])
    replaced = match(BASE, [shown(1250, "Completely different stuff")])
    sure = [found.matches[0].sure for found in (same, reworded, replaced)]
    assert sure == sorted(sure, reverse=True)
    assert sure[0] == 1.0
    assert sure[2] < SURE


def test_another_film_is_not_matched() -> None:
    """Under 30 % of another film's cues are matched, over 30 % of an excerpt's or a rewriting's."""
    cues = scripts.cues_of(random.Random(4), 300)
    other = scripts.cues_of(random.Random(5), 280)
    assert match(cues, as_file(other)).share_matched < 0.3
    assert match(cues, as_file(cues)[100:130]).share_matched == 1.0
    foreign = [replace(one, lines=("その通り。",)) for one in as_file(cues)]
    assert match(cues, foreign).share_matched > 0.9


def test_nothing_matches_nothing() -> None:
    """An empty base or file has no matches, and is no other film's."""
    assert match([], as_file(BASE)) == Matching((), 0, 3)
    assert match(BASE, []).unmatched_base == (0, 1, 2)
    assert match(BASE, []).share_matched == 1.0
    assert pairs(match([cue(1, 0, "")], [shown(0, "")])) == {(0, 0)}
