"""SRT: read leniently, every block kept as it was written; written strictly."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import srt

from subtitler.domain.cue import Cue
from subtitler.domain.finding import Finding, Severity
from subtitler.domain.timing import Span
from subtitler.errors import RecordError
from subtitler.formats import webvtt
from subtitler.formats.blocks import (
    Block,
    Document,
    bare,
    blank,
    block_of,
    folded,
    legal_lines,
    same_content,
    separated,
    split_lines,
)
from subtitler.formats.oddities import PREAMBLE, SRT_ODDITIES, noticed
from subtitler.formats.text import TextEncoding, decode, encode
from subtitler.formats.timeline import MARKS, TimeLine, read_time_line

__all__ = ["Block", "Document", "compose", "compose_blocks", "parse", "same_content"]

# 12.5 and -1: seen in the wild by the authors of the srt library.
NUMBER = re.compile(rf"[\s{MARKS}]*(-?\d{{1,9}})(?:\.\d*)?[\s{MARKS}]*")
NEXT = 10  # how far a number without a blank line above may lie past the one before it
ARROW_ENDS = (">", "＞", "&gt;")

WEBVTT_INSIDE = Finding(
    "webvtt",
    Severity.INFO,
    Span(0, 0),
    "this file is WebVTT, although its name says SRT",
)


def parse(raw: bytes, where: str = "this file") -> Document:
    """The blocks of an SRT, and what is odd about it. An empty file has none.

    Only a time line begins a block. All that follows, up to the next one or its number, is text,
    blank lines and junk included, so that nothing is lost; what stands before the first is the
    preamble. Raises RecordError, naming `where`, for a file without any cue, and as decode() does.
    """
    text, encoding = decode(raw, where)
    if webvtt.is_webvtt(text):
        document = webvtt.parse(raw, where)
        return replace(document, findings=(WEBVTT_INSIDE, *document.findings))
    lines = split_lines(text)
    starts = _starts(lines)
    if not starts and not blank(text):
        what = f"{where}: this is no SRT, no line of it gives the times of a cue"
        raise RecordError(what, "A time line looks like this: 00:00:01,000 --> 00:00:02,500")
    bounds = [begin for begin, _, _ in starts] + [len(lines)]
    blocks = tuple(
        block_of("".join(lines[begin:at]).strip() or None, time, lines[at:end])
        for (begin, at, time), end in zip(starts, bounds[1:], strict=True)
    )
    preamble = "".join(lines[: bounds[0]])
    findings = noticed(blocks, SRT_ODDITIES)
    if folded(preamble):
        findings = (PREAMBLE, *findings)
    return Document(encoding, blocks, preamble, findings)


def compose(cues: Sequence[Cue]) -> str:
    """The cues as an SRT with LF, numbered from 1; empty for none.

    All cues are written, in the order given, empty ones and those of zero length too.
    """
    return _joined(cues, "\n")


def compose_blocks(
    parts: Sequence[Cue | Block], encoding: TextEncoding, preamble: str = ""
) -> tuple[bytes, str | None]:
    """A file of machine's cues and kept blocks, numbered by position, and encode()'s notice.

    A block's `raw` and `tail` are written as they are; line endings are added only where a next
    block needs them. Cues get the encoding's line ending.
    """
    if preamble and parts and bare(preamble) == preamble:
        preamble += encoding.newline
    return encode(preamble + _joined(parts, encoding.newline), encoding)


def _joined(parts: Sequence[Cue | Block], newline: str) -> str:
    pieces: list[str] = []
    for number, part in enumerate(parts, 1):
        raw, tail = (part.raw, part.tail) if isinstance(part, Block) else _made(part, newline)
        if number < len(parts):
            tail = separated(tail, newline)
        pieces += [str(number), newline, raw, tail]
    return "".join(pieces)


def _made(cue: Cue, newline: str) -> tuple[str, str]:
    """A machine's block without its number, and its tail.

    Block by block: srt.compose() drops empty cues and those of zero length, and sorts.
    """
    start, end = timedelta(milliseconds=cue.span.in_time), timedelta(milliseconds=cue.span.out_time)
    made = srt.Subtitle(0, start, end, "\n".join(legal_lines(cue)))
    text = made.to_srt(strict=False, eol=newline)
    return text.removeprefix(f"0{newline}").removesuffix(newline * 2).removesuffix(newline), newline


def _starts(lines: Sequence[str]) -> list[tuple[int, int, TimeLine]]:
    """Where each block begins (at its number, if any), where its time line is, and its times."""
    starts: list[tuple[int, int, TimeLine]] = []
    before: int | None = None
    floor = 0
    for at, line in enumerate(lines):
        time = read_time_line(bare(line)) if any(end in line for end in ARROW_ENDS) else None
        if time:
            begin = _number_line(lines, floor, at, before)
            if begin < at:
                before = _value(lines[begin])
            starts.append((begin, at, time))
            floor = at + 1
    return starts


def _number_line(lines: Sequence[str], floor: int, at: int, before: int | None) -> int:
    """Where the number of the time line `at` stands; `at` itself where it has none.

    `floor` is the first line after the time line above, `before` the number of the block above.
    """
    above = at - 1
    if above >= floor and not blank(lines[above]):
        clear = floor == 0 or (above > floor and blank(lines[above - 1]))
        return above if _is_number(lines[above], before, any_=clear) else at
    # Every line followed by a blank one, the time line too: text that went through a wrong pipe.
    doubled = at + 1 == len(lines) or blank(lines[at + 1])
    while doubled and above >= floor and blank(lines[above]):
        above -= 1
    alone = above == 0 or (above > floor and blank(lines[above - 1]))
    number = doubled and floor <= above and alone
    return above if number and _is_number(lines[above], before, any_=floor == 0) else at


def _is_number(line: str, before: int | None, *, any_: bool) -> bool:
    """Whether a line is a number, and follows on the number before.

    Where no blank line stands above it, it may as well be the end of the text: `In the year 1984`
    in two lines.
    """
    value = _value(line)
    if value is None or any_:
        return value is not None
    return before is not None and before < value <= before + NEXT


def _value(line: str) -> int | None:
    match = NUMBER.fullmatch(line)
    return int(match[1]) if match else None
