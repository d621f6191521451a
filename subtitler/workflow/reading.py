"""A track's file read against what the machine last wrote: which cue is which, and whose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from subtitler.domain.cue import Cue, CueId
from subtitler.domain.edit import Shown, TrackBase
from subtitler.domain.style import StyleGuide
from subtitler.domain.transcript import Word
from subtitler.formats.blocks import Block, Document, folded
from subtitler.stages.cueing import CueBuilder
from subtitler.stages.pacing import Pace
from subtitler.stages.reconciling import Machine, merge


def shown_of(block: Block) -> Shown:
    """A file's block as it is compared with what the machine wrote."""
    backwards = "<" if block.backwards else ""
    return Shown(
        block.span, block.lines, block.settings + backwards + folded(block.tail), block.raw
    )


@dataclass(frozen=True, slots=True)
class ReadTrack:
    """A file's cues in its order, with their ids; `base` is what it is held against next time.

    `heirs` says for each cue that stood there before which cues hold its words now.
    """

    cues: tuple[Cue, ...]
    base: TrackBase
    edited: bool
    heirs: Mapping[CueId, tuple[CueId, ...]]
    share_matched: float


def read_against(
    base: TrackBase, document: Document, words: Sequence[Word], style: StyleGuide, frame: Fraction
) -> ReadTrack:
    """Which cue of a file is which, and whether a person edited it.

    `words` are those of the transcript that the base's indexes mean. What the machine would add
    to the file is left for the next merge.
    """
    shown = [shown_of(block) for block in document.blocks]
    builder = CueBuilder.of(words, "und", style, frame)
    merged = merge(base, shown, words, Machine(words, base.rules, builder, Pace.of(style, frame)))
    cues = tuple(part.cue for part in merged.parts if part.shown is not None)
    whole = len(cues) == len(merged.parts)
    return ReadTrack(
        cues,
        merged.base if whole else base,
        bool(merged.base.claims) or not whole,
        merged.heirs,
        merged.share_matched if base.standing and shown else 1.0,
    )
