"""Matches, and the work on them: two sides made comparable, and the links found so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from subtitler.domain.timing import Span
from subtitler.stages.wordalign import tokens

MOST = 0.6  # of one side's cues: fewer may be phrases that any two talks have in common
SURE = 0.5  # from here on a match rests on the text, or on the very same times


@dataclass(frozen=True, slots=True)
class Match:
    """A cue of the base, one of the file (positions), and how sure it is that they are one."""

    base: int
    shown: int
    sure: float


@dataclass(frozen=True, slots=True)
class Matching:
    """All matches by base, then file; of `bases` and `showns` cues. One to many is a split."""

    matches: tuple[Match, ...]
    bases: int
    showns: int

    @property
    def share_matched(self) -> float:
        """The share of both sides' cues that are surely matched, 1 without cues.

        Where most of one side is, that side's share: the rest was deleted, or added.
        """
        if not self.bases or not self.showns:
            return 1.0
        sure = [match for match in self.matches if match.sure >= SURE]
        bases, showns = len({match.base for match in sure}), len({match.shown for match in sure})
        most = max(bases / self.bases, showns / self.showns)
        return most if most >= MOST else (bases + showns) / (self.bases + self.showns)

    @property
    def unmatched_base(self) -> tuple[int, ...]:
        """Cues of the base that the file no longer has."""
        return tuple(sorted(set(range(self.bases)) - {match.base for match in self.matches}))

    @property
    def unmatched_shown(self) -> tuple[int, ...]:
        """Cues of the file that are the person's own."""
        return tuple(sorted(set(range(self.showns)) - {match.shown for match in self.matches}))


@dataclass(frozen=True, slots=True)
class Text:
    """A cue made ready for comparing; its span is moved to the file's timeline."""

    span: Span
    words: tuple[str, ...]
    size: int

    @classmethod
    def of(cls, text: str, span: Span) -> Text:
        """A text and where it lies on the file's timeline."""
        words = tokens(text)
        return cls(span, words, sum(map(len, words)))


@dataclass(slots=True)
class Links:
    """The work on one matching: both sides, and the links found so far."""

    bases: Sequence[Text]
    showns: Sequence[Text]
    sure: dict[tuple[int, int], float] = field(default_factory=dict)
    of_base: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    of_shown: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def add(self, base: int, shown: int, sure: float) -> None:
        """Links two cues."""
        self.sure[base, shown] = round(min(1.0, sure), 3)
        self.of_base[base].add(shown)
        self.of_shown[shown].add(base)

    def free_bases(self) -> list[int]:
        """Cues of the base without a link, by time."""
        free = [at for at in range(len(self.bases)) if at not in self.of_base]
        return sorted(free, key=lambda at: self.bases[at].span)

    def free_showns(self) -> list[int]:
        """Cues of the file without a link, by time."""
        free = [at for at in range(len(self.showns)) if at not in self.of_shown]
        return sorted(free, key=lambda at: self.showns[at].span)

    def timely(self, base: int, shown: int) -> float:
        """How far both are on screen together, 0 to 1."""
        one, other = self.bases[base].span, self.showns[shown].span
        both = one.overlap(other)
        longest = max(one.out_time, other.out_time) - min(one.in_time, other.in_time)
        return both / longest if longest else float(one == other)
