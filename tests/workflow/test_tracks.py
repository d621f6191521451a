"""A track written while a person saves it, and one whose record is of no use."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from running import Running
from subtitler.errors import NewerRecordError, RefusedError, SavedMeanwhileError, StorageError
from subtitler.formats.srt import parse
from subtitler.workflow import tracks
from subtitler.workflow.commit import TRIES
from subtitler.workflow.events import Event, Finished, Notice
from subtitler.workflow.job import Request
from subtitler.workflow.recueing import recue
from subtitler.workflow.tracks import OnDisk, look, refuse_unknown
from subtitler.workflow.workspace import TitleFolder, title_folder

DISCURSO = "discurso.mp4"
MINE = "¡Muy  buenos días"


class Editor:
    """A person who saves in their editor just after the tool has read the file."""

    def __init__(self, often: int) -> None:
        self.left = often
        self.saved: list[bytes] = []

    def looked(self, path: Path) -> OnDisk:
        found = look(path)
        if self.left > 0:
            self.left -= 1
            text = path.read_text("utf-8").replace("Buenos días", MINE)
            path.write_text(f"{text}\n", encoding="utf-8")
            self.saved.append(path.read_bytes())
        return found


def files_below(folder: Path) -> dict[str, bytes]:
    """Every file with its content, but for the lock, the summary and what is kept in history."""
    besides = {"lock", "status.json"}
    found = [one for one in folder.rglob("*") if one.is_file() and one.name not in besides]
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in found
        if path.parent.name != "history"
    }


def cue_again(title: TitleFolder, **options: Any) -> tuple[Finished, list[str]]:
    """`subtitler cue`, and the notices that it gave."""
    events: list[Event] = []
    replaced = bool(options.pop("replace", False))
    asked = Request({"output_dir": str(title.root), **options}, replace=replaced)
    done = recue(title.title, asked, events.append)
    assert isinstance(done, Finished)
    return done, [event.text for event in events if isinstance(event, Notice)]


def work(run: Running, media: Path, title: TitleFolder, command: str) -> Finished:
    """A command that has other cues to write."""
    if command == "cue":
        return cue_again(title, style="children")[0]
    return run(media / DISCURSO, style="children").done


def block_with(raw: bytes, text: str) -> str:
    return next(one.raw for one in parse(raw).blocks if text in "".join(one.lines))


@pytest.mark.parametrize("command", ["transcribe", "cue"])
def test_an_edit_saved_while_the_tool_is_at_work_is_merged(
    run: Running, media: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Read and merged again: the person's text is there byte for byte, the rest follows the
    machine, and the record knows the edit."""
    title = run(media / DISCURSO).title
    editor = Editor(1)
    monkeypatch.setattr(tracks, "look", editor.looked)
    done = work(run, media, title, command)
    assert (done.outcome, done.kept) == ("cued", 1)
    after = title.srt("es").read_bytes()
    assert after != editor.saved[0]
    assert block_with(after, MINE) == block_with(editor.saved[0], MINE)
    assert cue_again(title, style="children")[0].outcome == "unchanged"
    assert not list(title.root.rglob("*.new"))


@pytest.mark.parametrize("command", ["transcribe", "cue"])
def test_a_person_who_saves_again_and_again_is_not_written_over(
    run: Running, media: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """After five times the command is refused: their last text stands, the records are the old
    ones, and the next run merges."""
    title = run(media / DISCURSO).title
    before = files_below(title.folder)
    editor = Editor(100)
    monkeypatch.setattr(tracks, "look", editor.looked)
    with pytest.raises(SavedMeanwhileError, match=r"discurso\.es\.srt: saved") as caught:
        work(run, media, title, command)
    assert caught.value.exit_code == RefusedError.exit_code
    assert len(editor.saved) == TRIES
    assert title.srt("es").read_bytes() == editor.saved[-1]
    after = files_below(title.folder)
    for name in ("es.json", "transcript.json"):
        assert after[name] == before[name]
    assert not list(title.root.rglob("*.new"))
    editor.left = 0
    done, _ = cue_again(title, style="children")
    assert (done.outcome, done.kept) == ("cued", 1)


def removed(path: Path) -> None:
    path.unlink()


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-200])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def mistyped(path: Path) -> None:
    record = json.loads(path.read_bytes())
    path.write_text(json.dumps({**record, "base": {"built": "none"}}))


def anothers(path: Path) -> None:
    record = json.loads(path.read_bytes())
    path.write_text(json.dumps({**record, "language": "fr"}))


FAULTS = [
    (removed, "missing"),
    (truncated, "damaged"),
    (emptied, "damaged"),
    (mistyped, "damaged"),
    (anothers, "that of a track in fr"),
]


@pytest.mark.parametrize(("fault", "words"), FAULTS, ids=[one.__name__ for one, _ in FAULTS])
def test_without_a_usable_record_every_cue_is_a_persons(
    run: Running, media: Path, fault: Callable[[Path], None], words: str
) -> None:
    """Nothing is rewritten, nothing is added, and a notice says why and what else there is; the
    damaged record is kept, and the next run has one again."""
    first = run(media / DISCURSO)
    title, record = first.title, first.title.track("es")
    fault(record)
    left = record.read_bytes() if words == "damaged" else None
    done, notices = cue_again(title, style="children")
    assert title.srt("es").read_bytes() == first.srt
    assert done.kept == done.cues == first.done.cues
    assert f"its record was {words}" in notices[0]
    assert "--replace" in notices[0]
    kept = [path.read_bytes() for path in title.commits.history.place.glob("*-es.json")]
    assert kept == ([left] if left is not None else [])
    assert title.commits.versions() == []
    done, notices = cue_again(title, style="children")
    assert (done.outcome, notices) == ("unchanged", [])
    assert cue_again(title, style="netflix", replace=True)[0].kept == 0
    assert title.srt("es").read_bytes() == first.srt


def test_damaged_findings_are_made_anew_and_kept(run: Running, media: Path) -> None:
    """Nothing else is lost by them."""
    title = run(media / DISCURSO).title
    before = title.findings.read_bytes()
    title.findings.write_bytes(before[:50])
    assert cue_again(title)[1] == []
    assert title.findings.read_bytes() == before
    kept = [path.read_bytes() for path in title.commits.history.place.glob("*-findings.json")]
    assert kept == [before[:50]]


@pytest.mark.parametrize("name", ["es.json", "findings.json"])
def test_a_record_of_a_newer_version_is_not_written_over(
    run: Running, media: Path, name: str
) -> None:
    """It holds what this version cannot know."""
    title = run(media / DISCURSO).title
    path = title.folder / name
    path.write_text(json.dumps({**json.loads(path.read_bytes()), "schema": 99}))
    before = files_below(title.root)
    with pytest.raises(NewerRecordError, match="newer version of subtitler"):
        cue_again(title, style="children")
    assert files_below(title.root) == before


def test_a_file_from_before_any_work_is_refused_and_later_ones_are_a_persons(
    tmp_path: Path,
) -> None:
    """With a transcript or any other record of the title an unknown SRT is one to keep; without,
    somebody else's."""
    title = title_folder(tmp_path, "talk")
    title.folder.mkdir(parents=True)
    path = title.srt("es")
    path.write_bytes(b"1\n00:00:01,000 --> 00:00:02,000\nMine\n")
    with pytest.raises(RefusedError, match="not written by subtitler"):
        refuse_unknown(title, "es", replaced=False)
    assert refuse_unknown(title, "es", replaced=True).raw is not None
    for record in (title.transcript, title.source, title.track("es"), title.track("en")):
        record.touch()
        assert refuse_unknown(title, "es", replaced=False).raw == path.read_bytes()
        record.unlink()
    for other in (title.status, title.findings, title.folder / "holder.json"):
        other.touch()
        with pytest.raises(RefusedError):
            refuse_unknown(title, "es", replaced=False)


def lock_up(patch: pytest.MonkeyPatch, folder: Path, number: int) -> None:
    """A folder in which nothing can be made, renamed or removed."""

    def refusing(call: Callable[..., Any], *, reads: bool = False) -> Callable[..., Any]:
        def refuse(path: Path, *arguments: Any, **named: Any) -> Any:
            mode = str(arguments[0]) if arguments else str(named.get("mode", "r"))
            if Path(path).parent != folder or (reads and not set(mode) & set("wxa+")):
                return call(path, *arguments, **named)
            if call.__name__ in {"mkdir", "unlink"} and path.exists() != (
                call.__name__ == "unlink"
            ):
                return call(path, *arguments, **named)
            raise OSError(number, os.strerror(number), str(path))

        return refuse

    patch.setattr(Path, "open", refusing(Path.open, reads=True))
    for name in ("mkdir", "unlink", "replace"):
        patch.setattr(Path, name, refusing(getattr(Path, name)))


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES])
@pytest.mark.parametrize("place", ["output", "records"])
@pytest.mark.parametrize("command", ["transcribe", "cue"])
def test_a_read_only_folder_is_said_and_nothing_changes(
    run: Running, media: Path, command: str, place: str, number: int
) -> None:
    """The one of the SRTs or the one of the records: what to do, exit code 1, all as it was."""
    title = run(media / DISCURSO).title
    before = files_below(title.root)
    with pytest.MonkeyPatch.context() as patch:
        lock_up(patch, title.root if place == "output" else title.folder, number)
        with pytest.raises(StorageError, match=r"--output-dir") as caught:
            work(run, media, title, command)
    assert caught.value.exit_code == 1
    assert os.strerror(number) in caught.value.what
    assert files_below(title.root) == before
    assert cue_again(title, style="children")[0].outcome == "cued"


def test_a_read_only_folder_without_records_is_said_before_any_work(
    run: Running, media: Path, tmp_path: Path
) -> None:
    """A first run finds no place for its records."""
    root = tmp_path / "output"
    root.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        lock_up(patch, root, errno.EROFS)
        with pytest.raises(StorageError, match="making the folder failed[^$]*read-only"):
            run(media / DISCURSO)
    assert list(root.iterdir()) == []
