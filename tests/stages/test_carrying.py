"""What the source's edits do to a target, field by field."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

import edit_scripts as scripts
from subtitler.domain.cue import Cue, CueId
from subtitler.domain.edit import Field
from subtitler.domain.timing import Span
from subtitler.stages.reconciling import Fate, Linked, carry

C1, C2, C3 = CueId("c1"), CueId("c2"), CueId("c3")
BEFORE = {C1: Span(1000, 2000), C2: Span(2100, 3000), C3: Span(5000, 6000)}
SAME = {C1: (C1,), C2: (C2,), C3: (C3,)}
TEXT, TIMES = frozenset({Field.TEXT}), frozenset({Field.TIMES})


def target(
    name: str, span: Span, links: tuple[CueId, ...], sentence: int = 0, **more: object
) -> Linked:
    return Linked(Cue(CueId(name), span, ("text",)), links, (sentence,), **more)  # type: ignore[arg-type]


ONE = target("c1", Span(1000, 2020), (C1,))
TWO = target("c2", Span(2100, 3400), (C2,))
THREE = target("c3", Span(5000, 6000), (C3,), 1)
ALL = [ONE, TWO, THREE]


def carried(
    cues: list[Linked],
    now: dict[CueId, Span] | None = None,
    heirs: dict[CueId, tuple[CueId, ...]] | None = None,
) -> list[tuple[str, Span]]:
    found = carry(cues, BEFORE, {**BEFORE, **(now or {})}, heirs or SAME, scripts.PACE)
    return [(one.fate.value, one.linked.cue.span) for one in found]


def test_times_that_nobody_set_follow() -> None:
    """A retimed source cue takes its target along, with what the target lingers longer."""
    found = carried(ALL, {C2: Span(2300, 3300)})
    assert found == [
        ("stays", ONE.cue.span),
        ("retimed", Span(2300, 3700)),
        ("stays", THREE.cue.span),
    ]


def test_times_that_a_person_set_stay() -> None:
    """A target cue whose times were set by hand keeps them; one with an edited text follows."""
    now = {C2: Span(2300, 3300)}
    assert carried([replace(TWO, touched=TIMES)], now) == [("stays", TWO.cue.span)]
    assert carried([replace(TWO, touched=TEXT)], now) == [("retimed", Span(2300, 3700))]


def test_pieces_of_a_cue_follow_inside_it() -> None:
    """Two pieces of one source cue share its new span as they shared the old one."""
    pieces = [target("c1", Span(1000, 1400), (C1,)), target("c1/2", Span(1480, 2000), (C1,))]
    found = carried(pieces, {C1: Span(2000, 4000)})
    assert [span for _, span in found] == [Span(2000, 2800), Span(2960, 4000)]


def test_a_retimed_cue_ends_before_the_next() -> None:
    """Where a cue moved to would run into its neighbour, its out-time is drawn back."""
    found = carried(ALL, {C2: Span(3500, 4990)})
    assert found[1] == ("retimed", Span(3500, 5000 - scripts.GAP))


def test_moved_boundaries_refit_what_is_all_machine_made() -> None:
    """A split source cue: the whole sentence is fitted anew, the next is not."""
    heirs = {**SAME, C1: (C1, CueId("c1.2"))}
    assert [fate for fate, _ in carried(ALL, heirs=heirs)] == ["refit", "refit", "stays"]


def test_moved_boundaries_leave_what_a_person_did() -> None:
    """With an edit, an approval or a deletion in the sentence none is cut anew; links follow."""
    part = CueId("c1.2")
    heirs = {**SAME, C1: (C1, part)}
    for guard in ({"touched": TEXT}, {"approved": True}, {"deleted": True}):
        cues = [ONE, replace(TWO, **guard), THREE]
        found = carry(cues, BEFORE, BEFORE, heirs, scripts.PACE)
        assert [one.fate for one in found] == [Fate.STAYS] * 3
        assert [one.linked.cue for one in found] == [one.cue for one in cues]
        assert found[0].linked.links == (C1, part)


def test_a_deleted_source_cue_takes_only_machine_made_targets() -> None:
    """Its machine-made target goes, one with a person's text or approval is an orphan."""
    heirs = {**SAME, C3: ()}
    assert [fate for fate, _ in carried(ALL, heirs=heirs)] == ["stays", "stays", "gone"]
    for guard in ({"touched": TEXT}, {"approved": True}):
        assert carried([replace(THREE, **guard)], heirs=heirs) == [("orphan", THREE.cue.span)]


@given(st.lists(st.integers(0, 400), min_size=6, max_size=6))
def test_a_persons_fields_never_change(moves: list[int]) -> None:
    """Whatever the source does, a text stays, and times that were set stay."""
    now = {
        name: Span(span.in_time + moves[2 * at], span.out_time + 400 + moves[2 * at + 1])
        for at, (name, span) in enumerate(BEFORE.items())
    }
    cues = [replace(ONE, touched=TIMES), replace(TWO, touched=TEXT), THREE]
    found = carry(cues, BEFORE, now, SAME, scripts.PACE)
    assert [one.linked.cue.lines for one in found] == [one.cue.lines for one in cues]
    assert found[0].linked.cue.span == ONE.cue.span
