"""`subtitler translate`: the order of work from a source track to a track in another language."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from subtitler.domain.cue import Cue, CueId
from subtitler.domain.finding import Finding, Severity
from subtitler.domain.glossary import Glossary
from subtitler.domain.sentence import PlainCue, Sentence, SentenceKind, TargetCue
from subtitler.domain.style import StyleGuide, style_guide
from subtitler.domain.timing import Span
from subtitler.domain.translation import Hypothesis
from subtitler.errors import InterruptedRunError, SubtitlerError, UsageError
from subtitler.formats import terms as terms_csv
from subtitler.formats.languages import language_tag
from subtitler.formats.records import SentenceRecord, TrackRecord, TranslationRecord
from subtitler.ports import TranslationOptions, Translator
from subtitler.stages.assembling import assemble
from subtitler.stages.choosing import Candidate, Rules
from subtitler.stages.dressing import dress
from subtitler.stages.fitting import FitOptions, Fitted, fit
from subtitler.stages.garbage import Pair
from subtitler.stages.parting import Limit
from subtitler.stages.protecting import plain_cues, take_off_track
from subtitler.stages.sourcewords import source_words
from subtitler.workflow.events import (
    Failed,
    Notice,
    Report,
    Translated,
    TranslationProgress,
)
from subtitler.workflow.files import storage
from subtitler.workflow.job import MOST_MASKS, Engines, Request
from subtitler.workflow.rendering import Engine, Known, Rendered, render
from subtitler.workflow.settings import Settings, find_file, resolve
from subtitler.workflow.sources import written
from subtitler.workflow.sourcetrack import SourceTrack, find_source, read_source
from subtitler.workflow.targets import TargetFile, refuse_target, write_target
from subtitler.workflow.tracks import DEMO
from subtitler.workflow.watch import Stopwatch

TERMS_FILE = "terms.csv"


@dataclass(frozen=True, slots=True)
class TranslationRequest:
    """What a person asked for beside the settings. `source` is what --from says."""

    request: Request
    targets: tuple[str, ...]
    source: str | None = None
    hypotheses: int = 4
    keep_cues: bool = False
    recue: bool = False

    def __post_init__(self) -> None:
        if not self.targets:
            raise UsageError("there is no language to translate into", "Give it with --to es,fr.")
        if not 1 <= self.hypotheses <= 20:
            raise UsageError(
                f"--hypotheses {self.hypotheses}: that many are no use", "Give 1 to 20; 4 is usual."
            )


@dataclass(frozen=True, slots=True)
class _Work:
    """All that a translation into one language needs."""

    asked: TranslationRequest
    settings: Settings
    glossary: Glossary
    track: SourceTrack
    target: TargetFile
    translator: Translator
    engines: Engines
    report: Report
    watch: Stopwatch

    @property
    def language(self) -> str:
        return self.target.language

    @property
    def style(self) -> StyleGuide:
        return style_guide(self.settings.house, self.language)


def translate_all(
    text: str, asked: TranslationRequest, engines: Engines, report: Report
) -> list[int]:
    """Translates a title into each language; gives the exit codes of those that failed.

    One that fails does not stop the others. Raises SubtitlerError for what concerns them all.
    """
    path = Path(text)
    near = path.absolute().parent if path.is_file() else Path.cwd()
    settings = resolve(asked.request.options, near)
    languages = list(dict.fromkeys(language_tag(one) for one in asked.targets))
    source = language_tag(asked.source) if asked.source else None
    file = find_source(text, Path(settings.output_dir), source)
    codes: list[int] = []
    with file.title.locked():
        transcript = file.title.read_transcript()
        known = file.title.read_source()
        kept = transcript.settings if transcript else known.settings if known else {}
        settings = settings.remembered(kept)
        glossary = glossary_of(settings, near, report)
        for language in languages:
            watch = Stopwatch()
            try:
                with watch.stage("source"):
                    track = read_source(file, settings.house)
                target = refuse_target(track, language, replaced=asked.request.replace)
                with watch.stage("model"):
                    places = (Path.cwd(), file.path.absolute().parent)
                    translator = engines.translator(file.language, language, settings, places)
                work = _Work(
                    asked, settings, glossary, track, target, translator, engines, report, watch
                )
                report(_translate(work))
            except KeyboardInterrupt:
                raise InterruptedRunError(
                    f"{file.title.title}: stopped",
                    "The sentences that are translated are kept: the same command goes on there.",
                ) from None
            except SubtitlerError as error:
                codes.append(error.exit_code)
                report(Failed(text, error.what, error.remedy, error.exit_code))
    return codes


def _translate(work: _Work) -> Translated:
    """One language: sentences, renderings, cues, files."""
    track, watch = work.track, work.watch
    with watch.stage("sentences"):
        plains = take_off_track(track.cues)
        cues = plain_cues(track.cues, plains)
        words = source_words(cues, track.words)
        limit = Limit(work.translator.limit, work.translator.token_count)
        sentences = assemble(cues, track.file.language, limit)
    pair = Pair(track.file.language, work.translator.target)
    rules = Rules(pair, work.style, work.glossary)
    with watch.stage("translation"):
        rendered, sent, reused = _rendered(work, sentences, cues, rules)
    with watch.stage("fitting"):
        options = FitOptions(
            work.language, work.style, track.frame, work.asked.keep_cues, work.asked.recue
        )
        fitted = fit(cues, words, sentences, [one.renderings for one in rendered], options)
        taken = [one.renderings[at] for one, at in zip(rendered, fitted.chosen, strict=True)]
        by_id = dict(zip((cue.id for cue in cues), plains, strict=True))
        targets, lost = dress(fitted.cues, sentences, taken, by_id)
    findings = [*_demo(work), *_late(work), *fitted.findings, *lost]
    findings += _sentence_findings(work, rendered, fitted)
    with watch.stage("files"):
        record = _record(work, rendered, fitted, targets, cues)
        done = write_target(work.track, work.target, record, tuple(findings))
        track.file.title.translation_journal(work.language).remove()
    if done.notice:
        work.report(Notice(done.notice, written(track.file.path)))
    sounds = sum(one.kind is SentenceKind.SOUND for one in sentences)
    return Translated(
        title=track.file.title.title,
        source=track.file.language,
        language=work.language,
        outcome="translated" if done.changed else "unchanged",
        cues=len(targets),
        sentences=len(sentences),
        sent=sent,
        reused=reused,
        sounds=sounds,
        engine=work.translator.name,
        via=work.translator.via,
        style=work.settings.style,
        findings=done.findings,
        files=(written(done.path),),
        seconds=dict(watch.seconds),
    )


def _demo(work: _Work) -> list[Finding]:
    """What demo packages made says so."""
    if not work.engines.is_demo(work.settings) or not work.track.cues:
        return []
    whole = Span(0, work.track.cues[-1].span.out_time)
    return [replace(DEMO, span=whole)]


def _late(work: _Work) -> list[Finding]:
    """Cues that nobody will see, told once."""
    late = work.track.late
    if not late:
        return []
    whole = Span(late[0].span.in_time, max(cue.span.out_time for cue in late))
    advice = "so many cues begin after the media's end: is this the media that they belong to?"
    return [Finding("after-the-end", Severity.WARNING, whole, advice, len(late))]


def _rendered(
    work: _Work, sentences: Sequence[Sentence], cues: Sequence[PlainCue], rules: Rules
) -> tuple[list[Rendered], int, int]:
    """The renderings, how many sentences were sent to the engine, and how many were known."""
    options = TranslationOptions(hypotheses=work.asked.hypotheses)
    key = hashlib.sha256(msgspec.json.encode([work.translator.digests, options])).hexdigest()
    journal = work.track.file.title.translation_journal(work.language)
    journaled = journal.read(key)
    known: Known = dict(journaled)
    for one in _known_before(work):
        known.setdefault(one.text, one.hypotheses)
    known = {text: found for text, found in known.items() if found}
    texts = {one.text for one in sentences if one.kind is SentenceKind.SPEECH}
    reused = len(texts & set(known))

    def done(batch: Sequence[str], results: Sequence[tuple[Hypothesis, ...]]) -> None:
        journal.add(batch, results)
        progress.append(len(batch))
        work.report(TranslationProgress(work.language, reused + sum(progress), len(texts)))

    progress: list[int] = []
    masks = None
    if work.glossary.terms:
        masks = work.engines.masks(work.translator, [one.text for one in sentences])
    engine = Engine(work.translator, options, masks, MOST_MASKS)
    by_id = {cue.id: cue for cue in cues}
    rooms = [_room(sentence, by_id) for sentence in sentences]
    rendered, sent = render(sentences, rooms, rules, engine, known, done)
    return rendered, sent, reused


def _known_before(work: _Work) -> Sequence[SentenceRecord]:
    """The sentences that the same packages translated for the track as it is now."""
    record = work.target.record.translation if work.target.record is not None else None
    if record is None or work.asked.request.again:
        return ()
    return record.sentences if record.packages == work.translator.digests else ()


def _room(sentence: Sentence, cues: Mapping[CueId, PlainCue]) -> int:
    """Ms for which a sentence is on screen: of each of its cues the share that it has of it."""
    return sum(
        cues[piece.cue].span.duration * (piece.end - piece.begin) // len(cues[piece.cue].text)
        for piece in sentence.pieces
    )


def _record(
    work: _Work,
    rendered: Sequence[Rendered],
    fitted: Fitted,
    targets: Sequence[TargetCue],
    cues: Sequence[PlainCue],
) -> TrackRecord:
    spans = {cue.id: cue.span for cue in cues}
    sentences = []
    for one, at in zip(rendered, fitted.chosen, strict=True):
        taken = one.candidates[at] if at < len(one.candidates) else None
        sentences.append(
            SentenceRecord(
                one.sentence.text,
                one.sentence.cues,
                tuple(spans[cue] for cue in one.sentence.cues),
                one.hypotheses,
                taken.hypothesis if taken else None,
                taken.repaired if taken else (),
            )
        )
    translation = TranslationRecord(
        work.track.file.language,
        work.translator.name,
        work.translator.via,
        work.translator.digests,
        tuple(sentences),
        tuple(targets),
    )
    return TrackRecord(work.language, work.settings.style, translation=translation)


def _sentence_findings(work: _Work, rendered: Sequence[Rendered], fitted: Fitted) -> list[Finding]:
    """What is wrong in the texts that were taken, at the first cue that shows each."""
    first: dict[int, TargetCue] = {}
    for target in fitted.cues:
        for number in target.sentences:
            first.setdefault(number, target)
    found: list[Finding] = []
    for number, (one, at) in enumerate(zip(rendered, fitted.chosen, strict=True)):
        cue = first[number].cue if number in first else None
        if cue is None:
            continue

        if one.untranslated:
            advice = "no usable translation: the source's words stand here, translate them"
            found.append(_at(cue, "not-translated", Severity.ERROR, advice))
        if at < len(one.candidates):
            found += _candidate_findings(one.candidates[at], cue)
    if work.translator.via:
        whole = Span(0, work.track.cues[-1].span.out_time) if work.track.cues else Span(0, 0)
        advice = f"translated through {work.translator.via}: names and figures are held against "
        found.append(Finding("pivot", Severity.INFO, whole, advice + "the source itself"))
    return found


def _at(cue: Cue, rule: str, severity: Severity, advice: str) -> Finding:
    return Finding(rule, severity, cue.span, advice, cue=cue.id)


def _candidate_findings(candidate: Candidate, cue: Cue) -> list[Finding]:
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


def glossary_of(settings: Settings, near: Path, report: Report) -> Glossary:
    """The terms of `--terms`, else of the terms.csv beside subtitler.toml; none without both."""
    toml = find_file(near)
    beside = toml.parent / TERMS_FILE if toml is not None else None
    path = Path(settings.terms) if settings.terms else beside
    if path is None or (not settings.terms and not path.is_file()):
        return Glossary()
    with storage("reading", path):
        raw = path.read_bytes()
    glossary, notices = terms_csv.parse(raw, str(path))
    for notice in notices:
        report(Notice(f"{path}: row {notice.row}: {notice.words}"))
    return glossary
