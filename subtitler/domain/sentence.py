"""Sentences: what is translated whole, and which characters of which cues belong to it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from subtitler.domain.cue import Cue, CueId
from subtitler.domain.timing import Span


class SentenceKind(str, Enum):
    """SPEECH goes to the engine; SOUND (`[applause]`, `♪ … ♪`, `ALICE:`) never does."""

    SPEECH = "speech"
    SOUND = "sound"


@dataclass(frozen=True, slots=True)
class Turn:
    """Where another speaker begins: a place in a cue's plain text, and the mark that says so
    (`- `, `>> `; empty where only markup or a label does)."""

    at: int
    mark: str = ""


@dataclass(frozen=True, slots=True)
class PlainCue:
    """A source cue's words without markup. In `text` a line feed parts its lines.

    Raises ValueError for turns out of order or outside the text.
    """

    id: CueId
    span: Span
    text: str
    turns: tuple[Turn, ...] = ()

    def __post_init__(self) -> None:
        places = [turn.at for turn in self.turns]
        if places != sorted(set(places)) or any(not 0 <= at <= len(self.text) for at in places):
            raise ValueError(f"turns of {self.id} out of order: {places}")


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters `begin` to `end` of a cue's plain text; `at` is where they begin in the
    sentence's text, in which a line feed of the cue is a space."""

    cue: CueId
    begin: int
    end: int
    at: int

    @property
    def stop(self) -> int:
        """Where it ends in the sentence's text."""
        return self.at + self.end - self.begin


@dataclass(frozen=True, slots=True)
class Sentence:
    """A unit of translation, and the pieces of cues that it stands in.

    `turn`: it begins a speaker's turn, and so a line; `mark` is what the source opens it with.
    Raises ValueError without text, or for pieces that are out of order in the text.
    """

    text: str
    pieces: tuple[Piece, ...]
    kind: SentenceKind = SentenceKind.SPEECH
    turn: bool = False
    mark: str = ""

    def __post_init__(self) -> None:
        if not self.text.strip() or not self.pieces:
            raise ValueError("a sentence needs a text and a piece of a cue")
        at = 0
        for piece in self.pieces:
            if piece.at < at or piece.end <= piece.begin or piece.stop > len(self.text):
                raise ValueError(f"pieces out of order at {piece.at} in {self.text!r}")
            at = piece.stop

    @property
    def cues(self) -> tuple[CueId, ...]:
        """The cues that it stands in, in order, each once."""
        return tuple(dict.fromkeys(piece.cue for piece in self.pieces))

    def ranges(self, cue: CueId, begin: int, end: int) -> list[tuple[int, int]]:
        """The parts of this text that characters `begin` to `end` of a cue's text are."""
        found = []
        for piece in self.pieces:
            first, last = max(begin, piece.begin), min(end, piece.end)
            if piece.cue == cue and first < last:
                shift = piece.at - piece.begin
                found.append((first + shift, last + shift))
        return found


@dataclass(frozen=True, slots=True)
class Rendering:
    """One way to say a sentence in the target language.

    `anchors` are pairs (character of `text`, character of the sentence's text) at the starts of
    words that say the same; `unbreakable` are ranges of `text` that no cue may part: figures,
    times, abbreviations, names. Raises ValueError without words, or for a range outside `text`.
    """

    text: str
    anchors: tuple[tuple[int, int], ...] = ()
    unbreakable: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a rendering needs words")
        for begin, end in self.unbreakable:
            if not 0 <= begin <= end <= len(self.text):
                raise ValueError(f"no range of {self.text!r}: {begin} to {end}")


@dataclass(frozen=True, slots=True)
class Share:
    """Characters `begin` to `end` of the rendering of sentence number `sentence` (from 0), which
    begin at character `at` of a target cue's text."""

    sentence: int
    begin: int
    end: int
    at: int


@dataclass(frozen=True, slots=True)
class TargetCue:
    """A cue of a translated track: `sources` are the source cues that it belongs to, `shares`
    the parts of the renderings that it shows, in order."""

    cue: Cue
    sources: tuple[CueId, ...]
    shares: tuple[Share, ...]

    @property
    def sentences(self) -> tuple[int, ...]:
        """Numbers of the sentences it shows words of, each once."""
        return tuple(dict.fromkeys(share.sentence for share in self.shares))
