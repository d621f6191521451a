"""Several files as one: old or new together, whatever happens, and no person's text lost."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from subtitler.errors import RefusedError, StorageError
from subtitler.workflow import commit
from subtitler.workflow.commit import COMMIT_FILE, Commits, NewContent
from subtitler.workflow.files import digest_bytes, exchange

OLD = {
    "talk.en.srt": b"old en",
    ".subtitler/talk/en.json": b"old record",
}
NEW = {
    "talk.en.srt": b"new en",
    "talk.es.srt": b"new es",
    ".subtitler/talk/en.json": b"new record",
    ".subtitler/talk/transcript.json": b"new transcript",
}
PERSON = b"what a person wrote"
WAYS = pytest.mark.parametrize("way", ["exchange", "rename"])


class KilledError(BaseException):
    """The process is no more: nothing catches this, and nothing works after it."""


class Title:
    """A title with two files on disk, and a commit of four to make."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".subtitler" / "talk"
        self.folder.mkdir(parents=True)
        for name, content in OLD.items():
            (root / name).write_bytes(content)
        self.commits = Commits(root, self.folder)

    def contents(self) -> list[NewContent]:
        """The new content of every file, over what is there; SRTs go to history."""
        return [
            NewContent(
                self.root / name,
                content,
                digest_bytes(OLD[name]) if name in OLD else None,
                keep=name.endswith(".srt"),
            )
            for name, content in NEW.items()
        ]

    def commit(self) -> None:
        self.commits.commit(self.contents())

    def files(self) -> dict[str, bytes]:
        """Every file but history's."""
        found = (path for path in self.root.rglob("*") if path.is_file())
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in found
            if "history" not in path.parts
        }

    def history(self) -> set[bytes]:
        """What history holds, but for what a kill left half written."""
        kept = (self.folder / "history").glob("*.srt")
        return {path.read_bytes() for path in kept}

    def save(self, name: str) -> None:
        """A person's editor saves a file, by calls that are not counted."""
        editor = os.open(self.root / "editor.tmp", os.O_CREAT | os.O_WRONLY)
        os.write(editor, PERSON)
        os.close(editor)
        os.replace(self.root / "editor.tmp", self.root / name)  # noqa: PTH105


class System:
    """The calls by which files change, counted; `before` is asked ahead of each of them."""

    CALLS = ((Path, "replace"), (Path, "unlink"), (Path, "mkdir"), (os, "link"), (os, "fsync"))

    def __init__(self, patch: pytest.MonkeyPatch, *, exchanges: bool = True) -> None:
        self.count = 0
        self.before: Callable[[int], None] = lambda count: None
        for owner, name in self.CALLS:
            patch.setattr(owner, name, self._counted(getattr(owner, name), real=name != "fsync"))
        patch.setattr(Path, "open", self._opening(Path.open))
        patch.setattr(commit, "exchange", self._counted(exchange if exchanges else _cannot))

    def step(self) -> None:
        self.count += 1
        self.before(self.count - 1)

    def _counted(self, call: Callable[..., Any], *, real: bool = True) -> Callable[..., Any]:
        def counted(*arguments: Any, **named: Any) -> Any:
            self.step()
            return call(*arguments, **named) if real else None

        return counted

    def _opening(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def opened(path: Path, mode: str = "r", *arguments: Any, **named: Any) -> Any:
            if "r" in mode:
                return call(path, mode, *arguments, **named)
            self.step()
            return _Written(call(path, mode, *arguments, **named), self)

        return opened


class _Written:
    """A file that is written in two steps, so that a kill can leave half of it."""

    def __init__(self, file: Any, system: System) -> None:
        self._file, self._system = file, system

    def write(self, content: bytes) -> int:
        half = len(content) // 2
        self._file.write(content[:half])
        self._file.flush()
        self._system.step()
        return half + int(self._file.write(content[half:]))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> _Written:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def _cannot(*_: object) -> bool:
    return False


@contextmanager
def system(way: str = "exchange") -> Iterator[System]:
    """Calls are counted within; outside they are the real ones again."""
    with pytest.MonkeyPatch.context() as patch:
        yield System(patch, exchanges=way == "exchange")


def killed_at(limit: int) -> Callable[[int], None]:
    """Dead from a call on, cleaning up included."""

    def kill(count: int) -> None:
        if count >= limit:
            raise KilledError

    return kill


def steps(tmp_path: Path, way: str) -> int:
    """How many calls a whole commit makes."""
    title = Title(tmp_path / "count")
    with system(way) as calls:
        title.commit()
    assert calls.count > 20
    return calls.count


def run_killed(title: Title, way: str, limit: int) -> None:
    with system(way) as calls, suppress(KilledError):
        calls.before = killed_at(limit)
        title.commit()


def whole(files: dict[str, bytes]) -> str:
    """Which of both states the files are in: no third is allowed."""
    shown = {name: content for name, content in files.items() if not name.endswith(".new")}
    assert shown in (OLD, NEW)
    return "old" if shown == OLD else "new"


def test_a_commit_changes_all_its_files(tmp_path: Path) -> None:
    """What is replaced goes to history where asked; nothing else stays behind."""
    title = Title(tmp_path)
    title.commit()
    assert title.files() == NEW
    assert title.history() == {b"old en"}


def test_what_is_as_it_shall_be_is_not_touched(tmp_path: Path) -> None:
    """Neither written nor kept: a run without changes leaves every file's time."""
    title = Title(tmp_path)
    same = [
        NewContent(tmp_path / name, content, digest_bytes(content), keep=True)
        for name, content in OLD.items()
    ]
    with system() as calls:
        title.commits.commit(same)
    assert calls.count == 0
    title.commits.finish()
    assert (title.files(), title.history()) == (OLD, set())


@WAYS
def test_killed_anywhere_all_files_are_old_or_new(tmp_path: Path, way: str) -> None:
    """After every single call; the next holder of the lock finishes, and what the new SRT
    replaced is in history."""
    states = []
    for limit in range(steps(tmp_path, way)):
        title = Title(tmp_path / str(limit))
        run_killed(title, way, limit)
        with system(way):
            title.commits.finish()
        state = whole(title.files())
        states.append(state)
        if state == "new":
            assert set(title.files()) == set(NEW), "strays"
            assert title.history() == {b"old en"}
        else:
            assert title.history() == set()
    assert states == sorted(states, reverse=True), "once new, never old again"
    assert {"old", "new"} == set(states)


@WAYS
def test_killed_while_finishing_the_next_one_finishes(tmp_path: Path, way: str) -> None:
    """However often: killed at each call of the commit's end, then at each of the finish."""
    total = steps(tmp_path, way)
    for limit in range(total):
        for again in range(total):
            title = Title(tmp_path / f"{limit}-{again}")
            run_killed(title, way, limit)
            if not (title.folder / COMMIT_FILE).exists():
                break  # nothing to finish
            with system(way) as calls, suppress(KilledError):
                calls.before = killed_at(again)
                title.commits.finish()
            finished = calls.count <= again
            with system(way):
                title.commits.finish()
            assert title.files() == NEW
            assert title.history() == {b"old en"}
            if finished:
                break


def saving(title: Title, name: str, at: int, then: Callable[[int], None]) -> Callable[[int], None]:
    """A person saves a file just before a call; `then` is asked after it."""

    def save(count: int) -> None:
        if count == at:
            title.save(name)
        then(count)

    return save


@WAYS
@pytest.mark.parametrize("name", ["talk.en.srt", "talk.es.srt"])
def test_a_file_saved_at_any_moment_is_not_lost(tmp_path: Path, way: str, name: str) -> None:
    """Before any call: it stands there at the end. Where the system cannot exchange files it may
    be in history instead, but for the instant between the last look and the rename. Where it
    kept the new content out, that is in history; all else is new."""
    outcomes: set[tuple[bool, bool]] = set()
    lost = 0
    for at in range(steps(tmp_path, way)):
        title = Title(tmp_path / str(at))
        refused = ""
        with system(way) as calls:
            calls.before = saving(title, name, at, lambda count: None)
            try:
                title.commit()
            except RefusedError as error:
                refused = error.what
        files, history = title.files(), title.history()
        stands = files[name] == PERSON
        lost += not stands and PERSON not in history
        assert stands or way == "rename"
        if refused:
            assert name in refused
            assert stands
            assert NEW[name] in history
        assert {**files, name: b""} == {**NEW, name: b""}
        outcomes.add((stands, bool(refused)))
    assert lost <= (way == "rename")
    assert {(True, True), (True, False)} <= outcomes, "saved before and after"


@pytest.mark.parametrize("name", ["talk.en.srt", "talk.es.srt"])
def test_a_file_saved_just_before_a_kill_is_not_lost(tmp_path: Path, name: str) -> None:
    """Saved at any call and killed at one soon after: with the finish the person's text stands."""
    total = steps(tmp_path, "exchange")
    for at in range(total):
        for limit in range(at, min(total, at + 6)):
            title = Title(tmp_path / f"{at}-{limit}")
            with system() as calls, suppress(KilledError, RefusedError):
                calls.before = saving(title, name, at, killed_at(limit))
                title.commit()
            with system(), suppress(RefusedError):
                title.commits.finish()
            files = title.files()
            assert files[name] == PERSON, (at, limit)
            others = {n: c for n, c in files.items() if n != name and not n.endswith(".new")}
            assert others in ({n: c for n, c in state.items() if n != name} for state in (OLD, NEW))


def test_a_file_saved_between_a_kill_and_the_next_run_stays(tmp_path: Path) -> None:
    """Killed before it was renamed: the person's stands, the new content is in history, and the
    error names both."""
    title = Title(tmp_path)
    run_killed(title, "exchange", 0)
    limit = 0
    while not (title.folder / COMMIT_FILE).exists():
        limit += 1
        title = Title(tmp_path / str(limit))
        run_killed(title, "exchange", limit)
    title.save("talk.en.srt")
    with pytest.raises(
        RefusedError, match=r"^talk\.en\.srt: saved by somebody[^$]*history"
    ) as caught:
        title.commits.finish()
    assert caught.value.exit_code == 4
    assert title.files() == {**NEW, "talk.en.srt": PERSON}
    assert title.history() == {b"new en"}
    title.commits.finish()


def test_a_file_that_a_person_removed_is_not_made_again(tmp_path: Path) -> None:
    """They did not want it there; the new one is in history."""
    title = Title(tmp_path)
    contents = title.contents()
    (tmp_path / "talk.en.srt").unlink()
    with pytest.raises(RefusedError, match=r"talk\.en\.srt"):
        title.commits.commit(contents)
    assert "talk.en.srt" not in title.files()
    assert title.history() == {b"new en"}


def failing_at(place: int) -> Callable[[int], None]:
    """The disk is full for one call."""

    def fail(count: int) -> None:
        if count == place:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    return fail


@WAYS
def test_a_full_disk_leaves_the_old_state_or_a_commit_to_finish(tmp_path: Path, way: str) -> None:
    """At any call: said with what to do, unless there is another way; before all is ready nothing
    has changed and nothing strays, from then on the next run makes all of it new."""
    states = []
    for at in range(steps(tmp_path, way)):
        title = Title(tmp_path / str(at))
        with system(way) as calls:
            calls.before = failing_at(at)
            try:
                title.commit()
            except StorageError as error:
                failed = str(error)
            else:
                failed = ""
        assert ("No space left" in failed and "Make room" in failed) or title.files() == NEW
        pending = (title.folder / COMMIT_FILE).exists()
        if not pending and failed and "new" not in states:
            assert (title.files(), title.history()) == (OLD, set())
        with system(way):
            title.commits.finish()
        state = whole(title.files())
        assert title.files() in (OLD, NEW), "strays"
        assert not pending or state == "new"
        states.append(state)
    assert {"old", "new"} == set(states)


def test_a_damaged_commit_file_is_said(tmp_path: Path) -> None:
    """With its path; nothing is guessed."""
    title = Title(tmp_path)
    (title.folder / COMMIT_FILE).write_bytes(b"{")
    with pytest.raises(Exception, match=r"commit\.json: this commit record cannot be read"):
        title.commits.finish()
    assert {**title.files(), f".subtitler/talk/{COMMIT_FILE}": b""} == {
        **OLD,
        f".subtitler/talk/{COMMIT_FILE}": b"",
    }


def test_history_keeps_every_version(tmp_path: Path) -> None:
    """Each by its own name, with the file's; keeping the same twice keeps one."""
    title = Title(tmp_path)
    path = tmp_path / "talk.en.srt"
    for content in (b"1", b"2", b"2"):
        path.write_bytes(content)
        assert title.commits.keep(path) == digest_bytes(content)
    assert title.history() == {b"1", b"2"}
    assert all(one.name.endswith("-talk.en.srt") for one in (title.folder / "history").iterdir())
