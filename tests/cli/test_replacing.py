"""`--replace`, `--yes`, `--adopt` and `--dry-run`, as a person types them."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from argos_fixtures import PACKAGES
from subtitler.cli import app as cli
from subtitler.errors import RefusedError
from translators import srt_of


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with one bare subtitle file, and it is the current one."""
    monkeypatch.chdir(tmp_path)
    text = srt_of("Good morning.", "We thank you for your work.")
    (tmp_path / "film.en.srt").write_text(text, encoding="utf-8")
    return tmp_path


def translate(*options: str) -> Result:
    """One `subtitler translate`, with no terminal."""
    words = ["translate", "film.en.srt", "--to", "es", "--packages", str(PACKAGES), *options]
    return CliRunner().invoke(cli.app, words)


def edited(folder: Path) -> bytes:
    """The target after a person changed it."""
    path = folder / "output" / "film.es.srt"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\n", "\n¡", 3).replace("¡", "", 2), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != text
    return path.read_bytes()


def test_replacing_edits_needs_a_yes_without_a_terminal(folder: Path) -> None:
    """Refused with what would go; where nobody edited, --replace asks nothing."""
    assert translate().exit_code == 0
    assert translate("--replace").exit_code == 0
    before = edited(folder)
    refused = translate("--replace")
    assert isinstance(refused.exception, RefusedError) or "--yes" in refused.output
    assert (folder / "output" / "film.es.srt").read_bytes() == before
    assert translate("--replace", "--yes").exit_code == 0
    assert (folder / "output" / "film.es.srt").read_bytes() != before
    history = folder / "output" / ".subtitler" / "film" / "history"
    assert before in [one.read_bytes() for one in history.iterdir()]


def test_a_dry_run_shows_a_diff_and_writes_nothing(folder: Path) -> None:
    """Neither SRT nor record; and says so where nothing would change."""
    first = translate("--dry-run")
    assert first.exit_code == 0
    assert "+++ " in first.output
    assert not (folder / "output" / "film.es.srt").exists()
    assert not (folder / "output" / ".subtitler" / "film" / "es.json").exists()
    translate()
    edited(folder)
    (folder / "film.en.srt").write_text(srt_of("Good morning.", "Thank you."), encoding="utf-8")
    plan = translate("--dry-run")
    assert "\n-We thank" not in plan.output
    assert "\n@@ " in plan.output
    translate()
    assert (
        "nothing would change; 2 cues, 1 of them as you left them" in translate("--dry-run").output
    )


def test_another_films_file_is_refused_and_adopted(folder: Path) -> None:
    """Under 30 % of its cues known: exit 4; --adopt takes it as new, and nothing in it changes."""
    translate()
    path = folder / "output" / "film.es.srt"
    path.write_text(
        srt_of(
            "Otra película.",
            "Otra cosa.",
            "Y otra.",
            times=[(50_000 + at * 9000, 52_000 + at * 9000) for at in range(3)],
        ),
        encoding="utf-8",
    )
    before = path.read_bytes()
    refused = translate()
    assert refused.exit_code == 4
    assert "--adopt" in refused.output
    assert translate("--adopt").exit_code == 0
    assert path.read_bytes() == before
    assert translate().exit_code == 0
    assert path.read_bytes() == before


def test_another_film_in_the_sources_place(folder: Path) -> None:
    """Refused by all that would build on it, and told by status; --adopt takes it as new."""
    translate()
    path = folder / "film.en.srt"
    times = [(40_000 + at * 7000, 43_000 + at * 7000) for at in range(4)]
    path.write_text(
        srt_of("Another film.", "It has nothing.", "Of the first.", "At all.", times=times),
        encoding="utf-8",
    )
    before = path.read_bytes()
    target = (folder / "output" / "film.es.srt").read_bytes()
    for words in (
        ["approve", "film", "--all-clean"],
        ["shift", "film", "+1"],
        ["check", "film", "--fix", "--edited"],
    ):
        ended = CliRunner().invoke(cli.app, words)
        assert isinstance(ended.exception, RefusedError) or ended.exit_code == 4, words
    assert translate().exit_code == 4
    told = CliRunner().invoke(cli.app, ["status"])
    assert "almost none of its cues" in told.output
    assert path.read_bytes() == before
    assert (folder / "output" / "film.es.srt").read_bytes() == target
    assert translate("--adopt").exit_code == 0
    assert path.read_bytes() == before
    assert translate().exit_code == 0
