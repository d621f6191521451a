"""WebVTT: read as browsers do and a little more leniently, every block kept as it was written."""

from __future__ import annotations

import re
from collections.abc import Sequence

from subtitler.domain.cue import Cue
from subtitler.domain.timing import Span
from subtitler.errors import RecordError
from subtitler.formats.blocks import (
    Block,
    Document,
    bare,
    block_of,
    legal_lines,
    split_lines,
)
from subtitler.formats.oddities import WEBVTT_ODDITIES, noticed
from subtitler.formats.text import decode
from subtitler.formats.timeline import TimeLine, read_time_line

HEADER = re.compile(r"\ufeff?WEBVTT(?=[ \t\r\n]|\Z)")
ENTITIES = {
    "&amp;": "&",
    "&lt;": "<",
    "&gt;": ">",
    "&nbsp;": "\xa0",
    "&lrm;": "\u200e",
    "&rlm;": "\u200f",
}
ENTITY = re.compile("|".join(ENTITIES))
# <i>, </c.loud>, <v Ann>, <lang en>, <00:00:01.500>
TAG = re.compile(r"</?(?:[cibuv]|lang|ruby|rt)(?:\.[^\s<>]*)?(?:[ \t][^<>]*)?>|<\d[\d:]*\.\d{3}>")


def is_webvtt(text: str) -> bool:
    """Whether `text` has the header of WebVTT."""
    return HEADER.match(text) is not None


def parse(raw: bytes, where: str = "this file") -> Document:
    """The blocks of a WebVTT file; a header alone has none.

    A cue's text ends at the first empty line; what stands after it up to the next cue (comments,
    style sheets, stray text) is the block's tail, what stands before the first is the preamble.
    Entities in lines are decoded, tags are as written. Raises RecordError, naming `where`,
    without a header, and as decode() does.
    """
    text, encoding = decode(raw, where)
    if not is_webvtt(text):
        what = f"{where}: this is no WebVTT, its first line is not WEBVTT"
        raise RecordError(
            what, "Give a file that begins with WEBVTT, or name it .srt if it is SRT."
        )
    lines = split_lines(text)
    starts = _starts(lines)
    bounds = [begin for begin, _, _ in starts] + [len(lines)]
    blocks = tuple(
        _block(lines[begin:at], time, lines[at:end])
        for (begin, at, time), end in zip(starts, bounds[1:], strict=True)
    )
    preamble = "".join(lines[: bounds[0]])
    return Document(encoding, blocks, preamble, noticed(blocks, WEBVTT_ODDITIES))


def compose(cues: Sequence[Cue]) -> str:
    """The cues as WebVTT with LF, without identifiers.

    Tags of WebVTT are written as they are; other `<` and `>`, and every `&`, as entities.
    """
    return "\n".join(["WEBVTT\n", *(_made(cue) for cue in cues)])


def _starts(lines: Sequence[str]) -> list[tuple[int, int, TimeLine]]:
    """Where each block begins (at its identifier, if any), where its time line is, its times."""
    starts: list[tuple[int, int, TimeLine]] = []
    floor = 1
    for at, line in enumerate(lines):
        time = read_time_line(bare(line)) if at and "-->" in line else None
        if time:
            named = at - 1 > floor and bool(bare(lines[at - 1])) and not bare(lines[at - 2])
            starts.append((at - 1 if named else at, at, time))
            floor = at + 1
    return starts


def _block(identifier: Sequence[str], time: TimeLine, lines: Sequence[str]) -> Block:
    size = next((at for at, line in enumerate(lines) if at and not bare(line)), len(lines))
    text = [lines[0], *(_entities_decoded(line) for line in lines[1:size])]
    said = block_of(None, time, text)
    written = block_of(None, time, lines[:size], "".join(lines[size:]))
    return Block(
        bare(identifier[0]) if identifier else None,
        time.span,
        said.lines,
        written.raw,
        written.tail,
        time.settings,
        time.backwards,
        time.negative,
    )


def _entities_decoded(line: str) -> str:
    return ENTITY.sub(lambda match: ENTITIES[match[0]], line)


def _made(cue: Cue) -> str:
    lines = "".join(f"{escaped(line)}\n" for line in legal_lines(cue))
    return f"{_times(cue.span)}\n{lines}"


def escaped(line: str) -> str:
    """A line of text as WebVTT writes it: tags as they are, other `<` and `>`, and `&`, as
    entities."""
    pieces = re.split(f"({TAG.pattern})", line.replace("&", "&amp;"))
    pieces[::2] = [piece.replace("<", "&lt;").replace(">", "&gt;") for piece in pieces[::2]]
    return "".join(pieces)


def _times(span: Span) -> str:
    return f"{_clock(span.in_time)} --> {_clock(span.out_time)}"


def _clock(time: int) -> str:
    seconds, fraction = divmod(time, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{fraction:03d}"
