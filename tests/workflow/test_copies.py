"""`merge`: a second person's copy, and no text of either person lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from running import ENGINES
from subtitler.domain.edit import Claim
from subtitler.errors import RecordError, RefusedError, UsageError
from subtitler.formats.records import TRACK
from subtitler.formats.srt import parse
from subtitler.workflow.approvals import text_digest
from subtitler.workflow.copies import merge_copy
from subtitler.workflow.editevents import CopyMerged
from subtitler.workflow.events import Event, Planned
from subtitler.workflow.job import Request
from subtitler.workflow.recueing import recue
from subtitler.workflow.transcribing import transcribe
from subtitler.workflow.workspace import TitleFolder
from translators import FakeEngines, FakeTranslator, Translating, TranslationRun, srt_of

SPEECH = (
    "Good morning, dear friends.",
    "We thank you for your work.",
    "The doors are open.",
    "Come and see our garden.",
)
Merges = Callable[..., CopyMerged]


@pytest.fixture
def translating(tmp_path: Path) -> Translating:
    """Translates into a folder of the test's own."""
    return Translating(tmp_path / "output")


@pytest.fixture
def merged(translating: Translating) -> Merges:
    """Merges a copy into a title of that folder."""

    def running(
        text: str | Path,
        copy: Path,
        language: str | None = None,
        told: list[Event] | None = None,
        **options: bool,
    ) -> CopyMerged:
        request = Request({"output_dir": str(translating.root)}, **options)  # type: ignore[arg-type]
        report = told.append if told is not None else lambda _: None
        return merge_copy(str(text), str(copy), request, report, language)

    return running


@pytest.fixture(scope="module")
def heard(media: Path, demo_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder with the transcribed discurso, which is in Spanish."""
    root = tmp_path_factory.mktemp("heard") / "output"
    options = {"model": str(demo_model), "output_dir": str(root)}
    transcribe(media / "discurso.mp4", Request(options), ENGINES, lambda _: None)
    return root


@pytest.fixture
def discurso(heard: Path, translating: Translating) -> Path:
    """The test's own copy of its SRT."""
    shutil.copytree(heard, translating.root)
    return translating.root / "discurso.es.srt"


@pytest.fixture
def film(tmp_path: Path, translating: Translating) -> Path:
    """A bare file in English, translated into Spanish."""
    path = tmp_path / "film.en.srt"
    path.write_text(srt_of(*SPEECH), encoding="utf-8")
    translated(translating, path)
    return path


def translated(translating: Translating, path: Path) -> TranslationRun:
    return translating(path, "es", FakeEngines(FakeTranslator()))


def edited(path: Path, copy: Path, *changes: tuple[str, str]) -> Path:
    """A copy with other words."""
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    copy.write_text(text, "utf-8", newline="\n")
    return copy


def texts(path: Path) -> list[str]:
    return [" ".join(block.lines) for block in parse(path.read_bytes()).blocks]


def test_a_transcribed_track_takes_what_only_the_second_person_changed(
    discurso: Path, merged: Merges, tmp_path: Path, translating: Translating
) -> None:
    """What both changed stays ours, with theirs as a suggestion in the record; blocks that nobody
    changed are byte for byte; the next cue run keeps all of it."""
    blocks = discurso.read_text("utf-8").split("\n\n")
    theirs = [*blocks]
    theirs[0] += " (hers)"
    theirs[1] += " (hers)"
    del theirs[4]
    copy = tmp_path / "mary.es.srt"
    copy.write_bytes("\n\n".join(theirs).replace("\n", "\r\n").encode("utf-8-sig"))
    ours = [*blocks]
    ours[1] += " (mine)"
    discurso.write_text("\n\n".join(ours), "utf-8")
    done = merged("discurso", copy)
    assert (done.outcome, done.language, done.taken, done.removed) == ("merged", "es", 1, 2)
    (conflict,) = done.conflicts
    assert conflict.number == 2
    assert conflict.ours.endswith("(mine)")
    assert conflict.theirs.endswith("(hers)")
    raw = discurso.read_bytes()
    assert raw.count(b"(hers)") == raw.count(b"(mine)") == 1
    assert b"\r" not in raw
    assert len(parse(raw).blocks) == len(blocks) - 1
    recue("discurso", Request({"output_dir": str(translating.root)}), lambda _: None)
    assert discurso.read_bytes() == raw
    claims = _claims(TitleFolder(translating.root, "discurso"), "es")
    assert [one.second for one in claims if one.second] == [conflict.theirs]


def _claims(title: TitleFolder, language: str) -> tuple[Claim, ...]:
    record = title.read_track(language)
    assert record is not None
    assert record.base is not None
    return record.base.claims


def test_a_second_merge_changes_nothing_and_lists_what_is_open(
    discurso: Path, merged: Merges, tmp_path: Path
) -> None:
    """Nobody has looked at the conflict since."""
    words = texts(discurso)[1].split()[0]
    copy = edited(discurso, tmp_path / "mary.es.srt", (words, "Ella"))
    edited(discurso, discurso, (words, "Yo"))
    first = merged("discurso", copy)
    before = discurso.read_bytes()
    again = merged("discurso", copy)
    assert again.outcome == "unchanged"
    assert again.conflicts == first.conflicts
    assert discurso.read_bytes() == before


def test_a_bare_source_is_merged_over_what_was_read_of_it_last(
    film: Path, merged: Merges, tmp_path: Path, translating: Translating
) -> None:
    """In its own place; the translation follows at the next run."""
    copy = edited(film, tmp_path / "mary.en.srt", ("friends", "guests"), ("doors", "gates"))
    edited(film, film, ("doors", "windows"))
    done = merged("film", copy)
    assert (done.taken, len(done.conflicts)) == (1, 1)
    assert texts(film)[0] == "Good morning, dear guests."
    assert texts(film)[2] == "The windows are open."
    run = translated(translating, film)
    assert "guestso" in run.text()
    assert "windowso" in run.text()


def test_without_a_record_nothing_of_ours_gives_way(tmp_path: Path, merged: Merges) -> None:
    """Nobody knows who changed what: what differs is listed, what is added is taken."""
    ours = tmp_path / "film.en.srt"
    ours.write_text(srt_of(*SPEECH))
    copy = tmp_path / "mary.en.srt"
    copy.write_text(srt_of(*SPEECH, "A new one.").replace("friends", "guests"))
    done = merged(ours, copy)
    assert (done.cues, done.taken, done.removed) == (5, 1, 0)
    assert [one.theirs for one in done.conflicts] == ["Good morning, dear guests."]
    assert texts(ours) == [*SPEECH, "A new one."]


def test_a_target_is_merged_and_stays_linked(
    film: Path, merged: Merges, tmp_path: Path, translating: Translating
) -> None:
    """What is taken counts as a person's at the next translate, which sends nothing."""
    target = translating.root / "film.es.srt"
    copy = edited(target, tmp_path / "mary.es.srt", ("friendso", "amigos"), ("doorso", "puertas"))
    edited(target, target, ("doorso", "ventanas"))
    done = merged("film", copy)
    assert (done.language, done.taken, done.recorded) == ("es", 1, True)
    assert [one.ours for one in done.conflicts] == [texts(target)[2]]
    after = target.read_bytes()
    run = translated(translating, film)
    assert run.done.sent == 0
    assert target.read_bytes() == after
    assert "amigos" in run.text()
    assert "ventanas" in run.text()


def test_an_approved_cue_stays_and_the_copys_text_is_listed(
    film: Path, merged: Merges, tmp_path: Path, translating: Translating
) -> None:
    """Approved as the machine wrote it: ours. The approval holds afterwards; another that was not
    touched is the machine's as before."""
    title = TitleFolder(translating.root, "film")
    record = title.read_track("es")
    assert record is not None
    approved = record.cues[:2]
    approvals = {cue.id: text_digest(cue) for cue in approved}
    title.track("es").write_bytes(TRACK.compose(replace(record, approvals=approvals)))
    target = title.srt("es")
    before = target.read_bytes()
    copy = edited(target, tmp_path / "mary.es.srt", ("friendso", "amigos"))
    done = merged("film", copy)
    assert target.read_bytes() == before
    assert done.taken == 0
    assert [one.number for one in done.conflicts] == [1]
    assert "amigos" in done.conflicts[0].theirs
    now = title.read_track("es")
    assert now is not None
    assert now.approvals == approvals
    assert now.base is not None
    assert len(now.base.claims) == 1
    assert translated(translating, film).srt() == before


def test_the_language_comes_from_the_option_or_the_name(
    film: Path, merged: Merges, tmp_path: Path, translating: Translating
) -> None:
    """Of several tracks one must be named; a language that there is no track in is refused."""
    target = translating.root / "film.es.srt"
    copy = edited(target, tmp_path / "mary.srt", ("friendso", "amigos"))
    with pytest.raises(UsageError, match="does not say which track") as error:
        merged("film", copy)
    assert "en, es" in error.value.remedy
    with pytest.raises(UsageError, match="no track in de"):
        merged("film", copy, "de")
    with pytest.raises(UsageError, match="no track in fr"):
        merged("film", edited(copy, tmp_path / "mary.fr.srt"))
    assert merged("film", copy, "es").taken == 1


def test_the_only_track_needs_no_name(tmp_path: Path, merged: Merges) -> None:
    """A bare file whose language nobody told, and a copy of it: no records are made."""
    ours = tmp_path / "clip.vtt"
    ours.write_text("WEBVTT\n\none\n00:01.000 --> 00:02.000\nHello there\n")
    copy = tmp_path / "theirs.srt"
    copy.write_text(srt_of("Hello there", "And <more>", times=[(1000, 2000), (5000, 6000)]))
    done = merged(ours, copy)
    assert (done.language, done.taken, done.recorded) == ("und", 1, False)
    assert ours.read_text() == (
        "WEBVTT\n\none\n00:01.000 --> 00:02.000\nHello there\n\n"
        "00:00:05.000 --> 00:00:06.000\nAnd &lt;more&gt;\n"
    )


def test_another_films_copy_is_refused(
    film: Path, merged: Merges, tmp_path: Path, translating: Translating
) -> None:
    """And another language's at the same times; neither is written."""
    before = film.read_bytes()
    other = tmp_path / "other.en.srt"
    other.write_text(srt_of("Wholly different words.", "Of another film.", "With no garden."))
    with pytest.raises(RefusedError, match="almost none"):
        merged("film", other)
    spanish = tmp_path / "spanish.srt"
    spanish.write_text(srt_of("Buenos días, amigos.", "Gracias.", "Las puertas.", "El jardín."))
    with pytest.raises(RefusedError, match="another language"):
        merged("film", spanish, "en")
    assert film.read_bytes() == before


def test_a_copy_that_cannot_be_one_is_refused(film: Path, merged: Merges, tmp_path: Path) -> None:
    """Not there, without a cue, no text, and the track itself, by whatever path."""
    with pytest.raises(UsageError, match="no such file"):
        merged("film", tmp_path / "none.en.srt")
    empty = tmp_path / "empty.en.srt"
    empty.write_text("")
    with pytest.raises(UsageError, match="no cue"):
        merged("film", empty)
    binary = tmp_path / "binary.en.srt"
    binary.write_bytes(bytes(range(256)))
    with pytest.raises(RecordError, match="binary"):
        merged("film", binary)
    with pytest.raises(UsageError, match="the track itself"):
        merged("film", tmp_path / "output" / ".." / "film.en.srt")


def test_a_track_that_is_not_there_cannot_take_a_copy(
    film: Path, merged: Merges, tmp_path: Path
) -> None:
    """The error says what brings it back."""
    copy = edited(film, tmp_path / "mary.en.srt", ("friends", "guests"))
    film.unlink()
    with pytest.raises(UsageError, match="not there") as error:
        merged("film", copy)
    assert "restore" in error.value.remedy


def test_a_copy_in_another_encoding_is_written_in_ours(tmp_path: Path, merged: Merges) -> None:
    """Latin 1 here, UTF-16 there."""
    ours = tmp_path / "film.fr.srt"
    speech = ("Voilà le café près de l'hôtel.", "Où êtes-vous allés cet été ?", "Très bien.")
    ours.write_bytes(srt_of(*speech).encode("cp1252"))
    copy = tmp_path / "marie.fr.srt"
    copy.write_bytes(srt_of(*speech, "Ça va, mon élève ?").encode("utf-16"))
    merged(ours, copy)
    assert "Ça va, mon élève ?".encode("cp1252") in ours.read_bytes()
    assert srt_of(*speech).encode("cp1252").strip() in ours.read_bytes()


def test_a_dry_run_shows_the_plan_and_writes_nothing(
    film: Path, merged: Merges, tmp_path: Path
) -> None:
    """The diff, and the conflicts."""
    copy = edited(film, tmp_path / "mary.en.srt", ("friends", "guests"), ("doors", "gates"))
    edited(film, film, ("doors", "windows"))
    before = film.read_bytes()
    told: list[Event] = []
    done = merged("film", copy, told=told, dry_run=True)
    (plan,) = [one for one in told if isinstance(one, Planned)]
    assert "+Good morning, dear guests." in plan.diff
    assert (done.outcome, len(done.conflicts)) == ("planned", 1)
    assert film.read_bytes() == before


def test_a_target_without_a_record_loses_nothing(
    film: Path, merged: Merges, tmp_path: Path, translating: Translating
) -> None:
    """Its suggestions cannot be kept, and that is told."""
    TitleFolder(translating.root, "film").track("es").write_text("{")
    target = translating.root / "film.es.srt"
    before = texts(target)
    copy = edited(target, tmp_path / "mary.es.srt", ("friendso", "amigos"))
    done = merged("film", copy)
    assert (done.taken, len(done.conflicts), done.recorded) == (0, 1, False)
    assert texts(target) == before
