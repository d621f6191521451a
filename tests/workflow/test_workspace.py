"""Where a title's files lie, and that one run at a time writes them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subtitler.domain.cue import Cue, CueId
from subtitler.domain.edit import Built, TrackBase
from subtitler.domain.timing import Span
from subtitler.errors import (
    DamagedRecordError,
    LockedError,
    NewerRecordError,
    RecordError,
    StorageError,
    UsageError,
)
from subtitler.formats.records import COMMIT, TRACK, CommitRecord, FileChange, TrackRecord
from subtitler.workflow.files import digest_bytes, write_beside
from subtitler.workflow.workspace import TitleFolder, damaged, title_folder, titles

HOLD = """
import sys, time
from pathlib import Path
from subtitler.workflow.workspace import title_folder
with title_folder(Path(sys.argv[1]), sys.argv[2]).locked():
    print("held", flush=True)
    time.sleep(60)
"""


@contextmanager
def holder(title: TitleFolder) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that holds the title, until it is killed."""
    command = [sys.executable, "-c", HOLD, str(title.root), title.title]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == b"held\n"
            yield process
        finally:
            process.kill()


@pytest.fixture
def title(tmp_path: Path) -> TitleFolder:
    return title_folder(tmp_path / "output", "talk")


def test_files_lie_where_the_design_says(title: TitleFolder, tmp_path: Path) -> None:
    """SRTs in the output folder, all else below `.subtitler`; asking makes nothing."""
    root = tmp_path / "output"
    assert title.srt("pt-BR") == root / "talk.pt-BR.srt"
    records = root / ".subtitler" / "talk"
    assert title.folder == records
    assert title.transcript == records / "transcript.json"
    assert title.track("es") == records / "es.json"
    assert title.findings == records / "findings.json"
    assert title.journal.path == records / "journal" / "windows.jsonl"
    assert not root.exists()


def test_a_relative_output_folder_stays_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the process does with its current folder."""
    monkeypatch.chdir(tmp_path)
    title = title_folder(Path("output"), "talk")
    monkeypatch.chdir("/")
    assert title.root == tmp_path / "output"


def test_what_is_not_there_is_none_and_what_is_damaged_is_said(title: TitleFolder) -> None:
    """A missing record is no error, a broken one names its path."""
    assert title.read_transcript() is None
    assert title.read_track("en") is None
    assert title.read_findings().findings == {}
    title.folder.mkdir(parents=True)
    for path, read in (
        (title.transcript, title.read_transcript),
        (title.track("en"), lambda: title.read_track("en")),
    ):
        path.write_bytes(b"{")
        with pytest.raises(RecordError, match=f"{path.name}: this .* record cannot be read"):
            read()
        path.unlink()
        path.mkdir()
        with pytest.raises(StorageError, match=f"{path.name}: reading failed"):
            read()


def test_one_run_at_a_time_holds_a_title(title: TitleFolder) -> None:
    """Within one process too; afterwards it is free, and the lock names nobody."""
    with title.locked():
        with pytest.raises(LockedError, match="talk: another run is at work"), title.locked():
            pass
        with title_folder(title.root, "other").locked():
            pass
    assert not (title.folder / "holder.json").exists()
    with title.locked():
        pass


def test_a_run_that_fails_lets_go(title: TitleFolder) -> None:
    """Whatever it raised."""
    with pytest.raises(KeyboardInterrupt), title.locked():
        raise KeyboardInterrupt
    with title.locked():
        pass


def test_the_holder_is_named_and_a_killed_ones_lock_is_taken_over(title: TitleFolder) -> None:
    """Its process and machine; SIGKILL leaves it no time to tidy up, and it need not."""
    with holder(title) as process:
        who = f"process {process.pid} on {socket.gethostname()}"
        with (
            pytest.raises(LockedError, match=f"talk: another run is at work .*{who}"),
            title.locked(),
        ):
            pass
        assert title.folder.exists()
        process.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
        process.wait(10)
        assert (title.folder / "holder.json").exists()
        with title.locked():
            mine = (title.folder / "holder.json").read_text()
            assert f'"process":{os.getpid()}' in mine


@pytest.mark.parametrize("told", [None, b"", b"{}x", b'{"process":[1]}'])
def test_a_lock_that_does_not_tell_its_holder_still_locks(
    title: TitleFolder, told: bytes | None
) -> None:
    """Its file may be half written or gone."""
    with title.locked():
        who = title.folder / "holder.json"
        who.unlink() if told is None else who.write_bytes(told)
        with (
            pytest.raises(LockedError, match="another run is at work on this title\n"),
            title.locked(),
        ):
            pass


def test_the_next_holder_finishes_what_a_killed_run_began(title: TitleFolder) -> None:
    """Before anything else is done with the title."""
    title.folder.mkdir(parents=True)
    ready = title.root / ".ready"
    ready.write_bytes(b"new")
    change = FileChange("talk.en.srt", None, digest_bytes(b"new"), ".ready", keep=True)
    (title.folder / "commit.json").write_bytes(COMMIT.compose(CommitRecord((change,))))
    with title.locked():
        assert title.srt("en").read_bytes() == b"new"
    assert not (title.folder / "commit.json").exists()


def test_the_next_holder_gives_up_what_a_person_saved_over(title: TitleFolder) -> None:
    """Their file stays for the run to merge; the run is not refused, as it once was."""
    title.folder.mkdir(parents=True)
    title.srt("en").write_bytes(b"a person's")
    (title.root / ".ready").write_bytes(b"new")
    change = FileChange("talk.en.srt", None, digest_bytes(b"new"), ".ready", keep=True)
    (title.folder / "commit.json").write_bytes(COMMIT.compose(CommitRecord((change,))))
    with title.locked():
        assert title.srt("en").read_bytes() == b"a person's"
        assert not (title.root / ".ready").exists()


def test_a_file_in_the_way_of_the_folder_is_said(tmp_path: Path) -> None:
    """Not raised as the system's error."""
    (tmp_path / "output").write_text("in the way")
    title = title_folder(tmp_path / "output", "talk")
    with (
        pytest.raises(StorageError, match="making the folder failed[^$]*--output-dir"),
        title.locked(),
    ):
        pass


GOOD = ["talk", "a talk, 2nd part", "-rf", "'\"", "été\n🎬", "a.b", ".hidden", "x" * 200, "..."]


@pytest.mark.parametrize("name", GOOD)
def test_any_file_name_is_a_title(tmp_path: Path, name: str) -> None:
    """With spaces, quotes, line feeds, emoji, leading dashes: it can be locked and listed."""
    title = title_folder(tmp_path, name)
    with title.locked():
        title.transcript.touch()
    assert titles(tmp_path) == [name]


BAD = [
    ("", "'' is no title"),
    (" \n", "is no title"),
    (".", "'.' is no title"),
    ("..", "'..' is no title"),
    ("../talk", "it holds '/'"),
    ("a/b", "it holds '/'"),
    ("a\0b", r"it holds '\\x00'"),
    ("x" * 201, "longer than 200 bytes"),
    ("é" * 101, "longer than 200 bytes"),
    ("a\udcff", r"'a\\udcff' is no title: its bytes are no text"),
]


@pytest.mark.parametrize(("name", "words"), BAD, ids=[repr(one[0][:9]) for one in BAD])
def test_what_can_be_no_file_name_is_refused(tmp_path: Path, name: str, words: str) -> None:
    """Or would lie in another folder: the error names it, and the way out; nothing is made."""
    with pytest.raises(UsageError, match=words) as caught:
        title_folder(tmp_path, name)
    assert "--title NAME" in caught.value.remedy
    assert list(tmp_path.iterdir()) == []


def test_the_titles_of_a_folder_are_those_with_records(tmp_path: Path) -> None:
    """By name; other files are none; a folder that is not there has none."""
    assert titles(tmp_path) == []
    assert titles(tmp_path / "none") == []
    for name in ("b", "a", "ä"):
        with title_folder(tmp_path, name).locked():
            title_folder(tmp_path, name).transcript.touch()
    with title_folder(tmp_path, "a run that failed before it heard anything").locked():
        pass
    (tmp_path / ".subtitler" / "memory.sqlite").touch()
    assert titles(tmp_path) == ["a", "b", "ä"]
    (tmp_path / "file").touch()
    assert titles(tmp_path / "file") == []


def test_a_folder_that_cannot_be_read_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else's output folder."""

    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(StorageError, match="reading failed: Permission denied"):
        titles(tmp_path)


def test_a_file_system_without_locks_is_said(
    title: TitleFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without one two runs could write at once: nothing is done."""
    import filelock

    def refuse(*_: object, **__: object) -> None:
        raise NotImplementedError("FileSystem does not appear to support flock")

    monkeypatch.setattr(filelock.FileLock, "acquire", refuse)
    with pytest.raises(StorageError, match="has no locks[^$]*--output-dir"), title.locked():
        pass
    assert [path.name for path in title.folder.iterdir()] == []


def test_only_tracks_records_are_languages(title: TitleFolder) -> None:
    """Not what was heard in another language before, nor the summary or a commit under way."""
    assert title.languages() == []
    assert not title.begun
    with title.locked():
        assert title.status == title.folder / "status.json"
        others = [title.findings, title.status, title.folder / "commit.json"]
        for path in others:
            path.touch()
        assert title.languages() == []
        assert not title.begun
        for path in (title.transcript, title.transcript_in("en"), title.source):
            path.touch()
        title.track("pt-BR").touch()
        title.track("es").touch()
        assert title.languages() == ["es", "pt-BR"]
        assert title.begun
        (title.folder / "commit.json").unlink()


def test_the_next_holder_clears_up_after_a_killed_run(title: TitleFolder) -> None:
    """What it had ready for no commit; of this title alone."""
    title.folder.mkdir(parents=True)
    left = [write_beside(title.srt("es"), b"x"), write_beside(title.track("es"), b"x")]
    other = write_beside(title_folder(title.root, "walk").srt("es"), b"x")
    with title.locked():
        assert not any(path.exists() for path in left)
        assert other.exists()


WHOLE = TRACK.compose(
    TrackRecord("es", "netflix", TrackBase((Built(Cue(CueId("c1"), Span(0, 9), ("a",)), 0, 1),)))
)


def test_a_damaged_tracks_record_is_none_and_a_newer_one_is_said(title: TitleFolder) -> None:
    """In a word why; no file and a sound one have no such word."""
    assert title.read_track_or_none("es") == (None, "")
    title.folder.mkdir(parents=True)
    path = title.track("es")
    path.write_bytes(WHOLE)
    known, why = title.read_track_or_none("es")
    assert known is not None
    assert (known.language, why) == ("es", "")
    assert not damaged(path, WHOLE)
    for raw in (b"", b"{", WHOLE[:-9], b"[1]", b"{}", WHOLE.replace(b'"es"', b"7"), b"\xff"):
        path.write_bytes(raw)
        assert title.read_track_or_none("es") == (None, "damaged")
        assert damaged(path, raw)
        with pytest.raises(DamagedRecordError, match=r"es\.json: this track record cannot be"):
            title.read_track("es")
    path.write_bytes(WHOLE.replace(b'"es"', b'"fr"'))
    assert title.read_track_or_none("es") == (None, "that of a track in fr")
    path.write_bytes(WHOLE.replace(b'"schema": 1', b'"schema": 2'))
    with pytest.raises(NewerRecordError, match=r"newer version of subtitler \(form 2\)"):
        title.read_track_or_none("es")
    with pytest.raises(NewerRecordError):
        damaged(path, path.read_bytes())


def test_damaged_findings_are_none(title: TitleFolder) -> None:
    """They are made anew; those of a newer version are said."""
    title.folder.mkdir(parents=True)
    for raw in (b"", b"{", b'{"schema":1,"findings":[]}', b'{"schema":0,"findings":{}}'):
        title.findings.write_bytes(raw)
        assert title.read_findings().findings == {}
    title.findings.write_bytes(b'{"schema":2,"findings":{}}')
    with pytest.raises(NewerRecordError):
        title.read_findings()


@given(st.data())
def test_a_record_of_any_bytes_is_read_or_said(data: st.DataObject) -> None:
    """Cut, with bytes changed or lists nested without end: nothing else than RecordError."""
    raw = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(0, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(raw[: data.draw(st.integers(0, len(raw)))])
    nested = b'{"schema":1,"x":' + b"[" * 100_000
    for content in (bytes(raw), cut, nested):
        with suppress(RecordError):
            TRACK.parse(content, "es.json")
