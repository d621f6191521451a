"""`subtitler status`: how titles stand, from summaries that are kept beside their records.

What takes long to work out is imported and done only where a summary no longer holds.
"""

from __future__ import annotations

import os
import socket
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import msgspec

from subtitler import __version__
from subtitler.domain.glossary import Glossary
from subtitler.domain.standing import TrackStanding
from subtitler.errors import RecordError, StorageError, SubtitlerError
from subtitler.formats.records import STATUS, StatusRecord
from subtitler.workflow.commit import COMMIT_FILE, STATUS_FILE
from subtitler.workflow.events import Report
from subtitler.workflow.files import digest_bytes, digest_file, storage, write_atomic
from subtitler.workflow.glossaries import glossary_of, terms_file
from subtitler.workflow.nextstep import next_step
from subtitler.workflow.reviewevents import Status, TitleStatus
from subtitler.workflow.settings import Settings, resolve
from subtitler.workflow.sources import known_title, written
from subtitler.workflow.workspace import HOLDER, TitleFolder, title_folder, titles

LONG = 250_000  # bytes of a title's tracks, about 3,000 cues: half a second to sum up
NO_RECORDS = {HOLDER, COMMIT_FILE, STATUS_FILE}


def status(inputs: Sequence[str], options: Mapping[str, object], report: Report) -> Status:
    """How titles stand, all of the output folder where none is named.

    Nothing is locked and nothing changed but the summaries. Raises UsageError for a title that
    is not there; a title that cannot be read says so.
    """
    settings = resolve(options, Path.cwd())
    _ = settings.house  # a style that is none is wrong use, not a title's trouble
    root = Path(settings.output_dir)
    known = titles(root)
    if inputs:
        known = sorted({known_title(one, root).title for one in inputs})
    look = _Look.of(settings, Path.cwd(), report)
    names = _names_by_title(root)
    found = [_told(root, one, names.get(one, []), look, options) for one in known]
    return Status(written(root), tuple(found))


def refresh(title: TitleFolder) -> None:
    """Works out a title's summary and keeps it, where the one that is kept no longer holds.

    For a command that has written; what fails is left to the next `status`, which tells it, and so
    are tracks so long that it would keep a person waiting.
    """
    with suppress(SubtitlerError, OSError):
        names = _names_of(title)
        if sum((title.root / one).stat().st_size for one in names) > LONG:
            return
        settings = resolve({"output_dir": str(title.root)}, Path.cwd())
        look = _Look.of(settings, Path.cwd(), lambda _: None)
        _rows(title, names, look, _Folder.of(title), keep=True)


@dataclass(frozen=True)
class _Look:
    """What every title is looked at with; `key` is the digest of all that counts in it."""

    settings: Settings
    near: Path
    report: Report
    key: str

    @cached_property
    def glossary(self) -> Glossary:
        """The terms, read where a title needs them."""
        return glossary_of(self.settings, self.near, self.report)

    @classmethod
    def of(cls, settings: Settings, near: Path, report: Report) -> _Look:
        path = terms_file(settings, near)
        terms = b""
        if path is not None:
            with storage("reading", path):
                terms = path.read_bytes()
        style = settings.style if "style" in settings.given else ""
        parts = [__version__, style, settings.houses, settings.checks, digest_bytes(terms)]
        key = digest_bytes(msgspec.json.encode(parts, order="sorted"))
        return cls(settings, near, report, key)


@dataclass(frozen=True, slots=True)
class _Folder:
    """What lies in a title's folder: the size of each record, and signs of a run."""

    records: dict[str, int]
    unfinished: bool
    running: str
    interrupted: tuple[str, ...]

    @classmethod
    def of(cls, title: TitleFolder) -> _Folder:
        records: dict[str, int] = {}
        names: set[str] = set()
        with storage("reading", title.folder), os.scandir(title.folder) as entries:
            for entry in entries:
                names.add(entry.name)
                if entry.name.endswith(".json") and entry.name not in NO_RECORDS:
                    records[entry.name] = entry.stat().st_size
        running = _holder(title.folder / HOLDER) if HOLDER in names else ""
        journals: list[str] = []
        if "journal" in names and not running:
            with storage("reading", title.folder), suppress(NotADirectoryError):
                journals = sorted(path.stem for path in (title.folder / "journal").glob("*.jsonl"))
        return cls(records, COMMIT_FILE in names and not running, running, tuple(journals))


def _holder(path: Path) -> str:
    """The run that holds a title, in words; empty where it is over."""
    try:
        told = msgspec.json.decode(path.read_bytes(), type=dict[str, int | str])
        process, machine = int(told["process"]), str(told["machine"])
    except (OSError, msgspec.DecodeError, KeyError, ValueError):
        return ""
    if machine == socket.gethostname() and os.name != "nt":
        try:
            os.kill(process, 0)
        except PermissionError:
            pass
        except (OSError, OverflowError):
            return ""
    return f"process {process} on {machine}"


def _told(
    root: Path, name: str, names: list[str], look: _Look, options: Mapping[str, object]
) -> TitleStatus:
    """One title; where it cannot be read its row says so."""
    try:
        title = title_folder(root, name)
        folder = _Folder.of(title)
        rows = _rows(title, names, look, folder, keep=not (folder.running or folder.unfinished))
    except SubtitlerError as error:
        return TitleStatus(written(Path(name)), (), trouble=error.what)
    told = TitleStatus(title.title, rows, folder.unfinished, folder.interrupted, folder.running)
    return next_step(told, options)


def _rows(
    title: TitleFolder, names: list[str], look: _Look, folder: _Folder, *, keep: bool
) -> tuple[TrackStanding, ...]:
    """The tracks as the summary tells them, where it holds; else as they are."""
    record = _kept(title)
    if record is not None and record.key == look.key and record.records == folder.records:
        elsewhere = [path for path in record.files if path not in names]
        if record.files == _digests(title, [*names, *elsewhere]):
            return record.tracks
    from subtitler.workflow.summing import standing_of  # takes long to import

    source = title.read_source()
    elsewhere = [source.path] if source is not None else []
    own = look.settings.remembered(title.kept_settings())
    if own.terms != look.settings.terms:
        elsewhere.append(own.terms)
    digests = _digests(title, [*names, *elsewhere])
    rows = standing_of(title, names, look.settings, look.glossary)
    if keep:
        new = StatusRecord(look.key, folder.records, digests, rows)
        with suppress(StorageError):  # a folder that is read-only
            write_atomic(title.status, STATUS.compose_line(new))
    return rows


def _kept(title: TitleFolder) -> StatusRecord | None:
    """The summary that is kept, None where there is none that can be read."""
    try:
        return STATUS.parse(title.status.read_bytes(), STATUS_FILE)
    except (OSError, RecordError):
        return None


def _digests(title: TitleFolder, paths: Sequence[str]) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for path in paths:
        with storage("reading", title.root / path):
            found[path] = digest_file(title.root / path)
    return found


def _names_by_title(root: Path) -> dict[str, list[str]]:
    """The tracks in an output folder, by what stands before their language."""
    found: dict[str, list[str]] = defaultdict(list)
    with storage("reading", root):
        try:
            with os.scandir(root) as entries:
                names = sorted(entry.name for entry in entries)
        except (FileNotFoundError, NotADirectoryError):
            return {}
    for name in names:
        stem, _, ending = name.rpartition(".")
        title, dot, _ = stem.rpartition(".")
        if dot and ending == "srt" and written(Path(name)) == name:
            found[title].append(name)
    return found


def _names_of(title: TitleFolder) -> list[str]:
    return _names_by_title(title.root).get(title.title, [])
