"""Which media an input is: its title, its content, its audio track."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from subtitler.domain.transcript import Transcript
from subtitler.errors import MediaError, StorageError, TitleTakenError, UsageError
from subtitler.formats.records import MadeWith, TranscriptRecord
from subtitler.ports import AudioTrack, Media
from subtitler.workflow.sources import (
    choose_track,
    claim,
    described,
    known_title,
    media_digest,
    title_of,
    written,
)
from subtitler.workflow.workspace import title_folder

TITLES = [
    ("talk.mp4", "talk"),
    ("talk", "talk"),
    ("talk.en.mp4", "talk.en"),
    ("archive.tar.gz", "archive.tar"),
    ("-talk --x.mkv", "-talk --x"),
    ('it\'s a "talk"\n🎬.mp4', 'it\'s a "talk"\n🎬'),
    (".mp4", ".mp4"),
    ("été.MP4", "été"),
]


@pytest.mark.parametrize(("name", "title"), TITLES)
def test_a_title_is_the_medias_name_without_its_last_ending(
    tmp_path: Path, name: str, title: str
) -> None:
    """However odd the name; in the output folder, not beside the media."""
    found = title_of(Path("/media/elsewhere") / name, tmp_path, None)
    assert (found.title, found.root) == (title, tmp_path)
    assert title_of(Path(name), tmp_path, "mine").title == "mine"


def test_a_name_of_no_encoding_becomes_text(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 can neither stand in a record nor in a message."""
    path = Path(os.fsdecode(b"/media/\xff\xe9.mp4"))
    assert written(path) == "/media/\ufffd\ufffd.mp4"
    title = title_of(path, tmp_path, None)
    assert title.title == "\ufffd\ufffd"
    with title.locked():
        title.transcript.touch()
    assert known_title(str(path), tmp_path) == title


def test_a_media_that_gives_no_title_is_refused(tmp_path: Path) -> None:
    """And `--title` is the way out."""
    with pytest.raises(UsageError, match="' ' is no title\n.*--title"):
        title_of(Path(" .mp4"), tmp_path, None)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """An output folder with three titles."""
    for name in ("talk", "talk.en", "a.b"):
        title_folder(tmp_path, name).folder.mkdir(parents=True)
        title_folder(tmp_path, name).transcript.touch()
    return tmp_path


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("talk", "talk"),
        ("media/talk.mp4", "talk"),
        ("output/talk.es.srt", "talk"),
        ("talk.pt-BR.srt", "talk"),
        ("talk.en", "talk.en"),
        ("talk.en.mp4", "talk.en"),
        ("talk.en.fr.srt", "talk.en"),
        ("a.b", "a.b"),
        ("a.b.mp4", "a.b"),
    ],
)
def test_a_title_its_media_or_its_srt_mean_the_title(output: Path, text: str, title: str) -> None:
    """The longest name that is a title counts."""
    assert known_title(text, output).title == title


def test_what_is_no_title_names_those_there_are(output: Path, tmp_path: Path) -> None:
    """Or how to make one."""
    with pytest.raises(UsageError, match=r"there is no title 'tlak'\n.*a\.b, talk, talk\.en"):
        known_title("tlak", output)
    with pytest.raises(UsageError, match="none yet; subtitler transcribe"):
        known_title("talk", tmp_path / "none")


def test_a_media_is_known_by_its_content(tmp_path: Path) -> None:
    """SHA-256; what is not there, or no file, is said."""
    (tmp_path / "a.mp4").write_bytes(b"content")
    assert media_digest(tmp_path / "a.mp4") == hashlib.sha256(b"content").hexdigest()
    with pytest.raises(MediaError, match=r"b\.mp4: there is no such file"):
        media_digest(tmp_path / "b.mp4")
    with pytest.raises(StorageError, match="reading failed"):
        media_digest(tmp_path)


RECORD = TranscriptRecord(
    "/media/talk.mp4",
    MadeWith("1" * 64, 1, "2" * 64, "auto", "3" * 16, "whisper", "cpu"),
    Transcript("en", (), 1000, "whisper", "2" * 64, "1" * 64),
    1.0,
    None,
    demo=False,
)


@pytest.mark.parametrize(
    ("record", "path", "digest", "taken"),
    [
        (None, "/media/talk.mp4", "1" * 64, False),
        (RECORD, "/media/talk.mp4", "1" * 64, False),
        (RECORD, "/elsewhere/talk.mp4", "1" * 64, False),
        (RECORD, "/media/talk.mp4", "9" * 64, False),
        (RECORD, "/elsewhere/talk.mp4", "9" * 64, True),
    ],
    ids=["free", "the same", "moved", "cut anew", "another"],
)
def test_a_title_belongs_to_one_media(
    tmp_path: Path, record: TranscriptRecord | None, path: str, digest: str, taken: bool
) -> None:
    """By content or by place; another is refused and told whose it is."""
    title = title_folder(tmp_path, "talk")
    if not taken:
        claim(title, record, Path(path), digest)
        return
    with pytest.raises(TitleTakenError, match=r"belongs to /media/talk\.mp4\n.*--title NAME"):
        claim(title, record, Path(path), digest)


def track(index: int, language: str | None, *, default: bool = False) -> AudioTrack:
    return AudioTrack(index, language, None, "aac", 2, default)


MEDIA = Media(
    Path("talk.mkv"),
    1000,
    Fraction(25),
    (
        track(1, "en"),
        track(2, "spa", default=True),
        track(3, None),
        track(4, "pt-BR"),
        track(5, "en"),
    ),
)


@pytest.mark.parametrize(
    ("wish", "index"),
    [("", 2), ("1", 1), ("3", 3), ("en", 1), ("eng", 1), ("en-GB", 1), ("es", 2), ("pt", 4), ("pt_br", 4)],
)  # fmt: skip
def test_a_track_is_chosen_by_number_or_language(wish: str, index: int) -> None:
    """In any form of the code; the first of several; without a wish the default one."""
    assert choose_track(MEDIA, wish).index == index


def test_without_a_default_the_first_track_is_used() -> None:
    """Some containers mark none."""
    plain = replace(MEDIA, tracks=(track(1, "fr"), track(2, "en")))
    assert choose_track(plain, "").index == 1


@pytest.mark.parametrize("wish", ["0", "6", "fr", "x-klingon"])
def test_a_track_that_is_not_there_lists_those_that_are(wish: str) -> None:
    """By number, language, codec and channels; what is no language is said."""
    with pytest.raises(UsageError, match=f"{wish!r}") as caught:
        choose_track(MEDIA, wish)
    if wish != "x-klingon":
        assert "1 (en, aac, stereo); 2 (spa, aac" in caught.value.remedy
        assert "3 (language not said, aac" in caught.value.remedy


def test_a_track_is_described_with_its_own_name() -> None:
    """What a person chooses by."""
    named = AudioTrack(2, "es", "Commentary", "opus", 6, False)
    assert described(named) == '2 (es, "Commentary", opus, 6 channels)'
