"""Words, and JSON, for what `check` found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from subtitler.domain.finding import Finding, Severity
from subtitler.domain.timing import clock

if TYPE_CHECKING:
    from subtitler.stages.checking import RuleWords
    from subtitler.workflow.checking import CheckedTrack, Noted

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"}
SHOWN = 20  # findings of a track where no --limit is given
TEXT = 60  # characters of a cue's text


def track_lines(track: CheckedTrack, names: dict[str, str], limit: int | None) -> list[str]:
    """A track's findings, worst first: at most `limit` (None: SHOWN; 0: all)."""
    counts = [(level, track.count(level)) for level in sorted(LEVELS, reverse=True)]
    told = ", ".join(f"{count} {_plural(LEVELS[level], count)}" for level, count in counts if count)
    lines = [f"{track.path} ({track.language}, {track.cues} cues): {told or 'nothing found'}"]
    most = SHOWN if limit is None else limit or len(track.noted)
    for noted in track.noted[:most]:
        lines += _noted(noted, names)
    if len(track.noted) > most:
        lines.append(f"  … and {len(track.noted) - most} more: --limit 0 shows all")
    return lines


def _noted(noted: Noted, names: dict[str, str]) -> list[str]:
    finding = noted.finding
    where = f"cue {noted.number}" if noted.number else "track"
    rule = f"{finding.rule} {names.get(finding.rule, '')}".strip()
    level = LEVELS[finding.severity]
    head = f"  {level:<7}  {where} at {clock(finding.span.in_time)}  {rule}{measure(finding)}"
    lines = [f"{head}: {finding.advice}"]
    text = " / ".join(noted.text.split("\n"))
    if text.strip():
        lines.append(f"             {text if len(text) <= TEXT else text[: TEXT - 1] + '…'}")
    return lines


def measure(finding: Finding) -> str:
    """What was measured and its limit, in brackets; empty where there is no figure."""
    if finding.measured is None:
        return ""
    limit = f", limit {finding.limit:g}" if finding.limit is not None else ""
    return f" ({finding.measured:g}{limit})"


def closing(errors: int, warnings: int, tracks: int) -> str:
    """The last line, where there are several tracks."""
    found = f"{errors} {_plural('error', errors)}, {warnings} {_plural('warning', warnings)}"
    return f"{tracks} tracks: {found}"


def _plural(word: str, count: int) -> str:
    return word if count == 1 or word == "info" else word + "s"


def track_fields(track: CheckedTrack, names: dict[str, str], limit: int | None) -> dict[str, Any]:
    """A track as JSON tells it; all findings where no `limit` is given."""
    noted = track.noted[: limit or None]
    return {
        "event": "checked",
        "title": track.title,
        "path": track.path,
        "language": track.language,
        "cues": track.cues,
        "errors": track.count(Severity.ERROR),
        "warnings": track.count(Severity.WARNING),
        "infos": track.count(Severity.INFO),
        "findings": [_fields(one, names) for one in noted],
    }


def _fields(noted: Noted, names: dict[str, str]) -> dict[str, Any]:
    finding = noted.finding
    return {
        "rule": finding.rule,
        "name": names.get(finding.rule, ""),
        "severity": LEVELS[finding.severity],
        "cue": finding.cue,
        "number": noted.number,
        "in_time": finding.span.in_time,
        "out_time": finding.span.out_time,
        "measured": finding.measured,
        "limit": finding.limit,
        "advice": finding.advice,
        "text": noted.text,
    }


def rule_lines(rules: Sequence[RuleWords]) -> list[str]:
    """Every rule, explained."""
    lines = []
    for rule in rules:
        levels = ", ".join(LEVELS[level] for level in rule.levels)
        lines.append(f"{rule.id} {rule.name} ({rule.needs.value}; {levels})")
        lines.append(f"    {rule.words}")
    return lines


def rule_fields(rules: Sequence[RuleWords]) -> dict[str, Any]:
    """Every rule as JSON tells it."""
    return {
        "event": "rules",
        "rules": [
            {
                "id": rule.id,
                "name": rule.name,
                "needs": rule.needs.value,
                "levels": [LEVELS[level] for level in rule.levels],
                "words": rule.words,
            }
            for rule in rules
        ],
    }
