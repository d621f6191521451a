"""`subtitler cue`: the cues of a stored transcript, built anew without recognition."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from subtitler.errors import UsageError
from subtitler.formats.records import TranscriptRecord
from subtitler.workflow.events import Finished, Notice, Planned, Report, Started
from subtitler.workflow.job import Request
from subtitler.workflow.settings import nearby, resolve
from subtitler.workflow.sources import known_title, written
from subtitler.workflow.tracks import Written, write_track
from subtitler.workflow.watch import Stopwatch
from subtitler.workflow.workspace import TitleFolder


def recue(text: str, request: Request, report: Report) -> Finished | Planned:
    """Builds the track of the title that `text` names under the style that holds now.

    Raises UsageError, RefusedError, StorageError, RecordError.
    """
    watch = Stopwatch()
    path = Path(text)
    settings = resolve(request.options, nearby(path))
    title = known_title(text, Path(settings.output_dir))
    with title.locked():
        record = title.read_transcript()
        if record is None:
            raise UsageError(
                f"{title.title}: there is no transcript to build cues from",
                "subtitler transcribe makes it.",
            )
        _refuse_another_track(path, title, record.transcript.language)
        report(Started(record.media_path, title.title))
        remembered = settings.remembered(record.settings)
        kept = {**record.settings, "style": remembered.style}
        record = replace(record, settings=kept)
        done = write_track(title, record, remembered.house, watch, request)
    if done.notice:
        report(Notice(done.notice, record.media_path))
    if request.dry_run:
        return planned(title.title, record.transcript.language, done)
    outcome = "cued" if done.changed else "unchanged"
    return finished(title.title, record, done, outcome, remembered.style, watch)


def finished(
    title: str, record: TranscriptRecord, done: Written, outcome: str, style: str, watch: Stopwatch
) -> Finished:
    """What a run came to; no recogniser was loaded, and no reason was needed."""
    transcript = record.transcript
    return Finished(
        media=record.media_path,
        title=title,
        outcome=outcome,
        reasons=(),
        language=transcript.language,
        certainty=record.certainty,
        duration=transcript.duration,
        cues=done.cues,
        kept=done.kept,
        engine=transcript.engine,
        model="",
        style=style,
        findings=done.findings,
        files=tuple(written(path) for path in done.files),
        seconds=dict(watch.seconds),
        speed=transcript.duration / 1000 / max(watch.total, 1e-9),
    )


def planned(title: str, language: str, done: Written) -> Planned:
    """What a track would come to."""
    files = tuple(written(path) for path in done.files)
    return Planned(title, language, done.cues, done.kept, done.diff, done.findings, files)


def _refuse_another_track(path: Path, title: TitleFolder, language: str) -> None:
    """Raises UsageError where the SRT that was named is not the one to be built."""
    named = path.name.removeprefix(f"{title.title}.")
    if path.suffix == ".srt" and named not in {path.name, f"{language}.srt"}:
        raise UsageError(
            f"{path}: what was heard last of {title.title} is in {language}",
            f"Name {title.srt(language).name}, or transcribe again with --language.",
        )
