"""What a target keeps and what is laid anew when its source changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

import edit_scripts as scripts
from subtitler.domain.cue import Cue, CueId
from subtitler.domain.edit import BOTH, Against, Claim, Field
from subtitler.domain.sentence import Piece, Sentence, Share, TargetCue
from subtitler.domain.timing import Span
from subtitler.stages.following import (
    Compared,
    Following,
    Side,
    Source,
    State,
    Unit,
    adopt_target,
    completed,
    follow,
    fragment_of,
    states,
)
from subtitler.stages.staleness import Cause, Change, SourceSentence, changes

TEXTS = ("One here.", "Two here.", "Three here.", "Four here.")


def cue_id(at: int) -> CueId:
    return CueId(f"c{at + 1}")


def span(at: int) -> Span:
    return Span(at * 3000, at * 3000 + 2500)


def target(at: int, *sentences: int) -> TargetCue:
    """The machine's cue for source cue `at`, which shows these sentences (else its own)."""
    own = sentences or (at,)
    shares = tuple(Share(one, 0, 4, 5 * place) for place, one in enumerate(own))
    return TargetCue(Cue(cue_id(at), span(at), ("Uno.",)), (cue_id(at),), shares)


def untouched(at: int, *sentences: int) -> Unit:
    one = target(at, *sentences)
    return Unit((one,), (one.cue,), (at,))


def edited(unit: Unit, touched: frozenset[Field] = BOTH, text: str = "Mío.") -> Unit:
    base = unit.own[0].cue
    lines = (text,) if Field.TEXT in touched else base.lines
    shown = replace(base, lines=lines)
    return replace(unit, shown=(shown,), claim=Claim((base,), (shown,), (0,), touched))


def deleted(unit: Unit) -> Unit:
    base = unit.own[0].cue
    return Unit(unit.own, (), (), Claim((base,), (), (0,)))


def said(*texts: str, first: int = 0) -> list[SourceSentence]:
    """A sentence a cue."""
    return [
        SourceSentence(text, (cue_id(at),), (span(at),)) for at, text in enumerate(texts, first)
    ]


def words_of(text: str, _: str) -> tuple[str, ...]:
    return tuple(text.casefold().strip(".!").split())


def source(now: Sequence[SourceSentence], before: Sequence[SourceSentence] | None = None) -> Source:
    old = said(*TEXTS) if before is None else before
    here = {cue: own for one in now for cue, own in zip(one.cues, one.spans, strict=True)}
    heirs = {cue: (cue,) if cue in here else () for one in old for cue in one.cues}
    spans = {cue: own for one in old for cue, own in zip(one.cues, one.spans, strict=True)}
    found = changes(old, now, words_of, "en")
    return Source(found, now, frozenset(), completed(heirs, found, old, now), spans, here)


def followed(units: Sequence[Unit], where: Source, firm: Sequence[CueId] = ()) -> Following:
    return follow(units, where, scripts.PACE, firm)


ALL = [untouched(at) for at in range(4)]


def test_nothing_of_a_persons_is_all_laid_anew() -> None:
    """Also what has not changed: it is laid from what is known, and comes out the same."""
    found = followed(ALL, source(said(*TEXTS)))
    assert (found.free, found.kept, found.stale) == ((0, 1, 2, 3), (), ())


def test_a_persons_text_keeps_its_sentence() -> None:
    """Stale where the words changed, not where only the others did."""
    units = [edited(ALL[0]), *ALL[1:]]
    found = followed(units, source(said(TEXTS[0], "Changed.", *TEXTS[2:])))
    assert (found.free, found.stale) == ((1, 2, 3), ())
    found = followed(units, source(said("Changed.", *TEXTS[1:])))
    assert found.free == (1, 2, 3)
    assert [change.cause for change in found.stale] == [Cause.WORDS]
    assert [one.shown[0].text for one in found.kept] == ["Mío."]


def test_times_alone_hold_no_text_back() -> None:
    """They are put on what is laid anew; where nothing there can take them the sentence stays."""
    units = [edited(ALL[0], frozenset({Field.TIMES})), *ALL[1:]]
    found = followed(units, source(said("Changed.", *TEXTS[1:])))
    assert found.free == (0, 1, 2, 3)
    assert found.timed == {cue_id(0): span(0)}
    found = followed(units, source(said("Changed.", *TEXTS[1:])), [cue_id(0)])
    assert found.free == (1, 2, 3)
    assert found.timed == {}
    assert followed(units, source(said(*TEXTS))).free == (1, 2, 3)


def test_a_deletion_and_an_approval_keep_their_sentence() -> None:
    """A deleted cue is not written again; an approved one stays as it is."""
    approved = replace(ALL[1], approved=True)
    changed = source(said("A.", "B.", *TEXTS[2:]))
    found = followed([deleted(ALL[0]), approved, *ALL[2:]], changed)
    assert found.free == (2, 3)
    assert [one.shown for one in found.kept] == [(), approved.shown]


def test_a_source_cue_that_is_gone() -> None:
    """Takes the machine's along, and leaves a person's as an orphan."""
    rest = source([*said(TEXTS[0]), *said(*TEXTS[2:], first=2)])
    assert followed(ALL, rest).kept == ()
    found = followed([ALL[0], edited(ALL[1]), *ALL[2:]], rest)
    assert [one.orphan for one in found.kept] == [True]
    timed = followed([ALL[0], edited(ALL[1], frozenset({Field.TIMES})), *ALL[2:]], rest)
    assert timed.kept == ()


def test_a_part_of_a_frozen_sentence_stays_in_a_cue_that_is_laid_anew() -> None:
    """Cue 2 shows the first sentence's end and the second: the first is a person's in cue 1."""
    before = [
        SourceSentence(TEXTS[0], (cue_id(0), cue_id(1)), (span(0), span(1))),
        *said(TEXTS[1], first=1),
    ]
    now = [before[0], *said("Changed.", first=1)]
    units = [edited(untouched(0, 0)), untouched(1, 0, 1)]
    found = followed(units, source(now, before))
    assert found.free == (1,)
    (part,) = found.fragments
    assert (part.number, part.links, part.now) == (0, {cue_id(1)}, (0,))
    elsewhere = [SourceSentence(TEXTS[0], (cue_id(0),), (span(0),)), now[1]]
    where = source(elsewhere, before)
    where = replace(where, heirs={cue_id(0): (cue_id(0),), cue_id(1): (cue_id(1),)})
    assert followed(units, where).free == ()  # no place for it: the cue stays whole


def test_a_fragment_is_what_the_sentence_says_there() -> None:
    """Its pieces in some cues, counted from its own begin."""
    pieces = (Piece(cue_id(0), 0, 3, 0), Piece(cue_id(1), 0, 5, 4))
    found = fragment_of([Sentence("One here.", pieces)], {cue_id(1)})
    assert found is not None
    assert (found.text, found.pieces) == ("here.", (Piece(cue_id(1), 0, 5, 0),))
    assert fragment_of([Sentence("One here.", pieces)], {cue_id(3)}) is None


units_strategy = st.lists(
    st.sampled_from(["machine", "text", "times", "deleted", "approved"]), min_size=4, max_size=4
)
now_strategy = st.lists(
    st.sampled_from([*TEXTS, "Other words.", "one here", "Yes.", ""]), min_size=4, max_size=4
)


def unit_of(kind: str, at: int) -> Unit:
    return {
        "machine": untouched(at),
        "text": edited(untouched(at)),
        "times": edited(untouched(at), frozenset({Field.TIMES})),
        "deleted": deleted(untouched(at)),
        "approved": replace(untouched(at), approved=True),
    }[kind]


@given(units_strategy, now_strategy)
def test_every_sentence_is_laid_or_stays_and_nothing_of_a_persons_is_lost(
    kinds: list[str], texts: list[str]
) -> None:
    """A sentence now is free, or some kept unit's; a person's text and an approval are kept in any
    case, and what is kept is never laid as well."""
    units = [unit_of(kind, at) for at, kind in enumerate(kinds)]
    now = [one for one in said(*texts) if one.text]
    where = source(now)
    found = followed(units, where)
    kept = {one.unit for one in found.kept}
    for unit in units:
        if unit.firm and unit.shown:
            assert unit in kept
    frozen = {
        at
        for change in where.changes
        if set(change.before) & set(found.frozen)
        for at in change.now
    }
    assert sorted([*found.free, *frozen]) == list(range(len(now)))
    for change in found.stale:
        assert change.now
        assert change.cause >= Cause.MARKS


def test_states_say_what_changed_since_a_cue_was_made_or_approved() -> None:
    """Against the sentence of the record, or, where it was approved since, against that."""
    now = Side(said("Changed.", *TEXTS[1:]), [()] * 4)
    before = Side(said(*TEXTS), [()] * 4)
    found = changes(before.sentences, now.sentences, words_of, "en")
    heirs = {cue_id(at): (cue_id(at),) for at in range(4)}
    held = Compared(before, now, found, heirs, words_of, "en")
    units = [edited(ALL[0]), *ALL[1:]]
    first = states(units, held, {}, (), {"Changed.": "Nuevo."})[0]
    assert (first.state, first.stale, first.old, first.new) == (
        State.EDITED, True, TEXTS[0], "Changed."
    )  # fmt: skip
    assert first.suggestion == "Nuevo."
    against = {cue_id(0): Against("Changed.")}
    first = states(units, held, against, {cue_id(0)}, {"Changed.": "Nuevo."})[0]
    assert (first.state, first.stale, first.suggestion) == (State.APPROVED, False, "")
    back = replace(held, now=before, changes=[Change((at,), (at,), Cause.NONE) for at in range(4)])
    assert states(units, back, against, {cue_id(0)}, {})[0].stale
    assert not states(units, back, {}, {cue_id(0)}, {})[0].stale


@given(st.lists(st.tuples(st.integers(0, 15_000), st.integers(0, 4000)), max_size=6))
def test_an_adopted_target_covers_every_sentence(times: list[tuple[int, int]]) -> None:
    """Each file cue is a person's and linked; a sentence that none shows counts as deleted."""
    shown = [
        scripts.Shown(Span(start, start + lasts), (f"x{at}",))
        for at, (start, lasts) in enumerate(times)
    ]
    cues = [Cue(cue_id(at), span(at), (text,)) for at, text in enumerate(TEXTS)]
    pieces = [
        Sentence(text, (Piece(cue_id(at), 0, len(text), 0),)) for at, text in enumerate(TEXTS)
    ]
    base, targets = adopt_target(shown, cues, pieces)
    assert base.built == ()
    assert sorted(cue.text for cue in base.standing) == sorted(one.text for one in shown)
    assert {number for one in targets for number in one.sentences} == set(range(4))
    assert all(one.sources for one in targets)
    assert not base.unaccounted(len(targets))
