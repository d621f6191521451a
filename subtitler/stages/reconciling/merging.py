"""Three ways: what the machine last wrote, what the person made of it, what the machine says now.

What a person touched stays byte for byte; all else follows the machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from subtitler.domain.cue import Cue
from subtitler.domain.edit import Claim, Shown, TrackBase
from subtitler.domain.finding import Finding, Severity
from subtitler.domain.transcript import Word
from subtitler.stages.reconciling.claiming import own
from subtitler.stages.reconciling.inheriting import heirs
from subtitler.stages.reconciling.laying import Ground, Placed, lay
from subtitler.stages.reconciling.names import Names
from subtitler.stages.reconciling.ordering import interleaved
from subtitler.stages.reconciling.outcome import Machine, Merged, Part, Second, Step, StepKind
from subtitler.stages.reconciling.person import Held, Standing, read, reading


def merge(
    base: TrackBase,
    theirs: Sequence[Shown],
    heard: Sequence[Word],
    machine: Machine,
    seconds: Sequence[Second] = (),
) -> Merged:
    """Merges the file of a person (`theirs`) with what the machine says now.

    `heard` are the words of the transcript that the base's indexes mean. Where the machine has
    nothing new to say, the parts are the person's file exactly. `seconds` are what another
    person's copy has where both changed a cue.
    """
    names = Names.of(base)
    found = read(base, theirs, heard, names)
    owned = own([held.claim for held in found.held], heard, machine.words, machine.pace)
    claims = [_suggesting(claim, machine.words) for claim in owned.claims]
    for second in seconds:
        _list_second(claims, found.held, second)
    person = sorted(cue.span for claim in claims for cue in claim.shown)
    ground = Ground(owned, found.standing, heard, person, base.rules == machine.rules)
    placed = lay(ground, machine, names)
    kept = [
        Part(cue, at)
        for claim, held in zip(claims, found.held, strict=True)
        for cue, at in zip(claim.shown, held.at, strict=True)
    ]
    parts = _in_order([*kept, *(Part(one.built.cue, one.at) for one in placed)])
    after = TrackBase(
        built=tuple(one.built for one in placed),
        claims=tuple(sorted(claims, key=lambda claim: claim.span)),
        rules=machine.rules,
        last=names.last,
        parts=frozenset(names.parts),
    )
    return Merged(
        parts=parts,
        base=after,
        plan=_plan(claims, found.standing, placed),
        findings=(*_orphans(claims), *_overlaps(parts, placed)),
        share_matched=found.matching.share_matched,
        heirs=heirs(base, after, owned.olds),
    )


def _in_order(parts: Sequence[Part]) -> tuple[Part, ...]:
    """What stands in the file in the file's order, and what is new among it, by in-time."""
    kept = sorted((part for part in parts if part.shown is not None), key=lambda p: p.shown or 0)
    new = [part for part in parts if part.shown is None]
    return tuple(interleaved(kept, new, lambda part: part.cue.span))


def _suggesting(claim: Claim, words: Sequence[Word]) -> Claim:
    """The claim with the machine's reading of its words, where that changed and is not theirs."""
    now = reading(words, claim.words)
    theirs = " ".join(claim.text.split())
    differs = claim.reading and now not in {claim.reading, theirs}
    return replace(claim, suggestion=now if differs else "")


def _plan(
    claims: Sequence[Claim], standing: Sequence[Standing], placed: Sequence[Placed]
) -> tuple[Step, ...]:
    """What a merge does, step by step, by time; without the cues that stay as the machine's."""
    old = {one.built.cue.id: one.built.cue for one in standing}
    steps = [Step(_kind(claim), claim.base, claim.shown, _else(claim)) for claim in claims]
    for one in placed:
        before = old.pop(one.built.cue.id, None)
        if one.at is None:
            steps.append(Step(StepKind.FOLLOWS, (before,) if before else (), (one.built.cue,)))
    steps += [Step(StepKind.FOLLOWS, (cue,), ()) for cue in old.values()]
    return tuple(sorted(steps, key=lambda step: step.span))


def _list_second(claims: list[Claim], held: Sequence[Held], second: Second) -> None:
    """Puts what a second person has beside the first claim that it is another text for."""
    for at, claim in enumerate(claims):
        if second.belongs(claim, held[at].at):
            if second.text not in claim.second:
                text = "\n".join(filter(None, (claim.second, second.text)))
                claims[at] = replace(claim, second=text)
            return


def _else(claim: Claim) -> str:
    return "\n".join(filter(None, (claim.suggestion, claim.second)))


def _kind(claim: Claim) -> StepKind:
    if not claim.shown:
        return StepKind.DELETED
    if claim.orphaned:
        return StepKind.ORPHAN
    if claim.suggestion or claim.second:
        return StepKind.CONFLICT
    return StepKind.KEPT if claim.base else StepKind.INSERTED


def _orphans(claims: Sequence[Claim]) -> Iterator[Finding]:
    advice = "its words are no longer heard there: look whether it should stay"
    for claim in claims:
        if claim.orphaned:
            for cue in claim.shown:
                yield Finding("orphan", Severity.WARNING, cue.span, advice, cue=cue.id)


def _overlaps(parts: Sequence[Part], placed: Sequence[Placed]) -> Iterator[Finding]:
    """Cues of the machine that are on screen together with the one before or after."""
    ours = {one.built.cue.id for one in placed}
    by_time = sorted((part.cue for part in parts), key=lambda cue: cue.span)
    advice = "an edited cue stands in its time: move one of them"
    last: Cue | None = None
    for cue in by_time:
        if last is not None and cue.span.overlap(last.span) and ours & {cue.id, last.id}:
            mine = cue if cue.id in ours else last
            over = cue.span.overlap(last.span)
            yield Finding("overlaps-edit", Severity.ERROR, mine.span, advice, over, 0, mine.id)
        if last is None or cue.span.out_time > last.span.out_time:
            last = cue
