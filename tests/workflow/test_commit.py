"""Several files as one: old or new together, whatever happens, and no person's text lost."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from subtitler.errors import RefusedError, SavedMeanwhileError, StorageError
from subtitler.workflow import commit, versions
from subtitler.workflow.commit import (
    COMMIT_FILE,
    STATUS_FILE,
    TRIES,
    Commits,
    NewContent,
    again_when_saved,
)
from subtitler.workflow.files import digest_bytes, exchange, write_beside

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

    def save(self, name: str, content: bytes = PERSON) -> None:
        """A person's editor saves a file, by calls that are not counted."""
        editor = os.open(self.root / "editor.tmp", os.O_CREAT | os.O_WRONLY)
        os.write(editor, content)
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
    """Killed before it was renamed: the person's stands and the new content is in history. The
    next run is not refused, as it once was: it reads the file and merges."""
    title = Title(tmp_path)
    run_killed(title, "exchange", 0)
    limit = 0
    while not (title.folder / COMMIT_FILE).exists():
        limit += 1
        title = Title(tmp_path / str(limit))
        run_killed(title, "exchange", limit)
    title.save("talk.en.srt")
    title.commits.finish()
    assert title.files() == {**NEW, "talk.en.srt": PERSON}
    assert title.history() == {b"new en"}
    title.commits.finish()


def test_a_file_that_a_person_removed_is_not_made_again(tmp_path: Path) -> None:
    """They did not want it there; the new one is in history."""
    title = Title(tmp_path)
    contents = title.contents()
    (tmp_path / "talk.en.srt").unlink()
    with pytest.raises(
        SavedMeanwhileError, match=r"^talk\.en\.srt: saved by somebody[^$]*history"
    ) as caught:
        title.commits.commit(contents)
    assert caught.value.exit_code == 4
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
    assert [one.path.read_bytes() for one in title.commits.versions()] == [b"1", b"2"]
    assert all(one.name.endswith("-talk.en.srt") for one in (title.folder / "history").iterdir())


GROUPED_OLD = {**OLD, "talk.es.srt": b"old es", ".subtitler/talk/es.json": b"old es record"}
GROUPED_NEW = {
    ".subtitler/talk/transcript.json": b"new transcript",
    ".subtitler/talk/en.json": b"new record",
    "talk.en.srt": b"new en",
    ".subtitler/talk/findings.json": b"new findings",
    ".subtitler/talk/es.json": b"new es record",
    "talk.es.srt": b"new es",
}
GROUPS = {"transcript.json": "en", "en.json": "en", "talk.en.srt": "en"}
GROUPS |= {"es.json": "es", "talk.es.srt": "es"}
OF_EN = [name for name in GROUPED_NEW if GROUPS.get(Path(name).name) == "en"]


class Grouped(Title):
    """A title with two tracks, each with records that describe it; findings stand alone. Records
    come first in the commit, which must not matter."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        for name, content in GROUPED_OLD.items():
            (root / name).write_bytes(content)

    def contents(self) -> list[NewContent]:
        return [
            NewContent(
                self.root / name,
                content,
                digest_bytes(GROUPED_OLD[name]) if name in GROUPED_OLD else None,
                keep=name.endswith(".srt"),
                group=GROUPS.get(Path(name).name, ""),
            )
            for name, content in GROUPED_NEW.items()
        ]

    def given_up(self) -> bool:
        """Whether the saved track has its old records, or its new ones; all else must be new."""
        files = self.files()
        assert files.pop("talk.en.srt") == PERSON
        old = {name: GROUPED_OLD[name] for name in OF_EN if name in GROUPED_OLD}
        old.pop("talk.en.srt")
        new = {name: content for name, content in GROUPED_NEW.items() if name != "talk.en.srt"}
        others = {name: content for name, content in new.items() if name not in OF_EN}
        assert files in (new, {**others, **old})
        given_up = files != new
        assert (
            (b"new en" if given_up else b"old en") in self.history()
        ) or PERSON in self.history()
        return given_up


def grouped_steps(tmp_path: Path, way: str) -> int:
    title = Grouped(tmp_path / "count")
    with system(way) as calls:
        title.commit()
    assert title.files() == GROUPED_NEW
    assert title.history() == {b"old en", b"old es"}
    return calls.count


@WAYS
def test_no_record_describes_a_track_that_a_person_saved_instead(tmp_path: Path, way: str) -> None:
    """Saved at any moment of a commit: where it was refused, nothing of its group is written,
    whatever the order given, and the other groups are; else all of it is."""
    outcomes = set()
    for at in range(grouped_steps(tmp_path, way)):
        title = Grouped(tmp_path / str(at))
        refused = False
        with system(way) as calls:
            calls.before = saving(title, "talk.en.srt", at, lambda count: None)
            try:
                title.commit()
            except SavedMeanwhileError as error:
                refused = error.what.startswith("talk.en.srt: ")
                assert refused
        if title.files()["talk.en.srt"] == PERSON:  # without exchange the last instant is open
            assert title.given_up() == refused
            outcomes.add(refused)
        else:
            assert way == "rename"
    assert outcomes == {True, False}


@WAYS
def test_a_track_saved_after_a_kill_has_the_record_of_what_it_was_saved_over(
    tmp_path: Path, way: str
) -> None:
    """Killed at any call, then saved, then finished: where the new track stood there its records
    are the new ones, where the old one stood the old ones. Also where the finish is killed."""
    outcomes = set()
    total = grouped_steps(tmp_path, way)
    for limit in range(total):
        for again in (total, *range(0, total, 3)):
            title = Grouped(tmp_path / f"{limit}-{again}")
            run_killed(title, way, limit)
            if not (title.folder / COMMIT_FILE).exists():
                break
            stood = title.files()["talk.en.srt"]
            title.save("talk.en.srt")
            with system(way) as calls, suppress(KilledError):
                calls.before = killed_at(again)
                title.commits.finish()
            with system(way):
                title.commits.finish()
            assert title.given_up() == (stood == b"old en"), (limit, again)
            outcomes.add(stood)
    assert outcomes == {b"old en", b"new en"}


def test_a_save_that_was_displaced_before_a_kill_gives_the_group_up(tmp_path: Path) -> None:
    """Saved in the instant before the exchange, killed before it was put back; untouched since, or
    saved once more. What the person saved stands, or is in history where they did so again."""
    outcomes = []
    for once_more in (False, True):
        for at in range(grouped_steps(tmp_path / str(once_more), "exchange")):
            title = Grouped(tmp_path / f"{once_more}-{at}")
            with system() as calls, suppress(KilledError, RefusedError):
                calls.before = saving(title, "talk.en.srt", at, killed_at(at + 1))
                title.commit()
            waiting = [path.read_bytes() for path in title.root.glob(".talk.en.srt.*.new")]
            if waiting != [PERSON]:
                continue
            assert title.files()["talk.en.srt"] == b"new en"
            if once_more:
                (title.root / "talk.en.srt").write_bytes(b"what they wrote next")
            title.commits.finish()
            if once_more:
                assert title.files()["talk.en.srt"] == b"what they wrote next"
                assert PERSON in title.history()
                title.save("talk.en.srt")
            assert title.given_up()
            outcomes.append(once_more)
    assert set(outcomes) == {False, True}


def test_a_commit_of_before_there_were_groups_is_finished(tmp_path: Path) -> None:
    """Its changes stand alone."""
    title = Title(tmp_path)
    (tmp_path / ".ready").write_bytes(b"new en")
    old, new = digest_bytes(b"old en"), digest_bytes(b"new en")
    change = (
        f'{{"path":"talk.en.srt","before":"{old}","after":"{new}","ready":".ready","keep":true}}'
    )
    (title.folder / COMMIT_FILE).write_text(f'{{"changes":[{change}],"schema":1}}')
    title.commits.finish()
    assert title.files() == {**OLD, "talk.en.srt": b"new en"}


def test_a_commit_finishes_first_what_failed_in_the_same_run(tmp_path: Path) -> None:
    """Another language after one whose write failed half way: both are whole."""
    title = Grouped(tmp_path)
    limit = 0
    while not (title.folder / COMMIT_FILE).exists():
        limit += 1
        title = Grouped(tmp_path / str(limit))
        run_killed(title, "exchange", limit)
    french = NewContent(title.root / "talk.fr.srt", b"new fr", None, keep=True, group="fr")
    title.commits.commit([french])
    assert title.files() == {**GROUPED_NEW, "talk.fr.srt": b"new fr"}


def test_a_record_that_is_not_as_it_was_read_is_kept_and_written(tmp_path: Path) -> None:
    """Nobody else writes records: what a backup brought back goes to history."""
    title = Grouped(tmp_path)
    contents = title.contents()
    record = title.folder / "en.json"
    record.write_bytes(b"from a backup")
    title.commits.commit(contents)
    assert title.files() == GROUPED_NEW
    kept = [path.read_bytes() for path in title.commits.history.place.glob("*-en.json")]
    assert kept == [b"from a backup"]
    assert {one.name for one in title.commits.versions()} == {"talk.en.srt", "talk.es.srt"}


def test_a_file_outside_the_output_folder_is_committed_too(tmp_path: Path) -> None:
    """A bare source where it stays: as one with its record, its old content in history."""
    title = Title(tmp_path / "output")
    film = tmp_path / "film.en.srt"
    film.write_bytes(b"old film")
    record = NewContent(title.folder / "source.json", b"record", None, group="en")
    new = NewContent(film, b"new film", digest_bytes(b"old film"), keep=True, group="en")
    title.commits.commit([record, new])
    assert film.read_bytes() == b"new film"
    assert title.history() == {b"old film"}
    film.write_bytes(PERSON)
    late = NewContent(film, b"newer film", new.before, keep=True, group="en")
    with pytest.raises(SavedMeanwhileError, match=r"film\.en\.srt: saved by somebody"):
        title.commits.commit([late])
    assert film.read_bytes() == PERSON


def test_the_status_is_removed_by_what_changes_anything(tmp_path: Path) -> None:
    """It sums up what is no more so; a commit that changes nothing leaves it. It is removed ahead
    of everything, and again where one was made while the commit was half done."""
    title = Title(tmp_path)
    status = title.folder / STATUS_FILE
    status.write_bytes(b"summary")
    title.commits.commit([NewContent(tmp_path / "talk.en.srt", b"old en", digest_bytes(b"old en"))])
    assert status.exists()
    title.commit()
    assert title.files() == NEW
    for limit in range(1, steps(tmp_path, "exchange")):
        title = Title(tmp_path / str(limit))
        status = title.folder / STATUS_FILE
        status.write_bytes(b"summary")
        run_killed(title, "exchange", limit)
        assert not status.exists()
        status.write_bytes(b"summary of a half done commit")
        pending = (title.folder / COMMIT_FILE).exists()
        title.commits.finish()
        assert status.exists() != pending


@WAYS
def test_a_track_that_a_person_removes_meanwhile_is_theirs_to_remove(
    tmp_path: Path, way: str
) -> None:
    """At any moment of a commit: no error of the system's, and refused where it was not written."""
    refused = 0
    for at in range(grouped_steps(tmp_path, way)):
        title = Grouped(tmp_path / str(at))

        def remove(count: int, at: int = at, title: Grouped = title) -> None:
            if count == at:
                os.remove(title.root / "talk.en.srt")  # noqa: PTH107

        with system(way) as calls:
            calls.before = remove
            try:
                title.commit()
            except SavedMeanwhileError:
                refused += 1
                assert title.files()[".subtitler/talk/en.json"] == b"old record"
                assert "talk.en.srt" not in title.files()
        title.commits.finish()
        assert title.files()["talk.es.srt"] == b"new es"
    assert refused


def test_what_a_person_saved_last_stands(tmp_path: Path) -> None:
    """Saved before any call, and once more soon after: their last text is in the file."""
    for at in range(grouped_steps(tmp_path, "exchange")):
        for later in (1, 2, 3):
            title = Grouped(tmp_path / f"{at}-{later}")

            def save(count: int, at: int = at, later: int = later, to: Grouped = title) -> None:
                if count in {at, at + later}:
                    to.save("talk.en.srt", PERSON if count == at else b"their last")

            with system() as calls, suppress(SavedMeanwhileError):
                calls.before = save
                title.commit()
            if calls.count > at + later:
                assert title.files()["talk.en.srt"] == b"their last", (at, later)


def test_work_that_is_saved_into_is_done_again_five_times(tmp_path: Path) -> None:
    """Reading again each time; then the error is let through. Other errors are at once."""
    for often in range(TRIES + 1):
        left = [often]

        def work(left: list[int] = left) -> str:
            left[0] -= 1
            if left[0] >= 0:
                raise SavedMeanwhileError("saved")
            return "done"

        if often < TRIES:
            assert again_when_saved(work) == "done"
        else:
            with pytest.raises(SavedMeanwhileError):
                again_when_saved(work)
            assert left == [0]

    def broken() -> None:
        calls.append(1)
        raise RefusedError("no")

    calls: list[int] = []
    with pytest.raises(RefusedError):
        again_when_saved(broken)
    assert calls == [1]


@WAYS
def test_what_a_kill_left_lying_is_removed(tmp_path: Path, way: str) -> None:
    """At any call: after the finish nothing of ours lies about, in history neither; what is a
    person's or another title's stays."""
    others = {
        ".talk.es.fr.srt.00000000.new": b"of the title talk.es",
        ".talk.srt.00000000.new": b"of no track of ours",
        ".walk.es.srt.00000000.new": b"of the title walk",
        ".talk.es.srt.new": b"a person's",
        ".talk.es.srt.0000000.new": b"a person's",
        "talk.es.srt.00000000.new": b"a person's",
        ".subtitler/talk/.status.json.00000000.new": b"written without the lock",
        ".subtitler/talk/notes.new": b"a person's",
    }
    for limit in range(steps(tmp_path, way)):
        title = Title(tmp_path / str(limit))
        for name, content in others.items():
            (title.root / name).write_bytes(content)
        run_killed(title, way, limit)
        title.commits.finish()
        title.commits.sweep()
        assert title.files() in ({**OLD, **others}, {**NEW, **others})
        assert not list(title.commits.history.place.glob(".*"))


@pytest.mark.parametrize("name", ["a+b (c)", "x" * 200, "talk.en", "t\nt"])
def test_leftovers_of_any_title_are_known(tmp_path: Path, name: str) -> None:
    """Odd and long names too; the journal's as well."""
    folder = tmp_path / ".subtitler" / name
    (folder / "journal").mkdir(parents=True)
    left = [
        write_beside(tmp_path / f"{name}.zh-Hant-TW.srt", b""),
        write_beside(folder / "zh-Hant-TW.json", b""),
        write_beside(folder / "journal" / "es.jsonl", b""),
    ]
    kept = write_beside(tmp_path / f"other {name}.es.srt"[-220:], b"")
    Commits(tmp_path, folder).sweep()
    assert not any(path.exists() for path in left)
    assert kept.exists()


def test_a_leftover_that_cannot_be_removed_stops_nothing(tmp_path: Path) -> None:
    """A folder of such a name, or no folder at all."""
    Commits(tmp_path, tmp_path / ".subtitler" / "talk").sweep()
    title = Title(tmp_path)
    (title.folder / ".a.00000000.new").mkdir()
    title.commits.sweep()


def test_history_is_in_the_order_of_replacing_whatever_the_clock_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Set back between two versions, or standing still: each has the next number, none is lost."""
    title = Title(tmp_path)
    path = tmp_path / "talk.en.srt"
    start = datetime(2026, 11, 24, 10, 15, 30, tzinfo=timezone.utc)
    hours = [0, 0, -5, 3, -24 * 400, -24 * 400]
    for number, offset in enumerate(hours):
        monkeypatch.setattr(versions, "now", lambda at=start + timedelta(hours=offset): at)
        path.write_bytes(b"%d" % (number % 2))
        title.commits.keep(path)
    found = title.commits.versions()
    assert [one.number for one in found] == [1, 2, 3, 4, 5, 6]
    assert [one.path.read_bytes() for one in found] == [b"0", b"1"] * 3
    assert [one.when for one in found] == [start + timedelta(hours=offset) for offset in hours]
    first = found[0]
    assert first.path.name == f"00001-20261124T101530Z-{digest_bytes(b'0')[:8]}-talk.en.srt"
    assert (first.digest, first.name) == (digest_bytes(b"0")[:8], "talk.en.srt")
    assert first.language == "en"


def test_strange_files_in_history_do_not_count(tmp_path: Path) -> None:
    """Nor do records and folders; versions of before there were numbers are the oldest."""
    title = Title(tmp_path)
    place = title.commits.history.place
    assert title.commits.versions() == []
    place.mkdir()
    for name in (
        "20260114T145822Z-4abce755-talk.en.srt",
        "20250114T145822Z-4abce755-talk.pt-BR.srt",
        "00003-20269999T999999Z-00000000-talk.es.srt",
        "00004-20260114T145822Z-00000000-en.json",
        "00009-20260114T145822Z-nothex00-talk.es.srt",
        "00008-talk.es.srt",
        "notes.txt",
        ".DS_Store",
        "00002-20260114T145822Z-00000000-film.VTT",
    ):
        (place / name).write_bytes(b"strange")
    (place / "00011-20260114T145822Z-00000000-talk.es.srt").mkdir()
    title.commits.keep(tmp_path / "talk.en.srt")
    found = title.commits.versions()
    assert [one.number for one in found] == [0, 0, 2, 3, 5]
    assert [one.language for one in found] == ["pt-BR", "en", "", "es", "en"]
    assert found[3].when is None
    assert found[0].when == datetime(2025, 1, 14, 14, 58, 22, tzinfo=timezone.utc)
