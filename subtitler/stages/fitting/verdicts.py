"""What in a fitted cue a viewer would stumble over."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from subtitler.domain.finding import Finding, Severity
from subtitler.domain.measure import length, speed
from subtitler.domain.sentence import TargetCue
from subtitler.domain.style import StyleGuide
from subtitler.stages.fitting.placing import Run
from subtitler.stages.fitting.showing import Shown

Verdict = tuple[Severity, float, float]
"""How bad it is, what was measured, and the limit."""


def _too_fast(target: TargetCue, style: StyleGuide) -> Verdict | None:
    """Never an error: what is said fast is translated fast (rule Q05 for translated tracks)."""
    cps = speed(_characters(target, style), target.cue.span.duration)
    if cps <= style.cps:
        return None
    severity = Severity.WARNING if cps > 1.25 * style.cps else Severity.INFO
    return severity, round(cps, 1), style.cps


def _too_short(target: TargetCue, style: StyleGuide) -> Verdict | None:
    duration = target.cue.span.duration
    if duration >= style.min_duration:
        return None
    return Severity.ERROR if duration < 500 else Severity.WARNING, duration, style.min_duration


def _line_too_long(target: TargetCue, style: StyleGuide) -> Verdict | None:
    widest = max(length(line, style.half_width) for line in target.cue.lines)
    return (Severity.WARNING, widest, style.cpl) if widest > style.cpl else None


def _too_many_lines(target: TargetCue, style: StyleGuide) -> Verdict | None:
    lines = len(target.cue.lines)
    if lines <= style.max_lines:
        return None
    return Severity.ERROR if lines > 3 else Severity.WARNING, lines, style.max_lines


RULES: tuple[tuple[str, Callable[[TargetCue, StyleGuide], Verdict | None], str], ...] = (
    ("too-fast", _too_fast, "the translation is long for its time: shorten it"),
    ("too-short", _too_short, "there is too little time to see it: join it with a neighbour"),
    ("line-too-long", _line_too_long, "a single word is wider than a line: write it differently"),
    ("too-many-lines", _too_many_lines, "it is kept in one cue: shorten it, or let it be split"),
)


def verdicts(one: Shown, target: TargetCue, run: Run) -> list[Finding]:
    """All that is wrong with words as they are shown."""
    style = run.lines.style
    found = []
    for rule, test, advice in RULES:
        verdict = test(target, style)
        if verdict:
            severity, measured, limit = verdict
            found.append(_note(target, rule, severity, advice, measured, limit))
    if one.full and not one.kept:
        advice = "there is no time to show this text in parts: give the cue a longer time"
        found.append(_note(target, "no-room", Severity.ERROR, advice))
    if one.slot.together:
        advice = (
            "another cue starts with it, and both stay as they are: see whether both can be read"
        )
        found.append(_note(target, "same-time", Severity.WARNING, advice))
    if one.merged:
        advice = "the translation has fewer words than cues: this one stands for so many"
        found.append(_note(target, "fewer-words", Severity.WARNING, advice, len(one.merged) + 1, 1))
    if one.end < len(run.tokens) and run.tokens[one.end - 1].tied:
        advice = "it ends inside a name or a figure that is longer than a cue: shorten it"
        found.append(_note(target, "parted-name", Severity.ERROR, advice))
    return found


def _note(
    target: TargetCue,
    rule: str,
    severity: Severity,
    advice: str,
    measured: float | None = None,
    limit: float | None = None,
) -> Finding:
    return Finding(rule, severity, target.cue.span, advice, measured, limit, target.cue.id)


def trouble(run: Run, shown: Sequence[Shown]) -> tuple[int, int, int]:
    """What ranks ways to show the same words, least first: cues that hold more than they can,
    cues more or fewer than slots, cues that are read too fast."""
    fast = 0
    for one in shown:
        characters = run.lines.characters(one.starts, one.end)
        fast += characters * 1000 > run.pace.cps * one.span.duration
    unlike = sum((one.part > 1) + len(one.merged) for one in shown)
    return sum(one.full for one in shown), unlike, fast


def _characters(target: TargetCue, style: StyleGuide) -> float:
    return sum(length(line, style.half_width) for line in target.cue.lines)
