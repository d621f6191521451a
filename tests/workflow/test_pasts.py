"""`history` and `restore`: what was ever replaced is there, and comes back byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from subtitler.errors import UsageError
from subtitler.workflow.editevents import HistoryTold, Restored
from subtitler.workflow.events import Planned
from subtitler.workflow.job import Request
from subtitler.workflow.pasts import history, restore
from subtitler.workflow.workspace import TitleFolder
from translators import FakeEngines, FakeTranslator, Translating, srt_of

SPEECH = ("Good morning, dear friends.", "We thank you for your work.", "The doors are open.")


@pytest.fixture
def translating(tmp_path: Path) -> Translating:
    """Translates into a folder of the test's own."""
    return Translating(tmp_path / "output")


@pytest.fixture
def request_(tmp_path: Path) -> Request:
    """What a person asks for in that folder."""
    return Request({"output_dir": str(tmp_path / "output")})


@pytest.fixture
def film(tmp_path: Path, translating: Translating) -> Path:
    """A bare file whose translation was replaced once."""
    path = tmp_path / "film.en.srt"
    path.write_text(srt_of(*SPEECH), encoding="utf-8")
    translating(path, "es", FakeEngines(FakeTranslator()))
    path.write_text(path.read_text().replace("friends", "guests"))
    translating(path, "es", FakeEngines(FakeTranslator()))
    return path


def put_back(title: str | Path, number: int, request: Request) -> Restored:
    done = restore(str(title), number, request)
    assert isinstance(done, Restored)
    return done


def told(title: str | Path, request: Request, language: str | None = None) -> HistoryTold:
    return history(str(title), request, language)


def test_every_replaced_version_is_listed(film: Path, request_: Request) -> None:
    """With its number, time, language, cues and size, whatever names the title."""
    (one,) = told("film", request_).versions
    assert (one.number, one.language, one.name, one.cues) == (1, "es", "film.es.srt", 3)
    assert one.size > 100
    assert len(one.when) == len("2026-01-14 14:58:22")
    assert not one.current
    for name in (film, film.parent / "output" / "film.es.srt", "film.es.srt"):
        assert told(name, request_).versions == (one,)


def test_a_version_comes_back_and_what_stood_there_is_kept(film: Path, request_: Request) -> None:
    """Byte for byte, there and back: nothing is ever deleted."""
    target = film.parent / "output" / "film.es.srt"
    now = target.read_bytes()
    records = (film.parent / "output/.subtitler/film/es.json").read_bytes()
    done = put_back("film", 1, request_)
    assert (done.outcome, done.language) == ("restored", "es")
    assert b"friendso" in target.read_bytes()
    assert (film.parent / "output/.subtitler/film/es.json").read_bytes() == records
    first, second = told("film", request_).versions
    assert (first.current, second.current) == (True, False)
    put_back("film", 2, request_)
    assert target.read_bytes() == now


def test_what_was_restored_counts_as_a_persons(
    film: Path, request_: Request, translating: Translating
) -> None:
    """The next translate does not undo it."""
    put_back("film", 1, request_)
    run = translating(film, "es", FakeEngines(FakeTranslator()))
    assert "friendso" in run.text()


def test_what_stands_there_is_not_written_again(film: Path, request_: Request) -> None:
    """It says so, and no version is added."""
    put_back("film", 1, request_)
    assert put_back("film", 1, request_).outcome == "unchanged"
    assert len(told("film", request_).versions) == 2


@pytest.mark.parametrize("number", [0, -1, 2, 99])
def test_an_unknown_version_is_refused_with_the_range(
    film: Path, request_: Request, number: int
) -> None:
    """Exit code 2."""
    with pytest.raises(UsageError, match="there is version 1"):
        restore("film", number, request_)
    put_back("film", 1, request_)
    with pytest.raises(UsageError, match="1 to 2"):
        restore("film", 99, request_)


def test_a_title_without_versions_says_so(translating: Translating, request_: Request) -> None:
    """An empty history is no fault; there is nothing to restore."""
    path = translating.root.parent / "new.en.srt"
    path.write_text(srt_of("Hello."))
    assert told(path, request_).versions == ()
    with pytest.raises(UsageError, match="none is kept yet"):
        restore(str(path), 1, request_)
    with pytest.raises(UsageError, match="no title 'nobody'"):
        history("nobody", request_)


def test_a_dry_run_shows_the_difference_alone(film: Path, request_: Request) -> None:
    """And writes nothing."""
    target = film.parent / "output" / "film.es.srt"
    before = target.read_bytes()
    plan = restore("film", 1, Request(request_.options, dry_run=True))
    assert isinstance(plan, Planned)
    assert (plan.language, plan.cues) == ("es", 3)
    assert any(line.startswith("+") and "friendso" in line for line in plan.diff.splitlines())
    assert target.read_bytes() == before
    assert len(told("film", request_).versions) == 1


def test_a_bare_source_is_restored_in_its_own_place(film: Path, request_: Request) -> None:
    """Where it lies, not in the output folder."""
    title = TitleFolder(film.parent / "output", "film")
    old = film.read_bytes()
    with title.locked():
        title.commits.keep(film)
    film.write_text(srt_of("Something else."))
    done = put_back("film", 2, request_)
    assert film.read_bytes() == old
    assert Path(done.file) == film
    assert not (film.parent / "output" / "film.en.srt").exists()


def test_a_track_that_is_gone_comes_back_without_its_record(film: Path, request_: Request) -> None:
    """The file deleted, its record deleted or damaged: the version is there all the same."""
    target = film.parent / "output" / "film.es.srt"
    target.unlink()
    (film.parent / "output/.subtitler/film/es.json").unlink()
    (film.parent / "output/.subtitler/film/source.json").write_text("{")
    assert put_back("film", 1, request_).outcome == "restored"
    assert b"friendso" in target.read_bytes()


def test_numbers_stay_with_a_language_asked_for(film: Path, request_: Request) -> None:
    """A version's number is its place among all of them."""
    title = TitleFolder(film.parent / "output", "film")
    with title.locked():
        title.commits.keep(film)
    assert [one.number for one in told("film", request_, "en").versions] == [2]
    assert [one.number for one in told("film", request_, "es").versions] == [1]
    assert told("film", request_, "fr").versions == ()
    with pytest.raises(UsageError):
        told("film", request_, "no language")


def test_what_is_no_subtitle_file_is_listed_too(film: Path, request_: Request) -> None:
    """Somebody saved a binary file over a track: it was kept, and can be had again."""
    title = TitleFolder(film.parent / "output", "film")
    target = title.srt("es")
    raw = bytes(range(256))
    target.write_bytes(raw)
    put_back("film", 1, request_)
    last = told("film", request_).versions[-1]
    assert last.cues is None
    put_back("film", last.number, request_)
    assert target.read_bytes() == raw
