"""The whole way from a source SRT to target SRTs: with the demo packages, and with an engine that
says what a test wants."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from argos_fixtures import package
from running import ENGINES
from subtitler.domain.finding import Severity
from subtitler.errors import InterruptedRunError, UsageError
from subtitler.formats.srt import parse
from subtitler.ports import TRANSLATION_BATCH
from subtitler.workflow.events import TranslationProgress
from subtitler.workflow.job import Request
from subtitler.workflow.transcribing import transcribe
from translators import (
    FakeEngines,
    FakeTranslator,
    SpyEngines,
    Translating,
    aligned,
    srt_of,
    wordy,
)

SPEECH = ("Good morning, dear friends.", "We thank you for your work.", "The doors are open.")


@pytest.fixture
def translating(tmp_path: Path) -> Translating:
    """Translates into a folder of the test's own."""
    return Translating(tmp_path / "output")


@pytest.fixture
def film(tmp_path: Path) -> Callable[..., Path]:
    """Writes a bare subtitle file."""

    def writing(*cues: str, name: str = "film.en.srt", **options: Any) -> Path:
        path = tmp_path / name
        path.write_text(srt_of(*(cues or SPEECH), **options), encoding="utf-8")
        return path

    return writing


@pytest.fixture
def keynote(media: Path, tmp_path: Path) -> Path:
    """The keynote's truth, a sentence a cue, as a bare file."""
    return Path(shutil.copy(media / "keynote.truth.srt", tmp_path / "keynote.en.srt"))


@pytest.fixture(scope="module")
def heard(media: Path, demo_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder with the transcribed discurso, which is in Spanish."""
    root = tmp_path_factory.mktemp("heard") / "output"
    options = {"model": str(demo_model), "output_dir": str(root)}
    transcribe(media / "discurso.mp4", Request(options), ENGINES, lambda _: None)
    return root


@pytest.fixture
def discurso(heard: Path, translating: Translating) -> Path:
    """The discurso's SRT in the test's own output folder."""
    shutil.copytree(heard, translating.root)
    return translating.root / "discurso.es.srt"


def texts(path: Path) -> list[str]:
    """What each cue says, in one line."""
    return [" ".join(block.lines) for block in parse(path.read_bytes()).blocks]


def squeezed(text: str) -> str:
    return "".join(text.split())


def files_below(folder: Path) -> dict[str, bytes]:
    """Every file with its content, but for the lock and the summary."""
    besides = {"lock", "status.json"}
    found = [one for one in folder.rglob("*") if one.is_file() and one.name not in besides]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def test_a_title_becomes_tracks_in_two_languages(
    translating: Translating, discurso: Path, media: Path
) -> None:
    """SRTs, records and findings for both; what the reference says is what is shown; the source
    stays as it is."""
    before = discurso.read_bytes()
    made = translating("discurso", "en,fr")
    assert made.codes == []
    assert discurso.read_bytes() == before
    for language in ("en", "fr"):
        wanted = set(" ".join(texts(media / f"discurso.truth.{language}.srt")).split())
        said = made.text(language).split()
        assert len(wanted & set(said)) > 0.85 * len(wanted), language
        assert made.track(language).language == language
        assert language in made.title.read_findings().findings
    assert not list((made.title.folder / "journal").iterdir())
    assert [(one.source, one.language, one.outcome) for one in made.all] == [
        ("es", "en", "translated"),
        ("es", "fr", "translated"),
    ]
    assert {"source", "sentences", "model", "translation", "fitting", "files"} <= set(
        made.all[0].seconds
    )


def test_a_second_run_changes_nothing_and_asks_nothing(
    translating: Translating, keynote: Path
) -> None:
    """Not one byte is changed, and no sentence goes to the engine; --again sends them all."""
    first = translating(keynote, "es,fr")
    before = files_below(translating.root)
    engines = SpyEngines()
    second = translating("keynote", "es,fr", engines)
    assert [one.outcome for one in second.all] == ["unchanged", "unchanged"]
    assert engines.sent == []
    assert [(one.sent, one.reused) for one in second.all] == [(0, one.sent) for one in first.all]
    assert files_below(translating.root) == before
    again = translating("keynote", "es", engines, again=True)
    assert again.done.sent == first.all[0].sent
    assert again.srt() == first.srt()


def test_every_source_cue_with_words_is_linked(translating: Translating, discurso: Path) -> None:
    """From at least one target cue that begins inside its time or after a merge; no target cue is
    empty, and none overlaps the next."""
    made = translating("discurso", "en")
    record = made.record("en")
    linked = {source for target in record.targets for source in target.sources}
    source = made.track("es").cues
    assert {cue.id for cue in source} == linked
    assert all(target.cue.text.strip() for target in record.targets)
    spans = [target.cue.span for target in record.targets]
    assert all(a.out_time <= b.in_time for a, b in zip(spans, spans[1:], strict=False))
    spoken = "".join(one.text for one in record.sentences)
    assert squeezed(spoken) == squeezed("".join(texts(discurso)))


def test_the_record_keeps_what_each_sentence_was_made_from(
    translating: Translating, film: Callable[..., Path]
) -> None:
    """Its text, the source cues it stands in and their spans, all hypotheses, and the taken one."""
    path = film("We thank you", "for your work.", "The doors are open.")
    made = translating(path, engines=FakeEngines(FakeTranslator()))
    first, second = made.record().sentences
    assert first.text == "We thank you for your work."
    assert [(span.in_time, span.out_time) for span in first.spans] == [(0, 3000), (3100, 6100)]
    assert first.taken == first.hypotheses[0]
    assert first.taken.text == wordy(first.text)[0].text
    source = made.track("en").cues
    assert (*first.cues, *second.cues) == tuple(cue.id for cue in source)
    shown = {target.cue.id: target.sources for target in made.record().targets}
    assert shown == {cue.id: (cue.id,) for cue in source}


def test_what_is_translated_is_the_file_as_a_person_left_it(
    translating: Translating, discurso: Path
) -> None:
    """Edited, split, merged, deleted and inserted cues: exactly the words that stand in the SRT go
    to the engine, cues that were not touched keep their ids, and the SRT stays byte for byte."""
    old = list(parse(discurso.read_bytes()).blocks)
    before = {block.lines: cue.id for block, cue in zip(old, first_ids(translating), strict=True)}
    spans = [(block.span.in_time, block.span.out_time) for block in old]
    said = ["\n".join(block.lines) for block in old]
    a, b = spans[1]
    words = said[1].split()
    half = len(words) // 2
    now = [
        (spans[0], "Buenas tardes, estimados colegas."),  # edited
        ((a, (a + b) // 2), " ".join(words[:half])),  # split
        (((a + b) // 2 + 80, b), " ".join(words[half:])),
        ((spans[2][0], spans[3][1]), said[2] + " " + said[3]),  # merged
        *zip(spans[5:], said[5:], strict=True),  # 4 is deleted
        ((spans[-1][1] + 500, spans[-1][1] + 2000), "Fin del discurso."),  # inserted
    ]
    text = srt_of(*(words for _, words in now), times=[times for times, _ in now])
    discurso.write_text(text, encoding="utf-8")
    fake = FakeTranslator(source="es", target="en")
    made = translating("discurso", "en", FakeEngines(fake))
    assert squeezed("".join(fake.sent)) == squeezed("".join(words for _, words in now))
    assert discurso.read_text(encoding="utf-8") == text
    source = made.track("es").cues
    assert [cue.text for cue in source] == [words for _, words in now]
    kept = {cue.id for cue in source}
    assert {before[tuple(words.split("\n"))] for words in said[5:]} <= kept
    assert before[old[4].lines] not in kept
    split = [cue.id for cue in source if cue.span.in_time in {a, (a + b) // 2 + 80}]
    assert split[1].startswith(split[0] + ".")
    again = translating("discurso", "en", FakeEngines(fake))
    assert [cue.id for cue in again.track("es").cues] == [cue.id for cue in source]
    assert again.done.outcome == "unchanged"


def first_ids(translating: Translating) -> tuple[Any, ...]:
    from subtitler.workflow.workspace import title_folder

    record = title_folder(translating.root, "discurso").read_track("es")
    assert record is not None
    return record.cues


@pytest.mark.parametrize(
    ("codec", "bom", "newline"),
    [("utf-16-le", b"\xff\xfe", "\r\n"), ("cp1252", b"", "\r\n"), ("utf-8", b"\xef\xbb\xbf", "\r")],
)
def test_how_the_source_is_encoded_changes_nothing(
    translating: Translating, discurso: Path, codec: str, bom: bytes, newline: str
) -> None:
    """UTF-16 and CRLF, Windows-1252, a BOM: the same target, and the source keeps its bytes."""
    engines = FakeEngines(FakeTranslator(source="es", target="en"))
    plain = translating("discurso", "en", engines).srt("en")
    text = discurso.read_text(encoding="utf-8").replace("\n", newline)
    discurso.write_bytes(bom + text.encode(codec))
    saved = discurso.read_bytes()
    again = translating("discurso", "en", engines)
    assert (again.done.outcome, again.srt("en")) == ("unchanged", plain)
    assert discurso.read_bytes() == saved


def test_only_what_changed_is_sent_again(translating: Translating, keynote: Path) -> None:
    """One word of one sentence: one sentence goes to the engine, and only its cues change."""
    first = translating(keynote)
    ids = [cue.id for cue in first.track("en").cues]
    text = keynote.read_text(encoding="utf-8")
    keynote.write_text(text.replace("every library", "the library", 1), encoding="utf-8")
    engines = SpyEngines()
    second = translating(keynote, engines=engines)
    assert len(engines.sent) == second.done.sent == 1
    assert "the library" in engines.sent[0]
    assert [cue.id for cue in second.track("en").cues] == ids
    old = {target.cue.lines for target in first.record().targets}
    new = [target for target in second.record().targets if target.cue.lines not in old]
    changed = next(cue.id for cue in second.track("en").cues if "the library" in cue.text)
    assert all(changed in target.sources for target in new)


@pytest.mark.parametrize("edit", ["shifted", "numbers"])
def test_times_alone_send_nothing(translating: Translating, keynote: Path, edit: str) -> None:
    """A track moved by 5 s, or renumbered: no sentence is sent, ids stay, target times follow."""
    first = translating(keynote)
    blocks = parse(keynote.read_bytes()).blocks
    by = 5000 if edit == "shifted" else 0
    times = [(one.span.in_time + by, one.span.out_time + by) for one in blocks]
    text = srt_of(*("\n".join(one.lines) for one in blocks), times=times)
    if edit == "numbers":
        text = "\n\n".join(part.split("\n", 1)[1] for part in text.strip().split("\n\n"))
    keynote.write_text(text, encoding="utf-8")
    second = translating(keynote)
    assert second.done.sent == 0
    assert [cue.id for cue in second.track("en").cues] == [cue.id for cue in first.track("en").cues]
    assert [one.lines for one in second.blocks()] == [one.lines for one in first.blocks()]
    assert [one.span.in_time for one in second.blocks()] == [
        one.span.in_time + by for one in first.blocks()
    ]


def test_packages_of_another_content_redo_nothing_until_asked(
    translating: Translating, film: Callable[..., Path]
) -> None:
    """Another package alone makes nothing stale; --again redoes it all, and says which."""
    path = film()
    first = translating(path, engines=FakeEngines(FakeTranslator()))
    other = FakeTranslator(lambda text, _: [text.replace("e", "x") + " y"], digests=("1" * 64,))
    made = translating(path, engines=FakeEngines(other))
    assert (made.done.sent, made.done.outcome) == (0, "unchanged")
    assert made.record().packages == first.record().packages
    again = translating(path, engines=FakeEngines(other), again=True)
    assert again.done.sent == len(SPEECH)
    assert again.record().packages == other.digests
    assert again.text() == " ".join(text.replace("e", "x") + " y" for text in SPEECH)


def test_a_bare_file_stays_where_it_is(translating: Translating, film: Callable[..., Path]) -> None:
    """`film.en.srt`: title film, from English by itself, `film.es.srt` in the output folder; the
    file is never written, and the title can be named from then on."""
    path = film()
    before = path.read_bytes()
    made = translating(path)
    assert made.title.title == made.done.title == "film"
    assert (made.done.source, made.title.srt("es").exists()) == ("en", True)
    assert [one.name for one in translating.root.glob("*.srt")] == ["film.es.srt"]
    record = made.title.read_source()
    assert record is not None
    assert (record.path, record.language) == (str(path), "en")
    for name in ("film", str(path), str(made.title.srt("es"))):
        assert translating(name).done.outcome == "unchanged"
    assert path.read_bytes() == before


def test_a_bare_file_that_was_moved_is_the_same_title(
    translating: Translating, film: Callable[..., Path], tmp_path: Path
) -> None:
    """The same content elsewhere updates the path; other content of that name is refused."""
    path = film()
    translating(path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    moved = path.rename(elsewhere / path.name)
    made = translating(moved)
    assert made.done.outcome == "unchanged"
    record = made.title.read_source()
    assert record is not None
    assert record.path == str(moved)
    with pytest.raises(Exception, match=r"already belongs to [^$]*elsewhere"):
        translating(film("Something else.", "Not the film."))


def test_webvtt_and_a_name_without_language(
    translating: Translating, film: Callable[..., Path], tmp_path: Path
) -> None:
    """--from says what the name does not; voices begin turns; without it the error says so."""
    vtt = tmp_path / "talk.vtt"
    vtt.write_text(
        "WEBVTT\n\nintro\n00:01.000 --> 00:03.000 align:start\n<v Ann>Good morning.\n\n"
        "00:03.500 --> 00:06.000\n<v Bob>Good morning, Ann.\n"
    )
    with pytest.raises(UsageError, match=r"language is not known\nGive it with --from"):
        translating(vtt)
    made = translating(vtt, source="en", engines=FakeEngines(FakeTranslator()))
    assert [block.span.in_time for block in made.blocks()] == [1000, 3500]
    assert squeezed("Goodo morningo.") in squeezed(made.text())
    bare = film(name="plain.srt")
    assert translating(bare, source="eng").done.source == "en"
    assert translating(bare).done.source == "en"


def test_a_target_that_a_person_edited_keeps_it(translating: Translating, keynote: Path) -> None:
    """The run goes on around it, byte for byte; --replace writes anew and keeps it in history."""
    first = translating(keynote)
    path = first.title.srt("es")
    theirs = first.srt().replace("Buenos días".encode(), "¡Buenos días!".encode(), 1)
    path.write_bytes(theirs)
    made = translating(keynote, "es,fr")
    assert made.codes == []
    assert (made.all[0].kept, made.all[0].sent) == (1, 0)
    assert path.read_bytes() == theirs
    replaced = translating(keynote, replace=True)
    assert replaced.srt() == first.srt()
    assert theirs in [one.read_bytes() for one in (first.title.folder / "history").iterdir()]


def test_a_target_that_the_tool_did_not_write_is_taken_as_it_is(
    translating: Translating, film: Callable[..., Path]
) -> None:
    """Somebody's film.es.srt that was there before: nothing in it is rewritten, and nothing is
    added; --replace translates anew."""
    translating.root.mkdir()
    theirs = translating.root / "film.es.srt"
    theirs.write_text(srt_of("Hola."))
    before = theirs.read_bytes()
    for _ in range(2):
        made = translating(film())
        assert (made.codes, theirs.read_bytes(), made.done.kept) == ([], before, 1)
        assert made.done.sent == 0
    assert not made.notices
    replaced = translating(film(), replace=True)
    assert (replaced.done.cues, replaced.done.sent) == (len(SPEECH), len(SPEECH))


def test_a_missing_package_is_told_and_others_go_on(
    translating: Translating, film: Callable[..., Path]
) -> None:
    """Which package, how to get it online, how to bring it offline; the others are made."""
    made = translating(film(), "de,es")
    assert made.codes == [3]
    (failed,) = made.failed
    assert "translate-en_de" in failed.what
    assert "subtitler models get argos:en-de" in failed.remedy
    assert "subtitler models import" in failed.remedy
    assert [one.language for one in made.all] == ["es"]


@pytest.mark.parametrize("to", ["en", "en-GB"])
def test_equal_languages_are_refused(
    translating: Translating, film: Callable[..., Path], discurso: Path, to: str
) -> None:
    """The source's own language as a target is wrong use, and no file is made or touched."""
    made = translating(film(), to)
    assert made.codes == [2]
    before = discurso.read_bytes()
    assert translating("discurso", "es").codes == [2]
    assert translating("discurso", "es-MX").codes == [2]
    assert discurso.read_bytes() == before
    assert [one.name for one in translating.root.glob("*.srt")] == ["discurso.es.srt"]


def test_what_goes_through_english_is_recorded_and_told(
    translating: Translating, discurso: Path
) -> None:
    """Spanish to French has no package: the track says `via`, the finding `pivot`, and figures
    are held against the Spanish."""
    made = translating("discurso", "fr")
    assert made.done.via == made.record("fr").via == "en"
    assert len(made.record("fr").packages) == 2
    (found,) = made.rules("pivot")
    assert found.severity is Severity.INFO
    assert "en" in found.advice.split()[2]
    assert "2028" in made.text("fr")


def test_a_sound_is_never_sent(translating: Translating, film: Callable[..., Path]) -> None:
    """`[applause]`, a song, a label and a lone mark are translated by rule or stay."""
    path = film(
        "[Applause]", "♪ la la ♪", "(laughter) Good morning.", "MARY: We thank you.", "[drum]"
    )
    fake = FakeTranslator()
    made = translating(path, engines=FakeEngines(fake))
    assert fake.sent == ["Good morning.", "We thank you."]
    assert made.done.sounds == 5
    shown = [" ".join(block.lines) for block in made.blocks()]
    assert shown[:2] == ["[Aplausos]", "♪ la la ♪"]
    assert shown[2].split() == ["(risas)", "Goodo", "morningo."]
    assert shown[3].split() == ["MARY:", "Weo", "thanko", "youo."]
    assert shown[4:] == ["[drum]"]
    assert made.rules("not-translated") == []


def test_markup_comes_through(translating: Translating, film: Callable[..., Path]) -> None:
    """Around a cue, a position, around some words, and a dash for each speaker."""
    path = film(
        "<i>Good morning, friends.</i>",
        "{\\an8}We thank you.",
        "The <b>doors</b> are open.",
        "- Are they open?\n- They are.",
    )
    fake = FakeTranslator()
    made = translating(path, engines=FakeEngines(fake))
    assert not any(mark in text for text in fake.sent for mark in "<{-")
    lines = ["\n".join(block.lines) for block in made.blocks()]
    assert lines == [
        "<i>Goodo morningo, friendso.</i>",
        "{\\an8}Weo thanko youo.",
        "Theo <b>doorso</b> areo openo.",
        "- Areo theyo openo?\n- Theyo areo.",
    ]
    assert made.rules("lost-markup") == []


def long_way(text: str, _: object = None) -> list[Any]:
    """Twice as many words."""
    return [aligned(" ".join(f"{word}as {word}" for word in text.split()), text)]


LONG = "We would like to thank the whole association of teachers for this support."


def test_a_long_translation_is_split_inside_its_cue_unless_forbidden(
    translating: Translating, film: Callable[..., Path]
) -> None:
    """Pieces of one source cue, all linked to it, in its time; with --keep-cues one cue, with a
    finding."""
    path = film(LONG, "The doors are open.", step=8000)
    engines = FakeEngines(FakeTranslator(lambda text, _: long_way(text)))
    made = translating(path, engines=engines)
    source = made.track("en").cues[0]
    pieces = [one for one in made.record().targets if source.id in one.sources]
    assert len(pieces) > 1
    assert [one.cue.id for one in pieces[:2]] == [source.id, f"{source.id}/2"]
    assert all(one.sources == (source.id,) for one in pieces)
    assert all(source.span.in_time <= one.cue.span.in_time < source.span.out_time for one in pieces)
    kept = translating(path, engines=engines, keep_cues=True)
    assert kept.done.cues == 2
    assert [one.cue for one in kept.rules("too-many-lines")] == [source.id]


def test_recue_lays_the_translation_freely(translating: Translating, keynote: Path) -> None:
    """--recue: other cues, all words once, no line over its limit, every source cue linked."""
    usual = translating(keynote)
    made = translating(keynote, recue=True)
    assert made.done.outcome == "translated"
    assert (
        squeezed(made.text())
        == squeezed("".join(one.taken.text for one in usual.record().sentences if one.taken))
        or len(made.text()) >= len(usual.text()) * 0.9
    )
    assert all(len(line) <= 42 for block in made.blocks() for line in block.lines)
    linked = {source for target in made.record().targets for source in target.sources}
    assert linked == {cue.id for cue in made.track("en").cues}


def said(*ways: str) -> FakeTranslator:
    """A translator that puts every sentence in the same ways."""
    return FakeTranslator(lambda text, options: list(ways))


def test_a_wrong_figure_is_repaired_by_another_hypothesis(
    translating: Translating, film: Callable[..., Path]
) -> None:
    """The engine's second is taken where its first has another figure."""
    path = film("We have 262 books here.")
    made = translating(path, engines=FakeEngines(said("Hay 26 libros aquí.", "Hay 262 libros.")))
    assert made.text() == "Hay 262 libros."
    assert made.rules("figure-differs") == []
    assert [one.text for one in made.record().sentences[0].hypotheses] == [
        "Hay 26 libros aquí.",
        "Hay 262 libros.",
    ]


def test_a_figure_that_no_hypothesis_has_is_an_error(
    translating: Translating, film: Callable[..., Path]
) -> None:
    """All wrong: the best stands, with an error finding that names both figures, at its cue."""
    path = film("Good morning.", "We have 262 books here.")

    def wrong(text: str, _: object) -> list[str]:
        return ["Buenos días."] if "262" not in text else ["Hay 26 libros aquí.", "Hay 26 libros."]

    made = translating(path, engines=FakeEngines(FakeTranslator(wrong)))
    (found,) = made.rules("figure-differs")
    assert found.severity is Severity.ERROR
    assert "262" in found.advice
    assert "26" in found.advice
    assert found.cue == made.record().targets[1].cue.id
    stored = made.title.read_findings().findings["es"]
    assert found in stored


def terms_file(path: Path, *rows: str) -> str:
    """A terms.csv beside the file."""
    csv = path.with_name("terms.csv")
    csv.write_text("term,es,forbidden:es,flags\n" + "".join(row + "\n" for row in rows))
    return str(csv)


def test_a_term_is_taken_from_another_hypothesis(
    translating: Translating, film: Callable[..., Path]
) -> None:
    """A required form that one hypothesis has, a forbidden one that another has: no repair."""
    path = film("The teachers are here.")
    fake = said("Los profesores están aquí.", "Los docentes están aquí.")
    terms = terms_file(path, "teachers,docentes,profesores,strict")
    made = translating(path, engines=FakeEngines(fake), terms=terms)
    assert made.text() == "Los docentes están aquí."
    assert not made.rules("term")
    assert not made.rules("term-repaired")


def test_a_term_is_had_by_masking(translating: Translating, film: Callable[..., Path]) -> None:
    """Where no hypothesis has it and a stand-in survives: the form stands in its place."""
    path = film("The teachers are here.")

    def masked(text: str, _: object) -> list[str]:
        return [text.replace("The", "Los").replace("are here", "están aquí")]

    fake = FakeTranslator(masked)
    made = translating(
        path,
        engines=FakeEngines(fake, masks=lambda number: f"⟦{number}⟧"),
        terms=terms_file(path, "teachers,docentes,,strict"),
    )
    assert made.text() == "Los docentes están aquí."
    assert fake.sent[-1] == "The ⟦0⟧ are here."
    assert not made.rules("term")


def test_a_term_is_had_by_repair(translating: Translating, film: Callable[..., Path]) -> None:
    """Neither a hypothesis nor a stand-in: the aligned words are replaced, and that is told."""
    path = film("The teachers are here.")
    made = translating(
        path,
        engines=FakeEngines(said("Los profesores están aquí.")),
        terms=terms_file(path, "teachers,docentes,,strict"),
    )
    assert made.text() == "Los docentes están aquí."
    (found,) = made.rules("term-repaired")
    assert (found.severity, "'profesores' became 'docentes'" in found.advice) == (
        Severity.INFO,
        True,
    )
    assert made.record().sentences[0].repaired == (found.advice,)
    assert not made.rules("term")


@pytest.mark.parametrize(("flags", "severity"), [("strict", "ERROR"), ("", "WARNING")])
def test_a_term_that_cannot_be_had_is_a_finding(
    translating: Translating, film: Callable[..., Path], flags: str, severity: str
) -> None:
    """No alignment says where it belongs: the finding names the term and its form."""
    from subtitler.domain.translation import Hypothesis

    path = film("The teachers are here.")
    fake = FakeTranslator(lambda text, _: [Hypothesis("Estamos todos aquí.", -0.1)])
    terms = terms_file(path, f"teachers,docentes,,{flags}")
    made = translating(path, engines=FakeEngines(fake), terms=terms)
    (found,) = made.rules("term")
    assert found.severity is Severity[severity]
    assert "'teachers'" in found.advice
    assert "'docentes'" in found.advice


def test_a_mask_that_stands_in_the_text_already_is_no_mask(
    translating: Translating, film: Callable[..., Path]
) -> None:
    """A text that holds the stand-in itself is repaired in another way, and nothing breaks."""
    path = film("The teachers read ⟦0⟧ here.")
    made = translating(
        path,
        engines=FakeEngines(said("Los profesores leen ⟦0⟧ aquí."), masks="⟦{}⟧".format),
        terms=terms_file(path, "teachers,docentes,,"),
    )
    assert made.codes == []
    assert made.text() == "Los docentes leen ⟦0⟧ aquí."


def test_terms_changed_later_send_nothing(
    translating: Translating, film: Callable[..., Path]
) -> None:
    """What the engine said is judged anew under the new terms."""
    path = film("The teachers are here.")
    engines = FakeEngines(fake := said("Los profesores están aquí.", "Los docentes están aquí."))
    assert translating(path, engines=engines).text() == "Los profesores están aquí."
    terms = terms_file(path, "teachers,docentes,,")
    made = translating(path, engines=engines, terms=terms)
    assert (made.text(), made.done.sent, len(fake.asked)) == ("Los docentes están aquí.", 0, 1)


@pytest.mark.parametrize(
    "rubbish",
    [
        "la vez la vez la vez la vez la vez",
        "We thank you for your good work here.",
        "Мы благодарим вас за вашу работу здесь",
        "",
        "si",
    ],
    ids=["a loop", "the source again", "another script", "nothing", "far too little"],
)
def test_garbage_is_tried_once_more_and_never_shown(
    translating: Translating, film: Callable[..., Path], rubbish: str
) -> None:
    """One more try, asked differently; then the source's words with an error finding."""
    path = film("We thank you for your good work here.")
    fake = said(rubbish)
    made = translating(path, engines=FakeEngines(fake))
    assert len(fake.asked) == 2
    assert fake.asked[0] != fake.asked[1]
    assert made.text() == "We thank you for your good work here."
    (found,) = made.rules("not-translated")
    assert found.severity is Severity.ERROR
    assert made.record().sentences[0].taken is None


def test_garbage_that_another_try_cures_is_not_told(
    translating: Translating, film: Callable[..., Path]
) -> None:
    """The retry's translation is shown; a second run knows it and asks nothing."""
    path = film("WE THANK YOU FOR YOUR WORK.")

    def second(text: str, options: Any) -> list[str]:
        return ["LES DAMOS LAS GRACIAS."] if options.recase else [text]

    fake = FakeTranslator(second)
    made = translating(path, engines=FakeEngines(fake))
    assert made.text() == "LES DAMOS LAS GRACIAS."
    assert made.rules("not-translated") == []
    again = translating(path, engines=FakeEngines(fake))
    assert (again.done.outcome, len(fake.asked)) == ("unchanged", 2)


def many(count: int) -> list[str]:
    """So many different sentences."""
    names = "one two three four five six seven eight nine ten".split()
    return [
        f"We thank the {names[at // 100]} {names[at // 10 % 10]} {names[at % 10]}."
        for at in range(count)
    ]


@pytest.mark.parametrize("failure", [KeyboardInterrupt, RuntimeError])
def test_a_run_that_was_stopped_goes_on(
    translating: Translating, film: Callable[..., Path], failure: type[BaseException]
) -> None:
    """Finished batches are not sent again, and the result is that of a run without a stop; Ctrl-C
    says so and exits 130."""
    path = film(*many(200))
    fake = FakeTranslator(fail_after=2, failure=failure)
    with pytest.raises((InterruptedRunError, failure)) as caught:
        translating(path, engines=FakeEngines(fake))
    if failure is KeyboardInterrupt:
        assert isinstance(caught.value, InterruptedRunError)
        assert caught.value.exit_code == 130
        assert "goes on there" in caught.value.remedy
    finished = list(fake.sent)
    assert len(finished) == 2 * TRANSLATION_BATCH
    assert not (translating.root / "film.es.srt").exists()
    fake = FakeTranslator()
    made = translating(path, engines=FakeEngines(fake))
    assert not set(fake.sent) & set(finished)
    assert made.done.reused == len(finished)
    progress = [
        (one.done, one.total) for one in made.events if isinstance(one, TranslationProgress)
    ]
    assert progress == [(192, 200), (200, 200)]
    whole = Translating(translating.root.parent / "whole")(
        path, engines=FakeEngines(FakeTranslator())
    )
    assert made.srt() == whole.srt()


def test_a_journal_of_other_packages_does_not_count(
    translating: Translating, film: Callable[..., Path]
) -> None:
    """What another package had finished is sent again."""
    path = film(*many(100))
    with pytest.raises(InterruptedRunError):
        translating(path, engines=FakeEngines(FakeTranslator(fail_after=1)))
    fake = FakeTranslator(digests=("2" * 64,))
    translating(path, engines=FakeEngines(fake))
    assert len(fake.sent) == 100


def test_demo_packages_say_so(translating: Translating, film: Callable[..., Path]) -> None:
    """As a finding, so that nobody takes their output for a real translation."""
    made = translating(film(), packages="demo")
    assert [one.severity for one in made.rules("demo-model")] == [Severity.INFO]


def test_several_targets_share_the_source(
    translating: Translating, film: Callable[..., Path]
) -> None:
    """The same sentences with the same cue ids under both; findings.json has both languages."""
    fakes = [FakeTranslator(), FakeTranslator(target="fr")]
    made = translating(film("We thank you", "for your work."), "es,fr", FakeEngines(*fakes))
    assert fakes[0].sent == fakes[1].sent
    records = [made.record(language).sentences for language in ("es", "fr")]
    assert [one.cues for one in records[0]] == [one.cues for one in records[1]]
    assert set(made.title.read_findings().findings) >= {"es", "fr"}


def test_an_archive_alone_will_do_as_packages(
    translating: Translating, film: Callable[..., Path]
) -> None:
    """--packages may name one .argosmodel."""
    made = translating(film(), packages=str(package("en", "es")))
    assert made.codes == []
