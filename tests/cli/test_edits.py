"""The commands history, restore, merge, shift and stretch as a person types them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from subtitler.formats.srt import parse
from translators import srt_of

SPEECH = ("Good morning, dear friends.", "We thank you for your work.", "The doors are open.")
TIMES = [(2000, 4000), (4100, 7000), (61_000, 63_000)]
Cli = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """Runs the command in a folder of the test's own."""

    def running(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "subtitler", *words],
            cwd=tmp_path,
            env={**os.environ},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return running


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """A bare file in English."""
    path = tmp_path / "film.en.srt"
    path.write_text(srt_of(*SPEECH, times=TIMES), encoding="utf-8")
    return path


def first(path: Path) -> tuple[int, int]:
    span = parse(path.read_bytes()).blocks[0].span
    return span.in_time, span.out_time


@pytest.mark.parametrize(
    ("offset", "begin"), [("+1.5", 3500), ("-0:00:01.250", 750), ("1500ms", 3500), ("-1", 1000)]
)
def test_an_offset_may_begin_with_a_minus(cli: Cli, film: Path, offset: str, begin: int) -> None:
    """It is no option."""
    done = cli("shift", "film.en.srt", offset)
    assert done.returncode == 0, done.stderr
    assert "all times are set" in done.stdout
    assert first(film)[0] == begin


@pytest.mark.parametrize(
    ("words", "last"),
    [
        (("--from-fps", "23.976", "--to-fps", "25"), 60_420),
        (("--by", "1.001"), 63_063),
        (("--sync", "0:00:02=0:00:03", "--sync", "0:01:03=0:01:05"), 65_000),
    ],
)
def test_there_are_three_ways_to_stretch(
    cli: Cli, film: Path, words: tuple[str, ...], last: int
) -> None:
    """Frame rates, a factor, two points."""
    done = cli("stretch", "film.en.srt", *words, "--quiet")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert parse(film.read_bytes()).blocks[-1].span.out_time == last


@pytest.mark.parametrize(
    "words",
    [
        ("shift", "film.en.srt", "soon"),
        ("shift", "film.en.srt", "-9"),
        ("shift", "film.en.srt"),
        ("shift", "film.en.srt", "+1", "--nonsense"),
        ("shift", "nobody", "+1"),
        ("stretch", "film.en.srt"),
        ("stretch", "film.en.srt", "--by", "0"),
        ("stretch", "film.en.srt", "--from-fps", "25"),
        ("stretch", "film.en.srt", "--from-fps", "25", "--to-fps", "x"),
        ("stretch", "film.en.srt", "--by", "1.001", "--sync", "1=2"),
        ("stretch", "film.en.srt", "--sync", "1=2"),
        ("stretch", "film.en.srt", "--sync", "1=2", "--sync", "2=1"),
        ("restore", "film.en.srt", "1"),
        ("restore", "film.en.srt", "first"),
        ("history", "nobody"),
        ("merge", "film.en.srt", "none.en.srt"),
        ("merge", "film.en.srt", "film.en.srt"),
    ],
)
def test_wrong_use_ends_with_2_and_writes_nothing(
    cli: Cli, film: Path, words: tuple[str, ...]
) -> None:
    """With words on standard error, and no traceback."""
    before = film.read_bytes()
    done = cli(*words)
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr
    assert film.read_bytes() == before


def test_a_shift_too_far_names_the_way_out(cli: Cli, film: Path) -> None:
    """The most that goes, and --clip."""
    done = cli("shift", "film.en.srt", "-0:00:03")
    assert "cue 1 would begin 1.000 s before zero" in done.stderr
    assert "-2.000 s at most" in done.stderr
    assert "--clip" in done.stderr
    assert cli("shift", "film.en.srt", "-0:00:03", "--clip").returncode == 0
    assert first(film) == (0, 1000)


def test_history_and_restore_undo_a_shift(cli: Cli, film: Path) -> None:
    """In words, and as JSON."""
    before = film.read_bytes()
    cli("shift", "film.en.srt", "+1.5")
    told = cli("history", "film")
    assert "film: 1 version, the oldest first" in told.stdout
    assert "film.en.srt  3 cues" in told.stdout
    (line,) = cli("history", "film", "--lang", "en", "--json").stdout.splitlines()
    (version,) = json.loads(line)["versions"]
    assert (version["number"], version["language"], version["current"]) == (1, "en", False)
    plan = cli("restore", "film", "1", "--dry-run")
    assert "-00:00:03,500 --> 00:00:05,500" in plan.stdout
    assert "nothing was written" in plan.stdout
    done = cli("restore", "film", "1")
    assert "version 1 is back in its place" in done.stdout
    assert film.read_bytes() == before
    assert "stands there already" in cli("restore", "film", "1").stdout
    assert "as the file is now" in cli("history", "film").stdout


def test_a_dry_run_of_a_shift_shows_the_difference(cli: Cli, film: Path) -> None:
    """And writes nothing; as JSON it is an event."""
    before = film.read_bytes()
    done = cli("shift", "film.en.srt", "+1.5", "--dry-run", "--json")
    (line,) = done.stdout.splitlines()
    assert json.loads(line)["event"] == "planned"
    assert film.read_bytes() == before


def test_a_merge_lists_its_conflicts(cli: Cli, film: Path, tmp_path: Path) -> None:
    """Number, time, ours and theirs."""
    cli("shift", "film.en.srt", "+0.5")
    copy = tmp_path / "mary.en.srt"
    copy.write_text(film.read_text().replace("friends", "guests").replace("doors", "gates"))
    film.write_text(film.read_text().replace("doors", "windows"))
    done = cli("merge", "film", "mary.en.srt")
    assert done.returncode == 0, done.stderr
    assert "3, 1 of them from the copy" in done.stdout
    for words in ("number 3", "ours:   The windows are open.", "theirs: The gates are open."):
        assert words in done.stdout
    told = json.loads(cli("merge", "film", "mary.en.srt", "--json").stdout)
    assert told["outcome"] == "unchanged"
    assert told["conflicts"][0]["theirs"] == "The gates are open."


def test_another_films_copy_ends_with_4(cli: Cli, film: Path, tmp_path: Path) -> None:
    """Refused, to protect what a person wrote."""
    before = film.read_bytes()
    other = tmp_path / "other.en.srt"
    other.write_text(srt_of("Wholly different words.", "Of another film.", step=9000))
    done = cli("merge", "film.en.srt", "other.en.srt")
    assert done.returncode == 4
    assert "almost none of its cues" in done.stderr
    assert film.read_bytes() == before
