"""Single cues of a subtitle file written anew, all else in it byte for byte."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from subtitler.domain.timing import Span
from subtitler.formats import webvtt
from subtitler.formats.blocks import Block, Document, bare, retimed, split_lines
from subtitler.formats.text import decode, encode


def amended(
    raw: bytes, document: Document, changed: Mapping[int, tuple[Span, Sequence[str]]]
) -> tuple[bytes, str | None]:
    """The file `raw`, read as `document`, with other times and lines at the blocks of these
    positions; and encode()'s notice.

    The time line keeps its form and what stands beside the times, lines get the line ending that
    follows the time line. Raises RecordError as decode() and encode() do.
    """
    text, encoding = decode(raw)
    vtt = webvtt.is_webvtt(text)
    pieces: list[str] = []
    done, at = 0, len(document.preamble)
    for place, block in enumerate(document.blocks):
        begin = text.index(block.raw, at)
        at = begin + len(block.raw)
        if place in changed:
            span, lines = changed[place]
            now = block
            if tuple(lines) != block.lines:
                now = _relined(block, [webvtt.escaped(line) for line in lines] if vtt else lines)
            pieces += [text[done:begin], retimed(now, span).raw]
            done = at
    return encode("".join([*pieces, text[done:]]), encoding)


def _relined(block: Block, lines: Sequence[str]) -> Block:
    """The block with other lines, its time line as it is."""
    line = split_lines(block.raw)[0]
    ending = line[len(bare(line)) :]
    return replace(block, raw=line + ending.join(lines))
