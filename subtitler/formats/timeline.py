"""The line with a cue's times, read as leniently as it is written in the wild."""

from __future__ import annotations

import re
from dataclasses import dataclass

from subtitler.domain.timing import Span

MARKS = "\ufeff\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069"  # of direction, invisible
GAP = r"\s{0,8}"
DASH = "[-–—−‐‑]"
ARROW = re.compile(rf"{DASH}{{1,4}}(?:{GAP}{DASH}{{1,2}})?{GAP}(?:>|＞|&gt;)")
TIME = (
    rf"(?:({DASH}?\d{{1,4}}){GAP}[:：]{GAP})?"  # hours, which may be missing
    rf"({DASH}?\d{{1,3}}){GAP}[:：]{GAP}({DASH}?\d{{1,2}})"
    rf"(?:{GAP}[,.:，．。：٫،]{GAP}({DASH}?\d{{0,9}}))?"  # a decimal fraction of the second
)
TIME_LINE = re.compile(rf"[\s{MARKS}]*{TIME}{GAP}({ARROW.pattern}){GAP}{TIME}(?!\d)[{MARKS}]*(.*)")
ALMOST = re.compile(rf"\s*\d+\s*[:：].*{ARROW.pattern}|.*{ARROW.pattern}\s*\d+\s*[:：]\s*\d")


@dataclass(frozen=True, slots=True)
class TimeLine:
    """What a time line says.

    `span` has out = in where the times run `backwards`, and zero for a time that is `negative`.
    `settings` is what stands after the out-time (positions, and at times text).
    """

    span: Span
    settings: str = ""
    backwards: bool = False
    negative: bool = False


def read_time_line(line: str) -> TimeLine | None:
    """The times of a line without its ending, None where it is no time line.

    Decimals after `,`, `.` or `:`, of any length (`,05` is 50 ms; rounded to whole ms); hours and
    decimals may be missing; blanks, one-digit fields, full-width and Arabic digits are read.
    """
    match = TIME_LINE.fullmatch(line)
    if match is None:
        return None
    *fields, settings = match.groups()
    start, arrow, end = fields[:4], fields[4], fields[5:]
    if start[0] is None and start[3] is None and "--" not in arrow:
        return None  # `10:30 -> 11:45` is something that people say
    in_time, out_time = _milliseconds(start), _milliseconds(end)
    backwards = out_time < in_time
    span = Span(max(0, in_time), max(0, in_time if backwards else out_time))
    return TimeLine(span, settings.strip(), backwards, negative=min(in_time, out_time) < 0)


def unreadable(line: str) -> bool:
    """Whether a line that is no time line seems to be meant as one."""
    return ALMOST.match(line) is not None


def harmless(line: str) -> str:
    """A line of text as it is, its arrows drawn otherwise where it would read as a time line."""
    return ARROW.sub("→", line) if read_time_line(line) else line


def _milliseconds(fields: list[str | None]) -> int:
    """Hours, minutes, seconds and a fraction; a minus before any of them counts for all."""
    digits = [re.sub(r"\D", "", field or "") for field in fields]
    hours, minutes, seconds = (int(figure or 0) for figure in digits[:3])
    scale: int = 10 ** len(digits[3])
    fraction = (2000 * int(digits[3] or 0) + scale) // (2 * scale)
    time = ((hours * 60 + minutes) * 60 + seconds) * 1000 + fraction
    return -time if any(field and not field[0].isdigit() for field in fields) else time
