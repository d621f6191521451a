"""Laws of merging two persons' copies, over random scripts on one track."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

import edit_scripts as scripts
from subtitler.domain.edit import accounted
from subtitler.stages.reconciling import adopt, holding, merge, merge_copies


@given(st.integers(0, 2**32), st.integers(0, 12), st.integers(0, 12))
def test_no_persons_text_is_missing(seed: int, mine: int, yours: int) -> None:
    """Each cue that we changed is there byte for byte; each that the second person changed is
    there, or its text is a suggestion. No word is lost or doubled."""
    rng = random.Random(seed)
    words = scripts.speech(rng, rng.randint(3, 40))
    base = scripts.first_built(words, 7)
    ours = scripts.edited(base.standing, rng, mine)
    second = scripts.edited(base.standing, rng, yours)
    merged = merge_copies(base, ours.theirs, second.theirs, scripts.machine(words, 7))
    files = {False: ours.theirs, True: second.theirs}
    stays = {(part.second, part.shown) for part in merged.parts}
    assert len(stays) == len(merged.parts)
    assert {(False, at) for at in scripts.touched(ours.theirs, base)} <= stays
    shown = {(one.span, one.lines) for one in (files[who][at] for who, at in stays)}
    listed = "\n".join(one.text for one in merged.suggestions)
    for at in scripts.touched(second.theirs, base):
        one = second.theirs[at]
        assert (one.span, one.lines) in shown or one.text in listed
    assert accounted(merged.base, len(words))


@given(st.integers(0, 2**32), st.integers(0, 12))
def test_a_copy_without_edits_changes_nothing(seed: int, count: int) -> None:
    """A second copy that is the track as it was written leaves ours as it is."""
    rng = random.Random(seed)
    words = scripts.speech(rng, 20)
    base = scripts.first_built(words, 7)
    ours = scripts.edited(base.standing, rng, count)
    unedited = scripts.opened(base.standing, rng).theirs
    merged = merge_copies(base, ours.theirs, unedited, scripts.machine(words, 7))
    assert [(part.shown, part.second) for part in merged.parts] == [
        (at, False) for at in range(len(ours.theirs))
    ]
    assert merged.suggestions == ()


@given(st.integers(0, 2**32), st.integers(0, 12), st.integers(0, 15))
def test_what_was_approved_stays_and_the_seconds_text_is_listed(
    seed: int, approved: int, yours: int
) -> None:
    """A cue that a person approved as it stood is not taken from the copy, whatever the second
    person made of it; their text is a suggestion unless it is gone or in the file."""
    rng = random.Random(seed)
    words = scripts.speech(rng, rng.randint(3, 40))
    base = scripts.first_built(words, 7)
    cues = [one.cue for one in base.built]
    chosen = {cue.id for cue in rng.sample(cues, min(approved, len(cues)))}
    held = holding(base, chosen, words)
    ours = scripts.opened(base.standing, rng).theirs
    second = scripts.edited(base.standing, rng, yours).theirs
    merged = merge_copies(held, ours, second, scripts.machine(words, 7))
    stays = {part.shown for part in merged.parts if not part.second}
    assert {at for at, cue in enumerate(base.standing) if cue.id in chosen} <= stays
    shown = {
        second[part.shown].text for part in merged.parts if part.second and part.shown is not None
    }
    shown |= {one.text for one in ours}
    listed = "\n".join(one.text for one in merged.suggestions)
    for at in scripts.touched(second, base):
        assert second[at].text in shown or second[at].text in listed
    assert accounted(merged.base, len(words))


@given(st.integers(0, 2**32), st.integers(0, 30), st.integers(3, 12))
def test_an_adopted_file_is_never_rewritten(seed: int, count: int, size: int) -> None:
    """Without a record every cue is the person's: other rules and another model change none."""
    rng = random.Random(seed)
    words = scripts.speech(rng, 20)
    file = scripts.edited(scripts.first_built(words, 7).standing, rng, count).theirs
    base = adopt(file, words, "")
    if file:
        assert accounted(base, len(words))
    heard = scripts.reheard(words, rng, 0.1)
    merged = merge(base, file, words, scripts.machine(heard, size))
    assert set(range(len(file))) <= {part.shown for part in merged.parts}
    assert accounted(merged.base, len(heard))
