"""`subtitler history` and `restore`: the versions that were ever replaced, and one of them back."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from subtitler.errors import RecordError, UsageError
from subtitler.formats.languages import language_tag, same_language
from subtitler.formats.srt import parse
from subtitler.workflow.commit import NewContent, again_when_saved
from subtitler.workflow.diffs import unified
from subtitler.workflow.editevents import HistoryTold, KeptVersion, Restored
from subtitler.workflow.events import Planned
from subtitler.workflow.files import digest_bytes, storage
from subtitler.workflow.job import Request
from subtitler.workflow.naming import settings_for, title_of_tracks
from subtitler.workflow.sources import written
from subtitler.workflow.versions import Version
from subtitler.workflow.workspace import TitleFolder

WHEN = "%Y-%m-%d %H:%M:%S"


def history(text: str, request: Request, language: str | None = None) -> HistoryTold:
    """The versions of a title's tracks, the oldest first; with a `language`, of that track alone.

    A version's number is its place among all of them, and stays: versions are only added. Raises
    UsageError, StorageError.
    """
    settings = settings_for(text, request)
    title, source = title_of_tracks(text, Path(settings.output_dir))
    wanted = language_tag(language) if language else None
    with title.locked():
        versions = title.commits.versions()
        told = [
            _told(number, one, _place(title, source, one))
            for number, one in enumerate(versions, 1)
            if wanted is None or (one.language and same_language(one.language, wanted))
        ]
    return HistoryTold(title.title, tuple(told))


def restore(text: str, number: int, request: Request) -> Restored | Planned:
    """Puts a version back in its track's place; what stands there goes to history first.

    Records stay as they are: what differs from them counts as the person's at the next reading.
    Raises UsageError, StorageError, SavedMeanwhileError.
    """
    settings = settings_for(text, request)
    title, source = title_of_tracks(text, Path(settings.output_dir))
    with title.locked():
        versions = title.commits.versions()
        if not 1 <= number <= len(versions):
            there = "none is kept yet"
            if versions:
                there = "there is version 1" if len(versions) == 1 else f"1 to {len(versions)}"
            raise UsageError(
                f"{title.title}: there is no version {number}: {there}",
                "subtitler history lists them.",
            )
        version = versions[number - 1]
        place = _place(title, source, version)
        work = partial(_put_back, title, version, place, dry_run=request.dry_run)
        changed, diff = again_when_saved(work)
    if request.dry_run:
        cues = _cues(_read(version.path) or b"") or 0
        files = (written(place),)
        return Planned(title.title, version.language, cues, 0, diff, (), files)
    outcome = "restored" if changed else "unchanged"
    return Restored(title.title, number, version.language, outcome, written(place))


def _put_back(
    title: TitleFolder, version: Version, place: Path, *, dry_run: bool
) -> tuple[bool, str]:
    """Whether the track's file changes, and how."""
    content, now = _read(version.path), _read(place)
    if content is None:
        raise UsageError(f"{version.path}: this version is gone", "subtitler history lists them.")
    if content == now:
        return False, ""
    if not dry_run:
        before = digest_bytes(now) if now is not None else None
        title.commits.commit([NewContent(place, content, before, True, version.language)])
    return True, unified(place, now, content)


def _told(number: int, version: Version, place: Path) -> KeptVersion:
    content = _read(version.path) or b""
    return KeptVersion(
        number,
        version.when.strftime(WHEN) if version.when is not None else "",
        version.language,
        version.name,
        _cues(content),
        len(content),
        content == _read(place),
    )


def _place(title: TitleFolder, source: Path | None, version: Version) -> Path:
    """Where the track lies that a version is of: a bare source lies in its own place."""
    if source is not None and written(Path(source.name)) == version.name:
        return source
    return title.root / version.name


def _cues(content: bytes) -> int | None:
    try:
        return len(parse(content).blocks)
    except RecordError:
        return None


def _read(path: Path) -> bytes | None:
    """What a file holds, None where there is none. Raises StorageError."""
    with storage("reading", path):
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None
