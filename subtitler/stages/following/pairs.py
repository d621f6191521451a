"""Sentences that people wrote or approved a translation of, whole, as pairs of texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from subtitler.domain.cue import CueId
from subtitler.domain.edit import Field
from subtitler.stages.following.states import Compared, CueState, State
from subtitler.stages.following.units import Unit
from subtitler.stages.protecting import take_off
from subtitler.stages.staleness import Cause, Change


@dataclass(frozen=True, slots=True)
class SentencePair:
    """A source sentence and what a target says of it; `approved`, else a person wrote some of
    it."""

    source: str
    target: str
    approved: bool


def pairs_of(
    units: Sequence[Unit], states: Sequence[CueState], compared: Compared
) -> tuple[SentencePair, ...]:
    """The sentences whose target cues are all approved, or of which a person wrote one, in the
    source's order.

    None of these cues may be stale, in conflict or an orphan. A sentence says what its shares
    say where its cues are the machine's; where a person wrote one, what its cues say, if they
    show no other sentence.
    """
    by_cue = {state.cue.id: state for state in states}
    showing: dict[int, list[Unit]] = {}
    for unit in units:
        for number in unit.sentences:
            showing.setdefault(number, []).append(unit)
    found = []
    for change in compared.changes:
        if len(change.before) == len(change.now) == 1:
            own = showing.get(change.before[0], [])
            pair = _pair(change, own, by_cue, compared)
            if pair is not None:
                found.append((change.now[0], pair))
    return tuple(pair for _, pair in sorted(found, key=lambda one: one[0]))


def _pair(
    change: Change, own: Sequence[Unit], by_cue: dict[CueId, CueState], compared: Compared
) -> SentencePair | None:
    (before,), (now,) = change.before, change.now
    states = [by_cue[cue.id] for unit in own for cue in unit.shown if cue.id in by_cue]
    if not states or any(one.stale or one.conflict or one.orphan for one in states):
        return None
    approved = all(one.state is State.APPROVED for one in states)
    if not approved and all(one.state is not State.EDITED for one in states):
        return None
    text = compared.now.sentences[now].text
    if any(state.cause is Cause.MARKS for state in states):  # its older marks are what was seen
        text = compared.before.sentences[before].text
        if any(text not in state.old for state in states):
            return None
    target = _said(before, own)
    if not target:
        return None
    return SentencePair(text, target, approved)


def _said(number: int, own: Sequence[Unit]) -> str:
    """What the cues of a sentence say of it, in time's order, blanks folded; nothing where a
    person's text in one of them says another sentence too."""
    written = any(Field.TEXT in unit.touched or not unit.shown for unit in own)
    if written:
        if any(unit.sentences != {number} for unit in own):
            return ""
        cues = sorted((cue for unit in own for cue in unit.shown), key=lambda cue: cue.span)
        return " ".join(" ".join(take_off(cue.lines).text for cue in cues).split())
    parts = []
    for target in (one for unit in own for one in unit.own):
        plain = take_off(target.cue.lines).text
        parts += [
            (share.begin, plain[share.at : share.at + share.end - share.begin])
            for share in target.shares
            if share.sentence == number
        ]
    return " ".join(" ".join(text for _, text in sorted(parts)).split())
