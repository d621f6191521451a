"""Which of several translations of a sentence is best: likely, exact in figures and terms, short
enough to be read while it is said."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from subtitler.domain.figure import FigureDifference
from subtitler.domain.finding import Severity
from subtitler.domain.glossary import Glossary
from subtitler.domain.measure import length, reading_time
from subtitler.domain.style import StyleGuide
from subtitler.domain.translation import Hypothesis
from subtitler.stages.figures import compare_figures
from subtitler.stages.garbage import Garbage, Pair, garbage
from subtitler.stages.protecting import aligned
from subtitler.stages.terms import MissKind, TermMiss, check_terms, repair

# In units of the engine's score, the mean log probability of a token: where engines are sure it
# is above -0.5, and below -2 the text is a guess.
USELESS = 100.0
WRONG = {Severity.INFO: 0.5, Severity.WARNING: 2.0, Severity.ERROR: 5.0}
TOO_FAST = 0.2  # for text that takes twice the time that there is, and in proportion below
NEAR = 0.05  # below the best, up to which another way to say it counts as good: half as likely, in
# a sentence of 14 tokens. What an engine is less sure of is shorter mostly because it leaves
# something out: the demo packages made "No, it is not too late" into "No, es demasiado tarde"
FAIR = (0.6, 1.8)  # of a translation's length to its source's; further off is suspicious …
UNFAIR = 0.5  # … by this much for each time that it is off


Put = tuple[str, MissKind, int]
"""A term, what is wrong with it, and where the source says it."""


@dataclass(frozen=True, slots=True)
class Task:
    """A sentence to translate: its text, and the ms for which it is on screen."""

    text: str
    room: int


@dataclass(frozen=True, slots=True)
class Rules:
    """What all sentences of a track are judged by."""

    pair: Pair
    style: StyleGuide
    glossary: Glossary


@dataclass(frozen=True, slots=True)
class Candidate:
    """A translation with what is wrong with it. `repaired` says in words what was put right."""

    hypothesis: Hypothesis
    spoilt: Garbage | None
    figures: tuple[FigureDifference, ...]
    terms: tuple[TermMiss, ...]
    score: float
    repaired: tuple[str, ...] = ()

    @property
    def faults(self) -> float:
        """How wrong it is, 0 where nothing was noticed."""
        severities = [one.severity for one in self.figures] + [one.severity for one in self.terms]
        return sum(WRONG[one] for one in severities) + (USELESS if self.spoilt else 0.0)


def judged(task: Task, hypothesis: Hypothesis, rules: Rules) -> Candidate:
    """A hypothesis with its faults and its score."""
    text, pair = hypothesis.text, rules.pair
    spoilt = garbage(task.text, text, pair, complete=hypothesis.complete)
    candidate = Candidate(
        hypothesis,
        spoilt,
        compare_figures(task.text, pair.source, text, pair.target),
        check_terms(task.text, pair.source, text, pair.target, rules.glossary),
        0.0,
    )
    needed = reading_time(length(text, rules.style.half_width), rules.style.cps)
    hurry = min(1.0, max(0.0, needed / max(task.room, 1) - 1))
    ratio = (len(text) + 1) / (len(task.text) + 1)
    off = max(0.0, FAIR[0] / ratio - 1, ratio / FAIR[1] - 1)
    score = hypothesis.score - candidate.faults - TOO_FAST * hurry - UNFAIR * off
    return replace(candidate, score=round(score, 6))


def ranked(task: Task, hypotheses: Sequence[Hypothesis], rules: Rules) -> list[Candidate]:
    """Hypotheses as candidates, best first, each text once; equals keep the engine's order."""
    first: dict[str, Hypothesis] = {}
    for hypothesis in hypotheses:
        first.setdefault(hypothesis.text, hypothesis)
    return sorted((judged(task, one, rules) for one in first.values()), key=lambda one: -one.score)


def repaired(task: Task, candidate: Candidate, rules: Rules) -> Candidate:
    """The candidate with each missing term put where its source's words are aligned to.

    A term without aligned words stays missing. What is worse afterwards is not taken.
    """
    best = candidate
    tried: set[Put] = set()
    while miss := _next_miss(best, tried):
        tried.add(_put(miss))
        found = _place(task, best.hypothesis, miss)
        if found is None:
            continue
        made = repair(best.hypothesis.text, found, miss.required, rules.pair.target)
        grown = len(made.text) - len(best.hypothesis.text)
        anchors = _moved(best.hypothesis.anchors, found, grown)
        again = judged(task, replace(best.hypothesis, text=made.text, anchors=anchors), rules)
        if again.faults < best.faults:
            note = f"{made.before!r} became {made.after!r}, as the terms ask"
            words = "; ".join((note, *made.notes))
            best = replace(again, repaired=(*best.repaired, words))
    return best


def _next_miss(candidate: Candidate, tried: Set[Put]) -> TermMiss | None:
    """A miss that can be put right and was not `tried`: first one whose place is known."""
    left = [one for one in candidate.terms if one.required and _put(one) not in tried]
    return min(left, key=lambda one: one.target is None, default=None)


def _put(miss: TermMiss) -> Put:
    return miss.term.term, miss.kind, miss.source.start


def _place(task: Task, hypothesis: Hypothesis, miss: TermMiss) -> tuple[int, int] | None:
    """The characters of a translation that stand where a term should."""
    if miss.target is not None and miss.kind is not MissKind.MISSING:
        return miss.target.start, miss.target.end
    source = (miss.source.start, miss.source.end)
    ranges = aligned(hypothesis.text, task.text, source, hypothesis.anchors)
    bare = [_bare(hypothesis.text, *one) for one in ranges]
    begin, end = max(bare, key=lambda one: one[1] - one[0], default=(0, 0))
    return (begin, end) if begin < end else None


def _bare(text: str, begin: int, end: int) -> tuple[int, int]:
    """A range without the marks around its words, which are the sentence's."""
    while begin < end and not text[end - 1].isalnum():
        end -= 1
    while begin < end and not text[begin].isalnum():
        begin += 1
    return begin, end


def _moved(
    anchors: Sequence[tuple[int, int]], place: tuple[int, int], grown: int
) -> tuple[tuple[int, int], ...]:
    """Anchors after the characters of `place` were replaced, and the text grew by as many."""
    begin, end = place
    kept = [(target, source) for target, source in anchors if target <= begin or target >= end]
    return tuple((target if target <= begin else target + grown, source) for target, source in kept)


def useful(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The best, and those that the engine is about as sure of and that are no worse in figures
    and terms.

    Empty where even the best is garbage. The others may be taken where they are shorter.
    """
    if not candidates or candidates[0].spoilt:
        return []
    best = candidates[0]
    least = best.hypothesis.score - NEAR
    near = [one for one in candidates[1:] if one.hypothesis.score >= least]
    return [best, *(one for one in near if one.faults <= best.faults)]
