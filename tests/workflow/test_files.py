"""Files are whole or not there, and what cannot be written is said."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from subtitler.errors import StorageError
from subtitler.workflow import files
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


def refusing(number: int) -> Callable[..., None]:
    """A call to the system that fails."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("size", [0, 1, files.READ - 1, files.READ, files.READ + 1])
def test_a_files_digest_is_that_of_its_bytes(tmp_path: Path, size: int) -> None:
    """Read in pieces or at once; no file has none."""
    content = (b"0123456789abcdef" * (size // 16 + 1))[:size]
    (tmp_path / "a").write_bytes(content)
    assert digest_file(tmp_path / "a") == digest_bytes(content)
    assert digest_bytes(content) == hashlib.sha256(content).hexdigest()
    assert digest_file(tmp_path / "none") is None


@pytest.mark.parametrize("name", ["talk.en.srt", "x" * 255, "é" * 127, "-rf \n'🎬'.srt"])
def test_what_is_written_beside_lies_in_the_same_folder(tmp_path: Path, name: str) -> None:
    """A hidden name of its own each time, however long or odd the file's; the file stays."""
    path = tmp_path / name
    path.write_bytes(b"old")
    ready = {write_beside(path, b"new") for _ in range(2)}
    assert len(ready) == 2
    for one in ready:
        assert (one.parent, one.name[0], one.read_bytes()) == (tmp_path, ".", b"new")
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """A full disk, at any moment: said with what to do."""
    path = tmp_path / "talk.en.srt"
    path.write_bytes(b"old")
    owner = os if call == "fsync" else Path
    monkeypatch.setattr(owner, call, refusing(errno.ENOSPC))
    with pytest.raises(
        StorageError, match=r"talk\.en\.srt: writing failed: No space left[^$]*Make room"
    ):
        write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == {"talk.en.srt"}


def test_an_atomic_write_replaces_the_whole_file(tmp_path: Path) -> None:
    """Nothing stays beside it."""
    path = tmp_path / "a"
    for content in (b"first, and long", b"second"):
        write_atomic(path, content)
        assert path.read_bytes() == content
    assert names(tmp_path) == {"a"}


@pytest.mark.parametrize(
    ("number", "remedy"),
    [
        (errno.ENOSPC, "Make room"),
        (errno.EDQUOT, "Make room"),
        (errno.EACCES, "permissions"),
        (errno.EROFS, "read-only"),
        (errno.ENOTDIR, "in the way"),
        (errno.ENAMETOOLONG, "--title"),
        (errno.EIO, "--output-dir"),
    ],
)
def test_a_failing_system_call_becomes_words(number: int, remedy: str) -> None:
    """What was being done to which file, the system's reason, and what to do next."""
    with (
        pytest.raises(StorageError) as caught,
        storage("writing", Path("out/x.srt")),
    ):
        refusing(number)()
    assert caught.value.what == f"{Path('out/x.srt')}: writing failed: {os.strerror(number)}"
    assert remedy in caught.value.remedy
    assert isinstance(caught.value.__cause__, OSError)


def test_only_the_systems_errors_are_turned_into_storage_errors() -> None:
    """A bug stays a bug."""
    with pytest.raises(ValueError, match="ours"), storage("writing", Path("x")):
        raise ValueError("ours")


def test_two_files_are_exchanged(tmp_path: Path) -> None:
    """Where the system can: at no moment is either name without a file."""
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_bytes(b"1")
    other.write_bytes(b"2")
    if not exchange(one, other):
        pytest.skip("this system or folder cannot exchange")
    assert (one.read_bytes(), other.read_bytes()) == (b"2", b"1")
    assert names(tmp_path) == {"one", "other"}
    with pytest.raises(FileNotFoundError):
        exchange(one, tmp_path / "none")
    assert one.read_bytes() == b"2"


class Library:
    """A C library whose exchange fails with a number."""

    def __init__(self, number: int) -> None:
        self.number = number

    def renameat2(self, *_: object) -> int:
        ctypes.set_errno(self.number)
        return -1

    renamex_np = renameat2


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOSYS, errno.ENOTSUP])
def test_a_folder_that_cannot_exchange_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """False, for the caller to go another way; other failures are errors."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: Library(number))
    assert exchange(tmp_path / "a", tmp_path / "b") is False
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: Library(errno.EACCES))
    with pytest.raises(PermissionError):
        exchange(tmp_path / "a", tmp_path / "b")


@pytest.mark.parametrize("platform", ["win32", "freebsd14"])
def test_other_systems_cannot_exchange(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    """And nothing is asked of them."""
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(ctypes, "CDLL", refusing(errno.EIO))
    assert exchange(tmp_path / "a", tmp_path / "b") is False


@pytest.mark.parametrize("links", [True, False], ids=["hard links", "none"])
def test_a_new_file_takes_a_free_name_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    """One that appeared meanwhile stays, and the new one waits where it was."""
    if not links:
        monkeypatch.setattr(os, "link", refusing(errno.EPERM))
    ready, target = tmp_path / "ready", tmp_path / "target"
    ready.write_bytes(b"new")
    assert place(ready, target) is True
    assert (target.read_bytes(), names(tmp_path)) == (b"new", {"target"})
    ready.write_bytes(b"newer")
    assert place(ready, target) is False
    assert (target.read_bytes(), ready.read_bytes()) == (b"new", b"newer")


def test_a_folder_that_cannot_sync_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some network folders; an error of the disk still is one."""
    monkeypatch.setattr(os, "fsync", refusing(errno.EINVAL))
    sync_folder(tmp_path)
    monkeypatch.setattr(os, "fsync", refusing(errno.EIO))
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        sync_folder(tmp_path)
