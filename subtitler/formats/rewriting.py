"""A subtitle file made of blocks of two files, in the form that the first one has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from subtitler.domain.cue import Cue
from subtitler.formats import webvtt
from subtitler.formats.blocks import NEWLINE, Block, Document, separated
from subtitler.formats.srt import compose_blocks
from subtitler.formats.text import TextEncoding, encode


def is_vtt(document: Document) -> bool:
    """Whether a file is WebVTT, whatever its name says."""
    return webvtt.is_webvtt(document.preamble)


def at_home(block: Block, newline: str) -> Block:
    """A block of another file with the line endings of this one."""
    return replace(
        block, raw=NEWLINE.sub(newline, block.raw), tail=NEWLINE.sub(newline, block.tail)
    )


def compose_like(document: Document, parts: Sequence[Cue | Block]) -> tuple[bytes, str | None]:
    """A file of kept blocks and new cues in the form of `document`, and encode()'s notice.

    In an SRT blocks are numbered by position; in WebVTT they keep the identifiers that they have.
    """
    if not is_vtt(document):
        return compose_blocks(parts, document.encoding, document.preamble)
    newline = document.encoding.newline
    pieces = [separated(document.preamble, newline) if parts else document.preamble]
    for number, part in enumerate(parts, 1):
        named, raw, tail = _written(part, document.encoding)
        pieces += [named, raw, separated(tail, newline) if number < len(parts) else tail]
    return encode("".join(pieces), document.encoding)


def _written(part: Cue | Block, encoding: TextEncoding) -> tuple[str, str, str]:
    """Identifier with its line ending, time line and text, and what follows."""
    newline = encoding.newline
    if isinstance(part, Block):
        return (f"{part.number}{newline}" if part.number is not None else "", part.raw, part.tail)
    made = webvtt.compose([part]).removeprefix("WEBVTT\n").strip("\n")
    return "", NEWLINE.sub(newline, made), newline
