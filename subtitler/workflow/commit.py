"""Several files that change together: all of them, or after a kill, all of them a little later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from subtitler.errors import RefusedError
from subtitler.formats.records import COMMIT, CommitRecord, FileChange
from subtitler.workflow.files import (
    digest_bytes,
    digest_file,
    exchange,
    place,
    storage,
    sync_folder,
    write_atomic,
    write_beside,
)

COMMIT_FILE = "commit.json"


@dataclass(frozen=True, slots=True)
class NewContent:
    """What a file shall hold. `before` is the digest of what was read there (None: no file);
    with `keep`, what is replaced goes to history."""

    path: Path
    content: bytes
    before: str | None
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Commits:
    """Commits in one title's folder; `root` is the output folder that paths are relative to."""

    root: Path
    folder: Path

    def commit(self, contents: Sequence[NewContent]) -> None:
        """Writes all files, or none.

        Raises StorageError: nothing has changed then, unless commit.json is there already and
        the next holder of the lock finishes. Raises RefusedError where a person saved one of the
        files since it was read: theirs stays, the new content goes to history.
        """
        changes: list[FileChange] = []
        try:
            for new in contents:
                after = digest_bytes(new.content)
                if after == new.before:
                    continue
                with storage("writing", new.path):
                    new.path.parent.mkdir(parents=True, exist_ok=True)
                    ready = write_beside(new.path, new.content)
                relative = new.path.relative_to(self.root).as_posix()
                changes.append(FileChange(relative, new.before, after, ready.name, new.keep))
            if changes:
                write_atomic(
                    self.folder / COMMIT_FILE, COMMIT.compose(CommitRecord(tuple(changes)))
                )
        except BaseException:
            # first of all the record: it may be in place, and must not tell of what is not there
            (self.folder / COMMIT_FILE).unlink(missing_ok=True)
            for change in changes:
                self._ready(change).unlink(missing_ok=True)
            raise
        self.finish()

    def finish(self) -> None:
        """Finishes the commit that commit.json tells of, where there is one.

        Raises RefusedError naming the files that a person saved since; they stay as they are.
        """
        record = self.folder / COMMIT_FILE
        with storage("finishing an interrupted write", record):
            if not record.exists():
                return
            commit = COMMIT.parse(record.read_bytes(), str(record))
            saved = [change.path for change in commit.changes if not self._apply(change)]
            record.unlink()
            sync_folder(self.folder)
        if saved:
            raise RefusedError(
                f"{', '.join(saved)}: saved by somebody while subtitler was at work",
                f"It stays as it is; what subtitler made is in {self.folder / 'history'}. "
                "Run the command again.",
            )

    def _apply(self, change: FileChange) -> bool:
        """Puts one file in place; False where a person's newer one stands there and stays."""
        target, ready = self.root / change.path, self._ready(change)
        now = digest_file(target)
        if now == change.after:  # done before the kill; what it displaced may still be there
            return self._settle(ready, target, change)
        if now != change.before:
            self._to_history(ready, change)
            return False
        if now is None:
            done = place(ready, target)
        elif exchange(ready, target):
            done = True
        else:
            kept = self.keep(target) if change.keep else now
            done = kept == now == digest_file(target)
            if done:
                ready.replace(target)
        if not done:
            self._to_history(ready, change)
            return False
        sync_folder(target.parent)
        return self._settle(ready, target, change)

    def _settle(self, displaced: Path, target: Path, change: FileChange) -> bool:
        """Keeps or removes what the new content displaced; False where that was a person's, saved
        between the look and the exchange, and stands again."""
        found = digest_file(displaced)
        if found not in {None, change.before, change.after}:
            exchange(displaced, target)
            self._to_history(displaced, change)
            return False
        if found == change.before and change.keep:
            self._to_history(displaced, change)
        displaced.unlink(missing_ok=True)
        return True

    def keep(self, path: Path) -> str:
        """Copies a file as it is now to history; gives its digest."""
        content = path.read_bytes()
        kept = self._history_name(path.name, digest_bytes(content))
        if not kept.exists():
            write_beside(kept, content).replace(kept)
        return digest_bytes(content)

    def _to_history(self, path: Path, change: FileChange) -> None:
        if path.exists():
            name = Path(change.path).name
            path.replace(self._history_name(name, digest_file(path) or ""))

    def _history_name(self, name: str, digest: str) -> Path:
        history = self.folder / "history"
        history.mkdir(parents=True, exist_ok=True)
        when = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        return history / f"{when}-{digest[:8]}-{name}"

    def _ready(self, change: FileChange) -> Path:
        return (self.root / change.path).with_name(change.ready)
