"""What is odd about how a subtitle file is written: rules for a check to show, as findings."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from subtitler.domain.finding import Finding, Severity
from subtitler.domain.timing import Span
from subtitler.formats.blocks import Block, blank, split_lines
from subtitler.formats.timeline import unreadable

# What SubRip writes: hours of two digits or more, decimals after a comma, three of them.
STANDARD = re.compile(r"\d\d+:[0-5]\d:[0-5]\d,\d{3} --> \d\d+:[0-5]\d:[0-5]\d,\d{3}(?![^ \r\n])")
POSITION = re.compile(r"[XY][12]:\d+|(?:align|line|position|region|size|vertical):\S+")
ASIDE = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Oddity:
    """A rule: what a block (and whether it is the last one) has to be like, and what to do.

    `once`: noticed at the first such block only, with their count as the measure.
    """

    rule: str
    severity: Severity
    test: Callable[[Block, bool], bool]
    advice: str
    once: bool = False


BACKWARDS = Oddity(
    "backwards-times",
    Severity.ERROR,
    lambda block, _: block.backwards,
    "the out-time lies before the in-time: set it anew",
)
NEGATIVE = Oddity(
    "negative-time",
    Severity.ERROR,
    lambda block, _: block.negative,
    "a time lies before zero and counts as zero: set it anew",
)
BAD_TIME_LINE = Oddity(
    "bad-time-line",
    Severity.ERROR,
    lambda block, _: any(unreadable(line) for line in block.lines),
    "the text holds a time line that cannot be read: write it as 00:00:01,000 --> 00:00:02,500",
)
BESIDE_TIME = Oddity(
    "beside-time",
    Severity.WARNING,
    lambda block, _: any(not POSITION.fullmatch(part) for part in block.settings.split()),
    "players do not show what stands beside the times: move it to a line of its own",
)

SRT_ODDITIES = (
    BACKWARDS,
    NEGATIVE,
    BAD_TIME_LINE,
    BESIDE_TIME,
    Oddity(
        "blank-line",
        Severity.WARNING,
        lambda block, _: any(blank(line) for line in block.lines),
        "a blank line stands inside the text: many players stop there",
    ),
    Oddity(
        "no-blank-line",
        Severity.WARNING,
        lambda block, last: not last and len(split_lines(block.tail)) < 2,
        "no blank line stands before the next cue: many players show its number and times as text",
    ),
    Oddity(
        "missing-number",
        Severity.INFO,
        lambda block, _: block.number is None,
        "this many cues have no number; writing the file gives them one",
        once=True,
    ),
    Oddity(
        "time-form",
        Severity.INFO,
        lambda block, _: not STANDARD.match(block.raw),
        "this many time lines are not in the form 00:00:01,000 --> 00:00:02,500",
        once=True,
    ),
)

WEBVTT_ODDITIES = (
    BACKWARDS,
    NEGATIVE,
    BAD_TIME_LINE,
    BESIDE_TIME,
    Oddity(
        "outside-text",
        Severity.WARNING,
        lambda block, _: _stray(block.tail),
        "players do not show text after a blank line: remove the blank line, or add times",
    ),
)

PREAMBLE = Finding(
    "text-before-first",
    Severity.WARNING,
    Span(0, 0),
    "text stands before the first cue: players do not show it, and some refuse the file",
)


def noticed(blocks: Sequence[Block], oddities: Sequence[Oddity]) -> tuple[Finding, ...]:
    """The findings of these rules, by rule."""
    findings: list[Finding] = []
    for oddity in oddities:
        last = len(blocks) - 1
        hits = [block for at, block in enumerate(blocks) if oddity.test(block, at == last)]
        measured = float(len(hits)) if oddity.once else None
        findings += [
            Finding(oddity.rule, oddity.severity, block.span, oddity.advice, measured)
            for block in (hits[:1] if oddity.once else hits)
        ]
    return tuple(findings)


def _stray(tail: str) -> bool:
    """Whether text stands between WebVTT cues that is no comment, style sheet or region."""
    paragraph = True
    for line in split_lines(tail)[1:]:
        if blank(line):
            paragraph = True
        elif paragraph and not ASIDE.match(line):
            return True
        else:
            paragraph = False
    return False
