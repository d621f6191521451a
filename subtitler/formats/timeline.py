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


def retimed_line(line: str, span: Span) -> str:
    """A time line with other times; what stands around and between them stays as written.

    The decimal mark is the line's own where that is a comma or a point. Raises ValueError for a
    line that is no time line.
    """
    match = TIME_LINE.fullmatch(line)
    if match is None:
        raise ValueError(f"no time line: {line!r}")
    begin, arrow = _start(match, 1), match.start(5)
    end, rest = match.end(5), match.start(10)
    before, after = line[begin:arrow], line[end:rest]
    mark = next((one for one in ",." if one in before), ",")
    lead = after[: len(after) - len(after.lstrip())]
    trail = before[len(before.rstrip()) :]
    close = re.search(rf"[{MARKS}]*$", after)
    marks = close.group() if close is not None else ""
    times = [_written(ms, mark) for ms in (span.in_time, span.out_time)]
    return f"{line[:begin]}{times[0]}{trail}{line[arrow:end]}{lead}{times[1]}{marks}{line[rest:]}"


def _start(match: re.Match[str], group: int) -> int:
    """Where a time begins: at its hours, or at its minutes where it has none."""
    return match.start(group) if match[group] is not None else match.start(group + 1)


def _written(ms: int, mark: str) -> str:
    seconds, ms = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{mark}{ms:03}"


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
