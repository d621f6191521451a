"""What a run under way has finished, so that a killed run goes on where it stopped."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from subtitler.domain.hearing import HeardWindow
from subtitler.domain.timing import Span
from subtitler.domain.translation import Hypothesis
from subtitler.errors import RecordError
from subtitler.formats.records import (
    JOURNAL_HEADER,
    JOURNAL_WINDOW,
    TRANSLATION_HEADER,
    TRANSLATION_LINE,
    HypothesesRecord,
    JournalHeader,
    TranslationJournalHeader,
)
from subtitler.workflow.files import storage, write_atomic


@dataclass(frozen=True, slots=True)
class Journal:
    """One file: a header, then a line for each finished window, each synced to the disk.

    A last line that a kill cut short does not count.
    """

    path: Path

    def read(self, key: str) -> tuple[JournalHeader | None, dict[Span, HeardWindow]]:
        """The header and the windows by their spans, where the journal counts for `key`."""
        with storage("reading", self.path):
            raw = self.path.read_bytes() if self.path.exists() else b""
        lines = raw.split(b"\n")[:-1]  # what follows the last line feed was cut short
        if not lines:
            return None, {}
        try:
            header = JOURNAL_HEADER.parse(lines[0], str(self.path))
            windows = [JOURNAL_WINDOW.parse(line, str(self.path)) for line in lines[1:]]
        except RecordError:  # a journal saves time, nothing else: a damaged one is begun anew
            return None, {}
        if header.key != key:
            return None, {}
        return header, {window.span: window for window in windows}

    def begin(self, header: JournalHeader, windows: list[HeardWindow]) -> None:
        """Begins the journal anew with what is known already."""
        with storage("writing", self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
        lines = [JOURNAL_HEADER.compose_line(header)]
        lines += [JOURNAL_WINDOW.compose_line(window) for window in windows]
        write_atomic(self.path, b"".join(lines))

    def add(self, window: HeardWindow) -> None:
        """Adds a finished window."""
        with storage("writing", self.path), self.path.open("ab") as file:
            file.write(JOURNAL_WINDOW.compose_line(window))
            file.flush()
            os.fsync(file.fileno())

    def remove(self) -> None:
        """Removes the journal: the transcript is written."""
        with storage("removing", self.path):
            self.path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class TranslationJournal:
    """The sentences that a translation under way has finished, one a line, each batch synced."""

    path: Path

    def read(self, key: str) -> dict[str, tuple[Hypothesis, ...]]:
        """The hypotheses by sentence, where the journal counts for `key`; writes nothing."""
        with storage("reading", self.path):
            raw = self.path.read_bytes() if self.path.exists() else b""
        lines = raw.split(b"\n")[:-1]
        try:
            if lines and TRANSLATION_HEADER.parse(lines[0], str(self.path)).key == key:
                records = [TRANSLATION_LINE.parse(line, str(self.path)) for line in lines[1:]]
                return {record.text: record.hypotheses for record in records}
        except RecordError:  # a damaged journal is begun anew: it saves time, nothing else
            pass
        return {}

    def begin(self, key: str, known: Mapping[str, tuple[Hypothesis, ...]]) -> None:
        """Begins the journal anew with what it holds already; before the first batch."""
        with storage("writing", self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
        header = TRANSLATION_HEADER.compose_line(TranslationJournalHeader(key))
        write_atomic(self.path, header + _translations(known.items()))

    def add(self, texts: Sequence[str], translations: Sequence[tuple[Hypothesis, ...]]) -> None:
        """Adds a finished batch."""
        lines = _translations(zip(texts, translations, strict=True))
        with storage("writing", self.path), self.path.open("ab") as file:
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())

    def remove(self) -> None:
        """Removes the journal: the track is written."""
        with storage("removing", self.path):
            self.path.unlink(missing_ok=True)


def _translations(found: Iterable[tuple[str, tuple[Hypothesis, ...]]]) -> bytes:
    lines = (TRANSLATION_LINE.compose_line(HypothesesRecord(*each)) for each in found)
    return b"".join(lines)
