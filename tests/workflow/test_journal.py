"""What a killed run had finished counts again, and nothing else does."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from fakes import spread
from subtitler.domain.finding import Finding, Severity
from subtitler.domain.hearing import Acoustics, HeardWindow
from subtitler.domain.timing import Span
from subtitler.domain.transcript import Segment
from subtitler.errors import StorageError
from subtitler.formats.records import JournalHeader
from subtitler.workflow.journal import Journal

HEADER = JournalHeader("key", "en", 0.98)


def heard(at: int) -> HeardWindow:
    """A window with everything that one may have."""
    span = Span(at, at + 20_000)
    words = spread("«Schön», said\nshe – 谢谢.", span)
    finding = Finding("word-cut", Severity.WARNING, span, "hear\nit", 7.1, None)
    sound = Acoustics((Span(at, at + 500),), (-20.125, -60.0), 3)
    return HeardWindow(span, (span,), (Segment(words),), sound, (finding,))


WINDOWS = [heard(at * 30_000) for at in range(4)]


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """A journal with four windows: two known when it began, two added."""
    made = Journal(tmp_path / "journal" / "windows.jsonl")
    made.begin(HEADER, WINDOWS[:2])
    for window in WINDOWS[2:]:
        made.add(window)
    return made


def test_what_was_added_is_read_back_whole(journal: Journal) -> None:
    """Every value of every window, by its span, and the language that was found."""
    header, windows = journal.read("key")
    assert header == HEADER
    assert windows == {window.span: window for window in WINDOWS}
    assert list(windows) == [window.span for window in WINDOWS]


def test_it_counts_for_one_key_only(journal: Journal) -> None:
    """Another media, model, language or setting is another key."""
    assert journal.read("other") == (None, {})


def test_no_journal_no_windows(tmp_path: Path) -> None:
    """The first run of all; and removing none is no error."""
    journal = Journal(tmp_path / "journal" / "windows.jsonl")
    assert journal.read("key") == (None, {})
    journal.remove()


def test_beginning_anew_forgets_what_was(journal: Journal) -> None:
    """Only what it is given stays; a header alone is a journal too."""
    journal.begin(HEADER, [])
    assert journal.read("key") == (HEADER, {})


def test_a_removed_journal_leaves_nothing(journal: Journal) -> None:
    """The transcript is written: no rerun may resume."""
    journal.remove()
    assert list(journal.path.parent.iterdir()) == []


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_cut_anywhere_it_has_the_windows_that_were_finished(
    tmp_path: Path, data: st.DataObject
) -> None:
    """A kill stops a write at any byte: the last line then does not count, all others do."""
    journal = Journal(tmp_path / "journal" / "windows.jsonl")
    journal.begin(HEADER, WINDOWS[:1])
    for window in WINDOWS[1:]:
        journal.add(window)
    whole = journal.path.read_bytes()
    kept = whole[: data.draw(st.integers(0, len(whole)))]
    journal.path.write_bytes(kept)
    header, windows = journal.read("key")
    finished = kept.count(b"\n")
    assert header == (HEADER if finished else None)
    assert list(windows.values()) == WINDOWS[: max(0, finished - 1)]


DAMAGE = [
    ("no JSON", b"\x00\x00\n"),
    ("no text", b'{"span": "\xff"}\n'),
    ("another shape", b'{"key": "key"}\n'),
    ("a value that cannot be", b'{"span": {"in_time": 9, "out_time": 1}}\n'),
    ("an empty line", b"\n"),
]


@pytest.mark.parametrize("place", [0, 1, 3])
@pytest.mark.parametrize(("law", "line"), DAMAGE, ids=[one[0] for one in DAMAGE])
def test_a_damaged_journal_is_begun_anew(
    journal: Journal, law: str, line: bytes, place: int
) -> None:
    """It saves time and nothing else: no window of it is trusted, and no error stops the run."""
    lines = journal.path.read_bytes().splitlines(keepends=True)
    lines[place] = line
    journal.path.write_bytes(b"".join(lines))
    assert journal.read("key") == (None, {})


def test_a_window_that_cannot_be_written_is_said(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk; what was finished before it stays."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match=r"windows\.jsonl: writing failed: No space"):
        journal.add(heard(900_000))
    _, windows = journal.read("key")
    assert list(windows.values())[:4] == WINDOWS


def test_a_file_in_the_way_of_its_folder_is_said(tmp_path: Path) -> None:
    """Not raised as the system's error."""
    (tmp_path / "journal").write_text("in the way")
    with pytest.raises(StorageError, match="writing failed"):
        Journal(tmp_path / "journal" / "windows.jsonl").begin(HEADER, [])
