"""The translation memory of an output folder: what people wrote or approved, to use it again."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from types import TracebackType
from typing import Any

from subtitler.domain.memory import Near, Pair, Remembered
from subtitler.stages.remembering import (
    Texts,
    best_exact,
    best_near,
    closeness,
    exact_key,
    near_keys,
    texts_of,
    worth_keeping,
)
from subtitler.workflow.memoryfile import MemoryFile
from subtitler.workflow.workspace import memory_file

__all__ = ["Brought", "Memory", "Near", "Pair", "Remembered"]

MOST = 500  # values in one query: SQLite may allow 999
LIKE, FLOOR = 5, 0.7  # near matches that are given, and how alike they are at least
COLUMNS = "source_language, target_language, source, target, approved, title, origin, at"


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of imported pairs: `new` ones, those `raised` from edited to approved, and those
    that were `known`."""

    new: int = 0
    raised: int = 0
    known: int = 0


@dataclass(frozen=True, slots=True)
class _Sources:
    """The source texts that serve two languages, and which rows have each."""

    texts: Texts
    rows: dict[str, list[int]]
    state: tuple[int, int]  # of the file and of this connection, when they were read


class Memory:
    """Sentence pairs in one file; reading one that is not there gives nothing and makes nothing.

    Every method raises MemoryFileError for a file that is damaged or of a newer version, and
    StorageError where it cannot be used now: locked by another process, or not to be written.
    """

    def __init__(self, file: MemoryFile) -> None:
        self._file = file
        self._sources: dict[tuple[str, str], _Sources] = {}

    @classmethod
    def open(cls, root: Path) -> Memory:
        """The memory of an output folder. Nothing is read yet."""
        return cls(MemoryFile(memory_file(root)))

    def __enter__(self) -> Memory:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    @property
    def path(self) -> Path:
        """Where the file lies, or will."""
        return self._file.path

    def remember(self, pairs: Sequence[Pair]) -> int:
        """Keeps what people wrote or approved in a title; gives how many pairs are new or changed.

        A sentence's later pair replaces its earlier one in the same title and languages; what is
        approved stays approved as long as its target text stays. A pair without words on one side
        says nothing, and is passed over.
        """
        kept = [pair for pair in pairs if worth_keeping(pair)]
        if not kept:
            return 0
        with self._file.writing() as connection:
            return sum(_put_own(connection, pair) for pair in kept)

    def bring(self, pairs: Iterable[Pair], origin: str) -> Brought:
        """Adds pairs from the TMX file of the name `origin`; it replaces none that are here.

        The same texts in the same title and languages are one pair: approved, where either is.
        """
        with self._file.writing() as connection:
            kept = filter(worth_keeping, pairs)
            done = Counter(_put_imported(connection, pair, origin) for pair in kept)
        return Brought(**done)

    def exact(
        self, texts: Iterable[str], source_language: str, target_language: str
    ) -> dict[str, tuple[Remembered, ...]]:
        """For each text that is known its pairs: the first is the one to use.

        Equal are texts after NFC and folding of white space. Approved before edited, then the
        newest; each target text once. Of several languages that serve, the closest with a pair.
        """
        asked = (source_language, target_language)
        wanted = list(dict.fromkeys(texts))
        with self._file.reading() as connection:
            if connection is None:
                return {}
            rows = _rows(connection, "source_key", [*{_digest(text) for text in wanted}])
        found: dict[str, list[Remembered]] = {}
        for one in rows:
            found.setdefault(exact_key(one.pair.source), []).append(one)
        best = {key: best_exact(asked, pairs) for key, pairs in found.items()}
        given = {text: best.get(exact_key(text), ()) for text in wanted}
        return {text: pairs for text, pairs in given.items() if pairs}

    def near(
        self,
        text: str,
        source_language: str,
        target_language: str,
        limit: int = LIKE,
        floor: float = FLOOR,
    ) -> tuple[Near, ...]:
        """Pairs whose source is like a text, the likest first; equal ones have the score 1."""
        asked = (source_language, target_language)
        with self._file.reading() as connection:
            if connection is None:
                return ()
            sources = self._read_sources(connection, asked)
            scores = dict(near_keys(text, sources.texts, limit, floor))
            wanted = [row for key in scores for row in sources.rows[key]]
            rows = _rows(connection, "sequence", wanted)
        return best_near(asked, rows, scores, limit)

    def pairs(self) -> Iterator[Remembered]:
        """All pairs, the oldest first."""
        with self._file.reading() as connection:
            if connection is not None:
                found = connection.execute(f"SELECT {COLUMNS} FROM pair ORDER BY sequence")
                yield from map(_remembered, found)

    def _read_sources(self, connection: sqlite3.Connection, asked: tuple[str, str]) -> _Sources:
        """The sources for two languages, read once as long as nobody writes."""
        (version,) = connection.execute("PRAGMA data_version").fetchone()
        state = (version, connection.total_changes)
        known = self._sources.get(asked)
        if known is None or known.state != state:
            rows = _sources(connection, asked)
            known = self._sources[asked] = _Sources(texts_of(rows), rows, state)
        return known


def _sources(connection: sqlite3.Connection, asked: tuple[str, str]) -> dict[str, list[int]]:
    """The rows of each source text in the languages that serve, by its key."""
    rows: dict[str, list[int]] = {}
    languages = connection.execute("SELECT DISTINCT source_language, target_language FROM pair")
    for one in languages.fetchall():
        if closeness(asked, one) is None:
            continue
        found = connection.execute(
            "SELECT sequence, source FROM pair WHERE source_language = ? AND target_language = ?",
            one,
        )
        for sequence, source in found:
            rows.setdefault(exact_key(source), []).append(sequence)
    return rows


def _rows(
    connection: sqlite3.Connection, column: str, values: Sequence[int | bytes]
) -> list[Remembered]:
    """The pairs with one of the values in a column, the newest first."""
    rows: list[tuple[int, ...]] = []
    for at in range(0, len(values), MOST):
        some = values[at : at + MOST]
        marks = ", ".join("?" * len(some))
        query = f"SELECT sequence, {COLUMNS} FROM pair WHERE {column} IN ({marks})"
        rows += connection.execute(query, some)
    rows.sort(key=lambda row: row[0], reverse=True)
    return [_remembered(row[1:]) for row in rows]


def _remembered(row: Sequence[Any]) -> Remembered:
    source_language, target_language, source, target, approved, title, origin, at = row
    pair = Pair(source_language, target_language, source, target, bool(approved), title)
    return Remembered(pair, origin, at)


def _put_own(connection: sqlite3.Connection, pair: Pair) -> bool:
    """A title's pair in the place of the sentence's earlier one; whether anything changed."""
    target = _digest(pair.target)
    for sequence, target_key, approved, origin in _same_source(connection, pair):
        if origin:
            continue
        if target_key == target and approved >= pair.approved:
            return False
        connection.execute("DELETE FROM pair WHERE sequence = ?", (sequence,))
    _insert(connection, pair, "")
    return True


def _put_imported(connection: sqlite3.Connection, pair: Pair, origin: str) -> str:
    """A pair from elsewhere beside what is here; gives the counter that it belongs to."""
    target = _digest(pair.target)
    for sequence, target_key, approved, before in _same_source(connection, pair):
        if target_key != target:
            continue
        if approved >= pair.approved:
            return "known"
        connection.execute("DELETE FROM pair WHERE sequence = ?", (sequence,))
        _insert(connection, pair, before)
        return "raised"
    _insert(connection, pair, origin)
    return "new"


def _same_source(connection: sqlite3.Connection, pair: Pair) -> list[tuple[int, bytes, int, str]]:
    """The rows of a pair's title and languages with an equal source."""
    return connection.execute(
        "SELECT sequence, target_key, approved, origin FROM pair WHERE source_key = ? "
        "AND title = ? AND source_language = ? AND target_language = ?",
        (_digest(pair.source), pair.title, *pair.languages),
    ).fetchall()


def _insert(connection: sqlite3.Connection, pair: Pair, origin: str) -> None:
    now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    keys = _digest(pair.source), _digest(pair.target)
    texts = pair.source, pair.target, pair.approved, pair.title
    row = (*pair.languages, *texts, origin, now, *keys)
    marks = ", ".join("?" * len(row))
    columns = f"{COLUMNS}, source_key, target_key"
    connection.execute(f"INSERT INTO pair ({columns}) VALUES ({marks})", row)


def _digest(text: str) -> bytes:
    """What equal texts have in common, in 16 bytes."""
    return hashlib.blake2b(exact_key(text).encode(), digest_size=16).digest()
