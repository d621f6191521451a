"""One media heard from beginning to end: its language, its windows, its words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import msgspec

from subtitler.domain.finding import Finding, Severity
from subtitler.domain.hearing import HeardWindow
from subtitler.domain.timing import Span
from subtitler.domain.transcript import UNDETERMINED, Transcript
from subtitler.errors import InterruptedRunError, MediaError, UsageError
from subtitler.formats.languages import same_language
from subtitler.formats.records import JournalHeader, TranscriptRecord
from subtitler.ports import DecodingOptions, Transcriber
from subtitler.stages.wordtimes import settle
from subtitler.workflow.events import Notice, Progress
from subtitler.workflow.job import Engines, Job
from subtitler.workflow.languages import SpokenLanguage, detect, spread_windows
from subtitler.workflow.recognising import AudioWindow, Listened, recognise, windows
from subtitler.workflow.sources import written
from subtitler.workflow.tracks import refuse_unknown
from subtitler.workflow.watch import TimedFinder

METHOD = 1  # counts up when recognition changes so that old transcripts should be made anew
UNSURE = 0.5  # certainty of a language under which a person should look


def method() -> str:
    """The digest of the recognition settings: how windows are decoded, and our way of hearing."""
    options = msgspec.json.encode([METHOD, DecodingOptions("")])
    return hashlib.sha256(options).hexdigest()[:16]


def hear_media(job: Job, engines: Engines) -> TranscriptRecord:
    """Hears the media, going on where a killed run stopped. Raises InterruptedRunError."""
    if job.settings.language != "auto":  # else the language, and so the SRT, is not known yet
        refuse_unknown(job.title, job.settings.language, replaced=job.request.replace)
    transcriber = engines.load(job)
    _refuse_english_only(transcriber, job)
    listened = Listened()
    try:
        spoken, heard = _hear(job, engines, transcriber, listened)
    except KeyboardInterrupt:
        raise InterruptedRunError(
            f"{job.media.path}: stopped",
            "What was recognised is kept: the same command goes on from there.",
        ) from None
    if listened.duration == 0:
        raise MediaError(
            f"{job.media.path}: nothing of its audio can be decoded",
            "Look whether it plays in a player; --audio-track chooses another track.",
        )
    with job.watch.stage("words"):
        segments, cut = settle(heard, listened.duration)
    findings = [finding for window in heard for finding in window.findings]
    findings += [*cut, *_holes(listened), *_unsure(spoken, listened)]
    transcript = Transcript(
        language=spoken.tag,
        segments=segments,
        duration=max(listened.duration, job.media.duration),
        engine=transcriber.name,
        model_digest=job.wanted.model_digest,
        media_digest=job.wanted.media_digest,
        speech=tuple(span for window in heard for span in window.speech),
    )
    rate = job.media.frame_rate
    return TranscriptRecord(
        media_path=written(job.media.path.absolute()),
        made_with=job.wanted,
        transcript=transcript,
        certainty=spoken.certainty,
        frame_rate=str(rate) if rate is not None else None,
        demo=job.model.demo,
        findings=tuple(sorted(findings, key=lambda one: (one.span, one.rule))),
        settings=job.settings.to_remember(),
    )


def _refuse_english_only(transcriber: Transcriber, job: Job) -> None:
    """Raises UsageError for a language that the weights, once open, turn out not to know."""
    language = job.settings.language
    if transcriber.multilingual or language == "auto" or same_language(language, "en"):
        return
    raise UsageError(
        f"the model {job.model.name} knows English only, and the language is {language}",
        "Give a multilingual model, or --language en.",
    )


def _hear(
    job: Job, engines: Engines, transcriber: Transcriber, listened: Listened
) -> tuple[SpokenLanguage, list[HeardWindow]]:
    """Every window of the media, from the journal where a run before this one finished it."""
    journal = job.title.journal
    key = hashlib.sha256(msgspec.json.encode(job.wanted)).hexdigest()
    header, known = journal.read(key)
    spoken = SpokenLanguage(header.language, header.certainty) if header else None
    if spoken is None:
        spoken = _language(job, engines, transcriber)
    refuse_unknown(job.title, spoken.tag, replaced=job.request.replace)
    journal.begin(JournalHeader(key, spoken.tag, spoken.certainty), list(known.values()))
    if known:
        words = f"going on where a run stopped: {len(known)} windows are known already"
        job.report(Notice(words, written(job.media.path)))
    heard: list[HeardWindow] = []
    for audio in _audio(job, engines, listened):
        if spoken.tag == UNDETERMINED:  # nobody spoke where the language was asked
            with job.watch.stage("language"):
                spoken = detect([audio], transcriber)
            refuse_unknown(job.title, spoken.tag, replaced=job.request.replace)
            journal.begin(JournalHeader(key, spoken.tag, spoken.certainty), heard)
        window = known.get(audio.window.span)
        resumed = window is not None
        if window is None:
            with job.watch.stage("recognition"):
                window = recognise(audio, transcriber, DecodingOptions(spoken.tag))
            journal.add(window)
        heard.append(window)
        total = max(job.media.duration, window.span.out_time)
        job.report(Progress(window.span.out_time, total, resumed))
    return spoken, heard


def _audio(job: Job, engines: Engines, listened: Listened) -> Iterator[AudioWindow]:
    blocks = job.watch.iterate("decode", engines.reader().read(job.media, job.track))
    return windows(blocks, TimedFinder(engines.finder(), job.watch), listened)


def _language(job: Job, engines: Engines, transcriber: Transcriber) -> SpokenLanguage:
    """The language that was set, or that is heard."""
    if job.settings.language != "auto":
        return SpokenLanguage(job.settings.language, 1.0)
    if not transcriber.multilingual:
        return SpokenLanguage("en", 1.0)
    with job.watch.stage("language"):
        audio = spread_windows(job.media, job.track, engines.reader(), engines.finder)
        return detect(audio, transcriber)


def _holes(listened: Listened) -> list[Finding]:
    return [
        Finding(
            "hole",
            Severity.WARNING,
            span,
            "the audio is missing or damaged here: what was said in it is not in the subtitles",
            float(span.duration),
        )
        for span in listened.damaged
    ]


def _unsure(spoken: SpokenLanguage, listened: Listened) -> list[Finding]:
    if spoken.tag == UNDETERMINED or spoken.certainty >= UNSURE:
        return []
    whole = Span(0, listened.duration)
    advice = f"the language was taken for {spoken.tag}: give --language if it is another"
    return [Finding("language", Severity.WARNING, whole, advice, spoken.certainty, UNSURE)]
