"""Several files that change together: all of them, or after a kill, all of them a little later."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from subtitler.errors import SavedMeanwhileError
from subtitler.formats.records import COMMIT, CommitRecord, FileChange
from subtitler.workflow.files import (
    READY,
    digest_bytes,
    digest_file,
    exchange,
    place,
    storage,
    sync_folder,
    write_atomic,
    write_beside,
)
from subtitler.workflow.versions import History, Version

COMMIT_FILE = "commit.json"
STATUS_FILE = "status.json"
TRIES = 5  # of a piece of work that a person saves into again and again

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class NewContent:
    """What a file shall hold. `before` is the digest of what was read there (None: no file);
    with `keep`, what is replaced goes to history; `group` is the track's language for a track
    and the records that describe it, "" for what stands alone."""

    path: Path
    content: bytes
    before: str | None
    keep: bool = False
    group: str = ""


def again_when_saved(work: Callable[[], T]) -> T:
    """Does a piece of work that reads, merges and commits; does it again, reading again, where a
    person saved meanwhile. Raises SavedMeanwhileError when they did five times."""
    for _ in range(TRIES - 1):
        with suppress(SavedMeanwhileError):
            return work()
    return work()


@dataclass(frozen=True, slots=True)
class Commits:
    """Commits in one title's folder; `root` is the output folder that paths are relative to.

    What lies in the title's folder are records: the holder of the lock alone writes them. All
    else is a person's to save at any time, and is written first in its group. The law of a group:
    its records are written if and only if what they describe was. So a track that a person saved
    since it was read keeps its old record, and what they saved is an edit over that.

    Whether a track was written is asked of the ready file, since what displaces is exchanged with
    what it displaces: there the new content still lies ready, it was not; there the old content
    lies or nothing, it was, and whatever the track holds now was saved over it.
    """

    root: Path
    folder: Path

    @property
    def history(self) -> History:
        """What was ever replaced."""
        return History(self.folder)

    def versions(self) -> list[Version]:
        """The versions of the title's tracks in history, the oldest first. Raises StorageError."""
        return self.history.versions()

    def keep(self, path: Path) -> str:
        """Copies a file as it is now to history; gives its digest. Raises OSError."""
        return self.history.keep(path)

    def commit(self, contents: Sequence[NewContent]) -> None:
        """Writes all files, or none.

        Raises StorageError: nothing has changed then, unless commit.json is there already and
        the next holder of the lock finishes. Raises SavedMeanwhileError where a person saved a
        track since it was read: theirs stays, nothing of its group is written, the new content
        of the track goes to history, and other groups are written.
        """
        wanted = [(new, digest_bytes(new.content)) for new in contents]
        wanted = [(new, after) for new, after in wanted if after != new.before]
        if not wanted:
            return
        self.finish()  # what a failure earlier in this very run left
        changes: list[FileChange] = []
        try:
            self._forget_status()
            for new, after in wanted:
                with storage("writing", new.path):
                    new.path.parent.mkdir(parents=True, exist_ok=True)
                    ready = write_beside(new.path, new.content)
                changes.append(
                    FileChange(
                        self._named(new.path), new.before, after, ready.name, new.keep, new.group
                    )
                )
            write_atomic(self.folder / COMMIT_FILE, COMMIT.compose(CommitRecord(tuple(changes))))
        except BaseException:
            with storage("giving up a write", self.folder):
                # first of all the record: it may be in place, and must not tell of what is gone
                (self.folder / COMMIT_FILE).unlink(missing_ok=True)
                for change in changes:
                    self._ready(change).unlink(missing_ok=True)
            raise
        saved = self._finish()
        if saved:
            raise SavedMeanwhileError(
                f"{', '.join(saved)}: saved by somebody while subtitler was at work",
                f"It stays as it is; what subtitler made is in {self.history.place}. "
                "Run the command again.",
            )

    def finish(self) -> None:
        """Finishes the commit that commit.json tells of, where there is one.

        A group whose track a person saved before it was written is given up: the track is as
        they saved it, to be read and merged by whoever holds the lock now.
        """
        self._finish()

    def _finish(self) -> list[str]:
        """Finishes a commit; gives the tracks that were saved by a person before it wrote them."""
        record = self.folder / COMMIT_FILE
        saved: list[str] = []
        with storage("finishing an interrupted write", record):
            if not record.exists():
                return saved
            changes = COMMIT.parse(record.read_bytes(), str(record)).changes
            for change in sorted(changes, key=self._is_record):
                if not self._apply(change):
                    self._give_up(change, changes)
                    saved.append(change.path)
            (self.folder / STATUS_FILE).unlink(missing_ok=True)
            record.unlink()
            sync_folder(self.folder)
        return saved

    def sweep(self) -> None:
        """Removes new contents that a kill left lying, ready for no commit. For the holder of the
        lock, after finish(); what cannot be removed stays."""
        track = re.compile(rf"{re.escape(self.folder.name)}\.[A-Za-z0-9-]+\.(srt|vtt)")
        places = [self.root, self.folder, self.history.place, self.folder / "journal"]
        for number, folder in enumerate(places):
            with suppress(OSError):
                for path in list(folder.iterdir()):
                    match = READY.fullmatch(path.name)
                    if match is None or match["name"] == STATUS_FILE:  # written without the lock
                        continue
                    if number > 0 or track.fullmatch(match["name"]):
                        path.unlink()

    def _apply(self, change: FileChange) -> bool:
        """Puts one file in place; False where a person saved it before that, and it stays."""
        target, ready = self.root / change.path, self._ready(change)
        now, waiting = digest_file(target), digest_file(ready)
        if self._is_record(change):
            return self._apply_record(change, now, waiting)
        if now == change.after:  # done before the kill; what it displaced may still be there
            return self._settle(ready, target, change)
        if now != change.before:
            if waiting not in {None, change.before}:
                return False
            return self._settle(ready, target, change)
        if waiting is None:  # someone removed it
            return False
        try:
            done = self._put(ready, target, change)
        except FileNotFoundError:  # a person removed the track in this instant
            done = False
        return done and self._settle(ready, target, change)

    def _put(self, ready: Path, target: Path, change: FileChange) -> bool:
        """The new content in the place of the old; False where that is no longer the old."""
        if change.before is None:
            done = place(ready, target)
        elif exchange(ready, target):
            done = True
        else:
            kept = self.keep(target) if change.keep else change.before
            done = kept == change.before == digest_file(target)
            if done:
                ready.replace(target)
        if done:
            sync_folder(target.parent)
        return done

    def _settle(self, displaced: Path, target: Path, change: FileChange) -> bool:
        """Keeps or removes what the new content displaced; False where that was a person's, saved
        between the look and the exchange, and stands again."""
        found = digest_file(displaced)
        if found not in {None, change.before, change.after}:
            if not exchange(displaced, target):
                displaced.replace(target)
            elif digest_file(displaced) != change.after:  # they saved once more
                exchange(displaced, target)
            return False
        if change.keep and found == change.before:
            self.history.take(displaced, target.name)
        displaced.unlink(missing_ok=True)
        return True

    def _apply_record(self, change: FileChange, now: str | None, waiting: str | None) -> bool:
        """Puts a record in place, unless its group was given up: then nothing lies ready."""
        target, ready = self.root / change.path, self._ready(change)
        if waiting is not None and now != change.after:
            if now is not None and (change.keep or now != change.before):
                self.keep(target)
            ready.replace(target)
            sync_folder(target.parent)
        ready.unlink(missing_ok=True)
        return True

    def _give_up(self, track: FileChange, changes: Sequence[FileChange]) -> None:
        """Nothing of the track's group is written. Its own new content goes last: while it lies
        there a finish that was killed knows that the track was not written."""
        for change in changes:
            if track.group and change.group == track.group and self._is_record(change):
                self._ready(change).unlink(missing_ok=True)
        sync_folder(self.folder)
        self.history.take(self._ready(track), Path(track.path).name)

    def _is_record(self, change: FileChange) -> bool:
        return self.folder in (self.root / change.path).parents

    def _forget_status(self) -> None:
        """Removes the summary of how things stand: they will not stand so."""
        path = self.folder / STATUS_FILE
        with storage("removing", path):
            path.unlink(missing_ok=True)

    def _named(self, path: Path) -> str:
        path = path.absolute()
        return (path.relative_to(self.root) if path.is_relative_to(self.root) else path).as_posix()

    def _ready(self, change: FileChange) -> Path:
        return (self.root / change.path).with_name(change.ready)
