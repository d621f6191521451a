"""`subtitler translate`: the order of work from a source track to a track in another language."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import msgspec

from subtitler.domain.glossary import Glossary
from subtitler.domain.sentence import SentenceKind
from subtitler.domain.style import StyleGuide, style_guide
from subtitler.domain.translation import Hypothesis
from subtitler.errors import InterruptedRunError, SubtitlerError, UsageError
from subtitler.formats.languages import language_tag
from subtitler.formats.records import SentenceRecord
from subtitler.ports import TranslationOptions, Translator
from subtitler.stages.assembling import assemble
from subtitler.stages.choosing import Rules
from subtitler.stages.fitting import FitOptions
from subtitler.stages.following import Compared, Side, pairs_of
from subtitler.stages.garbage import Pair
from subtitler.stages.pacing import Pace
from subtitler.stages.parting import Limit
from subtitler.workflow.commit import again_when_saved
from subtitler.workflow.events import (
    Failed,
    Notice,
    Planned,
    Report,
    Translated,
    TranslationProgress,
)
from subtitler.workflow.glossaries import glossary_of
from subtitler.workflow.job import MOST_MASKS, Engines, Request
from subtitler.workflow.laying import Ground, Layer, ground_of
from subtitler.workflow.making import make_target
from subtitler.workflow.rendering import Engine, Known, Store
from subtitler.workflow.reusing import Reuse
from subtitler.workflow.settings import Settings, nearby, resolve
from subtitler.workflow.sources import written
from subtitler.workflow.sourcetrack import SourceFile, SourceTrack, find_source, read_source
from subtitler.workflow.status import refresh
from subtitler.workflow.targetfindings import target_findings, track_findings
from subtitler.workflow.targets import Making, write_target
from subtitler.workflow.targettrack import (
    TargetTrack,
    ask_first,
    compared,
    read_target,
    side_of,
    target_states,
)
from subtitler.workflow.watch import Stopwatch


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
class _Job:
    """What one run into one language is given."""

    asked: TranslationRequest
    settings: Settings
    glossary: Glossary
    file: SourceFile
    translator: Translator
    engines: Engines
    report: Report
    watch: Stopwatch


@dataclass(frozen=True, slots=True)
class _Work(_Job):
    """The same, with the source and the target as they were read."""

    track: SourceTrack
    ground: Ground
    target: TargetTrack

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
    near = nearby(path)
    settings = resolve(asked.request.options, near)
    languages = list(dict.fromkeys(language_tag(one) for one in asked.targets))
    source = language_tag(asked.source) if asked.source else None
    file = find_source(text, Path(settings.output_dir), source)
    codes: list[int] = []
    with file.title.locked():
        settings = settings.remembered(file.title.kept_settings())
        glossary = glossary_of(settings, near, report)
        for language in languages:
            watch = Stopwatch()
            try:
                with watch.stage("model"):
                    places = (Path.cwd(), file.path.absolute().parent)
                    translator = engines.translator(file.language, language, settings, places)
                job = _Job(asked, settings, glossary, file, translator, engines, report, watch)
                report(again_when_saved(partial(_read_and_translate, job, language)))
            except KeyboardInterrupt:
                raise InterruptedRunError(
                    f"{file.title.title}: stopped",
                    "The sentences that are translated are kept: the same command goes on there.",
                ) from None
            except SubtitlerError as error:
                codes.append(error.exit_code)
                report(Failed(text, error.what, error.remedy, error.exit_code))
    if not asked.request.dry_run:
        refresh(file.title)
    return codes


def _read_and_translate(job: _Job, language: str) -> Translated | Planned:
    """Reads both files as they are now, and writes the target."""
    with job.watch.stage("source"):
        track = read_source(job.file, job.settings.house, adopted=job.asked.request.adopt)
        ground = ground_of(track)
        limit = Limit(job.translator.limit, job.translator.token_count)
        ground = replace(ground, sentences=tuple(assemble(ground.cues, job.file.language, limit)))
        request = job.asked.request
        if request.replace and request.consent is not None:
            ask_first(track, ground.sentences, language, request.consent)
        target = read_target(
            track,
            ground.sentences,
            language,
            replaced=request.replace,
            adopted=request.adopt,
        )
    if target.adopted:
        remedy = "every cue in it counts as yours; --replace translates it anew"
        words = f"{target.path}: its record was {target.why}: {remedy}"
        job.report(Notice(words, written(track.file.path)))
    fields = {name: getattr(job, name) for name in _Job.__slots__}
    return _translate(_Work(**fields, track=track, ground=ground, target=target))


def _translate(work: _Work) -> Translated | Planned:
    """One language: sentences, renderings, cues, files."""
    track, watch = work.track, work.watch
    with watch.stage("sentences"):
        ground = work.ground
        languages = (track.file.language, work.language)
        now = side_of(ground.sentences, ground.spans, work.glossary, languages)
        held = compared(work.target, now, track.file.language)
    title = track.file.title
    reuse = Reuse(title.root, title.title, languages, work.report)
    layer = _layer(work, held, reuse)
    making = Making(work.translator, work.settings, reuse)
    made = make_target(track, work.target, now, layer, making)
    new, laying = made.new, made.laying
    demo = work.engines.is_demo(work.settings)
    findings = (
        *track_findings(track, work.translator.via, demo=demo),
        *laying.findings,
        *target_findings(made.target, laying, made.held, made.noted),
    )
    with watch.stage("files"):
        done = write_target(track, work.target, new, findings, work.asked.request)
    if not work.asked.request.dry_run:
        track.file.title.translation_journal(work.language).remove()
        _remember(work, now, reuse)
    if done.notice:
        work.report(Notice(done.notice, written(track.file.path)))
    spoken = {one.text for one in ground.sentences if one.kind is SentenceKind.SPEECH}
    kept = [one for one in laying.following.kept if one.unit.guarded]
    if work.asked.request.dry_run:
        return Planned(
            track.file.title.title,
            work.language,
            len(new.parts),
            sum(len(one.shown) for one in kept),
            done.diff,
            done.findings,
            (written(done.path),),
        )
    return Translated(
        title=track.file.title.title,
        source=track.file.language,
        language=work.language,
        outcome=done.outcome,
        cues=len(new.parts),
        kept=sum(len(one.shown) for one in kept),
        stale=sum(one.rule == "stale" for one in findings),
        orphans=sum(len(one.shown) for one in kept if one.orphan),
        sentences=len(ground.sentences),
        sent=len(layer.store.sent),
        reused=len(spoken - layer.store.sent - layer.store.reused),
        remembered=len(layer.store.reused),
        sounds=sum(one.kind is SentenceKind.SOUND for one in ground.sentences),
        engine=work.translator.name,
        via=work.translator.via,
        style=work.settings.style,
        findings=done.findings,
        files=(written(done.path),),
        seconds=dict(watch.seconds),
    )


def _remember(work: _Work, now: Side, reuse: Reuse) -> None:
    """Puts what people wrote or approved in the target, as it stands now, into the memory."""
    if not any(unit.guarded for unit in work.target.units):
        return
    track = replace(work.track, heirs={})  # the record is linked with the cues as they are
    target = read_target(track, work.ground.sentences, work.language)
    held = compared(target, now, work.track.file.language)
    reuse.remember(pairs_of(target.units, target_states(target, held), held))


def _layer(work: _Work, held: Compared, reuse: Reuse) -> Layer:
    """What the target is laid with, and what is known of its sentences."""
    options = TranslationOptions(hypotheses=work.asked.hypotheses)
    key = hashlib.sha256(msgspec.json.encode([work.translator.digests, options])).hexdigest()
    journal = work.track.file.title.translation_journal(work.language)
    known: Known = dict(journal.read(key))
    settled: Known = {}
    for record, terms in _known_before(work, held):
        known.setdefault(record.text, record.hypotheses)
        if record.terms == terms:
            settled.setdefault(record.text, record.masked)
    known = {text: found for text, found in known.items() if found}
    settled = {text: found for text, found in settled.items() if text in known}
    sentences = work.ground.sentences
    texts = {one.text for one in sentences if one.kind is SentenceKind.SPEECH}
    progress: list[int] = []

    def done(batch: Sequence[str], results: Sequence[tuple[Hypothesis, ...]]) -> None:
        if not work.asked.request.dry_run:
            if not progress:
                journal.begin(key, journal.read(key))
            journal.add(batch, results)
        progress.append(len(batch))
        total = len(texts)
        so_far = min(total, len(texts & set(known)) + sum(progress))
        work.report(TranslationProgress(work.language, so_far, total))

    masks = None
    if work.glossary.terms:
        masks = work.engines.masks(work.translator, [one.text for one in sentences])
    frame = work.track.frame
    return Layer(
        work.ground,
        held,
        Rules(Pair(work.track.file.language, work.translator.target), work.style, work.glossary),
        Engine(work.translator, options, masks, MOST_MASKS),
        Store(known, settled, reuse.exact, done=done),
        FitOptions(work.language, work.style, frame, work.asked.keep_cues, work.asked.recue),
        Pace.of(work.style, frame),
        work.watch,
    )


def _known_before(work: _Work, held: Compared) -> list[tuple[SentenceRecord, tuple[str, ...]]]:
    """The sentences that were translated for the track as it is now, with the terms that apply to
    them now; of what is asked anew only those that stand beside a person's cues."""
    known = work.target.translation
    if known is None:
        return []
    sentences = [*known.suggested]
    if not work.asked.request.again:
        sentences += known.sentences
    rows = {one.text: terms for one, terms in zip(held.now.sentences, held.now.terms, strict=True)}
    return [(one, rows.get(one.text, ())) for one in sentences]
