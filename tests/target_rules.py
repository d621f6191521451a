"""Issue 5, item 8 as a judge: what a translated track may not do. Written apart from the product."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from fractions import Fraction

from subtitler.domain.measure import length
from subtitler.domain.sentence import PlainCue, Rendering, TargetCue
from subtitler.domain.style import StyleGuide


def ceil_frames(count: int, frame: Fraction) -> int:
    return math.ceil(count * frame)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def starting_together(cues: Sequence[PlainCue], frame: Fraction) -> set[str]:
    """The cues that start too close to another for both to be seen one after the other."""
    shown = [cue for cue in cues if cue.text.strip()]
    close = 2 * ceil_frames(2, frame)
    return {
        cue.id
        for a, b in zip(shown, shown[1:], strict=False)
        if b.span.in_time - a.span.in_time < close
        for cue in (a, b)
    }


def room(cues: Sequence[PlainCue], at: int, style: StyleGuide, frame: Fraction) -> int:
    """The latest out-time of a source cue's target: 2 frames before the next, or the maximum."""
    cue = cues[at]
    close = 2 * ceil_frames(2, frame)
    later = [
        other.span.in_time
        for other in cues[at + 1 :]
        if other.text.strip() and other.span.in_time - cue.span.in_time >= close
    ]
    limit = cue.span.in_time + style.max_duration
    if later:
        limit = min(limit, later[0] - ceil_frames(style.gap_frames, frame))
    alone = cue.id not in starting_together(cues, frame)
    own = (
        min(cue.span.out_time, later[0] - ceil_frames(2, frame))
        if later and alone
        else cue.span.out_time
    )
    return max(limit, own)


def too_wide(targets: Sequence[TargetCue], style: StyleGuide) -> list[str]:
    """Lines over CPL, and cues of too many lines or of none."""
    broken = []
    for target in targets:
        if not 1 <= len(target.cue.lines) <= style.max_lines:
            broken.append(f"lines {target.cue}")
        widths = [length(line.strip(), style.half_width) for line in target.cue.lines]
        broken += [f"CPL {target.cue}" for width in widths if not 0 < width <= style.cpl]
    return broken


def too_close(
    targets: Sequence[TargetCue], free: set[str], style: StyleGuide, frame: Fraction
) -> list[str]:
    """Overlaps and gaps that are too short, but for cues that start together (`free`)."""
    alone = [target.cue for target in targets if not free & set(target.sources)]
    gap = ceil_frames(style.gap_frames, frame)
    return [
        f"gap {a} {b}"
        for a, b in zip(alone, alone[1:], strict=False)
        if b.span.in_time - a.span.out_time < gap
    ]


def shown_words(
    targets: Sequence[TargetCue], renderings: Sequence[Rendering], free: set[str]
) -> list[str]:
    """What is lost, doubled or (but in cues that start together, `free`) out of order of the
    renderings' words."""
    broken = []
    for number, rendering in enumerate(renderings):
        showing = [target for target in targets if number in target.sentences]
        shares = [share for one in showing for share in one.shares if share.sentence == number]
        ranges = [(share.begin, share.end) for share in shares]
        orderly = not any(free & set(target.sources) for target in showing)
        if orderly and ranges != sorted(ranges):
            broken.append(f"order {rendering.text!r}: {ranges}")
        text = "".join(rendering.text[begin:end] for begin, end in sorted(ranges))
        if squeezed(text) != squeezed(rendering.text):
            broken.append(f"words {rendering.text!r}: {text!r}")
    for target in targets:
        for share in target.shares:
            said = renderings[share.sentence].text[share.begin : share.end]
            if target.cue.text[share.at : share.at + len(said)] != re.sub(r"\s", " ", said):
                broken.append(f"share {target}")
        covered = sum(
            len(squeezed(renderings[s.sentence].text[s.begin : s.end])) for s in target.shares
        )
        if covered != len(squeezed(target.cue.text)):
            broken.append(f"more than its shares {target}")
    return broken


def parted(targets: Sequence[TargetCue], renderings: Sequence[Rendering]) -> list[str]:
    """Unbreakable ranges that more than one cue shows a part of, with the last id but one."""
    broken = []
    for number, rendering in enumerate(renderings):
        for begin, end in rendering.unbreakable:
            cues = [
                target.cue.id
                for target in targets
                for share in target.shares
                if share.sentence == number and share.begin < end and share.end > begin
            ]
            if len(set(cues)) > 1:
                broken.append(cues[0])
    return broken
