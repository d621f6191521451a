"""`status`: how titles stand, live, without a lock, and quickly where nothing has changed."""

from __future__ import annotations

import json
import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from reviewed import CUES, Film
from running import Running
from subtitler.domain.standing import TrackStanding
from subtitler.errors import UsageError
from subtitler.formats.records import STATUS
from subtitler.workflow import summing
from subtitler.workflow.reviewevents import TitleStatus
from subtitler.workflow.status import refresh, status
from subtitler.workflow.workspace import TitleFolder


@pytest.fixture
def film(tmp_path: Path) -> Film:
    """Translated once."""
    return Film.made(tmp_path)


def all_of(root: Path, **options: object) -> dict[str, TitleStatus]:
    told = status([], {"output_dir": str(root), **options}, lambda _: None)
    return {one.title: one for one in told.titles}


def test_a_fresh_translation(film: Film) -> None:
    """All is the machine's; the source is first, the others by language."""
    told = film.status()
    assert [(one.language, one.source) for one in told.tracks] == [
        ("en", True),
        ("es", False),
        ("fr", False),
    ]
    for one in told.tracks[1:]:
        assert (one.cues, one.edited, one.approved, one.stale, one.conflicts, one.orphans) == (
            len(CUES), 0, 0, 0, 0, 0,
        )  # fmt: skip
        assert not any((one.waiting, one.timing, one.changed, one.missing, one.unrecorded))


def test_edited_words_of_the_source_are_seen_before_any_run(film: Film) -> None:
    """The machine's sentence waits; a person's is stale; and `translate` is next, once."""
    film.change("Theo doorso", "Las puertas")
    film.change("doors", "gates", "en")
    film.change("4 May", "5 May", "en")
    told = film.status()
    es = next(one for one in told.tracks if one.language == "es")
    fr = next(one for one in told.tracks if one.language == "fr")
    assert (es.stale, es.waiting, es.changed) == (2, 2, True)
    assert (fr.stale, fr.waiting, fr.changed) == (2, 2, False)
    assert told.next == f"subtitler translate film --to es,fr --output-dir {film.root}"
    film.translate()
    told = film.status()
    assert [one.waiting for one in told.tracks] == [0, 0, 0]
    assert [one.stale for one in told.tracks] == [0, 1, 0]
    assert told.next.startswith("subtitler check film --lang es")


def test_moved_times_are_to_be_carried(film: Film) -> None:
    """Only times of the source: nothing is stale, and `translate` carries them."""
    film.change("--> 00:00:12,300", "--> 00:00:12,200", "en")
    es = film.standing()
    assert (es.timing, es.stale, es.waiting) == (True, 0, 0)
    assert film.status().next.startswith("subtitler translate film --to es,fr")
    film.translate()
    assert film.sent == []
    assert not film.standing().timing


def test_a_split_source_cue_is_to_be_carried(film: Film) -> None:
    """Boundaries moved: so too."""
    block = "4\n00:00:09,300 --> 00:00:12,300\nThe doors are open."
    first = "4\n00:00:09,300 --> 00:00:10,800\nThe doors"
    film.change(block, f"{first}\n\n9\n00:00:10,900 --> 00:00:12,300\nare open.", "en")
    assert film.standing().timing
    film.translate()
    es = film.standing()
    assert (es.timing, es.waiting, es.stale) == (False, 0, 0)


def test_deleted_and_new_source_sentences(film: Film) -> None:
    """A person's cue of a deleted sentence is an orphan, the machine's waits to go; a new one
    waits to be translated; afterwards nothing waits."""
    film.change("Theo doorso", "Las puertas")
    film.translate()
    film.change("4\n00:00:09,300 --> 00:00:12,300\nThe doors are open.\n", "", "en")
    film.change("Good morning, dear friends.", "Good morning, dear friends. Hello!", "en")
    es, fr = film.standing("es"), film.standing("fr")
    assert (es.orphans, fr.orphans, fr.waiting > 0) == (1, 1, True)
    film.translate()
    es, fr = film.standing("es"), film.standing("fr")
    assert (es.orphans, es.waiting) == (1, 0)
    assert (fr.orphans, fr.waiting) == (0, 0)


def test_a_marks_only_change_waits_where_the_machine_redoes_it(film: Film) -> None:
    """It is not stale; after the run nothing waits."""
    film.change("The doors are open.", "The doors are open!", "en")
    assert (film.standing().stale, film.standing().waiting) == (0, 1)
    film.translate()
    assert film.standing().waiting == 0


def test_files_that_are_missing(film: Film) -> None:
    """A target is translated again; a bare source has to be put back."""
    film.srt("fr").unlink()
    told = film.status()
    assert [one.missing for one in told.tracks] == [False, False, True]
    assert told.next.startswith("subtitler translate film --to fr ")
    film.path.unlink()
    told = film.status()
    assert told.tracks[0].missing
    assert "is not there" in told.tracks[0].trouble
    assert told.next == ""


def test_a_missing_transcribed_source_is_cued_again(run: Running, media: Path) -> None:
    """What was heard is known."""
    made = run(media / "discurso.mp4")
    made.title.srt("es").unlink()
    (told,) = all_of(made.title.root).values()
    assert told.tracks[0].missing
    assert told.next == f"subtitler cue discurso --output-dir {made.title.root}"


def test_re_encoding_and_touching_are_no_changes(film: Film) -> None:
    """A person's editor may save without a word changed."""
    text = film.srt().read_text(encoding="utf-8")
    film.srt().write_bytes(text.replace("\n", "\r\n").encode("utf-16"))
    assert film.standing() == TrackStanding(
        "es", cues=len(CUES), **{key: getattr(film.standing("es"), key) for key in LEVELS}
    )


LEVELS = ("errors", "warnings", "infos")


def test_all_approved_and_clean_leaves_nothing_to_do(tmp_path: Path) -> None:
    """No next command."""
    film = Film.made(tmp_path, "The doors are open.", "We meet again.")
    told = film.status()
    assert told.next == f"subtitler approve film --all-clean --output-dir {film.root}"
    film.approve()
    assert film.status().next == ""
    assert all(one.done for one in film.status().tracks)


def test_a_track_without_a_record_is_listed(film: Film) -> None:
    """With the words that every cue counts as a person's; also one that was put there."""
    film.title.track("es").write_bytes(b"no JSON")
    shutil.copy(film.srt("fr"), film.root / "film.pt-BR.srt")
    shutil.copy(film.srt("fr"), film.root / "film.final.srt")
    told = {one.language: one for one in film.status().tracks}
    assert sorted(told) == ["en", "es", "fr", "pt-BR"]
    assert (told["es"].unrecorded, told["pt-BR"].unrecorded) == ("damaged", "missing")
    assert told["es"].edited == told["pt-BR"].edited == len(CUES)


def test_a_source_without_a_record_is_a_persons(film: Film) -> None:
    """It can be read all the same."""
    film.title.track("en").write_bytes(b"{")
    en = film.standing("en")
    assert (en.unrecorded, en.edited) == ("damaged", len(CUES))


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda film: film.title.source.write_bytes(b"{}"), "cannot be read"),
        (lambda film: film.title.source.write_bytes(b'{"schema": 99}'), "newer version"),
        (lambda film: film.title.track("es").write_bytes(b'{"schema": 99}'), "newer version"),
        (lambda film: film.srt().write_bytes(bytes(range(256)) * 40), ""),
    ],
)
def test_what_cannot_be_read_says_so_and_stops_no_other(
    film: Film, tmp_path: Path, damage: Callable[[Film], object], words: str
) -> None:
    """Its own row has the words; the title beside it is told in full."""
    shutil.copytree(film.title.folder, film.root / ".subtitler" / "sound")
    shutil.copy(film.srt(), film.root / "sound.es.srt")
    damage(film)
    told = all_of(film.root)
    troubles = [told["film"].trouble, *(one.trouble for one in told["film"].tracks)]
    assert any(troubles)
    assert words in " ".join(troubles)
    assert told["sound"].trouble == ""
    assert [one.trouble for one in told["sound"].tracks if one.language == "es"] == [""]


def test_another_films_file_is_told(film: Film) -> None:
    """One track's trouble is its own."""
    film.srt().write_text("1\n00:00:01,000 --> 00:00:02,000\nOtra cosa.\n")
    assert "almost none of its cues" in film.standing().trouble
    assert film.standing("fr").trouble == ""


def test_an_unknown_title_and_an_empty_folder(film: Film, tmp_path: Path) -> None:
    """The one is wrong use, the other is not."""
    options = {"output_dir": str(film.root)}
    with pytest.raises(UsageError, match="there is no title 'other'"):
        status(["other"], options, lambda _: None)
    told = status([], {"output_dir": str(tmp_path / "none")}, lambda _: None)
    assert told.titles == ()
    named = status(["film", str(film.srt())], options, lambda _: None)
    assert [one.title for one in named.titles] == ["film"]


def test_a_title_at_work_is_read_without_its_lock(film: Film) -> None:
    """It is told as running, nothing is kept, and the run's lock is as it was."""
    with film.title.locked():
        told = film.status()
        assert told.running == f"process {os.getpid()} on {socket.gethostname()}"
        assert told.tracks
        assert told.next == ""
        assert not film.title.status.exists()
    assert film.status().running == ""


def test_a_killed_runs_holder_is_no_run(film: Film) -> None:
    """The process is over, or the file is none."""
    holder = film.title.folder / "holder.json"
    for raw in (b"{", b"{}", b'{"process": "x", "machine": 3}', _dead()):
        holder.write_bytes(raw)
        assert film.status().running == ""


def _dead() -> bytes:
    return msgspec.json.encode({"process": 2**22 + 7, "machine": socket.gethostname()})


def test_a_half_done_commit_is_told(film: Film) -> None:
    """And that the next command finishes it; the summary is not kept meanwhile."""
    (film.title.folder / "commit.json").write_text('{"changes": [], "schema": 1}')
    film.title.status.unlink(missing_ok=True)
    told = film.status()
    assert told.unfinished
    assert told.next
    assert not film.title.status.exists()
    film.translate("es")
    assert not film.status().unfinished


def test_an_interrupted_translation_is_told(film: Film) -> None:
    """Its language, and the command that goes on."""
    journal = film.title.folder / "journal" / "de.jsonl"
    journal.parent.mkdir(exist_ok=True)
    journal.write_text("")
    told = film.status()
    assert told.interrupted == ("de",)
    assert told.next.startswith("subtitler translate film --to de ")


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The titles that were worked out from their files, in order."""
    names: list[str] = []
    real = summing.standing_of

    def spied(title: TitleFolder, *rest: object) -> object:
        names.append(title.title)
        return real(title, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(summing, "standing_of", spied)
    return names


def test_a_summary_is_used_until_something_changes(film: Film, worked: list[str]) -> None:
    """The second look works nothing out; a touched file is no change; any edit, run, approval
    or setting is."""
    first = film.status()
    assert film.status() == first
    film.srt().touch()
    assert film.status() == first
    assert worked == ["film"]
    changes: list[Callable[[], object]] = [
        lambda: film.change("Theo doorso", "Las puertas"),
        lambda: film.change("4 May", "5 May", "en"),
        film.translate,
        lambda: film.approve("es", cues="1"),
        lambda: film.approve("es", cues="2"),
        lambda: film.srt("fr").unlink(),
        lambda: film.title.track("fr").unlink(),
        lambda: shutil.copy(film.srt(), film.root / "film.de.srt"),
        film.path.unlink,
    ]
    for at, change in enumerate(changes, start=2):
        change()
        told = film.status()
        assert film.status() == told
        assert worked == ["film"] * at


def test_a_summary_holds_for_its_settings(film: Film, tmp_path: Path, worked: list[str]) -> None:
    """Severities, style and terms count; the output folder's spelling does not."""
    film.status()
    terms = tmp_path / "terms.csv"
    terms.write_text("term,es\ndoors,puertas\n")
    all_of(film.root, terms=str(terms))
    terms.write_text("term,es\nMay,mayo\n")
    all_of(film.root, terms=str(terms))
    all_of(film.root, style="ted")
    assert len(worked) == 4
    all_of(film.root, style="ted")
    assert len(worked) == 4


@pytest.mark.parametrize("raw", [b"", b"{", b'{"schema": 7}', b'{"schema": 1, "key": 3}', None])
def test_a_summary_that_is_none_is_made_anew(film: Film, raw: bytes | None) -> None:
    """Damaged, newer, or a folder of its name."""
    told = film.status()
    film.title.status.unlink()
    if raw is None:
        film.title.status.mkdir()
    else:
        film.title.status.write_bytes(raw)
    assert film.status() == told


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind here")
def test_a_read_only_folder_is_told_all_the_same(film: Film) -> None:
    """Only nothing is kept."""
    film.title.folder.chmod(0o500)
    try:
        assert film.status().tracks
    finally:
        film.title.folder.chmod(0o700)


def test_a_summary_that_cannot_be_written_is_no_fault(
    film: Film, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Silence: the next look works it out again."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("subtitler.workflow.files.write_beside", full)
    assert film.status().tracks
    assert not film.title.status.exists()


def test_a_command_can_leave_the_summary(
    film: Film, worked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What refresh() keeps is what `status` would tell; on nothing it does nothing."""
    monkeypatch.chdir(film.root.parent)
    refresh(film.title)
    assert worked == ["film"]
    refresh(film.title)
    told = film.status()
    assert worked == ["film"]
    kept = STATUS.parse(film.title.status.read_bytes(), "status.json")
    assert kept.tracks == told.tracks
    refresh(TitleFolder(film.root, "none"))
    assert not (film.root / ".subtitler" / "none").exists()


def test_titles_that_a_shell_would_part_are_quoted(film: Film) -> None:
    """The next command can be copied."""
    for name in ("two words", "it's", "-x", "映画"):
        shutil.copytree(film.title.folder, film.root / ".subtitler" / name)
        shutil.copy(film.srt(), film.root / f"{name}.es.srt")
    told = all_of(film.root)
    assert told["two words"].next.startswith('subtitler translate "two words" --to fr ')
    assert told["it's"].next.startswith('subtitler translate "it\'s" --to fr ')
    assert told["-x"].next.startswith("subtitler translate ./-x --to fr ")
    assert told["映画"].next.startswith("subtitler translate 映画 --to fr ")


def test_the_summary_is_one_line_of_json(film: Film) -> None:
    """Small, and with its schema."""
    film.status()
    raw = film.title.status.read_bytes()
    assert raw.count(b"\n") == 1
    assert json.loads(raw)["schema"] == 1
