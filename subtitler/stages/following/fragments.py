"""The part of a sentence that stays in a cue whose other sentence is laid anew."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from subtitler.domain.cue import Cue, CueId
from subtitler.domain.sentence import Sentence, Share


@dataclass(frozen=True, slots=True)
class Fragment:
    """The shares of a sentence (its number in the record) that stay in a cue; `links` are the
    source cues of that cue, `now` the sentences (numbers) that the sentence is in the source as
    it is. `stop` is where the next sentence begins in the cue's text, None at its end."""

    number: int
    cue: Cue
    shares: tuple[Share, ...]
    links: frozenset[CueId]
    now: tuple[int, ...]
    stop: int | None = None

    @property
    def begin(self) -> int:
        """Where it begins in the sentence's rendering."""
        return self.shares[0].begin

    def text(self, plain: str) -> str:
        """What it says; `plain` is the cue's text without markup, in which shares count."""
        return plain[self.shares[0].at : self.stop].strip()


def fragment_of(sentences: Sequence[Sentence], links: Collection[CueId]) -> Sentence | None:
    """What `sentences` say in the cues of `links`, as a sentence; None where they say nothing."""
    for sentence in sentences:
        pieces = [piece for piece in sentence.pieces if piece.cue in links]
        if not pieces:
            continue
        begin, stop = pieces[0].at, pieces[-1].stop
        text = sentence.text[begin:stop]
        if text.strip():
            moved = tuple(replace(piece, at=piece.at - begin) for piece in pieces)
            return Sentence(text, moved, sentence.kind, sentence.turn and begin == 0)
    return None
