"""What was heard: words with their times. It is evidence, and never edited."""

from __future__ import annotations

from dataclasses import dataclass

from subtitler.domain.timing import Span

UNDETERMINED = "und"  # BCP 47: there is no speech to have a language


@dataclass(frozen=True, slots=True)
class Word:
    """One word as it was heard; `text` keeps the engine's leading space.

    `probability` runs from 0 to 1. Raises ValueError for an empty text or another probability.
    """

    text: str
    span: Span
    probability: float

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a word needs a text")
        if not 0.0 <= self.probability <= 1.0:
            raise ValueError(f"no probability: {self.probability}")


@dataclass(frozen=True, slots=True)
class Segment:
    """What the recogniser gave as one piece: words in order; joined, they are its text.

    Raises ValueError without words, or where one starts before the word before it ends.
    """

    words: tuple[Word, ...]

    def __post_init__(self) -> None:
        if not self.words:
            raise ValueError("a segment needs a word")
        for word, after in zip(self.words, self.words[1:], strict=False):
            if after.span.in_time < word.span.out_time:
                raise ValueError(f"words out of order at {after.span.in_time} ms: {after.text!r}")

    @property
    def text(self) -> str:
        """The words joined, as the engine wrote them."""
        return "".join(word.text for word in self.words)

    @property
    def span(self) -> Span:
        """From the first word's start to the last word's end."""
        return Span(self.words[0].span.in_time, self.words[-1].span.out_time)


@dataclass(frozen=True, slots=True)
class Transcript:
    """All that was heard in one media.

    `language` is a BCP 47 tag; `duration` the media's, ms; `speech` where a voice was found.
    Digests are SHA-256 in hex. Raises ValueError where segments run backwards.
    """

    language: str
    segments: tuple[Segment, ...]
    duration: int
    engine: str
    model_digest: str
    media_digest: str
    speech: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        for segment, after in zip(self.segments, self.segments[1:], strict=False):
            if after.span.in_time < segment.span.out_time:
                raise ValueError(f"segments out of order at {after.span.in_time} ms")

    @property
    def words(self) -> tuple[Word, ...]:
        """Every word, in order."""
        return tuple(word for segment in self.segments for word in segment.words)
