"""Dismissals: what is kept of them, when they hold, and when a finding comes back."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from subtitler.cli.app import app
from subtitler.domain.finding import Dismissal
from subtitler.errors import UsageError
from subtitler.workflow.checked import Checked, CheckedTrack
from subtitler.workflow.checking import CheckRequest, check_all
from subtitler.workflow.job import Request
from subtitler.workflow.workspace import title_folder, titles
from translators import FakeEngines, FakeTranslator, Translating, aligned, srt_of

ENGLISH = ("The city built 48 schools.", "We thank you for your work.", "The doors are not open.")
SPANISH = ("La ciudad construyó 49 escuelas.", "Gracias por su trabajo.", "No están abiertas.")
KNOWN = dict(zip(ENGLISH, SPANISH, strict=True))
WIDE = "x" * 60  # wider than any style's lines


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def check(*inputs: str | Path, **asked: object) -> Checked:
    request = CheckRequest(Request({}), **asked)  # type: ignore[arg-type]
    return check_all([str(one) for one in inputs], request, lambda _: None)


def spanish(**asked: object) -> CheckedTrack:
    (track,) = check("film", languages=("es",), **asked).tracks
    return track


def open_rules(track: CheckedTrack) -> set[tuple[str, str]]:
    return {(one.finding.rule, one.number) for one in track.noted}


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["check", *words])
    return result.exit_code, result.stdout


def replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def said(text: str) -> str:
    return KNOWN.get(text, "Y más.")


@pytest.fixture
def translate(tmp_path: Path) -> Callable[..., None]:
    """Translates film.en.srt into Spanish, with a wrong figure in cue 1."""
    (tmp_path / "film.en.srt").write_text(srt_of(*ENGLISH), encoding="utf-8")
    engine = FakeTranslator(lambda text, options: [aligned(said(text), text)])

    def translating(**options: object) -> None:
        done = Translating(tmp_path / "output")(
            tmp_path / "film.en.srt", "es", FakeEngines(engine), **options
        )
        assert done.failed == []

    translating()
    return translating


@pytest.fixture
def target(translate: Callable[..., None], tmp_path: Path) -> Path:
    return tmp_path / "output" / "film.es.srt"


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def writing(name: str, *cues: str) -> Path:
        path = tmp_path / name
        path.write_text(srt_of(*cues), encoding="utf-8")
        return path

    return writing


def test_what_is_dismissed_no_longer_counts(target: Path) -> None:
    """Neither for the rank nor for the exit code; it is counted in the summary, by id or name."""
    assert run("film", "--lang", "es")[0] == 1
    code, words = run("film", "--lang", "es", "--dismiss", "figures:1", "--note", "as agreed")
    assert (code, "(1 dismissed)" in words, "Q20" in words) == (0, True, False)
    code, words = run("film", "--lang", "es")
    assert (code, "(1 dismissed)" in words, "Q20" in words) == (0, True, False)
    kept = title_folder(target.parent, "film").read_findings().dismissals
    (one,) = kept["es"]
    assert (one.rule, one.cue, one.note) == ("Q20", "c1", "as agreed")
    assert one.when.endswith("Z")


def test_the_dismissed_are_shown_at_the_end_where_that_is_asked(target: Path) -> None:
    """In words and in JSON, with their note."""
    check("film", languages=("es",), dismiss=("q20:1",), note="as agreed")
    words = run("film", "--lang", "es", "--dismissed")[1]
    assert words.rstrip().endswith("dismissed: as agreed")
    assert "Q20" in words
    told = json.loads(run("film", "--lang", "es", "--dismissed", "--json")[1])
    assert told["dismissed"] == 1
    last = told["findings"][-1]
    assert (last["rule"], last["dismissed"], last["note"]) == ("Q20", True, "as agreed")
    told = json.loads(run("film", "--lang", "es", "--json")[1])
    assert told["dismissed"] == 1
    assert "Q20" not in {one["rule"] for one in told["findings"]}


def test_reports_tell_them_as_suppressed_and_skipped(target: Path) -> None:
    """SARIF 2.1.0 wants suppressions for every result or for none (3.27.23)."""
    check("film", languages=("es",), dismiss=("Q20:1",), note="as agreed")
    (one,) = json.loads(run("film", "--sarif", "-")[1])["runs"]
    by_rule = {(own["ruleId"], own["properties"]["number"]): own for own in one["results"]}
    told = by_rule["Q20", "1"]["suppressions"]
    assert told == [{"kind": "external", "status": "accepted", "justification": "as agreed"}]
    assert all(own["suppressions"] == [] for own in one["results"] if own["ruleId"] != "Q20")
    suites = ElementTree.fromstring(run("film", "--lang", "es", "--junit", "-")[1])
    suite = suites.find("testsuite")
    assert suite is not None
    assert (suite.attrib["failures"], suite.attrib["skipped"]) == ("0", "1")
    skipped = suite.find("testcase/skipped")
    assert skipped is not None
    assert skipped.attrib["message"] == "dismissed: as agreed"


def test_it_reopens_when_the_cue_changes_and_holds_when_it_comes_back(target: Path) -> None:
    """Whoever changed it; nothing is forgotten meanwhile."""
    spanish(dismiss=("Q20:1",))
    replaced(target, "49 escuelas", "50 escuelas")
    assert ("Q20", "1") in open_rules(spanish())
    replaced(target, "50 escuelas", "49 escuelas")
    assert ("Q20", "1") not in open_rules(spanish())


def test_a_rule_of_a_pair_reopens_when_the_source_changes(target: Path, tmp_path: Path) -> None:
    """The sentence's text counts, not its times."""
    spanish(dismiss=("Q20:1",))
    replaced(tmp_path / "film.en.srt", "00:00:03,000", "00:00:02,900")
    assert ("Q20", "1") not in open_rules(spanish())
    replaced(tmp_path / "film.en.srt", "48 schools", "47 schools")
    assert ("Q20", "1") in open_rules(spanish())


def test_it_holds_again_when_a_translation_gives_the_same_back(
    target: Path, translate: Callable[..., None]
) -> None:
    """The cue keeps its id, and the digest is the same."""
    spanish(dismiss=("Q20:1",))
    replaced(target, "49 escuelas", "50 escuelas")
    assert ("Q20", "1") in open_rules(spanish())
    translate(replace=True)
    assert ("Q20", "1") not in open_rules(spanish())


def test_it_stays_with_its_cue_when_numbers_shift(target: Path) -> None:
    """A cue that is put before it changes its number, and not its id."""
    spanish(dismiss=("Q20:1",))
    text = target.read_text(encoding="utf-8")
    shifted = srt_of("Hola.", times=[(0, 10)]) + "\n" + text.replace("\n1\n", "\n2\n")
    target.write_text(shifted, encoding="utf-8")
    assert not {one for one in open_rules(spanish()) if one[0] == "Q20"}


def test_rules_of_times_reopen_when_times_change(file: Callable[..., Path]) -> None:
    """Those of text alone do not; here in a title's source, whose cues have lasting ids."""
    path = file("film.en.srt", WIDE, ENGLISH[0])
    engine = FakeTranslator(lambda text, options: [aligned("Una cosa.", text)])
    Translating(path.parent / "output")(path, "es", FakeEngines(engine))

    def source(**asked: object) -> CheckedTrack:
        (track,) = check("film", languages=("en",), **asked).tracks
        return track

    fast = source(dismiss=("Q06:1", "Q05:1"))
    assert not {("Q05", "1"), ("Q06", "1")} & open_rules(fast)
    replaced(path, "00:00:03,000", "00:00:02,900")
    assert ("Q05", "1") in open_rules(source())
    assert ("Q06", "1") not in open_rules(source())


def test_names_over_titles_are_dismissed_by_their_forms(
    file: Callable[..., Path], tmp_path: Path
) -> None:
    """What else changes in the cue is no matter; another form is."""
    sentence = "Yesterday we spoke with Alice Bergman here."
    for name, form in (("one", "Bergman"), ("two", "Bergmann")):
        engine = FakeTranslator(
            lambda text, options, form=form: [
                aligned(f"Ayer hablamos con Alice {form} aquí.", text)
            ]
        )
        Translating(tmp_path / "output")(
            file(f"{name}.en.srt", sentence), "es", FakeEngines(engine)
        )

    def told() -> list[str]:
        checked = check(languages=("es",))
        return [n.finding.rule for t in checked.tracks for n in t.noted if n.finding.rule == "Q26"]

    assert told() == ["Q26"]
    check(languages=("es",), dismiss=("Q26:1",))
    assert told() == []
    replaced(tmp_path / "output" / "two.es.srt", "aquí", "allí")
    assert told() == []
    replaced(tmp_path / "output" / "two.es.srt", "Bergmann", "Berkman")
    assert told() == ["Q26"]


def test_it_is_taken_back(target: Path) -> None:
    """Then it counts again, where it did; what was not dismissed cannot be taken back."""
    before = [one.finding for one in spanish().noted]
    spanish(dismiss=("Q20:1",))
    again = spanish(undismiss=("Q20:1",))
    assert [one.finding for one in again.noted] == before
    assert title_folder(target.parent, "film").read_findings().dismissals == {}
    with pytest.raises(UsageError, match="no such finding"):
        spanish(undismiss=("Q20:1",))


def test_a_second_dismissal_is_a_new_note(target: Path) -> None:
    """It is kept once."""
    spanish(dismiss=("Q20:1",), note="so")
    assert spanish(dismiss=("Q20:1",), note="or so").dismissed[0].note == "or so"
    assert len(title_folder(target.parent, "film").read_findings().dismissals["es"]) == 1


def test_a_bare_file_keeps_its_dismissals_under_the_output_folder(
    file: Callable[..., Path], tmp_path: Path
) -> None:
    """By its title, which is none of `titles`; text and times tell which cue is meant."""
    path = file("film.en.srt", ENGLISH[0], WIDE, WIDE)
    assert run(str(path), "--dismiss", "Q06:2", "--note", "a code")[0] == 1
    (track,) = check(path).tracks
    assert ("Q06", "2") not in open_rules(track)
    assert ("Q06", "3") in open_rules(track)
    assert titles(tmp_path / "output") == []
    replaced(path, "00:00:06,100", "00:00:06,000")
    assert ("Q06", "2") in open_rules(check(path).tracks[0])


def test_many_findings_of_a_rule_at_a_cue_go_together(file: Callable[..., Path]) -> None:
    """There is one word for all of them."""
    path = file("film.en.srt", '(one [two "three')
    (track,) = check(path).tracks
    assert len([one for one in track.noted if one.finding.rule == "Q30"]) > 1
    (track,) = check(path, dismiss=("Q30:1",)).tracks
    assert "Q30" not in {one.finding.rule for one in track.noted}


@pytest.mark.parametrize(
    "wrong", ["Q20:2", "Q20:99", "Q05", "Q99:1", ":1", "Q20:", "", "Q20:1:2", "none:1"]
)
def test_what_is_no_finding_is_told_with_those_that_are(target: Path, wrong: str) -> None:
    """Exit code 2, and nothing is written, not even for one that was right."""
    result = CliRunner().invoke(
        app, ["check", "film", "--lang", "es", "--dismiss", "Q20:1", "--dismiss", wrong]
    )
    assert isinstance(result.exception, UsageError)
    assert title_folder(target.parent, "film").read_findings().dismissals == {}


def test_the_findings_there_are_are_named(target: Path) -> None:
    """So that a person sees what the number should have been."""
    with pytest.raises(UsageError) as told:
        spanish(dismiss=("Q20:7",))
    assert "Q20:1" in told.value.remedy


def test_a_finding_in_several_tracks_has_to_be_named_better(file: Callable[..., Path]) -> None:
    """Which of them is meant is nobody's guess."""
    paths = [file(f"{name}.en.srt", WIDE) for name in ("one", "two")]
    with pytest.raises(UsageError, match="several tracks"):
        check(*paths, dismiss=("Q06:1",))


def test_a_note_needs_what_it_is_about(target: Path) -> None:
    """--note without --dismiss is a mistake."""
    result = CliRunner().invoke(app, ["check", "film", "--note", "so"])
    assert isinstance(result.exception, UsageError)


def test_dismissals_survive_what_else_is_noted(
    target: Path, translate: Callable[..., None]
) -> None:
    """A new translation writes its findings and keeps the dismissals."""
    spanish(dismiss=("Q20:1",))
    translate(again=True)
    kept = title_folder(target.parent, "film").read_findings().dismissals["es"]
    assert [one.rule for one in kept] == ["Q20"]
    assert isinstance(kept[0], Dismissal)
