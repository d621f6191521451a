"""The output folder: the only file that knows where a title's SRTs and records lie."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from subtitler.domain.transcript import Word
from subtitler.errors import DamagedRecordError, LockedError, StorageError, UsageError
from subtitler.formats.records import (
    FINDINGS,
    SOURCE,
    TRACK,
    TRANSCRIPT,
    FindingsRecord,
    RecordFormat,
    SourceRecord,
    TrackRecord,
    TranscriptRecord,
)
from subtitler.workflow.commit import COMMIT_FILE, STATUS_FILE, Commits
from subtitler.workflow.files import storage
from subtitler.workflow.journal import Journal, TranslationJournal

RECORDS = ".subtitler"
HOLDER = "holder.json"
MAX_NAME = 200  # bytes of a title, of the 255 that a file name may have

OTHERS = {"findings.json", "source.json", HOLDER, COMMIT_FILE, STATUS_FILE}  # are no tracks

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class TitleFolder:
    """Where one title's files are. Paths only; nothing is read or made by asking for one."""

    root: Path
    title: str

    @property
    def folder(self) -> Path:
        """The title's records."""
        return self.root / RECORDS / self.title

    @property
    def transcript(self) -> Path:
        """What was heard."""
        return self.folder / "transcript.json"

    @property
    def findings(self) -> Path:
        """What was noticed."""
        return self.folder / "findings.json"

    @property
    def journal(self) -> Journal:
        """The run that is under way."""
        return Journal(self.folder / "journal" / "windows.jsonl")

    @property
    def source(self) -> Path:
        """Which bare subtitle file is the source."""
        return self.folder / "source.json"

    def translation_journal(self, language: str) -> TranslationJournal:
        """The translation into a language that is under way."""
        return TranslationJournal(self.folder / "journal" / f"{language}.jsonl")

    @property
    def status(self) -> Path:
        """How the title stands, summed up; made from the other files, and removed by a commit."""
        return self.folder / STATUS_FILE

    def languages(self) -> list[str]:
        """The languages of which there is a track's record, by their tags. Raises StorageError."""
        with storage("reading", self.folder):
            return sorted(
                path.stem
                for path in self.folder.glob("*.json")
                if path.name not in OTHERS and not path.name.startswith("transcript.")
            )

    @property
    def begun(self) -> bool:
        """Whether there is any record: the title was worked on before. Raises StorageError."""
        return self.transcript.exists() or self.source.exists() or bool(self.languages())

    @property
    def commits(self) -> Commits:
        """The title's way to write."""
        return Commits(self.root, self.folder)

    def srt(self, language: str) -> Path:
        """The track that people edit."""
        return self.root / f"{self.title}.{language}.srt"

    def track(self, language: str) -> Path:
        """The same track as the machine last wrote it."""
        return self.folder / f"{language}.json"

    def read_transcript(self) -> TranscriptRecord | None:
        """The stored transcript, None where there is none. Raises RecordError."""
        return _read(self.transcript, TRANSCRIPT)

    def transcript_in(self, language: str) -> Path:
        """What was heard in a language before it was heard in the one that counts now."""
        return self.folder / f"transcript.{language}.json"

    def words_of(self, language: str) -> tuple[Word, ...]:
        """The words that a track's record in a language counts in. Raises RecordError."""
        now = self.read_transcript()
        if now is None or now.transcript.language != language:
            now = _read(self.transcript_in(language), TRANSCRIPT)
        return now.transcript.words if now is not None else ()

    def read_source(self) -> SourceRecord | None:
        """The bare subtitle file that is the title's source, None for a transcribed title.

        Raises RecordError.
        """
        return _read(self.source, SOURCE)

    def read_track(self, language: str) -> TrackRecord | None:
        """The record of a track, None where there is none. Raises RecordError."""
        return _read(self.track(language), TRACK)

    def read_track_or_none(self, language: str) -> tuple[TrackRecord | None, str]:
        """The record of a track; and where there is a file that is none, in a word why.

        Raises NewerRecordError for one of a newer version: it is not to be written over.
        """
        try:
            record = self.read_track(language)
        except DamagedRecordError:
            return None, "damaged"
        if record is not None and record.language != language:
            return None, f"that of a track in {record.language}"
        return record, ""

    def kept_settings(self) -> dict[str, str]:
        """What the title remembers: of its transcription, and of its last translation.

        Raises RecordError.
        """
        transcript, source = self.read_transcript(), self.read_source()
        if transcript is None and source is None:
            return {}
        kept = transcript.settings if transcript is not None else {}
        language = transcript.transcript.language if transcript is not None else ""
        if source is not None:
            kept, language = source.settings, source.language
        record = self.read_track_or_none(language)[0]
        if record is None:  # its translations remember as much
            others = (self.read_track_or_none(one)[0] for one in self.languages())
            record = next((one for one in others if one is not None and one.settings), None)
        return {**kept, **(record.settings if record is not None else {})}

    def read_findings(self) -> FindingsRecord:
        """What was noticed, in all languages; nothing where the record is damaged.

        Raises NewerRecordError.
        """
        try:
            return _read(self.findings, FINDINGS) or FindingsRecord({})
        except DamagedRecordError:
            return FindingsRecord({})

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Holds the title; finishes first what a killed run left half done, and clears up.

        Raises StorageError, and LockedError, naming the holder, where another run has it. The
        lock is the system's: it ends with the process that holds it, however that ends.
        """
        import filelock

        with storage("making the folder", self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(self.folder / "lock")
        holder = self.folder / HOLDER
        with storage("locking", self.folder):
            try:
                lock.acquire(timeout=0)
            except filelock.Timeout:
                raise LockedError(
                    f"{self.title}: another run is at work on this title{_told(holder)}",
                    "Wait until it has finished, or stop it.",
                ) from None
            except NotImplementedError as error:
                raise StorageError(
                    f"{self.folder}: locking failed: this file system has no locks",
                    "Choose another --output-dir, on a disk of this machine.",
                ) from error
        try:
            with storage("writing", holder):
                mine = {"process": os.getpid(), "machine": socket.gethostname()}
                holder.write_bytes(msgspec.json.encode(mine))
            self.commits.finish()
            self.commits.sweep()
            yield
        finally:
            with suppress(OSError):
                holder.unlink()
            lock.release()


def title_folder(root: Path, title: str) -> TitleFolder:
    """The folder of a title. Raises UsageError for a title that can be no file name."""
    advice = "Choose another with --title NAME."
    if not title.strip() or title in {".", ".."}:
        raise UsageError(f"{title!r} is no title", advice)
    bad = [mark for mark in ("/", "\\", "\0") if mark in title]
    if bad and (os.sep in bad or (os.altsep or "/") in bad or "\0" in bad):
        raise UsageError(f"{title!r} is no title: it holds {bad[0]!r}", advice)
    if any("\ud800" <= mark <= "\udfff" for mark in title):
        raise UsageError(f"{title!r} is no title: its bytes are no text", advice)
    if len(os.fsencode(title)) > MAX_NAME:
        raise UsageError(f"the title {title[:40]!r}… is longer than {MAX_NAME} bytes", advice)
    return TitleFolder(root.absolute(), title)


def memory_file(root: Path) -> Path:
    """Where an output folder's translation memory lies, or will."""
    return root.absolute() / RECORDS / "memory.sqlite"


def titles(root: Path) -> list[str]:
    """The titles that have records in an output folder, by name. Raises StorageError."""
    folder = root / RECORDS
    with storage("reading", folder):
        try:
            return sorted(
                path.name
                for path in folder.iterdir()
                if (path / "transcript.json").exists() or (path / "source.json").exists()
            )
        except (FileNotFoundError, NotADirectoryError):
            return []


def damaged(path: Path, raw: bytes) -> bool:
    """Whether what lies at a record's path is none, and so no loss but for looking at it.

    Raises NewerRecordError.
    """
    forms: dict[str, RecordFormat[Any]] = {
        "findings": FINDINGS,
        "source": SOURCE,
        "transcript": TRANSCRIPT,
    }
    try:
        forms.get(path.name.split(".")[0], TRACK).parse(raw, str(path))
    except DamagedRecordError:
        return True
    return False


def _read(path: Path, form: RecordFormat[R]) -> R | None:
    try:
        with storage("reading", path):
            raw = path.read_bytes()
    except StorageError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return None
        raise
    return form.parse(raw, str(path))


def _told(holder: Path) -> str:
    """Who holds the lock, in words, as far as it is known."""
    try:
        known = msgspec.json.decode(holder.read_bytes(), type=dict[str, int | str])
    except (OSError, msgspec.DecodeError):
        return ""
    return f" (process {known.get('process')} on {known.get('machine')})"
