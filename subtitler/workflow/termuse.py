"""`subtitler terms check`: how a title's source and its translations use the terms."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from subtitler.domain.cue import CueId
from subtitler.domain.glossary import Glossary, Term
from subtitler.domain.sentence import PlainCue
from subtitler.domain.timing import Span
from subtitler.errors import UsageError
from subtitler.formats.blocks import Block
from subtitler.formats.languages import language_tag
from subtitler.stages.assembling import assemble
from subtitler.stages.protecting import plain_cues, take_off, take_off_track
from subtitler.stages.terms import check_terms, find_forms, find_terms
from subtitler.workflow.events import Report, TermInTrack, TermMissing, TermsUsed, TermUse
from subtitler.workflow.glossaries import glossary_of
from subtitler.workflow.job import Request
from subtitler.workflow.settings import nearby, resolve
from subtitler.workflow.sourcetrack import SourceFile, find_source, read_source
from subtitler.workflow.tracks import look


@dataclass(frozen=True, slots=True)
class _Passage:
    """Sentences that share cues: what they say, and while they are on screen."""

    text: str
    span: Span


@dataclass(slots=True)
class _Shown:
    """What a target track shows meanwhile, from block number `number` on."""

    text: str = ""
    number: int = 0


def check_use(text: str, request: Request, source: str | None, report: Report) -> TermsUsed:
    """The use of each term, in the source and in every target track, as they stand on disk.

    Raises UsageError where there are no terms, or no such title.
    """
    path = Path(text)
    near = nearby(path)
    settings = resolve(request.options, near)
    spoken = language_tag(source) if source else None
    file = find_source(text, Path(settings.output_dir), spoken)
    glossary = glossary_of(settings, near, report)
    if not glossary.terms:
        raise UsageError(
            "there are no terms to look for", "Give --terms FILE, or put terms.csv beside "
            "subtitler.toml."
        )  # fmt: skip
    track = read_source(file, settings.house)
    cues = plain_cues(track.cues, take_off_track(track.cues))
    passages = _passages(cues, file.language)
    targets = {
        language: _shown(passages, look(file.title.srt(language)).document.blocks)
        for language in _targets(file)
    }
    uses = tuple(_use(term, passages, file.language, targets) for term in glossary.terms)
    return TermsUsed(file.title.title, file.language, tuple(targets), uses)


def _targets(file: SourceFile) -> list[str]:
    """The languages that the title was translated into, and whose SRT is still there."""
    found = []
    for language in file.title.languages():
        record = file.title.read_track(language)
        if record is not None and record.translation and file.title.srt(language).exists():
            found.append(language)
    return found


def _passages(cues: Sequence[PlainCue], language: str) -> list[_Passage]:
    """The source's sentences, those that share a cue together, by the time of their begin."""
    by_id = {cue.id: cue for cue in cues}
    order = {cue.id: at for at, cue in enumerate(cues)}
    texts: list[list[str]] = []
    members: list[list[CueId]] = []
    at: dict[CueId, int] = {}
    for sentence in assemble(cues, language):
        number = next((at[cue] for cue in sentence.cues if cue in at), len(texts))
        if number == len(texts):
            texts.append([])
            members.append([])
        texts[number].append(sentence.text)
        members[number] += [cue for cue in sentence.cues if cue not in at]
        at.update(dict.fromkeys(sentence.cues, number))
    found = []
    for words, own in zip(texts, members, strict=True):
        shown = [by_id[cue].span for cue in sorted(own, key=lambda cue: order[cue])]
        if shown:
            end = max(span.out_time for span in shown)
            begin = min(span.in_time for span in shown)
            found.append(_Passage(" ".join(words), Span(begin, max(begin, end))))
    return sorted(found, key=lambda one: one.span.in_time)


def _shown(passages: Sequence[_Passage], blocks: Sequence[Block]) -> list[_Shown]:
    """For each passage what is shown with it: each block goes to the passage that it shares the
    most time with, else to the last that began before it."""
    found = [_Shown() for _ in passages]
    begins = [one.span.in_time for one in passages]
    for number, block in enumerate(blocks, start=1):
        near = bisect_right(begins, block.span.in_time)
        places = range(max(0, near - 2), min(len(passages), near + 2))
        if not places:
            continue
        best = max(places, key=lambda at: (passages[at].span.overlap(block.span), at < near, at))
        shown = found[best]
        shown.number = shown.number or number
        shown.text = f"{shown.text} {take_off(block.lines).text}".strip().replace("\n", " ")
    return found


def _use(
    term: Term,
    passages: Sequence[_Passage],
    language: str,
    targets: dict[str, list[_Shown]],
) -> TermUse:
    glossary = Glossary((term,))
    said = [len(find_terms(one.text, language, glossary)) for one in passages]
    holding = [at for at, times in enumerate(said) if times]
    found = []
    for target, shown in targets.items():
        forms = term.required(target)
        matches = [
            match.form
            for one in shown
            for match in find_forms(one.text, target, term, forms, exact=term.keep)
        ]
        missing = tuple(
            TermMissing(shown[at].number, passages[at].span.in_time, miss.kind.value, miss.required)
            for at in holding
            for miss in check_terms(passages[at].text, language, shown[at].text, target, glossary)
        )
        found.append(TermInTrack(target, len(matches), dict(Counter(matches)), missing))
    return TermUse(term.term, sum(said), tuple(found))
