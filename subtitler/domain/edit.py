"""What a person changed: their cues, the machine's that they stand for, and the words claimed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum

from subtitler.domain.cue import Cue, CueId
from subtitler.domain.timing import Span
from subtitler.domain.transcript import Word


class Field(str, Enum):
    """What of a cue a person can set."""

    TEXT = "text"
    TIMES = "times"


BOTH = frozenset(Field)


class EditKind(str, Enum):
    """What happened to cues between two states of a file."""

    KEPT = "kept"
    TEXT = "text"
    TIMES = "times"
    SPLIT = "split"
    MERGED = "merged"
    RECUT = "recut"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Shown:
    """One cue as it stands in a file.

    `beside` is what a person wrote around it (settings after the times, comments), as the file's
    format compares it; `raw` the block as written, the number line apart, which nothing compares.
    """

    span: Span
    lines: tuple[str, ...]
    beside: str = ""
    raw: str = ""

    @property
    def text(self) -> str:
        """The lines joined by line feeds."""
        return "\n".join(self.lines)

    def says(self, cue: Cue) -> bool:
        """Whether times and lines are those of a cue."""
        return self.span == cue.span and self.lines == cue.lines

    def untouched(self, cue: Cue) -> bool:
        """Whether it is a cue of ours as it was written, with nothing beside it."""
        return self.says(cue) and not self.beside


@dataclass(frozen=True, slots=True)
class CueEdit:
    """Cues of a base and what stands for them in a file now: `now`, at positions `at`.

    `sure` is how sure the match is, 0 to 1. Raises ValueError for an edit of nothing.
    """

    base: tuple[Cue, ...]
    now: tuple[Shown, ...]
    at: tuple[int, ...]
    sure: float = 1.0

    def __post_init__(self) -> None:
        if not self.base and not self.now:
            raise ValueError("an edit needs a cue")
        if len(self.now) != len(self.at):
            raise ValueError("each cue of the file has one position")

    @property
    def span(self) -> Span:
        """Where it is: its first cue's span, in the file if it still is there."""
        return self.now[0].span if self.now else self.base[0].span

    @property
    def fields(self) -> frozenset[Field]:
        """What the person set: both fields wherever cues were cut, joined, added or taken out."""
        if len(self.base) != 1 or len(self.now) != 1:
            return BOTH
        base, now = self.base[0], self.now[0]
        text = base.lines != now.lines or bool(now.beside)
        changed = {Field.TEXT: text, Field.TIMES: base.span != now.span}
        return frozenset(name for name, differs in changed.items() if differs)

    @property
    def kind(self) -> EditKind:
        """The edit in a word; TEXT where both the text and the times were changed."""
        if not self.now:
            return EditKind.DELETED
        if not self.base:
            return EditKind.INSERTED
        if len(self.base) > 1:
            return EditKind.RECUT if len(self.now) > 1 else EditKind.MERGED
        if len(self.now) > 1:
            return EditKind.SPLIT
        if Field.TEXT in self.fields:
            return EditKind.TEXT
        return EditKind.TIMES if self.fields else EditKind.KEPT


@dataclass(frozen=True, slots=True)
class Built:
    """A cue of the machine and the transcript words that it shows: `first` to `end` (exclusive).

    Raises ValueError without words.
    """

    cue: Cue
    first: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.first < self.end:
            raise ValueError(f"a built cue shows words: {self.first} to {self.end}")


@dataclass(frozen=True, slots=True)
class Laid:
    """A cue as the machine lays it out, still without id: words `first` to `end` (exclusive)."""

    first: int
    end: int
    span: Span
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """What a person wrote, and the transcript words that belong to it, once, however many cues.

    `base` are the machine's cues in whose place it stands (none: inserted), `shown` the person's
    (none: deleted), `words` the indexes of its words, `reading` their text when the person
    edited, `suggestion` what the machine reads there now where that differs, `second` what
    another person's copy has there, `lost` words that a later transcript no longer has. One that
    is `held` stays although it is as the machine wrote it: a person approved it.
    """

    base: tuple[Cue, ...]
    shown: tuple[Cue, ...]
    words: tuple[int, ...] = ()
    touched: frozenset[Field] = BOTH
    reading: str = ""
    suggestion: str = ""
    second: str = ""
    lost: tuple[Word, ...] = ()
    held: bool = False

    def __post_init__(self) -> None:
        if not self.base and not self.shown:
            raise ValueError("a claim needs a cue")

    @property
    def span(self) -> Span:
        """Where it is: its first cue's span, the machine's where the person deleted it."""
        return (self.shown or self.base)[0].span

    @property
    def orphaned(self) -> bool:
        """Whether the transcript no longer has any of its words."""
        return not self.words and bool(self.lost)

    @property
    def text(self) -> str:
        """What the person wrote, cues joined by line feeds."""
        return "\n".join(cue.text for cue in self.shown)


@dataclass(frozen=True, slots=True)
class Against:
    """The source that a target cue was approved against: its sentences' text, and the rows of
    terms.csv that applied to it."""

    text: str
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TrackBase:
    """A track as it stood when the tool last wrote it: the base of the next merge.

    `rules` says what the machine's cues were cut by (style, frame, language): other rules cut
    anew. `last` is the greatest number that an id ever had, `parts` every id of a split part.
    Raises ValueError where two cues share an id, or a word is in two places.
    """

    built: tuple[Built, ...]
    claims: tuple[Claim, ...] = ()
    rules: str = ""
    last: int = 0
    parts: frozenset[CueId] = frozenset()

    def __post_init__(self) -> None:
        ids = Counter(cue.id for cue in self.standing)
        if ids and max(ids.values()) > 1:
            raise ValueError(f"two cues share an id: {ids.most_common(1)[0][0]}")
        places = self._places()
        if places and max(places.values()) > 1:
            raise ValueError(f"a word is in two places: {places.most_common(1)[0][0]}")

    @property
    def standing(self) -> tuple[Cue, ...]:
        """The cues in the file when it was written, by in-time."""
        person = (cue for claim in self.claims for cue in claim.shown)
        cues = [*(built.cue for built in self.built), *person]
        return tuple(sorted(cues, key=lambda cue: cue.span))

    def unaccounted(self, words: int) -> tuple[int, ...]:
        """Which of `words` transcript words are in no built cue and no claim (or do not exist)."""
        places = self._places()
        missing = [at for at in range(words) if at not in places]
        return (*missing, *sorted(at for at in places if at >= words))

    def _places(self) -> Counter[int]:
        places = Counter(at for claim in self.claims for at in claim.words)
        for built in self.built:
            places.update(range(built.first, built.end))
        return places


def accounted(base: TrackBase, words: int) -> bool:
    """Whether each of `words` transcript words is in exactly one built cue or exactly one claim."""
    return not base.unaccounted(words)
