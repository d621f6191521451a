"""The safe fixes of one file: which cues they change, the file with them, what is told."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from subtitler.domain.cue import Cue, CueId
from subtitler.domain.style import StyleGuide
from subtitler.formats.amending import amended
from subtitler.formats.blocks import Block, Document
from subtitler.stages.checking import chained
from subtitler.workflow.machinelines import machine_lines
from subtitler.workflow.sources import written


@dataclass(frozen=True, slots=True)
class Fixes:
    """Cues as they are fixed, by their positions in the file, and its blocks as they are."""

    cues: Mapping[int, Cue]
    blocks: Sequence[Block]

    def within(self, places: Collection[int]) -> Fixes:
        """Those at some positions alone."""
        return replace(self, cues={at: cue for at, cue in self.cues.items() if at in places})

    def written(self, raw: bytes, document: Document) -> tuple[bytes, str | None]:
        """The file with the fixes, all else byte for byte; and a notice where its encoding could
        not stay."""
        changed = {at: (cue.span, cue.lines) for at, cue in self.cues.items()}
        return amended(raw, document, changed)

    def diff(self, path: str) -> str:
        """What changes, as a unified diff of times and lines; empty where nothing does."""
        before: list[str] = []
        after: list[str] = []
        for at, block in enumerate(self.blocks):
            head = block.number or str(at + 1)
            now = self.cues.get(at)
            span, lines = (now.span, now.lines) if now is not None else (block.span, block.lines)
            before += [head, _times(block.span.in_time, block.span.out_time), *block.lines, ""]
            after += [head, _times(span.in_time, span.out_time), *lines, ""]
        told = difflib.unified_diff(before, after, path, path, lineterm="")
        return "".join(f"{line}\n" for line in told)


@dataclass(frozen=True, slots=True)
class FixedTrack:
    """What fixing a track came to: how many `cues` were fixed, how many were left because they
    are `edited` or `approved`, and the `diff` of the file."""

    title: str
    path: str
    language: str
    cues: int
    edited: int
    approved: int
    diff: str
    dry_run: bool
    notice: str | None


@dataclass(frozen=True, slots=True)
class Fixed:
    """All tracks that could be fixed, and the exit codes of the inputs that could not."""

    tracks: tuple[FixedTrack, ...]
    codes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FixPlan:
    """A track with all its fixes, and the positions of the cues that may be fixed."""

    title: str
    path: Path
    language: str
    found: Fixes
    allowed: frozenset[int]

    @property
    def done(self) -> Fixes:
        """The fixes that are made."""
        return self.found.within(self.allowed)

    def told(
        self, approved: Collection[CueId], *, dry_run: bool = False, notice: str | None = None
    ) -> FixedTrack:
        """What a person is told of it."""
        left = [cue for at, cue in self.found.cues.items() if at not in self.allowed]
        ours = sum(1 for cue in left if cue.id in approved)
        path, done = written(self.path), self.done
        return FixedTrack(
            self.title,
            path,
            self.language,
            len(done.cues),
            len(left) - ours,
            ours,
            done.diff(path),
            dry_run,
            notice,
        )


def fixes_of(
    document: Document, cues: Sequence[Cue], style: StyleGuide, language: str, frame: Fraction
) -> Fixes:
    """What is safe to fix in a file's cues, which are given in its order.

    A block whose times run backwards, or that is shown for no time, keeps its times.
    """
    blocks = document.blocks
    lined = [replace(cue, lines=machine_lines(cue.lines, style, language)) for cue in cues]
    order = sorted(range(len(cues)), key=lambda at: cues[at].span)
    now = dict(zip(order, chained([lined[at] for at in order], style, frame), strict=True))
    found: dict[int, Cue] = {}
    for at, block in enumerate(blocks):
        odd = block.backwards or block.negative or not block.span.duration
        cue = lined[at] if odd else now[at]
        if cue != cues[at]:
            found[at] = cue
    return Fixes(found, blocks)


def _times(in_time: int, out_time: int) -> str:
    return f"{_clock(in_time)} --> {_clock(out_time)}"


def _clock(ms: int) -> str:
    seconds, ms = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02},{ms:03}"
