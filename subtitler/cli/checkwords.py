"""Words, and JSON, for what `check` found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from subtitler.domain.finding import Finding, Severity
from subtitler.domain.timing import clock

if TYPE_CHECKING:
    from subtitler.stages.checking import RuleWords
    from subtitler.workflow.checked import CheckedTrack, Noted
    from subtitler.workflow.fixes import FixedTrack

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"}
SHOWN = 20  # findings of a track where no --limit is given
TEXT = 60  # characters of a cue's text


def track_lines(
    track: CheckedTrack, names: dict[str, str], limit: int | None, *, dismissed: bool = False
) -> list[str]:
    """A track's findings, worst first: at most `limit` (None: SHOWN; 0: all); at the end, where
    they are asked for, those that were `dismissed`."""
    counts = [(level, track.count(level)) for level in sorted(LEVELS, reverse=True)]
    told = ", ".join(f"{count} {_plural(LEVELS[level], count)}" for level, count in counts if count)
    told = told or "nothing found"
    if track.dismissed:
        told += f" ({len(track.dismissed)} dismissed)"
    lines = [f"{track.path} ({track.language}, {track.cues} cues): {told}"]
    most = SHOWN if limit is None else limit or len(track.noted)
    for noted in track.noted[:most]:
        lines += _noted(noted, names)
    if len(track.noted) > most:
        lines.append(f"  … and {len(track.noted) - most} more: --limit 0 shows all")
    for noted in track.dismissed if dismissed else ():
        lines += _noted(noted, names)
        if noted.note:
            lines.append(f"             dismissed: {noted.note}")
    return lines


def _noted(noted: Noted, names: dict[str, str]) -> list[str]:
    finding = noted.finding
    where = f"cue {noted.number}" if noted.number else "track"
    rule = f"{finding.rule} {names.get(finding.rule, '')}".strip()
    level = LEVELS[finding.severity] if noted.dismissed is None else "none"
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


def track_fields(
    track: CheckedTrack, names: dict[str, str], limit: int | None, *, dismissed: bool = False
) -> dict[str, Any]:
    """A track as JSON tells it; all findings where no `limit` is given, and at the end, where they
    are asked for, those that were `dismissed`."""
    noted = [*track.noted[: limit or None], *(track.dismissed if dismissed else ())]
    return {
        "event": "checked",
        "title": track.title,
        "path": track.path,
        "language": track.language,
        "cues": track.cues,
        "errors": track.count(Severity.ERROR),
        "warnings": track.count(Severity.WARNING),
        "infos": track.count(Severity.INFO),
        "dismissed": len(track.dismissed),
        "findings": [_fields(one, names) for one in noted],
    }


def _fields(noted: Noted, names: dict[str, str]) -> dict[str, Any]:
    finding, gone = noted.finding, noted.dismissed
    taken = {} if gone is None else {"dismissed": True, "note": gone.note, "when": gone.when}
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
        **taken,
    }


def fix_lines(track: FixedTrack) -> list[str]:
    """What --fix changed in a track, and what it left."""
    lines = track.diff.splitlines()
    count = f"{track.cues} {_plural('cue', track.cues)}"
    if not track.cues:
        told = "nothing to fix"
    elif track.dry_run:
        told = f"{count} would be fixed"
    else:
        told = f"{count} fixed"
    lines.append(f"{track.path} ({track.language}): {told}")
    if track.edited:
        word = _plural("cue", track.edited)
        lines.append(f"  left       {track.edited} {word} that a person wrote: --edited fixes them")
    if track.approved:
        lines.append(f"  left       {track.approved} {_plural('cue', track.approved)} approved")
    if track.notice:
        lines.append(f"  note       {track.notice}")
    return lines


def fix_fields(track: FixedTrack) -> dict[str, Any]:
    """What --fix changed in a track as JSON tells it."""
    return {
        "event": "fixed",
        "title": track.title,
        "path": track.path,
        "language": track.language,
        "cues": track.cues,
        "left_edited": track.edited,
        "left_approved": track.approved,
        "dry_run": track.dry_run,
        "notice": track.notice,
        "diff": track.diff,
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
