"""`subtitler status` and `subtitler approve` as a person meets them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from wcwidth import wcswidth

from reviewed import CUES, Film

Cli = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """Runs the command beside the output folder."""

    def running(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "subtitler", *words],
            cwd=tmp_path,
            env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
            capture_output=True,
            encoding="utf-8",
            timeout=100,
            check=False,
        )

    return running


@pytest.fixture
def film(tmp_path: Path) -> Film:
    """Translated once."""
    return Film.made(tmp_path)


@pytest.mark.usefixtures("film")
def test_approve_then_status_tells_it(cli: Cli) -> None:
    """In words, and as JSON."""
    done = cli("approve", "film", "--lang", "es", "--cues", "1,3-4")
    assert done.returncode == 0, done.stderr
    assert f"es         3 of {len(CUES)} cues approved" in done.stdout
    done = cli("approve", "film", "--lang", "es", "--cues", "1-2")
    assert f"2 of {len(CUES)} cues approved, 1 of them before" in done.stdout
    told = json.loads(cli("status", "film", "--json").stdout)
    assert told["event"] == "status"
    es = next(one for one in told["titles"][0]["tracks"] if one["language"] == "es")
    assert (es["cues"], es["approved"]) == (len(CUES), 4)


@pytest.mark.usefixtures("film")
def test_a_dry_run_lists_cues(cli: Cli) -> None:
    """Number, time and text of each; --json has the same."""
    done = cli("approve", "film", "--lang", "fr", "--cues", "4", "--dry-run")
    assert "nothing written" in done.stdout
    assert "    4   0:09.300  Theo doorso areo openo." in done.stdout
    told = json.loads(
        cli("approve", "film", "--lang", "fr", "--cues", "4", "--dry-run", "--json").stdout
    )
    assert told["event"] == "approved"
    assert told["dry_run"] is True
    assert [one["text"] for one in told["tracks"][0]["new"]] == ["Theo doorso areo openo."]


@pytest.mark.usefixtures("film")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["approve", "film"], "nothing says what is approved"),
        (["approve", "film", "--all-clean", "--cues", "1", "--lang", "es"], "do not go together"),
        (["approve", "film", "--cues", "1"], "numbers in one track"),
        (["approve", "film", "--cues", "7", "--lang", "es"], "there is no cue 7"),
        (["approve", "none", "--all-clean"], "there is no title 'none'"),
        (["status", "none"], "there is no title 'none'"),
        (["status", "film", "--style", "none"], "there is no style 'none'"),
    ],
)
def test_wrong_use_is_exit_2(cli: Cli, words: list[str], told: str) -> None:
    """With what is wrong."""
    done = cli(*words)
    assert done.returncode == 2, done.stderr
    assert told in done.stderr


def test_an_empty_folder_is_no_fault(cli: Cli) -> None:
    """It says so."""
    done = cli("status")
    assert done.returncode == 0
    assert done.stdout == "output: there is no title yet; subtitler transcribe makes one\n"


def test_columns_line_up(film: Film, cli: Cli) -> None:
    """Whatever the titles are made of, in every terminal; a title that is too long has a line of
    its own."""
    for name in ("映画の題名", "e\u0301te\u0301", "a" * 60):
        shutil.copytree(film.title.folder, film.root / ".subtitler" / name)
        for language in ("es", "fr"):
            shutil.copy(film.srt(language), film.root / f"{name}.{language}.srt")
    for width in (200, 100, 60, 20):
        lines = cli("status", COLUMNS=str(width)).stdout.splitlines()
        place = lines[0].index(" lang ") + 1
        tags = {"en*", "es", "fr"}
        rows = [line for line in lines if len(line.split()) >= 10 and tags & set(line.split()[:2])]
        assert len(rows) == 12
        for row in rows:
            tag = next(one for one in row.split()[:2] if one in tags)
            assert wcswidth(row[: row.index(f" {tag} ") + 1]) == place, (width, row)
            assert wcswidth(row) == len(lines[0])
        alone = [line for line in lines if line == "a" * 60]
        assert len(alone) == (width < 200)


def test_a_title_that_cannot_be_read_is_exit_1(film: Film, cli: Cli) -> None:
    """The others are told."""
    shutil.copytree(film.title.folder, film.root / ".subtitler" / "other")
    film.title.source.write_bytes(b'{"schema": 99}')
    done = cli("status")
    assert done.returncode == 1
    assert "cannot be read" in done.stdout
    assert "other" in done.stdout


@pytest.mark.usefixtures("film")
def test_the_next_command_can_be_run(cli: Cli) -> None:
    """As it is told."""
    told = json.loads(cli("status", "--json").stdout)
    command = told["titles"][0]["next"].split()
    assert command[0] == "subtitler"
    assert cli(*command[1:]).returncode in {0, 1}


@pytest.mark.usefixtures("film")
def test_quiet_tells_nothing(cli: Cli) -> None:
    """Only failures."""
    assert cli("status", "--quiet").stdout == ""
    assert cli("approve", "film", "--all-clean", "--quiet").stdout == ""
