"""The file of the translation memory: opening it, its schema, and what SQLite's errors mean."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from subtitler.errors import MemoryFileError, StorageError
from subtitler.workflow.files import storage

VERSION = 1
WAIT = 5.0  # seconds for another process that writes
SCHEMA = (
    """CREATE TABLE pair (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,  -- a later pair has a higher one, for ever
        source_language TEXT NOT NULL,
        target_language TEXT NOT NULL,
        source TEXT NOT NULL,
        target TEXT NOT NULL,
        source_key BLOB NOT NULL,  -- digests of what counts as equal
        target_key BLOB NOT NULL,
        approved INTEGER NOT NULL,
        title TEXT NOT NULL,
        origin TEXT NOT NULL,  -- the TMX file it was imported from; empty: the title
        at TEXT NOT NULL
    )""",
    "CREATE INDEX pair_source ON pair (source_key, source_language, target_language)",
    "CREATE INDEX pair_languages ON pair (source_language, target_language)",
)
# SQLite's words, and what to do. Python 3.10 does not give the error's number.
REMEDIES = {
    "database is locked": "Another subtitler is writing it: wait until it has finished.",
    "readonly database": "Change its permissions, or choose another --output-dir.",
    "unable to open": "Look at the folder and its permissions, or choose another --output-dir.",
    "is full": "Make room on the disk, and run the command again.",
    "disk I/O": "Look at the disk and the folder, and run the command again.",
}


class MemoryFile:
    """One connection to a memory. The file is made at the first write."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection: sqlite3.Connection | None = None

    def close(self) -> None:
        """Lets the file go."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection | None]:
        """A connection to read from, None where nothing was ever written."""
        with storage("reading", self.path):
            there = self._connection is not None or self.path.exists()
        if not there:
            yield None
            return
        with _understood(self.path):
            connection = self._opened("rw")  # SQLite reads a file only where it may not write
            yield connection if self._has_pairs(connection) else None

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all that is written in it stays, or on an error nothing."""
        with storage("making the folder", self.path.parent):
            self.path.parent.mkdir(parents=True, exist_ok=True)
        with _understood(self.path):
            connection = self._opened("rwc")
            connection.execute("BEGIN IMMEDIATE")
            try:
                if not self._has_pairs(connection):
                    for statement in (*SCHEMA, f"PRAGMA user_version = {VERSION}"):
                        connection.execute(statement)
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise

    def _opened(self, mode: str) -> sqlite3.Connection:
        if self._connection is None:
            uri = f"{self.path.absolute().as_uri()}?mode={mode}"
            self._connection = sqlite3.connect(uri, uri=True, timeout=WAIT, isolation_level=None)
        return self._connection

    def _has_pairs(self, connection: sqlite3.Connection) -> bool:
        """Whether the table of pairs is there. Raises MemoryFileError for another file's schema."""
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > VERSION:
            raise MemoryFileError(
                f"{self.path}: the memory is of version {version}, this subtitler knows {VERSION}",
                "Update subtitler, or move the file away: then a new memory is begun.",
            )
        if version == VERSION:
            return True
        if connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            raise damaged(self.path, "it is another program's database")
        return False


def damaged(path: Path, why: str) -> MemoryFileError:
    """A file that cannot be understood, and what to do."""
    return MemoryFileError(
        f"{path}: the translation memory cannot be read: {why}",
        "Put a sound copy in its place, or move it away: then a new memory is begun. Titles keep "
        "their own texts.",
    )


@contextmanager
def _understood(path: Path) -> Iterator[None]:
    """Turns SQLite's errors over `path` into ours."""
    try:
        yield
    except sqlite3.Error as error:
        words = str(error)
        for known, remedy in REMEDIES.items():
            if known in words:
                raise StorageError(f"{path}: using the memory failed: {words}", remedy) from error
        raise damaged(path, words) from error
