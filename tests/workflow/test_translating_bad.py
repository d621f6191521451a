"""Bad input for `translate`: told as what it is, and nothing is lost or made up."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from subtitler.domain.finding import Severity
from subtitler.errors import RecordError, SubtitlerError, UsageError
from translators import FakeEngines, FakeTranslator, Translating, srt_of, wordy

COUNT = 20_000 if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else 4000  # cues in a long track
FAKE = FakeEngines(FakeTranslator())


@pytest.fixture
def translating(tmp_path: Path) -> Translating:
    """Translates into a folder of the test's own."""
    return Translating(tmp_path / "output")


@pytest.fixture
def film(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """Writes film.en.srt with any content."""

    def writing(content: str | bytes) -> Path:
        path = tmp_path / "film.en.srt"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return writing


Film = Callable[[str | bytes], Path]


@pytest.mark.parametrize(
    "content",
    [
        b"Dear all,\nthis is a letter.\n",
        b"\x00\x01\x02\xff\xfePK\x03\x04" * 40,
        b'{"cues": [{"start": 0, "end": 1, "text": "Hello"}]}',
        b"term,es\nteachers,docentes\n",
    ],
    ids=["a letter", "bytes", "JSON", "a table"],
)
def test_what_is_no_srt_is_told(translating: Translating, film: Film, content: bytes) -> None:
    """With its name and what an SRT looks like; nothing is written, the file stays."""
    path = film(content)
    made = translating(path, engines=FAKE)
    assert made.codes == [RecordError.exit_code]
    assert "film.en.srt" in made.failed[0].what
    assert not list(translating.root.glob("*.srt"))
    assert path.read_bytes() == content


def test_an_empty_srt_gives_an_empty_track(translating: Translating, film: Film) -> None:
    """No cue, no sentence, no error; a second run changes nothing."""
    made = translating(film(""), engines=FAKE)
    assert (made.codes, made.srt(), made.done.sentences) == ([], b"", 0)
    assert translating("film", engines=FAKE).done.outcome == "unchanged"


@pytest.mark.parametrize("text", ["", "<i></i>", "{\\an8}", "<font color='red'> </font>", "   "])
def test_cues_without_words(translating: Translating, film: Film, text: str) -> None:
    """Empty ones and such of tags only: nothing is sent for them, nothing is shown for them, and
    their neighbours are translated and in time."""
    fake = FakeTranslator()
    path = film(srt_of("Good morning.", text, "Thank you all."))
    made = translating(path, engines=FakeEngines(fake))
    assert fake.sent == ["Good morning.", "Thank you all."]
    assert made.text() == "Goodo morningo. Thanko youo allo."
    assert all(block.lines for block in made.blocks())
    alone = translating(film(srt_of(text)), engines=FAKE, replace=True)
    assert (alone.codes, alone.blocks()) == ([], ())


def test_only_bad_times(translating: Translating, film: Film) -> None:
    """Backwards, of no length, all at once, far away: every word is shown once, with findings."""
    path = film(
        srt_of(
            "We thank you.",
            "The doors are open.",
            "This is the end.",
            "It is late.",
            times=[(5000, 4000), (6000, 6000), (6000, 6000), (3_599_999_000, 3_599_999_500)],
        )
    )
    made = translating(path, engines=FAKE)
    assert made.codes == []
    for text in ("We thank you.", "The doors are open.", "This is the end.", "It is late."):
        assert made.text().count(wordy(text)[0].text) == 1
    assert {"no-room", "same-time"} & {one.rule for one in made.done.findings}


@pytest.mark.parametrize(
    ("to", "source", "words"),
    [
        ("klingonese", None, "'klingonese' is no language"),
        ("es,xxx-yy-zz", None, "is no language"),
        ("es", "klingonese", "'klingonese' is no language"),
        (",", None, "there is no language to translate into"),
        ("", None, "there is no language to translate into"),
    ],
)
def test_unknown_languages(
    translating: Translating, film: Film, to: str, source: str | None, words: str
) -> None:
    """Wrong use (exit 2) before any work; nothing is written."""
    from subtitler.workflow.job import Request
    from subtitler.workflow.translating import TranslationRequest, translate_all

    path = film(srt_of("Good morning."))
    request = Request({"output_dir": str(translating.root)})
    targets = tuple(one for one in to.split(",") if one)
    with pytest.raises(UsageError, match=words):
        translate_all(str(path), TranslationRequest(request, targets, source), FAKE, print)
    assert not translating.root.exists()


def test_a_wrong_language_of_the_source_is_told(translating: Translating, film: Film) -> None:
    """--from against what the title is: for a bare file it wins over the name, and where the
    packages know nothing of it, the error names the package."""
    path = film(srt_of("Good morning."))
    made = translating(path, source="pl")
    assert made.codes == [3]
    assert "pl" in made.failed[0].what


@pytest.mark.parametrize("count", [0, 21, -1])
def test_numbers_of_hypotheses_that_are_no_use(
    translating: Translating, film: Film, count: int
) -> None:
    """Wrong use, with the numbers that are."""
    with pytest.raises(UsageError, match="Give 1 to 20"):
        translating(film(srt_of("Good morning.")), hypotheses=count)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("term,es\nteachers,docentes\nteachers,maestros\n", "say different things of 'teachers'"),
        ("term,es\n,docentes\n", "the term is empty"),
        ("term,es,forbidden:es\nteachers,docentes,docentes\n", "both required and forbidden"),
        ("term,es,flags\nWHO,OMS,keep\n", "kept as it is, and yet"),
        ("term,klingonese\nteachers,qaH\n", "neither a column nor a language"),
        ("", "is empty"),
        ("source,target\na,b\n", "neither a column nor a language"),
    ],
)
def test_terms_that_cannot_be_right(
    translating: Translating, film: Film, tmp_path: Path, rows: str, words: str
) -> None:
    """Contradictions and empty terms end the run before any work, with file, row and value."""
    terms = tmp_path / "terms.csv"
    terms.write_text(rows)
    fake = FakeTranslator()
    with pytest.raises(RecordError, match=words) as caught:
        translating(film(srt_of("The teachers.")), engines=FakeEngines(fake), terms=str(terms))
    assert "terms.csv" in caught.value.what
    assert fake.asked == []
    assert not list(translating.root.glob("*.srt"))


def test_terms_that_say_nothing_new_are_told(
    translating: Translating, film: Film, tmp_path: Path
) -> None:
    """A row twice and a row without forms are notices with their row; the run goes on."""
    terms = tmp_path / "terms.csv"
    terms.write_text("term,es\nteachers,docentes\nteachers,docentes\nbooks,\n\n")
    made = translating(film(srt_of("The teachers.")), engines=FAKE, terms=str(terms))
    assert made.codes == []
    assert len([one for one in made.notices if "terms.csv" in one]) == 2


def test_a_terms_file_that_is_not_there(
    translating: Translating, film: Film, tmp_path: Path
) -> None:
    """--terms names it: an error, and not a run without terms."""
    with pytest.raises(SubtitlerError, match=r"none\.csv"):
        translating(film(srt_of("The teachers.")), engines=FAKE, terms=str(tmp_path / "none.csv"))


def test_text_in_the_wrong_script(translating: Translating, film: Film) -> None:
    """A Russian cue in an English track: what the engine makes of it is not passed off as its
    translation."""
    russian = "Сегодня мы благодарим вас за вашу работу здесь."
    made = translating(film(srt_of("Good morning, dear friends.", russian)))
    assert made.codes == []
    shown = [" ".join(block.lines) for block in made.blocks()]
    assert shown[-1].split()[0] == "Сегодня"
    (found,) = made.rules("not-translated")
    assert found.severity is Severity.ERROR
    assert found.cue == next(
        one.cue.id for one in made.record().targets if "Сегодня" in one.cue.text
    )


def test_a_track_longer_than_its_media(
    translating: Translating, media: Path, demo_model: Path, tmp_path: Path
) -> None:
    """Cues after the media's end are translated like any other, and told once as what nobody
    will see."""
    from running import ENGINES
    from subtitler.workflow.job import Request
    from subtitler.workflow.transcribing import transcribe

    options = {"model": str(demo_model), "output_dir": str(translating.root)}
    sample = shutil.copy(media / "discurso.mp4", tmp_path / "discurso.mp4")
    transcribe(Path(sample), Request(options), ENGINES, lambda _: None)
    srt = translating.root / "discurso.es.srt"
    late = "99\n00:02:00,000 --> 00:02:03,000\nFin.\n\n100\n00:02:04,000 --> 00:02:05,000\nSí.\n"
    srt.write_text(srt.read_text(encoding="utf-8") + "\n" + late, encoding="utf-8")
    made = translating("discurso", "en", FakeEngines(FakeTranslator(source="es", target="en")))
    assert made.text("en").endswith("Fino. Sío.")
    (found,) = made.rules("after-the-end")
    assert found.severity is Severity.WARNING
    assert found.measured == 2


def test_a_track_of_20_000_cues(translating: Translating, film: Film) -> None:
    """20,000 in `make soak`, 4,000 in every run: it completes, in little memory; five times as
    many cues take about five times as long, not twenty-five times."""
    numbers = "one two three four five six seven eight nine ten".split()

    def seconds(count: int) -> float:
        cues = [
            f"We thank the {numbers[at % 10]} {numbers[at // 10 % 10]}\nfriends of "
            f"{numbers[at // 100 % 10]} {numbers[at // 1000 % 10]} {numbers[at // 10_000]}."
            for at in range(count)
        ]
        path = film(srt_of(*cues))
        path = path.rename(path.with_name(f"film{count}.en.srt"))
        begun = time.process_time()
        made = translating(path, engines=FakeEngines(FakeTranslator()))
        assert made.done.sentences == count
        return time.process_time() - begun

    small, large = seconds(COUNT // 5), seconds(COUNT)
    assert large < 12 * small
    assert large < COUNT / 80
    if sys.platform == "linux":
        import resource

        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 2_000_000  # kB
