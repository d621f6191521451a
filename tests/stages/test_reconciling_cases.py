"""The merge's rules one by one, each on the smallest track that shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

import edit_scripts as scripts
from subtitler.domain.cue import CueId
from subtitler.domain.edit import BOTH, Claim, EditKind, Field, Shown, TrackBase, accounted
from subtitler.domain.timing import Span
from subtitler.domain.transcript import Word
from subtitler.stages.matching import match
from subtitler.stages.reconciling import (
    Machine,
    Merged,
    StepKind,
    adopt,
    edits,
    merge,
    merge_copies,
    settled,
)

STEP = 500  # ms from word to word
TEXT = "one two three four five six seven eight nine ten eleven twelve"


def said(text: str, start: int = 0, step: int = STEP) -> list[Word]:
    """Words `step` ms apart, each 300 ms long; `_` is a silent place."""
    return [
        Word(" " + word, Span(start + step * at, start + step * at + 300), 0.9)
        for at, word in enumerate(text.split())
        if word != "_"
    ]


def written(words: Sequence[Word], size: int = 3) -> TrackBase:
    return scripts.first_built(words, size)


def file_of(base: TrackBase) -> list[Shown]:
    return [Shown(cue.span, cue.lines, raw=f"raw {cue.id}") for cue in base.standing]


def merged(
    base: TrackBase,
    theirs: Sequence[Shown],
    words: Sequence[Word],
    new: Sequence[Word] | None = None,
    size: int = 3,
) -> Merged:
    return merge(base, theirs, words, scripts.machine(words if new is None else new, size))


def texts(result: Merged) -> list[str]:
    return [part.cue.text.replace("\n", " ") for part in result.parts]


def rewritten(shown: Shown, text: str) -> Shown:
    return replace(shown, lines=(text,), raw=f"by hand {text}")


WORDS = said(TEXT)
BASE = written(WORDS)
FILE = file_of(BASE)


def test_without_edits_the_track_is_the_machines() -> None:
    """Other rules without edits: the free build, its cues with the ids of their first words."""
    result = merged(BASE, FILE, WORDS, size=6)
    assert texts(result) == [" ".join(TEXT.split()[:6]), " ".join(TEXT.split()[6:])]
    assert [part.cue.id for part in result.parts] == ["c1", "c3"]
    assert {step.kind for step in result.plan} == {StepKind.FOLLOWS}
    assert len(result.plan) == 4


def test_an_edited_cue_stays_between_new_ones() -> None:
    """Other rules around an edited cue: it keeps its place, its words are in no other."""
    theirs = [FILE[0], rewritten(FILE[1], "4, 5 and 6"), *FILE[2:]]
    result = merged(BASE, theirs, WORDS, size=6)
    assert texts(result) == ["one two three", "4, 5 and 6", " ".join(TEXT.split()[6:])]
    assert result.parts[1].shown == 1
    (claim,) = result.base.claims
    assert claim.words == (3, 4, 5)
    assert claim.touched == {Field.TEXT}
    assert result.suggestions == ()


def test_both_changed_is_a_conflict_with_a_suggestion() -> None:
    """The person's cue stays; the new reading of its words is listed, until it is settled."""
    new = said(TEXT.replace("five", "fife"))
    theirs = [FILE[0], rewritten(FILE[1], "4, 5 and 6"), *FILE[2:]]
    result = merged(BASE, theirs, WORDS, new)
    assert texts(result)[1] == "4, 5 and 6"
    assert [one.text for one in result.suggestions] == ["four fife six"]
    assert result.conflicts == {"c2"}
    assert [step.kind for step in result.plan] == [StepKind.CONFLICT]
    looked_at = settled(result.base, {CueId("c2")}, new)
    again = merge(looked_at, theirs, new, scripts.machine(new, 3))
    assert again.suggestions == ()


def test_a_reading_that_the_person_already_wrote_is_no_conflict() -> None:
    """Where the machine now says what the person wrote there is nothing to suggest."""
    theirs = [FILE[0], rewritten(FILE[1], "four fife six"), *FILE[2:]]
    result = merged(BASE, theirs, WORDS, said(TEXT.replace("five", "fife")))
    assert result.suggestions == ()
    assert result.parts[1].shown == 1


def test_a_split_claims_once_and_gives_part_ids() -> None:
    """Two halves are one claim, with ids c2 and c2.2; a later third is c2.3."""
    halves = [
        Shown(Span(1500, 2000), ("four",), raw="a"),
        Shown(Span(2000, 3400), ("five six",), raw="b"),
    ]
    theirs = [FILE[0], *halves, *FILE[2:]]
    result = merged(BASE, theirs, WORDS, size=6)
    (claim,) = result.base.claims
    assert [cue.id for cue in claim.shown] == ["c2", "c2.2"]
    assert claim.words == (3, 4, 5)
    rest = [Shown(Span(2000, 2500), ("five",), raw="c"), Shown(Span(2500, 3400), ("six",), raw="d")]
    file = scripts.as_shown(result.parts, theirs)
    again = merged(result.base, [file[0], file[1], *rest, *file[3:]], WORDS, size=6)
    ids = [cue.id for claim in again.base.claims for cue in claim.shown]
    assert ids == ["c2", "c2.2", "c2.2.2"]


def test_joined_cues_claim_the_words_of_both() -> None:
    """A merge keeps the first id; the words of both are claimed."""
    joined = Shown(Span(0, 3400), ("one to six",), raw="joined")
    result = merged(BASE, [joined, *FILE[2:]], WORDS, size=4)
    (claim,) = result.base.claims
    assert claim.words == (0, 1, 2, 3, 4, 5)
    assert [cue.id for cue in claim.shown] == ["c1"]
    assert texts(result) == ["one to six", "seven eight nine ten", "eleven twelve"]


def test_deleted_words_stay_out_and_can_come_back() -> None:
    """A deletion holds over runs; putting the cue back as it was undoes it."""
    theirs = [FILE[0], *FILE[2:]]
    result = merged(BASE, theirs, WORDS, size=6)
    assert texts(result) == ["one two three", " ".join(TEXT.split()[6:])]
    file = scripts.as_shown(result.parts, theirs)
    again = merged(result.base, [file[0], FILE[1], file[1]], WORDS, size=6)
    assert again.base.claims == ()
    assert accounted(again.base, len(WORDS))


def test_an_inserted_cue_claims_nothing() -> None:
    """A person's own cue stays, and every word is still the machine's."""
    mine = Shown(Span(6500, 7500), ("[applause]",), raw="mine")
    result = merged(BASE, [*FILE, mine], WORDS, size=6)
    assert texts(result)[-1] == "[applause]"
    (claim,) = result.base.claims
    assert (claim.words, claim.base, claim.touched) == ((), (), BOTH)
    assert claim.shown[0].id == "c5"


def test_a_word_new_inside_a_claim_belongs_to_it() -> None:
    """A new word between two words of one claim is claimed, and the reading suggested."""
    new = [*WORDS[:4], Word(" and", Span(1850, 1950), 0.9), *WORDS[4:]]
    theirs = [FILE[0], rewritten(FILE[1], "4, 5 and 6"), *FILE[2:]]
    result = merged(BASE, theirs, WORDS, new)
    assert result.base.claims[0].words == (3, 4, 5, 6)
    assert [one.text for one in result.suggestions] == ["four and five six"]


SPARSE = said("one two three _ _ _ _ _ _ _ four five six")


@pytest.mark.parametrize(("room", "owner"), [(True, "machine"), (False, "claim")])
def test_a_word_new_between_claims_needs_room(room: bool, owner: str) -> None:
    """It is the machine's where a person's cues leave the style's minimum, else the nearer
    claim's, and then it is listed."""
    base = written(SPARSE)
    first, second = file_of(base)
    first = rewritten(first, "1 2 3")
    if not room:
        first = replace(first, span=Span(0, 4300))
    new = [*SPARSE[:3], Word(" oh", Span(2500, 2800), 0.9), *SPARSE[3:]]
    result = merged(base, [first, rewritten(second, "4 5 6")], SPARSE, new)
    if owner == "machine":
        assert texts(result) == ["1 2 3", "oh", "4 5 6"]
        assert result.suggestions == ()
    else:
        assert texts(result) == ["1 2 3", "4 5 6"]
        assert [one.text for one in result.suggestions] == ["one two three oh"]


def test_an_orphan_stays_and_finds_its_words_again() -> None:
    """Words that are no longer heard: the cue stays, with a finding. A third model hears them
    again: they are still the claim's."""
    theirs = [FILE[0], rewritten(FILE[1], "4, 5 and 6"), *FILE[2:]]
    deaf = [*WORDS[:3], *WORDS[6:]]
    result = merged(BASE, theirs, WORDS, deaf)
    assert result.orphans == {"c2"}
    assert [finding.rule for finding in result.findings] == ["orphan"]
    assert texts(result)[1] == "4, 5 and 6"
    again = merged(result.base, scripts.as_shown(result.parts, theirs), deaf, WORDS)
    assert texts(again) == texts(result)
    assert again.orphans == frozenset()
    assert again.base.claims[0].words == (3, 4, 5)


def test_a_position_alone_is_an_edit() -> None:
    """Settings after the times are a person's: the cue stays, though text and times are ours."""
    theirs = [FILE[0], replace(FILE[1], beside="X1:0"), *FILE[2:]]
    result = merged(BASE, theirs, WORDS, said(TEXT.replace("five", "fife")))
    assert result.parts[1].shown == 1
    assert result.base.claims[0].touched == {Field.TEXT}


def test_undoing_an_edit_gives_the_cue_back_to_the_machine() -> None:
    """A cue put back as the machine wrote it follows the machine again."""
    theirs = [FILE[0], rewritten(FILE[1], "4, 5 and 6"), *FILE[2:]]
    result = merged(BASE, theirs, WORDS)
    undone = merged(result.base, FILE, WORDS)
    assert undone.base.claims == ()
    assert [part.shown for part in undone.parts] == [0, 1, 2, 3]


def test_undoing_takes_the_reading_that_was_held_back() -> None:
    """Where the machine has read something new meanwhile, that is what an undone edit gives."""
    theirs = [FILE[0], rewritten(FILE[1], "4, 5 and 6"), *FILE[2:]]
    new = said(TEXT.replace("five", "fife"))
    result = merged(BASE, theirs, WORDS, new)
    undone = merged(result.base, FILE, new)
    assert texts(undone)[1] == "four fife six"


def test_file_order_is_the_persons() -> None:
    """Blocks that a person put in another order stay so; new cues go where their time is."""
    theirs = [FILE[2], rewritten(FILE[0], "1 2 3"), FILE[1], FILE[3]]
    result = merged(BASE, theirs, WORDS)
    assert [part.shown for part in result.parts] == [0, 1, 2, 3]


def test_a_cutter_that_loses_a_word_is_refused() -> None:
    """Words that the machine did not lay out raise, and are not lost in silence."""

    def careless(first: int, end: int, *_: object) -> list[scripts.Laid]:
        return scripts.Cutter(WORDS, 3)(first, end - 1, 0, None)

    with pytest.raises(ValueError, match="not all laid out"):
        merge(BASE, FILE, WORDS, Machine(WORDS, "other rules", careless, scripts.PACE))


@pytest.mark.parametrize(
    ("theirs", "kinds"),
    [
        (FILE, [EditKind.KEPT] * 4),
        (FILE[1:], [EditKind.DELETED] + [EditKind.KEPT] * 3),
        ([rewritten(FILE[0], "one two"), *FILE[1:]], [EditKind.TEXT] + [EditKind.KEPT] * 3),
        (
            [*FILE[:3], replace(FILE[3], span=Span(4600, 6200))],
            [EditKind.KEPT] * 3 + [EditKind.TIMES],
        ),
        (
            [*FILE, Shown(Span(9000, 9900), ("own",))],
            [EditKind.KEPT] * 4 + [EditKind.INSERTED],
        ),
    ],
)
def test_edits_are_named(theirs: list[Shown], kinds: list[EditKind]) -> None:
    """Each cue's edit is told in a word."""
    found = edits(BASE.standing, theirs, match(BASE.standing, theirs))
    assert [edit.kind for edit in found] == kinds


def test_heirs_follow_the_words() -> None:
    """A cue's heirs are the cues that hold its words: halves, the joined one, none when deleted."""
    halves = [Shown(Span(0, 600), ("one",)), Shown(Span(600, 1700), ("two three",))]
    assert merged(BASE, [*halves, *FILE[1:]], WORDS).heirs["c1"] == ("c1", "c1.2")
    assert merged(BASE, FILE[1:], WORDS).heirs["c1"] == ()
    recut = merged(BASE, FILE, WORDS, size=6).heirs
    assert recut == {"c1": ("c1",), "c2": ("c1",), "c3": ("c3",), "c4": ("c3",)}


class TestCopies:
    """A second person's copy, with the record as the base."""

    def copies(self, ours: Sequence[Shown], second: Sequence[Shown]) -> Merged:
        return merge_copies(BASE, ours, second, scripts.machine(WORDS, 3))

    def test_what_one_changed_is_taken(self) -> None:
        """Edits of different cues are all in the result, each block from its file."""
        ours = [rewritten(FILE[0], "mine"), *FILE[1:]]
        second = [*FILE[:3], rewritten(FILE[3], "yours")]
        result = self.copies(ours, second)
        assert texts(result) == ["mine", "four five six", "seven eight nine", "yours"]
        taken = [(part.shown, part.second) for part in result.parts]
        assert taken == [(0, False), (1, False), (2, False), (3, True)]
        assert result.conflicts == frozenset()

    def test_what_both_changed_is_a_conflict(self) -> None:
        """Ours stays, and the second text is kept as a suggestion that later runs keep."""
        result = self.copies(
            [rewritten(FILE[0], "mine"), *FILE[1:]], [rewritten(FILE[0], "yours"), *FILE[1:]]
        )
        assert texts(result)[0] == "mine"
        assert [(one.cues, one.text) for one in result.suggestions] == [(("c1",), "yours")]
        file = scripts.as_shown(result.parts, [rewritten(FILE[0], "mine"), *FILE[1:]])
        again = merged(result.base, file, WORDS, size=6)
        assert [one.text for one in again.suggestions] == ["yours"]

    def test_both_changed_to_the_same_is_none(self) -> None:
        """The same edit twice is one edit."""
        same = [rewritten(FILE[0], "same"), *FILE[1:]]
        assert self.copies(same, same).conflicts == frozenset()

    def test_deletions_and_insertions_of_the_second_are_taken(self) -> None:
        """A cue that the second took out is out, one that they added is in, by time."""
        own = Shown(Span(6600, 7000), ("[bell]",), raw="bell")
        result = self.copies(FILE, [*FILE[1:], own])
        assert texts(result) == ["four five six", "seven eight nine", "ten eleven twelve", "[bell]"]
        assert accounted(result.base, len(WORDS))

    def test_ours_deleted_and_theirs_changed(self) -> None:
        """Deleted stays deleted; the second's text is a suggestion without a cue."""
        result = self.copies(FILE[1:], [rewritten(FILE[0], "yours"), *FILE[1:]])
        assert texts(result)[0] == "four five six"
        assert [(one.cues, one.text) for one in result.suggestions] == [((), "yours")]

    def test_a_copy_from_before_our_recorded_edits_undoes_none(self) -> None:
        """Edits that were merged into the record before a copy came in are still ours: the copy,
        made from the machine's track, did not change them."""
        ours = [rewritten(FILE[0], "mine"), *FILE[2:], Shown(Span(6600, 7000), ("[bell]",))]
        recorded = merged(BASE, ours, WORDS)
        file = scripts.as_shown(recorded.parts, ours)
        second = [*FILE[:3], rewritten(FILE[3], "yours")]
        result = merge_copies(recorded.base, file, second, scripts.machine(WORDS, 3))
        assert texts(result) == ["mine", "seven eight nine", "yours", "[bell]"]
        assert result.suggestions == ()

    def test_the_same_copy_twice_changes_nothing(self) -> None:
        """What was taken is there, what was not is still a suggestion, once."""
        ours = [rewritten(FILE[0], "mine"), *FILE[1:]]
        second = [rewritten(FILE[0], "yours"), *FILE[1:3], rewritten(FILE[3], "also yours")]
        result = self.copies(ours, second)
        file = [(second if part.second else ours)[part.shown or 0] for part in result.parts]
        again = merge_copies(result.base, file, second, scripts.machine(WORDS, 3))
        assert texts(again) == texts(result)
        assert again.suggestions == result.suggestions
        assert again.base == result.base


class TestAdopting:
    """A file without a record."""

    def test_every_cue_is_the_persons_and_nothing_is_added(self) -> None:
        """After adopting, no run rewrites a block or adds one."""
        theirs = [rewritten(FILE[0], "eins"), FILE[2]]
        base = adopt(theirs, WORDS, "")
        assert accounted(base, len(WORDS))
        result = merged(base, theirs, WORDS, size=6)
        assert [part.shown for part in result.parts] == [0, 1]

    def test_an_empty_file_claims_nothing(self) -> None:
        """Without a cue there is no claim."""
        assert adopt([], WORDS, "") == TrackBase((), ())

    def test_ids_go_on(self) -> None:
        """A file taken as new gets ids that the title never had."""
        assert [cue.id for cue in adopt(FILE[:1], WORDS, "", last=4).standing] == ["c5"]


def test_a_word_cannot_be_in_two_places() -> None:
    """A base that doubles a word, or an id, does not exist."""
    built = BASE.built[0]
    claim = Claim((built.cue,), (), (0,))
    with pytest.raises(ValueError, match="two places"):
        TrackBase((built,), (claim,))
    with pytest.raises(ValueError, match="share an id"):
        TrackBase((built, replace(built, first=5, end=6)))
