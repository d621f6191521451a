"""SARIF 2.1.0: findings as code scanners tell them, for tools that show such reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import quote

import msgspec

from subtitler.domain.finding import Finding, Severity

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


@dataclass(frozen=True, slots=True)
class ReportedRule:
    """A rule as a report lists it."""

    id: str
    name: str
    words: str
    level: Severity


@dataclass(frozen=True, slots=True)
class Reported:
    """A finding in a file: its cue's number there (empty: the whole track), and the cue's text.
    `dismissed` is why a person took it for none, None while it counts."""

    path: str
    finding: Finding
    number: str
    text: str = ""
    dismissed: str | None = None


def compose(
    rules: Sequence[ReportedRule],
    reported: Sequence[Reported],
    version: str,
    unread: Sequence[str] = (),
) -> bytes:
    """The report: one run, its rules, and a result for each finding, in the order given. `unread`
    says what could not be read, and why: then the run has not succeeded."""
    index = {rule.id: at for at, rule in enumerate(rules)}
    driver = {
        "name": "subtitler",
        "version": version,
        "rules": [_rule(rule) for rule in rules],
    }
    results = [_result(one, index) for one in reported]
    if any(one.dismissed is not None for one in reported):  # section 3.27.23: for all, or for none
        for one, result in zip(reported, results, strict=True):
            result["suppressions"] = _suppressions(one)
    notes = [{"level": "error", "message": {"text": what}} for what in unread]
    invocation = {"executionSuccessful": not notes, "toolExecutionNotifications": notes}
    run = {
        "tool": {"driver": driver},
        "invocations": [invocation],
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


def _rule(rule: ReportedRule) -> dict[str, object]:
    return {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": rule.name},
        "fullDescription": {"text": rule.words},
        "defaultConfiguration": {"level": LEVELS[rule.level]},
    }


def _result(one: Reported, index: dict[str, int]) -> dict[str, object]:
    finding = one.finding
    location: dict[str, object] = {
        "physicalLocation": {"artifactLocation": {"uri": _uri(one.path)}}
    }
    if one.number:
        location["logicalLocations"] = [{"name": one.number, "kind": "cue"}]
    result: dict[str, object] = {
        "ruleId": finding.rule,
        "level": LEVELS[finding.severity],
        "message": {"text": finding.advice},
        "locations": [location],
        "properties": {
            "cue": finding.cue,
            "number": one.number,
            "inTime": finding.span.in_time,
            "outTime": finding.span.out_time,
            "measured": finding.measured,
            "limit": finding.limit,
            "text": one.text,
        },
    }
    if finding.rule in index:
        result["ruleIndex"] = index[finding.rule]
    return result


def _suppressions(one: Reported) -> list[dict[str, str]]:
    if one.dismissed is None:
        return []
    told = {"justification": one.dismissed} if one.dismissed else {}
    return [{"kind": "external", "status": "accepted", **told}]


def _uri(path: str) -> str:
    """A path as a URI reference: relative ones stay so."""
    pure = PurePath(path)
    text = quote(pure.as_posix())
    return f"file://{text if text.startswith('/') else '/' + text}" if pure.is_absolute() else text
