"""Markup apart from the text that it is around, and how it is written into a text again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum


class MarkKind(str, Enum):
    """SPAN is around words, PLACE says where the cue is, TURN is before a speaker's words."""

    SPAN = "span"
    PLACE = "place"
    TURN = "turn"


@dataclass(frozen=True, slots=True)
class Mark:
    """Markup around characters `begin` to `end` of the plain text.

    `first` and `last` say in which order marks are written; `implied`: the source does not close
    it.
    """

    kind: MarkKind
    begin: int
    end: int
    opening: str
    closing: str = ""
    first: int = 0
    last: int = 0
    implied: bool = False


@dataclass(frozen=True, slots=True)
class Stray:
    """A closing tag at a place in the plain text, that nothing opens."""

    at: int
    text: str
    order: int


@dataclass(frozen=True, slots=True)
class Plain:
    """A cue's words, lines parted by line feeds, and what was taken off them. `void` is markup
    that means nothing in another text: the times of single words."""

    text: str
    marks: tuple[Mark, ...] = ()
    strays: tuple[Stray, ...] = ()
    void: tuple[str, ...] = ()

    @property
    def lost(self) -> tuple[str, ...]:
        """What cannot be put back anywhere."""
        return (*(stray.text for stray in self.strays), *self.void)


def covers(mark: Mark, text: str) -> bool:
    """Whether a mark is around all the words of a text."""
    around = text[: mark.begin] + text[mark.end :]
    return mark.kind is MarkKind.SPAN and mark.begin < mark.end and not around.strip()


def whole(plain: Plain) -> list[Mark]:
    """The marks, those of one kind that only white space parts (a tag for each line) in one."""
    found: list[Mark] = []
    for mark in sorted(plain.marks, key=lambda one: one.first):
        same = next(
            (
                at
                for at, one in enumerate(found)
                if (one.opening, one.closing, one.kind) == (mark.opening, mark.closing, mark.kind)
                and mark.kind is MarkKind.SPAN
                and one.end <= mark.begin
                and not plain.text[one.end : mark.begin].strip()
            ),
            None,
        )
        if same is None:
            found.append(mark)
        else:
            found[same] = replace(found[same], end=mark.end, last=mark.last)
    return found


def written(text: str, placed: Sequence[tuple[int, int, Mark]], *, exact: bool = False) -> str:
    """A text with marks around ranges of it, well nested where ranges are; `exact`: in the order
    in which they were written."""
    events: list[tuple[int, tuple[int, int, int], str]] = []
    for begin, end, mark in placed:
        if exact:
            events.append((begin, (0, mark.first, 0), mark.opening))
            events.append((end, (0, mark.last, 0), mark.closing))
        else:
            rank = 1 if mark.kind is MarkKind.PLACE else 2
            events.append((begin, (rank, -end, mark.first), mark.opening))
            events.append((end, (3 if begin == end else 0, -begin, -mark.first), mark.closing))
    parts = []
    at = 0
    for place, _, markup in sorted(events):
        parts += [text[at:place], markup]
        at = place
    return "".join([*parts, text[at:]])
