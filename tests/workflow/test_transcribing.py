"""The whole way from a media to its SRT, again and again, with the demo model."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
import pytest

from media_fixtures import Sound, make, overwrite
from running import ENGINES, Running
from subtitler.domain.finding import Severity
from subtitler.errors import (
    MediaError,
    RecordError,
    RefusedError,
    StorageError,
    TitleTakenError,
    UsageError,
)
from subtitler.formats.srt import parse
from subtitler.workflow.events import Finished, Notice
from subtitler.workflow.files import digest_file
from subtitler.workflow.job import Request
from subtitler.workflow.recueing import recue
from subtitler.workflow.transcribing import transcribe_all

DISCURSO = "discurso.mp4"


def edited(path: Path, old: str, new: str) -> bytes:
    """Saves the file with a change, as an editor would; gives the bytes."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path.read_bytes()


def files_below(folder: Path) -> dict[str, bytes]:
    """Every file with its content, but for the lock and the summary."""
    besides = {"lock", "status.json"}
    found = [one for one in folder.rglob("*") if one.is_file() and one.name not in besides]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def test_a_speech_becomes_an_srt_with_its_records(run: Running, media: Path) -> None:
    """Language found, what was said on screen, evidence and findings beside it, no journal left."""
    made = run(media / DISCURSO)
    assert made.done.language == "es"
    assert made.done.certainty > 0.9
    shown = " ".join(line for block in parse(made.srt).blocks for line in block.lines)
    assert "Buenos días" in shown
    assert shown.endswith("Los invito a todos a valorar nuestras clínicas.")
    assert {"transcript.json", "es.json", "findings.json"} <= set(files_below(made.title.folder))
    assert "journal/windows.jsonl" not in files_below(made.title.folder)
    assert [f.rule for f in made.done.findings if f.severity == Severity.INFO] == ["demo-model"]
    assert {"probe", "decode", "speech", "recognition", "words", "cues", "files"} <= set(
        made.done.seconds
    )


def test_a_second_run_changes_nothing_and_says_so(run: Running, media: Path) -> None:
    """Not one byte, also with another style chosen and chosen back."""
    first = run(media / DISCURSO)
    before = files_below(first.title.root)
    second = run(media / DISCURSO)
    assert (first.done.outcome, second.done.outcome) == ("recognised", "unchanged")
    assert files_below(first.title.root) == before
    assert run(media / DISCURSO, style="ted").done.outcome == "cued"
    assert run(media / DISCURSO, style="netflix").srt == first.srt


def test_recognition_runs_anew_only_for_a_reason_and_says_which(run: Running, media: Path) -> None:
    """Another language, engine, or --again; an engine that was not asked for is no reason."""
    first = run(media / DISCURSO)
    assert run(media / DISCURSO, language="es").done.outcome in {"unchanged", "cued"}
    assert run(media / DISCURSO, engine="faster-whisper").done.outcome in {"unchanged", "cued"}
    again = run(media / DISCURSO, again=True)
    assert (again.done.outcome, again.done.reasons) == ("recognised", ("--again",))
    assert again.srt == first.srt
    other = run(media / DISCURSO, language="en")
    assert (other.done.outcome, other.done.reasons) == ("recognised", ("another language",))
    assert other.title.srt("en").exists()
    assert first.title.srt("es").read_bytes() == first.srt


def test_the_same_media_elsewhere_is_the_same_title(
    run: Running, media: Path, tmp_path: Path
) -> None:
    """By content: a moved file is not heard again, and its new place is remembered."""
    run(media / DISCURSO)
    moved = tmp_path / "elsewhere" / DISCURSO
    moved.parent.mkdir()
    shutil.copy(media / DISCURSO, moved)
    again = run(moved)
    assert again.done.outcome == "cued"
    record = again.title.read_transcript()
    assert record is not None
    assert record.media_path == str(moved)


def test_other_content_at_the_same_path_is_heard_anew(
    run: Running, media: Path, tmp_path: Path
) -> None:
    """A re-cut talk under its old name."""
    talk = tmp_path / "talk.mp4"
    shutil.copy(media / DISCURSO, talk)
    run(talk)
    shutil.copy(media / "opening-address.mp4", talk)
    again = run(talk)
    assert (again.done.outcome, again.done.language) == ("recognised", "en")
    assert again.done.reasons == ("the media has changed",)


def test_two_media_of_one_name_do_not_share_a_title(
    run: Running, media: Path, tmp_path: Path
) -> None:
    """The second is refused before any work, with the way out; --title takes it."""
    first = run(media / DISCURSO)
    before = files_below(first.title.root)
    other = tmp_path / "other" / DISCURSO
    other.parent.mkdir()
    shutil.copy(media / "opening-address.mp4", other)
    with pytest.raises(TitleTakenError, match=r"already belongs to [^$]*--title NAME"):
        run(other)
    assert files_below(first.title.root) == before
    assert run(other, title="second").title.srt("en").exists()


def block_with(path: Path, text: str) -> str:
    """The block of a file that says `text`, its number apart."""
    found = next(one for one in parse(path.read_bytes()).blocks if text in "".join(one.lines))
    return found.raw


def test_what_a_person_wrote_stays_and_the_rest_follows(run: Running, media: Path) -> None:
    """Reruns of every kind keep a changed cue byte for byte, a deleted one out, an inserted one
    in; cues that nobody touched follow the machine."""
    first = run(media / DISCURSO)
    path = first.title.srt("es")
    edited(path, "Buenos días", "¡Muy  buenos días")
    blocks = path.read_text("utf-8").split("\n\n")
    gone = blocks.pop(4)
    blocks.append("99\n00:00:48,100 --> 00:00:48,900\n[aplausos]\n")
    path.write_text("\n\n".join(blocks), encoding="utf-8")
    mine = block_with(path, "¡Muy  buenos")
    before = path.read_bytes()
    assert run(media / DISCURSO).srt == before
    assert run(media / DISCURSO, again=True).srt == before
    for style in ("children", "netflix"):
        again = run(media / DISCURSO, style=style)
        text = path.read_text("utf-8")
        assert block_with(path, "¡Muy  buenos") == mine
        assert gone.split("\n", 1)[1] not in text
        assert "[aplausos]" in text
        assert again.done.kept == 2
    assert again.done.outcome == "cued"


def test_replace_gives_an_edit_up_and_keeps_it_in_history(run: Running, media: Path) -> None:
    """The machine's track again, byte for byte; the person's file lies in history."""
    first = run(media / DISCURSO)
    theirs = edited(first.title.srt("es"), "Buenos días", "¡Buenos días!")
    replaced = run(media / DISCURSO, replace=True)
    assert replaced.srt == first.srt
    assert theirs in [one.read_bytes() for one in (first.title.folder / "history").iterdir()]


def test_an_srt_of_another_film_is_refused(run: Running, media: Path) -> None:
    """Nothing of it is merged, and the file stays."""
    first = run(media / DISCURSO)
    path = first.title.srt("es")
    other = "\n\n".join(
        f"{n}\n00:1{n % 10}:{n + 10},000 --> 00:1{n % 10}:{n + 11},500\nOtra película {n}, otra cosa"
        for n in range(12)
    )
    path.write_text(other, encoding="utf-8")
    with pytest.raises(RefusedError, match="another film"):
        run(media / DISCURSO)
    assert path.read_text("utf-8") == other


def test_a_track_heard_in_another_language_meanwhile_keeps_its_edits(
    run: Running, media: Path
) -> None:
    """es, then en, then es again: the edit in the Spanish track is still there."""
    first = run(media / DISCURSO, language="es")
    edited(first.title.srt("es"), "Buenos días", "¡Buenos días!")
    before = first.title.srt("es").read_bytes()
    run(media / DISCURSO, language="en")
    assert run(media / DISCURSO, language="es").srt == before


def test_a_file_that_the_tool_did_not_write_is_a_persons(
    run: Running, media: Path, tmp_path: Path
) -> None:
    """An SRT that was there before the first run, even an empty one."""
    (tmp_path / "output").mkdir()
    path = tmp_path / "output" / "discurso.es.srt"
    for content in (b"1\n00:00:01,000 --> 00:00:02,000\nMine\n", b""):
        path.write_bytes(content)
        with pytest.raises(RefusedError, match="not written by subtitler"):
            run(media / DISCURSO)
        assert path.read_bytes() == content


def saved_with(codec: str, newline: str, bom: bytes = b"") -> Callable[[Path], None]:
    def save(path: Path) -> None:
        text = path.read_text(encoding="utf-8").replace("\n", newline)
        path.write_bytes(bom + text.encode(codec))

    return save


@pytest.mark.parametrize(
    "save",
    [
        saved_with("utf-8", "\r\n", b"\xef\xbb\xbf"),
        saved_with("utf-16-le", "\r\n", b"\xff\xfe"),
        saved_with("cp1252", "\r"),
    ],
    ids=["UTF-8 with BOM, CRLF", "UTF-16", "Windows-1252, CR"],
)
def test_saving_it_otherwise_is_no_edit_and_is_kept(
    run: Running, media: Path, save: Callable[[Path], None]
) -> None:
    """Encoding, BOM and line endings stay as the person's editor wrote them, at every write."""
    first = run(media / DISCURSO)
    path = first.title.srt("es")
    save(path)
    saved = path.read_bytes()
    assert run(media / DISCURSO).srt == saved
    other = run(media / DISCURSO, style="children")
    assert other.srt != saved
    assert run(media / DISCURSO, style="netflix").srt == saved


def test_cues_are_built_anew_without_hearing(run: Running, media: Path, tmp_path: Path) -> None:
    """`subtitler cue` under another style; a person's edit stays there too."""
    first = run(media / DISCURSO)
    options = {"style": "ted", "output_dir": str(tmp_path / "output")}
    for name in ("discurso", str(media / DISCURSO), str(first.title.srt("es"))):
        done = recue(name, Request(options), lambda _: None)
        assert done.style == "ted"
    edited(first.title.srt("es"), "Buenos", "Muy buenos")
    assert recue("discurso", Request({**options, "style": "bbc"}), lambda _: None).kept == 1
    assert "Muy buenos" in first.title.srt("es").read_text("utf-8")
    with pytest.raises(UsageError, match=r"there is no title 'disc'\nThere are: discurso\."):
        recue("disc", Request(options), lambda _: None)


def silence(path: Path, seconds: float = 5.0) -> Path:
    return make(path, [Sound("pcm_s16le", onsets=(), duration=seconds, rate=16_000)], None)


def test_silence_gives_an_empty_srt(run: Running, tmp_path: Path) -> None:
    """No language to name, no cue, no error: `und`, and a second run changes nothing."""
    quiet = silence(tmp_path / "quiet.wav")
    made = run(quiet)
    assert (made.done.language, made.done.cues, made.srt) == ("und", 0, b"")
    assert run(quiet).done.outcome == "unchanged"
    assert run(silence(tmp_path / "brief.wav", 0.1)).srt == b""


def test_music_makes_no_text_that_nobody_sees(run: Running, tmp_path: Path) -> None:
    """A chord for 20 s: no cue, or every cue's place is a finding."""
    made = run(make(tmp_path / "music.mkv", [chord(20.0)], None))
    doubted = [finding.span for finding in made.done.findings]
    for block in parse(made.srt).blocks:
        assert any(block.span.overlap(span) for span in doubted)


def chord(seconds: float) -> Sound:
    """Bursts so close that they are one sound."""
    return Sound("flac", onsets=tuple(np.arange(0, seconds, 0.2)), duration=seconds)


def test_damage_in_the_middle_is_a_finding_and_the_rest_is_heard(
    run: Running, media: Path, tmp_path: Path
) -> None:
    """Bytes overwritten inside the file: the hole is told with its time, speech around it stays."""
    broken = tmp_path / "broken.mp4"
    shutil.copy(media / "opening-address.mp4", broken)
    overwrite(broken, 0.45, 0.55)
    made = run(broken)
    holes = [finding for finding in made.done.findings if finding.rule == "hole"]
    assert holes
    assert all(finding.severity >= Severity.WARNING for finding in holes)
    spans = [block.span for block in parse(made.srt).blocks]
    assert any(span.out_time < holes[0].span.in_time for span in spans)
    assert any(span.in_time > holes[-1].span.out_time for span in spans)


def test_several_tracks_are_told_and_chosen(run: Running, media: Path, tmp_path: Path) -> None:
    """Without a choice the default one, the others named; a choice by number or language."""
    two = [Sound(language="eng"), Sound(language="spa", default=True)]
    path = make(tmp_path / "two.mkv", two, None)
    made = run(path)
    notices = [event.text for event in made.events if isinstance(event, Notice)]
    assert any("audio track 2 (spa" in text and "1 (eng" in text for text in notices)
    for wish in ("1", "en", "eng"):
        record = run(path, audio_track=wish, title=f"by {wish}").title.read_transcript()
        assert record is not None
        assert record.made_with.audio_track == 1
    with pytest.raises(UsageError, match="no audio track '3'[^$]*1 .eng"):
        run(path, audio_track="3")


def test_one_input_that_fails_stops_no_other(media: Path, tmp_path: Path) -> None:
    """Codes of the failed ones come back, the others are written."""
    events: list[object] = []
    model = str(media / "demo-models" / "whisper-demo.pt")
    request = Request({"output_dir": str(tmp_path / "output"), "model": model})
    inputs = [tmp_path / "none.mp4", media / DISCURSO, tmp_path]
    assert transcribe_all(inputs, request, ENGINES, events.append) == [1, 1]
    assert [e.title for e in events if isinstance(e, Finished)] == ["discurso"]
    with pytest.raises(UsageError, match="A title belongs to one media"):
        transcribe_all(inputs, Request({}, title="x"), ENGINES, events.append)


def test_a_full_disk_loses_nothing(
    run: Running, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever write finds no room: the old SRT and records stay, whole; then it goes on."""
    import errno

    from subtitler.workflow import commit

    first = run(media / DISCURSO)
    before = files_below(first.title.root)
    real = commit.write_beside
    for room in range(3):
        left = [room]

        def full(path: Path, content: bytes, left: list[int] = left) -> Path:
            if left[0] == 0:
                raise OSError(errno.ENOSPC, "No space left on device")
            left[0] -= 1
            return real(path, content)

        monkeypatch.setattr(commit, "write_beside", full)
        with pytest.raises(StorageError, match=r"No space left[^$]*Make room"):
            run(media / DISCURSO, style="children")
        assert files_below(first.title.root) == before
    monkeypatch.setattr(commit, "write_beside", real)
    assert run(media / DISCURSO, style="children").done.outcome == "cued"


def test_a_damaged_record_is_told_and_nothing_is_written(run: Running, media: Path) -> None:
    """Cut short, or from a newer version: the file is named, the SRT stays."""
    first = run(media / DISCURSO)
    path = first.title.transcript
    whole = path.read_bytes()
    newer = msgspec.json.encode({**json.loads(whole), "schema": 99})
    for content, words in ((whole[: len(whole) // 2], "cannot be read"), (newer, "newer version")):
        path.write_bytes(content)
        with pytest.raises(RecordError, match=rf"transcript\.json: [^$]*{words}"):
            run(media / DISCURSO)
        assert first.title.srt("es").read_bytes() == first.srt
        assert digest_file(path) is not None


def test_a_media_without_sound_is_told(run: Running, tmp_path: Path) -> None:
    """Empty audio track: nothing to decode, and nothing is left behind that looks like a title."""
    path = make(tmp_path / "none.wav", [Sound("pcm_s16le", (), 0.0, 16_000)], None)
    with pytest.raises(MediaError):
        run(path)
