"""Laws of the three-way merge: what a person wrote stays, and no word is lost or doubled."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

import edit_scripts as scripts
from subtitler.domain.edit import Shown, TrackBase, accounted
from subtitler.domain.transcript import Word
from subtitler.stages.reconciling import Machine, Merged, StepKind, merge

SIZES = st.integers(3, 12)


@dataclass(frozen=True, repr=False)
class Case:
    """A track that the machine wrote, a person's script on it, and what the machine says now."""

    seed: int
    words: list[Word]
    base: TrackBase
    script: scripts.Script
    machine: Machine

    @property
    def theirs(self) -> list[Shown]:
        return self.script.theirs

    def __repr__(self) -> str:
        sizes = f"{self.base.rules} -> {self.machine.rules}"
        same = "same words" if self.machine.words == self.words else "other words"
        return f"Case({self.seed}: {len(self.words)} words, {same}, {sizes}, {self.script.done})"

    def merged(self) -> Merged:
        return merge(self.base, self.theirs, self.words, self.machine)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Some 30 to 120 cues, 1 to 30 edits, then other rules, another transcript, or both."""
    seed = draw(st.integers(0, 2**32))
    rng = random.Random(seed)
    words = scripts.speech(rng, draw(st.integers(5, 80)))
    base = scripts.first_built(words, draw(SIZES))
    script = scripts.edited(base.standing, rng, draw(st.integers(1, 30)))
    if draw(st.integers(0, 9)) == 0:
        scripts.shift_all(script) if script.placed else None
    share = draw(st.sampled_from([0.0, 0.0, 0.02, 0.1, 0.4]))
    new = scripts.reheard(words, rng, share) if share else words
    return Case(seed, words, base, script, scripts.machine(new, draw(SIZES)))


@given(cases())
def test_what_a_person_touched_stays_byte_for_byte(case: Case) -> None:
    """Each touched cue's block is in the merged file once, as it was."""
    stays = [part.shown for part in case.merged().parts if part.shown is not None]
    assert len(stays) == len(set(stays))
    assert scripts.touched(case.theirs, case.base) <= set(stays)


@given(cases())
def test_no_word_is_lost_or_doubled(case: Case) -> None:
    """Each word of the new transcript is in exactly one machine cue or exactly one claim."""
    merged = case.merged()
    assert accounted(merged.base, len(case.machine.words))
    shown = {cue.id for cue in merged.base.standing}
    assert {part.cue.id for part in merged.parts} == shown
    assert merged.heirs.keys() == {cue.id for cue in case.base.standing}
    assert {heir for heirs in merged.heirs.values() for heir in heirs} <= shown
    for built in merged.base.built:
        said = "".join(word.text for word in case.machine.words[built.first : built.end])
        assert built.cue.text.split() == said.split()


@given(cases())
def test_merging_again_changes_nothing(case: Case) -> None:
    """With the same new reading, the merged file merges into itself."""
    first = case.merged()
    file = scripts.as_shown(first.parts, case.theirs)
    again = merge(first.base, file, case.machine.words, case.machine)
    assert [part.shown for part in again.parts] == list(range(len(file)))
    assert again.base == first.base
    assert not any(step.kind is StepKind.FOLLOWS for step in again.plan)
    assert again.suggestions == first.suggestions


@given(cases())
def test_a_machine_with_nothing_new_leaves_the_file(case: Case) -> None:
    """Where the machine says what it said, the parts are the person's file exactly."""
    same = Machine(case.words, case.base.rules, case.machine.build, scripts.PACE)
    merged = merge(case.base, case.theirs, case.words, same)
    assert [part.shown for part in merged.parts] == list(range(len(case.theirs)))
    assert accounted(merged.base, len(case.words))


@given(cases())
def test_a_deleted_cue_stays_deleted(case: Case) -> None:
    """Its words are claimed, and what is left of it is shown by no cue of the machine."""
    kept = {at for placed in case.script.placed for at in placed.of}
    gone = [cue for at, cue in enumerate(case.base.standing) if at not in kept]
    merged = case.merged()
    if case.machine.words != case.words:
        return
    built = {word for one in merged.base.built for word in range(one.first, one.end)}
    words = {one.cue.id: range(one.first, one.end) for one in case.base.built}
    for cue in gone:
        assert built.isdisjoint(words[cue.id])


@given(cases())
def test_the_machine_gives_way_to_a_person(case: Case) -> None:
    """A new cue is on screen with a person's only while its own words are said, and that is a
    finding."""
    merged = case.merged()
    person = [cue for claim in merged.base.claims for cue in claim.shown]
    found = {finding.cue for finding in merged.findings if finding.rule == "overlaps-edit"}
    new = {part.cue.id for part in merged.parts if part.shown is None}
    for one in merged.base.built:
        if one.cue.id not in new:
            continue
        said = case.machine.words[one.first : one.end]
        low, high = said[0].span.in_time, said[-1].span.out_time
        for cue in person:
            span = one.cue.span
            if not span.overlap(cue.span):
                continue
            assert one.cue.id in found
            if cue.span.in_time > span.in_time:
                assert span.out_time <= max(high, span.in_time + scripts.LEAST)
            else:
                assert span.in_time >= min(low, span.out_time - scripts.LEAST)


@given(cases(), st.integers(0, 2**32))
def test_ids_are_made_once(case: Case, seed: int) -> None:
    """Over two rounds no id is given to another cue's words, nor twice."""
    first = case.merged()
    used = {cue.id for cue in (*case.base.standing, *first.base.standing)}
    rng = random.Random(seed)
    script = scripts.opened([part.cue for part in first.parts], rng)
    for name in ("split", "delete", "insert", "merge", "rewrite"):
        if script.placed:
            scripts.EDITS[name](script)
    again = merge(first.base, script.theirs, case.machine.words, case.machine)
    for cue in again.base.standing:
        if cue.id in used:
            continue
        number = int(cue.id.split(".")[0][1:])
        assert number > first.base.last or "." in cue.id
        assert cue.id not in first.base.parts


@given(cases(), st.integers(0, 2**32), SIZES)
def test_edits_survive_every_later_run(case: Case, seed: int, size: int) -> None:
    """What a person wrote before the first run is still there after a second round of edits and
    another model, except where the person changed it again."""
    rng = random.Random(seed)
    first = case.merged()
    file = scripts.as_shown(first.parts, case.theirs)
    mine = [file[at] for at in scripts.touched(file, first.base)]
    script = scripts.edited([part.cue for part in first.parts], rng, 5)
    script.placed = [replace_raw(placed, file) for placed in script.placed]
    left = {shown.raw for shown in script.theirs}
    new = scripts.reheard(case.words, rng, 0.2)
    then = scripts.machine(new, size)
    second = merge(first.base, script.theirs, case.machine.words, then)
    after = [shown.raw for shown in scripts.as_shown(second.parts, script.theirs)]
    assert accounted(second.base, len(new))
    assert all(after.count(shown.raw) == 1 for shown in mine if shown.raw in left)


def replace_raw(placed: scripts.Placed, file: Sequence[Shown]) -> scripts.Placed:
    """A cue that this round did not touch, with the block that it had in `file`."""
    if placed.touched:
        return placed
    (at,) = placed.of
    return scripts.Placed(file[at], placed.of)
