"""Issue rules 11 to 13 as a judge: what a cue list may not do. Written apart from the product."""

from __future__ import annotations

import math
from fractions import Fraction

from subtitler.domain.cue import Cue
from subtitler.domain.measure import length
from subtitler.domain.style import StyleGuide
from subtitler.domain.transcript import Word


def ceil_frames(count: int, frame: Fraction) -> int:
    return math.ceil(count * frame)


def words_of(cues: list[Cue], words: list[Word]) -> list[list[Word]]:
    """The words that each cue shows, in order; fails where a word is lost or doubled."""
    groups, at = [], 0
    for cue in cues:
        shown = "".join(cue.lines).replace(" ", "")
        group: list[Word] = []
        while "".join(word.text for word in group).replace(" ", "") != shown:
            assert at < len(words), f"{cue} shows what was not said"
            group.append(words[at])
            at += 1
        groups.append(group)
    assert at == len(words), "words are left over"
    return groups


def hard_limits(cues: list[Cue], style: StyleGuide, frame: Fraction) -> list[str]:
    """Every breach of CPL, lines, 2 frames on screen, overlap, gap and maximum duration."""
    two = ceil_frames(2, frame)
    broken = []
    for cue in cues:
        for line in cue.lines:
            if length(line, style.half_width) > style.cpl and " " in line.strip():
                broken.append(f"CPL {cue}")
        if not 1 <= len(cue.lines) <= style.max_lines:
            broken.append(f"lines {cue}")
        if not two <= cue.span.duration <= style.max_duration:
            broken.append(f"duration {cue}")
    for cue, after in zip(cues, cues[1:], strict=False):
        if after.span.in_time - cue.span.out_time < ceil_frames(style.gap_frames, frame):
            broken.append(f"gap {cue} {after}")
    return broken


def out_times(
    cues: list[Cue], groups: list[list[Word]], style: StyleGuide, frame: Fraction
) -> list[str]:
    """Every breach of rule 13 (4) to (7), given the in-times and the words."""
    two, three, eleven = (ceil_frames(count, frame) for count in (2, 3, 11))
    broken = []
    for at, (cue, group) in enumerate(zip(cues, groups, strict=True)):
        start, out, said = cue.span.in_time, cue.span.out_time, group[-1].span.out_time
        following = cues[at + 1].span.in_time if at + 1 < len(cues) else None
        longest = start + style.max_duration
        latest = longest if following is None else min(longest, following - two)
        if following is not None and following - said < two:
            if out != min(following - two, longest):
                broken.append(f"(4) {cue}: not 2 frames before the next")
        elif out < min(said, longest):
            broken.append(f"(4) {cue}: before its last word's end {said}")
        characters = sum(length(line, style.half_width) for line in cue.lines)
        need = max(style.min_duration, math.ceil(characters * 1000 / style.cps))
        if out < min(start + need, latest):
            broken.append(f"(5) {cue}: does not use the pause")
        if out < min(said + style.linger, latest):
            broken.append(f"(6) {cue}: does not linger")
        if following is not None and three <= following - out <= eleven and out < longest:
            broken.append(f"(7) {cue}: a gap of {following - out} ms stays")
        wanted = max(start + need, said + style.linger)
        if out > max(wanted, latest):
            broken.append(f"(6) {cue}: stays too long")
        if out > wanted and following is not None and following - wanted > eleven:
            broken.append(f"(7) {cue}: runs into a long pause")
    return broken


def in_times(cues: list[Cue], groups: list[list[Word]], frame: Fraction) -> list[str]:
    """Every breach of rule 13 (1): an in-time too early, or later for no reason."""
    two = ceil_frames(2, frame)
    broken = []
    for at, (cue, group) in enumerate(zip(cues, groups, strict=True)):
        late = cue.span.in_time - group[0].span.in_time
        if late < -two:
            broken.append(f"(1) {cue}: {-late} ms early")
        forced = at and cue.span.in_time == cues[at - 1].span.in_time + 2 * two
        if late > 0 and not forced:
            broken.append(f"(1) {cue}: {late} ms late for no reason")
    return broken
