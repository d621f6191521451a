"""Markup taken off before a text is translated, and put back on the result."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from subtitler.domain.cue import Cue
from subtitler.domain.sentence import PlainCue, Turn
from subtitler.stages.marks import Mark, MarkKind, Plain, Stray, covers, whole, written
from subtitler.stages.turns import turn_marks
from subtitler.stages.wording import word_spans

Anchors = Sequence[tuple[int, int]]
"""Pairs (character of the target, character of the source) at the starts of aligned words."""

BREAK = re.compile(r"\\N|<[Bb][Rr]\s*/?>")
TAG = re.compile(r"</?[A-Za-z][^<>]*>|<[\d:.]+>|\{\\[^{}]*\}")
NAME = re.compile(r"</?\s*([A-Za-z]+)")
OVERRIDE = re.compile(r"\\[^\\]+")
TOGGLE = re.compile(r"\{\\([ibus])(\d+)\}")
POSITION = re.compile(r"\{\\(?:an?\d|pos|move|org|fad|fade|i?clip|q\d)")
REACH = 10  # cues over which a tag may stay open
END = 1_000_000  # in the order of writing: after all that is written


@dataclass(frozen=True, slots=True)
class PutBack:
    """A text with its markup, and the marks that found no place in it."""

    text: str
    lost: tuple[Mark, ...] = ()


@dataclass(slots=True)
class _Scan:
    """Marks on their way to pairs."""

    marks: list[Mark] = field(default_factory=list)
    open: list[Mark] = field(default_factory=list)
    strays: list[Stray] = field(default_factory=list)
    void: list[str] = field(default_factory=list)


def take_off(lines: Sequence[str]) -> Plain:
    """A cue's words and its markup: tags of SRT and WebVTT, overrides of ASS, speakers' marks.

    ASS's line breaks and `<br>` count as line breaks, its hard spaces as such. A tag that is not
    closed ends with the cue; one that is not opened is a stray.
    """
    raw = BREAK.sub("\n", "\n".join(lines)).replace("\\h", "\u00a0")
    pieces: list[str] = []
    tags: list[tuple[int, str]] = []
    at = place = 0
    for match in TAG.finditer(raw):
        pieces.append(raw[at : match.start()])
        place += match.start() - at
        at = match.end()
        tags += [(place, tag) for tag in _overrides(match.group())]
    text = "".join([*pieces, raw[at:]])
    turns = turn_marks(text, [tag for tag, _ in tags])
    return _paired(text, tags, turns)


def take_off_track(cues: Sequence[Cue]) -> tuple[Plain, ...]:
    """take_off for every cue, and tags that stay open over several cues closed in each."""
    plains = [take_off(cue.lines) for cue in cues]
    for at in range(len(plains)):
        for stray in plains[at].strays:
            before = _opener(plains, at, stray)
            if before is None:
                continue
            number, opening = before
            for between in range(number + 1, at):
                plains[between] = _with(plains[between], opening, stray.text)
            plains[at] = _closed(plains[at], opening, stray)
    return tuple(plains)


def plain_cues(cues: Sequence[Cue], plains: Sequence[Plain]) -> tuple[PlainCue, ...]:
    """The cues as sentences are made from them. Another WebVTT voice than the one before begins
    a turn, as a speaker's mark does."""
    found = []
    voice = ""
    for cue, plain in zip(cues, plains, strict=True):
        turns = {}
        for mark in plain.marks:
            if mark.kind is MarkKind.TURN:
                turns[mark.begin] = mark.opening
            elif _name(mark.opening) == "v" and mark.opening != voice:
                voice = mark.opening
                turns.setdefault(mark.begin, "")
        own = tuple(Turn(at, turns[at]) for at in sorted(turns))
        found.append(PlainCue(cue.id, cue.span, plain.text, own))
    return tuple(found)


def put_back(text: str, plain: Plain, anchors: Anchors = ()) -> PutBack:
    """A translation with its source's marks: around all of it what was around all of the source,
    around the aligned words what was inside. The source's own text gets its marks where they
    were."""
    if text == plain.text:
        exact = [(mark.begin, mark.end, mark) for mark in plain.marks]
        return PutBack(written(text, exact, exact=True))
    placed: list[tuple[int, int, Mark]] = []
    lost: list[Mark] = []
    for mark in whole(plain):
        if mark.kind is MarkKind.PLACE:
            placed.append((0, 0, mark))
        elif covers(mark, plain.text):
            placed.append((0, len(text), mark))
        elif mark.kind is MarkKind.TURN:
            places = [target for target, source in anchors if source >= mark.begin]
            at = 0 if not mark.begin else min(places, default=None)
            if at is None:
                lost.append(mark)
            else:
                placed.append((at, at, mark))
        elif mark.begin < mark.end:
            ranges = aligned(text, plain.text, (mark.begin, mark.end), anchors)
            placed += [(begin, end, mark) for begin, end in ranges]
            lost += [] if ranges else [mark]
    return PutBack(written(text, placed), tuple(lost))


def aligned(
    text: str, source: str, marked: tuple[int, int], anchors: Anchors
) -> list[tuple[int, int]]:
    """The ranges of a translation that say a range of its source: of aligned words, and of words
    between them that nothing is aligned with. Else the one place where it says the same."""
    ranges: list[tuple[int, int]] = []
    unknown = True  # whether a word since the last range is aligned with something else
    for begin, end in word_spans(text):
        own = [at for target, at in anchors if begin <= target < end]
        inside = sum(marked[0] <= at < marked[1] for at in own) * 2 > len(own)
        if inside and ranges and not unknown:
            ranges[-1] = (ranges[-1][0], end)
        elif inside:
            ranges.append((begin, end))
        unknown = not inside and (unknown or bool(own))
    said = source[slice(*marked)].strip()
    if not ranges and said and text.count(said) == 1:
        return [(text.index(said), text.index(said) + len(said))]
    return ranges


def _overrides(tag: str) -> list[str]:
    """A block of ASS overrides one by one, unless one has others inside it."""
    if not tag.startswith("{") or "(" in tag:
        return [tag]
    return [f"{{{one}}}" for one in OVERRIDE.findall(tag[1:-1])] or [tag]


def _paired(text: str, tags: Sequence[tuple[int, str]], turns: Sequence[tuple[int, int]]) -> Plain:
    """The plain text without `turns`, and its tags in pairs."""
    events = [(at, 0, tag) for at, tag in tags]
    events += [(begin, 1, text[begin:end]) for begin, end in turns]
    begins, ends = [begin for begin, _ in turns], [end for _, end in turns]
    kept = zip([0, *ends], [*begins, len(text)], strict=True)
    plain = "".join(text[begin:end] for begin, end in kept)
    scan = _Scan()
    removed = 0
    for order, (at, turn, markup) in enumerate(sorted(events, key=lambda event: event[:2])):
        place = at - removed
        if turn:
            scan.marks.append(Mark(MarkKind.TURN, place, place, markup, "", order, order))
            removed += len(markup)
        else:
            _tag(scan, place, markup, order, begun=bool(plain[:place].strip()))
    marks = [*scan.marks, *(_implied(mark, len(plain)) for mark in scan.open)]
    return Plain(
        plain,
        tuple(sorted(marks, key=lambda mark: mark.first)),
        tuple(scan.strays),
        tuple(scan.void),
    )


def _tag(scan: _Scan, at: int, markup: str, order: int, *, begun: bool) -> None:
    """One tag or override; `begun`: there are words before it."""
    toggle = TOGGLE.fullmatch(markup)
    closes = markup.startswith("</") or (toggle is not None and toggle.group(2) == "0")
    name = _name(markup)
    if markup[1].isdigit() or markup[1] in ":.":
        scan.void.append(markup)
        return
    if markup[0] == "{" and not toggle:
        fixed = not begun or POSITION.match(markup)
        end = END if not fixed else at
        kind = MarkKind.PLACE if fixed else MarkKind.SPAN
        mark = Mark(kind, at, end, markup, "", order, order, implied=not fixed)
        (scan.marks if fixed else scan.open).append(mark)
        return
    before = [mark for mark in scan.open if _name(mark.opening) == name]
    if closes and not before:
        scan.strays.append(Stray(at, markup, order))
    elif closes:
        scan.open.remove(before[-1])
        scan.marks.append(replace(before[-1], end=at, closing=markup, last=order, implied=False))
    else:
        if name == "v" and before:
            scan.open.remove(before[-1])
            scan.marks.append(replace(before[-1], end=at, last=order))
        scan.open.append(Mark(MarkKind.SPAN, at, at, markup, "", order, order, implied=True))


def _implied(mark: Mark, end: int) -> Mark:
    """A tag that is still open where the cue ends. A voice needs no end, nor most overrides."""
    name, toggle = _name(mark.opening), TOGGLE.fullmatch(mark.opening)
    closing = f"</{name}>" if mark.opening[0] == "<" and name != "v" else ""
    if toggle:
        closing = f"{{\\{toggle.group(1)}0}}"
    return replace(mark, end=end, closing=closing, last=END - mark.first)


def _name(markup: str) -> str:
    toggle = TOGGLE.fullmatch(markup)
    if toggle:
        return "\\" + toggle.group(1)
    name = NAME.match(markup)
    return name.group(1).lower() if name else ""


def _opener(plains: Sequence[Plain], at: int, stray: Stray) -> tuple[int, str] | None:
    """The tag, and its cue, that a stray of a later cue closes."""
    name = _name(stray.text)
    for number in range(at - 1, max(-1, at - 1 - REACH), -1):
        marks = [mark for mark in plains[number].marks if _name(mark.opening) == name]
        if marks:
            return (number, marks[-1].opening) if marks[-1].implied else None
    return None


def _with(plain: Plain, opening: str, closing: str) -> Plain:
    """A cue with one more mark, around all of it."""
    mark = Mark(MarkKind.SPAN, 0, len(plain.text), opening, closing, -1, END)
    return replace(plain, marks=(mark, *plain.marks))


def _closed(plain: Plain, opening: str, stray: Stray) -> Plain:
    """A cue in which a stray closes what an earlier cue opens."""
    mark = Mark(MarkKind.SPAN, 0, stray.at, opening, stray.text, -1, stray.order)
    strays = tuple(one for one in plain.strays if one != stray)
    return replace(plain, marks=(mark, *plain.marks), strays=strays)
