"""A subtitle file as it was written: blocks that keep their bytes beside what they say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from subtitler.domain.cue import Cue
from subtitler.domain.finding import Finding
from subtitler.domain.timing import Span
from subtitler.formats.text import CONTROL, TextEncoding
from subtitler.formats.timeline import TimeLine, harmless, retimed_line

# CR CR LF is one ending: what a Windows text went through twice has it everywhere.
NEWLINE = re.compile(r"\r{0,2}\n|\r")
LINE = re.compile(r"[^\r\n]*(?:\r{0,2}\n|\r)|[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Block:
    """One cue of a file.

    `number` is the number (in WebVTT the identifier) as written, None where there is none.
    `raw` is the time line and the text as written, from the time line's first character to the
    last character of the last line that is not blank; `tail` what follows up to the next block:
    line endings, blank lines and, in WebVTT, comments and style sheets. `lines` are the text
    lines without their endings, blank ones at the end left out. `settings` stands after the
    out-time. Times that run `backwards` are a span with out = in, a time that was `negative` is 0.
    """

    number: str | None
    span: Span
    lines: tuple[str, ...]
    raw: str
    tail: str = ""
    settings: str = ""
    backwards: bool = False
    negative: bool = False

    @property
    def content(self) -> tuple[object, ...]:
        """What makes it the cue it is: all but its number, its time's form and line endings."""
        return (self.span, self.backwards, self.lines, self.settings, folded(self.tail))


@dataclass(frozen=True, slots=True)
class Document:
    """A file's blocks in file order; `preamble` is what stands before the first, as written."""

    encoding: TextEncoding
    blocks: tuple[Block, ...]
    preamble: str = ""
    findings: tuple[Finding, ...] = ()


def same_content(one: Document, other: Document) -> bool:
    """Whether both hold the same cues.

    Numbers, encodings, line endings and blank lines around cues do not count; white space at
    line ends does, and so does what a person wrote beside the times or outside of the cues.
    """
    if folded(one.preamble) != folded(other.preamble) or len(one.blocks) != len(other.blocks):
        return False
    return all(a.content == b.content for a, b in zip(one.blocks, other.blocks, strict=True))


def block_of(number: str | None, time: TimeLine, lines: Sequence[str], rest: str = "") -> Block:
    """The block of a time line and text lines, line endings kept; `rest` is outside of the cue."""
    size = len(lines)
    while size > 1 and blank(lines[size - 1]):
        size -= 1
    last = bare(lines[size - 1])
    ending = lines[size - 1][len(last) :]
    return Block(
        number,
        time.span,
        tuple(bare(line) for line in lines[1:size]),
        "".join(lines[: size - 1]) + last,
        ending + "".join(lines[size:]) + rest,
        time.settings,
        time.backwards,
        time.negative,
    )


def retimed(block: Block, span: Span) -> Block:
    """The block with other times; all else in it stays as it was written."""
    if span == block.span:
        return block
    line = bare(split_lines(block.raw)[0])
    raw = retimed_line(line, span) + block.raw[len(line) :]
    return replace(block, span=span, raw=raw, backwards=False, negative=False)


def split_lines(text: str) -> list[str]:
    """The lines of `text`, with their endings (CRLF, LF, CR, mixed)."""
    return LINE.findall(text)


def bare(line: str) -> str:
    """A line without its ending."""
    return line.rstrip("\r\n")


def blank(line: str) -> bool:
    """Whether a line holds nothing, or only white space."""
    return not line.strip()


def folded(text: str) -> str:
    """`text` with line feeds, without blank lines around it."""
    return NEWLINE.sub("\n", text).strip("\n \t")


def legal_lines(cue: Cue) -> list[str]:
    """A cue's lines as a file can hold them.

    Blank lines are left out, because players end a cue there. A line that would be read as times
    has its arrow drawn otherwise, and control characters, which make a binary file, become U+FFFD.
    """
    lines = CONTROL.sub("\ufffd", NEWLINE.sub("\n", cue.text)).split("\n")
    return [harmless(line) for line in lines if not blank(line)]


def separated(tail: str, newline: str) -> str:
    """`tail` with as many line endings more as a next block needs: its own, and a blank line."""
    lines = split_lines(tail)
    while len(lines) < 2 or not blank(lines[-1]) or bare(lines[-1]) == lines[-1]:
        tail += newline
        lines = split_lines(tail)
    return tail
