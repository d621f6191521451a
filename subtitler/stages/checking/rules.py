"""What a rule is: a row with an id, a name, a test, severities and words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from subtitler.domain.cue import CueId
from subtitler.domain.finding import Finding, Severity
from subtitler.domain.timing import Span
from subtitler.stages.checking.views import Seen

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR
S = TypeVar("S")

Severities = Mapping[str, Severity | None]
"""Severities that a person chose, by a rule's id or name; None where it is switched off."""


class Needs(str, Enum):
    """What a rule looks at."""

    TRACK = "track"
    PAIR = "pair"
    SOUND = "sound"
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class Hit:
    """What a test noticed at the cue `at` (its place in the track, None: in the whole track).

    `advice` says what it is and what to do; `measured`, `limit` and `about` as in Finding.
    """

    at: int | None
    severity: Severity
    advice: str
    measured: float | None = None
    limit: float | None = None
    span: Span | None = None
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule(Generic[S]):
    """A row: `id` as in the QA list, `levels` the severities that it gives, worst first, `words`
    what it notices and from where on."""

    id: str
    name: str
    levels: tuple[Severity, ...]
    test: Callable[[S], Iterable[Hit]]
    words: str
    needs: Needs = Needs.TRACK


@dataclass(frozen=True, slots=True)
class RuleWords:
    """A rule as a person reads of it."""

    id: str
    name: str
    levels: tuple[Severity, ...]
    needs: Needs
    words: str


def worded(rule: Rule[S]) -> RuleWords:
    """The row without its test."""
    return RuleWords(rule.id, rule.name, rule.levels, rule.needs, rule.words)


def applied(
    rules: Sequence[Rule[S]], subject: S, cues: Sequence[Seen], severities: Severities
) -> list[Finding]:
    """The findings of rules about a subject, at the cues of its track."""
    return [
        finding
        for rule in rules
        if not is_off(rule.id, rule.name, severities)
        for hit in rule.test(subject)
        for finding in [found(rule, hit, cues, severities)]
    ]


def is_off(rule: str, name: str, severities: Severities) -> bool:
    """Whether a person switched a rule off."""
    return severities.get(rule, severities.get(name, INFO)) is None


def found(rule: Rule[S], hit: Hit, cues: Sequence[Seen], severities: Severities) -> Finding:
    """A hit as a finding, with the severity that a person chose for its rule, if any."""
    chosen = severities.get(rule.id, severities.get(rule.name))
    span, cue = _place(hit, cues)
    severity = hit.severity if chosen is None else chosen
    return Finding(rule.id, severity, span, hit.advice, hit.measured, hit.limit, cue, hit.about)


def _place(hit: Hit, cues: Sequence[Seen]) -> tuple[Span, CueId | None]:
    if hit.at is not None:
        cue = cues[hit.at].cue
        return hit.span or cue.span, cue.id
    whole = Span(0, max((seen.cue.span.out_time for seen in cues), default=0))
    return hit.span or whole, None
