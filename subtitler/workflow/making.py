"""A target made: laid, and laid again until a next run would find nothing to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from subtitler.stages.following import Compared, Side
from subtitler.stages.reconciling import Held, Names, Part, Read, Standing
from subtitler.workflow.laying import Layer, Laying, lay_target
from subtitler.workflow.reusing import Noting, noted_of
from subtitler.workflow.sourcetrack import SourceTrack
from subtitler.workflow.targets import Making, NewTarget, new_target
from subtitler.workflow.targettrack import TargetTrack, compared, total_heirs

PASSES = 4  # more than any track was seen to need


@dataclass(frozen=True, slots=True)
class Made:
    """A target as it is to be, and what it was made from last."""

    target: TargetTrack
    held: Compared
    laying: Laying
    new: NewTarget
    noted: Noting


def make_target(
    source: SourceTrack, target: TargetTrack, now: Side, layer: Layer, making: Making
) -> Made:
    """Lays a target. What is laid beside a person's times, or beside a part of a sentence that
    stays, will stay itself from the next run on, so that others can be laid otherwise then: that
    is done here, in one run."""
    made = _made(target, layer.compared, layer, making, None)
    following = made.laying.following
    if not following.timed and not following.fragments:
        return made
    for _ in range(PASSES):
        after = _after(source, target, made.new)
        held = compared(after, now, source.file.language)
        again = _made(after, held, layer, making, made.noted)
        parts = tuple(_in_file(part, made.new.parts) for part in again.new.parts)
        same = again.new.record == made.new.record
        made = replace(again, new=replace(again.new, parts=parts))
        if same:
            break
    return made


def _made(
    target: TargetTrack, held: Compared, layer: Layer, making: Making, noted: Noting | None
) -> Made:
    own = replace(layer, compared=held)
    laying = lay_target(target.units, own, nothing_new=target.adopted)
    if noted is None:
        with layer.watch.stage("memory"):
            noted = noted_of(target, layer.store, making.reuse)
    return Made(target, held, laying, new_target(target, laying, own, making, noted), noted)


def _after(source: SourceTrack, target: TargetTrack, new: NewTarget) -> TargetTrack:
    """The target as the next run would read it; positions are those of the new parts."""
    base, translation = new.record.base, new.record.translation
    assert base is not None
    assert translation is not None
    place = {part.cue.id: at for at, part in enumerate(new.parts)}
    standing = tuple(Standing(one, place[one.cue.id]) for one in base.built)
    held = tuple(Held(claim, tuple(place[cue.id] for cue in claim.shown)) for claim in base.claims)
    return replace(
        target,
        record=new.record,
        base=base,
        targets=translation.targets,
        sentences=translation.sentences,
        found=Read(standing, held, target.found.matching),
        names=Names.of(base),
        heirs=total_heirs(translation, replace(source, heirs={})),
        adopted=False,
    )


def _in_file(part: Part, before: Sequence[Part]) -> Part:
    """A part with its position in the file in place of that among the parts before it."""
    if part.shown is None:
        return part
    return replace(part, shown=before[part.shown].shown)
