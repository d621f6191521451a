"""A track as rules look at it: cues, their words without markup, the style's times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from subtitler.domain.cue import Cue, CueId
from subtitler.domain.measure import length
from subtitler.domain.sentence import PlainCue, Sentence
from subtitler.domain.style import StyleGuide
from subtitler.domain.timing import DEFAULT_FRAME
from subtitler.stages.assembling import assemble
from subtitler.stages.marks import Plain
from subtitler.stages.pacing import Pace
from subtitler.stages.protecting import plain_cues, take_off_track


@dataclass(frozen=True, slots=True)
class Seen:
    """A cue with its number as the file has it; `backwards`: its out-time stands before its
    in-time there."""

    cue: Cue
    number: str
    backwards: bool = False


@dataclass(frozen=True)
class TrackView:
    """Cues by in-time under a style guide; `frame` in ms; `translated`: from another language."""

    cues: tuple[Seen, ...]
    language: str
    style: StyleGuide
    frame: Fraction = DEFAULT_FRAME
    translated: bool = False

    @cached_property
    def primary(self) -> str:
        """The language without script and country."""
        return primary(self.language)

    @cached_property
    def pace(self) -> Pace:
        """The style's times in ms."""
        return Pace.of(self.style, self.frame)

    @cached_property
    def plains(self) -> tuple[Plain, ...]:
        """Each cue's words and its markup."""
        return take_off_track([seen.cue for seen in self.cues])

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Each cue's words without markup, lines parted by line feeds."""
        return tuple(plain.text for plain in self.plains)

    @cached_property
    def plain_cues(self) -> tuple[PlainCue, ...]:
        """The cues as sentences are made from them."""
        return plain_cues([seen.cue for seen in self.cues], self.plains)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences that the cues hold."""
        return assemble(self.plain_cues, self.language)

    @cached_property
    def places(self) -> dict[CueId, int]:
        """Where each cue stands."""
        return {seen.cue.id: at for at, seen in enumerate(self.cues)}

    @cached_property
    def widths(self) -> tuple[tuple[float, ...], ...]:
        """How wide each line of each cue is, in characters."""
        half = self.style.half_width
        return tuple(
            tuple(length(line, half) for line in _lines(seen.cue.lines)) for seen in self.cues
        )


def _lines(lines: Sequence[str]) -> Sequence[str]:
    """Lines as a player shows them: ASS's own line breaks are some too."""
    if any("\\N" in line for line in lines):
        return [part for line in lines for part in line.split("\\N")]
    return lines


def primary(language: str) -> str:
    """A language tag without script and country."""
    return language.split("-", maxsplit=1)[0].lower()


def seen(cues: Sequence[Cue]) -> tuple[Seen, ...]:
    """Cues numbered by their places, as in a file that we write."""
    return tuple(Seen(cue, str(number)) for number, cue in enumerate(cues, 1))
