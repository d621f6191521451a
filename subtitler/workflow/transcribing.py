"""`subtitler transcribe`: the order of work from a media file to its SRT."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from subtitler.errors import InterruptedRunError, SubtitlerError, UsageError
from subtitler.formats.records import MadeWith, TranscriptRecord
from subtitler.ports import AudioTrack, Media
from subtitler.workflow.events import Failed, Finished, Notice, Planned, Report, Started
from subtitler.workflow.hearing import hear_media, method
from subtitler.workflow.job import Engines, Job, Request
from subtitler.workflow.recueing import finished, planned
from subtitler.workflow.settings import Settings, resolve
from subtitler.workflow.sources import (
    choose_track,
    claim,
    described,
    media_digest,
    title_of,
    written,
)
from subtitler.workflow.status import refresh
from subtitler.workflow.tracks import write_track
from subtitler.workflow.watch import Stopwatch
from subtitler.workflow.workspace import TitleFolder


def transcribe_all(
    paths: Sequence[Path], request: Request, engines: Engines, report: Report
) -> list[int]:
    """Transcribes each input; gives the exit codes of those that failed, after telling why.

    One that fails does not stop the others. Raises UsageError, InterruptedRunError.
    """
    if request.title is not None and len(paths) > 1:
        raise UsageError(
            f"--title {request.title} with {len(paths)} media",
            "A title belongs to one media: give them one by one.",
        )
    codes: list[int] = []
    for path in paths:
        try:
            report(transcribe(path, request, engines, report))
        except InterruptedRunError:
            raise
        except SubtitlerError as error:
            codes.append(error.exit_code)
            report(Failed(written(path), error.what, error.remedy, error.exit_code))
    return codes


def transcribe(
    path: Path, request: Request, engines: Engines, report: Report
) -> Finished | Planned:
    """Transcribes one media: what was heard is stored, cues are built, the SRT is written.

    Raises SubtitlerError; what a person wrote stays, and finished windows stay in the journal.
    """
    watch = Stopwatch()
    settings = resolve(request.options, path.absolute().parent)
    reader = engines.reader()
    with watch.stage("probe"):
        media = reader.probe(path)
    title = title_of(path, Path(settings.output_dir), request.title)
    report(Started(written(path), title.title))
    with title.locked():
        record = title.read_transcript()
        with watch.stage("digest"):
            digest = media_digest(path)
        claim(title, record, path, digest)
        settings = settings.remembered(record.settings if record else {})
        settings.house  # noqa: B018  (raises for a style that is not there)
        track = choose_track(media, settings.audio_track)
        _tell_tracks(media, track, settings, report)
        model = engines.model(settings, (Path.cwd(), path.absolute().parent))
        model.refuse(settings.language)
        engine, device = engines.engine(settings, model)
        wanted = MadeWith(
            digest, track.index, model.digest, settings.language, method(), engine, device
        )
        job = Job(title, media, track, settings, request, model, wanted, report, watch)
        reasons = _reasons(record, job)
        if request.dry_run and (record is None or reasons):
            return _unforeseen(title, settings, reasons)
        if record is None or reasons:
            new, outcome = hear_media(job, engines), "recognised"
        else:
            new, outcome = _again(record, job), "cued"
        done = write_track(title, new, settings.house, watch, request)
        if request.dry_run:
            return planned(title.title, new.transcript.language, done)
        title.journal.remove()
    if done.notice:
        report(Notice(done.notice, written(path)))
    if outcome == "recognised":
        refresh(title)
    if outcome == "cued" and not done.changed:
        outcome = "unchanged"
    told = finished(title.title, new, done, outcome, settings.style, watch)
    reasons = reasons if record is not None else ()
    return replace(told, media=written(path), model=model.name, reasons=reasons)


def _unforeseen(title: TitleFolder, settings: Settings, reasons: Sequence[str]) -> Planned:
    """What only hearing the media would tell."""
    why = f" ({', '.join(reasons)})" if reasons else ""
    words = f"the speech would be recognised{why}, and merged with what a person wrote"
    return Planned(title.title, settings.language, 0, 0, "", (), (), words)


def _tell_tracks(media: Media, track: AudioTrack, settings: Settings, report: Report) -> None:
    if len(media.tracks) > 1 and not settings.audio_track:
        others = "; ".join(described(one) for one in media.tracks if one != track)
        report(
            Notice(
                f"audio track {described(track)} is used; --audio-track takes another: {others}",
                written(media.path),
            )
        )


def _reasons(record: TranscriptRecord | None, job: Job) -> tuple[str, ...]:
    """Why the stored transcript cannot be used, in words; empty where it can."""
    if record is None:
        return ()
    if job.request.again:
        return ("--again",)
    made, wanted, given = record.made_with, job.wanted, job.settings.given
    language = wanted.language not in {made.language, record.transcript.language}
    differs = {
        "the media has changed": made.media_digest != wanted.media_digest,
        "another audio track": made.audio_track != wanted.audio_track,
        "another model": made.model_digest != wanted.model_digest,
        "another language": language,
        "other recognition settings": made.recognition != wanted.recognition,
        "another engine": "engine" in given
        and job.settings.engine != "auto"
        and made.engine != wanted.engine,
        "another device": "device" in given
        and job.settings.device != "auto"
        and made.device != wanted.device,
    }
    return tuple(reason for reason, holds in differs.items() if holds)


def _again(record: TranscriptRecord, job: Job) -> TranscriptRecord:
    """The stored record, with where the media is now and what its title remembers."""
    return replace(
        record,
        media_path=written(job.media.path.absolute()),
        settings=job.settings.to_remember(),
    )
