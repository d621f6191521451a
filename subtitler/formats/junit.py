"""JUnit's XML: findings as tests that failed, for build servers that show such reports."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from subtitler.domain.finding import Finding, Severity
from subtitler.domain.timing import clock

NAMES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"}
# What XML 1.0 cannot hold, not even as an entity.
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Suite:
    """A track: its name, how many cues it has, and its findings with the numbers of their cues;
    those that were `dismissed` with why, as far as that was said."""

    name: str
    cues: int
    findings: tuple[tuple[Finding, str], ...]
    dismissed: tuple[tuple[Finding, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """An input that could not be read, and why."""

    name: str
    what: str


def compose(suites: Sequence[Suite], unread: Sequence[Unread] = (), *, strict: bool) -> bytes:
    """A test suite for each track, and one with an error for each input that could not be read.

    Errors have failed, warnings too with `strict`; what else was found is told as output, and what
    was dismissed was skipped. A track without findings is one test that passed.
    """
    parts = ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>"]
    for suite in suites:
        cases = [_case(suite, finding, number, strict) for finding, number in suite.findings]
        failed = sum(_fails(finding, strict) for finding, _ in suite.findings)
        cases += [_skipped(suite, *one) for one in suite.dismissed]
        if not cases:
            cases = [f"  <testcase classname={_quoted(suite.name)} name={_quoted('no findings')}/>"]
        tests = f'tests="{len(cases)}" failures="{failed}" errors="0"'
        tests += f' skipped="{len(suite.dismissed)}"'
        parts.append(f" <testsuite name={_quoted(suite.name)} {tests}>")
        parts += cases
        parts.append(" </testsuite>")
    for one in unread:
        parts += [
            f' <testsuite name={_quoted(one.name)} tests="1" failures="0" errors="1" skipped="0">',
            f"  <testcase classname={_quoted(one.name)} name={_quoted('can be read')}>",
            f'   <error type="unread" message={_quoted(one.what)}/>',
            "  </testcase>",
            " </testsuite>",
        ]
    parts.append("</testsuites>")
    return ("\n".join(parts) + "\n").encode()


def _fails(finding: Finding, strict: bool) -> bool:
    return finding.severity >= (Severity.WARNING if strict else Severity.ERROR)


def _case(suite: Suite, finding: Finding, number: str, strict: bool) -> str:
    opening = _opening(suite, finding, number)
    told = f"{NAMES[finding.severity]}: {finding.advice}{_measure(finding)}"
    if _fails(finding, strict):
        inner = f"<failure type={_quoted(finding.rule)} message={_quoted(told)}/>"
    else:
        inner = f"<system-out>{escape(_clean(told))}</system-out>"
    return f"{opening}\n   {inner}\n  </testcase>"


def _skipped(suite: Suite, finding: Finding, number: str, note: str) -> str:
    told = f"dismissed: {note}" if note else "dismissed"
    opening = _opening(suite, finding, number)
    return f"{opening}\n   <skipped message={_quoted(told)}/>\n  </testcase>"


def _opening(suite: Suite, finding: Finding, number: str) -> str:
    where = f"cue {number}" if number else "the track"
    name = f"{finding.rule} {where} at {clock(finding.span.in_time)}"
    return f"  <testcase classname={_quoted(suite.name)} name={_quoted(name)}>"


def _measure(finding: Finding) -> str:
    if finding.measured is None:
        return ""
    limit = f", limit {finding.limit:g}" if finding.limit is not None else ""
    return f" ({finding.measured:g}{limit})"


def _quoted(text: str) -> str:
    return quoteattr(_clean(text))


def _clean(text: str) -> str:
    return FORBIDDEN.sub("\ufffd", text)
