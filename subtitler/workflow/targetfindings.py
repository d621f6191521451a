"""What is to be told of a translated track: in the texts that were taken, and beside what a person
wrote."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from subtitler.domain.cue import Cue
from subtitler.domain.finding import Finding, Severity
from subtitler.domain.sentence import TargetCue
from subtitler.domain.timing import Span
from subtitler.stages.choosing import Candidate
from subtitler.stages.following import Compared
from subtitler.stages.staleness import Cause, Change
from subtitler.workflow.laying import Laying
from subtitler.workflow.reusing import Noted
from subtitler.workflow.sourcetrack import SourceTrack
from subtitler.workflow.targettrack import TargetTrack
from subtitler.workflow.tracks import DEMO


def target_findings(
    target: TargetTrack, laying: Laying, held: Compared, noted: Mapping[str, Noted]
) -> tuple[Finding, ...]:
    """All that was noticed in the sentences, by the track's order of them; `noted` is what the
    memory has beside them."""
    found = [*_laid(laying, noted), *_kept(target, laying, held)]
    return tuple(sorted(found, key=lambda one: one.span))


def track_findings(source: SourceTrack, via: str | None, *, demo: bool) -> list[Finding]:
    """What holds for a whole track: a demo model made it, a language lies in between, cues of the
    source begin after its media's end."""
    cues = source.cues
    whole = Span(0, cues[-1].span.out_time) if cues else Span(0, 0)
    found: list[Finding] = []
    if demo and cues:
        found.append(replace(DEMO, span=whole))
    if source.late:
        last = max(cue.span.out_time for cue in source.late)
        span = Span(source.late[0].span.in_time, last)
        advice = "so many cues begin after the media's end: is this the media that they belong to?"
        found.append(Finding("after-the-end", Severity.WARNING, span, advice, len(source.late)))
    if via:
        advice = f"translated through {via}: names and figures are held against the source itself"
        found.append(Finding("pivot", Severity.INFO, whole, advice))
    return found


def _laid(laying: Laying, noted: Mapping[str, Noted]) -> list[Finding]:
    """What is wrong in the texts that were taken, at the first cue that shows each."""
    first: dict[int, TargetCue] = {}
    for one in laying.cues:
        for number in one.sentences:
            first.setdefault(number, one)
    found: list[Finding] = []
    for number, (row, at) in enumerate(zip(laying.rows, laying.chosen, strict=True)):
        cue = first[number].cue if number in first else None
        if cue is None or row.fragment is not None:
            continue
        if row.rendered.untranslated:
            advice = "no usable translation: the source's words stand here, translate them"
            found.append(_at(cue, "not-translated", Severity.ERROR, advice))
        if at < len(row.rendered.candidates):
            found += _candidate(row.rendered.candidates[at], cue)
        found += _remembered(noted.get(row.sentence.text, Noted()), cue)
    return found


def _remembered(noted: Noted, cue: Cue) -> list[Finding]:
    """What people wrote for this sentence, or for one like it, to choose from."""
    if noted.refused:
        advice = f"the memory has {noted.refused!r} for it, which is wrong in figures or terms here"
        return [_at(cue, "memory", Severity.INFO, advice)]
    if noted.near is not None:
        near = noted.near
        advice = f"like ({near.score:.0%}) {near.source!r}, which people made {near.target!r}"
        return [_at(cue, "memory", Severity.INFO, advice)]
    return []


def _at(cue: Cue, rule: str, severity: Severity, advice: str) -> Finding:
    return Finding(rule, severity, cue.span, advice, cue=cue.id)


def _candidate(candidate: Candidate, cue: Cue) -> list[Finding]:
    found: list[Finding] = []
    for difference in candidate.figures:
        said = difference.source.text if difference.source else "nothing"
        shown = difference.target.text if difference.target else "nothing"
        advice = f"the source says {said!r}, the translation {shown!r} ({difference.kind.value})"
        found.append(_at(cue, "figure-differs", Severity.ERROR, advice))
    for miss in candidate.terms:
        wanted = miss.required or "another form"
        advice = f"the term {miss.term.term!r} is {miss.kind.value}: write {wanted!r}"
        found.append(_at(cue, "term", miss.severity, advice))
    repairs = [_at(cue, "term-repaired", Severity.INFO, words) for words in candidate.repaired]
    return found + repairs


def _kept(target: TargetTrack, laying: Laying, held: Compared) -> list[Finding]:
    """Cues that stay although their source says something else, or is gone."""
    suggested = {
        at: rendered.candidates[0].hypothesis.text
        for at, rendered in laying.suggested
        if rendered.candidates
    }
    against = target.translation.against if target.translation is not None else {}
    group = {at: change for change in laying.following.stale for at in change.before}
    found: list[Finding] = []
    for cues, numbers, orphan in _staying(laying):
        if orphan:
            advice = "its source was deleted: look whether it should stay"
            found += [_at(cue, "orphan", Severity.WARNING, advice) for cue in cues]
            continue
        changes = list({id(group[n]): group[n] for n in sorted(numbers) if n in group}.values())
        if not changes:
            continue
        before = held.before.against([at for one in changes for at in one.before])
        now = held.now.against([at for one in changes for at in one.now])
        for cue in cues:
            cause = held.cause(against.get(cue.id, before), now)
            if cause > Cause.BOUNDARIES:
                old = against.get(cue.id, before).text
                words = _told(old, now.text, _said(changes, suggested))
                severity = Severity.ERROR if cause is Cause.WORDS else Severity.WARNING
                rule = "stale" if cause is Cause.WORDS else "source-marks"
                found.append(_at(cue, rule, severity, words))
    return found


def _staying(laying: Laying) -> Iterator[tuple[Sequence[Cue], Collection[int], bool]]:
    """Cues that show what stays, the record's sentences of each, and whether its source is gone:
    the kept ones, and those that hold a part of a frozen sentence beside another."""
    for kept in laying.following.kept:
        yield kept.shown, kept.unit.sentences, kept.orphan
    for one in laying.cues:
        parts = [laying.rows[at].fragment for at in one.sentences]
        numbers = [part.number for part in parts if part is not None]
        if numbers:
            yield (one.cue,), numbers, False


def _said(changes: Sequence[Change], suggested: dict[int, str]) -> str:
    numbers = [at for one in changes for at in one.now]
    return " ".join(suggested[at] for at in numbers) if set(numbers) <= set(suggested) else ""


def _told(old: str, new: str, suggestion: str) -> str:
    words = f"the source said {old!r}, and says {new!r} now" if old != new else "its terms changed"
    return f"{words}; suggested: {suggestion!r}" if suggestion else f"{words}: look at it"
