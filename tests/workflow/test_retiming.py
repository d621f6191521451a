"""`shift` and `stretch`: all tracks of a title together, and nobody's edits lost over it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from running import ENGINES
from subtitler.domain.timing import Span
from subtitler.errors import SavedMeanwhileError, UsageError
from subtitler.formats.srt import parse
from subtitler.stages.retiming import Retiming
from subtitler.workflow.commit import Commits, NewContent
from subtitler.workflow.editevents import Retimed
from subtitler.workflow.events import Event, Notice, Planned
from subtitler.workflow.job import Request
from subtitler.workflow.recueing import recue
from subtitler.workflow.retiming import retime
from subtitler.workflow.transcribing import transcribe
from translators import FakeEngines, FakeTranslator, SpyEngines, Translating, srt_of

SPEECH = ("Good morning, dear friends.", "We thank you for your work.", "The doors are open.")
LATER = Retiming(offset=Fraction(1500))
EARLIER = Retiming(offset=Fraction(-1500))
PAL = Retiming(Fraction(24000, 1001) / 25)
Retimes = Callable[..., "Retimed | None"]


@pytest.fixture
def translating(tmp_path: Path) -> Translating:
    """Translates into a folder of the test's own."""
    return Translating(tmp_path / "output")


@pytest.fixture
def retimed(translating: Translating) -> Retimes:
    """Gives a title of that folder other times."""

    def running(text: str | Path, how: Retiming, *, clip: bool = False) -> Retimed | None:
        request = Request({"output_dir": str(translating.root)})
        return retime(str(text), how, request, lambda _: None, clip=clip)

    return running


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """A bare file in English."""
    path = tmp_path / "film.en.srt"
    path.write_text(srt_of(*SPEECH), encoding="utf-8")
    return path


@pytest.fixture
def engines() -> FakeEngines:
    """Into two languages."""
    return FakeEngines(FakeTranslator(), FakeTranslator(target="fr"))


@pytest.fixture(scope="module")
def heard(media: Path, demo_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder with the transcribed discurso, in Spanish, and its translations."""
    root = tmp_path_factory.mktemp("heard") / "output"
    options = {"model": str(demo_model), "output_dir": str(root)}
    transcribe(media / "discurso.mp4", Request(options), ENGINES, lambda _: None)
    Translating(root)("discurso", "en,fr")
    return root


@pytest.fixture
def discurso(heard: Path, translating: Translating) -> Path:
    """The test's own copy of it."""
    shutil.copytree(heard, translating.root)
    return translating.root / "discurso.es.srt"


def spans(path: Path) -> list[Span]:
    return [block.span for block in parse(path.read_bytes()).blocks]


def shifted(before: list[Span], by: int) -> list[Span]:
    return [Span(span.in_time + by, span.out_time + by) for span in before]


def test_all_tracks_are_shifted_and_a_translation_finds_nothing_to_do(
    translating: Translating, retimed: Retimes, discurso: Path
) -> None:
    """Not one byte of a track changes at the next translate and cue, and nothing is sent; the way
    back gives the very same files."""
    tracks = {one: translating.root / f"discurso.{one}.srt" for one in ("es", "en", "fr")}
    first = {one: path.read_bytes() for one, path in tracks.items()}
    before = {one: spans(path) for one, path in tracks.items()}
    done = retimed("discurso", LATER)
    assert done is not None
    assert (done.outcome, sorted(done.cues)) == ("retimed", ["en", "es", "fr"])
    for one, path in tracks.items():
        assert spans(path) == shifted(before[one], 1500)
    moved = {one: path.read_bytes() for one, path in tracks.items()}
    spying = SpyEngines()
    again = translating("discurso", "en,fr", spying)
    assert [one.outcome for one in again.all] == ["unchanged", "unchanged"]
    assert spying.sent == []
    recue("discurso", Request({"output_dir": str(translating.root)}), lambda _: None)
    assert {one: path.read_bytes() for one, path in tracks.items()} == moved
    retimed("discurso", EARLIER)
    assert {one: path.read_bytes() for one, path in tracks.items()} == first


def test_a_persons_times_stay_theirs_and_nobody_elses_become_it(
    translating: Translating, retimed: Retimes, discurso: Path
) -> None:
    """In a target that a person edited before: their text and times are kept as theirs, moved;
    all else stays the machine's."""
    path = translating.root / "discurso.en.srt"
    blocks = path.read_text("utf-8").split("\n\n")
    blocks[1] += " (mine)"
    number, times, *text = blocks[3].split("\n")
    blocks[3] = "\n".join([number, times[:-3] + "999", *text])
    path.write_text("\n\n".join(blocks), "utf-8")
    edited = spans(path)
    retimed("discurso", LATER)
    assert spans(path) == shifted(edited, 1500)
    run = translating("discurso", "en")
    base = run.track("en").base
    assert base is not None
    assert sum(len(claim.shown) for claim in base.claims) == 2
    after = parse(run.srt("en")).blocks
    assert " ".join(after[1].lines).endswith("(mine)")
    assert after[3].span == shifted(edited, 1500)[3]


def test_a_stretch_sends_nothing_and_keeps_every_text(
    translating: Translating, retimed: Retimes, discurso: Path
) -> None:
    """From film to television: the source is as stretched at the next runs, targets are fitted."""
    before = spans(discurso)
    retimed("discurso", PAL)
    assert spans(discurso) == [PAL.span(span) for span in before]
    moved = discurso.read_bytes()
    spying = SpyEngines()
    run = translating("discurso", "en", spying)
    assert spying.sent == []
    assert run.failed == []
    assert discurso.read_bytes() == moved


def test_a_bare_file_is_shifted_in_its_own_place_with_history(
    translating: Translating, retimed: Retimes, film: Path, engines: FakeEngines
) -> None:
    """And its translations with it."""
    first = translating(film, "es,fr", engines)
    old = film.read_bytes()
    done = retimed("film", LATER)
    assert done is not None
    assert sorted(done.cues) == ["en", "es", "fr"]
    assert spans(film) == shifted([block.span for block in parse(old).blocks], 1500)
    versions = first.title.commits.versions()
    assert old in [one.path.read_bytes() for one in versions]
    again = translating(film, "es,fr", engines)
    assert [one.outcome for one in again.all] == ["unchanged", "unchanged"]
    assert [one.sent for one in again.all] == [0, 0]


def test_webvtt_keeps_its_form(tmp_path: Path, retimed: Retimes) -> None:
    """Header, comments, identifiers, settings and text are as they were; nothing but the history
    is kept of a file whose language nobody knows."""
    path = tmp_path / "clip.vtt"
    path.write_text(
        "WEBVTT\n\nNOTE one\n\nintro\n00:01.000 --> 00:02.000 align:start\n<i>Hi</i> &amp; you\n"
    )
    retimed(path, LATER)
    assert path.read_text() == (
        "WEBVTT\n\nNOTE one\n\nintro\n00:00:02.500 --> 00:00:03.500 align:start\n"
        "<i>Hi</i> &amp; you\n"
    )
    folder = tmp_path / "output" / ".subtitler" / "clip"
    assert sorted(one.name for one in folder.iterdir()) == ["history", "lock"]


def test_numbers_encoding_and_line_endings_stay(tmp_path: Path, retimed: Retimes) -> None:
    """Only the times are written anew."""
    path = tmp_path / "film.en.srt"
    raw = b"\xef\xbb\xbf7\r\n00:00:01,000 --> 00:00:02,000 X1:5\r\nHi \r\n\r\n\r\n9\r\n"
    path.write_bytes(raw + b"00:00:03,000 --> 00:00:04,000\r\nyou")
    retimed(path, LATER)
    assert (
        path.read_bytes()
        == raw.replace(b"01,000", b"02,500").replace(b"02,000 X", b"03,500 X")
        + b"00:00:04,500 --> 00:00:05,500\r\nyou"
    )


def test_a_time_before_zero_is_refused_and_names_the_most(retimed: Retimes, tmp_path: Path) -> None:
    """Nothing is written then; --clip cuts off at zero."""
    path = tmp_path / "film.en.srt"
    path.write_text(srt_of("One.", "Two.", times=[(700, 1200), (2000, 3000)]))
    before = path.read_bytes()
    with pytest.raises(UsageError, match="cue 1 would begin 0.800 s before zero") as error:
        retimed(path, EARLIER)
    assert "-0.700 s at most" in error.value.remedy
    assert path.read_bytes() == before
    done = retimed(path, EARLIER, clip=True)
    assert done is not None
    assert done.clipped == 1
    assert spans(path) == [Span(0, 0), Span(500, 1500)]


def test_the_first_cue_of_any_track_counts(
    translating: Translating, retimed: Retimes, tmp_path: Path, engines: FakeEngines
) -> None:
    """A target that a person made begin earlier than its source refuses the shift for all."""
    film = tmp_path / "film.en.srt"
    film.write_text(srt_of(*SPEECH, times=[(2000, 4000), (4100, 7000), (7100, 9000)]))
    translating(film, "es", engines)
    target = translating.root / "film.es.srt"
    target.write_text(target.read_text().replace("00:00:02,000 -->", "00:00:01,000 -->"))
    with pytest.raises(UsageError, match=r"film\.es\.srt: cue 1"):
        retimed("film", EARLIER)
    assert spans(film)[0] == Span(2000, 4000)


def test_times_that_ran_backwards_are_told(translating: Translating, tmp_path: Path) -> None:
    """Such a cue keeps its in-time, moved, and its text; its out-time was none."""
    path = tmp_path / "film.en.srt"
    path.write_text("1\n00:00:05,000 --> 00:00:04,000\nOne.\n")
    told: list[Event] = []
    retime(str(path), LATER, Request({"output_dir": str(translating.root)}), told.append)
    assert path.read_text() == "1\n00:00:06,500 --> 00:00:06,500\nOne.\n"
    assert ["ran backwards" in one.text for one in told if isinstance(one, Notice)] == [True]


def test_times_beyond_100_hours_are_refused(retimed: Retimes, film: Path) -> None:
    """No SRT holds them."""
    with pytest.raises(UsageError, match="100 hours"):
        retimed(film, Retiming(offset=Fraction(360_000_000)))


def test_a_dry_run_shows_every_track_and_writes_nothing(
    translating: Translating, retimed: Retimes, film: Path, engines: FakeEngines
) -> None:
    """One diff a track."""
    translating(film, "es", engines)
    files = [film, translating.root / "film.es.srt"]
    before = [one.read_bytes() for one in files]
    told: list[Event] = []
    request = Request({"output_dir": str(translating.root)}, dry_run=True)
    assert retime("film", LATER, request, told.append) is None
    plans = [one for one in told if isinstance(one, Planned)]
    assert [one.language for one in plans] == ["en", "es"]
    assert all("+00:00:01,500 -->" in one.diff for one in plans)
    assert [one.read_bytes() for one in files] == before


def test_no_shift_at_all_changes_nothing(retimed: Retimes, film: Path) -> None:
    """It says so."""
    before = film.read_bytes()
    done = retimed(film, Retiming())
    assert done is not None
    assert (done.outcome, done.files) == ("unchanged", ())
    assert film.read_bytes() == before


def test_a_target_without_a_record_is_shifted_too(
    translating: Translating, retimed: Retimes, film: Path, engines: FakeEngines
) -> None:
    """Its file alone: nothing is known of it."""
    run = translating(film, "es", engines)
    target = run.title.srt("es")
    before = spans(target)
    run.title.track("es").unlink()
    retimed("film", LATER)
    assert spans(target) == shifted(before, 1500)
    assert not run.title.track("es").exists()


def test_a_file_of_another_title_stays(
    translating: Translating, retimed: Retimes, film: Path, engines: FakeEngines
) -> None:
    """film.2 is no track of film; nor is a neighbour of a bare file that nothing is known of."""
    other = film.parent / "film.fr.srt"
    other.write_text(srt_of("Bonjour."))
    request = Request({"output_dir": str(film.parent)})
    retime(str(film), LATER, request, lambda _: None)
    assert spans(other) == [Span(0, 3000)]
    translating(film, "es", engines)
    second = translating.root / "film.2.es.srt"
    second.write_text(srt_of("Hola."))
    retimed("film", LATER)
    assert spans(second) == [Span(0, 3000)]


def test_findings_at_cues_move_with_them(
    translating: Translating, retimed: Retimes, film: Path
) -> None:
    """Those of a target that are stored."""
    slow = FakeTranslator(script=lambda text, _: [" ".join([text] * 6)])
    run = translating(film, "es", FakeEngines(slow))
    before = [one for one in run.done.findings if one.cue is not None]
    assert before
    retimed("film", LATER)
    after = [one for one in run.title.read_findings().findings["es"] if one.cue is not None]
    assert [one.span for one in after] == shifted([one.span for one in before], 1500)


def test_a_track_saved_meanwhile_is_read_again_and_no_track_is_shifted_twice(
    translating: Translating,
    retimed: Retimes,
    film: Path,
    engines: FakeEngines,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A person saves the source just before it is written: their edit is in the shifted file, and
    the target that was written before that is not shifted again."""
    translating(film, "es", engines)
    target = translating.root / "film.es.srt"
    sources, targets = spans(film), spans(target)
    commit, saves = Commits.commit, [1]

    def saving(self: Commits, contents: list[NewContent]) -> None:
        if saves and saves.pop():
            film.write_text(film.read_text().replace("dear friends", "dear guests"))
        commit(self, contents)

    monkeypatch.setattr(Commits, "commit", saving)
    retimed("film", LATER)
    assert "dear guests" in film.read_text()
    assert spans(film) == shifted(sources, 1500)
    assert spans(target) == shifted(targets, 1500)


def test_a_person_who_saves_on_and_on_is_told_what_is_done(
    translating: Translating,
    retimed: Retimes,
    film: Path,
    engines: FakeEngines,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """After five times the command ends, naming the tracks that have their new times."""
    translating(film, "es", engines)
    commit = Commits.commit

    def saving(self: Commits, contents: list[NewContent]) -> None:
        film.write_text(film.read_text() + "\n")
        commit(self, contents)

    monkeypatch.setattr(Commits, "commit", saving)
    with pytest.raises(SavedMeanwhileError) as error:
        retimed("film", LATER)
    assert "new times: es" in error.value.remedy


def test_the_source_must_be_there(
    translating: Translating, retimed: Retimes, film: Path, engines: FakeEngines
) -> None:
    """Nothing is shifted without it; an unknown title names those that there are."""
    translating(film, "es", engines)
    film.unlink()
    before = (translating.root / "film.es.srt").read_bytes()
    with pytest.raises(UsageError, match="not there"):
        retimed("film", LATER)
    with pytest.raises(UsageError, match="no title 'other'"):
        retimed("other", LATER)
    assert (translating.root / "film.es.srt").read_bytes() == before
